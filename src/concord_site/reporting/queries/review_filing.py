"""One filing as a reviewer has it on the desk: answers as sent, findings, last time, queries, the log of its steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from concord.errors import NotAllowed, NotFound
from concord.instrument.burden import Already
from concord.instrument.model import Instrument
from concord.instrument.versions import QuestionMap, question_map
from concord.reporting.changes import Changes, changes
from concord.reporting.points import Review as Found
from concord.reporting.review import Last, review
from concord_site.reporting.models.reviewing import Query, Review
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import burden, review_peers
from concord_site.reporting.queries.filling_asked import instrument_of, named
from concord_site.shell import access


def permit(by: object, area: str, action: str = "see") -> None:
    """Refuse whoever has no place at the desk for a country, as if there were nothing.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    try:
        access.permit(Review, by, action, state="recorded", area=area)
    except NotAllowed:
        raise NotFound("site.access.unknown") from None


def is_reviewer(by: object) -> bool:
    """Whether somebody works on reviews, and not only reads them."""
    try:
        access.permit(Review, by, "edit", state="recorded")
    except NotAllowed:
        return False
    return True


def round_of(year: str, by: object) -> Round:
    """A round by its year.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    found = access.visible(Round, by).filter(year=year).first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


def submission_of(year: str, area: str, by: object) -> Submission:
    """A country's report in a round: the newest edition that was sent.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    permit(by, area)
    rows = access.visible(Submission, by).filter(round__year=year, area=area, filings__isnull=False)
    found = rows.select_related("round", "version").order_by("-edition").first()
    if found is None:
        raise NotFound("site.access.unknown")
    return found


@dataclass
class Opened:
    """One filing on the desk; what is not asked for is not computed."""

    submission: Submission
    filing: Filing
    by: Any
    today: dt.date
    language: str

    @cached_property
    def instrument(self) -> Instrument:
        """What was asked."""
        return instrument_of(self.submission)

    @cached_property
    def filings(self) -> list[Filing]:
        """Every filing of this report, oldest first, without its answers."""
        return list(self.submission.filings.defer("answers", "reasons", "findings").order_by("number"))

    @property
    def is_newest(self) -> bool:
        """Whether nothing was sent after it."""
        return self.filing.number == self.filings[-1].number

    @cached_property
    def last(self) -> Last | None:
        """Last round's answers, as published then."""
        return last_of(self.submission)

    @cached_property
    def review(self) -> Found:
        """Everything there is to look at."""
        peers = review_peers.gathered(self.submission.round, self.instrument, by=self.by, today=self.today)
        return reviewed(self.submission, self.filing, peers, today=self.today, language=self.language)

    @cached_property
    def known(self) -> Mapping[str, Already]:
        """What the data set has on the country, in words, by key of ``x_known``."""
        return burden.known(self.submission.area)

    @cached_property
    def before(self) -> Filing | None:
        """The filing before this one: of the same report, or the last of the one that it corrects."""
        rows = self.submission.filings.filter(number__lt=self.filing.number).order_by("-number")
        if (found := rows.first()) is not None or self.submission.previous is None:
            return found
        return self.submission.previous.filings.order_by("-number").first()

    @cached_property
    def since_before(self) -> Changes:
        """What differs from the filing before."""
        if self.before is None:
            return Changes(())
        old = instrument_of(self.before.submission)
        return changes(self.instrument, self.filing.answers, old, self.before.answers)

    @cached_property
    def queries(self) -> list[Query]:
        """Queries on this report that this person may see: those that were sent, and their own drafts."""
        rows = access.visible(Query, self.by).filter(submission=self.submission)
        rows = rows.select_related("by").prefetch_related("replies__by").order_by("sent_at", "at")
        return [each for each in rows if each.state != Query.State.DRAFTED or each.by_id == self.by.pk]

    @cached_property
    def drafts_of_others(self) -> int:
        """How many drafts colleagues have; their words are theirs until they are sent."""
        rows = access.visible(Query, self.by).filter(submission=self.submission, state=Query.State.DRAFTED)
        return rows.exclude(by=self.by.pk).count()

    @cached_property
    def earlier(self) -> list[Query]:
        """Queries on this country's other reports: of earlier rounds, and of what this one corrects."""
        rows = access.visible(Query, self.by).filter(submission__area=self.submission.area)
        rows = rows.exclude(submission=self.submission).exclude(state=Query.State.DRAFTED)
        return list(rows.select_related("submission__round").prefetch_related("replies").order_by("-sent_at")[:40])

    @cached_property
    def at(self) -> Mapping[str, list[Query]]:
        """Queries by address."""
        found: dict[str, list[Query]] = {}
        for each in self.queries:
            found.setdefault(each.address, []).append(each)
        return found

    @cached_property
    def desk(self) -> Review | None:
        """Who reviews it."""
        return access.visible(Review, self.by).filter(submission=self.submission).select_related("reviewer").first()

    @cached_property
    def may_write(self) -> bool:
        """Whether this person writes queries now."""
        states = (Submission.State.SUBMITTED, Submission.State.UNDER_REVIEW, Submission.State.RETURNED)
        return self.submission.state in states and is_reviewer(self.by)


def opened(year: str, area: str, by: Any, *, today: dt.date, language: str, number: int | None = None) -> Opened:
    """One filing on the desk: the newest, or the one of a number.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    submission = submission_of(year, area, by)
    rows = submission.filings.order_by("-number")
    pk = (rows.filter(number=number) if number is not None else rows).values_list("pk", flat=True).first()
    return Opened(submission, access.get(Filing, pk, by), by, today, language)


def last_of(submission: Submission) -> Last | None:
    """What a country answered in the round before, where that is known and its questionnaire too."""
    if not submission.last:
        return None
    old = named(submission.last_instrument)
    return Last(old, submission.last, _map(instrument_of(submission), old)) if old is not None else None


@lru_cache(maxsize=16)
def _map(new: Instrument, old: Instrument) -> QuestionMap:
    return question_map(new, old)


def reviewed(
    submission: Submission, filing: Filing, peers: review_peers.Gathered, *, today: dt.date, language: str
) -> Found:
    """The findings of one filing beside other countries' numbers."""
    income, region = review_peers.groups(submission.area, today)
    return review(
        instrument_of(submission), filing.answers, today=filing.at.date(), language=language,
        last=last_of(submission), reasons=filing.reasons, peers=peers, known=review_peers.known(submission.area),
        populations=review_peers.populations(), area=submission.area, income=income, region=region,
    )  # fmt: skip
