"""Invented answers that break no rule: for "last time" of a trial, and to walk an instrument from start to end.

They are plausible in form only and are marked as invented wherever they are shown.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from concord.instrument.model import FILES, Group, Instrument, Question
from concord_site.reporting.answering import addresses, rules
from concord_site.reporting.answering.book import Book, Kept
from concord_site.reporting.answering.progress import asked_in

#: Entries a list gets, and rounds in which questions that follow from answers are answered in turn.
ENTRIES, ROUNDS = 2, 12


def answers(instrument: Instrument, *, seed: str, today: dt.date) -> dict[str, Any]:
    """Answers to everything that is asked, in the form of JSON."""
    return filled(with_entries(Book(instrument)), seed=seed, today=today).answers()


def with_entries(book: Book, number: int = ENTRIES) -> Book:
    """A book with some entries in every list whose length people decide."""
    for node in book.instrument.nodes():
        if isinstance(node, Group) and node.repeats and not node.rules.count:
            for scope in book.scopes(node.repeat):
                block = addresses.join(scope, node.key)
                book = book.with_entries(block, (f"e{place}" for place in range(1, number + 1)))
    return book


def filled(book: Book, *, seed: str, today: dt.date) -> Book:
    """A book with everything answered that is asked and not answered yet."""
    for _round in range(ROUNDS):
        state = rules.evaluate(book, today=today)
        open_ones = [
            (address, question) for address, question in asked_in(book, state, book.instrument.questions)
            if book.of(address).value is None and question.kind not in FILES
        ]  # fmt: skip
        before = book
        book = _answered(book, state, open_ones, seed=seed, today=today)
        if book is before:
            break
    return book


def _answered(
    book: Book, state: rules.State, open_ones: list[tuple[str, Question]], *, seed: str, today: dt.date
) -> Book:
    """Try one plausible value after another for all open questions at once; keep those that break no rule."""
    waiting = {
        address: values(question, rules.choices(state, book.positional(address) or "", question), seed + address, today)
        for address, question in open_ones
    }
    while waiting:
        trying = {address: value for address, each in waiting.items() if (value := next(each, None)) is not None}
        if not trying:
            break
        after = Book(book.instrument, {**book.kept, **{a: Kept(v, 1) for a, v in trying.items()}}, book.entries)
        then = rules.evaluate(after, today=today)
        faults = rules.faults(after, then, today=today, language="en")
        fit = {address for address in trying if not rules.must_change(faults.get(address, ()))}
        kept = {**book.kept, **{address: Kept(trying[address], 1) for address in fit}}
        book = Book(book.instrument, kept, book.entries) if fit else book
        waiting = {address: each for address, each in waiting.items() if address in trying and address not in fit}
    return book


def values(question: Question, choices: tuple[Any, ...], seed: str, today: dt.date) -> Iterator[Any]:
    """Plausible values for one question, best first."""
    draw = random.Random(seed)
    made: Callable[[], Iterator[Any]] | None = {
        "text": _texts, "long-text": _long_texts, "barcode": _texts, "link": _links, "time": _times,
    }.get(question.kind)  # fmt: skip
    if made is not None:
        return made()
    if question.kind in {"one", "many", "rank"}:
        return _chosen(question, [each.name for each in choices], draw)
    if question.kind in {"integer", "decimal", "range"}:
        return _numbers(question, draw)
    return _days(question, today)


def _texts() -> Iterator[Any]:
    yield from ("Invented answer", "A1", "office@example.org", "123456", "https://example.org/", "AB")


def _long_texts() -> Iterator[Any]:
    yield from ("Invented answer, to show what an answer may look like.", "Invented.")


def _links() -> Iterator[Any]:
    yield from ("https://example.org/invented", "https://example.org/invented.pdf")


def _times() -> Iterator[Any]:
    yield from ("09:30", "14:30")


def _chosen(question: Question, names: list[str], draw: random.Random) -> Iterator[Any]:
    if not names:
        return
    first = [each for each in names if each in {"yes", "y", "1"}] or [draw.choice(names)]
    order = [*first, *(each for each in names if each not in first)]
    if question.kind == "one":
        yield from order
    elif question.kind == "rank":
        yield draw.sample(names, len(names))
        yield names[:1]
    else:
        for size in (min(2, len(names)), 1, len(names)):
            yield [each for each in names if each in set(order[:size])]
        yield from ([each] for each in names)


def _numbers(question: Question, draw: random.Random) -> Iterator[Any]:
    parameters: Mapping[str, str] = question.parameters
    if question.kind == "range":
        start, end = float(parameters.get("start", 1)), float(parameters.get("end", 10))
        for value in (start, end):
            yield int(value) if value == int(value) else value
        return
    for value in (draw.randrange(12, 480), 10, 1, 2, 0, 50, 100, 1000, 2020, -10):
        yield value


def _days(question: Question, today: dt.date) -> Iterator[Any]:
    days = [dt.date(today.year - 1, 3, 14), today, dt.date(today.year - 4, 6, 1), dt.date(today.year + 1, 6, 1),
            dt.date(1980, 1, 1)]  # fmt: skip
    for day in days:
        match question.kind:
            case "date":
                yield day.isoformat()
            case "month":
                yield f"{day:%Y-%m}"
            case "year":
                yield f"{day:%Y}"
            case "datetime":
                yield f"{day.isoformat()}T09:30"
            case "point":
                yield "46.2044 6.1432 0 0"
            case "line":
                yield "46.2044 6.1432 0 0; 46.21 6.15 0 0"
            case "shape":
                yield "46.2044 6.1432 0 0; 46.21 6.15 0 0; 46.2 6.2 0 0; 46.2044 6.1432 0 0"
            case "acknowledge":
                yield "OK"
            case _:
                return
