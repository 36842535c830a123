"""The path of a document: what is planned and done of its stages, comments with their answers, and who clears it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.reporting import path as library
from concord_site.accounts.models import Membership, Person
from concord_site.audit import log
from concord_site.publishing.models import Comment, Document, DocumentClearance, Stage
from concord_site.shell import access

#: Roles whose holders can be named to clear a document: they may all read it while it waits for sign-off.
CLEARING = ("secretariat-administrator", "secretariat-desk", "statistician", "reviewer")


@dataclass(frozen=True)
class Path:
    """A document with its stages, comments and clearances."""

    stages: tuple[library.At, ...]
    comments: list[Comment]
    clearances: list[tuple[DocumentClearance, bool]]  # with whether the decision holds for the document as it is now
    reached: library.Reached


def of(document: Document, *, today: dt.date) -> Path:
    """The path of a document that was fetched through the access door."""
    comments = list(document.comments.select_related("by", "answered_by").order_by("at", "pk"))
    cleared = list(document.clearances.select_related("person").order_by("pk"))
    known = reached(document, comments, cleared)
    entered = {
        each.stage: library.Entered(each.planned_on, each.done_on, each.number, each.note)
        for each in document.stages.all()
    }
    stages = library.where(library.stages(document.outline), known, entered, today=today)
    return Path(stages, comments, [(each, _holds(each, document)) for each in cleared], known)


def reached(document: Document, comments: list[Comment], cleared: list[DocumentClearance]) -> library.Reached:
    """What is known of a document by itself."""
    edition = getattr(document, "edition", None)
    held = [each for each in cleared if _holds(each, document)]
    return library.Reached(
        as_of=document.as_of,
        compiled_on=_day(document.compiled_at),
        comments=len(comments),
        open_comments=sum(not each.answer for each in comments),
        answered_on=_day(max((each.answered_at for each in comments if each.answered_at), default=None)),
        clearances=len(cleared),
        open_clearances=len(cleared) - len(held),
        cleared_on=_day(max((each.at for each in held if each.at), default=None)),
        signed_on=_day(document.signed_at),
        published_on=_day(edition.published_at if edition else None),
    )


def _holds(each: DocumentClearance, document: Document) -> bool:
    return each.decision == DocumentClearance.Decision.APPROVED and each.digest == document.digest


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localtime(moment).date() if moment is not None else None


def numbers(document: Document) -> list[tuple[library.Stage, Stage]]:
    """The documents of governing bodies that were entered for a document, in the order of its stages."""
    rows = {each.stage: each for each in document.stages.exclude(number="")}
    return [(stage, rows[stage.id]) for stage in library.stages(document.outline) if stage.id in rows]


def require_ready(document: Document) -> None:
    """Refuse to sign off what still has an open comment or an office that has not cleared it.

    Raises:
        Conflict: ``publishing.path.open-comments``, ``publishing.path.not-cleared``.
    """
    known = reached(document, list(document.comments.all()), list(document.clearances.all()))
    if code := library.stands_against_signing(known):
        raise Conflict(code, params={"number": document.number})


def enter(
    *,
    document_id: int,
    stage: str,
    planned_on: dt.date | None,
    done_on: dt.date | None,
    number: str,
    note: str,
    by: Any,
) -> Stage:
    """Enter the planned day of a stage and, where that is done by hand, its day and document number.

    Raises:
        NotFound: ``site.access.unknown`` for a stage that is not declared.
        Invalid: ``publishing.path.by-itself`` for a day or number where the stage is done by itself or has none.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, "manage", lock=True)
        declared = next((each for each in library.stages(document.outline) if each.id == stage), None)
        if declared is None:
            raise NotFound("site.access.unknown")
        if (done_on and declared.done != "by-hand") or (number.strip() and not declared.has_number):
            raise Invalid("publishing.path.by-itself", params={"stage": declared.title.best("en").text})
        values = {
            "planned_on": planned_on, "done_on": done_on, "number": number.strip()[:40], "note": note.strip()[:300],
        }  # fmt: skip
        row, _new = Stage.objects.update_or_create(document=document, stage=stage, defaults=values)
        log.record("publishing.path.entered", by=by, subject=document, details={"stage": stage, "number": row.number})
    return row


def comment(*, document_id: int, text: str, place: str, by: Any) -> Comment:
    """Comment on a draft, on one page of it or on the whole.

    Raises:
        Invalid: ``publishing.path.no-text``.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, "review", lock=True)
        made = Comment.objects.create(document=document, text=_text(text), place=place[:60], by=by)
        log.record("publishing.path.commented", by=by, subject=document)
    return made


def answer(*, document_id: int, comment_id: int, text: str, by: Any) -> Comment:
    """Answer a comment; answering again replaces the answer.

    Raises:
        NotFound: ``site.access.unknown``.
        Invalid: ``publishing.path.no-text``.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, "manage", lock=True)
        if document.state == Document.State.SIGNED:
            raise Conflict("site.access.state", params={"state": document.state})
        row = document.comments.filter(pk=comment_id).first()
        if row is None:
            raise NotFound("site.access.unknown")
        row.answer, row.answered_by, row.answered_at = _text(text), by, timezone.now()
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        log.record("publishing.path.answered", by=by, subject=document)
    return row


def _text(text: str) -> str:
    if not text.strip():
        raise Invalid("publishing.path.no-text")
    return text.strip()[:5000]


def who_may_clear() -> list[Person]:
    """The people who can be named to clear a document, by name."""
    held = Membership.objects.current().filter(role__in=CLEARING).values("person")
    return list(Person.objects.filter(Q(pk__in=held) & Q(is_active=True)).order_by("name"))


def name_office(*, document_id: int, office: str, person_id: int, due_on: dt.date | None, by: Any) -> DocumentClearance:
    """Name an office that is to clear a document, and who decides for it.

    Raises:
        Invalid: ``publishing.path.no-text`` without an office, ``publishing.path.who`` for whoever may not read it.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, "manage", lock=True)
        if document.state == Document.State.SIGNED:
            raise Conflict("site.access.state", params={"state": document.state})
        person = next((each for each in who_may_clear() if each.pk == person_id), None)
        if person is None:
            raise Invalid("publishing.path.who")
        made = DocumentClearance.objects.create(
            document=document, office=_text(office)[:200], person=person, due_on=due_on
        )
        log.record("publishing.path.office-named", by=by, subject=document, details={"person": person.pk})
    return made


def decide(*, document_id: int, clearance_id: int, is_approved: bool, reason: str, by: Any) -> DocumentClearance:
    """Clear a document as it stands, or return it with a reason; by the person who was named, and nobody else.

    Raises:
        NotAllowed: ``publishing.path.not-yours``.
        Conflict: ``site.access.state`` where the document does not wait for sign-off.
        Invalid: ``publishing.document.no-reason`` for a return without one.
    """
    with transaction.atomic():
        document = access.get(Document, document_id, by, lock=True)
        row = document.clearances.filter(pk=clearance_id).first()
        if row is None:
            raise NotFound("site.access.unknown")
        if row.person_id != by.pk:
            raise NotAllowed("publishing.path.not-yours")
        if document.state != Document.State.IN_REVIEW:
            raise Conflict("site.access.state", params={"state": document.state})
        if not is_approved and not reason.strip():
            raise Invalid("publishing.document.no-reason")
        decision = DocumentClearance.Decision
        row.decision = decision.APPROVED if is_approved else decision.RETURNED
        row.reason, row.digest, row.at = reason.strip()[:2000], document.digest, timezone.now()
        row.save(update_fields=["decision", "reason", "digest", "at"])
        log.record(f"publishing.path.{row.decision}", by=by, subject=document)
    return row
