"""One row an answer: ids and codes, never positions, so that a later version moves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from concord.instrument.answers import Attached, NonAnswer, Value
from concord.instrument.export.walking import Answered, Found, Given, asked_of, walk
from concord.instrument.model import CHOOSING, Instrument, Question
from concord.instrument.prefill import chosen
from concord.instrument.versions.resolve import Known

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer, or one chosen choice of several.

    Args:
        key: What the set of answers is linked by.
        instrument: Id of the instrument.
        version: Its version.
        digest: Its digest.
        address: ``agreements[2]/partner``.
        question: Id of the question within the instrument: its name, or its path where the name is not alone.
        place: For ranked choices their rank, from 1; 0 otherwise.
        code: Name of the choice; empty for questions without choices.
        label: Its label.
        status: ``answered``, ``not-known``, ``not-available`` or ``not-applicable``.
        value: The value of a question without choices: a number, or text; the name of a file.
        unit: The unit of a number.
    """

    key: str
    instrument: str
    version: str
    digest: str
    address: str
    question: str
    place: int
    code: str
    label: str
    status: str
    value: Any
    unit: str


COLUMNS: tuple[str, ...] = tuple(each.name for each in fields(AnswerRow))


def rows(
    instrument: Instrument,
    answers: Given,
    *,
    today: date,
    language: str = "en",
    key: str = "",
    asked: Collection[str] | None = None,
) -> Iterator[AnswerRow]:
    """One row for every answer to what was asked, in order of the instrument.

    Args:
        instrument: The instrument whose digest was kept with the answers.
        answers: The answers.
        today: The date that the instrument's conditions see.
        language: Language of labels.
        key: What the rows are linked by.
        asked: Addresses of what was asked, where that is known already.
    """
    known = Known(instrument)
    told = asked if asked is not None else asked_of(instrument, answers, today)
    for found in walk(instrument, answers, told):
        if isinstance(found, Found) and found.asked and found.value is not None:
            id = question_id(known, found.question)
            for place, code, label, status, value in _said(instrument, found.question, found.value, language):
                yield AnswerRow(
                    key=key,
                    instrument=instrument.id,
                    version=instrument.version,
                    digest=instrument.digest,
                    address=found.address,
                    question=id,
                    place=place,
                    code=code,
                    label=label,
                    status=status,
                    value=value,
                    unit=found.question.about.unit if status == ANSWERED else "",
                )


def long(answered: Iterable[Answered], *, today: date, language: str = "en") -> Iterator[AnswerRow]:
    """The rows of many sets of answers, one after the other."""
    for each in answered:
        told = each.asked(today)
        yield from rows(each.instrument, each.answers, today=today, language=language, key=each.key, asked=told)


def question_id(known: Known, question: Question) -> str:
    """The question's id within its instrument."""
    return known.id(question).partition("/")[2]


def status_of(value: Value) -> str:
    """``answered``, or which non-answer it is."""
    return value.status if isinstance(value, NonAnswer) else ANSWERED


def label_of(instrument: Instrument, question: Question, name: str, language: str) -> str:
    """The label of a choice; its name where the list does not hold it."""
    listed = instrument.lists.get(question.choices)
    choice = listed.choice(name) if listed else None
    return choice.label.best(language).text or name if choice else name


def shown(instrument: Instrument, question: Question, value: Value | None, language: str) -> str:
    """An answer as a person reads it: labels of choices, the name of a file; empty for a non-answer."""
    if value is None or isinstance(value, NonAnswer):
        return ""
    if question.kind in CHOOSING:
        joint = " > " if question.kind == "rank" else "; "
        return joint.join(label_of(instrument, question, name, language) for name in chosen(value))
    return str(plain(value))


def plain(value: Value) -> str | int | float:
    """A number as it is; a file as its name; everything else as text."""
    if isinstance(value, Attached):
        return value.name or value.file
    return value if isinstance(value, int | float) else str(value)


_Said = tuple[int, str, str, str, Any]


def _said(instrument: Instrument, question: Question, value: Value, language: str) -> Iterator[_Said]:
    status = status_of(value)
    if status != ANSWERED:
        yield 0, "", "", status, ""
    elif question.kind in CHOOSING:
        for place, name in enumerate(chosen(value), start=1):
            rank = place if question.kind == "rank" else 0
            yield rank, name, label_of(instrument, question, name, language), ANSWERED, ""
    else:
        yield 0, "", "", ANSWERED, plain(value)
