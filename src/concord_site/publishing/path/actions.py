"""What is done on a document's path: days and numbers are entered, comments written and answered, offices decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.reporting import path as library
from concord_site.audit import log
from concord_site.publishing.models import Comment, Document, DocumentClearance, Stage
from concord_site.publishing.path.queries import reached, who_may_clear
from concord_site.shell import access


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
