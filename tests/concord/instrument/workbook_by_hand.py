"""Fills an answer workbook as a person would: types words and numbers into the cells that are open."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from concord.instrument.model import Instrument, Question
from concord.instrument.workbook.labels import labels
from concord.instrument.workbook.wordings import word

MACHINE = "concord-codes"
TODAY = dt.date(2027, 3, 1)
Book = openpyxl.Workbook


def opened(data: bytes) -> Book:
    """The workbook as openpyxl has it."""
    return openpyxl.load_workbook(io.BytesIO(data), rich_text=False)


def saved(book: Book) -> bytes:
    """Its bytes again."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data: bytes, change: Callable[[Book], object]) -> bytes:
    """The workbook after a change."""
    book = opened(data)
    change(book)
    return saved(book)


def places(book: Book) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Address, part and choice → sheet and cell, from the sheet for programs."""
    rows = book[MACHINE].iter_rows(min_row=2, min_col=3, max_col=7, values_only=True)
    return {(row[2], row[3], row[4] or ""): (row[0], row[1]) for row in rows if row[0]}


def filled_in(data: bytes, instrument: Instrument, answers: Mapping[str, Any], language: str) -> bytes:
    """The workbook with the answers typed in, in its language; non-answers where they may be written."""
    book = opened(data)
    at = places(book)
    _entry(book, at, instrument, answers, (), language, row=0)
    return saved(book)


def _entry(
    book: Book, at: Mapping[Any, Any], instrument: Instrument, entry: Mapping[str, Any], repeat: tuple[str, ...],
    language: str, *, row: int,
) -> None:  # fmt: skip
    prefix = "".join(f"{key}[n]/" for key in repeat)
    for key, value in entry.items():
        node = instrument.by_key.get((repeat, key))
        if isinstance(node, Question):
            parts = {(part, choice): place for (address, part, choice), place in at.items() if address == prefix + key}
            _answer(book, parts, instrument, node, value, language, row)
        else:
            for number, each in enumerate(value):
                _entry(book, at, instrument, each, (*repeat, key), language, row=number)


def _answer(
    book: Book, parts: Mapping[Any, tuple[str, str]], instrument: Instrument, question: Question, value: Any,
    language: str, row: int,
) -> None:  # fmt: skip
    if isinstance(value, dict):
        # In its own column on a page; elsewhere in the first cell of the answer.
        sheet, cell = parts.get(("status", "")) or next(iter(parts.values()))
        book[sheet][cell].offset(row=row).value = word(f"status-{value['status']}", language)
        return
    cells = {part: place for part, place in parts.items() if part[0] != "status"}
    for number, ((part, choice), (sheet, cell)) in enumerate(cells.items()):
        target = book[sheet][cell].offset(row=row)
        target.value = _typed(part, choice, number, instrument, question, value, language)
        if isinstance(target.value, str):
            target.data_type = "s"  # the cells for words are text cells: what begins with = stays as typed


def _typed(
    part: str, choice: str, number: int, instrument: Instrument, question: Question, value: Any, language: str
) -> Any:
    said = labels(instrument.lists[question.choices], language) if question.choices in instrument.lists else {}
    match part:
        case "pick":
            return word("yes", language) if choice in value else None
        case "place":
            return value.index(choice) + 1 if choice in value else None
        case "nth":
            return said[value[number]] if number < len(value) else None
        case "together":
            return "; ".join(said.get(name, name) for name in value)
    match question.kind:
        case "one":
            return said.get(value, value)
        case "acknowledge":
            return word("yes", language)
        case "year":
            return int(value)
        case "date":
            return dt.date.fromisoformat(value)
        case "month":
            return dt.date.fromisoformat(f"{value}-01")
    return value
