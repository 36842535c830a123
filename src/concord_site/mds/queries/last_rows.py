"""What a country confirmed last, as the rows of our own workbook for the year after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from concord.errors import Unavailable
from concord.mds.profile import profile_of
from concord.mds.template import REGISTER, Filled
from concord.reporting import places
from concord_site.mds import tables
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries

#: Rows that a template holds.
MOST = 19_000


def known(area: str, by: object) -> frozenset[str]:
    """Structures of which somebody may see a table of the country that stands."""
    return frozenset(id for figures in deliveries.confirmed(by, area=area).values_list("figures", flat=True)
                     for id in figures)  # fmt: skip


def filled(area: str, by: object, structure: str, language: str, *, round: str = "", last: bool = False) -> Filled:
    """What stands in a template beforehand.

    Args:
        area: The country.
        by: For whom.
        structure: The table.
        language: Of the country's name.
        round: The round that asks.
        last: Whether the rows of the newest year that was confirmed come along, moved to the year after, with their
            numbers beside.
    """
    named = places.name(area, language)
    if structure == REGISTER:
        return Filled(area, named, round, used=_used(area, by))
    year, rows = _newest(area, by, structure) if last else (None, [])
    return Filled(area, named, round, () if year is None else (year + 1,), rows)


#: Column of a table or role of a profile → the code list whose codes stand in it.
_LISTS = {
    "occupation": "occupation", "activity": "activity", "sector": "sector", "origin": "area", "destination": "area",
    "training": "area", "birth": "area", "nationality": "area",
}  # fmt: skip


def _used(area: str, by: object) -> dict[str, frozenset[str]]:
    """Code list → codes in the tables that the country confirmed last, and in the profile it gave with them."""
    row = deliveries.confirmed(by, area=area).order_by("-confirmed_at").first()
    if row is None:
        return {}
    found: dict[str, set[str]] = {}
    for id in row.figures:
        for column, code in _codes(row, id):
            found.setdefault(_LISTS[column], set()).add(code)
    for role, known in profile_of(dict(row.profile)).codes.items():
        if role in _LISTS:
            found.setdefault(_LISTS[role], set()).update(known.values())
    return {each: frozenset(codes) for each, codes in found.items()}


def _codes(row: Delivery, id: str) -> Iterator[tuple[str, str]]:
    """Column and code of everything in a table; a damaged one has none."""
    try:
        frame = tables.frame(tables.content(row.area, row.pk, id))
    except Unavailable:
        return
    for column in _LISTS.keys() & set(frame.columns):
        yield from ((column, code) for code in frame[column].drop_nulls().unique().to_list())


def _newest(area: str, by: object, structure: str) -> tuple[int | None, list[dict[str, Any]]]:
    row = deliveries.confirmed(by, area=area).filter(figures__has_key=structure).order_by("-confirmed_at").first()
    return (None, []) if row is None else _rows(row, structure)


def _rows(row: Delivery, structure: str) -> tuple[int | None, list[dict[str, Any]]]:
    """The rows of the newest year; a table that is damaged has none."""
    try:
        frame = tables.frame(tables.content(row.area, row.pk, structure))
    except Unavailable:
        return None, []
    year = frame["year"].max()
    if not isinstance(year, int):
        return None, []
    rows = frame.filter(frame["year"] == year).head(MOST).to_dicts()
    return year, [{**each, "year": year + 1} for each in rows]
