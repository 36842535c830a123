"""Supply of health personnel: draws of what is uncertain, the first state, and the years, block by block.

Formula, by area and draw, for persons at work S and the year t (all by sex, age and place of training):

    S[t+1] = S[t] (1 - r - d - x - e) + G[t] p + I[t] + B[t]

with r retirement, d death, x leaving the job, e emigration, G graduates and p the share of them that enters, I
arrivals of foreign-trained persons, B those who come back. See ``docs/explanation/projection.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.labour_market import cohorts
from concord.labour_market.calibration import Fit, State, begin, errors_of
from concord.labour_market.inputs import Inputs
from concord.labour_market.levers import Lever
from concord.labour_market.method import Method
from concord.labour_market.quantities import Quantity, quantity
from concord.labour_market.streams import key_of, normals, uniforms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Task:
    """One block of draws of one occupation: everything it needs, so that any thread may do it."""

    group: tuple[Inputs, ...]
    levers: tuple[Lever, ...]
    first: int
    to: int
    seed: int
    block: int
    size: int
    how: Method
    fits: tuple[Fit, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """Measures of each area (years + 1 × draws), and persons moved by pair (years × draws)."""

    measures: Sequence[Mapping[str, Draws]]
    corridors: Mapping[tuple[int, int], Draws]


def computed(task: Task) -> Done:
    """Draw, calibrate, bring older stocks forward, and project."""
    drawn = [_drawn(each, task) for each in task.group]
    return _projected(task, drawn, chance=True)


def at_probabilities(task: Task, tried: Sequence[Mapping[str, Draws]]) -> Done:
    """The same for given values of the quantities and no chance from year to year (tornado, central run)."""
    return _projected(task, tried, chance=False)


def central(inputs: Inputs, how: Method) -> dict[str, Draws]:
    """Every quantity at its median, as one draw."""
    return values_at(inputs, {}, how, size=1)


def values_at(inputs: Inputs, probability: Mapping[str, Draws], how: Method, *, size: int) -> dict[str, Draws]:
    """Every quantity at given probabilities; those that are not named at their median."""
    import numpy as np

    middle = np.full(size, 0.5)
    return {id: held.draws(probability.get(id, middle)) for id, held in _held(inputs).items()}


def _held(inputs: Inputs) -> dict[str, Quantity]:
    """Quantities to draw, those that only scenarios need with them."""
    more = {
        id: quantity(id).of(inputs.area, inputs.occupation)
        for id in ("wage-elasticity", "corridor-share")
        if id not in inputs.quantities
    }
    return {"stock": inputs.stock, **inputs.quantities, **more}


def _drawn(inputs: Inputs, task: Task) -> dict[str, Draws]:
    return {
        id: held.draws(uniforms(task.seed, key_of(inputs.area, inputs.occupation, id), task.block, task.size))
        for id, held in _held(inputs).items()
    }


def _projected(task: Task, drawn: Sequence[Mapping[str, Draws]], *, chance: bool) -> Done:
    elsewhere = len(task.group)
    parts = [
        _part(inputs, draws, task, index, elsewhere, chance=chance)
        for index, (inputs, draws) in enumerate(zip(task.group, drawn, strict=True))
    ]
    if elsewhere > 1:
        _join(parts, task.group, task.how)
    ran = cohorts.run(parts, task.to - task.first, task.how)
    return Done(ran.measures, ran.corridors)


def _part(
    inputs: Inputs, draws: Mapping[str, Draws], task: Task, index: int, elsewhere: int, *, chance: bool
) -> cohorts.Part:
    how = task.how
    stock = draws["stock"] * (1 + draws["stock-error"] / 100)
    noise = errors_of(inputs, task.seed, task.block, task.size) if chance else None
    state = begin(
        inputs, draws, stock, how, index=index, elsewhere=elsewhere, error=error_left(task.fits[index], how),
        weight=task.fits[index].weight, noise=noise,
    )  # fmt: skip
    span = task.to - inputs.year
    shocks = _shocks(inputs, draws, task, span) if chance else None
    part = cohorts.Part(
        inputs.area, inputs.occupation, inputs.stock.span[1], draws, state.scale, state.groups, state.abroad
    )
    late = task.first - inputs.year
    if late > 0:
        part = _forward(part, state, shocks, late, how, index, elsewhere)
    part.first = late
    part.shocks = None if shocks is None else shocks[late:]
    part.levers = tuple(each for each in task.levers if each.area == inputs.area)
    return part


def error_left(fit: Fit, how: Method) -> float:
    """Relative error of one point of the series: what the fit leaves, not below the method's least."""
    return max(how.least_error, (fit.error_percent or 0) / 100)


def _forward(
    part: cohorts.Part, state: State, shocks: Draws | None, years: int, how: Method, index: int, elsewhere: int
) -> cohorts.Part:
    """Bring an older stock forward by itself, before flows are shared."""
    alone = cohorts.Part(
        part.area, part.occupation, part.base, part.draws, part.scale,
        {0: state.groups[index], 1: state.groups[elsewhere]}, state.abroad, shocks=shocks,
    )  # fmt: skip
    cohorts.run([alone], years, how)
    part.groups = {**part.groups, index: alone.groups[0], elsewhere: alone.groups[1]}
    part.abroad = alone.abroad
    return part


def _shocks(inputs: Inputs, draws: Mapping[str, Draws], task: Task, years: int) -> Draws:
    """Multipliers of entries by year, of mean one: a first-order autoregression of their logarithm."""
    import numpy as np

    memory = task.how.shock_memory
    z = normals(task.seed, key_of(inputs.area, inputs.occupation, "shocks"), task.block, (years, task.size))
    sd = draws["year-to-year"]
    level, out = np.zeros(task.size), np.empty_like(z)
    variance = np.zeros(task.size)
    for year in range(years):
        level, variance = memory * level + sd * z[year], memory**2 * variance + sd**2
        out[year] = np.exp(level - variance / 2)
    return out


def _join(parts: Sequence[cohorts.Part], group: Sequence[Inputs], how: Method) -> None:
    """Give modelled areas their corridors, and move the persons already there into groups of their own.

    The share of emigrants who go to a partner is the table's share of that destination, else the assumption. Arrivals
    from partners are part of the arrivals that a destination expects, not beside them: in the first year they are
    taken out.
    """
    import numpy as np

    count = len(parts)
    for a, part in enumerate(parts):
        part.routes = _routes(part, group[a], [each.area for each in parts], a, how)
    for a, part in enumerate(parts):
        for b, share in part.routes.items():
            moved = np.minimum(part.abroad.sum(axis=(0, 1)) * share, parts[b].groups[count].sum(axis=(0, 1)))
            _settle(part, parts[b], a, count, moved)
    for b, part in enumerate(parts):
        expected = sum(_first_flow(parts[a], a, b, how) for a in range(count) if b in parts[a].routes)
        part.draws = {**part.draws, "endogenous": np.asarray(expected)}


def _routes(part: cohorts.Part, inputs: Inputs, areas: Sequence[str], own: int, how: Method) -> dict[int, Draws]:
    """Shares of emigrants by modelled destination; never more than all of them.

    Where no table tells, a corridor is assumed towards areas that come later in the list alone: whoever asks puts the
    origin first, and nobody is sent the other way by an assumption.
    """
    import numpy as np

    seen = inputs.destinations
    later = [b for b, area in enumerate(areas) if b > own and area not in seen]
    routes = {b: np.full(part.scale.shape, seen[area] / how.unseen_central)
              for b, area in enumerate(areas) if b != own and area in seen}  # fmt: skip
    routes |= {b: part.draws["corridor-share"] / len(later) for b in later}
    top = np.maximum(1, sum(routes.values()))
    return {b: routes[b] / top for b in sorted(routes)}


def _settle(origin: cohorts.Part, destination: cohorts.Part, place: int, elsewhere: int, persons: Draws) -> None:
    """Take persons out of the destination's unnamed foreign-trained and of the origin's abroad: they are the same."""
    import numpy as np

    for_share = persons / np.maximum(destination.groups[elsewhere].sum(axis=(0, 1)), 1e-300)
    settled = destination.groups[elsewhere] * for_share
    destination.groups[elsewhere] = destination.groups[elsewhere] - settled
    destination.groups[place] = destination.groups[place] + settled
    origin.abroad = origin.abroad * (1 - persons / np.maximum(origin.abroad.sum(axis=(0, 1)), 1e-300))


def _first_flow(origin: cohorts.Part, a: int, b: int, how: Method) -> Draws:
    import numpy as np

    rate = how.mobility[:, None] * origin.draws["emigration-rate"] / 100 * origin.routes[b]
    return np.asarray((origin.groups[a] * rate).sum(axis=(0, 1)))
