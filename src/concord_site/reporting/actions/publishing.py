"""A report is published, corrected, withdrawn; what is published is a copy of its own (articles 7.2c and 9.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from concord import roles
from concord.errors import Conflict, Invalid, NotAllowed
from concord.instrument.model import Instrument
from concord.reporting import publication as library
from concord.reporting.publication import Published
from concord.reporting.publication_hiding import question_id
from concord.reporting.submission import WORKFLOW
from concord_site.audit import log
from concord_site.reporting.actions import steps
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.reviewing import Reply
from concord_site.reporting.models.rounds import Step
from concord_site.reporting.models.submissions import Filing, Submission, SubmissionAnswer, SubmissionEntry
from concord_site.reporting.queries import published as queries
from concord_site.shell import access, files
from concord_site.shell.models import PrivateFile

State, Use = Publication.State, Publication.Use
PURPOSE = "reporting.published"
#: The question in which a country says whether its report may be published, and what it may say.
MAY_BE, NEVER, LATER = "publish", "no", "later"


def publish(submission: object, *, by: Any, today: dt.date) -> Publication:
    """Publish an accepted report, without what the country keeps confidential; a correction replaces what it corrects.

    Args:
        submission: The report, or its key.
        by: The secretariat, or the country's authority.
        today: The day.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``site.access.state`` unless it is accepted; ``reporting.publication.not-wanted`` where the country
            has said no; ``reporting.publication.after-clearance`` where it publishes itself.
    """
    with transaction.atomic():
        found = access.get(Submission, _key(submission), by, "publish", lock=True)
        filing = _filing(found)
        _refuse_unwanted(filing, by, found.area)
        previous = _standing(found)
        step = WORKFLOW.apply(found, "publish", by=_roles(by), today=today)
        found.published_at = timezone.now()
        found.save(update_fields=["state", "published_at"])
        shown = preview(found, filing)
        made = keep(
            _with_public_files(shown), round=found.round, area=found.area, edition=found.edition,
            submitted_on=filing.at.date(), version=found.version, instrument_digest=found.digest,
            replies=list(_replies(found, shown)), is_example=found.is_example, replacing=previous,
        )  # fmt: skip
        if previous is not None:
            _supersede(found, previous, made, by)
        steps.note(found.round, found.area, Step.What.PUBLISHED, by=by, submission=found,
                   details={"reference": made.reference})  # fmt: skip
        log.record("reporting.submission.published", by=by, subject=found, area=found.area, role=step.role,
                   details={"reference": made.reference, "withheld": len(made.withheld)})  # fmt: skip
    return made


def preview(found: Submission, filing: Filing | None = None) -> Published:
    """What would be published, for whoever may read the filing; nothing is kept."""
    sent = filing or _filing(found)
    instrument = _instrument(found)
    return library.publish(
        instrument, sent.answers, today=sent.at.date(), withheld={*sent.withheld, *found.withheld},
        reasons=sent.reasons, language=sent.language or found.language, area=found.area, round=found.round.year,
        reference=library.reference(found.round.year, found.area, found.edition),
    )  # fmt: skip


def keep(
    shown: Published,
    *,
    round: Any,
    area: str,
    submitted_on: dt.date,
    edition: int = 1,
    use: str = Use.NATIONAL,
    who: Mapping[str, Any] | None = None,
    version: Any = None,
    instrument_digest: str = "",
    replies: list[dict[str, str]] | None = None,
    comment: Mapping[str, Any] | None = None,
    is_example: bool = False,
    replacing: Publication | None = None,
    at: dt.datetime | None = None,
) -> Publication:
    """Keep a publication; ``shown.reference`` is what it is cited by. Asks nobody: whoever calls has asked.

    Args:
        shown: What is published; made by :func:`concord.reporting.publication.publish`.
        replacing: What stands now, where a correction takes its place; it is marked as corrected first.
        at: When; now if not given.
    """
    moment = at or timezone.now()
    if replacing is not None:
        replacing.state, replacing.ended_at = State.CORRECTED, moment
        replacing.save(update_fields=["state", "ended_at"])
    made = unsaved(
        shown, round=round, area=area, submitted_on=submitted_on, at=moment, edition=edition, use=use, who=who,
        version=version, instrument_digest=instrument_digest, replies=replies, comment=comment, is_example=is_example,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def unsaved(
    shown: Published,
    *,
    round: Any,
    area: str,
    submitted_on: dt.date,
    at: dt.datetime,
    edition: int = 1,
    use: str = Use.NATIONAL,
    who: Mapping[str, Any] | None = None,
    version: Any = None,
    instrument_digest: str = "",
    replies: list[dict[str, str]] | None = None,
    comment: Mapping[str, Any] | None = None,
    is_example: bool = False,
) -> Publication:
    """A publication that is not kept yet, with its digest over everything that is published."""
    beside = {"replies": replies or [], "who": dict(who or {}), "comment": dict(comment or {})}
    return Publication(
        reference=shown.reference, use=use, round=round, area=area, edition=edition, version=version,
        instrument=shown.instrument.id, number=shown.instrument.version,
        instrument_digest=instrument_digest or shown.instrument.digest, language=shown.language,
        answers=dict(shown.answers), reasons=dict(shown.reasons), withheld=list(shown.withheld),
        asked=sorted(shown.asked), calculated=dict(shown.calculated), digest=library.digest(shown, **beside),
        submitted_on=submitted_on, published_at=at, is_example=is_example, **beside,
    )  # fmt: skip


def withdraw(publication: object, *, reason: str, by: Any) -> Publication:
    """Withdraw a country's published report; it stays listed with the reason, and its answers are no longer given out.

    What a stakeholder has published is withdrawn where it was moderated
    (:func:`concord_site.reporting.actions.stakeholder_reports.withdraw`), with a declared reason.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``site.access.forbidden``: a country and a stakeholder's word.
        Conflict: ``reporting.publication.of-stakeholder``.
        Conflict: ``site.access.state`` unless it stands.
        Invalid: ``reporting.publication.no-reason``.
    """
    why = reason.strip()
    if not why:
        raise Invalid("reporting.publication.no-reason")
    with transaction.atomic():
        found = access.get(Publication, _key(publication), by, "withdraw", lock=True)
        _refuse_silencing(found, by)
        if found.use != Use.NATIONAL:
            raise Conflict("reporting.publication.of-stakeholder")
        found.state, found.reason, found.ended_at = State.WITHDRAWN, why, timezone.now()
        found.save(update_fields=["state", "reason", "ended_at"])
        for row in PrivateFile._default_manager.filter(purpose=f"{PURPOSE}:{found.reference}"):
            files.remove(row, now=timezone.now())
        _withdraw_submission(found, why, by)
        log.record("reporting.publication.withdrawn", by=by, subject=found, area=found.area,
                   details={"reference": found.reference})  # fmt: skip
    return found


def begin_correction(submission: object, *, by: Any) -> Submission:
    """Begin a corrected edition of a published report: the country's draft, with all its answers.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``reporting.publication.not-published``; ``reporting.publication.correction-begun``.
        NotAllowed: ``site.access.forbidden`` for whoever may not fill this country's report.
    """
    with transaction.atomic():
        found = access.get(Submission, _key(submission), by, lock=True)
        access.permit(Submission, by, "create", state=Submission.State.DRAFT, area=found.area)
        if found.state not in (Submission.State.PUBLISHED, Submission.State.WITHDRAWN) or found.published_at is None:
            raise Conflict("reporting.publication.not-published", params={"state": found.state})
        others = Submission._default_manager.filter(round=found.round, area=found.area)
        newest = others.aggregate(n=Max("edition"))["n"]
        if newest > found.edition:
            raise Conflict("reporting.publication.correction-begun", params={"edition": newest})
        made = _copied(found, by)
        steps.note(found.round, found.area, Step.What.STARTED, by=by, submission=made,
                   details={"correction": made.edition})  # fmt: skip
        log.record("reporting.submission.correction-begun", by=by, subject=made, area=made.area,
                   details={"edition": made.edition})  # fmt: skip
    return made


# --- The pieces -------------------------------------------------------------------------------------------------------
def _key(thing: object) -> object:
    return getattr(thing, "pk", thing)


def _roles(by: Any) -> set[str]:
    return {seat.role for seat in access.seats_of(by)}


def _filing(found: Submission) -> Filing:
    newest = found.filings.order_by("-number").first()
    if newest is None:
        raise Conflict("reporting.publication.not-sent")
    return newest


def _instrument(found: Submission) -> Instrument:
    stand_in = Publication(instrument=found.instrument, version=found.version, instrument_digest=found.digest)
    return queries.instrument_of(stand_in)


def _refuse_unwanted(filing: Filing, by: Any, area: str) -> None:
    said = filing.answers.get(MAY_BE)
    if said == NEVER:
        raise Conflict("reporting.publication.not-wanted")
    own = any(seat.area == area for seat in access.seats_of(by))
    if said == LATER and not own:
        raise Conflict("reporting.publication.after-clearance")


def _standing(found: Submission) -> Publication | None:
    rows = Publication._default_manager.select_for_update()
    return rows.filter(round=found.round, area=found.area, use=Use.NATIONAL, state=State.PUBLISHED).first()


def _supersede(found: Submission, previous: Publication, made: Publication, by: Any) -> None:
    """What stood until now is marked as corrected, and so is the report it came from."""
    previous.reason = found.reason
    previous.save(update_fields=["reason"])
    older = Submission._default_manager.select_for_update().filter(
        round=found.round, area=found.area, edition=previous.edition, state=Submission.State.PUBLISHED
    ).exclude(pk=found.pk).first()  # fmt: skip
    if older is not None:
        WORKFLOW.apply(older, "correct", by=_roles(by))
        older.save(update_fields=["state"])
    steps.note(found.round, found.area, Step.What.CORRECTED, by=by, submission=older or found,
               details={"reference": previous.reference, "by": made.reference})  # fmt: skip


def _refuse_silencing(found: Publication, by: Any) -> None:
    """A country takes back its own word, never a stakeholder's on it."""
    if found.use == Use.NATIONAL:
        return
    table = roles.declared()
    if not any("any" in table.reach(seat.role, "withdraw", found.kind, found.state) for seat in access.seats_of(by)):
        raise NotAllowed("site.access.forbidden", params={"action": "withdraw", "kind": found.kind})


def _withdraw_submission(found: Publication, reason: str, by: Any) -> None:
    row = Submission._default_manager.select_for_update().filter(
        round=found.round, area=found.area, edition=found.edition, state=Submission.State.PUBLISHED
    ).first()  # fmt: skip
    if row is None:
        return
    WORKFLOW.apply(row, "withdraw", by=_roles(by))
    row.reason = reason
    row.save(update_fields=["state", "reason"])
    steps.note(found.round, found.area, Step.What.WITHDRAWN, by=by, submission=row,
               details={"reference": found.reference})  # fmt: skip


def _replies(found: Submission, shown: Published) -> Iterator[dict[str, str]]:
    """Queries with what the country chose to publish of its answers; none on a hidden question."""
    given = (
        Reply._default_manager.filter(side=Reply.Side.COUNTRY, is_for_publication=True)
        .filter(Q(submission=found) | Q(submission=None, query__submission=found) | Q(query__submission=found))
        .select_related("query").order_by("query__at", "at", "pk")
    )  # fmt: skip
    for each in given:
        question = _question(shown, each.query.question or each.query.address)
        if question is None:
            continue
        yield {
            "question": question, "asked": each.query.text, "asked_in": each.query.language,
            "answered": each.text, "answered_in": each.language,
        }  # fmt: skip


def _question(shown: Published, name: str) -> str | None:
    """The id of the question a query is on, empty for the whole; None where it is hidden or not known."""
    if not name:
        return ""
    from concord.instrument.versions.resolve import Known

    known, key = Known(shown.instrument), name.rpartition("/")[2]
    for node in shown.instrument.questions:
        if node.is_asked and (name in (node.key, node.name, "/".join(node.path)) or key == node.key):
            return None if shown.hidden.hides(node) else question_id(known, node)
    return None


def _with_public_files(shown: Published) -> Published:
    """Files that are answers, copied: the public copy is a thing of its own, and its key tells nothing of the other."""
    return replace(shown, answers=_public(dict(shown.answers), shown))


def _public(value: Any, shown: Published) -> Any:
    if isinstance(value, list):
        return [_public(each, shown) for each in value]
    if not isinstance(value, dict):
        return value
    if not isinstance(value.get("file"), str):
        return {key: _public(each, shown) for key, each in value.items()}
    row = PrivateFile._default_manager.filter(pk=value["file"]).first()
    place = files.place(value["file"]) if row is not None else None
    if row is None or place is None or not place.is_file():
        return {**value, "file": ""}
    copy = files.put(place.read_bytes(), name=row.name, purpose=f"{PURPOSE}:{shown.reference}", area=shown.area,
                     state=PrivateFile.State.PUBLISHED)  # fmt: skip
    return {**value, "file": copy.pk}


def _copied(found: Submission, by: Any) -> Submission:
    """A new edition with the same answers; entries keep their lasting ids, so that addresses mean the same."""
    made = Submission._default_manager.create(
        round=found.round, area=found.area, edition=found.edition + 1, previous=found, language=found.language,
        instrument=found.instrument, number=found.number, version=found.version, digest=found.digest,
        mode=Submission.Mode.WHOLE, last_instrument=found.last_instrument, last=found.last,
        last_is_example=found.last_is_example, passed=found.passed, withheld=found.withheld,
        is_example=found.is_example, begun_by=by,
    )  # fmt: skip
    SubmissionEntry._default_manager.bulk_create([
        SubmissionEntry(submission=made, entry=each.entry, block=each.block, place=each.place, was=each.was,
                        removed_at=each.removed_at)
        for each in found.entries.all()
    ])  # fmt: skip
    SubmissionAnswer._default_manager.bulk_create([
        SubmissionAnswer(submission=made, address=each.address, value=each.value, reason=each.reason,
                         revision=each.revision, by=each.by, saved_at=each.saved_at)
        for each in found.answers.all()
    ])  # fmt: skip
    return made
