"""Figures that a country knows of itself and nobody publishes: graduates, posts, people without a post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from concord.agreements import lifecycle_records as read
from concord.agreements.needs_kept import Kept
from concord.errors import Invalid
from concord.labour_market.analysis_model import Figure
from concord.labour_market.curves import Range

#: What a country may give, as persons or posts of one year; those that are figures of an analysis as they stand.
GIVEN = ("graduates", "entrants", "openings", "posts", "filled", "unemployed")
AS_THEY_STAND = ("graduates", "entrants", "posts", "unemployed")


@dataclass(frozen=True, slots=True)
class Own:
    """A country's own figures (record kind ``need.figures``); what is not given is missing, never zero.

    Attributes:
        year: Of which year they all are.
        on: The day on which they were given.
        graduates: Who finish training.
        entrants: Who look for a post for the first time.
        openings: Posts that are new or become free.
        posts, filled: Funded posts, and those that are filled.
        unemployed: Who look for a post and have none.
        source: Where they are from.

    Raises:
        Invalid: ``agreements.need.filled`` where more posts are filled than there are; ``agreements.need.negative``.
    """

    year: int
    on: date
    graduates: float | None = None
    entrants: float | None = None
    openings: float | None = None
    posts: float | None = None
    filled: float | None = None
    unemployed: float | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if any(number is not None and number < 0 for number in self.given.values()):
            raise Invalid("agreements.need.negative")
        if self.posts is not None and self.filled is not None and self.filled > self.posts:
            raise Invalid("agreements.need.filled", params={"filled": self.filled, "posts": self.posts})

    @property
    def given(self) -> Mapping[str, float | None]:
        """All numbers by name."""
        return {name: getattr(self, name) for name in GIVEN}

    @property
    def vacant(self) -> float | None:
        """Posts that are not filled."""
        return self.posts - self.filled if self.posts is not None and self.filled is not None else None

    def figures(self) -> tuple[Figure, ...]:
        """What they say as figures of an analysis.

        ``could-meet`` are vacant posts or people without one, whichever are fewer; ``beyond`` are new people for whom
        no post opened. Neither is told where it would be nothing.
        """
        return tuple(
            Figure(id, Range.exact(value), "persons", self.year)
            for id, value in self._values()
            if value is not None and (value > 0 or id not in ("could-meet", "beyond"))
        )

    def _values(self) -> Iterator[tuple[str, float | None]]:
        yield from ((id, self.given[id]) for id in AS_THEY_STAND)
        yield "vacant", self.vacant
        both = (self.vacant, self.unemployed)
        yield "could-meet", None if both[0] is None or both[1] is None else min(both[0], both[1])
        new, open = self.entrants, self.openings
        yield "beyond", None if new is None or open is None else new - open

    def to_json(self) -> dict[str, Any]:
        """The record's body."""
        body = {"year": self.year, "on": self.on.isoformat(), "source": self.source, **self.given}
        return {key: value for key, value in body.items() if value is not None and value != ""}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Own:
        """Read a record's body.

        Raises:
            Invalid: ``agreements.record.field``, and as above.
        """
        year = read.year(body, "year")
        if year is None:
            raise read.refusal("year")
        return cls(
            year, read.day(body, "on"), source=read.word(body, "source", optional=True),
            **{name: _number(body, name) for name in GIVEN},
        )  # fmt: skip


def _number(body: Mapping[str, Any], name: str) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise read.refusal(name, value)
    return float(value)


def joined(kept: Kept | None, own: Own | None) -> Kept | None:
    """An analysis with the country's own figures in place of those of the same name; either may be missing."""
    if own is None or not own.figures():
        return kept
    known = {each.id for each in own.figures()}
    if kept is None:
        return Kept(own.on, own.source, figures=own.figures())
    return replace(kept, figures=(*(each for each in kept.figures if each.id not in known), *own.figures()))
