"""What flows would be if the stocks were a little other: simulation from the quality of each stock.

Every draw multiplies every stock by a lognormal error of mean one, estimates again, and is kept whole, so that the
range of a sum is that of the sum and not the sum of ranges. Each draw has a stream of its own, named by its number: the
same seed gives the same bytes on one thread and on many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from concord.errors import Invalid
from concord.flows.accounts import Account
from concord.flows.declared import declared
from concord.flows.declared import method as method_of
from concord.flows.estimate import Within, estimate
from concord.vocabulary.threads import one_thread

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers

QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
#: Cells kept at once; beyond it fewer corridors or draws have to be asked for.
MOST_CELLS = 100_000_000
Corridor = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Uncertain:
    """Draws of an estimate.

    Args:
        totals: All moves, one per draw.
        corridors: The pairs that were kept, and their moves: draw × corridor.
        net: Arrivals less departures: draw × place.
        failed: Draws in which the method refused (such as more deaths than persons), by code; they are in nothing.
        quality: The coefficient of variation that was assumed, by area of residence.
        persistence: The share of a stock's error that was assumed to stand in both tables.
    """

    method: str
    version: str
    areas: tuple[str, ...]
    seed: int
    draws: int
    inputs: str
    quality: Mapping[str, float]
    persistence: float
    pairs: tuple[Corridor, ...]
    totals: Numbers
    corridors: Numbers
    net: Numbers
    failed: Mapping[str, int]
    status: Literal["estimated"] = "estimated"

    def total(self, quantile: float) -> float:
        """A quantile of all moves."""
        return float(np.quantile(self.totals, quantile))

    def between(self, origin: str, destination: str) -> dict[float, float]:
        """Quantiles of one corridor."""
        column = self.corridors[:, self.pairs.index((origin, destination))]
        return {each: float(np.quantile(column, each)) for each in QUANTILES}


def simulate(
    account: Account,
    method: str,
    *,
    quality: str | float | Mapping[str, str | float],
    draws: int,
    seed: int,
    corridors: Sequence[Corridor] | None = None,
    persistence: float | None = None,
    within: Within | None = None,
    threads: int = 1,
    advance: Callable[[int], None] | None = None,
) -> Uncertain:
    """Estimate again and again with stocks drawn from what they may be wrong by.

    Args:
        quality: A declared quality (``register``, ``census``, ``survey``, ``estimate``) or a coefficient of variation,
            for all or by area of residence. It is an assumption; the result carries it.
        draws, seed: How many, and the name of their randomness.
        corridors: The pairs to keep; all by default.
        persistence: The share of a stock's error (in variance) that stands in both tables: a register that misses
            people misses them at both dates. By default the declared one; it is an assumption too.
        within: Bounds of pairs that are not known; each draw takes a value between them, all alike.
        threads: Draws side by side; the result does not depend on it.
        advance: Called with 1 after each draw.

    Raises:
        Invalid: ``flows.uncertainty.quality``, ``flows.uncertainty.draws``, ``flows.uncertainty.failed`` (no draw could
            be estimated), and those of :func:`~concord.flows.estimate.estimate`.

    Example:
        >>> from concord.flows.accounts import account
        >>> given = account(["A", "B"], [[900, 100], [0, 500]], [[800, 200], [0, 500]])
        >>> found = simulate(given, "sd-drop-negative", quality="census", draws=50, seed=7)
        >>> found.total(0.1) < 100 < found.total(0.9)
        True
    """
    pairs = _pairs(account, corridors, draws)
    version, spread = method_of(method).version, _spread(account, quality)
    share = declared().persistence if persistence is None else persistence
    if not 0 <= share <= 1:
        raise Invalid("flows.uncertainty.persistence", params={"said": persistence})
    errors = _Errors(spread, share, within or {})
    if not within:
        estimate(account, method)
    at = tuple(np.array([account.index(pair[side]) for pair in pairs], dtype=int) for side in (0, 1))

    def one(number: int) -> tuple[float, Numbers, Numbers] | str:
        random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(number,))))
        try:
            made = estimate(errors.drawn(account, random), method)
        except Invalid as refusal:
            return refusal.code
        finally:
            if advance is not None:
                advance(1)
        return float(made.flow.sum()), made.flow[at], made.net

    with one_thread(), ThreadPoolExecutor(max_workers=max(1, threads)) as pool:
        outcomes = list(pool.map(one, range(draws)))
    kept = [each for each in outcomes if not isinstance(each, str)]
    codes = [each for each in outcomes if isinstance(each, str)]
    if not kept:
        raise Invalid("flows.uncertainty.failed", params={"code": codes[0], "draws": draws})
    return Uncertain(
        method=method,
        version=version,
        areas=account.areas,
        seed=seed,
        draws=draws,
        inputs=account.digest,
        quality=dict(zip(account.areas, spread.tolist(), strict=True)),
        persistence=share,
        pairs=pairs,
        totals=np.array([each[0] for each in kept]),
        corridors=np.array([each[1] for each in kept]),
        net=np.array([each[2] for each in kept]),
        failed={code: codes.count(code) for code in dict.fromkeys(codes)},
    )


def _pairs(account: Account, corridors: Sequence[Corridor] | None, draws: int) -> tuple[Corridor, ...]:
    areas = account.areas
    pairs = tuple(corridors) if corridors is not None else tuple((a, b) for a in areas for b in areas if a != b)
    if draws < 1 or draws * (len(pairs) + len(areas)) > MOST_CELLS:
        raise Invalid("flows.uncertainty.draws", params={"draws": draws, "corridors": len(pairs), "most": MOST_CELLS})
    return pairs


def _spread(account: Account, quality: str | float | Mapping[str, str | float]) -> Numbers:
    """The coefficient of variation of each area's stocks."""
    known = declared().quality
    by_area = quality if isinstance(quality, Mapping) else dict.fromkeys(account.areas, quality)
    found = []
    for area in account.areas:
        said = by_area.get(area)
        value = known.get(said) if isinstance(said, str) else said
        if value is None or not 0 <= value <= 2:
            params = {"area": area, "said": said, "known": ", ".join(known)}
            raise Invalid("flows.uncertainty.quality", params=params)
        found.append(float(value))
    return np.array(found)


@dataclass(frozen=True, slots=True)
class _Errors:
    """How stocks are drawn: the spread of each place's, the share that stays from start to end, bounds of gaps."""

    spread: Numbers
    persistence: float
    within: Within

    def drawn(self, account: Account, random: np.random.Generator) -> Account:
        """Both tables with an error for each pair. Each place's total stands, being what is counted best."""
        sigma = np.sqrt(np.log1p(self.spread * self.spread))
        shape = account.start.shape
        common = random.standard_normal(shape)
        tables = []
        for name in ("start", "end"):
            own = random.standard_normal(shape)
            error = np.sqrt(self.persistence) * common + np.sqrt(1 - self.persistence) * own
            tables.append(self._table(account, name, np.exp(sigma * error - sigma * sigma / 2), random))
        return replace(account, start=tables[0], end=tables[1], _digest=[])

    def _table(self, account: Account, name: str, factor: Numbers, random: np.random.Generator) -> Numbers:
        known: Numbers = (account.start if name == "start" else account.end).copy()
        for (table, origin, residence), (low, high) in sorted(self.within.items()):
            if table == name:
                known[account.index(origin), account.index(residence)] = random.uniform(low, high)
        native = np.diagonal(known).copy()
        others = known * factor
        np.fill_diagonal(others, 0)
        if account.native_known:
            total, sums = known.sum(axis=0), others.sum(axis=0)
            others *= np.divide(total, sums, out=np.ones_like(sums), where=sums > total)
            native = np.maximum(total - others.sum(axis=0), 0)
        np.fill_diagonal(others, native)
        return others
