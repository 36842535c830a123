"""What can be done with a stakeholder's report: begin, send, moderate, appeal, comment, publish, correct, withdraw.

It is never the word of a country: it is published with ``use`` stakeholder, and a country's comment stands beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotFound
from concord.instrument import answers as library_answers
from concord.reporting import publication as library_publication
from concord.reporting import stakeholders as library
from concord.vocabulary import areas
from concord_site.audit import log
from concord_site.reporting.actions import publishing
from concord_site.reporting.actions import stakeholder_notices as notices
from concord_site.reporting.answering import rules as answering
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round, RoundInstrument
from concord_site.reporting.models.stakeholders import (
    Asked,
    CountryComment,
    Moderation,
    Stakeholder,
    StakeholderFiling,
    StakeholderReport,
    StakeholderReportAnswer,
    StakeholderReportEntry,
)
from concord_site.reporting.queries import filling, stakeholders
from concord_site.reporting.queries import stakeholder_reports as queries
from concord_site.reporting.queries.stakeholder_reports import StakeholderDesk
from concord_site.shell import access

State, What = StakeholderReport.State, Moderation.What
OPEN = (State.DRAFT, State.SUBMITTED, State.REFUSED, State.APPEALED, State.COMMENTING)


def begin(
    year: str, *, area: str = "", by: Any, today: dt.date, language: str = "en", stakeholder: object = None
) -> StakeholderReport:
    """Begin a report in an open round, on one country or on none in particular.

    Args:
        year: The round.
        area: Alpha-3 of a Member State; empty for no single one.
        stakeholder: Key of the registration, where somebody acts for several.

    Raises:
        NotFound: ``site.access.unknown`` where they act for no stakeholder, or the country is none.
        Conflict: ``reporting.stakeholder.not-registered``, ``reporting.stakeholder.round-closed``,
            ``reporting.stakeholder.has-draft``.
    """
    with transaction.atomic():
        mine = _mine(by, stakeholder)
        queries.require_registered(mine)
        access.permit(StakeholderReport, by, "create", state=State.DRAFT, organisation=mine.organisation_id)
        round = next((each for each in queries.open_rounds(by, today) if each.year == year), None)
        if round is None:
            raise Conflict("reporting.stakeholder.round-closed")
        if area and not any(each.id == area for each in areas.member_states(today)):
            raise NotFound("site.access.unknown")
        if mine.reports.filter(round=round, area=area).exclude(state__in=(State.WITHDRAWN, State.CORRECTED)).exists():
            raise Conflict("reporting.stakeholder.has-draft")
        made = _made(mine, round, area, language)
        log.record("reporting.stakeholder-report.begun", by=by, subject=made, area=area)
    return made


def _mine(by: Any, pk: object) -> Stakeholder:
    mine = [each for each in stakeholders.own(by) if pk is None or str(each.pk) == str(pk)]
    mine.sort(key=lambda each: each.state != Stakeholder.State.REGISTERED)
    if not mine:
        raise NotFound("site.access.unknown")
    return Stakeholder.objects.select_for_update().get(pk=mine[0].pk)


def _made(mine: Stakeholder, round: Round, area: str, language: str) -> StakeholderReport:
    asked = round.instruments.get(use=RoundInstrument.Use.STAKEHOLDER)
    before = (
        mine.reports.filter(area=area, state=State.PUBLISHED, round__year__lt=round.year)
        .select_related("publication").order_by("-round__year").first()
    )  # fmt: skip
    last = before.publication if before is not None else None
    return StakeholderReport.objects.create(
        stakeholder=mine, round=round, area=area, language=language, instrument=asked.instrument, number=asked.number,
        version=asked.version, digest=asked.digest, last=last.answers if last else {},
        last_instrument=last.instrument if last else "", last_is_example=last.is_example if last else False,
        is_example=round.is_example or mine.is_example,
    )  # fmt: skip


def submit(pk: object, *, by: Any, language: str, today: dt.date) -> StakeholderFiling:
    """Send a report: what was written is kept as it was sent.

    Raises:
        Conflict: ``reporting.stakeholder.not-complete``, ``reporting.stakeholder.not-registered``, or
            ``site.access.state``.
    """
    with transaction.atomic():
        desk = StakeholderDesk(pk, by)
        row = desk.fetch("submit", lock=True)
        instrument = desk.instrument(row)
        book = filling.book_of(row, instrument, today=today)
        opened = filling.Opened(desk, row, instrument, book, today, language)
        wrong = sum(any(answering.is_hard(each) for each in found) for found in opened.all_faults.values())
        wrong += sum(1 for kept in book.kept.values() if kept.rival is not None or kept.typed is not None)
        if wrong:
            raise Conflict("reporting.stakeholder.not-complete", params={"count": wrong})
        _step(row, "submit", by)
        made = _sent(row, book, by, today)
        log.record("reporting.stakeholder-report.submitted", by=by, subject=row, area=row.area,
                   details={"reference": made.reference, "digest": made.digest})  # fmt: skip
    return made


def _sent(row: StakeholderReport, book: Any, by: Any, today: dt.date) -> StakeholderFiling:
    given = book.answers()
    digest = library_answers.digest(library_answers.parse(given))
    number = row.filings.count() + 1
    reasons = {
        positional: kept.reason for address, kept in book.kept.items()
        if kept.reason and (positional := book.positional(address))
    }  # fmt: skip
    code = f"{row.pk.hex[:4]}-{digest[:4]}".upper()
    return StakeholderFiling.objects.create(
        report=row, number=number, answers=given, reasons=reasons, language=row.language, digest=digest,
        reference=f"SR-{row.round.year}-{code}-{number}", by=by, is_late=today > row.round.due_on,
    )  # fmt: skip


def rewrite(pk: object, *, by: Any) -> StakeholderReport:
    """Take a report back to write on: one that was sent and not read yet, or one that was refused."""
    with transaction.atomic():
        row = queries.own(pk, by, "edit", lock=True)
        queries.require_registered(row.stakeholder)
        _step(row, "rewrite", by)
        _noted(row, What.TAKEN_BACK, by)
    return row


# ---- the Secretariat moderates ---------------------------------------------------------------------------------------
def let_through(pk: object, *, by: Any, today: dt.date, text: str = "") -> StakeholderReport:
    """Let a report through, also on appeal: the countries concerned are asked, and it is published after their days.

    Where no country is concerned it is published at once.

    Raises:
        Conflict: ``site.access.state``; ``reporting.stakeholder.not-wished``; ``reporting.stakeholder.same-person``.
    """
    with transaction.atomic():
        row = queries.moderated(pk, by, "review", lock=True)
        sent = _filing(row)
        wish = library.wish(sent.answers).may_publish
        _step(row, "grant" if row.state == State.APPEALED else "let-through", by, wish=wish)
        members = {each.id for each in areas.member_states(today)}
        asked = [each for each in library.concerned(sent.answers, row.area) if each in members]
        for area in asked:
            Asked.objects.get_or_create(report=row, area=area)
        row.comment_until = library.comment_until(today) if asked else today
        row.save(update_fields=["comment_until"])
        for each in row.asked.select_related("report__round"):
            notices.asked(each, by)
        _noted(row, What.LET_THROUGH, by, text=text)
        if not asked:
            _published(row, by, today)
    return row


def keep(pk: object, *, by: Any, text: str = "") -> StakeholderReport:
    """Mark a report as read and kept: its sender wished that it be not published."""
    with transaction.atomic():
        row = queries.moderated(pk, by, "review", lock=True)
        wish = library.wish(_filing(row).answers).may_publish
        _step(row, "grant-kept" if row.state == State.APPEALED else "keep", by, wish=wish)
        _noted(row, What.KEPT, by, text=text)
    return row


def refuse(pk: object, *, reason: str, text: str, by: Any) -> StakeholderReport:
    """Refuse a report, or let its refusal stand on appeal; always with a reason and a text.

    Raises:
        Invalid: ``reporting.stakeholder.reason``, ``reporting.stakeholder.text``.
        Conflict: ``site.access.state``; ``reporting.stakeholder.same-person`` on appeal.
    """
    library.rules().reason("report", "refuse", reason, text)
    with transaction.atomic():
        row = queries.moderated(pk, by, "review", lock=True)
        is_appeal = row.state == State.APPEALED
        _step(row, "uphold" if is_appeal else "refuse", by)
        _noted(row, What.UPHELD if is_appeal else What.REFUSED, by, reason=reason, text=text)
    return row


def appeal(pk: object, *, text: str, by: Any) -> StakeholderReport:
    """Appeal against a refusal, once, within the declared days; another person of the Secretariat will decide.

    Raises:
        Invalid: ``reporting.stakeholder.text``.
        Conflict: ``reporting.stakeholder.no-appeal``.
    """
    if not text.strip():
        raise Invalid("reporting.stakeholder.text")
    with transaction.atomic():
        row = queries.own(pk, by, "edit", lock=True)
        if not may_appeal(row, now=timezone.now()):
            raise Conflict("reporting.stakeholder.no-appeal", params={"days": library.rules().appeal_days})
        _step(row, "appeal", by)
        _noted(row, What.APPEALED, by, text=text)
    return row


def may_appeal(row: StakeholderReport, *, now: dt.datetime) -> bool:
    """Whether its refusal can be appealed against now."""
    last = row.moderations.order_by("-at", "-pk").first()
    if row.state != State.REFUSED or last is None or last.what != What.REFUSED:
        return False
    return now <= last.at + dt.timedelta(days=library.rules().appeal_days)


# ---- a country comments ----------------------------------------------------------------------------------------------
def comment(asked: object, *, text: str, language: str, by: Any) -> CountryComment:
    """The national authority's word on a report that concerns its country; it stands beside it, before and after.

    Raises:
        NotFound: ``site.access.unknown``.
        Invalid: ``reporting.stakeholder.empty-comment``.
    """
    if not text.strip():
        raise Invalid("reporting.stakeholder.empty-comment")
    with transaction.atomic():
        found = queries.asked(asked, by, "review", lock=True)
        made = CountryComment.objects.create(asked=found, text=text.strip(), language=language, by=by)
        if found.report.publication_id is not None and found.report.state == State.PUBLISHED:
            row = Publication.objects.select_for_update().get(pk=found.report.publication_id)
            row.comment = _comment(found.report)
            row.digest = _digest(row)
            row.save(update_fields=["comment", "digest"])
        log.record("reporting.stakeholder-report.commented", by=by, subject=found.report, area=found.area)
    return made


def _comment(row: StakeholderReport) -> dict[str, Any]:
    """All comments that stand; the one of the country the report is about, or the first, on top."""
    told = [
        {"area": each.asked.area, "text": each.text, "language": each.language, "at": each.at.date().isoformat()}
        for each in queries.comments(row)
    ]  # fmt: skip
    if not told:
        return {}
    first = next((each for each in told if each["area"] == row.area), told[0])
    return {**first, "others": [each for each in told if each is not first]}


def _digest(row: Publication) -> str:
    from concord_site.reporting.queries.published import published_of

    return library_publication.digest(published_of(row), replies=row.replies, who=row.who, comment=row.comment)


# ---- publication -----------------------------------------------------------------------------------------------------
def publish(pk: object, *, by: Any, today: dt.date) -> Publication:
    """Publish a report that was let through, once its countries' days are over or each of them has commented.

    Raises:
        Conflict: ``reporting.stakeholder.not-yet``; ``site.access.state``.
    """
    with transaction.atomic():
        row = queries.moderated(pk, by, "publish", lock=True)
        if row.state != State.COMMENTING:
            raise Conflict("site.access.state", params={"action": "publish", "state": row.state})
        if not is_ripe(row, today=today):
            raise Conflict("reporting.stakeholder.not-yet", params={"until": str(row.comment_until)})
        return _published(row, by, today)


def is_ripe(row: StakeholderReport, *, today: dt.date) -> bool:
    """Whether nothing is waited for any more."""
    is_over = row.comment_until is not None and today > row.comment_until
    return is_over or len(queries.comments(row)) == row.asked.count()


def publish_due(*, now: dt.datetime) -> int:
    """Publish what was let through and has waited long enough; how many."""
    rows = StakeholderReport.objects.filter(state=State.COMMENTING, comment_until__lt=now.date())
    rows = rows.filter(stakeholder__state=Stakeholder.State.REGISTERED)
    count = 0
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            row = StakeholderReport.objects.select_for_update().get(pk=pk)
            if row.state == State.COMMENTING:
                _published(row, None, now.date())
                count += 1
    return count


def _published(row: StakeholderReport, by: Any, _today: dt.date) -> Publication:
    queries.require_registered(row.stakeholder)
    sent = _filing(row)
    previous = row.previous
    standing = previous.publication if previous is not None and previous.state == State.PUBLISHED else None
    shown = queries.outward(row, sent, reference=_reference(row))
    made = publishing.keep(
        shown, round=row.round, area=row.area, submitted_on=sent.at.date(), edition=row.edition,
        use=Publication.Use.STAKEHOLDER, who=_who(row, sent), version=row.version, instrument_digest=row.digest,
        comment=_comment(row), is_example=row.is_example, replacing=standing,
    )  # fmt: skip
    if standing is not None and previous is not None:
        previous.state, previous.state_at = State.CORRECTED, timezone.now()
        previous.save(update_fields=["state", "state_at"])
        _noted(previous, What.CORRECTED, by)
    row.state, row.state_at, row.publication = State.PUBLISHED, timezone.now(), made
    row.save(update_fields=["state", "state_at", "publication"])
    _noted(row, What.PUBLISHED, by)
    notices.published(row, by)
    return made


def _reference(row: StakeholderReport) -> str:
    """Counted within the round: it tells nothing of who has sent it."""
    if row.previous is not None and row.previous.publication is not None:
        number = int(row.previous.publication.reference.split("-")[2])
    else:
        rows = Publication.objects.select_for_update().filter(use=Publication.Use.STAKEHOLDER, round=row.round)
        number = max((int(each.split("-")[2]) for each in rows.values_list("reference", flat=True)), default=0) + 1
    return library_publication.reference(row.round.year, "", row.edition, use="stakeholder", number=number)


def _who(row: StakeholderReport, sent: StakeholderFiling) -> dict[str, Any]:
    """Whose word it is, as it may be told: never a person, and no name where the sender wished none."""
    from_whom = row.stakeholder
    is_person = library.rules().types[from_whom.type].is_person
    told: dict[str, Any] = {
        "name": "", "type": from_whom.type, "interest": {},
        "concerns": list(library.concerned(sent.answers, row.area)),
    }  # fmt: skip
    if library.wish(sent.answers).with_name and not is_person:
        entry = from_whom.public.entry
        told |= {"name": entry.name, "interest": entry.interest, "entry": entry.number}
    return told


def withdraw(pk: object, *, text: str, by: Any, reason: str = "own-wish") -> StakeholderReport:
    """Withdraw a report: by its stakeholder in any state, or by an administrator with a reason; it stays listed.

    Raises:
        Invalid: ``reporting.stakeholder.reason``, ``reporting.stakeholder.text``.
    """
    library.rules().reason("report", "withdraw", reason, text)
    with transaction.atomic():
        row = access.get(StakeholderReport, pk, by, "withdraw", lock=True)
        if row.stakeholder not in stakeholders.own(by):
            row = queries.moderated(pk, by, "withdraw", lock=True)
        _step(row, "withdraw", by)
        if row.publication is not None:
            found = Publication.objects.select_for_update().get(pk=row.publication.pk)
            found.state, found.reason, found.ended_at = Publication.State.WITHDRAWN, text.strip(), timezone.now()
            found.save(update_fields=["state", "reason", "ended_at"])
        _noted(row, What.WITHDRAWN, by, reason=reason, text=text)
    return row


def begin_correction(pk: object, *, by: Any) -> StakeholderReport:
    """Begin a corrected edition of a published report, with all its answers; it is moderated like the first.

    Raises:
        Conflict: ``site.access.state``, ``reporting.stakeholder.has-draft``, ``reporting.stakeholder.not-registered``.
    """
    with transaction.atomic():
        row = queries.own(pk, by, "edit", lock=True)
        queries.require_registered(row.stakeholder)
        if row.state != State.PUBLISHED:
            raise Conflict("site.access.state", params={"action": "edit", "state": row.state})
        if row.corrections.filter(state__in=OPEN).exists():
            raise Conflict("reporting.stakeholder.has-draft")
        access.permit(
            StakeholderReport, by, "create", state=State.DRAFT, organisation=row.stakeholder.organisation_id
        )  # fmt: skip
        made = _copied(row)
        log.record("reporting.stakeholder-report.correction-begun", by=by, subject=made, area=made.area)
    return made


def _copied(row: StakeholderReport) -> StakeholderReport:
    made = StakeholderReport.objects.create(
        stakeholder=row.stakeholder, round=row.round, area=row.area, edition=row.edition + 1, previous=row,
        language=row.language, instrument=row.instrument, number=row.number, version=row.version, digest=row.digest,
        mode=row.mode, last=row.last, last_instrument=row.last_instrument, last_is_example=row.last_is_example,
        passed=row.passed, confirmed=row.confirmed, is_example=row.is_example,
    )  # fmt: skip
    StakeholderReportEntry.objects.bulk_create([
        StakeholderReportEntry(report=made, entry=each.entry, block=each.block, place=each.place, was=each.was,
                               removed_at=each.removed_at)
        for each in row.entries.all()
    ])  # fmt: skip
    StakeholderReportAnswer.objects.bulk_create([
        StakeholderReportAnswer(report=made, address=each.address, value=each.value, reason=each.reason, by=each.by,
                                saved_at=each.saved_at)
        for each in row.answers.all()
    ])  # fmt: skip
    return made


# ---- the pieces ------------------------------------------------------------------------------------------------------
def _filing(row: StakeholderReport) -> StakeholderFiling:
    found = queries.filing(row)
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def _step(row: StakeholderReport, step: str, by: Any, *, wish: bool | None = None) -> None:
    first = row.moderations.filter(what=What.REFUSED).order_by("-at", "-pk").first()
    more: Mapping[str, object] = {
        library.FIRST: first.by_id if first is not None and row.state == State.APPEALED else None,
        library.NOW: getattr(by, "pk", None), library.WISH: wish,
    }  # fmt: skip
    library.REPORT.apply(row, step, by={seat.role for seat in access.seats_of(by)}, more=more)
    row.state_at = timezone.now()
    row.save(update_fields=["state", "state_at"])


def _noted(row: StakeholderReport, what: str, by: Any, *, reason: str = "", text: str = "") -> None:
    Moderation.objects.create(report=row, what=what, reason=reason, text=text.strip(), by=by)
    details = {"reason": reason} if reason else {}
    if what not in (What.APPEALED, What.TAKEN_BACK):
        notices.decided(row, what, by)
    log.record(f"reporting.stakeholder-report.{what}", by=by, subject=row, area=row.area, details=details)
