"""Which answers are coded: the free texts of the questions that belong to a part of the book."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concord.instrument.model import Instrument, Question
from concord.reporting.coding.book import CodeBook

KINDS = frozenset({"text", "long-text"})


@dataclass(frozen=True, slots=True)
class FreeText:
    """One free-text answer: where it stands (by position), which question, of which part, and the text."""

    address: str
    question: str
    part: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text (hexadecimal)."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def questions(instrument: Instrument, book: CodeBook) -> tuple[Question, ...]:
    """The questions whose free-text answers are coded with a book; confidential ones never are."""
    return tuple(
        each
        for each in instrument.questions
        if each.kind in KINDS and book.part_of(each.key, each.about.part) and not each.about.confidential
    )


def texts(
    instrument: Instrument, answers: Mapping[str, Any], book: CodeBook, *, withheld: Iterable[str] = ()
) -> tuple[FreeText, ...]:
    """The free texts among a report's answers, in the order of its questions.

    Args:
        instrument: What was asked.
        answers: By position, as a filing or a publication holds them.
        book: Says which questions are coded, and as answers of which part.
        withheld: Names of questions that the country keeps confidential: they are not coded at all.
    """
    hidden = frozenset(withheld)
    wanted = {(each.repeat, each.key): each for each in questions(instrument, book)}
    found = []
    for address, path, key, value in _flat(answers):
        question = wanted.get((path, key))
        if question is not None and question.key not in hidden and isinstance(value, str) and value.strip():
            part = book.part_of(question.key, question.about.part)
            found.append(FreeText(address, question.key, part, value.strip()))
    place = {each.key: at for at, each in enumerate(wanted.values())}
    return tuple(sorted(found, key=lambda each: place[each.question]))


def _flat(
    given: Mapping[str, Any], prefix: str = "", path: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...], str, Any]]:
    for key, value in given.items():
        if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            for place, inner in enumerate(value, start=1):
                yield from _flat(inner, f"{prefix}{key}[{place}]/", (*path, key))
        else:
            yield prefix + key, path, key, value
