"""Rows of persons, in the standard columns of a register, as spells at home."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.flows.circular import Spell
from concord.intake.dates import parse_date
from concord.vocabulary.periods import PartialDate

#: Columns that are read, in the standard names of a register; the first two must be there.
COLUMNS = ("person", "entered", "left", "left_for", "returned", "ended")
Row = Mapping[str, object]


def spells(
    rows: Iterable[Row],
    *,
    formats: Sequence[str] = (),
    at: Callable[[int, str], Place] = lambda number, _column: Place(row=number),
) -> tuple[tuple[Spell, ...], Findings]:
    """Spells from rows with ``person``, ``entered``, ``left``, ``left_for``, ``returned``, ``ended``.

    A date that is a year alone, or a month, is its middle; a row that leaves and returns is two spells; ``ended``
    (death, retirement, deletion) ends the last of them. A row without ``person`` or ``entered``, or with a date that
    cannot be read, is a finding and not in the spells.

    Args:
        rows: In any order; a person may stand in several.
        formats: How dates are written, such as "DD/MM/YYYY"; ISO and months in words are always understood.
        at: The place of a row (from 1) and column, for findings.

    Example:
        >>> made, found = spells([{"person": "a", "entered": "2010", "left": "2012", "returned": "2015"}])
        >>> [(each.entered, each.left) for each in made], list(found)
        ([(2010.5, 2012.5), (2015.5, None)], [])
    """
    made: list[Spell] = []
    found: list[Finding] = []
    for number, row in enumerate(rows, start=1):
        try:
            made += _of_row(row, formats)
        except Invalid as refusal:
            where = at(number, str(refusal.params.get("column", "")))
            found.append(Finding("flows.circular.row", "hard", where, params=refusal.params))
    return tuple(made), Findings(found)


def _of_row(row: Row, formats: Sequence[str]) -> Iterator[Spell]:
    person = str(row.get("person") or "").strip()
    entered = _year(row, "entered", formats)
    if not person or entered is None:
        raise Invalid("flows.circular.row", params={"column": "entered" if person else "person"})
    left, returned, ended = (_year(row, name, formats) for name in ("left", "returned", "ended"))
    if returned is not None and left is None:
        raise Invalid("flows.circular.row", params={"column": "left"})
    destination = str(row.get("left_for") or "").strip()
    if returned is None:
        return iter((Spell(person, entered, left, destination, ended),))
    return iter((Spell(person, entered, left, destination), Spell(person, returned, ended=ended)))


def _year(row: Row, column: str, formats: Sequence[str]) -> float | None:
    """A date as years: the middle of what it may mean."""
    said = row.get(column)
    if said is None or said == "":
        return None
    text = said.isoformat()[:10] if isinstance(said, date) else str(said)
    read = parse_date(text, formats)
    if read.problem:
        raise Invalid("flows.circular.row", params={"column": column})
    if not read.text:
        return None
    when = PartialDate.parse(read.text)
    return as_years((when.first.toordinal() + when.last.toordinal() + (when.day is None)) / 2)


def as_years(ordinal: float) -> float:
    """A day of the calendar as years: the beginning of 2019 is 2019.0.

    Example:
        >>> as_years(date(2019, 1, 1).toordinal()), as_years(date(2019, 12, 31).toordinal() + 1)
        (2019.0, 2020.0)
    """
    year = date.fromordinal(int(ordinal)).year
    first = date(year, 1, 1).toordinal()
    return year + (ordinal - first) / (date(year, 12, 31).toordinal() - first + 1)
