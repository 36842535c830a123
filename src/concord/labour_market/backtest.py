"""How a projection would have done: from a past year, with what was known then, against what was published since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from concord.errors import NotFound
from concord.labour_market.calibration import can_calibrate, without_history
from concord.labour_market.inputs import Inputs, from_tables, scaled_history
from concord.labour_market.method import Method, method
from concord.labour_market.projection import Projection, project
from concord.vocabulary.structures import Table

OCCUPATIONS = ("221", "2221_3221")


@dataclass(frozen=True, slots=True)
class Checked:
    """One published figure beside what had been projected for its year.

    Args:
        start: Year of the stock that the projection began with.
        quantiles: At the probabilities of a projection.
        broken: A break is flagged in the series between start and this year, so its growth is not growth.
        last: The last tested year of this series.
        unchanged, same_growth: The naive answers: nothing changes; the growth of the known past goes on (None without
            one).
    """

    area: str
    occupation: str
    start: int
    year: int
    seen: float
    quantiles: tuple[float, ...]
    broken: bool
    last: bool
    calibrated: bool
    unchanged: float
    same_growth: float | None

    def inside(self, percent: int) -> bool:
        """Whether the figure lies in the 80 or 95 % interval."""
        low, high = {80: (1, 3), 95: (0, 4)}[percent]
        return self.quantiles[low] <= self.seen <= self.quantiles[high]

    @property
    def error_percent(self) -> float:
        """The median against the figure."""
        return 100 * (self.quantiles[2] / self.seen - 1)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of some figures lay inside, and how far off the medians and the naive answers were (median of sizes)."""

    count: int
    inside_80: float | None
    inside_95: float | None
    error_percent: float | None
    unchanged_percent: float | None
    above: int = 0
    below: int = 0


@dataclass(frozen=True, slots=True)
class Backtest:
    """Every tested figure, and what could not be tested with the reason."""

    until: int
    tested: tuple[Checked, ...]
    left_out: tuple[tuple[str, str, str], ...]

    def coverage(
        self, *, last: bool | None = None, broken: bool | None = None, calibrated: bool | None = None,
        occupation: str | None = None,
    ) -> Coverage:  # fmt: skip
        """Coverage of a part of the figures; above and below count those outside the 95 % interval."""
        wanted = {"last": last, "broken": broken, "calibrated": calibrated, "occupation": occupation}
        chosen = [each for each in self.tested
                  if all(value is None or getattr(each, name) == value for name, value in wanted.items())]  # fmt: skip
        if not chosen:
            return Coverage(0, None, None, None, None)
        count = len(chosen)
        return Coverage(
            count,
            sum(each.inside(80) for each in chosen) / count,
            sum(each.inside(95) for each in chosen) / count,
            _middle([abs(each.error_percent) for each in chosen]),
            _middle([100 * abs(each.unchanged / each.seen - 1) for each in chosen]),
            sum(each.seen > each.quantiles[4] for each in chosen),
            sum(each.seen < each.quantiles[0] for each in chosen),
        )


def backtest(
    tables: Mapping[str, Table], *, start: int = 2010, until: int = 2021, draws: int = 1000, seed: int = 1,
    calibrate: bool = True, occupations: Sequence[str] = OCCUPATIONS, how: Method | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Backtest:  # fmt: skip
    """Project every series of ``mds-totals`` from its first year since ``start``, and compare the years ``until``.

    Nothing published for a year after the start is used: entries are calibrated to densities times population up to the
    start where there are enough of them (scaled to the first figure, so only their growth counts), else the declared
    assumptions stand alone. ``calibrate=False`` leaves every series to the assumptions.
    """
    how = how or method()
    series = _series(tables, start, until, occupations)
    tested: list[Checked] = []
    left_out: list[tuple[str, str, str]] = []
    for at, ((area, occupation), points) in enumerate(sorted(series.items())):
        if progress is not None:
            progress(at, len(series))
        if len(points) < 2:
            left_out.append((area, occupation, "fewer-than-two-years"))
            continue
        inputs = _known(area, occupation, tables, points[0], how)
        known = inputs if calibrate else without_history(inputs)
        ran = project([known], to=points[-1][0], draws=draws, seed=seed, how=how)
        tested += _compared(ran, known, points, can_calibrate(known, how))
    return Backtest(until, tuple(tested), tuple(left_out))


_Point = tuple[int, float, str]


def _series(
    tables: Mapping[str, Table], start: int, until: int, occupations: Sequence[str]
) -> dict[tuple[str, str], list[_Point]]:
    found: dict[tuple[str, str], list[_Point]] = {}
    for row in tables["mds-totals"].frame.iter_rows(named=True):
        if row["occupation"] in occupations and row["headcount"] and start <= row["year"] <= until:
            point = (row["year"], float(row["headcount"]), row["status"])
            found.setdefault((row["area"], row["occupation"]), []).append(point)
    return {key: sorted(points) for key, points in found.items()}


def _known(area: str, occupation: str, tables: Mapping[str, Table], first: _Point, how: Method) -> Inputs:
    """What was known in the first year: its figure, and older densities for the growth before it."""
    year = first[0]
    begun = from_tables(area, occupation, tables, year=year, how=how)
    older = occupation if occupation == "221" else "222_322"
    without = {id: table for id, table in tables.items() if id != "mds-totals"}
    try:
        past = from_tables(area, older, without, year=year, how=how)
    except NotFound:
        return begun
    if past.year < year - 1:
        return begun
    return replace(begun, history=scaled_history(past.history, year, first[1]), provenance=begun.provenance)


def _compared(ran: Projection, inputs: Inputs, points: list[_Point], calibrated: bool) -> list[Checked]:
    curve = ran.curve(inputs.area, inputs.occupation)
    begun, first = points[0][0], points[0][1]
    growth = _growth(inputs.history) if calibrated else None
    out = []
    for year, seen, _ in points[1:]:
        broken = any(status == "break" for when, _, status in points if begun < when <= year)
        naive = None if growth is None else first * (1 + growth) ** (year - begun)
        out.append(
            Checked(
                inputs.area, inputs.occupation, begun, year, seen, curve.quantiles[ran.years.index(year)], broken,
                year == points[-1][0], calibrated, first, naive,
            )
        )  # fmt: skip
    return out


def _growth(history: Sequence[tuple[int, float]]) -> float:
    (first, a), (last, b) = history[0], history[-1]
    return float((b / a) ** (1 / (last - first)) - 1)


def _middle(numbers: list[float]) -> float:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
