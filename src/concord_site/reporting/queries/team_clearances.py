"""Clearance before a report is sent: the steps a country has declared, and how far a report has come through them.

Shown to the people of the country alone. An approval counts for the answers it was given on: another digest, no
approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from concord_site.reporting.models.submissions import Clearance, ClearanceStep, Submission
from concord_site.reporting.queries.team_places import areas
from concord_site.shell import access

State = Clearance.State


def declared(area: str) -> list[ClearanceStep]:
    """The steps a country has declared and not ended, in order."""
    rows = ClearanceStep.objects.filter(area=area, ended_at=None).select_related("person")
    return list(rows.order_by("place", "pk"))


def steps(by: Any, area: str) -> list[ClearanceStep]:
    """The declared steps of a country, as far as somebody may see them."""
    seen = set(access.visible(ClearanceStep, by).filter(area=area).values_list("pk", flat=True))
    return [each for each in declared(area) if each.pk in seen]


def areas_declared_by(by: Any) -> list[str]:
    """The countries whose steps somebody declares."""
    return sorted(access.areas(by, "edit", ClearanceStep, state="recorded"))


def turn_of(submission: Submission) -> list[Clearance]:
    """The clearances of the newest turn, in order; empty where there was none."""
    rows = Clearance.objects.filter(submission=submission)
    last = rows.order_by("-turn").values_list("turn", flat=True).first()
    if last is None:
        return []
    found = rows.filter(turn=last).select_related("step", "step__person", "by")
    return list(found.order_by("place", "pk"))


def waiting(submission: Submission) -> Clearance | None:
    """The step whose turn it is."""
    if submission.state != Submission.State.CLEARING:
        return None
    return next((each for each in turn_of(submission) if each.state == State.WAITING), None)


def clearance_open(submission: Submission, *, digest: str = "") -> int:
    """How many steps stand between a report and its sending (for the guard of the workflow).

    Nothing where the country has declared none. While a report is being cleared, the steps of its turn that are not
    approved; otherwise every declared step, since an approval holds while the answers are locked and no longer.

    Args:
        submission: The report.
        digest: Of the answers that are to be sent: approvals of other answers do not count.
    """
    if submission.state != Submission.State.CLEARING:
        return ClearanceStep.objects.filter(area=submission.area, ended_at=None).count()
    return sum(_is_open(each, digest) for each in turn_of(submission))


def _is_open(row: Clearance, digest: str) -> bool:
    if row.state == State.CANCELLED:  # the country ended the step meanwhile
        return False
    return row.state != State.APPROVED or bool(digest and row.digest != digest)


@dataclass(frozen=True, slots=True)
class Turn:
    """One time a report went round, for its country."""

    number: int
    rows: tuple[Clearance, ...]


def turns(submission: Submission, by: Any) -> list[Turn]:
    """Every time a report went round, the newest first; nothing for whoever is not of its country."""
    if submission.area not in areas(by):
        return []
    rows = access.visible(Clearance, by).filter(submission=submission).select_related("step", "step__person", "by")
    found: dict[int, list[Clearance]] = {}
    for row in rows.order_by("-turn", "place", "pk"):
        found.setdefault(row.turn, []).append(row)
    return [Turn(number, tuple(held)) for number, held in found.items()]


def waits_for(person: Any) -> list[Clearance]:
    """The reports that wait for the clearance of somebody now, what is due first."""
    rows = access.visible(Submission, person, action="approve").filter(state=Submission.State.CLEARING)
    found = [waiting(each) for each in rows.select_related("round")]
    own = [each for each in found if each is not None and each.step.person_id == person.pk]
    return sorted(own, key=lambda each: (each.due_on is None, each.due_on, each.pk))


def is_turn_of(submission: Submission, person: Any) -> bool:
    """Whether it is this person who decides on the report now."""
    now = waiting(submission)
    return now is not None and now.step.person_id is not None and now.step.person_id == getattr(person, "pk", None)
