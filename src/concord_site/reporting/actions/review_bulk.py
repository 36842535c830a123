"""One step for many reports: taken up, assigned, accepted, reminded; each is decided for itself and said why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.utils import timezone

from concord.errors import Conflict, Invalid, Refusal
from concord_site.reporting.actions import review
from concord_site.reporting.actions.review_counts import count
from concord_site.reporting.models.reviewing import Query
from concord_site.reporting.models.submissions import Submission
from concord_site.reporting.queries import review_peers
from concord_site.reporting.queries.review_desk import WITH_US, Row
from concord_site.shell import access

Act = Literal["take-up", "assign", "accept", "remind"]
ACTS: tuple[Act, ...] = ("take-up", "assign", "accept", "remind")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one report: done (or would be), or the refusal."""

    row: Row
    refusal: Refusal | None = None

    @property
    def is_done(self) -> bool:
        """Whether nothing stands against it."""
        return self.refusal is None


def looked_at(rows: Iterable[Row], act: Act, *, by: Any) -> list[Outcome]:
    """What would become of each report, changing nothing but counts that were lacking."""
    held = [each for each in rows if each.is_sent]
    if act == "accept":
        held = _counted(held, by)
        drafted = _with_drafts(held)
        return [Outcome(each, _against(each, drafted)) for each in held]
    wanted = {"take-up": ("submitted",), "remind": ("returned",)}.get(act)
    return [
        Outcome(each, None if wanted is None or each.state in wanted else _moved_on(each))
        for each in held
    ]  # fmt: skip


def _moved_on(row: Row) -> Refusal:
    return Conflict("reporting.review.moved-on", params={"state": row.state})


def _with_drafts(rows: Iterable[Row]) -> dict[Any, int]:
    """How many unsent queries stand on each report, whoever drafted them."""
    found: dict[Any, int] = {}
    drafted = Query.objects.filter(submission__in=[each.pk for each in rows], state=Query.State.DRAFTED)
    for pk in drafted.values_list("submission", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _against(row: Row, drafted: dict[Any, int]) -> Refusal | None:
    """What stands against accepting a report unread: its state, its queries, its findings."""
    if row.state not in WITH_US:
        return _moved_on(row)
    if row.open:
        return Conflict("reporting.submission.open-queries")
    if row.pk in drafted:
        return Conflict("reporting.review.drafts-left", params={"count": drafted[row.pk]})
    if not row.is_clean:
        counts = row.counts or {}
        params = {"hard": counts.get("hard", 0), "soft": counts.get("soft", 0)}
        return Conflict("reporting.review.has-findings", params=params)
    return None


def _counted(rows: list[Row], by: Any) -> list[Row]:
    """The rows with the counts that were lacking."""
    lacking = [each.pk for each in rows if each.counts is None and each.state in WITH_US]
    reports = access.visible(Submission, by).filter(pk__in=lacking).select_related("round", "version")
    peers: dict[tuple[int, str], review_peers.Gathered] = {}
    now = timezone.now()
    found = {each.pk: count(each, peers, now=now) for each in reports}
    return [
        replace(each, counts=desk.counts) if (desk := found.get(each.pk)) is not None else each
        for each in rows
    ]  # fmt: skip


def do(rows: Iterable[Row], act: Act, *, by: Any, person: object | None = None) -> list[Outcome]:
    """Take the step for each report that it can be taken for; one that is refused stops no other.

    Raises:
        Invalid: ``reporting.review.unknown-step``.
    """
    steps: dict[str, Callable[[Row], object]] = {
        "take-up": lambda row: review.take_up(row.pk, by=by, filing=row.filing),
        "assign": lambda row: review.assign(row.pk, person, by=by),
        "accept": lambda row: review.accept(row.pk, by=by, filing=row.filing),
        "remind": lambda row: review.remind(row.pk, by=by),
    }
    if act not in steps:
        raise Invalid("reporting.review.unknown-step")
    return [_taken(each, steps[act]) for each in looked_at(rows, act, by=by)]


def _taken(outcome: Outcome, step: Callable[[Row], object]) -> Outcome:
    if not outcome.is_done:
        return outcome
    try:
        step(outcome.row)
    except Refusal as refusal:
        return Outcome(outcome.row, refusal)
    return outcome
