"""What is done with queries: drafted, changed and sent by a reviewer, answered by the country, closed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.instrument.model import Question
from concord.reporting.review import node_at
from concord_site.accounts import notices
from concord_site.accounts.models import Person
from concord_site.accounts.queries import people_of, people_with
from concord_site.audit import log
from concord_site.reporting.actions import steps
from concord_site.reporting.models.reviewing import Query, Reply
from concord_site.reporting.models.rounds import Step
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries.filling_asked import instrument_of
from concord_site.reporting.queries.review import changed_between
from concord_site.shell import access

#: Characters of a query or of a word to it.
LONGEST = 5_000
#: States of a report on which queries are written.
REVIEWABLE = (Submission.State.SUBMITTED, Submission.State.UNDER_REVIEW, Submission.State.RETURNED)
#: States of a report in which a country answers what was asked about an earlier one.
FILLED = (Submission.State.DRAFT, Submission.State.RETURNED)


def write_query(
    pk: object,
    *,
    by: Any,
    text: str,
    address: str = "",
    language: str = "",
    weight: str = Query.Weight.CHANGE,
    finding: str = "",
    filing: int | None = None,
) -> Query:
    """Draft a query on a question of a report, or on the whole of it; nobody else sees it until it is sent.

    Args:
        pk: Key of the report.
        by: The reviewer.
        text: What is asked.
        address: By position, as in the filing; empty for the whole.
        language: Of the text; the report's where not given.
        weight: Whether it asks for a change (or an explanation), or is a comment.
        finding: Code of the finding that raised it.
        filing: Number of the filing it is about; the newest where not given.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``reporting.review.moved-on`` where the report is not under review; ``reporting.review.no-filing``.
        Invalid: ``reporting.review.no-text``, ``reporting.review.no-such-address``.
    """
    said = _text(text)
    with transaction.atomic():
        found = held(pk, by)
        seat = access.permit(Query, by, "create", state=Query.State.DRAFTED, area=found.area)
        if found.state not in REVIEWABLE:
            raise Conflict("reporting.review.moved-on", params={"state": found.state})
        numbers = list(found.filings.order_by("number").values_list("number", flat=True))
        if not numbers:
            raise Conflict("reporting.review.no-filing")
        made = Query.objects.create(
            submission=found, filing=filing if filing in numbers else numbers[-1], address=address,
            question=_key(found, address), finding=finding[:120], text=said, language=language or found.language,
            weight=Query.Weight(weight), by=by,
        )  # fmt: skip
        _note("reporting.query.drafted", made, by, seat.role)
    return made


def held(pk: object, by: Any) -> Submission:
    """A report that somebody may see, its row held until the transaction ends; what is done to it is logged itself.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.visible(Submission, by).filter(pk__in=[pk]).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def _role(by: Any, action: str, found: Query) -> str:
    """The role in which something is done to a query."""
    return access.permit(Query, by, action, state=found.state, area=found.submission.area).role


def _key(found: Submission, address: str) -> str:
    """The key of the question at an address; of a list, the list's."""
    if not address:
        return ""
    node = node_at(instrument_of(found), address)
    if node is None or (isinstance(node, Question) and not node.is_asked):
        raise Invalid("reporting.review.no-such-address", params={"address": address[:80]})
    return node.key


def _text(text: str) -> str:
    said = text.strip()[:LONGEST]
    if not said:
        raise Invalid("reporting.review.no-text")
    return said


def _draft(pk: object, by: Any, action: str) -> Query:
    """One's own draft, its row held."""
    found = access.visible(Query, by).filter(pk__in=[pk]).select_for_update(of=("self",)).first()
    if found is None:
        raise NotFound("site.access.unknown")
    if found.state != Query.State.DRAFTED:
        raise Conflict("reporting.review.query-sent")
    if found.by_id != getattr(by, "pk", None):
        raise NotAllowed("reporting.review.not-yours")
    return access.get(Query, pk, by, action)


def change_query(pk: object, *, by: Any, text: str, weight: str = "", language: str = "") -> Query:
    """Change one's draft.

    Raises:
        Conflict: ``reporting.review.query-sent``.
        NotAllowed: ``reporting.review.not-yours``.
    """
    said = _text(text)
    with transaction.atomic():
        found = _draft(pk, by, "edit")
        found.text, found.weight = said, Query.Weight(weight or found.weight)
        found.language, found.at = language or found.language, timezone.now()
        found.save(update_fields=["text", "weight", "language", "at"])
    return found


def remove_query(pk: object, *, by: Any) -> None:
    """Take one's draft away; nobody else has seen it."""
    with transaction.atomic():
        found = _draft(pk, by, "withdraw")
        _note("reporting.query.removed", found, by, _role(by, "withdraw", found))
        found.delete()


def send_query(pk: object, *, by: Any) -> Query:
    """Send one more query on a report that the country has at its desk already.

    Raises:
        Conflict: ``reporting.review.moved-on`` where it is not returned: then it goes with the report.
    """
    now = timezone.now()
    with transaction.atomic():
        found = _draft(pk, by, "submit")
        report, role = held(found.submission_id, by), _role(by, "submit", found)
        if report.state != Submission.State.RETURNED:
            raise Conflict("reporting.review.moved-on", params={"state": report.state})
        found.state, found.sent_at = Query.State.OPEN, now
        found.save(update_fields=["state", "sent_at"])
        steps.note(
            report.round, report.area, Step.What.QUERIED, by=by, submission=report, at=now,
            details={"query": str(found.pk)},
        )  # fmt: skip
        _note("reporting.query.sent", found, by, role)
        _tell(found, report, "query-received", people_of(report.area, ("national-authority", "country-officer")), by)
    return found


def reply(
    query: object,
    text: str,
    by: Any,
    submission: Submission | None = None,
    *,
    is_for_publication: bool = False,
    language: str = "",
    asks_again: bool = False,
) -> Reply:
    """Say something to a query: the country answers it, the secretariat adds a word.

    Args:
        query: The query or its key.
        text: What is said.
        by: Whoever says it; the side follows from their role.
        submission: The report with which the country says it; a later round's answers its last report's queries,
            closed ones too. Where not given, the report the query is on.
        is_for_publication: Whether the country shows it beside its published report.
        language: Of the text; the report's where not given.
        asks_again: Of the secretariat: the answer does not settle the query, which is open again.

    Raises:
        NotFound: ``site.access.unknown``.
        Conflict: ``reporting.review.query-closed``; ``reporting.review.moved-on`` where the later report is not filled
            any more.
        NotAllowed: ``reporting.review.not-its-report``.
    """
    said, now = _text(text), timezone.now()
    with transaction.atomic():
        found = access.get(Query, getattr(query, "pk", query), by, "edit", lock=True)
        if found.state == Query.State.DRAFTED:
            raise NotFound("site.access.unknown")
        report, role = found.submission, _role(by, "edit", found)
        is_country = report.area in access.areas(by, "edit", Query, state=found.state)
        later = _later(found, submission, by) if is_country else None
        if later is None and found.state == Query.State.CLOSED:
            raise Conflict("reporting.review.query-closed")
        made = Reply.objects.create(
            query=found, submission=later or report, side=Reply.Side.COUNTRY if is_country else Reply.Side.SECRETARIAT,
            text=said, language=language or (later or report).language, by=by, at=now,
            is_for_publication=is_country and is_for_publication,
        )  # fmt: skip
        if later is None:
            _moved(found, is_country=is_country, asks_again=asks_again)
        _answered(found, made, later or report, by, role)
    return made


def _later(found: Query, submission: Submission | None, by: Any) -> Submission | None:
    """The later report with which a country answers; None where it is the query's own."""
    if submission is None or submission.pk == found.submission_id:
        return None
    if submission.area != found.submission.area:
        raise NotAllowed("reporting.review.not-its-report")
    later = held(submission.pk, by)
    if later.state not in FILLED:
        raise Conflict("reporting.review.moved-on", params={"state": later.state})
    return later


def _moved(found: Query, *, is_country: bool, asks_again: bool) -> None:
    if is_country and found.state == Query.State.OPEN:
        found.state = Query.State.ANSWERED
    elif not is_country and asks_again and found.state == Query.State.ANSWERED:
        found.state = Query.State.OPEN
    else:
        return
    found.save(update_fields=["state"])


def _answered(found: Query, made: Reply, report: Submission, by: Any, role: str) -> None:
    is_country = made.side == Reply.Side.COUNTRY
    details = {"reply": made.pk, "submission": str(report.pk), "for_publication": made.is_for_publication}
    _note("reporting.query.answered" if is_country else "reporting.query.continued", found, by, role, details)
    if not is_country:
        _tell(
            found, report, "query-received", people_of(report.area, ("national-authority", "country-officer")), by,
            key=f"{found.pk}:{made.pk}",
        )  # fmt: skip
        return
    steps.note(
        report.round, report.area, Step.What.ANSWERED, by=by, submission=report, at=made.at,
        details={"query": str(found.pk)},
    )  # fmt: skip
    if report.pk == found.submission_id:
        _tell(found, report, "query-answered", _reviewers(report), by, key=f"{found.pk}:{made.pk}")


def _reviewers(report: Submission) -> list[Person]:
    """Whoever reviews a report; all of the desk where nobody is assigned."""
    desk = getattr(report, "review", None)
    if desk is not None and desk.reviewer_id is not None:
        return [desk.reviewer]
    return people_with(("secretariat-desk",))


def settle_changed(submission: Submission, *, by: Any) -> int:
    """Note as answered the open queries whose answers the newest filing changes: called when a report is sent again.

    Returns:
        How many.
    """
    filed = {each.number: each for each in submission.filings.order_by("number")}
    open_ones = list(submission.queries.filter(state=Query.State.OPEN))
    count = 0
    for number in {each.filing for each in open_ones} & filed.keys():
        on_it = [each for each in open_ones if each.filing == number]
        changed = changed_between(filed[number], filed[max(filed)], on_it)
        for each in on_it:
            if each.pk in changed:
                each.state = Query.State.ANSWERED
                each.save(update_fields=["state"])
                _note("reporting.query.changed", each, by, "", {"filing": max(filed)})
                count += 1
    return count


def close_query(pk: object, *, by: Any) -> Query:
    """Close a query: nothing more is asked.

    Raises:
        Conflict: ``reporting.review.query-closed``.
    """
    with transaction.atomic():
        found = access.get(Query, pk, by, "manage", lock=True)
        if found.state == Query.State.CLOSED:
            raise Conflict("reporting.review.query-closed")
        role = _role(by, "manage", found)
        found.state, found.closed_at = Query.State.CLOSED, timezone.now()
        found.save(update_fields=["state", "closed_at"])
        _note("reporting.query.closed", found, by, role)
    return found


def _note(action: str, found: Query, by: Any, role: str, details: dict[str, Any] | None = None) -> None:
    about = {"query": str(found.pk), "question": found.question, "filing": found.filing, **(details or {})}
    log.record(action, by=by, subject=found.submission, area=found.submission.area, role=role, details=about)


def _tell(found: Query, report: Submission, kind: str, people: list[Person], by: Any, *, key: str = "") -> None:
    name = "reporting:report-queries" if kind == "query-received" else "reporting:review-filing"
    args = [report.pk] if kind == "query-received" else [report.round.year, report.area]
    notices.tell(
        kind, people, key=key or str(found.pk), about=found, href=f"{reverse(name, args=args)}#query-{found.pk}", by=by,
        area=report.area, round=report.round.year, is_example=report.is_example,
    )  # fmt: skip
