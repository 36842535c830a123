"""The path of a document as pages ask for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from concord.reporting import path as library
from concord_site.accounts.models import Membership, Person
from concord_site.publishing.models import Comment, Document, DocumentClearance, Stage

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


def who_may_clear() -> list[Person]:
    """The people who can be named to clear a document, by name."""
    held = Membership.objects.current().filter(role__in=CLEARING).values("person")
    return list(Person.objects.filter(Q(pk__in=held) & Q(is_active=True)).order_by("name"))
