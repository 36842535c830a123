"""What is done for countries of a round, one or many at once: invite, give more time, take it back, note, remind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.vocabulary.languages import LANGUAGES
from concord_site.accounts import notices
from concord_site.accounts.queries import people_of
from concord_site.audit import log
from concord_site.reporting.actions import rounds_time, steps
from concord_site.reporting.models.rounds import Extension, Participation, Round, Step
from concord_site.reporting.queries import rounds as queries
from concord_site.shell import access

#: Who is written to about a country's report: those who may fill and send it.
WRITTEN_TO = ("national-authority", "country-officer")


def reached(round_id: int, areas: Iterable[str], by: Any, action: str, *, lock: bool = False) -> list[Participation]:
    """The participations of these areas that ``by`` may do ``action`` to, by code.

    Raises:
        Conflict: ``reporting.round.nobody-chosen`` where none is left.
    """
    rows = access.visible(Participation, by, action=action).filter(round_id=round_id, area__in=set(areas))
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = list(rows.select_related("round").prefetch_related("extensions").order_by("area"))
    if not found:
        raise Conflict("reporting.round.nobody-chosen")
    return found


def address(row: Round, area: str) -> str:
    """The page of a country in a round."""
    return reverse("reporting:round-country", kwargs={"year": row.year, "area": area})


# ---- invite ---------------------------------------------------------------------------------------------------------
def invite(*, round_id: int, areas: Iterable[str], by: Any, at: dt.datetime | None = None) -> list[Step]:
    """Invite countries to report (article 9.1): noted on their way, and told to their people. Again changes nothing.

    Raises:
        Conflict: ``reporting.round.not-open`` before a round is open or after it is closed.
    """
    with transaction.atomic():
        found = reached(round_id, areas, by, "manage")
        row = require_open(found[0].round)
        made = [_invited(row, each, by, at) for each in found]
        log.record(
            "reporting.participation.invited", by=by, subject=row, details={"areas": [each.area for each in found]}
        )
    return made


def require_open(row: Round) -> Round:
    """Refuse what belongs to an open round alone.

    Raises:
        Conflict: ``reporting.round.not-open``.
    """
    if row.state != Round.State.OPEN:
        raise Conflict("reporting.round.not-open", params={"round": row.year})
    return row


def _invited(row: Round, each: Participation, by: Any, at: dt.datetime | None) -> Step:
    step = steps.note(row, each.area, Step.What.INVITED, by=by, at=at)
    notices.tell(
        "report-invited", people_of(each.area, WRITTEN_TO), key=f"{row.year}:{each.area}", about=each, by=by,
        href=address(row, each.area), is_example=row.is_example, area=each.area, round=row.year,
    )  # fmt: skip
    return step


# ---- more time ------------------------------------------------------------------------------------------------------
def extend(
    *, round_id: int, areas: Iterable[str], until: dt.date, reason: str, by: Any, now: dt.datetime | None = None
) -> list[Extension]:
    """Give countries more time, each until the same day; those given at once can be taken back at once.

    Raises:
        Invalid: ``reporting.round.no-reason``; ``reporting.extension.not-later`` where the day is not after the one
            that a country has; ``reporting.extension.after-closing``.
    """
    if not reason.strip():
        raise Invalid("reporting.round.no-reason")
    at = now or timezone.now()
    with transaction.atomic():
        found = reached(round_id, areas, by, "manage", lock=True)
        row = found[0].round
        if row.state == Round.State.CLOSED:
            raise Conflict("reporting.round.not-open", params={"round": row.year})
        _require_later(row, found, until, queries.day(at))
        made = Extension._default_manager.bulk_create(
            [
                Extension(participation=each, until=until, reason=reason.strip()[:500], granted_by=by, granted_at=at)
                for each in found
            ]
        )
        rounds_time.granted({each.participation_id: each for each in made}, by, at)
        for each in found:
            _tell_of_time(row, each, until, by)
        details = {"areas": [each.area for each in found], "until": until.isoformat(), "reason": reason.strip()[:500]}
        log.record("reporting.extension.granted", by=by, subject=row, details=details)
    return list(made)


def _require_later(row: Round, found: Sequence[Participation], until: dt.date, today: dt.date) -> None:
    if row.closes_on is not None and until > row.closes_on:
        raise Invalid("reporting.extension.after-closing", params={"until": until, "closes": row.closes_on})
    early = [each.area for each in found if until <= queries.due_on(each, today)]
    if early:
        raise Invalid("reporting.extension.not-later", params={"until": until, "areas": ", ".join(early)})


def _tell_of_time(row: Round, each: Participation, until: dt.date, by: Any) -> None:
    if row.state == Round.State.OPEN:
        notices.tell(
            "extension-granted", people_of(each.area, WRITTEN_TO), key=f"{row.year}:{each.area}:{until}", about=each,
            by=by, href=address(row, each.area), is_example=row.is_example, area=each.area, round=row.year, due=until,
        )  # fmt: skip


def take_back(*, extension_ids: Iterable[int], reason: str, by: Any, now: dt.datetime | None = None) -> list[Extension]:
    """Take extensions back that still stand; they stay in the history.

    Raises:
        Conflict: ``reporting.extension.none`` where none of them stands.
        Invalid: ``reporting.round.no-reason``.
    """
    if not reason.strip():
        raise Invalid("reporting.round.no-reason")
    with transaction.atomic():
        rows = access.visible(Extension, by, action="manage").filter(pk__in=list(extension_ids), ended_at=None)
        found = list(rows.select_related("participation__round").order_by("pk"))
        if not found:
            raise Conflict("reporting.extension.none")
        Extension._default_manager.filter(pk__in=[each.pk for each in found]).update(ended_at=now or timezone.now())
        details = {"areas": [each.participation.area for each in found], "reason": reason.strip()[:500]}
        log.record("reporting.extension.taken-back", by=by, subject=found[0].participation.round, details=details)
    return found


# ---- one country ----------------------------------------------------------------------------------------------------
def describe(*, participation_id: int, language: str, short_mode: bool, note: str, by: Any) -> Participation:
    """Keep in which language a country is written to, whether it answers in the short mode, and the desk's own note.

    Raises:
        Invalid: ``reporting.letter.language``.
    """
    if language not in LANGUAGES:
        raise Invalid("reporting.letter.language", params={"language": language})
    with transaction.atomic():
        row = access.get(Participation, participation_id, by, "edit", lock=True)
        before = {"language": row.language, "short_mode": row.short_mode}
        row.language, row.short_mode, row.note = language, short_mode, note.strip()[:5000]
        row.save(update_fields=["language", "short_mode", "note"])
        details = {"before": before, "after": {"language": language, "short_mode": short_mode}}
        log.record("reporting.participation.described", by=by, subject=row, area=row.area, details=details)
    return row
