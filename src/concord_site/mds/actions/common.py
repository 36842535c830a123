"""What every act on a delivery does: hold it, count its change, log it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from concord.errors import Conflict
from concord_site.audit import log
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries


def held(delivery_id: object, by: Any, action: str = "edit") -> Delivery:
    """A delivery, its row held until the transaction ends.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``site.access.state``, ``site.delivery.being-read`` while its files are read.
    """
    row = deliveries.delivery(delivery_id, by, action, lock=True)
    if deliveries.is_reading(row):
        raise Conflict("site.delivery.being-read")
    return row


def changed(row: Delivery, *fields: str, now: dt.datetime) -> None:
    """Save some fields and count the change."""
    row.version += 1
    row.changed_at = now
    row.save(update_fields=[*fields, "version", "changed_at"])


def logged(act: str, row: Delivery, by: Any, **details: Any) -> None:
    """An entry of the log; details hold keys, counts and digests, never a name or a value of a file."""
    log.record(f"mds.delivery.{act}", by=by, subject=row, area=row.area, details=details)
