"""Ground of the tests of the view over countries: confirmed deliveries of invented figures, and who looks at them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from concord_site.mds.actions import confirming, delivering, reading_files
from concord_site.mds.models import Delivery

from . import small_files

COVERS = [["mds-stock-by-training", 2023, "2221", None]]


def confirmed(area: str, by: Any, content: bytes = small_files.GOOD, subject: str = "") -> Delivery:
    """A delivery that was read and confirmed through the actions."""
    row = delivering.begin(area=area, by=by, subject=subject)
    delivering.add(delivery_id=row.pk, chunks=[content], name="stock.csv", by=by)
    reading_files.run(delivery_id=row.pk, by=by)
    row.refresh_from_db()
    assert row.state == Delivery.State.CHECKED, (row.state, row.counts)
    return confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=by)


def placed(area: str, *, covers: Any = None, at: dt.datetime | None = None, **fields: Any) -> Delivery:
    """A confirmed delivery as the database holds it, without its tables."""
    given = {"state": Delivery.State.CONFIRMED, "confirmed_at": at or timezone.now(), "counts": {"soft": 1, "note": 2}}
    return Delivery.objects.create(area=area, covers=COVERS if covers is None else covers, **{**given, **fields})
