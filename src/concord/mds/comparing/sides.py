"""What each side of a corridor says, and the difference of two figures, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from concord.mds.comparing.figures import Figure

Side = Literal["destination", "origin"]
#: Why there is no difference: one side is hidden, or one has no figure for the year.
Without = Literal["", "hidden", "missing"]


@dataclass(frozen=True, slots=True)
class Series:
    """What one side says in one table at one level of activity, by year.

    Args:
        side: Who says it.
        area: The country that says it.
        structure: The table.
        measure: ``stock``, ``inflow`` or ``outflow``; ``return`` for those who came back.
        base: ``training``, ``birth`` or ``nationality``; "" where a table has none.
        activity: The level of activity; "" where it is not said.
        figures: One for each year, the oldest first.
    """

    side: Side
    area: str
    structure: str
    measure: str
    base: str
    activity: str
    figures: tuple[Figure, ...]

    def at(self, year: int) -> Figure | None:
        """The figure of a year; None where there is no row for it, which is not zero."""
        return next((each for each in self.figures if each.year == year), None)

    @property
    def years(self) -> tuple[int, ...]:
        """Years with a row."""
        return tuple(each.year for each in self.figures)


@dataclass(frozen=True, slots=True)
class Difference:
    """Destination less origin, of one year.

    Args:
        destination, origin: The series compared.
        persons: The difference; None where there is none to tell.
        percent: The same in per cent of the larger one; None where both are zero.
        without: Why there is none.
    """

    year: int
    destination: Series
    origin: Series
    persons: float | None
    percent: float | None
    without: Without = ""
    is_large: bool = False
