"""Works declared errors into a register, at places that follow from the seed, and says where they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concord.intake.columns import letter
from concord.mds.generating import calendar
from concord.mds.generating.chance import Shuffle
from concord.mds.generating.columns import DATES, Writer, date_text
from concord.mds.generating.kinds import HIDDEN, WHOLE, Kind
from concord.mds.generating.persons import NEVER, Draws
from concord.mds.generating.plan import Plan
from concord.mds.generating.styles import Style, area_name, digits

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Broken:
    """One error that was worked in.

    Args:
        row: Row of data, from 0, through all years; -1 where it is about the whole register.
        column: Place of the column, from 0.
        cells: What is written, by column; dates are dates.
        value: What stands there, as text.
        was: What had stood there.
    """

    kind: Kind
    row: int
    column: int
    cells: dict[int, Any] = field(default_factory=dict)
    value: str = ""
    was: str = ""

    def _found_in(self, style: Style) -> str | None:
        """The letter of the column of the finding; None where the style has no such column."""
        place = style.column(self.kind.found_in) if self.kind.found_in else self.column
        return None if place is None else letter(place)

    def as_json(self, style: Style, first_row: int) -> dict[str, Any]:
        """With the physical row and the keys of a finding."""
        column = {"header": style.columns[self.column].header, "letter": letter(self.column)}
        return {
            "kind": self.kind.id,
            "code": self.kind.code,
            "level": self.kind.level,
            "row": None if self.row < 0 else self.row + first_row,
            "column": column,
            "found_in": self._found_in(style),
            "value": self.value,
            "was": self.was,
        }


def broken(draws: Draws, style: Style, chosen: Sequence[Kind]) -> list[Broken]:
    """All errors of a register, in order of rows; no two of them in one row or in neighbouring rows."""
    places = _places(draws)
    writer = Writer(draws, style, typed=False)
    found: list[Broken] = []
    for kind in chosen:
        if kind.how == "jump":
            found.append(Broken(kind, -1, style.column(kind.role) or 0, value=str(draws.plan.wish.year)))
        elif kind.how not in WHOLE:
            found += _several(writer, kind, places)
    return sorted(found, key=lambda each: (each.row, each.kind.id))


def _places(draws: Draws) -> Iterator[int]:
    """Rows in a mixed order, each with a free row before it."""
    pairs = draws.plan.rows // 2
    shuffle = Shuffle(pairs, draws.key("broken"))
    return (2 * int(shuffle.at(n)) + 1 for n in range(pairs))


def _several(writer: Writer, kind: Kind, places: Iterator[int]) -> Iterator[Broken]:
    made = 0
    while made < writer.draws.plan.wish.broken_each:
        row = next(places, None)
        if row is None:
            return
        one = _at(writer, kind, row)
        if one is not None:
            made += 1
            yield one


def _at(writer: Writer, kind: Kind, row: int) -> Broken | None:
    """The error at one row; None where the row does not lend itself to it."""
    import numpy as np

    draws, style = writer.draws, writer.style
    plan, index, position = draws.plan, 0, row
    while position >= plan.years[index].rows:
        position -= plan.years[index].rows
        index += 1
    if position == 0:
        return None
    year = plan.years[index].year
    drawn = draws.draw(index, np.array([position - 1, position]))
    before, own = writer.table(year, drawn).to_pylist()
    column = style.column(kind.role)
    assert column is not None
    head = [each.header for each in style.columns]
    was = own[head[column]]
    if kind.how == "row-before":
        cells: dict[int, Any] | None = {n: before[name] for n, name in enumerate(head)}
    else:
        value = _value(kind, plan, style, was, before[head[column]], drawn.columns, year)
        cells = None if value is _NOT else {column: value}
    if cells is None or not (was or kind.how == "before"):
        return None
    return Broken(kind, row, column, cells, _shown(cells[column], style), was or "")


_NOT = object()


def _value(kind: Kind, plan: Plan, style: Style, was: str, before: str, drawn: dict[str, Any], year: int) -> Any:
    match kind.how:
        case "blank":
            return None
        case "hidden":
            return was and was[:-1] + HIDDEN + was[-1:]
        case "cell-before":
            return before if before and before != was else _NOT
        case "literal":
            return _literal(kind, plan, style, was)
        case "aged":
            return datetime.date(year - kind.years, 6, 30)
        case "later":
            return datetime.date(plan.wish.year + kind.years, 3, 1)
    other = int(drawn[kind.of][1])
    if other == NEVER:
        return _NOT
    return _day(other + (400 if kind.how == "after" else -400))


def _literal(kind: Kind, plan: Plan, style: Style, was: str) -> Any:
    form = next(each.form for each in style.columns if each.role == kind.role) or "alpha3"
    filled = kind.value.format(
        other=area_name(style, "FRA" if plan.wish.area != "FRA" else "DEU", form),
        former=area_name(style, "YUG", form),
        future=digits(style, str(plan.wish.year + 5)),
        leap=date_text(style, 1983, 2, 30),
        hours=f"37{style.decimal}5",
    )
    return _NOT if filled == was else filled


def _day(days: int) -> datetime.date:
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=min(days, calendar.at(2099, 12, 31)))


def _shown(value: Any, style: Style) -> str:
    if isinstance(value, datetime.date):
        return date_text(style, value.year, value.month, value.day)
    return "" if value is None else str(value)


def total_row(plan: Plan, style: Style, kind: Kind) -> Broken:
    """A row of a total below the last person, which is not the number of the persons."""
    column = style.column(kind.role)
    assert column is not None
    cells: dict[int, Any] = dict.fromkeys(range(len(style.columns)))
    cells[column] = "Total"
    cells[column + 1] = str(plan.rows + 7)
    return Broken(kind, plan.rows, column, cells, "Total", "")


def worked_in(table: pa.Table, start: int, errors: Sequence[Broken], style: Style) -> pa.Table:
    """The rows from ``start`` on with the errors that stand in them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    mine = [each for each in errors if start <= each.row < start + len(table)]
    by_column: dict[int, dict[int, Any]] = {}
    for each in mine:
        for column, value in each.cells.items():
            by_column.setdefault(column, {})[each.row - start] = value
    for column, values in by_column.items():
        array = table.column(column).combine_chunks()
        mask = np.zeros(len(table), dtype=bool)
        mask[list(values)] = True
        wanted = [_fitting(values[row], array.type, style) for row in sorted(values)]
        replaced = pc.replace_with_mask(array, pa.array(mask), pa.array(wanted, array.type))
        table = table.set_column(column, table.schema.field(column).name, replaced)
    return table


def _fitting(value: Any, type: Any, style: Style) -> Any:
    """The value in the column's type: from a neighbouring row it comes as text."""
    import pyarrow as pa

    if value is None or pa.types.is_string(type):
        return _shown(value, style) if isinstance(value, datetime.date) else value
    if pa.types.is_date(type):
        return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)
    return float(value) if pa.types.is_floating(type) else int(value)


__all__ = ["DATES", "Broken", "broken", "total_row", "worked_in"]
