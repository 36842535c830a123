"""The same corridor in the partner country's table: hints for whoever reads both, never for one of the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concord.errors import Unavailable
from concord.mds.predicates.comparing import PARTNERS
from concord.mds.rules import by_id
from concord_site.mds import tables
from concord_site.mds.models import CellQuestion, Delivery
from concord_site.mds.queries import cells
from concord_site.shell import access

if TYPE_CHECKING:
    import polars as pl

RULE = "mds.mirror.differs"
Corridor = tuple[str, int, str]  # partner, year, occupation


@dataclass(frozen=True, slots=True)
class Mirror:
    """What the partner country reports of the same corridor, at its level of activity."""

    partner: str
    value: float
    activity: str | None
    structure: str
    delivery: Any

    def differs(self, own: float | None) -> bool:
        """Whether the two numbers are further apart than the declared check allows."""
        if own is None:
            return False
        params = by_id()[RULE].params
        gap = abs(own - self.value)
        return gap * 100 > params["beyond_percent"] * max(own, self.value) and gap > params["from_persons"]


def mirrors(row: Delivery, structure: str, frame: pl.DataFrame, by: object) -> Mapping[Corridor, list[Mirror]]:
    """Partner, year, occupation → what the partner's standing table says; of partners whose table somebody may see.

    Args:
        row: The delivery.
        structure: One of its tables; those that are no flow have no mirror.
        frame: Its rows that are shown.
        by: Who asks; one of the country itself is told nothing.
    """
    other = PARTNERS.get(structure)
    place = _place(structure)
    if other is None or place not in frame.columns or cells.side(by, row.area) != CellQuestion.Side.SECRETARIAT:
        return {}
    partners = frame[place].drop_nulls().unique().to_list()
    rows = access.visible(Delivery, by).filter(
        state=Delivery.State.CONFIRMED, area__in=partners, figures__has_key=other, is_example=row.is_example
    )
    found: dict[Corridor, list[Mirror]] = {}
    for pk, area in rows.order_by("confirmed_at").values_list("pk", "area"):
        for corridor, mirror in _said(pk, area, other, row.area):
            found.setdefault(corridor, []).append(mirror)
    return found


def _place(structure: str) -> str:
    return "destination" if structure == "mds-outflow" else "origin"


def _said(pk: Any, area: str, structure: str, partner: str) -> Iterable[tuple[Corridor, Mirror]]:
    """What one partner's table says of the country; a table that is damaged says nothing here."""
    import polars as pl

    try:
        frame = tables.frame(tables.content(area, pk, structure))
    except Unavailable:
        return
    place, number = _place(structure), cells.measure(structure)
    rows = frame.filter((pl.col(place) == partner) & (pl.col("row_kind") == "origin") & pl.col(number).is_not_null())
    for each in rows.iter_rows(named=True):
        corridor = (area, each["year"], each["occupation"])
        yield corridor, Mirror(area, each[number], each.get("activity"), structure, pk)
