"""Blocks of a form that people fill in by hand, in Word or on paper, and of the same form with its answers.

An :class:`Ask` is one question with the places its answer goes to. An empty one has boxes to tick and lines to write on
(in a Word file they are controls that can be filled in on the screen); one with answers shows them in their places.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from concord.documents.model import Phrase


@dataclass(frozen=True, slots=True)
class Tick:
    """One choice beside its box; ``ticked`` where it was chosen."""

    label: Phrase
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """Choices with boxes, round ones where ``only_one`` may be ticked; in as many ``columns`` as fit.

    ``aside`` sets them apart, smaller: ways of saying that there is no answer.
    """

    items: tuple[Tick, ...]
    only_one: bool = True
    columns: int = 1
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on: how many, how much of the width (0-1), and what stands before and after (a unit).

    ``text`` is the answer that was given, in its place.
    """

    count: int = 1
    width: float = 1.0
    before: Phrase = field(default_factory=Phrase)
    after: Phrase = field(default_factory=Phrase)
    text: Phrase = field(default_factory=Phrase)


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of boxes, one for each letter, with what goes there (``year``) below; ``text`` fills it."""

    label: Phrase
    letters: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Comb:
    """Boxes for single letters, such as day, month and year; ``beside`` puts what goes there after the boxes."""

    slots: tuple[Slot, ...]
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table to write into: the head of each column, the first standing over the heads of the rows, and the cells."""

    head: tuple[Phrase, ...]
    rows: tuple[tuple[Phrase, tuple[str, ...]], ...]
    caption: Phrase = field(default_factory=Phrase)


Area = Ticks | Lines | Comb | Matrix


@dataclass(frozen=True, slots=True)
class Ask:
    """One question.

    Args:
        id: Names it within the document.
        number: As people say it, ``3.12``.
        label: The question.
        mark: What stands after it where an answer is needed.
        condition: When it is to be answered, in words; empty where always.
        notes: Hints, one paragraph each.
        areas: Where the answer goes, in order.
        foot: Small print below, such as the source.
    """

    id: str
    number: str
    label: Phrase
    mark: Phrase = field(default_factory=Phrase)
    condition: Phrase = field(default_factory=Phrase)
    notes: tuple[Phrase, ...] = ()
    areas: tuple[Area, ...] = ()
    foot: Phrase = field(default_factory=Phrase)

    @property
    def is_short(self) -> bool:
        """Whether it fits into a part of a page, so that it is kept in one piece."""
        rows = sum(len(each.rows) for each in self.areas if isinstance(each, Matrix))
        ticks = sum(-(-len(each.items) // each.columns) for each in self.areas if isinstance(each, Ticks))
        lines = sum(each.count for each in self.areas if isinstance(each, Lines))
        letters = sum(len(str(each.text)) for each in self.areas if isinstance(each, Lines))
        return rows <= 14 and ticks <= 24 and lines <= 16 and letters <= 1500
