"""Tables with one row a set of answers; repeating blocks as further tables, linked by key and address.

Columns are named by question and code (``difficulties:funding``), so a choice that is removed, renamed or split later
leaves every column of earlier answers where it was. What the columns mean stands in two tables beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from concord.errors import Invalid
from concord.instrument.export.rows import ANSWERED, plain, question_id, shown, status_of
from concord.instrument.export.walking import Answered, Found, Instance, walk
from concord.instrument.model import CHOOSING, NUMBERS, Group, Instrument, Question
from concord.instrument.prefill import chosen
from concord.instrument.versions.resolve import Known
from concord.intake.out_table import Kind

MAIN, QUESTIONS, CHOICES = "answers", "questions", "choices"
Shown = Literal["codes", "labels"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, and whether its cells are numbers."""

    header: str
    kind: Kind = "text"


@dataclass(slots=True)
class Table:
    """One table; rows are mappings by header, an absent cell is empty."""

    name: str
    columns: list[Column]
    rows: list[dict[str, Any]] = field(default_factory=list)


def wide(
    answered: Iterable[Answered], *, today: date, language: str = "en", values: Shown = "codes"
) -> tuple[Table, ...]:
    """The tables of many sets of answers to versions of one instrument.

    Args:
        answered: The sets of answers; their instruments have one id and may differ in version.
        today: The date that conditions see.
        language: Language of labels.
        values: Whether chosen choices are given by code or by label.

    Returns:
        ``answers``, one table for each repeating block, ``questions`` and ``choices``.

    Raises:
        Invalid: ``instrument.export.mixed``: the answers are to instruments of several ids.
    """
    listed = list(answered)
    ids = sorted({each.instrument.id for each in listed})
    if len(ids) > 1:
        raise Invalid("instrument.export.mixed", params={"ids": ", ".join(ids)})
    instruments = list({each.instrument.digest: each.instrument for each in listed}.values())
    tables = _Tables(instruments, [name for each in listed for name in each.about])
    for each in listed:
        tables.add(each, today, language, values)
    return (*tables.made.values(), _questions(instruments, language), _choices(instruments, language))


class _Tables:
    """The tables being filled: one for the answers, one for each repeating block, by the block's id."""

    def __init__(self, instruments: list[Instrument], about: Iterable[str]) -> None:
        fixed = ["key", "instrument", "version", "digest", *dict.fromkeys(f"about:{name}" for name in about)]
        self.made = {MAIN: Table(MAIN, [Column(name) for name in fixed])}
        for instrument in instruments:
            known = Known(instrument)
            for node in known.mapped:
                self._add_columns(known, node)

    def _add_columns(self, known: Known, node: Question | Group) -> None:
        if isinstance(node, Group):
            name = block_id(known, node)
            columns = [Column("key"), Column("digest"), Column("address"), Column("parent"), Column("place", "integer")]
            self.made.setdefault(name, Table(name, columns))
            return
        around = known.around(node)
        table = self.made[block_id(known, around[-1]) if around else MAIN]
        there = {column.header for column in table.columns}
        table.columns += [each for each in columns_of(known, node) if each.header not in there]

    def add(self, each: Answered, today: date, language: str, values: Shown) -> None:
        """Fill in one set of answers."""
        instrument, known = each.instrument, Known(each.instrument)
        main = {"key": each.key, "instrument": instrument.id, "version": instrument.version}
        main |= {"digest": instrument.digest} | {f"about:{name}": text for name, text in each.about.items()}
        self.made[MAIN].rows.append(main)
        rows: dict[str, dict[str, Any]] = {"": main}
        for found in walk(instrument, each.answers, each.asked(today)):
            if isinstance(found, Instance):
                row = {"key": each.key, "digest": instrument.digest, "address": found.address}
                rows[found.address] = {**row, "parent": found.parent, "place": found.place}
                self.made[block_id(known, found.group)].rows.append(rows[found.address])
            else:
                rows[found.block].update(cells(instrument, known, found, language, values))


def block_id(known: Known, group: Group) -> str:
    """A repeating block's id within its instrument."""
    return known.id(group).partition("/")[2]


def columns_of(known: Known, question: Question) -> Iterator[Column]:
    """A question's columns: its own, one for each choice where several can be chosen, one for its status."""
    id = question_id(known, question)
    yield Column(id, "decimal" if question.kind in NUMBERS else "text")
    for name in _spread(known.instrument, question):
        yield Column(f"{id}:{name}", "integer")
    if question.about.statuses:
        yield Column(f"{id}#status")


def _spread(instrument: Instrument, question: Question) -> list[str]:
    """Choices with a column of their own: those the author wrote, not the two hundred of a code list."""
    listed = instrument.lists.get(question.choices)
    if question.kind not in {"many", "rank"} or listed is None or listed.source != "choices":
        return []
    return [choice.name for choice in listed.choices]


def cells(instrument: Instrument, known: Known, found: Found, language: str, values: Shown) -> dict[str, Any]:
    """A question's cells in one row; none where it was not asked, save that this is said where a status can be."""
    question, id = found.question, question_id(known, found.question)
    value = found.value if found.asked else None
    status = status_of(value) if value is not None else "unanswered" if found.asked else "not-asked"
    made: dict[str, Any] = {f"{id}#status": status} if question.about.statuses else {}
    if value is None or status != ANSWERED:
        return made
    if question.kind not in CHOOSING:
        return made | {id: plain(value)}
    names = chosen(value)
    text = shown(instrument, question, value, language) if values == "labels" else " ".join(names)
    ranked = question.kind == "rank"
    for name in _spread(instrument, question):
        taken = names.index(name) + 1 if name in names else 0
        made[f"{id}:{name}"] = (taken or None) if ranked else min(taken, 1)
    return made | {id: text}


def _questions(instruments: list[Instrument], language: str) -> Table:
    names = (
        "digest",
        "question",
        "table",
        "path",
        "kind",
        "label",
        "unit",
        "list",
        "source",
        "part",
        "confidential",
        "earlier",
    )
    table = Table(QUESTIONS, [Column(name) for name in names])
    for instrument in instruments:
        known = Known(instrument)
        for node in known.mapped:
            if isinstance(node, Question):
                table.rows.append(_question(known, node, language))
    return table


def _question(known: Known, node: Question, language: str) -> dict[str, Any]:
    around = known.around(node)
    link = node.about.same_as
    return {
        "digest": known.instrument.digest,
        "question": question_id(known, node),
        "table": block_id(known, around[-1]) if around else MAIN,
        "path": "/".join(node.path),
        "kind": node.kind,
        "label": node.label.best(language).text,
        "unit": node.about.unit,
        "list": node.choices,
        "source": node.about.source,
        "part": node.about.part,
        "confidential": "yes" if node.about.confidential else "",
        "earlier": " ".join((link.mode, *link.ids)) if link else "",
    }


def _choices(instruments: list[Instrument], language: str) -> Table:
    table = Table(CHOICES, [Column(name) for name in ("digest", "list", "code", "label", "earlier")])
    for instrument in instruments:
        used = {node.choices for node in Known(instrument).mapped if isinstance(node, Question) and node.choices}
        for name in sorted(used):
            for choice in instrument.lists[name].choices if name in instrument.lists else ():
                link = choice.same_as
                earlier = " ".join((link.mode, *link.ids)) if link else ""
                label = choice.label.best(language).text
                row = {"digest": instrument.digest, "list": name, "code": choice.name, "label": label}
                table.rows.append({**row, "earlier": earlier})
    return table
