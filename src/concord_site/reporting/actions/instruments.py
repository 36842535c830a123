"""What is done to a version as a whole: upload, begin a draft, publish, withdraw, put away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotFound
from concord.instrument.sheets import Sheets
from concord_site.audit import log
from concord_site.reporting.editing import book as books
from concord_site.reporting.editing.book import Book
from concord_site.reporting.models.instruments import DraftStep, InstrumentFile, InstrumentVersion, State
from concord_site.reporting.queries import downloads
from concord_site.reporting.queries import instruments as queries
from concord_site.shell import access, files, jobs
from concord_site.shell.models import PrivateFile

PURPOSE = "reporting.instrument"
FILE_PURPOSE = "reporting.instrument-file"
#: A file that was asked for and is not there after this long is asked for again.
ASK_AGAIN_AFTER = dt.timedelta(minutes=10)
KEPT_WHILE_LOOKING = dt.timedelta(days=2)
#: Words that stand in addresses where an instrument's id stands.
RESERVED = frozenset({"new", "upload", "uploads", "drafts", "topics"})


def upload(*, chunks: Iterable[bytes], name: str, by: Any) -> PrivateFile:
    """Keep an uploaded workbook for its sender alone, to be looked at before anything is made of it.

    Raises:
        NotAllowed: ``site.access.forbidden`` for whoever may not begin a draft.
        Invalid: ``site.file.too-large``.
    """
    access.permit(InstrumentVersion, by, "create", state=State.DRAFT)
    return files.put(chunks, name=name, owner=by, purpose=PURPOSE, state=PrivateFile.State.STAGED)


def discard(*, file_id: str, by: Any) -> None:
    """Take an upload away that nothing was made of."""
    with transaction.atomic():
        files.remove(uploaded(file_id, by, action="withdraw"), now=timezone.now())


def uploaded(file_id: str, by: Any, *, action: str = "see") -> PrivateFile:
    """An upload of one's own.

    Raises:
        NotFound: ``site.access.unknown``, also for files of another purpose.
    """
    row = access.get(PrivateFile, file_id, by, action)
    if row.purpose != PURPOSE or row.state != PrivateFile.State.STAGED:
        raise NotFound("site.access.unknown")
    return row


def sweep_uploads(*, now: dt.datetime) -> int:
    """Take away uploads that nothing was made of within two days."""
    old = PrivateFile._default_manager.filter(
        purpose=PURPOSE, state=PrivateFile.State.STAGED, stored_at__lt=now - KEPT_WHILE_LOOKING
    )
    gone = list(old)
    for row in gone:
        files.remove(row, now=now)
    return len(gone)


def begin(*, sheets: Sheets, by: Any, source: PrivateFile | None = None, what: str = "begun") -> InstrumentVersion:
    """Make a draft of sheets, whole or not at all; drafts may hold findings that must change.

    Raises:
        NotAllowed: ``site.access.forbidden``.
    """
    access.permit(InstrumentVersion, by, "create", state=State.DRAFT)
    book = books.of_sheets(sheets)
    with transaction.atomic():
        made = InstrumentVersion(written_by=by, source=source)
        describe(made, book)
        made.save(force_insert=True)
        take_step(made, book, by=by, what=what, about=book.file)
        if source is not None:
            source.state = PrivateFile.State.KEPT
            source.save(update_fields=["state"])
        log.record("reporting.instrument.begun", by=by, subject=made, details={"instrument": made.instrument})
    return made


def describe(version: InstrumentVersion, book: Book) -> None:
    """Note on a draft what its sheets say of it, and how many findings they have."""
    found = queries.checked(book)
    settings = book.settings.lines[0].cells if book.settings.lines else {}
    default = book.language
    title = {default: settings.get("form_title", "")} | {
        key.partition("::")[2]: value for key, value in settings.items() if key.startswith("form_title::")
    }
    version.instrument = settings.get("form_id", "")[:80]
    version.number = settings.get("version", "")[:40]
    version.title = {key: value for key, value in title.items() if value}
    version.use = settings.get("x_use", "")[:20]
    version.round = settings.get("x_round", "")[:10]
    version.previous = settings.get("x_previous", "")[:80]
    version.provenance = settings.get("x_provenance", "")[:40]
    version.languages = list(found.instrument.languages) if found.instrument else languages_of(book)
    version.questions = sum(each.is_asked for each in found.instrument.questions) if found.instrument else 0
    version.hard, version.soft = len(found.findings.hard), len(found.findings.soft)
    version.sheets, version.changed_at = book.as_json(), timezone.now()


def languages_of(book: Book) -> list[str]:
    """The languages a book is written in, its default first."""
    used = (key.partition("::")[2] for page in book.pages for key in page.columns if "::" in key)
    return list(dict.fromkeys((book.language, *sorted(books.code_of(each) for each in used))))


def take_step(version: InstrumentVersion, book: Book, *, by: Any, what: str, about: str = "") -> DraftStep:
    """Keep a saving of a draft as its newest step."""
    last = version.steps.order_by("-number").values_list("number", flat=True).first() or 0
    step = DraftStep(
        version=version, number=last + 1, before=version.step, what=what, about=about[:200], content=book.packed(),
        by=by,
    )  # fmt: skip
    step.save(force_insert=True)
    version.step = step
    version.save(update_fields=["step"])
    return step


def copy(*, id: str, number: str, new_number: str, by: Any) -> InstrumentVersion:
    """Begin a draft as the next version of a published one.

    Raises:
        Conflict: ``reporting.instrument.number-taken``.
    """
    found = queries.version(id, by, number)
    if not new_number.strip() or any(each.number == new_number for each in queries.of_instrument(id, by)):
        raise Conflict("reporting.instrument.number-taken", params={"number": new_number})
    book = books.of_sheets(found.instrument.sheets).with_setting({"version": new_number.strip()})
    return begin(sheets=book.sheets(), by=by, what="copied")


def publish(*, version_id: int, by: Any) -> InstrumentVersion:
    """Freeze a draft: from now on nothing it asks can change, and everybody can read it and answer to it.

    Raises:
        Conflict: ``reporting.instrument.hard-findings``, ``reporting.instrument.number-taken``.
        Invalid: ``reporting.instrument.no-id``, ``reporting.instrument.reserved-id``.
    """
    with transaction.atomic():
        found = access.get(InstrumentVersion, version_id, by, "publish", lock=True)
        book = books.of_json(found.sheets)
        checked = queries.checked(book)
        describe(found, book)
        _require_publishable(found, checked)
        assert checked.instrument is not None
        found.digest, found.state = checked.instrument.digest, State.PUBLISHED
        found.published_by, found.published_at = by, timezone.now()
        found.save()
        log.record(
            "reporting.instrument.published", by=by, subject=found,
            details={"instrument": found.instrument, "version": found.number, "digest": found.digest},
        )  # fmt: skip
    return found


def _require_publishable(found: InstrumentVersion, checked: queries.Checked) -> None:
    if not checked.may_be_published:
        raise Conflict("reporting.instrument.hard-findings", params={"count": found.hard})
    if not found.instrument or not found.number or "/" in found.instrument + found.number:
        raise Invalid("reporting.instrument.no-id")
    if found.instrument in RESERVED:
        raise Invalid("reporting.instrument.reserved-id", params={"id": found.instrument})
    taken = [each.number for each in queries.declared() if each.id == found.instrument]
    rows = access.visible(InstrumentVersion, None).filter(instrument=found.instrument, number=found.number)
    if found.number in taken or rows.exists():
        raise Conflict("reporting.instrument.number-taken", params={"number": found.number})


def withdraw(*, version_id: int, reason: str, by: Any) -> InstrumentVersion:
    """Take a published version out of use with a reason; it stays readable, since answers were given to it.

    Raises:
        Invalid: ``reporting.instrument.no-reason``.
        Conflict: ``site.access.state`` for a draft, which is put away instead.
    """
    with transaction.atomic():
        found = access.get(InstrumentVersion, version_id, by, "withdraw", lock=True)
        if found.state != State.PUBLISHED:
            raise Conflict("site.access.state", params={"state": found.state})
        if not reason.strip():
            raise Invalid("reporting.instrument.no-reason")
        found.state, found.reason, found.withdrawn_at = State.WITHDRAWN, reason.strip()[:2000], timezone.now()
        found.save(update_fields=["state", "reason", "withdrawn_at"])
        details = {"instrument": found.instrument, "version": found.number}
        log.record("reporting.instrument.withdrawn", by=by, subject=found, details=details)
    return found


def put_away(*, version_id: int, by: Any, is_away: bool = True) -> InstrumentVersion:
    """Put a draft away that nobody goes on with, or take it up again; all its steps are kept."""
    with transaction.atomic():
        found = access.get(InstrumentVersion, version_id, by, "withdraw", lock=True)
        if found.state != State.DRAFT:
            raise Conflict("site.access.state", params={"state": found.state})
        found.put_away_at = timezone.now() if is_away else None
        found.save(update_fields=["put_away_at"])
        log.record(f"reporting.instrument.{'put-away' if is_away else 'taken-up'}", by=by, subject=found)
    return found


# ---- files that take long to make -----------------------------------------------------------------------------------
def ask_file(*, version: queries.Version, kind: str, language: str, now: dt.datetime | None = None) -> InstrumentFile:
    """Have a file of a published version made, once, whoever asks; anew where it was asked for long ago and never came.

    Returns:
        The file's row; without a file while it is being made.
    """
    at = now or timezone.now()
    code = language if downloads.KINDS[kind].by_language else ""
    with transaction.atomic():
        row, is_new = InstrumentFile._default_manager.get_or_create(
            digest=version.digest, what=kind, language=code, defaults={"asked_at": at}
        )
        is_late = row.file_id is None and row.asked_at < at - ASK_AGAIN_AFTER
        if is_late:
            row.asked_at = at
            row.save(update_fields=["asked_at"])
        if is_new or is_late:
            make_file.enqueue(row.pk, version.id, version.number, language)
    return row


@jobs.task()
def make_file(pk: int, id: str, number: str, language: str) -> None:
    """Make one file of a published version."""
    row = InstrumentFile._default_manager.filter(pk=pk, file__isnull=True).first()
    if row is None:
        return
    made = downloads.made(queries.version(id, None, number).instrument, row.what, language)
    with transaction.atomic():
        row.file = files.put(made.content, name=made.name, purpose=FILE_PURPOSE, state=PrivateFile.State.PUBLISHED)
        row.save(update_fields=["file"])
