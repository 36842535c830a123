"""What the burden meter answers: counts, ranges, what is known with its source, and what it all rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.instrument.burden.assumptions import Assumption, Range


@dataclass(frozen=True, slots=True)
class Already:
    """What Concord already knows: a value, and who says so."""

    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """The burden of one section, or of the whole.

    Args:
        section: Name of the section; empty for what stands in none, and for the whole.
        questions: Questions in all; each cell of a grid is one.
        always: Questions that are asked whatever the answers are.
        asked: How many are asked; low and high are bounds, equal where the answers are known. Instances of repeating
            blocks count each.
        share: Of the questions in all, the share (0–1) that is asked at least once: low, usual, high.
        minutes: Estimated minutes, with what is already known only confirmed.
        minutes_alone: Estimated minutes if nothing were known.
        words: Words to read of everything that may be asked, in the language of the measure.
        knowable: Questions whose answer Concord might know (``x_known``).
        known: Of those, the ones it does know.
        carried: Questions with an answer carried from the last round.
        ready: Questions either known or carried.
    """

    section: str
    questions: int
    always: int
    asked: Range
    share: Range
    minutes: Range
    minutes_alone: Range
    words: int
    knowable: int
    known: int
    carried: int
    ready: int

    @property
    def ready_share(self) -> float:
        """Share (0–1) of the questions in all of which the answer is there before anybody writes."""
        return self.ready / self.questions if self.questions else 0.0


@dataclass(frozen=True, slots=True)
class Burden:
    """The whole, its sections in order, what is known with its source, and what the estimate rests on."""

    whole: Part
    sections: tuple[Part, ...]
    known: Mapping[str, Already]
    assumptions: tuple[Assumption, ...]
    note: str
    language: str
    given: bool
