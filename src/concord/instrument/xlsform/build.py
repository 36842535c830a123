"""The tree of items → groups and questions of the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from concord.instrument.model import (
    STATUSES,
    About,
    Grid,
    Group,
    Kind,
    Node,
    Question,
    Rules,
)
from concord.instrument.sheets import Row
from concord.instrument.xlsform.expand import axes_of, is_grid
from concord.instrument.xlsform.languages import text_of
from concord.instrument.xlsform.links import link
from concord.instrument.xlsform.tree import Item
from concord.instrument.xlsform.types import Typed
from concord.instrument.xlsform.wording import expression, parameters, switch, text
from concord.vocabulary.text import Text

Path = tuple[str, ...]
YES = frozenset({"yes", "true", "true()", "1"})
_MEDIA = ("image", "big-image", "audio", "video")


@dataclass(frozen=True, slots=True)
class _Scope:
    """The whole, or one repeating block: within it names are told apart."""

    path: Path = ()
    repeat: Path = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def key(self, path: Path) -> str:
        """What the answer of a node in this scope is stored under."""
        below = path[len(self.path) :]
        return path[-1] if self.counts.get(path[-1], 0) <= 1 else "/".join(below)


def nodes(items: list[Item], languages: tuple[str, ...]) -> tuple[Node, ...]:
    """The model's groups and questions, in order."""
    scope = _Scope(counts=_counts(items))
    return tuple(_node(item, (), scope, languages) for item in items if item.typed.what in ("question", "begin"))


def _counts(items: list[Item]) -> Counter[str]:
    """How often a name stands for something answered in one scope; names below a repeat belong to the repeat."""
    found: Counter[str] = Counter()
    for item in _in_scope(items):
        if not item.is_container or item.typed.word == "repeat":
            found[item.name] += 1
    return found


def _in_scope(items: list[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.is_container and item.typed.word != "repeat":
            yield from _in_scope(item.children)


def _node(item: Item, above: Path, scope: _Scope, languages: tuple[str, ...]) -> Node:
    if not item.is_container:
        return _question(item, above, scope, languages)
    path = (*above, item.name)
    repeats = item.typed.word == "repeat"
    key = scope.key(path)
    inner = _Scope(path, (*scope.repeat, key), _counts(item.children)) if repeats else scope
    inside = [child for child in item.children if child.typed.what in ("question", "begin")]
    children = tuple(_node(child, path, inner, languages) for child in inside)
    row = item.row
    return Group(
        name=item.name,
        key=key,
        path=path,
        label=text(row, "label", languages),
        row=row.number,
        children=children,
        repeats=repeats,
        repeat=scope.repeat,
        rules=_rules(row, item.typed),
        hint=text(row, "hint", languages),
        appearance=tuple(row["appearance"].split()),
        grid=_grid(item, children) if is_grid(item) else None,
        about=_about(row),
    )


def _grid(item: Item, children: tuple[Node, ...]) -> Grid | None:
    axes = axes_of(item)
    cells = {node.cell: node.key for node in children if isinstance(node, Question) and node.cell}
    if not cells or len(axes) < 2:
        return None
    first = next(node for node in children if isinstance(node, Question))
    template = first.name.removesuffix("_" + "_".join(first.cell))
    return Grid(template, axes[0], tuple(axes[1:]), MappingProxyType(cells))


def _question(item: Item, above: Path, scope: _Scope, languages: tuple[str, ...]) -> Question:
    row, typed = item.row, item.typed
    path = (*above, item.name)
    appearance = tuple(row["appearance"].split())
    given, _ = parameters(row["parameters"])
    hint = text(row, "hint", languages)
    return Question(
        name=item.name,
        key=scope.key(path),
        path=path,
        kind=kind_of(typed, appearance, given),
        label=text(row, "label", languages),
        row=row.number,
        repeat=scope.repeat,
        hint=hint or text_of({languages[0]: typed.hint}),
        help=text(row, "guidance_hint", languages),
        choices=typed.list if typed.kind in ("one", "many", "rank") else "",
        rules=_rules(row, typed),
        constraint_message=text(row, "constraint_message", languages),
        required_message=text(row, "required_message", languages),
        appearance=appearance,
        parameters=MappingProxyType(dict(given)),
        media=MappingProxyType(_media(row, languages)),
        accept=row["body::accept"] or typed.accept,
        about=_about(row),
        meta=typed.meta,
        cell=item.cell,
    )


def kind_of(typed: Typed, appearance: tuple[str, ...], given: Mapping[str, str]) -> Kind:
    """The kind of a question: of its type, and of the appearances and parameters that make it another."""
    look = set(appearance)
    if typed.kind == "date":
        return "year" if "year" in look else "month" if "month-year" in look else "date"
    if typed.kind == "text":
        return "long-text" if "multiline" in look or "rows" in given else "link" if "url" in look else "text"
    if typed.word in ("start-geopoint", "background-geopoint"):
        return "meta"
    return typed.kind


def _media(row: Row, languages: tuple[str, ...]) -> dict[str, Text]:
    found = {name: text(row, name, languages) for name in _MEDIA}
    return {name: said for name, said in found.items() if said}


def _rules(row: Row, typed: Typed) -> Rules:
    return Rules(
        relevant=expression(row["relevant"]),
        required=switch(row["required"]),
        constraint=expression(row["constraint"]) or typed.constraint,
        calculation=expression(row["calculation"]),
        readonly=switch(row["readonly"]),
        choice_filter=expression(row["choice_filter"]),
        default=row["default"],
        count=expression(row["repeat_count"]),
        trigger=expression(row["trigger"]),
    )


def _about(row: Row) -> About:
    minutes = row["x_minutes"]
    return About(
        source=row["x_source"],
        provenance=row["x_provenance"],
        same_as=link(row["x_same_as"]),
        unit=row["x_unit"],
        statuses=tuple(status for status in STATUSES if status in row["x_status"].split()),
        part=row["x_part"],
        indicator=row["x_indicator"],
        known=row["x_known"],
        confidential=row["x_confidential"].lower() in YES,
        short=row["x_short"].lower() in YES,
        minutes=float(minutes) if minutes.replace(".", "", 1).isdigit() else None,
    )
