"""Rows of persons, in the standard columns of a register, as spells at home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.flows.circular import Spell
from concord.vocabulary.periods import PartialDate


def spells(rows: Iterable[Mapping[str, object]]) -> tuple[tuple[Spell, ...], Findings]:
    """Spells from rows with ``person``, ``entered``, ``left``, ``left_for``, ``returned``.

    A date that is a year alone, or a month, is its middle; a row that leaves and returns is two spells. A row without
    ``person`` or ``entered``, or with a date that cannot be read, is a finding and not in the spells.

    Example:
        >>> made, found = spells([{"person": "a", "entered": "2010", "left": "2012", "returned": "2015"}])
        >>> [(each.entered, each.left) for each in made], list(found)
        ([(2010.5, 2012.5), (2015.5, None)], [])
    """
    made: list[Spell] = []
    found: list[Finding] = []
    for number, row in enumerate(rows, start=1):
        try:
            made += _of_row(row)
        except Invalid as refusal:
            found.append(Finding("flows.circular.row", "hard", Place(row=number), params=refusal.params))
    return tuple(made), Findings(found)


def _of_row(row: Mapping[str, object]) -> Iterator[Spell]:
    person = str(row.get("person") or "")
    entered = _year(row, "entered")
    if not person or entered is None:
        raise Invalid("flows.circular.row", params={"column": "entered" if person else "person"})
    left, returned = _year(row, "left"), _year(row, "returned")
    if returned is not None and left is None:
        raise Invalid("flows.circular.row", params={"column": "left"})
    made = [Spell(person, entered, left, str(row.get("left_for") or ""))]
    if returned is not None:
        made.append(Spell(person, returned))
    return iter(made)


def _year(row: Mapping[str, object], column: str) -> float | None:
    """A date as years: the middle of what it may mean."""
    said = row.get(column)
    if said is None or said == "":
        return None
    try:
        when = PartialDate.parse(said.isoformat()[:10] if isinstance(said, date) else str(said))
    except Invalid:
        raise Invalid("flows.circular.row", params={"column": column}) from None
    days = (when.first.toordinal() + when.last.toordinal() + (when.day is None)) / 2
    first = date(when.year, 1, 1).toordinal()
    return when.year + (days - first) / (date(when.year, 12, 31).toordinal() - first + 1)
