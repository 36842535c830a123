"""What a country does with its report as a whole: begin it, mark what stays confidential, send it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord.findings import Finding, Findings, as_json
from concord.reporting.deadlines import is_late
from concord.reporting.submission import CONFLICTS, OPEN_QUERIES, OPEN_STEPS, WORKFLOW
from concord_site.audit import log
from concord_site.reporting.actions import review as review_actions
from concord_site.reporting.actions import steps
from concord_site.reporting.actions.filling import digest
from concord_site.reporting.actions.filling_rows import touch
from concord_site.reporting.models.rounds import Round, RoundInstrument, Step
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import reports as queries
from concord_site.reporting.queries import review, team
from concord_site.reporting.queries.filling import Opened
from concord_site.shell import access

State = Submission.State
#: Workbooks given out whose contents are remembered, the newest ones.
COPIES_AT_MOST = 60


def begin(round: Round, area: str, *, by: Any, today: dt.date, mode: str = "whole", language: str = "en") -> Submission:
    """Begin a country's report in a round, or find the one that was begun: there is one draft.

    Args:
        round: An open round.
        area: Alpha-3, of the country this person acts for.
        by: Who begins it.
        today: The day.
        mode: ``whole``, or ``short``: only what has changed since last time, where there is a last time.
        language: In which the texts will be written.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Conflict: ``reporting.report.round-not-open``, ``reporting.report.no-instrument``.
    """
    access.permit(Submission, by, "create", state=State.DRAFT, area=area)
    with transaction.atomic():
        part = steps.participation(round, area, lock=True)
        if (there := Submission.objects.filter(round=round, area=area).order_by("-edition").first()) is not None:
            return there
        round.refresh_from_db(fields=["state"])
        if round.state != Round.State.OPEN:
            raise Conflict("reporting.report.round-not-open", params={"round": round.year})
        made = _made(round, area, by=by, mode=mode, language=language)
        if part.short_mode != (made.mode == Submission.Mode.SHORT):
            part.short_mode = made.mode == Submission.Mode.SHORT
            part.save(update_fields=["short_mode"])
        steps.note(round, area, Step.What.STARTED, by=by, submission=made)
        log.record("reporting.submission.begun", by=by, subject=made, area=area, details={"round": round.year})
    return made


def _made(round: Round, area: str, *, by: Any, mode: str, language: str) -> Submission:
    asked = RoundInstrument.objects.filter(round=round, use=RoundInstrument.Use.NATIONAL).first()
    if asked is None:
        raise Conflict("reporting.report.no-instrument", params={"round": round.year})
    last = queries.before(round, area)
    is_short = mode == Submission.Mode.SHORT and last is not None
    return Submission.objects.create(
        round=round, area=area, language=language, instrument=asked.instrument, number=asked.number,
        version=asked.version, digest=asked.digest, mode=Submission.Mode.SHORT if is_short else Submission.Mode.WHOLE,
        last_instrument=last.instrument if last else "", last=dict(last.answers) if last else {},
        last_is_example=last.is_example if last else False, is_example=round.is_example, begun_by=by,
    )  # fmt: skip


def withhold(pk: object, keys: Iterable[str], *, by: Any) -> Submission:
    """Mark which answers stay confidential; only questions that allow it can be marked."""
    desk = queries.ReportDesk(pk, by)
    with transaction.atomic():
        row = desk.fetch("edit", lock=True)
        known = {queries.key_of(each) for each in queries.withholdable(desk.instrument(row))}
        row.withheld = sorted(known & set(keys))
        touch(row, "withheld")
    return row


# ---- sending it ------------------------------------------------------------------------------------------------------
def submit(
    pk: object, *, by: Any, statement: Mapping[str, str], language: str, today: dt.date, seen: str = ""
) -> Filing:
    """Send a report: its answers are copied as they stand, and a receipt can be had.

    Asked twice, it gives the same filing: what was sent already is not sent again.

    Args:
        pk: Key of the submission.
        by: Who declares it, for the country.
        statement: ``name`` and ``office`` of whoever declares it.
        language: Of the findings that are kept with it.
        today: The day.
        seen: Digest of the answers that were shown when it was declared; where it is given and others stand by now,
            nothing is sent.

    Raises:
        NotFound: ``site.access.unknown``.
        NotAllowed: ``site.access.forbidden``: this person does not speak for the country.
        Invalid: ``reporting.report.no-name``.
        Conflict: ``workflow.step.hard-findings``, ``reporting.submission.conflicts``,
            ``reporting.submission.not-cleared``, ``reporting.submission.unanswered-queries``,
            ``reporting.report.moved``.
    """
    desk = queries.ReportDesk(pk, by)
    with transaction.atomic():
        row = desk.fetch(lock=True)
        if row.state in queries.SENT and (there := row.filings.order_by("-number").first()) is not None:
            access.permit(Submission, by, "submit", state=State.DRAFT, area=row.area)
            return there
        seat = access.permit(Submission, by, "submit", state=row.state, area=row.area)
        found = queries.opened_for(row, desk, today=today, language=language)
        now, findings = timezone.now(), findings_of(found)
        answers_digest = digest(found.book)
        if seen and seen != answers_digest:
            raise Conflict("reporting.report.moved")
        WORKFLOW.apply(row, "submit", by=seat.role, findings=findings, today=today, more=facts(found, answers_digest))
        row.statement = {**_statement(statement), "at": now.isoformat()}
        row.submitted_at = now
        row.save(update_fields=["state", "statement", "submitted_at"])
        made = _filed(found, by, findings, answers_digest, language, now)
        review_actions.settle_changed(row, by=by)
        steps.note(
            row.round, row.area, Step.What.SUBMITTED, by=by, submission=row, at=now, details={"filing": made.number}
        )
        log.record(
            "reporting.submission.submitted", by=by, subject=row, area=row.area, role=seat.role,
            details={"reference": made.reference, "digest": made.digest},
        )  # fmt: skip
    return made


def facts(found: Opened, answers_digest: str) -> dict[str, object]:
    """What the guards of sending look at."""
    row: Submission = found.row
    return {
        CONFLICTS: sum(1 for at, each in found.book.kept.items() if each.rival and found.book.positional(at)),
        OPEN_STEPS: team.clearance_open(row, digest=answers_digest),
        OPEN_QUERIES: review.open_queries(row) if row.filings.exists() else 0,
    }


def findings_of(found: Opened) -> Findings:
    """Everything that can be said of the answers, what is missing included; a form's own mistakes left out."""
    every = [each for findings in found.all_faults.values() for each in findings]
    return Findings([each for each in every if each.level != "hard" or each.code.startswith("instrument.answer.")])


def _statement(given: Mapping[str, str]) -> dict[str, str]:
    said = {key: str(given.get(key, "")).strip()[:200] for key in ("name", "office")}
    if not all(said.values()):
        raise Invalid("reporting.report.no-name")
    return said


def _filed(found: Opened, by: Any, findings: Findings, answers_digest: str, language: str, now: dt.datetime) -> Filing:
    row: Submission = found.row
    number = row.filings.count() + 1
    late = is_late(queries.due_of(row, found.today), submitted_on=found.today, as_of=found.today)
    first = row.filings.order_by("number").first()
    reference = f"NR-{row.round.year}-{row.area}-{row.edition}.{number}"
    return Filing.objects.create(
        submission=row, number=number, answers=found.book.answers(), reasons=_reasons(found), withheld=row.withheld,
        statement=row.statement, findings=[_kept(each, language) for each in findings if each.level != "hard"],
        language=row.language, digest=answers_digest, reference=reference,
        by=by, at=now, is_late=first.is_late if first is not None else late,
    )  # fmt: skip


def _reasons(found: Opened) -> dict[str, str]:
    every = {found.book.positional(at): kept.reason for at, kept in found.book.kept.items() if kept.reason}
    return {at: reason for at, reason in sorted((k or "", v) for k, v in every.items()) if at}


def _kept(finding: Finding, language: str) -> dict[str, Any]:
    said = as_json(finding, language)
    return {key: said[key] for key in ("code", "level", "item", "message", "hint") if key in said}


def copy_out(found: Opened, code: str) -> None:
    """Keep what stands in a workbook that is given out, so that on return only what was changed in it counts."""
    row: Submission = found.row
    entries = {block: list(ids) for block, ids in found.book.entries.items()}
    row.copies.create(
        code=code, language=found.language, by=found.desk.by, entries=entries,
        answers={at: kept.value for at, kept in found.book.kept.items() if kept.value is not None},
    )  # fmt: skip
    for old in row.copies.order_by("-at")[COPIES_AT_MOST:]:
        old.delete()
