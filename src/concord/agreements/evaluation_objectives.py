"""The objectives of an evaluation, goal by goal, for both countries: indicator, baseline, target, result, verdict.

What is not known is said to be; a country for which no objective was set under a goal has a row that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from concord.agreements.account_words import Speech
from concord.agreements.evaluation import Evaluation
from concord.agreements.evaluation_figures import baseline_said, figure_said, target_said
from concord.agreements.evaluation_words import cell, written
from concord.agreements.monitoring import Row
from concord.agreements.monitoring_declared import declared
from concord.agreements.objectives import Chosen, Goal
from concord.agreements.parties import SIDES
from concord.documents.model import Column, Table, Value
from concord.indicators.model import indicators

WIDTHS = {"objective": 1.7, "side": 1.05, "indicator": 1.5, "baseline": 1.05, "target": 1.1,
          "result": 1.5, "verdict": 1.0, "because": 1.9}  # fmt: skip


def table_of(
    goal: Goal, objectives: Iterable[Chosen], evaluation: Evaluation, rows: Iterable[Row], speech: Speech,
) -> Table:  # fmt: skip
    """One goal: an objective a row, origin first.

    Args:
        rows: Indicators side by side; the one over all of an objective's indicator tells its result.
    """
    found = {row.indicator.id: row for row in rows if not row.of}
    listed = [each for each in objectives if each.goal == goal.id]
    lines = tuple(
        line for side in SIDES for line in _of_side(side, listed, evaluation, found, speech)
    )  # fmt: skip
    columns = tuple(Column(id, speech.say(f"head-{id}"), width=width) for id, width in WIDTHS.items())
    return Table(f"table-goal-{goal.id}", written(goal.label, speech.language), columns, lines, small=True)


def _of_side(
    side: str, listed: list[Chosen], evaluation: Evaluation, rows: Mapping[str, Row], speech: Speech,
) -> Iterator[tuple[Value, ...]]:  # fmt: skip
    mine = [each for each in listed if each.side == side]
    name = speech.cell(f"side-{side}")
    if not mine:
        yield (speech.cell("objective-none"), name, *(Value("–") for _ in range(len(WIDTHS) - 2)))
    for each in mine:
        row = rows.get(each.indicator.partition("/")[2])
        verdict = evaluation.verdict(each.id)
        yield (
            cell(each.statement, speech.language), name, _indicator(each, speech), *_figures(row, speech),
            speech.cell(f"said-{verdict.said if verdict else 'none'}"),
            cell(verdict.because, speech.language) if verdict and verdict.because else Value("–"),
        )  # fmt: skip


def _indicator(of: Chosen, speech: Speech) -> Value:
    if not of.indicator:
        return cell(of.no_indicator, speech.language) if of.no_indicator else speech.cell("indicator-none")
    kind, _, id = of.indicator.partition("/")
    if kind == "agreement" and id in declared().indicators:
        return speech.cell(f"indicator-{id}")
    known = indicators().get(id)
    return cell(known.title, speech.language) if known else Value(id or of.indicator)


def _figures(row: Row | None, speech: Speech) -> tuple[Value, Value, Value]:
    """Baseline, target and result."""
    unknown = speech.cell("not-known")
    if row is None:
        return unknown, unknown, unknown
    target = row.target
    return (
        unknown if target is None or target.baseline is None else baseline_said(row, speech),
        unknown if target is None else target_said(row, speech),
        _result(row, speech) if row.told else unknown,
    )


def _result(row: Row, speech: Speech) -> Value:
    """What each tells of the newest year; two parties' figures stand beside each other."""
    said = [
        speech.text("told", value=figure_said(told, speech, unit=row.indicator.unit).text,
                    teller=speech.text(f"teller-{by}"))
        for by, told in row.told.items()
    ]  # fmt: skip
    return Value(speech.text("result-said", year=str(row.year), told="; ".join(said)))
