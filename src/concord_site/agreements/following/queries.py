"""What a dossier holds for following it, read from its spaces as values of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from concord.errors import Refusal
from concord.findings import Findings
from concord_site.agreements.queries.spaces import Dossier, Record, Space

INPUT, SETUP = "account.input", "setup"
ACTION, MEETING, DECISION, PAPER = "plan.action", "plan.meeting", "plan.decision", "plan.document"
VALUE, TARGET = "indicator.value", "indicator.target"
EVALUATION, LESSON, SURVEY, OBJECTIVE = "evaluation", "lesson", "survey.answers", "objective"
T = TypeVar("T")


def values(space: Space, kind: str, read: Callable[[Mapping[str, Any]], T]) -> Iterator[tuple[Record, T]]:
    """Records of a kind as values; one that cannot be read (written by a later version of the site) is left out."""
    for record in space.records(kind):
        try:
            yield record, read(record.body)
        except Refusal:
            continue


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
    for record in dossier.shared.records(SURVEY):
        year = record.body.get("year")
        if isinstance(year, int):
            yield from monitoring_sources.from_survey(counted([record]), year=year)


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


def counted(records: Iterable[Record]) -> worker_survey.Summary:
    """Answers of workers counted together."""
    answers = [each for record in records for each in record.body.get("answers", ())]
    return worker_survey.summary(answers)


def survey(dossier: Dossier) -> worker_survey.Summary | None:
    """All answers of workers counted together; None where they were not asked."""
    records = dossier.shared.records(SURVEY)
    return counted(records) if records else None


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
