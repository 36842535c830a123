"""The declared outline of a report, filled: what stands where is a file, what it says comes from the chapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.documents.beside import with_legend
from concord.documents.frame import label
from concord.documents.model import (
    Block,
    Bullets,
    Column,
    Empty,
    Heading,
    Paragraph,
    Phrase,
    Picture,
    Prose,
    Table,
)
from concord.documents.sentences import Reference
from concord.errors import Invalid
from concord.reporting.material import Drawn, Material, Rows, drawn_statuses
from concord.reporting.voice import Voice

Declared = Mapping[str, Any]


@dataclass(frozen=True)
class Outline:
    """A declared report: its cover, its parts, and the name of its wordings' catalogue."""

    id: str
    cover: Declared
    parts: tuple[Declared, ...]
    source: str

    @property
    def domain(self) -> str:
        """Where its wordings are declared and translated."""
        return f"documents/{self.id}"


def outline(id: str) -> Outline:
    """A declared outline (``data/documents/<id>.yaml``).

    Raises:
        NotFound: ``declarations.pack.no-file``.
    """
    declared = read_yaml(packs.find(f"documents/{id}.yaml"))
    return Outline(declared["id"], declared.get("cover") or {}, tuple(declared.get("parts") or ()), declared["source"])


@dataclass(frozen=True)
class _Filling:
    """An outline being filled: one voice, what the chapters provide, and the chapter whose figures fill sentences."""

    voice: Voice
    material: Material
    chapter: str

    def say(self, key: str) -> Phrase:
        return self.voice.say(key, **self.material.values.get(self.chapter, {}))

    def of(self, declared: Declared) -> _Filling:
        return replace(self, chapter=declared.get("from", self.chapter))

    def stands(self, declared: Declared) -> bool:
        wanted, unwanted = declared.get("when"), declared.get("unless")
        flags = self.material.flags
        return (wanted is None or wanted in flags) and (unwanted is None or unwanted not in flags)


def blocks(given: Outline, voice: Voice, material: Material) -> tuple[Block, ...]:
    """The outline's parts as blocks, each part beginning on a new page.

    Raises:
        Invalid: ``reporting.outline.not-provided`` or ``reporting.outline.unknown-block``: the file asks for something
            that no chapter provides.
    """
    found: list[Block] = []
    for part in given.parts:
        filling = _Filling(voice, material, part["id"]).of(part)
        if filling.stands(part):
            number = part.get("number", "")
            title, new_page = filling.say(part["heading"]), not part.get("same_page", False)
            found.append(Heading(1, title, f"part-{part['id']}", number=number, new_page=new_page))
            found.extend(_blocks(part["blocks"], filling))
    return tuple(found)


def _blocks(declared: Sequence[Declared], filling: _Filling) -> Iterator[Block]:
    for each in declared:
        if not filling.stands(each):
            continue
        if "blocks" in each:
            yield from _blocks(each["blocks"], filling.of(each))
        else:
            yield from _block(each, filling.of(each))


def _block(declared: Declared, filling: _Filling) -> Iterator[Block]:
    kind = next((name for name in _KINDS if name in declared), None)
    if kind is None:
        raise Invalid("reporting.outline.unknown-block", params={"block": ", ".join(declared)})
    yield from _KINDS[kind](declared, filling)


def _heading(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield Heading(2, filling.say(declared.get("finding") or declared["section"]), f"section-{declared['id']}")


def _prose(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield Prose(tuple(Paragraph(filling.say(key)) for key in _keys(declared["prose"], filling)))


def _lead(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield from (Paragraph(filling.say(key), "lead") for key in _keys(declared["lead"], filling))


def _note(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield Paragraph(filling.say(declared["note"]), "note")


def _bullets(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield Bullets(tuple(filling.say(key) for key in _keys(declared["bullets"], filling)))


def _empty(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield Empty(filling.say(declared["empty"][0]), filling.say(declared["empty"][1]))


def _piece(declared: Declared, filling: _Filling) -> Iterator[Block]:
    yield from _provided(filling.material.pieces, declared["piece"])


def _keys(declared: Sequence[str | Declared], filling: _Filling) -> list[str]:
    """Keys of wordings, those whose condition does not hold left out."""
    as_mappings = [{"say": each} if isinstance(each, str) else each for each in declared]
    return [each["say"] for each in as_mappings if filling.stands(each)]


def _provided(by_name: Mapping[str, Any], name: str) -> Any:
    if name not in by_name:
        raise Invalid("reporting.outline.not-provided", params={"name": name, "known": ", ".join(by_name)})
    return by_name[name]


def _table(declared: Declared, filling: _Filling) -> Iterator[Block]:
    rows: Rows = _provided(filling.material.tables, declared["table"])
    yield Table(
        f"table-{declared['table']}",
        filling.say(declared["title"]),
        rows.columns or _columns(declared["columns"], filling),
        rows.rows,
        rows.sources,
        filling.say(declared["note"]) if "note" in declared else Phrase(),
        last_is_total=rows.last_is_total,
        small=rows.small,
    )


def _columns(declared: Sequence[Declared], filling: _Filling) -> tuple[Column, ...]:
    """Declared columns with their heads in the voice's language."""
    return tuple(
        Column(
            each["id"],
            filling.say(each["head"]),
            each.get("unit", ""),
            cast("Literal['start', 'end']", each.get("align", "start")),
            float(each.get("width", 0)),
        )
        for each in declared
    )


def _figure(declared: Declared, filling: _Filling) -> Iterator[Block]:
    drawn: Drawn = _provided(filling.material.figures, declared["figure"])
    note = filling.say(declared["note"]) if "note" in declared else Phrase()
    title = filling.say(declared["title"])
    yield picture(f"figure-{declared['figure']}", title, drawn, filling.voice, note=note)


def picture(
    id: str, title: Phrase, drawn: Drawn, voice: Voice, *, note: Phrase | None = None, series: str = ""
) -> Picture:
    """A drawn figure as a block, with its table beside it."""
    figure = drawn.figure
    svg = figure.svg
    if drawn.legend is not None:
        svg = with_legend(figure, drawn.legend, gap=18, rtl=voice.language == "ar")
    return Picture(
        id,
        title,
        svg,
        figure.description,
        drawn.sources,
        note or Phrase(),
        drawn_statuses(figure),
        drawn.table_id,
        figure.table,
        label("table-text", voice.language, table=Reference(drawn.table_id)) if drawn.table_id else Phrase(),
        series,
        width=drawn.width,
    )


#: What a block may be; the first name found in it says which. A block of one ``note`` is a small paragraph.
_KINDS: dict[str, Callable[[Declared, _Filling], Iterator[Block]]] = {
    "finding": _heading,
    "section": _heading,
    "prose": _prose,
    "lead": _lead,
    "bullets": _bullets,
    "empty": _empty,
    "table": _table,
    "figure": _figure,
    "piece": _piece,
    "note": _note,
}
