"""The answers of last time beside the questions of this time, and what the short mode confirms of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from concord.instrument import prefill, short
from concord.instrument.answers import as_json, parse
from concord.instrument.model import Group, Instrument, Question
from concord.instrument.versions import QuestionMap, question_map
from concord_site.reporting.answering import addresses, pages
from concord_site.reporting.answering.book import Book
from concord_site.reporting.answering.boxes import Last
from concord_site.reporting.answering.figures import shown_value
from concord_site.reporting.models.filling import Mode
from concord_site.reporting.queries.filling_asked import named


class LastTime:
    """The answers of last time, beside the questions the map leads them to; nothing where there are none."""

    do_not_call_in_templates = True

    def __init__(self, row: Any, instrument: Instrument, book: Book, language: str, *, is_invented: bool) -> None:
        self.row, self.instrument, self.book, self.language = row, instrument, book, language
        self.is_invented = is_invented

    @cached_property
    def old(self) -> Instrument | None:
        """What was asked last time."""
        if not self.row.last:
            return None
        if self.row.last_instrument == self.instrument.id:
            return self.instrument
        return named(self.row.last_instrument)

    @cached_property
    def places(self) -> Mapping[tuple[str, str], int]:
        """Where an entry stood last time, by block and entry."""
        rows = self.row.entries.exclude(was=None).values_list("block", "entry", "was")
        return {(block, entry): was for block, entry, was in rows if was is not None}

    @property
    def when(self) -> str:
        """The round of last time, such as 2024."""
        return self.old.round if self.old is not None else ""

    def __call__(self, address: str) -> Last | None:
        """The answer of last time for a lasting address."""
        old = self.old
        there = self.address(address) if old is not None else None
        if old is None or there is None:
            return None
        if old is self.instrument:
            return self._own(there)
        found = prefill.last_value(self.instrument, old, self.row.last, there, map=map_of(self.instrument, old))
        if found is None or not found.answers:
            return None
        words = [shown_value(question, value, _choices(old, question), self.language)
                 for question, _where, value in found.answers]  # fmt: skip
        is_carried = found.mode in {"same", "reworded"} and len(found.answers) == 1
        value = self._carried.get(there) if is_carried else None
        return Last(value, " · ".join(words), self.when, self.is_invented, value is not None)

    def _own(self, address: str) -> Last | None:
        values = self._values
        node = self.book.node(address)
        if address not in values or not isinstance(node, Question):
            return None
        words = shown_value(node, values[address], _choices(self.instrument, node), self.language)
        return Last(values[address], words, self.when, self.is_invented)

    @cached_property
    def _values(self) -> dict[str, Any]:
        return dict(flat(self.row.last))

    @cached_property
    def carried(self) -> dict[str, Any]:
        """Answers that arrive by the map, as answers of this instrument."""
        if self.old is None:
            return {}
        if self.old is self.instrument:
            return dict(self.row.last)
        found = prefill.carry(self.instrument, self.old, self.row.last, map=map_of(self.instrument, self.old))
        return as_json(parse(found.answers))

    def value(self, address: str) -> Any:
        """A carried answer by its address by position."""
        return self._carried.get(address)

    @cached_property
    def _carried(self) -> dict[str, Any]:
        return dict(flat(self.carried))

    def address(self, address: str) -> str | None:
        """Where an answer stood last time, by position; None in an entry that was not there then."""
        scope, key = addresses.split(address)
        there: addresses.Scope = ()
        for depth, (repeat, entry) in enumerate(scope):
            place = self.places.get((addresses.join(scope[:depth], repeat), entry))
            if place is None:
                return None
            there = (*there, (repeat, str(place)))
        return addresses.join(there, key)


@lru_cache(maxsize=16)
def map_of(new: Instrument, old: Instrument) -> QuestionMap:
    """The map from the questions of last time."""
    return question_map(new, old)


def flat(given: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Answers by position: ``agreements[2]/partner``."""
    found: list[tuple[str, Any]] = []
    for key, value in given.items():
        if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            for place, inner in enumerate(value, start=1):
                found += flat(inner, f"{prefix}{key}[{place}]/")
        else:
            found.append((prefix + key, value))
    return found


def _choices(instrument: Instrument, question: Question) -> tuple[Any, ...]:
    found = instrument.lists.get(question.choices)
    return found.choices if found is not None else ()


@dataclass(frozen=True, slots=True)
class Short:
    """The short mode: which answers of last time can be confirmed as a whole, by number of the section.

    Args:
        confirm: Addresses by position, in the carried answers.
        anew: How many questions are asked anew.
    """

    confirm: Mapping[int, tuple[str, ...]]
    anew: Mapping[int, int]


def short_of(row: Any, instrument: Instrument, last: LastTime, *, today: dt.date) -> Short:
    """What the short mode confirms and asks anew; nothing of either in the whole mode."""
    confirm: dict[int, list[str]] = {}
    anew: dict[int, int] = {}
    if row.mode != Mode.SHORT or last.old is None:
        return Short({}, {})
    places = pages.places(instrument)
    if last.old is instrument:
        for address, _value in flat(last.carried):
            _count(confirm, Book(instrument).node(address), places, address)
    else:
        plan = short.plan(instrument, last.old, row.last, today=today, map=map_of(instrument, last.old))
        for section in plan.sections:
            for address in section.confirm:
                _count(confirm, Book(instrument).node(address), places, address)
            for each in section.anew:
                if (page := places.get(each.question.path)) is not None:
                    anew[page.section] = anew.get(page.section, 0) + 1
    return Short({number: tuple(held) for number, held in confirm.items()}, anew)


def _count(
    confirm: dict[int, list[str]], node: Question | Group | None, places: Mapping[tuple[str, ...], pages.Page], at: str
) -> None:
    page = places.get(node.path) if node is not None else None
    if page is not None:
        confirm.setdefault(page.section, []).append(at)
