"""What can be done to documents and editions: draft, compile, send for review, sign off, publish, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed
from concord.reporting.rounds import round_of
from concord.vocabulary.languages import LANGUAGES
from concord_site.audit import log
from concord_site.publishing import compiling, path
from concord_site.publishing.models import FORMATS, Document, Edition, Rendition
from concord_site.shell import access, files, jobs
from concord_site.shell.models import Job, PrivateFile

COMPILE = "publishing.document.compile"
#: A language that was asked for and is not there after this long is asked for again.
ASK_AGAIN_AFTER = dt.timedelta(minutes=10)


def draft(
    *, round: str, as_of: dt.date, languages: Sequence[str], formats: Sequence[str], by: Any
) -> tuple[Document, Job]:
    """Begin a report on a round and compile it in the background.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        NotFound: ``reporting.round.unknown``.
        Invalid: ``publishing.document.nothing-chosen`` without a language or a format that is known.
    """
    access.permit(Document, by, "create", state=Document.State.DRAFT)
    round_of(round)
    with transaction.atomic():
        document = Document.objects.create(
            round=round, as_of=as_of, languages=_known(languages, LANGUAGES), formats=_known(formats, FORMATS),
            number=_next_number(round), drafted_by=by,
        )  # fmt: skip
        job = jobs.start(COMPILE, by=by, title=str(document), arguments={"document_id": document.pk})
        document.job = job.pk
        document.save(update_fields=["job"])
        log.record("publishing.document.drafted", by=by, subject=document, details=_what(document))
    return document, job


def _known(chosen: Iterable[str], known: Sequence[str]) -> list[str]:
    wanted = set(chosen)
    kept = [each for each in known if each in wanted]
    if not kept or wanted - set(known):
        raise Invalid("publishing.document.nothing-chosen", params={"known": ", ".join(known)})
    return kept


def _next_number(round: str) -> str:
    taken = set(Document.objects.filter(round=round).values_list("number", flat=True))
    return next(number for n in range(1, len(taken) + 2) if (number := f"{round}.{n}") not in taken)


def _what(document: Document) -> dict[str, Any]:
    return {"number": document.number, "round": document.round, "as_of": document.as_of.isoformat()}


def compile_document(*, document_id: int, by: Any, progress: compiling.Report = compiling.quiet) -> Document:
    """Compile a draft anew: gather the facts of its day, write its files, keep what they were compiled from."""
    document = access.get(Document, document_id, by, "edit")
    facts = compiling.gathered(_folder(), document.as_of, document.round)
    made = list(
        compiling.compiled(
            facts, number=document.number, languages=document.languages, formats=_with_page(document.formats),
            progress=progress,
        )
    )  # fmt: skip
    with transaction.atomic():
        document = access.get(Document, document_id, by, "edit", lock=True)
        _keep(document, compiling.basis(facts), made)
        log.record("publishing.document.compiled", by=by, subject=document, details={"digest": document.digest})
    return document


def recompile(*, document_id: int, by: Any) -> Job:
    """Compile a draft again, as when the facts of its day have been corrected."""
    with transaction.atomic():
        document = access.get(Document, document_id, by, "edit", lock=True)
        if document.state != Document.State.DRAFT:
            raise Conflict("site.access.state", params={"state": document.state})
        job = jobs.start(COMPILE, by=by, title=str(document), arguments={"document_id": document.pk})
        document.job, document.compiled_at = job.pk, None
        document.save(update_fields=["job", "compiled_at"])
        log.record("publishing.document.compile-asked", by=by, subject=document, details=_what(document))
    return job


def _folder() -> str:
    return str(settings.CONCORD.folder)


def _with_page(formats: Iterable[str]) -> list[str]:
    """Every document is also read on the site, so its web page is always made."""
    wanted = {"html", *formats}
    return [each for each in FORMATS if each in wanted]


def _keep(document: Document, found: compiling.Basis, made: Iterable[compiling.Made]) -> None:
    document.title, document.inputs, document.digest = found.title, found.inputs, found.digest
    document.version, document.is_demonstration = found.version, found.is_demonstration
    document.compiled_at = timezone.now()
    document.save()
    for each in made:
        _store(document, each, PrivateFile.State.KEPT)


def _store(document: Document, made: compiling.Made, state: str) -> Rendition:
    """Keep one file of a document; a file it replaces is taken out of use."""
    name = f"{made.name.removesuffix('.' + made.format)}-{document.number}.{made.format}"
    row = files.put(made.content, name=name, purpose="publishing.document", owner=document.drafted_by, state=state)
    before = Rendition.objects.filter(document=document, language=made.language, format=made.format).first()
    if before is not None and before.file is not None:
        files.remove(before.file, now=timezone.now())
    values = {"file": row, "sha256": row.sha256, "size": row.size, "made_at": timezone.now()}
    rendition, _new = Rendition.objects.update_or_create(
        document=document, language=made.language, format=made.format, defaults=values
    )
    return rendition


def submit(*, document_id: int, by: Any) -> Document:
    """Send a compiled draft to whoever signs off.

    Raises:
        Conflict: ``publishing.document.not-compiled``.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, "submit", lock=True)
        if document.compiled_at is None:
            raise Conflict("publishing.document.not-compiled", params={"number": document.number})
        return _moved(document, Document.State.IN_REVIEW, "publishing.document.submitted", by)


def send_back(*, document_id: int, reason: str, by: Any) -> Document:
    """Give a draft back to the desk, with the reason."""
    with transaction.atomic():
        document = access.get(Document, document_id, by, "edit", lock=True)
        if document.state != Document.State.IN_REVIEW:
            raise Conflict("site.access.state", params={"state": document.state})
        document.reason = _reason(reason)
        return _moved(document, Document.State.DRAFT, "publishing.document.sent-back", by)


def sign(*, document_id: int, by: Any) -> Document:
    """Sign a document off: another person than the one who drafted it.

    Raises:
        NotAllowed: ``publishing.document.own`` for whoever drafted it.
        Conflict: ``publishing.path.open-comments``, ``publishing.path.not-cleared``.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, "approve", lock=True)
        if document.drafted_by_id == by.pk:
            raise NotAllowed("publishing.document.own")
        path.require_ready(document)
        document.signed_by, document.signed_at, document.reason = by, timezone.now(), ""
        return _moved(document, Document.State.SIGNED, "publishing.document.signed", by)


def put_away(*, document_id: int, reason: str, by: Any) -> Document:
    """Put a draft away that will not be published; it is kept."""
    with transaction.atomic():
        document = access.get(Document, document_id, by, "withdraw", lock=True)
        _require_unpublished(document)
        document.reason = _reason(reason)
        return _moved(document, Document.State.WITHDRAWN, "publishing.document.withdrawn", by)


def _moved(document: Document, state: str, action: str, by: Any) -> Document:
    document.state = state
    document.save()
    log.record(action, by=by, subject=document, details=_what(document))
    return document


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Invalid("publishing.document.no-reason")
    return reason.strip()[:2000]


def _require_unpublished(document: Document) -> None:
    if Edition.objects.filter(document=document).exists():
        raise Conflict("publishing.document.published", params={"number": document.number})


def publish(*, document_id: int, by: Any) -> Edition:
    """Make a signed document an edition: from now on nothing of it changes, and everybody can download its files."""
    with transaction.atomic():
        document = access.get(Document, document_id, by, "publish", lock=True)
        _require_unpublished(document)
        return _published(document, by)


def _published(document: Document, by: Any) -> Edition:
    edition = Edition.objects.create(
        document=document, number=document.number, outline=document.outline, round=document.round,
        as_of=document.as_of, title=document.title, inputs=document.inputs, digest=document.digest,
        version=document.version, is_demonstration=document.is_demonstration,
    )  # fmt: skip
    kept = PrivateFile.objects.filter(pk__in=document.renditions.values("file"))
    kept.update(state=PrivateFile.State.PUBLISHED)
    details = {**_what(document), "digest": document.digest}
    log.record("publishing.edition.published", by=by, subject=edition, details=details)
    return edition


def withdraw(*, edition_id: int, reason: str, by: Any) -> Edition:
    """Mark an edition as withdrawn, with the reason; it stays readable, since it has been cited."""
    with transaction.atomic():
        edition = access.get(Edition, edition_id, by, "withdraw", lock=True)
        edition.state, edition.withdrawn_at, edition.reason = Edition.State.WITHDRAWN, timezone.now(), _reason(reason)
        edition.save(update_fields=["state", "withdrawn_at", "reason"])
        log.record("publishing.edition.withdrawn", by=by, subject=edition, details={"number": edition.number})
    return edition


# ---- further languages of an edition ------------------------------------------------------------------------------
def ask(*, edition: Edition, language: str, format: str, now: dt.datetime | None = None) -> Rendition:
    """Have an edition made in a language or format that nobody has asked for before; once, whoever asks.

    Returns:
        The rendition: with its file, or without while it is being made.

    Raises:
        Invalid: ``publishing.document.nothing-chosen`` for a language or format that is not known.
    """
    _known([language], LANGUAGES)
    _known([format], FORMATS)
    at = now or timezone.now()
    with transaction.atomic():
        found, is_new = Rendition.objects.get_or_create(
            document_id=edition.document_id, language=language, format=format, defaults={"asked_at": at}
        )
        is_late = found.file_id is None and found.asked_at < at - ASK_AGAIN_AFTER
        if is_late:
            Rendition.objects.filter(pk=found.pk).update(asked_at=at)
        if is_new or is_late:
            make_rendition.enqueue(found.pk)
    return found


@jobs.task()
def make_rendition(pk: int) -> None:
    """Make one file of a published edition, from the very inputs it was published from."""
    found = Rendition.objects.select_related("document").filter(pk=pk, file__isnull=True).first()
    if found is not None:
        _add(found.document, [found.language], [found.format])


def _add(
    document: Document, languages: Iterable[str], formats: Iterable[str], progress: compiling.Report = compiling.quiet,
    folder: str = "",
) -> None:  # fmt: skip
    facts = compiling.gathered(folder or _folder(), document.as_of, document.round)
    if compiling.basis(facts).digest != document.digest:
        raise Conflict("publishing.edition.other-inputs", params={"number": document.number})
    made = compiling.compiled(
        facts, number=document.number, languages=languages, formats=formats, progress=progress
    )  # fmt: skip
    for each in made:
        with transaction.atomic():
            _store(document, each, PrivateFile.State.PUBLISHED)


def compile_edition(
    *,
    round: str,
    languages: Sequence[str],
    formats: Sequence[str],
    by: Any | None = None,
    as_of: dt.date,
    folder: Path | None = None,
    progress: compiling.Report = compiling.quiet,
) -> Edition:
    """The first edition of a round's report, made and published by the installation itself for a demonstration.

    Again with the same round gives the same edition; languages and formats that are not there yet are added.

    Args:
        round: The round's id, ``"2024"``.
        languages: Languages to compile now; the others are made when they are first asked for.
        formats: ``pdf``, ``docx``, ``html``; the web page is always made.
        by: Whoever is named in the log; None for the installation.
        as_of: Nothing published later is used.
        folder: The data folder; None for that of the installation.
        progress: Called with how many files of how many are done, and which.

    Raises:
        Invalid: ``publishing.document.nothing-chosen``.
        NotFound: ``reporting.round.unknown``.
        Conflict: ``publishing.edition.other-inputs``: the facts are no longer those it was published from.
    """
    round_of(round)
    wanted, shapes = _known(languages, LANGUAGES), _with_page(_known(formats, FORMATS))
    place = str(folder or _folder())
    number = f"{round}.1"
    if (found := Edition.objects.filter(number=number).select_related("document").first()) is None:
        return _first(round, number, as_of, wanted, shapes, by, place, progress)
    have = set(found.document.renditions.filter(file__isnull=False).values_list("language", "format"))
    for language in wanted:
        missing = [each for each in shapes if (language, each) not in have]
        if missing:
            _add(found.document, [language], missing, progress, place)
    return found


def _first(
    round: str, number: str, as_of: dt.date, languages: list[str], formats: list[str], by: Any | None, folder: str,
    progress: compiling.Report,
) -> Edition:  # fmt: skip
    facts = compiling.gathered(folder, as_of, round)
    made = list(compiling.compiled(facts, number=number, languages=languages, formats=formats, progress=progress))
    with transaction.atomic():
        document = Document.objects.create(
            round=round, as_of=as_of, languages=languages, formats=formats, number=number, drafted_by=by,
            state=Document.State.SIGNED, signed_at=timezone.now(),
        )  # fmt: skip
        _keep(document, compiling.basis(facts), made)
        return _published(document, by)
