"""Dates as precise as they are known, spans of time, and values that hold from one date until another."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from concord.errors import Invalid

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day: ``2010``, ``2010-05``, ``2010-05-21``."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read an ISO 8601 date of any of the three precisions.

        Raises:
            Invalid: ``vocabulary.date.unreadable``.
        """
        found = _PARTIAL.match(text)
        if found is not None:
            year, month, day = (int(part) if part else None for part in found.groups())
            assert year is not None
            if _exists(parsed := cls(year, month, day)):
                return parsed
        raise Invalid("vocabulary.date.unreadable", params={"value": text})

    @property
    def first(self) -> date:
        """The earliest day it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


def _exists(when: PartialDate) -> bool:
    try:
        return bool(when.first)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Span:
    """From a first day (included) until a last day (included); None is open."""

    start: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether ``on`` lies within."""
        return (self.start is None or self.start <= on) and (self.until is None or on <= self.until)


class Dated(Protocol):
    """Something that holds for a span."""

    @property
    def span(self) -> Span:
        """When it holds."""


D = TypeVar("D", bound=Dated)


def at(values: Iterable[D], on: date) -> D | None:
    """The value that holds on a day, the latest begun where several do, or None."""
    holding = [value for value in values if value.span.holds(on)]
    return max(holding, key=lambda value: value.span.start or date.min, default=None)
