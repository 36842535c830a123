"""Entries made to agree with what is known of growth, draw by draw: the country's own series, and the general range.

With every other quantity of a draw fixed, the persons at work are linear in the first stock and in what entries are
multiplied by. The series' multiplier is the least-squares one, not below zero, for the series with its own error
drawn upon it; the range's multiplier makes the stock grow as a drawn ``growth-before`` says. The two are weighted by
how well each knows the growth: a smooth series counts nearly alone, a jumping one little, and where there is none the
range stands. Where graduates are given, nothing is calibrated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from concord.labour_market import cohorts
from concord.labour_market.inputs import Inputs
from concord.labour_market.method import Method
from concord.labour_market.quantities import Given
from concord.labour_market.starting import first_state
from concord.labour_market.streams import key_of, normals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How the calibrated model follows the series of one area and occupation.

    Args:
        points: (year, persons in the series, persons in the model at central values).
        error_percent: Root mean square of their relative differences.
        scale: Multiplier of entries at central values: 1 leaves the assumption as it was.
        weight: How much the series counts against the general range of growth: 0 to 1.
        kind: ``series``, ``range`` (no series long enough) or ``none`` (graduates are given).
    """

    area: str
    occupation: str
    points: tuple[tuple[int, float, float], ...] = ()
    error_percent: float | None = None
    scale: float = 1.0
    weight: float = 0.0
    kind: str = "none"


@dataclass(slots=True)
class State:
    """Where a projection begins: groups by place of training, the home-trained abroad, and the multiplier."""

    groups: dict[int, Draws]
    abroad: Draws
    scale: Draws


@dataclass(slots=True)
class _Past:
    """The years before, in two runs of which every past is a sum: one person at the start, and entries alone."""

    years: NDArray[np.int_]
    stayed: cohorts.Run
    entered: cohorts.Run

    def at(self, year: int) -> tuple[Draws, Draws]:
        when = year - int(self.years[0])
        return self.stayed.measures[0]["persons"][when], self.entered.measures[0]["persons"][when]


def is_calibrated(inputs: Inputs) -> bool:
    """Whether entries are calibrated at all: not where graduates are given."""
    return not isinstance(inputs.quantities["graduates-per-100"], Given)


def can_calibrate(inputs: Inputs, how: Method) -> bool:
    """Whether the series is long enough to count."""
    return is_calibrated(inputs) and len(inputs.history) >= how.least_points


def begin(
    inputs: Inputs, draws: Mapping[str, Draws], stock: Draws, how: Method, *, index: int, elsewhere: int,
    error: float, weight: float, noise: Draws | None,
) -> State:  # fmt: skip
    """The first state and the multiplier of entries, in each draw.

    Args:
        inputs: One area and occupation.
        draws: Values of its quantities.
        stock: Persons at the stock's year in each draw.
        how: The method.
        index, elsewhere: Of the area and of the rest of the world among places of training.
        error: Relative error of one published figure.
        weight: Of the series against the general range.
        noise: Standard normal numbers for the points of the series (points × draws), None for the series as it is.
    """
    import numpy as np

    if not is_calibrated(inputs):
        graduates = how.graduates_at(inputs.occupation)
        groups, abroad = first_state(stock, draws, how, index=index, elsewhere=elsewhere, graduates=graduates)
        return State(groups, abroad, np.ones_like(stock))
    past = _past(inputs, draws, stock.shape[0], how)
    first, scale = _by_range(past, inputs, draws, stock)
    if can_calibrate(inputs, how):
        begun, found = _by_series(past, inputs, stock.shape[0], error, noise)
        first, scale = weight * begun + (1 - weight) * first, weight * found + (1 - weight) * scale
    return _state(past, first, scale, stock, draws, index, elsewhere)


def _past(inputs: Inputs, draws: Mapping[str, Draws], size: int, how: Method) -> _Past:
    import numpy as np

    last = inputs.year
    begun = inputs.history[0][0] if can_calibrate(inputs, how) else last - how.look_back
    years = np.arange(begun, last + 1)
    graduates = how.graduates_at(inputs.occupation)

    def ran(stock: float, scale: float) -> cohorts.Run:
        groups, abroad = first_state(np.full(size, stock), draws, how, index=0, elsewhere=1, graduates=graduates)
        part = cohorts.Part(
            inputs.area, inputs.occupation, inputs.stock.span[1], draws, np.full(size, scale), groups, abroad,
            first=begun - last,
        )  # fmt: skip
        return cohorts.run([part], last - begun, how)

    return _Past(years, ran(1.0, 0.0), ran(0.0, 1.0))


def _by_range(past: _Past, inputs: Inputs, draws: Mapping[str, Draws], stock: Draws) -> tuple[Draws, Draws]:
    """First stock and multiplier for which the stock grew as the drawn growth says."""
    import numpy as np

    span = int(past.years[-1] - past.years[0])
    first = stock * (1 + draws["growth-before"] / 100) ** -span
    stayed, entered = past.at(inputs.year)
    return first, np.maximum(0, (stock - first * stayed) / np.maximum(entered, 1e-300))


def _by_series(past: _Past, inputs: Inputs, size: int, error: float, noise: Draws | None) -> tuple[Draws, Draws]:
    """First stock and least-squares multiplier for the series, which is scaled to pass through the stock."""
    import numpy as np

    seen = series(inputs)[:, None] * (np.exp(error * noise) if noise is not None else np.ones((1, size)))
    pairs = [past.at(when) for when, _ in inputs.history[1:]]
    stayed, entered = np.stack([one for one, _ in pairs]), np.stack([two for _, two in pairs])
    wanted = seen[1:] - seen[0] * stayed
    square = np.maximum((entered**2).sum(axis=0), 1e-300)
    return seen[0], np.maximum(0, (entered * wanted).sum(axis=0) / square)


def series(inputs: Inputs) -> Draws:
    """Persons of the series, scaled so that the last point is the stock."""
    import numpy as np

    seen = np.array([persons for _, persons in inputs.history])
    return np.asarray(seen * (inputs.stock.span[1] / seen[-1]))


def _state(
    past: _Past, first: Draws, scale: Draws, stock: Draws, draws: Mapping[str, Draws], index: int, elsewhere: int
) -> State:
    """The calibrated past's last state, brought to the stock and to the shares that are known of it."""
    import numpy as np

    one, two = past.stayed.parts[0], past.entered.parts[0]
    home, foreign = (first * one.groups[place] + scale * two.groups[place] for place in (0, 1))
    abroad = first * one.abroad + scale * two.abroad
    share = draws["foreign-share"]

    def brought(group: Draws, persons: Draws) -> Draws:
        total = group.sum(axis=(0, 1))
        shape = np.where(total > 0, group, home)
        return np.asarray(shape * (persons / np.maximum(shape.sum(axis=(0, 1)), 1e-300)))

    groups = {place: np.zeros_like(home) for place in range(elsewhere)}
    groups[index] = brought(home, stock * (1 - share))
    groups[elsewhere] = brought(foreign, stock * share)
    return State(groups, brought(abroad, stock * (1 - share) * draws["abroad-share"]), scale)


def fitted(inputs: Inputs, central: Mapping[str, Draws], how: Method) -> Fit:
    """The fit at central values: the series beside the model, its error, its weight, and the multiplier."""
    import numpy as np

    if not is_calibrated(inputs):
        return Fit(inputs.area, inputs.occupation)
    past = _past(inputs, central, 1, how)
    first, scale = _by_range(past, inputs, central, np.array([inputs.stock.span[1]]))
    if not can_calibrate(inputs, how):
        return Fit(inputs.area, inputs.occupation, scale=float(scale[0]), kind="range")
    begun, found = _by_series(past, inputs, 1, 0, None)
    seen = series(inputs)

    def followed(start: Draws, by: Draws) -> Draws:
        return np.array([float((start * a + by * b)[0]) for a, b in (past.at(when) for when, _ in inputs.history)])

    error = float(np.sqrt(np.mean((followed(begun, found)[1:] / seen[1:] - 1) ** 2)))
    weight = _weight(inputs, max(error, how.least_error))
    first, scale = weight * begun + (1 - weight) * first, weight * found + (1 - weight) * scale
    model = followed(first, scale)
    points = tuple((when, float(s), float(m)) for (when, _), s, m in zip(inputs.history, seen, model, strict=True))
    return Fit(inputs.area, inputs.occupation, points, 100 * error, float(scale[0]), weight, "series")


def _weight(inputs: Inputs, error: float) -> float:
    """By precision: variance of the range of growth over that and the variance of the series' growth.

    Two end points with an error of one figure each know the yearly growth to ``error × √2 / years``.
    """
    low, middle, high = (each / 100 for each in inputs.quantities["growth-before"].span)
    general = (low**2 + middle**2 + high**2 - low * middle - low * high - middle * high) / 18
    span = inputs.history[-1][0] - inputs.history[0][0]
    own = 2 * error**2 / span**2
    return float(general / (general + own)) if general > 0 else 0.0


def errors_of(inputs: Inputs, seed: int, block: int, size: int) -> Draws:
    """Normal numbers for the published figures of a series, by key."""
    key = key_of(inputs.area, inputs.occupation, "series")
    return normals(seed, key, block, (len(inputs.history), size))


def without_history(inputs: Inputs) -> Inputs:
    """The same, with nothing of its own to be calibrated to."""
    return replace(inputs, history=())
