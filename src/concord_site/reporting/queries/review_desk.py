"""The review queue: every Member State of a round in one list, in a constant number of questions to the database."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from concord import roles
from concord.vocabulary import areas
from concord_site.accounts.models import Person
from concord_site.accounts.queries import people_with
from concord_site.reporting.models.reviewing import Query, Review
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.shell import access

#: Roles of people who review.
REVIEWERS = ("secretariat-desk", "secretariat-administrator")
#: States in which a report waits for the secretariat.
WITH_US = (Submission.State.SUBMITTED, Submission.State.UNDER_REVIEW)
SORTS = ("waiting", "country", "findings", "filed", "queries", "state")
#: The order of states in the list: what waits for the desk first.
STATES = (
    Submission.State.SUBMITTED, Submission.State.UNDER_REVIEW, Submission.State.RETURNED, Submission.State.ACCEPTED,
    Submission.State.PUBLISHED, Submission.State.CORRECTED, Submission.State.WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A Member State in the queue.

    Args:
        pk: Key of the report; None where none was sent.
        state: The report's; empty where none was sent.
        filing: Number of its newest filing.
        counts: Findings by level; empty where they are not counted yet.
        open: Queries that wait for the country; ``answered``: those that wait for the desk; ``drafts``: one's own.
        waiting: Days it has waited, for the desk or for the country; None where nobody waits.
    """

    area: str
    name: str
    region: str
    pk: Any = None
    edition: int = 1
    state: str = ""
    filing: int = 0
    filed_at: dt.datetime | None = None
    is_late: bool = False
    is_example: bool = False
    counts: Mapping[str, int] | None = None
    open: int = 0
    answered: int = 0
    drafts: int = 0
    reviewer: int | None = None
    reviewer_name: str = ""
    waiting: int | None = None

    @property
    def is_sent(self) -> bool:
        """Whether there is a report to look at."""
        return self.pk is not None

    @property
    def waits_for_desk(self) -> bool:
        """Whether the secretariat has to decide."""
        return self.state in WITH_US

    @property
    def is_clean(self) -> bool:
        """Whether its findings were counted and are notes at most."""
        return self.counts is not None and not self.counts.get("hard") and not self.counts.get("soft")

    @property
    def weight(self) -> int:
        """How much there is to look at."""
        return 10_000 * self.counts.get("hard", 0) + self.counts.get("soft", 0) if self.counts else 0


@dataclass(frozen=True, slots=True)
class Narrow:
    """What the list is narrowed to; empty means everything that was sent."""

    state: str = ""  # one state, "with-us", "none" (not sent) or "all"
    region: str = ""
    reviewer: str = ""  # "me", "nobody", or a key
    findings: str = ""  # "some", "clean"
    late: bool = False
    words: str = ""
    sort: str = "waiting"


def queue(round: Round, by: Any, *, today: dt.date, language: str) -> list[Row]:
    """Every Member State that this person's place at the desk reaches, by name."""
    everything, regions = _reach(by)
    members = [each for each in areas.member_states(today) if everything or each.region(today) in regions]
    sent = _sent(round, by)
    pks = [each["pk"] for each in sent.values()]
    filed = _filed(by, pks)
    desks = {each.submission_id: each for each in _desks(by, pks)}
    asked = _asked(by, pks)
    rows = [
        _row(each, sent.get(each.id), filed, desks, asked, today=today, language=language)
        for each in members
    ]  # fmt: skip
    return sorted(rows, key=lambda row: folded(row.name))


def _reach(by: Any) -> tuple[bool, frozenset[str]]:
    """Whether somebody's place at the desk is for all countries, and the regions it is for."""
    held = [(seat, roles.declared().reach(seat.role, "see", Review.kind, "recorded")) for seat in access.seats_of(by)]
    regions = frozenset(seat.region for seat, reach in held if "region" in reach and seat.region)
    return any("any" in reach for _, reach in held), regions


def _sent(round: Round, by: Any) -> dict[str, dict[str, Any]]:
    """The newest edition that was sent, by area."""
    rows = access.visible(Submission, by).filter(round=round, filings__isnull=False).distinct()
    held = rows.order_by("edition").values("pk", "area", "edition", "state", "is_example")
    return {each["area"]: dict(each) for each in held}


def _filed(by: Any, pks: Iterable[Any]) -> dict[Any, dict[str, Any]]:
    rows = access.visible(Filing, by).filter(submission__in=list(pks)).order_by("number")
    return {each["submission"]: dict(each) for each in rows.values("submission", "number", "at", "is_late")}


def _desks(by: Any, pks: Iterable[Any]) -> Iterable[Review]:
    return access.visible(Review, by).filter(submission__in=list(pks)).select_related("reviewer")


def _asked(by: Any, pks: Iterable[Any]) -> dict[Any, dict[str, Any]]:
    change = Q(weight=Query.Weight.CHANGE)
    rows = access.visible(Query, by).filter(submission__in=list(pks)).values("submission")
    found = rows.annotate(
        open=Count("pk", filter=change & Q(state=Query.State.OPEN)),
        answered=Count("pk", filter=change & Q(state=Query.State.ANSWERED)),
        drafts=Count("pk", filter=Q(state=Query.State.DRAFTED, by=getattr(by, "pk", None))),
        last=Max("sent_at"),
    )
    return {each["submission"]: dict(each) for each in found}


def _row(
    area: areas.Area, sent: Mapping[str, Any] | None, filed: Mapping[Any, Mapping[str, Any]],
    desks: Mapping[Any, Review], asked: Mapping[Any, Mapping[str, Any]], *, today: dt.date, language: str,
) -> Row:  # fmt: skip
    name, region = area.name(language), area.region(today) or ""
    filing = filed.get(sent["pk"]) if sent else None
    if sent is None or filing is None:
        return Row(area.id, name, region)
    desk, queries = desks.get(sent["pk"]), asked.get(sent["pk"], {})
    is_counted = desk is not None and desk.filing == filing["number"]
    return Row(
        area.id, name, region, sent["pk"], sent["edition"], sent["state"], filing["number"], filing["at"],
        filing["is_late"], sent["is_example"], desk.counts if desk is not None and is_counted else None,
        queries.get("open", 0), queries.get("answered", 0), queries.get("drafts", 0),
        desk.reviewer_id if desk else None, desk.reviewer.name if desk and desk.reviewer else "",
        _waiting(sent["state"], filing["at"], queries.get("last"), today),
    )  # fmt: skip


def _waiting(state: str, filed_at: dt.datetime, asked_at: dt.datetime | None, today: dt.date) -> int | None:
    if state in WITH_US:
        return max(0, (today - filed_at.date()).days)
    if state == Submission.State.RETURNED and asked_at is not None:
        return max(0, (today - asked_at.date()).days)
    return None


# ---- narrowing and order
def narrowed(rows: Iterable[Row], to: Narrow, by: Any) -> list[Row]:
    """The rows that fit, in the order asked for."""
    kept = [each for each in rows if _fits(each, to, by)]
    return sorted(kept, key=lambda row: _order(row, to.sort))


def _fits(row: Row, to: Narrow, by: Any) -> bool:
    wanted = {
        "": row.is_sent, "all": True, "none": not row.is_sent, "with-us": row.state in WITH_US,
    }.get(to.state, row.state == to.state)  # fmt: skip
    who = {"": True, "me": row.reviewer == getattr(by, "pk", None), "nobody": row.is_sent and row.reviewer is None}
    look = {"some": row.counts is not None and not row.is_clean, "clean": row.is_clean}.get(to.findings, True)
    said = folded(f"{row.name} {row.area}")
    return (
        wanted
        and (not to.region or row.region == to.region)
        and who.get(to.reviewer, str(row.reviewer) == to.reviewer)
        and look
        and (not to.late or row.is_late)
        and all(word in said for word in folded(to.words).split())
    )


def _order(row: Row, sort: str) -> tuple[Any, ...]:
    place = STATES.index(Submission.State(row.state)) if row.state else len(STATES)
    name = folded(row.name)
    never = dt.datetime.max.replace(tzinfo=dt.UTC)
    return {
        "country": (name,),
        "findings": (-row.weight, name),
        "filed": (row.filed_at or never, name),
        "queries": (-row.open, -row.answered, name),
        "state": (place, name),
    }.get(sort, (row.state not in WITH_US, -(row.waiting if row.waiting is not None else -1), place, name))


def folded(text: str) -> str:
    """A text for finding and sorting: without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def reviewers() -> list[Person]:
    """People who may review."""
    return people_with(REVIEWERS)


def rounds(by: Any) -> list[Round]:
    """Rounds of which somebody may look at reports, newest first."""
    return list(access.visible(Round, by).exclude(state=Round.State.PREPARING).order_by("-year"))


def may_read(by: Any) -> bool:
    """Whether somebody has a place at the desk: for all countries, or for those of a region."""
    everything, regions = _reach(by)
    return everything or bool(regions)
