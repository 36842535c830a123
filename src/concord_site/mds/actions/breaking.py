"""Saying that something else is counted from a year on: a break of the series, kept in the profile."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, NotFound
from concord.mds.harmonise.breaks import answer
from concord_site.mds.actions import profiling, reading_files
from concord_site.mds.actions.common import held
from concord_site.mds.models import Delivery, Explanation
from concord_site.mds.outcome import Outcome
from concord_site.mds.queries import deliveries, jumps


def say(*, delivery_id: object, key: str, scope: str, text: str, by: Any, version: int | None = None) -> Delivery:
    """Answer a jump: the definition, the coverage or the source changed. The files are then read again.

    A jump that is seen in the rows of a register is seen again whatever is said of the tables: there the same words
    are kept as its explanation.

    Args:
        delivery_id: The delivery.
        key: Of the finding that shows the jump.
        scope: How far the change reaches: one of those that :class:`~concord_site.mds.queries.jumps.Change` offers.
        text: What changed, in the country's words; it is shown with the series.
        by: Who says it.
        version: The version of the delivery that was shown; None asks nothing.

    Raises:
        NotFound: ``site.access.unknown`` when no jump has this key, or no such reach.
        Invalid: ``mds.break.note`` without a word on what changed.
        Conflict: ``site.delivery.not-read``, ``site.delivery.moved-on``.
    """
    with transaction.atomic():
        row = held(delivery_id, by)
        found = deliveries.outcome_of(deliveries.current_reading(row))
        if found is None:
            raise Conflict("site.delivery.not-read")
        change = _change(found, key, scope)
        said = answer(change.reaching(scope), change.year, what="definition", note=text)
        profile = dict(found.profile)
        profile["breaks"] = jumps.with_break(profile.get("breaks") or (), said.year, said.note, change.reaching(scope))
        saved = profiling.save(delivery_id=row.pk, said=profile, by=by, version=version)
        _explain(saved, found, profile["breaks"][-1], by)
        reading_files.start(delivery_id=row.pk, by=by)
    return saved


def _change(found: Outcome, key: str, scope: str) -> jumps.Change:
    finding = next((each.finding for each in found.found if each.key == key), None)
    change = jumps.change_of(finding) if finding is not None else None
    if change is None or scope not in change.scopes:
        raise NotFound("site.access.unknown")
    return change


def _explain(row: Delivery, found: Outcome, said: dict[str, Any], by: Any) -> None:
    """What is seen in rows of persons and lies within the break is explained by the same words."""
    known = set(row.explanations.values_list("key", flat=True))
    for each in found.found:
        change = jumps.change_of(each.finding)
        if change is None or not change.of_register or each.key in known or not jumps.is_within(change, said):
            continue
        Explanation.objects.create(
            delivery=row, key=each.key, code=each.finding.code, text=said["what"], by=by, at=timezone.now()
        )
