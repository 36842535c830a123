"""The coarse model: every area and occupation at once, without ages, moved by one matrix of routes.

For area i, occupation o, year t and draw:

    S[i,t+1] = S[i,t] (1 - loss[i] - out[i]) + entries[i] swing[t] + sum over k of S[k,t] out[k] routes[k,i]

``loss``, ``out`` and ``entries`` are drawn once for each area and draw, ``swing`` once for each year and draw. Who
leaves one area arrives in another: the rows of ``routes`` add up to one. The kernel of NumPy alone serves a slider;
with numba (optional) a compiled one serves ten thousand draws in the same layout, draws on the last axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from concord.errors import Invalid, Unavailable
from concord.labour_market.result import PROBABILITIES
from concord.labour_market.streams import generator, key_of
from concord.vocabulary.threads import one_thread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Engine = Literal["numpy", "compiled"]
#: From so many draws on the compiled kernel is taken where it is installed.
COMPILED_FROM = 2000


@dataclass(frozen=True, slots=True)
class WorldInputs:
    """What the coarse model starts with; arrays are areas × occupations unless said otherwise.

    Args:
        areas, occupations: Codes.
        stock: Persons.
        loss, loss_sd: Share that retires, dies or leaves the job in a year.
        out, out_sd: Share that moves to another area in a year.
        entries, entries_sd: Persons who enter in a year.
        swing: Standard deviation of the logarithm of a year's entries, by occupation.
        routes: Areas × areas: where those who leave go; rows add up to one, none to itself.

    Raises:
        Invalid: ``labour-market.world.shape``, ``labour-market.world.routes`` or ``labour-market.world.negative``.
    """

    areas: tuple[str, ...]
    occupations: tuple[str, ...]
    stock: Array = field(hash=False)
    loss: Array = field(hash=False)
    loss_sd: Array = field(hash=False)
    out: Array = field(hash=False)
    out_sd: Array = field(hash=False)
    entries: Array = field(hash=False)
    entries_sd: Array = field(hash=False)
    swing: Array = field(hash=False)
    routes: Array = field(hash=False)

    def __post_init__(self) -> None:
        import numpy as np

        shape = (len(self.areas), len(self.occupations))
        arrays = (self.stock, self.loss, self.loss_sd, self.out, self.out_sd, self.entries, self.entries_sd)
        if any(each.shape != shape for each in arrays) or self.swing.shape != shape[1:]:
            raise Invalid("labour-market.world.shape", params={"areas": shape[0], "occupations": shape[1]})
        if any(not np.isfinite(each).all() or (each < 0).any() for each in (*arrays, self.swing, self.routes)):
            raise Invalid("labour-market.world.negative")
        sums_to_one = self.routes.shape == shape[:1] * 2 and np.allclose(self.routes.sum(axis=1), 1, atol=1e-9)
        if not sums_to_one or np.diag(self.routes).any():
            raise Invalid("labour-market.world.routes")


@dataclass(frozen=True, slots=True)
class World:
    """Years × areas × occupations: mean, standard deviation, and five exact quantiles on a last axis.

    Quantiles are those of all draws, linear between order statistics, at :data:`PROBABILITIES`.
    """

    mean: Array = field(hash=False)
    sd: Array = field(hash=False)
    quantiles: Array = field(hash=False)
    seed: int = 1
    draws: int = 0
    engine: Engine = "numpy"
    status: str = "estimated"


def world(
    inputs: WorldInputs, *, years: int, draws: int, seed: int = 1, threads: int = 1, engine: Engine | None = None
) -> World:
    """Project every area and occupation.

    Args:
        inputs: The first state and what is uncertain.
        years: How many.
        draws: Of the Monte Carlo.
        seed: Same seed and engine, same bytes, on any number of threads.
        threads: Workers; each takes an occupation.
        engine: ``numpy`` or ``compiled`` (needs numba); by default what suits the number of draws and is there.

    Raises:
        Unavailable: ``labour-market.world.no-compiler``.
    """
    import numpy as np

    chosen = engine or ("compiled" if draws >= COMPILED_FROM and _has_compiler() else "numpy")
    if chosen == "compiled" and not _has_compiler():
        raise Unavailable("labour-market.world.no-compiler")
    shape = (years, len(inputs.areas), len(inputs.occupations))
    mean, sd, quantiles = np.empty(shape), np.empty(shape), np.empty((*shape, len(PROBABILITIES)))

    def one(index: int) -> None:
        found = _occupation(inputs, index, years, draws, seed, chosen)
        mean[:, :, index], sd[:, :, index], quantiles[:, :, index] = found

    with one_thread():
        _each(one, len(inputs.occupations), threads)
    return World(mean, sd, quantiles, seed, draws, chosen)


def _each(one: object, count: int, threads: int) -> None:
    assert callable(one)
    if threads <= 1:
        for index in range(count):
            one(index)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(count)))


def _has_compiler() -> bool:
    from importlib.util import find_spec

    return find_spec("numba") is not None


def _occupation(
    inputs: WorldInputs, index: int, years: int, draws: int, seed: int, engine: Engine
) -> tuple[Array, Array, Array]:
    """One occupation: its stream, its draws, its years."""
    import numpy as np

    chance = generator(seed, key_of("world", inputs.occupations[index]), 0)
    stock = np.repeat(inputs.stock[:, index, None], draws, axis=1)
    loss = _drawn(chance, inputs.loss[:, index], inputs.loss_sd[:, index], draws)
    np.minimum(loss, 1, out=loss)
    out = _drawn(chance, inputs.out[:, index], inputs.out_sd[:, index], draws)
    np.minimum(out, 1 - loss, out=out)
    entries = _drawn(chance, inputs.entries[:, index], inputs.entries_sd[:, index], draws)
    sd = inputs.swing[index]
    swing = np.exp(sd * chance.standard_normal((years, draws)) - sd * sd / 2)
    keep = np.subtract(1, loss, out=loss)
    keep -= out
    routes = np.ascontiguousarray(inputs.routes.T)
    if engine == "compiled":
        from concord.labour_market.compiled import occupation

        return occupation(stock, keep, out, entries, swing, routes, np.array(PROBABILITIES))
    return _plain(stock, keep, out, entries, swing, routes)


def _drawn(chance: np.random.Generator, mean: Array, sd: Array, draws: int) -> Array:
    """Normal draws around a mean, not below zero; where the spread is zero, the mean in every draw."""
    import numpy as np

    made = chance.standard_normal((mean.shape[0], draws))
    made *= sd[:, None]
    made += mean[:, None]
    return np.maximum(made, 0, out=made)


def _plain(
    stock: Array, keep: Array, out: Array, entries: Array, swing: Array, routes: Array
) -> tuple[Array, Array, Array]:
    import numpy as np

    years, areas = swing.shape[0], stock.shape[0]
    mean, sd = np.empty((years, areas)), np.empty((years, areas))
    quantiles = np.empty((years, areas, len(PROBABILITIES)))
    leaving, arriving = np.empty_like(stock), np.empty_like(stock)
    for year in range(years):
        np.multiply(stock, out, out=leaving)
        np.matmul(routes, leaving, out=arriving)
        stock *= keep
        stock += arriving
        np.multiply(entries, swing[year], out=leaving)
        stock += leaving
        mean[year], sd[year] = _moments(stock, leaving)
        np.copyto(arriving, stock)
        arriving.sort(axis=1)
        quantiles[year] = at_ranks(arriving, PROBABILITIES)
    return mean, sd, quantiles


def _moments(stock: Array, away: Array) -> tuple[Array, Array]:
    """Mean and standard deviation by row, from deviations, which are written to ``away``."""
    import numpy as np

    middle = stock.mean(axis=1)
    np.subtract(stock, middle[:, None], out=away)
    return middle, np.sqrt(np.einsum("ij,ij->i", away, away) / stock.shape[1])


def at_ranks(ordered: Array, probabilities: Sequence[float]) -> Array:
    """Quantiles of rows in order, linear between order statistics: rows × probabilities."""
    import numpy as np

    place = np.asarray(probabilities) * (ordered.shape[1] - 1)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, ordered.shape[1] - 1)
    below = ordered[:, low]
    return np.asarray(below + (ordered[:, high] - below) * (place - low))
