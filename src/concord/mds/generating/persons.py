"""Draws persons: for any places of a yearly register, who stands there, as columns of numbers.

Nothing is remembered between two calls: every draw follows from the seed and the person's number, so a person has the
same birthday, training and facility in every year, and a register is made in pieces of any size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from concord.mds.generating.chance import Shuffle, key
from concord.mds.generating.declared import groups
from concord.mds.generating.drawing import NEVER, NOWHERE, SEXES, WIDE, Drawn, Rows
from concord.mds.generating.plan import Plan

__all__ = ["NEVER", "NOWHERE", "SEXES", "Cohort", "Drawn", "Draws"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Persons of one occupation that came together: those of the first register, or the entrants of a year."""

    start: int
    first: int
    size: int
    year: int
    entrants: bool


class Draws:
    """All draws of one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.places = _places(plan)
        self.place = {code: index for index, code in enumerate(self.places)}
        self.group = [[each.id for each in groups()].index(o.group) for o in plan.occupations]

    def key(self, purpose: str) -> int:
        """The key of one draw."""
        return key(self.plan.wish.seed, f"{self.plan.wish.area}/{purpose}")

    @cached_property
    def offsets(self) -> Any:
        """The number of the first person of each occupation, counted through all of them."""
        import numpy as np

        ends = [max(year.windows[k].end for year in self.plan.years) for k in range(len(self.plan.occupations))]
        return np.cumsum([0, *ends])[:-1]

    @cached_property
    def cohorts(self) -> list[Cohort]:
        """Cohorts of all occupations, in order of the persons."""
        found: list[Cohort] = []
        for k in range(len(self.plan.occupations)):
            end = 0
            for index, year in enumerate(self.plan.years):
                window = year.windows[k]
                if window.end > end:
                    many = window.end - end > 0.25 * window.count
                    found.append(Cohort((k << WIDE) + end, end, window.end - end, year.year, bool(index) and not many))
                    end = window.end
        return found

    def draw(self, index: int, positions: Any) -> Drawn:
        """Who stands at these places (from 0) of the yearly register ``index``."""
        import numpy as np

        year = self.plan.years[index]
        slots = Shuffle(year.rows, self.key(f"order/{year.year}")).at(positions)
        again = slots >= year.persons
        if year.twice:
            second = Shuffle(year.persons, self.key("second")).at(slots - year.persons)
            slots = np.where(again, second, slots)
        counts = np.cumsum([0, *(window.count for window in year.windows)])
        k = np.searchsorted(counts, slots, side="right") - 1
        first = np.array([window.first for window in year.windows])
        i = slots - counts[k] + first[k]
        leaving = i < np.array([window.leaving for window in year.windows])[k]
        return Rows(self, year.year, k, i, again, leaving).drawn()


def _places(plan: Plan) -> tuple[str, ...]:
    corridors = plan.corridors
    codes = (plan.wish.area, *(code for code, _ in corridors.origins), *(code for code, _ in corridors.destinations))
    return tuple(dict.fromkeys(codes))
