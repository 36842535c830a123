"""The one place where a country's way through a round is written on: dated steps, never changed, never removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord_site.reporting.models.rounds import Participation, Round, Step
from concord_site.reporting.models.submissions import Submission


def note(
    round: Round,
    area: str,
    what: str,
    *,
    by: Any = None,
    submission: Submission | None = None,
    at: dt.datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> Step:
    """Note a step of a country, once: the same step of the same submission with the same details is one.

    Asks nobody and writes no entry of the log: the act that causes the step has asked and writes its own. A country
    that was not in the round before is in it from now on.

    Args:
        round: The round.
        area: Alpha-3.
        what: One of :class:`~concord_site.reporting.models.rounds.Step.What`.
        by: The person; ``None`` for the installation itself.
        submission: The report that it is about.
        at: When it happened; now if not given.
        details: JSON values. What may happen again is told apart by them: ``{"filing": 2}``, ``{"query": "…"}``.

    Returns:
        The step, new or as it was noted before.

    Raises:
        ValueError: ``what`` is not a step.
    """
    kind, more = Step.What(what), dict(details or {})
    with transaction.atomic():
        found = participation(round, area, lock=True)
        for step in found.steps.filter(what=kind, submission=submission).order_by("pk"):
            if step.details == more:
                return step
        made: Step = Step._default_manager.create(
            participation=found, what=kind, at=at or timezone.now(), by=by, submission=submission, details=more
        )
    return made


def participation(round: Round, area: str, *, lock: bool = False) -> Participation:
    """A country in a round, taken in where it was not; with ``lock``, held until the transaction ends."""
    rows = Participation._default_manager
    found, _ = rows.get_or_create(round=round, area=area)
    return rows.select_for_update(of=("self",)).get(pk=found.pk) if lock else found
