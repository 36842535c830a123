"""What can be done with a trial: begin it, answer, add and remove entries, settle two answers, finish, share, remove.

Answers are kept one row each under their lasting address. The trial's row is held while a page is saved, so that what
somebody else wrote meanwhile is seen and never overwritten: it stays beside the other text until somebody chooses.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from concord.errors import Conflict, Invalid, Unavailable
from concord.instrument import answers as library_answers
from concord.instrument.model import Group, Instrument, Question
from concord_site.audit import log
from concord_site.reporting.answering import addresses, differences, invented, rules, saving
from concord_site.reporting.answering.book import ENTRIES_AT_MOST, Book
from concord_site.reporting.answering.saving import Outcome
from concord_site.reporting.answering.typed import Typed
from concord_site.reporting.models.instruments import InstrumentVersion
from concord_site.reporting.models.trials import Trial, TrialAnswer, TrialEntry, TrialUpload, entry_id
from concord_site.reporting.queries import trials as queries
from concord_site.shell import access, files
from concord_site.shell.models import PrivateFile

#: A trial that is reached by its address alone is removed this long after it was last saved.
KEPT = dt.timedelta(days=30)
#: Files a trial may hold, and characters of one answer.
FILES_AT_MOST = 20
#: Trials that visitors may begin in an hour, all together.
VISITORS_AN_HOUR = 300
#: Bytes that the files of all visitors' trials may take together.
VISITORS_BYTES = 500_000_000


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
    found: Trial,
    given: Mapping[str, Any],
    *,
    book: Book,
    by: str,
    was: bool = False,
    only: frozenset[str] | None = None,
) -> None:
    """Write whole answers into a trial: entries that are lacking are added, values replaced."""
    book = _with_entries(found, given, book, was=was)
    now = timezone.now()
    rows = {each.address: each for each in found.answers.all()}
    for address, value in rules.flat(book, given).items():
        if only is None or address in only:
            _put(found, rows, address, now, by, value=value, typed=None)


def _with_entries(
    found: Trial, given: Mapping[str, Any], book: Book, *, was: bool, scope: addresses.Scope = ()
) -> Book:
    for key, value in given.items():
        block = addresses.join(scope, key)
        node = book.node(block)
        if not isinstance(node, Group) or not isinstance(value, list):
            continue
        for place, inner in enumerate(value[:ENTRIES_AT_MOST]):
            ids = book.entries_in(scope, key)
            if place >= len(ids) and not node.rules.count:
                row = TrialEntry.objects.create(
                    trial=found, entry=entry_id(), block=block, place=place, was=place + 1 if was else None
                )
                book = book.with_entries(block, (*ids, row.entry))
            elif place >= len(ids):
                book = book.with_entries(block, (*ids, f"n{place + 1}"))
            entry = book.entries_in(scope, key)[place]
            book = _with_entries(found, inner, book, was=was, scope=(*scope, (key, entry)))
    return book


def save(
    pk: object, sent: Mapping[str, tuple[Question, Typed]], *, by: Any, language: str, today: dt.date,
    page: str = "", is_whole: bool = True,
) -> tuple[Outcome, Trial]:  # fmt: skip
    """Keep what was sent of one page, or of one box.

    Args:
        sent: Question and what was typed, by lasting address.
        page: Id of the page, where it was sent by its button.
        is_whole: See :func:`~concord_site.reporting.answering.saving.decide`.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        instrument = queries.instrument_of(found)
        book = queries.book_of(found, instrument, today=today)
        sent = {address: pair for address, pair in sent.items() if _is_there(book, address, pair[0])}
        sent = {address: (each, _with_file(found, book, address, held)) for address, (each, held) in sent.items()}
        outcome = saving.decide(book, sent, today=today, language=language, is_whole=is_whole)
        _keep(found, outcome, sent, _name(by))
        if page and page not in found.passed:
            found.passed = [*found.passed, page]
        if outcome.changed or page:
            _touched(found)
    return outcome, found


def _is_there(book: Book, address: str, question: Question) -> bool:
    return book.node(address) is question and book.positional(address) is not None


def _touched(found: Trial) -> None:
    found.saved_at = timezone.now()
    found.save(update_fields=["passed", "saved_at"])


def _name(by: Any) -> str:
    return str(getattr(by, "name", "") or "")[:80]


def _keep(found: Trial, outcome: Outcome, sent: Mapping[str, tuple[Question, Typed]], by: str) -> None:
    now = timezone.now()
    rows = {each.address: each for each in found.answers.filter(address__in=outcome.changed).select_for_update()}
    for address in outcome.changed:
        changes: dict[str, Any] = {}
        if address in outcome.reasons:
            changes["reason"] = outcome.reasons[address]
        if address in outcome.accepted:
            changes |= {"value": outcome.accepted[address], "typed": None, "rival": None}
        elif address in outcome.refused:
            held = outcome.refused[address]
            changes["typed"] = {"parts": dict(held.parts), "status": held.status}
        elif address in outcome.rivals:
            changes["rival"] = {"value": outcome.rivals[address], "by": by, "at": now.isoformat()}
        _put(found, rows, address, now, by, **changes)


def _put(
    found: Trial, rows: Mapping[str, TrialAnswer], address: str, now: dt.datetime, by: str, **changes: Any
) -> None:
    row = rows.get(address)
    if row is None:
        TrialAnswer.objects.create(trial=found, address=address, by=by, saved_at=now, **changes)
        return
    for name, value in changes.items():
        setattr(row, name, value)
    row.revision += 1
    if "value" in changes:
        row.by, row.saved_at = by, now
    row.save()


def _digest_of(upload: UploadedFile[Any]) -> str:
    found = hashlib.sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    upload.seek(0)
    return found.hexdigest()


def _with_file(found: Trial, book: Book, address: str, held: Typed) -> Typed:
    """What was typed, with the file that came with it kept and described."""
    if held.upload is None:
        return replace(held, value=None) if held.removes_file else held
    kept = book.of(address).value
    if isinstance(kept, Mapping) and kept.get("digest") == _digest_of(held.upload):
        return replace(held, upload=None, is_untouched=True)
    return replace(held, value=_stored(found, held.upload), is_untouched=False)


def _stored(found: Trial, upload: UploadedFile[Any]) -> dict[str, Any]:
    if (
        PrivateFile.objects.filter(purpose=queries.purpose(found), state=PrivateFile.State.STAGED).count()
        >= FILES_AT_MOST
    ):
        raise Invalid("reporting.trial.too-many-files", params={"count": FILES_AT_MOST})
    _has_room(found, upload.size or 0)
    row = files.put(
        upload.chunks(), name=upload.name or "file", purpose=queries.purpose(found), owner=found.owner,
        state=PrivateFile.State.STAGED,
    )  # fmt: skip
    return {"file": row.pk, "name": row.name, "size": row.size, "digest": row.sha256}


def _has_room(found: Trial, size: int) -> None:
    """Visitors share a bounded room for their files."""
    held = PrivateFile.objects.filter(
        purpose__startswith=f"{queries.PURPOSE}:", owner=None, state=PrivateFile.State.STAGED
    ).aggregate(total=Sum("size"))["total"]
    if found.owner_id is None and (held or 0) + size > VISITORS_BYTES:
        raise Unavailable("reporting.trial.no-room")


# ---- entries --------------------------------------------------------------------------------------------------------
def add_entry(pk: object, block: str, *, by: Any, today: dt.date) -> str:
    """Add an entry to a list; its id is returned.

    Raises:
        Invalid: ``reporting.trial.too-many-entries``, ``reporting.trial.no-such-list``.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        book = queries.book_of(found, queries.instrument_of(found), today=today)
        ids = _open_list(book, block)
        if len(ids) >= ENTRIES_AT_MOST:
            raise Invalid("reporting.trial.too-many-entries", params={"count": ENTRIES_AT_MOST})
        last = found.entries.filter(block=block).order_by("-place").first()
        made = TrialEntry.objects.create(
            trial=found, entry=entry_id(), block=block, place=last.place + 1 if last else 0
        )
        _touched(found)
    return made.entry


def _open_list(book: Book, block: str) -> tuple[str, ...]:
    node = book.node(block)
    scope, key = addresses.split(block)
    if not isinstance(node, Group) or not node.repeats or node.rules.count or not book.has_entries(scope):
        raise Invalid("reporting.trial.no-such-list")
    return book.entries_in(scope, key)


def remove_entry(pk: object, block: str, entry: str, *, by: Any) -> None:
    """Take an entry out of its list; it can be brought back with all its answers."""
    _mark_entry(pk, block, entry, by=by, removed_at=timezone.now())


def restore_entry(pk: object, block: str, entry: str, *, by: Any) -> None:
    """Bring back an entry that was removed."""
    _mark_entry(pk, block, entry, by=by, removed_at=None)


def _mark_entry(pk: object, block: str, entry: str, *, by: Any, removed_at: dt.datetime | None) -> None:
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        found.entries.filter(block=block, entry=entry).update(removed_at=removed_at)
        _touched(found)


def use_last_entries(pk: object, block: str, *, by: Any, language: str, today: dt.date) -> int:
    """Begin a list that is still empty with the entries of last time, and their answers; their number is returned."""
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        instrument = queries.instrument_of(found)
        book = queries.book_of(found, instrument, today=today)
        scope, key = addresses.split(block)
        given = queries.LastTime(found, instrument, book, language).carried.get(key, [])
        if scope or _open_list(book, block) or not given:
            return 0
        write(found, {key: given}, book=book, by=_name(by), was=True)
        _touched(found)
    return len(given)


def confirm(pk: object, section: int, *, has_changed: bool, by: Any, language: str, today: dt.date) -> int:
    """In the short mode, take over a section's answers of last time: as they are, or to be looked through.

    Returns:
        How many answers were taken over; those that have been answered since stay as they are.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        instrument = queries.instrument_of(found)
        book = queries.book_of(found, instrument, today=today)
        last = queries.LastTime(found, instrument, book, language)
        wanted = queries.short_of(found, instrument, last, today=today).confirm.get(section, ())
        keys = {addresses.split(each)[0][0][0] if addresses.split(each)[0] else each for each in wanted}
        given = {key: value for key, value in last.carried.items() if key in keys}
        book = _with_entries(found, given, book, was=True)
        chosen = {book.lasting(each) for each in wanted}
        open_ones = frozenset(each for each in chosen if each and book.of(each).value is None)
        write(found, given, book=book, by=_name(by), only=open_ones)
        found.confirmed = {**found.confirmed, str(section): "open" if has_changed else "same"}
        found.saved_at = timezone.now()
        found.save(update_fields=["confirmed", "saved_at"])
    return len(open_ones)


# ---- two answers at once --------------------------------------------------------------------------------------------
def settle(pk: object, address: str, *, keep: str, by: Any) -> None:
    """Keep one of two answers that were written at the same time.

    Args:
        keep: ``kept`` for the one that stands, ``rival`` for the other.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        row = found.answers.select_for_update().filter(address=address).exclude(rival__isnull=True).first()
        if row is None:
            return
        if keep == "rival":
            row.value, row.by = row.rival["value"], row.rival["by"]
            row.saved_at = timezone.now()
        row.rival = None
        row.revision += 1
        row.save()
        _touched(found)


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


def digest(book: Book) -> str:
    """SHA-256 over the answers, as the library says it."""
    return library_answers.digest(library_answers.parse(book.answers()))


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


# ---- answers from a file --------------------------------------------------------------------------------------------
def stage(
    pk: object, *, name: str, answers: Mapping[str, Any], findings: list[dict[str, Any]], by: Any,
    removed: Iterable[str] = (),
) -> TrialUpload:  # fmt: skip
    """Keep the answers of a file until its differences have been looked at; nothing else changes."""
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        found.uploads.all().delete()
        return TrialUpload.objects.create(
            trial=found, name=name[:200], answers=dict(answers), findings=findings, removed=sorted(removed)
        )


def take_over(pk: object, upload: object, wanted: frozenset[str], *, by: Any, language: str, today: dt.date) -> int:
    """Write those differences of a file that were chosen; the number of changed answers is returned.

    Raises:
        NotFound: ``site.access.unknown`` where the file was taken over or thrown away meanwhile.
    """
    with transaction.atomic():
        found = queries.trial(pk, by, "edit", lock=True)
        row = queries.upload(found, upload)
        instrument = queries.instrument_of(found)
        book = queries.book_of(found, instrument, today=today)
        every = differences.between(book, row.answers, today=today, language=language, removed=row.removed)
        chosen = [each for each in every if each.id in wanted and not each.sentences]
        _write_differences(found, book, chosen, by=_name(by))
        row.delete()
        _touched(found)
        log.record("reporting.trial.imported", by=found.owner, subject=found, details={"answers": len(chosen)})
    return len(chosen)


def _write_differences(found: Trial, book: Book, chosen: list[differences.Difference], *, by: str) -> None:
    now = timezone.now()
    rows = {each.address: each for each in found.answers.all()}
    for each in chosen:
        if each.is_entry:
            _add_whole_entry(found, each, by)
        else:
            _put(found, rows, each.address, now, by, value=each.new, typed=None)


def _add_whole_entry(found: Trial, each: differences.Difference, by: str) -> None:
    book = queries.book_of(found, queries.instrument_of(found), today=timezone.now().date())
    scope, key = addresses.split(each.address)
    ids = book.entries_in(scope, key)
    given: Any = [{} for _ in ids] + [each.new]
    for repeat, entry in reversed(scope):
        at = book.entries[addresses.join(scope[: scope.index((repeat, entry))], repeat)].index(entry)
        given = [{} for _ in range(at)] + [{key: given}]
        key = repeat
    write(found, {key: given}, book=book, by=by)
