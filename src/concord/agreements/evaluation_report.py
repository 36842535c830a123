"""The evaluation report as a document: verdicts first, then figures side by side, plan, account, workers, lessons.

Composed from values alone; equal values give an equal document. What people wrote stands in the language in which they
wrote it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from concord.agreements import account_report
from concord.agreements.account_model import Account
from concord.agreements.account_words import Speech
from concord.agreements.evaluation import Evaluation, Lesson
from concord.agreements.evaluation_figures import (
    baseline_said,
    figure_said,
    least_said,
    name_of,
    others_said,
    target_said,
)
from concord.agreements.evaluation_objectives import table_of
from concord.agreements.evaluation_words import best, cell, joined, written
from concord.agreements.monitoring import PARTIES, Row
from concord.agreements.monitoring_declared import declared
from concord.agreements.objectives import Chosen, goals
from concord.agreements.plan import Plan
from concord.agreements.plan_progress import Progress
from concord.agreements.worker_survey import Summary
from concord.documents.model import (
    Block,
    Bullets,
    Column,
    Cover,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Run,
    Table,
    Value,
)
from concord.vocabulary import formats, money
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.text import Text

DOMAIN = "documents/agreement-following"


@dataclass(frozen=True)
class Material:
    """What the report is composed from.

    Attributes:
        agreement: Its title.
        names: Of the parties, by side.
        rows: Indicators side by side.
        account: The benefit account, where one was worked out.
        survey: Answers of workers, where they were asked.
    """

    agreement: Text
    names: Mapping[str, Text]
    evaluation: Evaluation
    objectives: tuple[Chosen, ...] = ()
    rows: tuple[Row, ...] = ()
    plan: Plan = field(default_factory=Plan)
    progress: Progress | None = None
    account: Account | None = None
    survey: Summary | None = None
    lessons: tuple[Lesson, ...] = ()
    invented: bool = False


def compose(of: Material, language: str, *, as_of: dt.date) -> Document:
    """The report in one language; what people wrote falls back visibly to the language they wrote in."""
    speech, kind = Speech(language, DOMAIN), of.evaluation.kind
    names = {side: best(of.names.get(side, Text()), language) for side in ("origin", "destination")}
    inputs: tuple[Input, ...] = (declared().input, *(of.account.inputs if of.account else ()))
    return Document(
        id=f"evaluation-{of.evaluation.id}-{language}",
        title=speech.say(f"title-{kind}", agreement=best(of.agreement, language)),
        language=language,
        as_of=as_of,
        blocks=tuple(_blocks(of, speech, names)),
        subtitle=speech.say(
            "subtitle", **names, since=formats.date(of.evaluation.since, language),
            until=formats.date(of.evaluation.until, language),
        ),
        cover=_cover(of, speech),
        running_head=speech.say(f"kicker-{kind}"),
        running_foot=speech.say("running-foot"),
        keywords=(best(of.agreement, language), "evaluation"),
        demonstration=of.invented,
        provenance=Provenance(inputs, "agreement-evaluation", "1", as_of.isoformat()),
    )  # fmt: skip


def _cover(of: Material, speech: Speech) -> Cover:
    each = of.evaluation
    who = each.evaluators or speech.text("evaluators-none")
    stands = speech.text("independent" if each.is_independent else "not-independent")
    return Cover(
        kicker=speech.say(f"kicker-{each.kind}"),
        promise=speech.say("promise"),
        notice=speech.say("notice-invented" if of.invented else "notice"),
        facts=(
            (speech.say("evaluators"), Value(f"{who} ({stands})")),
            (speech.say("outcome"), speech.cell(f"outcome-{each.outcome}")),
        ),
        licence=speech.say("licence"),
        is_page=False,
    )


def _blocks(of: Material, speech: Speech, names: Mapping[str, str]) -> Iterator[Block]:
    yield Paragraph(speech.say("notice-invented" if of.invented else "notice"), "note")
    if of.evaluation.summary:
        yield Paragraph(written(of.evaluation.summary, speech.language), "lead")
    yield Paragraph(verdicts_said(of, speech))
    for key, made in (
        ("objectives", _objectives(of, speech)), ("indicators", _indicators(of, speech, names)),
        ("plan", _plan(of, speech)), ("account", _account(of, speech)), ("workers", _workers(of, speech)),
        ("lessons", _lessons(of, speech)), ("recommendations", _recommendations(of, speech)),
        ("unknown", _unknown(of, speech)),
    ):  # fmt: skip
        yield Heading(1, speech.say(f"part-{key}"), f"part-{key}")
        yield from made


def verdicts_said(of: Material, speech: Speech) -> Phrase:
    """How many objectives were achieved, in one sentence with its parts; no score."""
    if not of.objectives:
        return speech.say("lead-none")
    said = [verdict.said if (verdict := of.evaluation.verdict(each.id)) else "" for each in of.objectives]
    counts = {"achieved": said.count("achieved"), "partly": said.count("partly"), "not": said.count("not-achieved")}
    rest = len(said) - sum(counts.values())
    told = {name: speech.number(count) for name, count in {**counts, "all": len(said), "unknown": rest}.items()}
    return speech.say("lead-verdicts", **told)


# --- Parts -----------------------------------------------------------------------------------------------------------
def _objectives(of: Material, speech: Speech) -> Iterator[Block]:
    yield Paragraph(speech.say("objectives-note"), "note")
    for goal in goals().values():
        yield table_of(goal, of.objectives, of.evaluation, of.rows, speech)


def _indicators(of: Material, speech: Speech, names: Mapping[str, str]) -> Iterator[Block]:
    if not of.rows:
        yield Paragraph(speech.say("unknown-none"))
        return
    columns = (
        Column("indicator", speech.say("head-indicator"), width=2.2),
        Column("year", speech.say("head-year"), width=0.6),
        Column("origin", speech.say("head-origin", **names), align="end", width=1.0),
        Column("destination", speech.say("head-destination", **names), align="end", width=1.0),
        Column("others", speech.say("head-others"), align="end", width=1.6),
        Column("baseline", speech.say("head-baseline"), align="end", width=0.9),
        Column("target", speech.say("head-target"), width=1.2),
        Column("standing", speech.say("head-standing"), width=1.0),
    )
    rows = tuple(_row(each, speech) for each in of.rows)
    yield Table("table-indicators", speech.say("table-indicators"), columns, rows, small=True)
    marked = [name_of(each, speech) for each in of.rows if each.is_marked]
    if marked:
        yield Paragraph(speech.say("differs-note", indicators=speech.listed(marked)), "note")


def _row(each: Row, speech: Speech) -> tuple[Value, ...]:
    origin, destination = (figure_said(each.told.get(by), speech, unit=each.indicator.unit) for by in PARTIES)
    return (
        Value(name_of(each, speech)), Value(str(each.year)), origin, destination, others_said(each, speech),
        baseline_said(each, speech), target_said(each, speech), speech.cell(f"standing-{each.standing}"),
    )  # fmt: skip


def _plan(of: Material, speech: Speech) -> Iterator[Block]:
    stands = of.progress
    if stands is None or not of.plan.actions:
        yield Paragraph(speech.say("plan-none"))
        return
    number = speech.number
    at = stands.states
    states = {"done": at["done"], "going": at["under-way"], "planned": at["planned"], "stopped": at["stopped"]}
    told = {name: number(each) for name, each in (("all", len(of.plan.actions)), *states.items())}
    yield Paragraph(speech.say("plan-said", **told))
    if stands.on_time is not None:
        yield Paragraph(speech.say("plan-on-time", kept=number(stands.on_time[0]), due=number(stands.on_time[1])))
    if of.plan.meetings:
        held, due, left = (number(n) for n in (stands.meetings_held, stands.meetings_due, stands.decisions_open))
        yield Paragraph(speech.say("plan-meetings", held=held, due=due, decisions=left))
    yield Paragraph(money_said(stands, speech))
    yield from _late(stands, speech)


def money_said(stands: Progress, speech: Speech) -> Phrase:
    """Budget and what was spent, by currency; "at least" where actions were not costed."""
    budget, spent = (
        _amounts(given, speech)
        for given in (stands.budget, stands.spent)
    )  # fmt: skip
    if stands.without_budget:
        return speech.say("plan-money-least", budget=budget, spent=spent, without=speech.number(stands.without_budget))
    return speech.say("plan-money", budget=budget, spent=spent)


def _amounts(given: tuple[money.Money, ...], speech: Speech) -> str:
    said = [money.shown(each, speech.language) for each in given]
    return speech.listed(said) if said else speech.text("money-unknown")


def _late(stands: Progress, speech: Speech) -> Iterator[Block]:
    if not (stands.late or stands.finished_late):
        yield Paragraph(speech.say("late-none"))
        return
    columns = (
        Column("action", speech.say("head-action"), width=2.8),
        Column("party", speech.say("head-party"), width=1.0),
        Column("due", speech.say("head-due"), width=1.2),
        Column("done", speech.say("head-finished"), width=1.2),
        Column("days", speech.say("head-days"), align="end", width=0.8),
    )
    rows = tuple(
        (cell(each.title, speech.language), speech.cell(f"side-{each.party}"), speech.date(each.date),
         speech.date(each.done_on) if each.done_on else speech.cell("late-open"),
         Value(speech.number(each.days), number=float(each.days)))
        for each in (*stands.late, *stands.finished_late)
    )  # fmt: skip
    yield Table("table-late", speech.say("table-late"), columns, rows, small=True)


def _account(of: Material, speech: Speech) -> Iterator[Block]:
    if of.account is None:
        yield Paragraph(speech.say("account-none"))
        return
    yield from account_report.blocks(of.account, speech.language, prefix="account-", plain=True)


def _workers(of: Material, speech: Speech) -> Iterator[Block]:
    if of.survey is None:
        yield Paragraph(speech.say("workers-none"))
        return
    number, least = speech.number, declared().least_answers
    took, declined = (least_said(each, speech) for each in (of.survey.took_part, of.survey.declined))
    yield Paragraph(speech.say("workers-said", took=took, declined=declined, least=number(least)))
    columns = (
        Column("indicator", speech.say("head-indicator"), width=3.0),
        Column("share", speech.say("head-share"), unit="%", align="end", width=1.4),
        Column("answers", speech.say("head-answers"), align="end", width=0.8),
    )
    rows = []
    for each in of.survey.shares:
        share = Value("", "suppressed")
        if each.percent is not None and each.low is not None and each.high is not None:
            ends = [number(part, 0) for part in (each.percent, each.low, each.high)]
            said = speech.text("span", value=ends[0], low=ends[1], high=ends[2])
            share = Value(said, "estimated", each.percent)
        count = Value(number(each.answers)) if each.percent is not None else Value("", "suppressed")
        rows.append((speech.cell(f"indicator-{each.indicator}"), share, count))
    yield Table("table-shares", speech.say("table-shares"), columns, tuple(rows), small=True)


def _lessons(of: Material, speech: Speech) -> Iterator[Block]:
    if not of.lessons:
        yield Paragraph(speech.say("lessons-none"))
        return
    language = speech.language
    yield Bullets(tuple(joined(each.title, each.happened, each.advice, language=language) for each in of.lessons))


def _recommendations(of: Material, speech: Speech) -> Iterator[Block]:
    given = of.evaluation.recommendations
    if not given:
        yield Paragraph(speech.say("recommendations-none"))
        return
    said = [written(each.text, speech.language) for each in given]
    to = [speech.text(f"side-{each.to}") for each in given]
    yield Bullets(
        tuple(Phrase((*each.runs, Run(f" ({whom})")), each.language, each.is_fallback)
              for each, whom in zip(said, to, strict=True)),
        ordered=True,
    )  # fmt: skip


def _unknown(of: Material, speech: Speech) -> Iterator[Block]:
    found = []
    silent = [name_of(each, speech) for each in of.rows if not each.told]
    if silent:
        found.append(speech.say("unknown-indicators", indicators=speech.listed(silent)))
    if of.account is not None and of.account.lacking:
        other = speech.of_domain(account_report.DOMAIN)
        lines = [other.text(f"line-{line.id}") for side in of.account.sides for line in side.unknown]
        found.append(speech.say("unknown-lines", lines=speech.listed(lines)))
    if of.survey is None:
        found.append(speech.say("unknown-workers"))
    countless = [best(each.statement, speech.language) for each in of.objectives if not each.indicator]
    if countless:
        found.append(speech.say("unknown-objectives", objectives=speech.listed(countless)))
    yield Bullets(tuple(found)) if found else Paragraph(speech.say("unknown-none"))


__all__ = ["DOMAIN", "Material", "cell", "compose", "money_said", "verdicts_said", "written"]
