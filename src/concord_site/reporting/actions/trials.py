"""What can be done with a trial as a whole: begin it, finish, share, remove; answering is ``actions.filling``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Unavailable
from concord.instrument.model import Instrument
from concord_site.audit import log
from concord_site.reporting.actions.filling import digest as digest
from concord_site.reporting.actions.filling_rows import Hand, put_into
from concord_site.reporting.answering import invented, rules
from concord_site.reporting.answering.book import Book
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.trials import Trial
from concord_site.reporting.queries import trials as queries
from concord_site.shell import access, files
from concord_site.shell.models import PrivateFile

#: A trial that is reached by its address alone is removed this long after it was last saved.
KEPT = dt.timedelta(days=30)
#: Trials that visitors may begin in an hour, all together.
VISITORS_AN_HOUR = 300


def begin(
    instrument: Instrument,
    *,
    by: Any,
    version: InstrumentVersion | None = None,
    mode: str = Trial.Mode.WHOLE,
    role: str = Trial.Role.OFFICER,
    section: int = 0,
    area: str = "",
    last: str = Trial.Last.NONE,
    last_instrument: str = "",
    last_answers: Mapping[str, Any] | None = None,
    today: dt.date,
) -> Trial:
    """Begin a trial.

    Args:
        instrument: What is tried.
        by: Whose trial it is; a visitor's is reached by its address alone.
        version: The row of the instrument, where it is not a declared one.
        last: Where the answers of last time come from.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Unavailable: ``reporting.trial.too-many`` where visitors have begun too many in this hour.
    """
    owner = by if getattr(by, "pk", None) is not None else None
    state = Trial.State.PRIVATE if owner is not None else Trial.State.BY_LINK
    access.permit(Trial, by, "create", state=state, owner=getattr(owner, "pk", None))
    if owner is None:
        _not_too_many()
    if last == Trial.Last.INVENTED:
        last_instrument, last_answers = _invented(instrument, today=today)
    with transaction.atomic():
        made = Trial.objects.create(
            instrument=instrument.id, number=instrument.version, version=version, digest=instrument.digest, mode=mode,
            role=role, section=section, area=area, last_from=last if last_answers else Trial.Last.NONE,
            last_instrument=last_instrument, last=dict(last_answers or {}), state=state, owner=owner,
        )  # fmt: skip
        log.record("reporting.trial.begun", by=owner, subject=made, details={"instrument": instrument.id})
    return made


def _not_too_many() -> None:
    since = timezone.now() - dt.timedelta(hours=1)
    if Trial.objects.filter(owner=None, begun_at__gt=since).count() >= VISITORS_AN_HOUR:
        raise Unavailable("reporting.trial.too-many")


def _invented(instrument: Instrument, *, today: dt.date) -> tuple[str, dict[str, Any]]:
    old = queries.previous_of(instrument) or instrument
    return old.id, invented.answers(old, seed=old.digest, today=today)


def write(
    found: Trial, given: Mapping[str, Any], *, book: Book, by: str, was: bool = False,
    only: frozenset[str] | None = None,
) -> None:  # fmt: skip
    """Write whole answers into a trial: entries that are lacking are added, values replaced."""
    put_into(found, given, book=book, by=Hand(by), was=was, only=only)


# ---- the whole trial ------------------------------------------------------------------------------------------------
def finish(pk: object, *, by: Any, language: str, today: dt.date) -> Trial:
    """Finish a trial, as a report would be submitted: nothing that must change may be left.

    Raises:
        Conflict: ``reporting.trial.not-complete``.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        instrument = queries.instrument_of(found)
        book = queries.book_of(found, instrument, today=today)
        state = rules.evaluate(book, today=today)
        faults = rules.faults(book, state, today=today, language=language, complete=True)
        open_ones = sum(any(rules.is_hard(each) for each in findings) for findings in faults.values())
        open_ones += sum(1 for kept in book.kept.values() if kept.rival is not None)
        if open_ones:
            raise Conflict("reporting.trial.not-complete", params={"count": open_ones})
        found.finished_at = timezone.now()
        found.finished_digest = digest(book)
        found.save(update_fields=["finished_at", "finished_digest"])
        log.record("reporting.trial.finished", by=found.owner, subject=found, details={"digest": found.finished_digest})
    return found


def reopen(pk: object, *, by: Any) -> None:
    """Go on with a finished trial."""
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        found.finished_at, found.finished_digest = None, ""
        found.save(update_fields=["finished_at", "finished_digest"])


def play(pk: object, *, role: str, section: int, by: Any) -> None:
    """Play another role in a trial."""
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        found.role = role if role in Trial.Role.values else Trial.Role.OFFICER
        found.section = section if found.role == Trial.Role.DELEGATE else 0
        found.save(update_fields=["role", "section"])


def share(pk: object, *, by: Any) -> None:
    """Let everybody who has the address of one's own trial open it.

    Raises:
        Conflict: ``reporting.trial.of-draft``: what is not published is not shown by a side door.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        if queries.is_of_draft(found):
            raise Conflict("reporting.trial.of-draft")
        found.state = Trial.State.BY_LINK
        found.save(update_fields=["state"])
        log.record("reporting.trial.shared", by=by, subject=found)


def remove(pk: object, *, by: Any, now: dt.datetime) -> None:
    """Remove a trial with its answers and files, for good."""
    with transaction.atomic():
        found = queries.trial(pk, by, "withdraw", lock=True)
        log.record("reporting.trial.removed", by=by if getattr(by, "pk", None) else None, subject=found)
        _erase(found, now)


def _erase(found: Trial, now: dt.datetime) -> None:
    for row in PrivateFile.objects.filter(purpose=queries.purpose(found)).exclude(state=PrivateFile.State.REMOVED):
        files.remove(row, now=now)
        place = files.place(row.pk)
        transaction.on_commit(partial(place.unlink, missing_ok=True))
    found.delete()


def sweep(*, now: dt.datetime | None = None) -> dict[str, int]:
    """Remove visitors' trials that nobody has saved for thirty days; called by the clock."""
    moment = now or timezone.now()
    gone = Trial.objects.filter(owner=None, saved_at__lt=moment - KEPT)
    count = 0
    for found in gone[:500]:
        with transaction.atomic():
            log.record("reporting.trial.expired", subject=found)
            _erase(found, moment)
        count += 1
    return {"trials": count}
