"""National reports as their own country sees them: the desk at which one is filled, what is due, what was sent.

The working answers are read here, for the people of the country and for those it has asked; others read filings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.instrument.burden import Already
from concord.instrument.model import Instrument, Question
from concord.reporting import deadlines, places
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Participation, Round
from concord_site.reporting.models.submissions import Delegation, Filing, Submission, SubmissionAnswer
from concord_site.reporting.queries import filling, rounds
from concord_site.reporting.queries.filling import Desk
from concord_site.reporting.queries.filling_asked import instrument_of as instrument_of
from concord_site.reporting.queries.known import known_at
from concord_site.shell import access
from concord_site.shell.access import Seat
from concord_site.shell.i18n import language

State = Submission.State
#: States in which answers are written.
BEING_FILLED = (State.DRAFT, State.RETURNED)
#: States in which a report is the country's no longer to send: it was sent.
SENT = (State.SUBMITTED, State.UNDER_REVIEW, State.ACCEPTED, State.PUBLISHED, State.CORRECTED)


class _Held:
    """Somebody whose seats are asked for once."""

    def __init__(self, by: Any) -> None:
        self.pk, self._by = getattr(by, "pk", None), by

    def seats(self) -> tuple[Seat, ...]:
        """The seats at the moment of the request."""
        return self._seats

    @cached_property
    def _seats(self) -> tuple[Seat, ...]:
        return access.seats_of(self._by)


class ReportDesk(Desk):
    """One person of a country at its report."""

    kind, name, frame = "report", "reporting:report", "reporting/reports/_frame.html"
    marks = "reporting/reports/_marks.html"
    uploads_at_most, has_history = 20, True
    is_delegate: ClassVar[bool] = False

    def __init__(self, pk: object, by: Any, **more: Any) -> None:
        super().__init__(pk, by, **more)
        self._held = _Held(by)

    def _areas(self, action: str) -> frozenset[str]:
        return access.areas(self._held, action, SubmissionAnswer, state="recorded")

    def fetch(self, action: str = "see", *, lock: bool = False) -> Submission:
        """The report, for the people of its country alone; to change it, while it is being filled.

        Raises:
            NotFound: ``site.access.unknown``: none, or none of a country this person acts for.
            NotAllowed: ``site.access.forbidden``: this person reads it and changes nothing.
            Conflict: ``reporting.report.not-open``: it was sent, or is being cleared.
        """
        rows = Submission.objects.select_for_update(of=("self",)) if lock else Submission.objects.all()
        seen = rows.select_related("round", "version").filter(area__in=self._areas("see"))
        return self._checked(_by_key(seen, self.pk), action)

    def _checked(self, found: Submission | None, action: str) -> Submission:
        if found is None:
            raise NotFound("site.access.unknown")
        if action != "see" and found.area not in self._areas("edit"):
            raise NotAllowed("site.access.forbidden", params={"action": action, "kind": "submission"})
        if action != "see" and found.state not in BEING_FILLED:
            raise Conflict("reporting.report.not-open", params={"state": found.state})
        return found

    def may_answer(self, row: Submission) -> bool:
        """Whether this person answers, and the report is being filled."""
        return row.state in BEING_FILLED and row.area in self._areas("edit")

    def known(self, row: Submission) -> Mapping[str, Already]:
        """What the data set knows of the country, with the numbers that can be taken over."""
        return known_at(self.instrument(row), row.area)

    def reference(self, row: Submission) -> str:
        """Round and country; a generated report says so in every file's name and rows."""
        return f"{row.round.year}-{row.area}{'-example' if row.is_example else ''}"

    def trail(self, row: Submission, title: str) -> list[tuple[str, str]]:
        """After the country's list of reports."""
        return [(_("Reports"), reverse("reporting:reports")), (name_of(row), self.href())]

    def about_upload(self, row: Submission, form: str, round: str) -> dict[str, Any]:
        """By which form a file came, and which copy it says it is."""
        code = round.rpartition(COPY)[2].strip() if COPY in round else ""
        is_known = bool(code) and row.copies.filter(code=code[:12]).exists()
        return {"form": form, "sent_by": self.by, "copy": code[:12] if is_known else ""}

    def check_file(self, row: Submission, area: str) -> None:
        """A workbook that was written for another country is refused."""
        if area and area != row.area:
            given, wanted = (places.name(each, language()) for each in (area, row.area))
            raise Invalid("reporting.filling.other-area", params={"given": given, "wanted": wanted})


class DelegateDesk(ReportDesk):
    """A colleague elsewhere at the sections that were asked of them; ``pk`` is the delegation's."""

    name, frame = "reporting:delegation", "reporting/reports/_frame.html"
    is_delegate = True

    def __init__(self, pk: object, by: Any) -> None:
        super().__init__(pk, by, sections=())

    @cached_property
    def delegation(self) -> Delegation:
        """What was asked."""
        return access.get(Delegation, self.pk, self._held, "see")

    def fetch(self, action: str = "see", *, lock: bool = False) -> Submission:
        """The report behind the delegation; to change it, while the delegation is open and the report is filled.

        Raises:
            NotFound: ``site.access.unknown``.
            Conflict: ``reporting.report.not-open``: handed in, or the report is not filled at present.
        """
        self.__dict__.pop("delegation", None)
        if getattr(self.delegation, "person_id", None) != self._held.pk:
            raise NotFound("site.access.unknown")
        self.only = frozenset(int(each) for each in self.delegation.sections)
        rows = Submission.objects.select_for_update(of=("self",)) if lock else Submission.objects.all()
        found = rows.select_related("round", "version").filter(pk=self.delegation.submission_id).first()
        if found is None or found.state == State.WITHDRAWN:
            raise NotFound("site.access.unknown")
        if action != "see" and not self.may_answer(found):
            raise Conflict("reporting.report.not-open", params={"state": found.state})
        return found

    def may_answer(self, row: Submission) -> bool:
        """Whether the delegation is open and the report is being filled."""
        return self.delegation.state == Delegation.State.OPEN and row.state in BEING_FILLED

    @property
    def may_remark(self) -> bool:
        """Whether comments can be written."""
        return self.delegation.state == Delegation.State.OPEN

    def trail(self, row: Submission, title: str) -> list[tuple[str, str]]:
        """After what is asked of oneself."""
        return [(_("Asked of you"), reverse("reporting:own-delegations")), (name_of(row), self.href())]


#: What stands between the round and the code of a copy, in what a workbook says of its round.
COPY = " / "


def name_of(row: Submission) -> str:
    """A report in words: country and round."""
    said = {"country": places.name(row.area, language()), "round": row.round.year}
    return _("%(country)s, report for %(round)s") % said


def desk_of(pk: object, by: Any) -> ReportDesk:
    """The desk at a country's report."""
    return ReportDesk(pk, by)


def _by_key(rows: Any, pk: object) -> Any:
    try:
        return rows.filter(pk=pk).first()
    except (ValueError, TypeError):
        return None


# ---- what is due, and what was sent ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Report:
    """One country in one round, as its people see it.

    Args:
        submission: The report, the newest edition; None where nobody has begun.
        filings: Every time it was sent, newest first.
        due: By when; ``is_late`` where that day has passed and nothing was sent.
    """

    round: Round
    area: str
    submission: Submission | None
    filings: tuple[Filing, ...]
    due: dt.date
    is_late: bool
    may_begin: bool


def reports(by: Any, *, today: dt.date) -> list[Report]:
    """Every round that is open or was answered, for each country this person works for; the newest first."""
    held = _Held(by)
    here = sorted(access.areas(held, "see", SubmissionAnswer, state="recorded"))
    may = access.areas(held, "create", Submission, state=State.DRAFT)
    filed = Prefetch("filings", queryset=Filing.objects.order_by("-number"))
    rows = Submission.objects.filter(area__in=here).prefetch_related(filed).order_by("edition")
    latest = {(each.round_id, each.area): each for each in rows}
    opened = access.visible(Round, held).order_by("-year")
    parts = {
        (each.round_id, each.area): each
        for each in Participation.objects.filter(area__in=here).prefetch_related("extensions")
    }
    found = []
    for each in opened:
        for area in here:
            row = latest.get((each.pk, area))
            if row is None and each.state != Round.State.OPEN:
                continue
            part = parts.get((each.pk, area)) or Participation(round=each, area=area)
            part.round = each
            found.append(_report(each, area, row, part, may=area in may, today=today))
    return found


def of_area(area: str, by: Any, *, at_most: int = 50) -> list[Any]:
    """Keys of a country's reports, the newest round first, for the people who act for it."""
    if area not in access.areas(by, "see", SubmissionAnswer, state="recorded"):
        return []
    rows = Submission.objects.filter(area=area).order_by("-round__year", "-edition")
    return list(rows.values_list("pk", flat=True)[:at_most])


def _report(
    round: Round, area: str, row: Submission | None, part: Participation, *, may: bool, today: dt.date
) -> Report:
    filings = tuple(row.filings.all()) if row is not None else ()
    due = rounds.due_on(part, today)
    first = filings[-1].at.date() if filings else None
    is_late = deadlines.is_late(due, submitted_on=first, as_of=today)
    may_begin = may and row is None and round.state == Round.State.OPEN
    return Report(round, area, row, filings, due, is_late and not filings, may_begin)


def due_of(row: Submission, today: dt.date) -> dt.date:
    """By when a report is due, extensions counted."""
    return rounds.due_on(rounds.participation(row.round, row.area), today)


# ---- last time -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Before:
    """The answers of the round before."""

    instrument: str
    answers: Mapping[str, Any]
    is_example: bool


def before(round: Round, area: str) -> Before | None:
    """What a country answered last time: as it was filed, where it was published from here, else as it is published.

    What the country kept confidential stands in its own filing alone; these are its own officers.
    """
    rows = Publication.objects.filter(use=Publication.Use.NATIONAL, area=area, round__year__lt=round.year)
    found = rows.filter(state=Publication.State.PUBLISHED).order_by("-round__year").select_related("round").first()
    if found is not None:
        filed = Filing.objects.filter(submission__round=found.round_id, submission__area=area)
        row = filed.filter(submission__state=State.PUBLISHED).order_by("-submission__edition", "-number").first()
        answers = row.answers if row is not None else found.answers
        return Before(found.instrument, answers, found.is_example)
    kept = Filing.objects.filter(submission__area=area, submission__round__year__lt=round.year)
    kept = kept.filter(submission__state__in=(State.ACCEPTED, State.SUBMITTED, State.UNDER_REVIEW))
    last = kept.order_by("-submission__round__year", "-number").select_related("submission").first()
    if last is None:
        return None
    return Before(last.submission.instrument, last.answers, last.submission.is_example)


# ---- what is confidential --------------------------------------------------------------------------------------------
def withholdable(instrument: Instrument) -> tuple[Question, ...]:
    """Questions whose answers the country may keep to itself."""
    return tuple(each for each in instrument.questions if each.is_asked and each.about.confidential)


def key_of(question: Question) -> str:
    """What a question is called in ``withheld``: its key, after those of the repeating blocks around it."""
    return "/".join((*question.repeat, question.key))


# ---- receipts --------------------------------------------------------------------------------------------------------
def filing(pk: object, by: Any) -> Filing:
    """A filing, for its own country.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    here = access.areas(by, "see", Filing, state="recorded")
    rows = Filing.objects.filter(submission__area__in=here).select_related("submission__round", "submission__version")
    found: Filing | None = _by_key(rows, pk)
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def compared(reference: str, digest: str) -> bool:
    """Whether a receipt says what was filed; what does not fit and what does not exist are alike."""
    wanted = "".join(digest.split()).lower()
    return len(wanted) == 64 and Filing.objects.filter(reference=reference.strip()[:40], digest=wanted).exists()


def history(row: Submission, address: str) -> list[Any]:
    """Every writing of one answer, the newest first."""
    return list(row.changes.filter(address=address).order_by("-at", "-pk").select_related("by")[:200])


def present(row: Submission, *, since: dt.datetime) -> list[Any]:
    """Who has opened a page since a moment, the newest first."""
    return list(row.presences.filter(seen_at__gte=since).order_by("-seen_at").select_related("person")[:40])


def opened_for(row: Submission, desk: Desk, *, today: dt.date, language: str) -> filling.Opened:
    """A report that was fetched already, as a page stands on it."""
    instrument = desk.instrument(row)
    return filling.Opened(desk, row, instrument, filling.book_of(row, instrument, today=today), today, language)
