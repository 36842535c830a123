"""All published answers of a round together: one question counted, the table, its files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.errors import NotFound
from concord.instrument.model import Instrument, Question
from concord.instrument.numbering import numbers
from concord.reporting import answers_table
from concord.reporting.answers_table import Counted, Reported, Row
from concord.reporting.publication import Item
from concord.reporting.side_by_side import ids
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.queries import published


@dataclass(frozen=True)
class Whole:
    """The standing reports of a round, each with its questions; the same until something is published."""

    year: str
    reports: tuple[Publication, ...]
    instrument: Instrument
    is_example: bool

    def __hash__(self) -> int:
        return hash((self.year, tuple(each.reference for each in self.reports)))

    def items(self, report: Publication) -> tuple[Item, ...]:
        """Questions of one report."""
        return published.items_of(report)


def whole(year: str) -> Whole:
    """All standing reports of a round.

    Raises:
        NotFound: ``site.access.unknown`` where there is none.
    """
    return _whole(year, published.stamp())


@lru_cache(maxsize=4)
def _whole(year: str, _stamp: tuple[Any, ...]) -> Whole:
    found = tuple(published.standing(year))
    if not found:
        raise NotFound("site.access.unknown")
    return Whole(year, found, published.instrument_of(found[-1]), any(each.is_example for each in found))


def questions(given: Whole) -> list[tuple[str, str, Question, Counter[str]]]:
    """Id, number, question and how many countries are in each status, in order."""
    return _questions(given, published.stamp())


@lru_cache(maxsize=4)
def _questions(given: Whole, _stamp: tuple[Any, ...]) -> list[tuple[str, str, Question, Counter[str]]]:
    by_id: dict[str, Counter[str]] = {}
    for report in given.reports:
        best: dict[str, str] = {}
        for item in given.items(report):
            if best.get(item.id) != "answered":
                best[item.id] = item.status
        for id, status in best.items():
            by_id.setdefault(id, Counter())[status] += 1
    numbered, known = numbers(given.instrument), ids(given.instrument)
    return [
        (known[each.path], numbered.get(each.path) or numbered.get(each.path[:-1], ""), each,
         by_id.get(known[each.path], Counter()))
        for each in given.instrument.questions if each.is_asked
    ]  # fmt: skip


def question(given: Whole, id: str) -> Question:
    """One question of the round's instrument.

    Raises:
        NotFound: ``site.access.unknown``.
    """
    for path, known in ids(given.instrument).items():
        if known == id:
            node = given.instrument.by_path[path]
            assert isinstance(node, Question)
            return node
    raise NotFound("site.access.unknown")


def of_question(given: Whole, id: str) -> list[tuple[Publication, tuple[Item, ...]]]:
    """What each report says to one question."""
    return [(each, tuple(item for item in given.items(each) if item.id == id)) for each in given.reports]


def counted(given: Whole, id: str, *, as_of: dt.date) -> Counted:
    """Counts of one question."""
    said = [(report.area, items) for report, items in of_question(given, id)]
    return answers_table.counted(question(given, id), given.instrument, said, as_of=as_of)


def rows(given: Whole, *, language: str, as_of: dt.date, without: Sequence[str] = ()) -> list[Row]:
    """The tidy table of a round."""
    reports = (Reported(published.published_of(each), each.is_example, given.items(each)) for each in given.reports)
    return list(answers_table.rows(reports, language=language, as_of=as_of, without=without, round=given.year))


def file(year: str, format: str, *, language: str, as_of: dt.date) -> bytes:
    """The tidy table of a round as a file; made once until something is published or the day changes."""
    return _file(year, format, language, as_of, published.stamp())


@lru_cache(maxsize=8)
def _file(year: str, format: str, language: str, as_of: dt.date, _stamp: tuple[Any, ...]) -> bytes:
    found = rows(whole(year), language=language, as_of=as_of, without=published.missing(year, as_of))
    return answers_table.written(found, format, round=year, language=language, as_of=as_of)


def workbook(year: str, *, language: str, as_of: dt.date, progress: Callable[[int, int], None]) -> bytes:
    """The tidy table of a round as a workbook, which takes long where many have reported.

    Args:
        year: The round.
        language: Of labels and notes.
        as_of: The day.
        progress: Told how much of all is done: reports first, then rows, of which writing takes most.
    """
    given, gathered = whole(year), list[Row]()
    whole_length = len(given.reports) * 4 or 1
    for place, each in enumerate(given.reports):
        progress(place, whole_length)
        reported = Reported(published.published_of(each), each.is_example, given.items(each))
        gathered += answers_table.rows([reported], language=language, as_of=as_of, round=year)
    missing = published.missing(year, as_of)
    gathered += answers_table.rows([], language=language, as_of=as_of, without=missing, round=year)
    first, rest = len(given.reports), whole_length - len(given.reports)
    return answers_table.written(
        gathered, "xlsx", round=year, language=language, as_of=as_of,
        progress=lambda done: progress(first + done * rest // max(len(gathered), 1), whole_length),
    )  # fmt: skip


def of_report(found: Publication, format: str, *, language: str) -> bytes:
    """The rows of one report as a file."""
    day = found.published_at.date()
    reported = Reported(published.published_of(found), found.is_example, published.items_of(found))
    said = list(answers_table.rows([reported], language=language, as_of=day))
    return answers_table.written(said, format, round=found.round.year, language=language, as_of=day)
