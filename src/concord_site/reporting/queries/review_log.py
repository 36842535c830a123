"""Everything that has happened to a report since its country was invited, as the secretariat may know it.

What a country does among its own people (delegating, clearing, commenting) is no part of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from concord_site.accounts.models import Person
from concord_site.audit import queries as log
from concord_site.reporting.models.rounds import Step
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries.review_desk import REVIEWERS
from concord_site.shell import access

#: Entries of the log that are read for one report.
AT_MOST = 1_000
#: Acts of the log that are shown; drafts are their authors' own.
SHOWN = frozenset({
    "reporting.review.taken-up", "reporting.review.returned", "reporting.review.accepted", "reporting.review.reopened",
    "reporting.review.assigned", "reporting.review.reminded", "reporting.query.sent", "reporting.query.answered",
    "reporting.query.changed", "reporting.query.continued", "reporting.query.closed",
})  # fmt: skip
#: Steps of the country's way that stand in no entry above.
STEPS = frozenset({
    Step.What.INVITED, Step.What.DESIGNATED, Step.What.STARTED, Step.What.PUBLISHED, Step.What.CORRECTED,
    Step.What.WITHDRAWN,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened: when, what (a step or an act), who, and what belongs to it.

    Args:
        what: A step (``started``), ``filed``, or the act of an entry (``reporting.review.accepted``).
        who: Name of somebody of the secretariat; empty for the country and for the installation itself.
        is_country: Whether the country did it.
    """

    at: dt.datetime
    what: str
    who: str = ""
    is_country: bool = False
    details: Any = None


def history(submission: Submission, by: Any) -> list[Line]:
    """The log of a report, oldest first."""
    acts = [each for each in log.history(submission, most=AT_MOST) if each.action in SHOWN]
    names = _names(each.actor for each in acts)
    found = [*_acts(acts, names), *_steps(submission, by), *_filings(submission)]
    return sorted(found, key=lambda line: line.at)


def _acts(acts: Iterable[log.Line], names: dict[str, str]) -> Iterator[Line]:
    for each in acts:
        is_ours = each.role in REVIEWERS
        yield Line(
            each.at, each.action, names.get(each.actor, "") if is_ours else "", bool(each.role) and not is_ours,
            each.details,
        )  # fmt: skip


def _names(actors: Iterable[str]) -> dict[str, str]:
    keys = {each.partition(":")[2] for each in actors if each.startswith("person:")}
    return {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}


def _steps(submission: Submission, by: Any) -> Iterator[Line]:
    rows = access.visible(Step, by).filter(
        participation__round=submission.round_id, participation__area=submission.area, what__in=STEPS
    )
    for each in rows.select_related("by"):
        of_country = each.what in (Step.What.STARTED, Step.What.DESIGNATED)
        yield Line(each.at, each.what, "", of_country, each.details)


def _filings(submission: Submission) -> Iterator[Line]:
    for number, at, is_late, reference in submission.filings.values_list("number", "at", "is_late", "reference"):
        yield Line(at, "filed", "", True, {"filing": number, "is_late": is_late, "reference": reference})
