"""What happens to designations by date: warnings before an end or a review, and the end itself."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from concord.registers.designations import standing
from concord_site.accounts.notices.kinds import declared
from concord_site.audit import log
from concord_site.registers.actions import telling
from concord_site.registers.models import Designation

State, How = Designation.State, Designation.How


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Everything due (supplier ``tick.work``); two clocks at once do each thing once.

    Returns:
        Counts: ``expired`` and ``warned`` (of designations that are spoken of, whether or not they were before).
    """
    counts = {"expired": 0, "warned": 0}
    dated = Designation.objects.filter(state=State.CURRENT).exclude(Q(runs_until="") & Q(review_on=""))
    for pk in list(dated.values_list("pk", flat=True)):
        done = _looked_at(pk, now.date())
        if done:
            counts[done] += 1
    return counts


def _looked_at(pk: int, today: dt.date) -> str:
    with transaction.atomic():
        found = Designation.objects.select_for_update().filter(pk=pk, state=State.CURRENT).first()
        if found is None:
            return ""
        stands = standing(found.value(), today=today, warn_days=declared().warn_days)
        if stands == "expired":
            found.state, found.until, found.ended_how = State.EXPIRED, found.runs_until, How.EXPIRED
            found.save(update_fields=["state", "until", "ended_how"])
            details = {"until": found.until}
            log.record("registers.designation.expired", subject=found, area=found.area, details=details)
            telling.ended(found, None)
            return "expired"
        if stands == "ends-soon":
            telling.coming_to_an_end(found, kind="designation-ending", until=found.runs_until)
        elif stands in ("review-soon", "review-passed"):
            telling.coming_to_an_end(found, kind="designation-review", until=found.review_on)
        return "" if stands == "in-force" else "warned"
