"""What a dossier holds for following it, read from its spaces as values of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from concord.agreements import account_given, monitoring, monitoring_sources, worker_survey
from concord.agreements.account import account
from concord.agreements.account_given import Asked, Given
from concord.agreements.account_model import Account
from concord.agreements.evaluation import Evaluation, Lesson
from concord.agreements.monitoring import Row, Target, Told
from concord.agreements.objectives import Chosen
from concord.agreements.plan import Action, Decision, Meeting, Paper, Plan
from concord.agreements.worker_survey import Batch
from concord.errors import Refusal
from concord.findings import Findings
from concord_site.agreements.queries.spaces import Dossier, Record, Space

INPUT, SETUP = "account.input", "setup"
ACTION, MEETING, DECISION, PAPER = "plan.action", "plan.meeting", "plan.decision", "plan.document"
VALUE, TARGET = "indicator.value", "indicator.target"
EVALUATION, LESSON, SURVEY, OBJECTIVE = "evaluation", "lesson", "survey.answers", "objective"
PLAN = (ACTION, MEETING, DECISION, PAPER)
#: How records of each kind are read.
READ: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    ACTION: Action.from_json, MEETING: Meeting.from_json, DECISION: Decision.from_json, PAPER: Paper.from_json,
    VALUE: Told.from_json, TARGET: Target.from_json, EVALUATION: Evaluation.from_json, LESSON: Lesson.from_json,
    SURVEY: Batch.from_json, OBJECTIVE: Chosen.from_json,
}  # fmt: skip
T = TypeVar("T")


def values(space: Space, kind: str, read: Callable[[Mapping[str, Any]], T]) -> Iterator[tuple[Record, T]]:
    """Records of a kind as values; one that cannot be read is left out, and :func:`unread` says how many there are."""
    for record in space.records(kind):
        try:
            yield record, read(record.body)
        except Refusal:
            continue


def unread(dossier: Dossier, *kinds: str) -> int:
    """How many records of these kinds, shared or one's own, cannot be read: a later version of the site wrote them."""
    return sum(
        len(space.records(kind)) - sum(1 for _ in values(space, kind, READ[kind]))
        for space in (dossier.shared, dossier.own)
        for kind in kinds
    )


# --- The account -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Inputs:
    """Figures of an account as they stand: what was said of the whole, and each figure with where it is kept.

    ``kept`` says for each quantity in which space the figure stands that goes in, and its version there.
    """

    setup: Mapping[str, Any]
    kept: Mapping[str, tuple[str, Record]]
    findings: Findings
    asked: Asked | None

    @property
    def span(self) -> tuple[int, ...]:
        """The years of the account; none while nobody has said them."""
        first, years = self.setup.get("first"), self.setup.get("years")
        return tuple(range(first, first + years)) if isinstance(first, int) and isinstance(years, int) else ()


def inputs(dossier: Dossier, side: str) -> Inputs:
    """What goes into the account: shared figures; for ``own`` one's own over them."""
    kept: dict[str, tuple[str, Record]] = {}
    for name, space in (("shared", dossier.shared), *((("own", dossier.own),) if side == "own" else ())):
        kept |= {record.key: (name, record) for record in space.records(INPUT)}
    setup = dict(kept[SETUP][1].body) if SETUP in kept else {}
    figures = {id: record.body for id, (_, record) in kept.items() if id != SETUP}
    read = account_given.read({**setup, **_named(dossier), "inputs": figures}) if setup else None
    findings = read.findings if read is not None else Findings()
    return Inputs(setup, kept, findings, read.asked if read is not None else None)


def _named(dossier: Dossier) -> dict[str, Any]:
    sides = {side: ", ".join(str(each) for each in dossier.parties if each.side == side and not each.has_left)
             for side in ("origin", "destination")}  # fmt: skip
    return {"id": dossier.id, "title": str(dossier), "invented": dossier.is_invented, **sides}


def shared_account(dossier: Dossier) -> Account | None:
    """The account of what the parties share; None while it lacks something."""
    asked = inputs(dossier, "shared").asked
    return account(asked) if asked is not None else None


def given_of(record: Record) -> Given | None:
    """A figure as it was written."""
    return account_given.read_given(record.key, record.body).given


# --- Plan, committee -------------------------------------------------------------------------------------------------
def plan(dossier: Dossier) -> Plan:
    """The plan of the shared space."""
    shared = dossier.shared
    return Plan(
        tuple(each for _, each in values(shared, ACTION, Action.from_json)),
        tuple(sorted((each for _, each in values(shared, MEETING, Meeting.from_json)), key=lambda each: each.on)),
        tuple(each for _, each in values(shared, DECISION, Decision.from_json)),
        tuple(each for _, each in values(shared, PAPER, Paper.from_json)),
    )


# --- Monitoring ------------------------------------------------------------------------------------------------------
def told(dossier: Dossier, *, today: date) -> tuple[Told, ...]:
    """Every figure: what parties wrote, and what account, plan and survey tell by themselves."""
    written = [each for _, each in values(dossier.shared, VALUE, Told.from_json)]
    known = {each.key for each in written}
    return (*written, *(each for each in _derived(dossier, today) if each.key not in known))


def _derived(dossier: Dossier, today: date) -> Iterator[Told]:
    whole = plan(dossier)
    if whole.actions or whole.meetings or whole.papers:
        yield from monitoring_sources.from_plan(whole, today=today)
    found = shared_account(dossier)
    if found is not None:
        yield from monitoring_sources.from_account(found)
    yield from from_data_set(dossier)
    for _record, batch in values(dossier.shared, SURVEY, Batch.from_json):
        if batch.year is not None:
            yield from monitoring_sources.from_survey(worker_survey.summary([batch]), year=batch.year)


def from_data_set(dossier: Dossier) -> Iterator[Told]:
    """What rooms below tell from the data set (suppliers of kind ``agreements.figures``).

    A supplier takes ``origin`` and ``destination`` (alpha-3) and gives plain mappings as
    :meth:`~concord.agreements.monitoring.Told.from_json` reads them.
    """
    from concord_site.shell import suppliers

    for origin in (each.area for each in dossier.parties if each.side == "origin" and each.area):
        for destination in (each.area for each in dossier.parties if each.side == "destination" and each.area):
            for supply in suppliers.each("agreements.figures"):
                for body in supply(origin=origin, destination=destination):
                    yield Told.from_json(body)


def targets(dossier: Dossier) -> tuple[Target, ...]:
    """What is wanted."""
    return tuple(each for _, each in values(dossier.shared, TARGET, Target.from_json))


def rows(dossier: Dossier, *, today: date, year: int | None = None) -> tuple[Row, ...]:
    """Indicators side by side."""
    return monitoring.side_by_side(told(dossier, today=today), targets(dossier), year=year)


def survey(dossier: Dossier) -> worker_survey.Summary | None:
    """All answers of workers counted together; None where they were not asked."""
    batches = [each for _record, each in values(dossier.shared, SURVEY, Batch.from_json)]
    return worker_survey.summary(batches) if batches else None


# --- Evaluation, lessons ---------------------------------------------------------------------------------------------
def objectives(dossier: Dossier) -> tuple[Chosen, ...]:
    """Objectives that the parties share."""
    return tuple(each for _, each in values(dossier.shared, OBJECTIVE, Chosen.from_json))


def evaluations(dossier: Dossier) -> tuple[tuple[Record, Evaluation], ...]:
    """Evaluations, the newest first."""
    found = values(dossier.shared, EVALUATION, Evaluation.from_json)
    return tuple(sorted(found, key=lambda each: each[1].until, reverse=True))


def lessons(dossier: Dossier) -> tuple[tuple[Record, Lesson], ...]:
    """Lessons, as written."""
    return tuple(values(dossier.shared, LESSON, Lesson.from_json))
