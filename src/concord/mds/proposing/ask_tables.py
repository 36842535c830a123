"""What has to be asked of tables as such: hidden sheets, tables that say the same twice, rows that may be totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from concord.findings import Place
from concord.mds.profile import Profile
from concord.mds.proposing import ids
from concord.mds.proposing.columns import is_persons
from concord.mds.proposing.model import Choice, FoundTable, Question

READ, LEAVE = Choice("read"), Choice("leave-out")


def questions(tables: Sequence[FoundTable], profile: Profile) -> Iterator[Question]:
    """The questions about which tables are read, what their rows are, and which rows are no data."""
    yield from _hidden(tables, profile)
    yield from _same(tables)
    for table in tables:
        if table.read:
            yield from _rows(table, profile)
            yield from _totals(table)


def _hidden(tables: Sequence[FoundTable], profile: Profile) -> Iterator[Question]:
    for name in dict.fromkeys(table.sheet for table in tables if table.hidden and table.kind):
        held = [table for table in tables if table.sheet == name and table.kind]
        id = ids.made("hidden", name)
        if id not in profile.answered:
            params = {"sheet": name, "rows": sum(table.rows for table in held)}
            yield Question(id, "hidden-sheet", Place(held[0].file, name), (LEAVE, READ), params)


def _same(tables: Sequence[FoundTable]) -> Iterator[Question]:
    """Tables with equal heads and equal titles: perhaps one is a copy of the other."""
    seen: dict[tuple[object, ...], FoundTable] = {}
    for table in tables:
        if not table.read or table.kind != "counts":
            continue
        heads = tuple(column.header for column in table.columns)
        key = (heads, table.says.get("year"), table.says.get("occupation"), table.says.get("measure"), _labels(table))
        first = seen.setdefault(key, table)
        told = table.said.range and table.said.sheet == table.sheet
        if first is not table and not told:
            params = {"table": _called(table), "other": _called(first)}
            yield Question(ids.made("read", table.id), "same-table", table.place, (READ, LEAVE), params)


def _labels(table: FoundTable) -> tuple[str, ...]:
    data = set(table.data_rows)
    left = table.columns[0].at if table.columns else 0
    return tuple(line.spots[left].text for line in table.region.body[:20] if line.row in data)


def _called(table: FoundTable) -> str:
    return f"{table.sheet}!{table.range}" if table.sheet else table.range


def _rows(table: FoundTable, profile: Profile) -> Iterator[Question]:
    """A sheet without numbers and without a column of persons alone: each row may still be a person."""
    if table.kind != "persons" or profile.rows:
        return
    person, _ = is_persons([column.header for column in table.columns])
    if not person:
        yield Question("rows", "rows", table.place, (Choice("persons"), Choice("counts")), {"rows": table.rows})


def _totals(table: FoundTable) -> Iterator[Question]:
    for row in table.aside:
        if not row.sure:
            label = label_of(table, row.row)
            place = Place(table.file, table.sheet or None, row.row)
            params = {"text": label[:60], "row": row.row}
            yield Question(ids.made("total", label), "total-row", place, (LEAVE, Choice("keep")), params)


def label_of(table: FoundTable, row: int) -> str:
    """The first text of a row, by its physical number."""
    line = next(line for line in table.region.body if line.row == row)
    filled = line.filled(table.region.span.left, table.region.span.right)
    return line.spots[filled[0]].text.strip() if filled else ""
