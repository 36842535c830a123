"""Explanations of soft findings."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotFound
from concord_site.mds.actions import erasing
from concord_site.mds.actions.common import changed, held, logged
from concord_site.mds.actions.reading_files import unexplained
from concord_site.mds.models import Delivery, Explanation
from concord_site.mds.queries import deliveries
from concord_site.mds.queries.board import explained_before

LONGEST = 2_000


def explain(*, delivery_id: object, key: str, text: str, by: Any) -> Delivery:
    """Say why a soft finding is right as it stands; an empty text takes the explanation back.

    Raises:
        NotFound: ``site.access.unknown`` when no soft finding has this key.
        Invalid: ``site.delivery.explanation-long``.
        Conflict: ``site.delivery.not-read``.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise Invalid("site.delivery.explanation-long", params={"most": LONGEST})
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by)
        read = deliveries.current_reading(row)
        found = deliveries.outcome_of(read)
        if read is None or found is None:
            raise Conflict("site.delivery.not-read")
        meant = next((each.finding for each in found.found if each.key == key and each.finding.level == "soft"), None)
        if meant is None:
            raise NotFound("site.access.unknown")
        if text:
            values = {"code": meant.code, "text": text, "by": by, "at": now}
            Explanation.objects.update_or_create(delivery=row, key=key, defaults=values)
        else:
            row.explanations.filter(key=key).delete()
        erasing.erase_copies(read, now=now)  # what they say of this finding is no longer so
        row.counts = {**row.counts, "unexplained": unexplained(row, found)}
        changed(row, "counts", now=now)
        logged("explained", row, by, code=meant.code, key=key, is_taken_back=not text)
    return row


def take_over(*, delivery_id: object, by: Any, key: str = "") -> int:
    """Say again what was said of the same finding of the same series last time.

    Args:
        delivery_id: The delivery.
        by: Who says it now.
        key: Of one finding; "" for every one that was explained last time and is not explained yet.

    Returns:
        How many were explained.

    Raises:
        NotFound: ``site.access.unknown`` when nothing was said of this one.
        Conflict: ``site.delivery.not-read``.
    """
    now = timezone.now()
    with transaction.atomic():
        row = held(delivery_id, by)
        read = deliveries.current_reading(row)
        found = deliveries.outcome_of(read)
        if read is None or found is None:
            raise Conflict("site.delivery.not-read")
        before = deliveries.previous(row, by)
        offered = explained_before(row, found, before)
        taken = [offered[key]] if key in offered else [] if key else list(offered.values())
        if key and not taken:
            raise NotFound("site.access.unknown")
        for each in taken:
            Explanation.objects.create(delivery=row, key=each.key, code=each.code, text=each.text, by=by, at=now)
        if taken:
            erasing.erase_copies(read, now=now)
            row.counts = {**row.counts, "unexplained": unexplained(row, found)}
            changed(row, "counts", now=now)
            taken_from = str(before.pk) if before is not None else ""
            logged("explained-again", row, by, codes=sorted({each.code for each in taken}), count=len(taken),
                   taken_from=taken_from)  # fmt: skip
    return len(taken)
