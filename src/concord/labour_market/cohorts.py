"""The engine: persons by area, place of training, sex and single year of age, draws on the last axis.

Every year, of those who stand at its beginning: some retire, die, leave the job, or move; the others grow a year older;
then graduates and arrivals come in. A move takes persons from one group and puts the same persons into another, so
that what one area loses another gains in the same draw. Where rates together exceed one, all are lowered alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from concord.labour_market.levers import Lever, ceiling, moved, persons
from concord.labour_market.method import Method
from concord.labour_market.quantities import quantity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

#: What is counted at the end of each year; flows are those of the year that ends.
STOCKS = ("persons", "fte", "home-trained", "foreign-trained", "abroad")
FLOWS = ("entered", "arrived", "returned", "retired", "died", "left-job", "emigrated", "foreign-left", "lost-abroad")


@dataclass(slots=True)
class Part:
    """One area in a run of one occupation; arrays end in the axis of draws.

    Args:
        area: Alpha-3.
        base: Persons at the start to which rates per hundred refer.
        draws: Each quantity's values.
        scale: What calibration multiplies entries by.
        groups: Persons by place of training (index of a modelled area, or the number of areas for elsewhere): sex ×
            age × draws; women first.
        abroad: Home-trained persons who work elsewhere, same shape.
        routes: Share of emigrants by index of a modelled destination.
        levers: What scenarios do.
        shocks: Multipliers of entries by year.
        first: Year of the run against the base year, for growth (negative in history).
    """

    area: str
    occupation: str
    base: float
    draws: Mapping[str, Draws]
    scale: Draws
    groups: dict[int, Draws]
    abroad: Draws
    routes: Mapping[int, Draws] = field(default_factory=dict)
    levers: tuple[Lever, ...] = ()
    shocks: Draws | None = None
    first: int = 0

    def at(self, id: str, year: int) -> Draws:
        """A quantity in a year, after scenarios."""
        own = [each for each in self.levers if each.quantity == id]
        if not own:
            return self.draws[id]
        return moved(self.draws[id], own, year, unit=quantity(id).unit, elasticity=self.draws.get("wage-elasticity"))

    def added(self, id: str, year: int) -> float:
        """Persons a year that scenarios add to a quantity."""
        return persons([each for each in self.levers if each.quantity == id], year)


@dataclass(slots=True)
class Run:
    """What a run gives: by area each measure (years + 1 × draws), and persons moved by pair (years × draws)."""

    measures: list[dict[str, Draws]]
    corridors: dict[tuple[int, int], Draws]
    parts: Sequence[Part]


def retirement(mean: Draws, method: Method) -> Draws:
    """Yearly probability of retiring by age (age × draws), of a logistic distribution of ages at retirement.

    The product of what it leaves over a run of ages is the ratio of the survival function at both ends, exactly.
    """
    import numpy as np

    x = method.ages[:, None]
    with np.errstate(over="ignore"):
        before = 1 + np.exp((x - mean[None, :]) / method.retirement_spread)
        after = 1 + np.exp((x + 1 - mean[None, :]) / method.retirement_spread)
    return np.asarray(1 - before / after)


def mortality(at_40: Draws, method: Method) -> Draws:
    """Yearly probability of dying: sex × age × draws; deaths per 1000 at 40 and a Gompertz slope."""
    import numpy as np

    by_age = np.exp(method.mortality_slope * (method.ages - 40))[:, None] * at_40[None, :] / 1000
    return np.clip(np.stack([by_age * method.female_mortality, by_age]), 0, 1)


@dataclass(slots=True)
class _Rates:
    """The probabilities of one area in one year."""

    losses: Draws
    retire: Draws
    die: Draws
    leave: Draws
    emigrate: Draws
    foreign: Draws
    come_home: Draws


def run(parts: Sequence[Part], years: int, method: Method, *, ageing: bool = True) -> Run:
    """Move every area forward together.

    Args:
        parts: The areas, in order; their groups are changed in place.
        years: How many.
        method: Shapes and ages.
        ageing: Whether persons grow older (without, closed forms of constant rates hold by age too).
    """
    import numpy as np

    size = parts[0].scale.shape[0]
    measures = [{name: np.zeros((years + 1, size)) for name in (*STOCKS, *FLOWS)} for _ in parts]
    pairs = [(a, b) for a, part in enumerate(parts) for b in part.routes]
    corridors = {pair: np.zeros((years, size)) for pair in pairs}
    for index, part in enumerate(parts):
        _count(part, index, measures[index], 0)
    kept: dict[tuple[int, str], Draws] = {}
    for year in range(years):
        rates = [_rates(part, index, year, method, kept) for index, part in enumerate(parts)]
        _year(parts, rates, year, method, measures, corridors, ageing)
        for index, part in enumerate(parts):
            _count(part, index, measures[index], year + 1)
    return Run(measures, corridors, parts)


def _rates(part: Part, index: int, year: int, method: Method, kept: dict[tuple[int, str], Draws]) -> _Rates:
    def shaped(id: str, make: Callable[[Draws, Method], Draws]) -> Draws:
        if any(each.quantity == id for each in part.levers) or (index, id) not in kept:
            kept[index, id] = make(part.at(id, year), method)
        return kept[index, id]

    retire, die = shaped("retirement-age", retirement), shaped("mortality-40", mortality)
    leave = part.at("exit-rate", year) / 100
    return _Rates(
        losses=retire[None] + die + leave,
        retire=retire,
        die=die,
        leave=leave,
        emigrate=method.mobility[:, None] * part.at("emigration-rate", year)[None, :] / 100,
        foreign=part.at("foreign-leaving-rate", year) / 100,
        come_home=part.at("return-rate", year) / 100,
    )


def _year(
    parts: Sequence[Part],
    rates: Sequence[_Rates],
    year: int,
    method: Method,
    measures: Sequence[dict[str, Draws]],
    corridors: dict[tuple[int, int], Draws],
    ageing: bool,
) -> None:
    import numpy as np

    elsewhere = len(parts)
    coming: dict[tuple[int, int], Draws] = {}

    def move(flow: Draws, to: int, place: int) -> Draws:
        """Put persons into a group of another area; gives how many."""
        held = coming.get((to, place))
        coming[to, place] = flow if held is None else held + flow
        return np.asarray(flow.sum(axis=(0, 1)))

    for a, part in enumerate(parts):
        told = measures[a]
        for place, stand in part.groups.items():
            leaving: list[tuple[int, Draws]] = []
            if place == a:
                leaving = _destinations(part, rates[a].emigrate, elsewhere)
            elif place < elsewhere:
                leaving = [(place, rates[place].come_home)]
            else:
                leaving = [(-1, rates[a].foreign)]
            stay, flows = _losses(stand, rates[a], [rate for _, rate in leaving], told, year)
            if place == a:
                flows = _capped(part, [to for to, _ in leaving], flows, parts, year, stand, stay)
            for (to, _), flow in zip(leaving, flows, strict=True):
                count = flow.sum(axis=(0, 1)) if to == -1 else move(flow, to, place)
                told["emigrated" if place == a else "foreign-left"][year + 1] += count
                if place == a and to < elsewhere:
                    corridors[a, to][year] += count
                if place < elsewhere and to == place:
                    measures[place]["returned"][year + 1] += count
                elif 0 <= to < elsewhere:
                    measures[to]["arrived"][year + 1] += count
            part.groups[place] = stay
        stay, (flow,) = _losses(part.abroad, rates[a], [rates[a].come_home], None, year)
        told["lost-abroad"][year + 1] = (part.abroad - stay - flow).sum(axis=(0, 1))
        told["returned"][year + 1] += move(flow, a, a)
        part.abroad = stay
    for a, part in enumerate(parts):
        if ageing:
            part.groups = {place: _older(group) for place, group in part.groups.items()}
            part.abroad = _older(part.abroad)
        for place in range(elsewhere):
            if (a, place) in coming:
                part.groups[place] = part.groups[place] + _aged(coming[a, place], ageing)
        if (elsewhere, a) in coming:
            part.abroad = part.abroad + _aged(coming[elsewhere, a], ageing)
        _enter(part, a, elsewhere, parts, year, method, measures[a])


def _aged(group: Draws, ageing: bool) -> Draws:
    return _older(group) if ageing else group


def _older(group: Draws) -> Draws:
    """Everyone a year older; the last age is open."""
    import numpy as np

    out = np.empty_like(group)
    out[:, 0] = 0
    out[:, 1:] = group[:, :-1]
    out[:, -1] += group[:, -1]
    return out


def _destinations(part: Part, rate: Draws, elsewhere: int) -> list[tuple[int, Draws]]:
    import numpy as np

    routes = [(to, rate * share[None, :]) for to, share in part.routes.items()]
    if not routes:
        return [(elsewhere, rate)]
    rest = np.maximum(0, 1 - np.sum(list(part.routes.values()), axis=0))
    return [*routes, (elsewhere, rate * rest[None, :])]


def _losses(
    stand: Draws, rates: _Rates, moves: Sequence[Draws], told: dict[str, Draws] | None, year: int
) -> tuple[Draws, list[Draws]]:
    """Who stays, and who moves by each rate; where rates exceed one together, all are lowered alike."""
    import numpy as np

    total = rates.losses + sum(moves)
    top = total.max()
    shrink = np.minimum(1, 1 / np.maximum(total, 1e-300)) if top > 1 else None
    whole = stand if shrink is None else stand * shrink
    flows = [whole * rate for rate in moves]
    stay = stand - whole * rates.losses
    for flow in flows:
        stay = stay - flow
    if shrink is not None:
        stay = np.maximum(stay, 0)
    if told is not None:
        told["retired"][year + 1] += np.einsum("ab,sab->b", rates.retire, whole)
        told["died"][year + 1] += np.einsum("sab,sab->b", rates.die, whole)
        told["left-job"][year + 1] += whole.sum(axis=(0, 1)) * rates.leave
    return stay, flows


def _capped(
    part: Part, to: Sequence[int], flows: list[Draws], parts: Sequence[Part], year: int, stand: Draws, stay: Draws
) -> list[Draws]:
    """Flows lowered to the ceilings of a year; whoever may not go stays (``stay`` is changed in place)."""
    import numpy as np

    named = [parts[each].area if each < len(parts) else "elsewhere" for each in to]
    out = list(flows)
    for i, name in enumerate(named):
        out[i] = _lowered(out[i], out[i].sum(axis=(0, 1)), ceiling(part.levers, name, year))
    everywhere = ceiling(part.levers, "", year)
    if everywhere is not None:
        total = np.asarray(sum(each.sum(axis=(0, 1)) for each in out))
        out = [_lowered(each, total, everywhere) for each in out]
    for before, after in zip(flows, out, strict=True):
        if after is not before:
            stay += before - after
    return out


def _lowered(flow: Draws, total: Draws, limit: float | None) -> Draws:
    import numpy as np

    if limit is None:
        return flow
    return np.asarray(flow * np.minimum(1, limit / np.maximum(total, 1e-300)))


def entries(part: Part, year: int) -> tuple[Draws, Draws]:
    """Home-trained and foreign-trained who come in in a year, arrivals from modelled areas not yet taken out."""
    growth = (1 + part.draws["graduates-growth"] / 100) ** (part.first + year)
    moving = part.base / 100 * part.scale * growth
    if part.shocks is not None:
        moving = moving * part.shocks[year]
    trained = moving * part.at("graduates-per-100", year) + part.added("graduates-per-100", year)
    arriving = moving * part.at("inflow-per-100", year) + part.added("inflow-per-100", year)
    return trained * part.at("enters-share", year), arriving


def _enter(
    part: Part, index: int, elsewhere: int, parts: Sequence[Part], year: int, method: Method, told: dict[str, Draws]
) -> None:
    import numpy as np

    home, foreign = entries(part, year)
    if "endogenous" in part.draws:
        foreign = np.maximum(0, foreign - part.draws["endogenous"])
    female = part.draws["female-share"]
    sexes = np.stack([female, 1 - female])[:, None, :]
    part.groups[index] = part.groups[index] + (sexes * home) * method.graduates_at(part.occupation)[None, :, None]
    arrive = method.between(*method.arrival_ages)[None, :, None]
    part.groups[elsewhere] = part.groups[elsewhere] + (sexes * foreign) * arrive
    told["entered"][year + 1] = home
    told["arrived"][year + 1] += foreign


def _count(part: Part, index: int, told: dict[str, Draws], year: int) -> None:
    by_sex = {place: group.sum(axis=1) for place, group in part.groups.items()}
    whole = sum(by_sex.values())
    told["persons"][year] = whole[0] + whole[1]
    told["fte"][year] = whole[0] * part.draws["fte-female"] + whole[1] * part.draws["fte-male"]
    told["home-trained"][year] = by_sex[index].sum(axis=0)
    told["foreign-trained"][year] = told["persons"][year] - told["home-trained"][year]
    told["abroad"][year] = part.abroad.sum(axis=(0, 1))
