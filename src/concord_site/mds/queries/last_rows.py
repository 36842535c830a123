"""What a country confirmed last, as the rows of our own workbook for the year after."""

from __future__ import annotations

from typing import Any

from concord.errors import Unavailable
from concord.mds.template import Filled
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
    year, rows = _newest(area, by, structure) if last else (None, [])
    return Filled(area, named, round, () if year is None else (year + 1,), rows)


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
