"""Appraisals side by side: other agreements, or drafts of one text in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from concord.agreements.appraisal import Appraisal, Row
from concord.agreements.elements import LEVELS, Element, Level, Mark
from concord.errors import Invalid

#: From one draft to the next: what an element gained or lost; ``unclear`` where one of the two is not marked.
Change = Literal["same", "gained", "lost", "wording", "unclear"]
_ORDER: dict[Mark, int] = {"absent": 0, "partly": 1, "met": 2}


@dataclass(frozen=True)
class Compared:
    """One element in every appraisal, in their order."""

    element: Element
    rows: tuple[Row, ...]

    @property
    def marks(self) -> tuple[Mark | None, ...]:
        """The marks, None where nobody marked it."""
        return tuple(row.mark for row in self.rows)

    @property
    def levels(self) -> tuple[Level | None, ...]:
        """The levels, None where nobody marked it."""
        return tuple(row.level for row in self.rows)

    @property
    def differs(self) -> bool:
        """Whether marks or levels differ."""
        return len(set(zip(self.marks, self.levels, strict=True))) > 1

    @property
    def change(self) -> Change:
        """From the first to the last of them.

        ``gained`` and ``lost`` are said of a mark, or of the level where the mark stays; ``wording`` where both stay
        and other strength words are used. A mark that becomes "does not apply", or no longer is, cannot be ordered.
        """
        first, last = self.rows[0], self.rows[-1]
        if first.mark is None or last.mark is None or first.level is None or last.level is None:
            return "unclear"
        if first.mark != last.mark:
            if first.mark not in _ORDER or last.mark not in _ORDER:
                return "unclear"
            return "gained" if _ORDER[last.mark] > _ORDER[first.mark] else "lost"
        if first.level != last.level:
            return "gained" if LEVELS.index(last.level) > LEVELS.index(first.level) else "lost"
        return "same" if _words(first) == _words(last) else "wording"


@dataclass(frozen=True)
class Comparison:
    """Several appraisals element by element; nothing is summed over elements."""

    appraisals: tuple[Appraisal, ...]
    elements: tuple[Compared, ...]

    def differing(self) -> tuple[Compared, ...]:
        """Elements on which they differ."""
        return tuple(each for each in self.elements if each.differs)

    def changed(self, change: Change) -> tuple[Compared, ...]:
        """Elements that changed so from the first to the last."""
        return tuple(each for each in self.elements if each.change == change)


def compare(appraisals: Sequence[Appraisal]) -> Comparison:
    """Put appraisals beside each other; drafts are given oldest first.

    Raises:
        Invalid: ``agreements.comparison.too-few`` for less than two; ``agreements.comparison.catalogues`` where they
            were made against different catalogues.
    """
    if len(appraisals) < 2:
        raise Invalid("agreements.comparison.too-few")
    if len({each.catalogue.digest for each in appraisals}) > 1:
        raise Invalid("agreements.comparison.catalogues")
    elements = tuple(
        Compared(element, tuple(each.row(element.id) for each in appraisals))
        for element in appraisals[0].catalogue.elements
    )
    return Comparison(tuple(appraisals), elements)


def _words(row: Row) -> list[tuple[str, str]]:
    return sorted((each.level, each.words.casefold()) for each in row.strengths)
