"""What matters: one quantity at a time at its tenth and ninetieth percentile, all others at their median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from concord.labour_market.calibration import fitted
from concord.labour_market.inputs import Inputs
from concord.labour_market.method import Method, method
from concord.labour_market.projection import added
from concord.labour_market.scenarios import Plan
from concord.labour_market.supply import Task, at_probabilities, central, values_at

LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class Bar:
    """What one quantity does to the outcome.

    Args:
        area, quantity: Whose and which.
        low_value, high_value: The quantity at its tenth and ninetieth percentile.
        low, high: The outcome there, persons in the last year.
    """

    area: str
    quantity: str
    low_value: float
    high_value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the two outcomes are."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Tornado:
    """Bars in order of their width, around the outcome with everything at its median.

    A quantity that the series is calibrated to answers twice: by itself, and by the entries that make up for it in the
    past.
    """

    area: str
    occupation: str
    measure: str
    year: int
    middle: float
    bars: tuple[Bar, ...]
    without_effect: tuple[str, ...] = ()


def tornado(
    inputs: Sequence[Inputs], *, to: int, since: int | None = None, plan: Plan | None = None,
    area: str = "", occupation: str = "", measure: str = "persons", how: Method | None = None,
) -> Tornado:  # fmt: skip
    """The tornado of one area and occupation (the first by default); quantities of every area that shares its flows."""
    import numpy as np

    how, plan = how or method(), plan or Plan()
    given = (*inputs, *added(inputs, plan))
    first = since if since is not None else max(each.year for each in given)
    occupation = occupation or given[0].occupation
    group = [each for each in given if each.occupation == occupation]
    at = next((i for i, each in enumerate(group) if each.area == area), 0)
    named = [(i, id) for i, each in enumerate(group) for id in values_at(each, {}, how, size=1)]
    size = 1 + 2 * len(named)
    tried = []
    for i, each in enumerate(group):
        probability = {}
        for n, (owner, id) in enumerate(named):
            if owner == i:
                probability[id] = np.full(size, 0.5)
                probability[id][[1 + 2 * n, 2 + 2 * n]] = LOW, HIGH
        tried.append(values_at(each, probability, how, size=size))
    fits = tuple(fitted(each, central(each, how), how) for each in group)
    areas = list(dict.fromkeys(each.area for each in given))
    done = at_probabilities(Task(tuple(group), plan.levers(areas), first, to, 0, 0, size, how, fits), tried)
    last = done.measures[at][measure][-1]
    bars = [
        Bar(
            group[owner].area, id, float(tried[owner][id][1 + 2 * n]), float(tried[owner][id][2 + 2 * n]),
            float(last[1 + 2 * n]), float(last[2 + 2 * n]),
        )
        for n, (owner, id) in enumerate(named)
    ]  # fmt: skip
    told = [bar for bar in bars if bar.width > 1e-9 * abs(last[0])]
    silent = tuple(dict.fromkeys(bar.quantity for bar in bars if bar not in told and bar.low_value != bar.high_value))
    ordered = tuple(sorted(told, key=lambda bar: (-bar.width, bar.area, bar.quantity)))
    return Tornado(group[at].area, occupation, measure, to, float(last[0]), ordered, silent)
