"""The data quality report of a delivery, for the country's own authority: what was found, and what to do next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from concord.errors import NotFound
from concord.findings import Finding
from concord.mds.checks import Explanation, explained, key
from concord.mds.comparing.timeliness import Came
from concord.mds.store import Store
from concord.reporting import data_quality
from concord.vocabulary.structures import Table, conform
from concord_site.mds import due
from concord_site.mds.models import Delivery
from concord_site.mds.queries import cells, deliveries
from concord_site.shell.i18n import language

if TYPE_CHECKING:
    from concord.documents.model import Document

#: Tables in which other countries speak of this one → the column in which they name it.
PARTNERS = {"mds-stock-by-training": "origin", "mds-inflow-by-training": "origin", "mds-outflow": "destination"}


def report(row: Delivery, by: Any) -> Document:
    """The report in the reader's language.

    Raises:
        NotFound: ``site.access.unknown``: there are no tables yet, or they are not this person's.
    """
    found = deliveries.outcome_of(deliveries.reading_for(row, by))
    if not row.figures or (found is None and row.confirmed_at is None):
        raise NotFound("site.access.unknown")
    today = timezone.now().date()
    return data_quality.for_authority(
        row.area, _tables(row, by), language(), as_of=today, findings=_findings(row, found), came=_came(row, today),
        dues=[each.day for each in due.of(row.area, today=today)],
    )  # fmt: skip


def _findings(row: Delivery, found: Any) -> list[Finding]:
    if found is None:
        return []
    told = {each.key: each for each in row.explanations.order_by("pk")}
    said = [
        Explanation(key(each.finding), told[each.key].text, "", told[each.key].at.date())
        for each in found.found
        if each.key in told
    ]
    return list(explained([each.finding for each in found.found], said))


def _tables(row: Delivery, by: Any) -> dict[str, Table]:
    """The delivery's tables, and beside them what partners have published of the country."""
    import polars as pl

    made = {}
    for id in sorted(row.figures):
        own = conform(id, cells.frame(row, by, id))
        beside = _partners(id, row.area)
        made[id] = own if beside is None else Table(id, pl.concat([own.frame, beside.frame]), own.provenance)
    for id in sorted(set(PARTNERS) - set(made)):
        beside = _partners(id, row.area)
        if beside is not None and len(beside):
            made[id] = beside
    return made


def _partners(id: str, area: str) -> Table | None:
    import polars as pl

    if id not in PARTNERS:
        return None
    given: dict[str, Any] = {PARTNERS[id]: area}
    try:
        found = Store(settings.CONCORD.folder).query(id, **given)
    except NotFound:
        return None
    return Table(id, found.frame.filter(pl.col("area") != area), found.provenance)


def _came(row: Delivery, today: dt.date) -> list[Came]:
    day = row.confirmed_at.date() if row.confirmed_at is not None else today
    return [Came(row.area, str(each[0]), int(each[1]), day) for each in row.covers if each[1]]
