"""Lays an instrument out: which sheets there are, in which order, and the number of every line and column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.numbering import numbers
from concord.instrument.workbook.layout import (
    MOST_COLUMNS,
    MOST_LINES,
    GridSheet,
    Line,
    Page,
    Plan,
    Sheet,
    Slot,
    Table,
    letters,
    slots_of,
)


@lru_cache(maxsize=32)
def plan(instrument: Instrument) -> Plan:
    """The plan of an instrument's answer workbook."""
    sheets: list[Sheet] = []
    found = dict(numbers(instrument))
    loose = [node for node in instrument.children if not _is_section(node)]
    parts: list[tuple[str, Group | None, Sequence[Node]]] = []
    for group in instrument.sections:
        number = found.get(group.path, group.name)  # a section of notes alone is counted nowhere
        parts.append((number, group, [group] if group.grid else group.children))
    if loose:
        first = instrument.children.index(loose[0])
        parts.insert(sum(map(_is_section, instrument.children[:first])), ("0", None, loose))
    for code, around, nodes in parts:
        section = _Section(instrument, code, found)
        lines = tuple(section.lines(nodes))
        sheets.append(Page(code, around, lines))
        sheets.extend(section.further)
    return Plan(tuple(sheets), found)


def _is_section(node: Node) -> bool:
    return isinstance(node, Group) and not node.repeats


class _Section:
    """Lays out the nodes of one section."""

    def __init__(self, instrument: Instrument, code: str, found: dict[tuple[str, ...], str]) -> None:
        self.instrument = instrument
        self.code = code
        self.found = found
        self.further: list[Sheet] = []

    def lines(self, nodes: Sequence[Node]) -> Iterator[Line]:
        for node in nodes:
            if isinstance(node, Question):
                yield from self._question(node)
            elif node.repeats or node.grid:
                yield Line("pointer", self.found.get(node.path, node.name), node)
                self._further(node)
            else:
                yield Line("heading", "", node)
                yield from self.lines(node.children)

    def _question(self, question: Question) -> Iterator[Line]:
        if question.kind == "note":
            yield Line("note", "", question)
        if not question.is_asked:
            return
        number = self.found[question.path]
        slots = slots_of(question, self.instrument, most=MOST_LINES)
        if slots[0].part in ("value", "together"):
            yield Line("question", number, question, slots[0])
            return
        yield Line("question", number, question)
        listed = self.instrument.lists[question.choices]
        for place, slot in enumerate(slots, start=1):
            yield Line("cell", f"{number}.{place}", question, slot, listed.choice(slot.choice))

    def _further(self, group: Group, parent: str = "") -> None:
        number = self.found.get(group.path, group.name)
        if group.grid and not group.repeats:
            self.further.append(self._grid(group, number))
            return
        inside = list(_flat(group.children))
        columns: dict[str, Slot] = {}
        for node in inside:
            if isinstance(node, Question) and node.is_asked:
                columns |= self._columns(node)
        self.further.append(Table(number, self.code, group, columns, parent))
        for node in inside:
            if isinstance(node, Group):
                self._further(node, number)

    def _columns(self, question: Question) -> dict[str, Slot]:
        """The columns of one question of an entry: its number, or ``5.2.7.1`` and so on for each of its choices."""
        number = self.found.get(question.path) or f"{self.found[question.path[:-1]]} {' '.join(question.cell)}"
        slots = slots_of(question, self.instrument, most=MOST_COLUMNS, in_table=True)
        if len(slots) == 1:
            return {number: slots[0]}
        return {f"{number}.{place}": slot for place, slot in enumerate(slots, start=1)}

    def _grid(self, group: Group, number: str) -> GridSheet:
        assert group.grid is not None
        lists = self.instrument.lists
        rows = {f"{number}.{place}": each for place, each in enumerate(lists[group.grid.rows].choices, start=1)}
        crossed = product(*(lists[name].choices for name in group.grid.columns))
        columns = {f"{number} {letters(place)}": each for place, each in enumerate(crossed)}
        by_cell = {
            node.cell: node for node in _flat(group.children) if isinstance(node, Question) and node.cell
        }  # fmt: skip
        cells = {
            (row, column): by_cell[key]
            for (row, its), (column, theirs) in product(rows.items(), columns.items())
            if (key := (its.name, *(each.name for each in theirs))) in by_cell
        }
        for (row, column), question in cells.items():
            self.found[question.path] = f"{row} {column.rpartition(' ')[2]}"
        return GridSheet(number, self.code, group, rows, columns, cells)


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    """What stands in one entry: questions, and blocks that repeat inside it; plain groups and grids are opened."""
    for node in nodes:
        if isinstance(node, Group) and not node.repeats:
            yield from _flat(node.children)
        else:
            yield node
