"""Answers of several rounds beside one another, aligned by the question maps and never by position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from concord.instrument.export.rows import AnswerRow, long, question_id
from concord.instrument.export.walking import Answered
from concord.instrument.model import Instrument, Question
from concord.instrument.versions.composing import chain
from concord.instrument.versions.edges import Edge, EdgeMode
from concord.instrument.versions.mapping import QuestionMap
from concord.instrument.versions.resolve import Known


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its instrument and the sets of answers given to it."""

    instrument: Instrument
    answered: Sequence[Answered]


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One answer of some round, under the question as it is asked now.

    Args:
        question: Id of the question now; empty where nothing asks it any more.
        mode: The edge's mode; ``same`` for the newest round's own answers.
        comparable: ``as-is``, ``as-group`` or ``no``: whether numbers may be set beside those of the newest round.
        code: The choice's name now; empty where the map names none.
        then: The answer as it was given: instrument, digest, address, question, code, label, status, value.
    """

    question: str
    mode: EdgeMode
    comparable: str
    code: str
    then: AnswerRow


COLUMNS: tuple[str, ...] = (
    "question", "mode", "comparable", "code",
    *(f"then:{each.name}" for each in fields(AnswerRow)),
)  # fmt: skip


def across(rounds: Sequence[Round], *, today: date, language: str = "en") -> Iterator[AlignedRow]:
    """Answers of several rounds, the newest first, question by question of the newest instrument.

    An answer to a question that was split or merged stands under each question it belongs to, marked ``as-group``; one
    to a question that nothing asks any more stands at the end, marked ``dropped``.

    Args:
        rounds: The rounds, newest first.
        today: The date that conditions see.
        language: Language of labels.
    """
    newest = rounds[0]
    instruments = [each.instrument for each in rounds]
    maps = [chain(instruments[: place + 1]) for place in range(1, len(rounds))]
    answers = [_by_question(each, today, language) for each in rounds]
    known = Known(newest.instrument)
    for question in (node for node in known.mapped if isinstance(node, Question)):
        id = question_id(known, question)
        for row in answers[0].get(id, ()):
            yield AlignedRow(id, "same", "as-is", row.code, row)
        for map, given in zip(maps, answers[1:], strict=True):
            yield from _earlier(id, map, map.edge(question), given)
    for map, given in zip(maps, answers[1:], strict=True):
        for edge in map.of("dropped"):
            for old in edge.old_ids:
                for row in given.get(old.partition("/")[2], ()):
                    yield AlignedRow("", "dropped", "no", "", row)


def _by_question(round: Round, today: date, language: str) -> dict[str, list[AnswerRow]]:
    found: dict[str, list[AnswerRow]] = {}
    for row in long(round.answered, today=today, language=language):
        found.setdefault(row.question, []).append(row)
    return found


def _earlier(id: str, map: QuestionMap, edge: Edge, given: dict[str, list[AnswerRow]]) -> Iterator[AlignedRow]:
    how = map.comparable(edge.new).how if edge.new is not None and edge.old else "no"
    for old in edge.old_ids:
        local = old.partition("/")[2]
        for row in given.get(local, ()):
            code = _code(edge, local, row)
            yield AlignedRow(id, edge.mode, _weaker(map, edge, how, code, row), code, row)


def _code(edge: Edge, question: str, row: AnswerRow) -> str:
    """The choice's name now, where exactly one choice comes from the old one."""
    if not row.code:
        return ""
    ways = edge.choices_from(row.code if len(edge.old) == 1 else f"{question}/{row.code}")
    return ways[0].new or "" if len(ways) == 1 and ways[0].mode != "split" else ""


def _weaker(map: QuestionMap, edge: Edge, how: str, code: str, row: AnswerRow) -> str:
    """A choice may be less comparable than its question: merged with others, or gone."""
    if not row.code or how != "as-is" or edge.new is None:
        return how
    if code:
        return map.comparable(edge.new, code).how
    return "as-group" if edge.choices_from(row.code) else "no"


def flat(row: AlignedRow) -> dict[str, Any]:
    """The row by column, see :data:`COLUMNS`."""
    then = {f"then:{each.name}": getattr(row.then, each.name) for each in fields(AnswerRow)}
    return {"question": row.question, "mode": row.mode, "comparable": row.comparable, "code": row.code, **then}
