"""What is done to a round as a whole: set up, changed, opened, closed, opened again; and who is asked in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.reporting.deadlines import Plan, plan_of
from concord.reporting.letters_language import language_of
from concord.reporting.rounds import round_of
from concord_site.audit import log
from concord_site.reporting.models.rounds import Participation, Round, RoundInstrument
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import instruments
from concord_site.reporting.queries import rounds as queries
from concord_site.shell import access

Use = RoundInstrument.Use


@dataclass(frozen=True, slots=True)
class Days:
    """The days that count."""

    opens_on: dt.date
    due_on: dt.date
    closes_on: dt.date | None = None
    cut_off_on: dt.date | None = None

    def require(self) -> None:
        """Refuse days out of order.

        Raises:
            Invalid: ``reporting.round.days`` with the day that comes too early.
        """
        if self.due_on <= self.opens_on:
            raise Invalid("reporting.round.days", params={"day": self.due_on, "before": self.opens_on})
        for each in (self.closes_on, self.cut_off_on):
            if each is not None and each < self.due_on:
                raise Invalid("reporting.round.days", params={"day": each, "before": self.due_on})

    def as_json(self) -> dict[str, str | None]:
        """For the log."""
        names = ("opens_on", "due_on", "closes_on", "cut_off_on")
        return {name: day.isoformat() if (day := getattr(self, name)) else None for name in names}


def days_of(row: Round) -> Days:
    """The days of a stored round."""
    return Days(row.opens_on, row.due_on, row.closes_on, row.cut_off_on)


def set_up(
    *, year: str, days: Days, instruments: Mapping[str, str], by: Any, plan: Plan | None = None,
    is_example: bool | None = None,
) -> Round:  # fmt: skip
    """Prepare a declared round here: its days, what it asks, when it reminds; every Member State is in it from now on.

    Args:
        year: Id of a declared round.
        days: The days that count.
        instruments: Use → ``id`` or ``id version``, as :func:`choice` writes it; a use left out asks nothing.
        by: Whoever prepares it.
        plan: Of reminders; the declared one if not given.
        is_example: Whether what happens in it is generated; that of the installation if not given.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        NotFound: ``reporting.round.unknown``; also an instrument that cannot be asked.
        Conflict: ``reporting.round.exists``.
        Invalid: ``reporting.round.days``.
    """
    access.permit(Round, by, "create", state=Round.State.PREPARING)
    round_of(year)
    days.require()
    demonstration = settings.CONCORD.demonstration if is_example is None else is_example
    with transaction.atomic():
        if Round._default_manager.filter(year=year).exists():
            raise Conflict("reporting.round.exists", params={"round": year})
        made: Round = Round._default_manager.create(
            year=year, opens_on=days.opens_on, due_on=days.due_on, closes_on=days.closes_on,
            cut_off_on=days.cut_off_on, reminders=plan.as_json() if plan else {}, is_example=demonstration,
        )  # fmt: skip
        _choose(made, instruments, by)
        _ask_members(made)
        log.record("reporting.round.set-up", by=by, subject=made, details=days.as_json())
    return made


def _ask_members(row: Round) -> None:
    have = set(Participation._default_manager.filter(round=row).values_list("area", flat=True))
    Participation._default_manager.bulk_create(
        [
            Participation(round=row, area=area, language=language_of(area))
            for area in queries.members(row)
            if area not in have
        ]
    )


def choice(id: str, number: str = "") -> str:
    """How a version of an instrument is written in a choice."""
    return f"{id} {number}".strip()


def _choose(row: Round, chosen: Mapping[str, str], by: Any) -> None:
    """Note what a round asks; a version that answers were already begun with stays."""
    for use in Use.values:
        wanted = chosen.get(use, "").strip()
        before = RoundInstrument._default_manager.filter(round=row, use=use).first()
        if not wanted:
            if before is not None:
                _require_unused(row, use)
                before.delete()
            continue
        id, _, number = wanted.partition(" ")
        found = instruments.version(id, by, number)
        if before is not None and before.digest == found.digest:
            continue
        _require_askable(found)
        _require_unused(row, use)
        RoundInstrument._default_manager.update_or_create(
            round=row, use=use,
            defaults={"instrument": found.id, "number": found.number, "version": found.row, "digest": found.digest},
        )  # fmt: skip


def _require_askable(found: instruments.Version) -> None:
    if found.kind not in ("current", "proposal"):
        raise Conflict("reporting.round.instrument-not-published", params={"instrument": found.id})


def _require_unused(row: Round, use: str) -> None:
    if use == Use.NATIONAL and Submission._default_manager.filter(round=row).exists():
        raise Conflict("reporting.round.instrument-in-use", params={"round": row.year})


def change(
    *, round_id: int, days: Days, instruments: Mapping[str, str], by: Any, plan: Plan | None = None, reason: str = ""
) -> Round:
    """Change days, instruments or reminders of a round that is not closed; of an open one only with a reason.

    Raises:
        Conflict: ``reporting.round.instrument-in-use`` once reports were begun; ``site.access.state``.
        Invalid: ``reporting.round.days``, ``reporting.round.no-reason``.
    """
    days.require()
    with transaction.atomic():
        row = access.get(Round, round_id, by, "edit", lock=True)
        if row.state == Round.State.CLOSED:
            raise Conflict("site.access.state", params={"state": row.state})
        if row.state == Round.State.OPEN and not reason.strip():
            raise Invalid("reporting.round.no-reason")
        before = days_of(row).as_json()
        row.opens_on, row.due_on, row.closes_on, row.cut_off_on = (
            days.opens_on, days.due_on, days.closes_on, days.cut_off_on,
        )  # fmt: skip
        row.reminders = plan.as_json() if plan else {}
        row.save(update_fields=["opens_on", "due_on", "closes_on", "cut_off_on", "reminders"])
        _choose(row, instruments, by)
        _ask_members(row)
        details = {"before": before, "after": days.as_json(), "reason": reason.strip()[:500]}
        log.record("reporting.round.changed", by=by, subject=row, details=details)
    return row


def open(*, round_id: int, by: Any) -> Round:
    """Open a round: from now on reports can be begun and sent.

    Raises:
        Conflict: ``reporting.round.no-instrument`` without a questionnaire for national reports; ``site.access.state``.
    """
    with transaction.atomic():
        row = _fetched(round_id, by, Round.State.PREPARING)
        if not row.instruments.filter(use=Use.NATIONAL).exists():
            raise Conflict("reporting.round.no-instrument", params={"round": row.year})
        row.opened_at = timezone.now()
        return _moved(row, Round.State.OPEN, "opened", by)


def close(*, round_id: int, reason: str, by: Any) -> Round:
    """Close a round: nothing is taken any more; what was begun is kept.

    Raises:
        Invalid: ``reporting.round.no-reason``.
    """
    with transaction.atomic():
        row = _fetched(round_id, by, Round.State.OPEN)
        row.closed_at = timezone.now()
        return _moved(row, Round.State.CLOSED, "closed", by, reason=_reason(reason))


def reopen(*, round_id: int, reason: str, by: Any) -> Round:
    """Open a closed round again.

    Raises:
        Invalid: ``reporting.round.no-reason``.
    """
    with transaction.atomic():
        row = _fetched(round_id, by, Round.State.CLOSED)
        row.closed_at = None
        return _moved(row, Round.State.OPEN, "reopened", by, reason=_reason(reason))


def _fetched(round_id: int, by: Any, state: str) -> Round:
    row = access.get(Round, round_id, by, "manage", lock=True)
    if row.state != state:
        raise Conflict("site.access.state", params={"state": row.state})
    return row


def _moved(row: Round, state: str, what: str, by: Any, **details: str) -> Round:
    row.state = state
    row.save(update_fields=["state", "opened_at", "closed_at"])
    log.record(f"reporting.round.{what}", by=by, subject=row, details={"round": row.year, **details})
    return row


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("reporting.round.no-reason")
    return reason.strip()[:500]


def plan(row: Round) -> Plan:
    """A round's plan of reminders."""
    return plan_of(row.reminders)
