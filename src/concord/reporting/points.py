"""What a review consists of: points, each with its question, its place and why it stands there.

What a country may be asked is worded apart (:meth:`Point.asked`), so that no other country's figure ever stands in a
query.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from concord.declarations.messages import Filled, fill
from concord.findings import LEVELS, Finding, Findings, Level, filled
from concord.instrument.model import Node
from concord.reporting.changes import Change, Changes
from concord.reporting.outliers import Differing, Verdict
from concord.vocabulary import formats
from concord.vocabulary.text import Text, Wording

Subject = Literal["rule", "change", "peers", "known", "whole"]
PREFIX, ASKED = "reporting.review.", "reporting.query."


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at.

    Args:
        finding: Code, level, and numbers as they are; its place is the answer's address by position.
        subject: What raised it: a rule of the questionnaire, last time's answer, other countries, the data set.
        number: The question's number, or that of the grid or list around it; empty for the whole.
        label: The question's wordings.
        node: The question, or the list of which an entry is gone; None for the whole.
        places: All answers it is about.
    """

    finding: Finding
    subject: Subject
    number: str = ""
    label: Text = field(default_factory=Text)
    node: Node | None = None
    places: tuple[str, ...] = ()
    change: Change | None = None
    verdict: Verdict | None = None
    differing: Differing | None = None

    def __hash__(self) -> int:
        return hash(self.finding)

    @property
    def address(self) -> str:
        """Where it stands, by position; empty for the whole."""
        return self.finding.where.item or ""

    @property
    def level(self) -> Level:
        """How grave it is."""
        return self.finding.level

    def wording(self, language: str) -> Wording:
        """The question in a language."""
        return self.label.best(language)

    def why(self, language: str) -> Filled:
        """Why it stands here and what to do, for the reviewer, with numbers as the language writes them."""
        return filled(replace(self.finding, params=_written(self.finding.params, language)), language)

    def asked(self, language: str) -> str:
        """What the country may be asked, in its language: its own figures and published ones, nobody else's.

        A rule's own sentence, where no other wording is declared.
        """
        if not self.finding.code.startswith(PREFIX):
            said = self.why(language)
            return " ".join(part for part in (said.message, said.hint) if part)
        own = {key: value for key, value in self.finding.params.items() if key not in _OF_PEERS}
        return fill(self.finding.code.replace(PREFIX, ASKED, 1), _written(own, language), language).message


#: Parameters that tell of other countries' answers.
_OF_PEERS = frozenset({"median", "low", "high", "countries", "z"})  # a country's own rate is its own figure


@dataclass(frozen=True)
class Review:
    """What there is to say of one filing.

    Args:
        points: In order: hard, soft, notes, and within a level as the instrument asks.
        changes: Every answer beside last time's; empty where nothing is known of last time.
        verdicts: By address, each number beside those of other countries.
    """

    points: tuple[Point, ...]
    changes: Changes
    verdicts: Mapping[str, Verdict]

    def __hash__(self) -> int:
        return hash(self.points)

    def __iter__(self) -> Iterator[Point]:
        return iter(self.points)

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def _by_address(self) -> Mapping[str, tuple[Point, ...]]:
        found: dict[str, list[Point]] = {}
        for point in self.points:
            for place in point.places or (point.address,):
                found.setdefault(place, []).append(point)
        return {address: tuple(points) for address, points in found.items()}

    def at(self, address: str) -> tuple[Point, ...]:
        """The points on one answer; those on the whole under the empty address."""
        return self._by_address.get(address, ())

    def counts(self) -> dict[Level, int]:
        """How many of each level."""
        return {level: sum(each.level == level for each in self.points) for level in LEVELS}

    @property
    def findings(self) -> Findings:
        """The findings alone."""
        return Findings(each.finding for each in self.points)

    @property
    def is_clean(self) -> bool:
        """Whether nothing must change and nothing wants an explanation."""
        return all(each.level == "note" for each in self.points)


def _written(params: Mapping[str, object], language: str) -> dict[str, object]:
    """Numbers as the language writes them."""
    return {
        key: formats.number(value, language, decimals=None if float(value).is_integer() else 2)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
        for key, value in params.items()
    }
