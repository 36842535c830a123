"""The arithmetic of the benefit account: arrays of draws by years in, arrays of lines by years out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from concord.agreements.account_declared import Formula, Method
from concord.agreements.account_given import Asked
from concord.agreements.benefits_draws import inverse, uniform
from concord.labour_market.curves import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Values = dict[str, Array]


@dataclass(frozen=True)
class Bounds:
    """Of one quantity: its low, likely and high by year, and in which years it was given at all."""

    low: Array
    likely: Array
    high: Array
    known: NDArray[np.bool_]


def bounds(asked: Asked, method: Method) -> dict[str, Bounds]:
    """Every quantity that is given or has a usual value, by years; one without a figure is zero and unknown."""
    import numpy as np

    found = {}
    for id, quantity in method.quantities.items():
        given = asked.given.get(id)
        if given is None and quantity.usual is None:
            continue
        usual = quantity.usual.range if quantity.usual else None
        each: list[Range | None] = [given.at(year) if given is not None else usual for year in asked.span]
        zero = Range.exact(0.0)
        rows = np.array([[one.low, one.value, one.high] for one in (one or zero for one in each)], dtype=np.float64)
        found[id] = Bounds(rows[:, 0], rows[:, 1], rows[:, 2], np.array([one is not None for one in each]))
    return found


def drawn(of: Mapping[str, Bounds], method: Method, *, seed: int, draws: int) -> Values:
    """Draws × years of every quantity: one chance a draw for all years, since who errs in one year errs in the next."""
    return {
        id: inverse(uniform(method.quantities[id].key, seed=seed, draws=draws)[:, None], each.low, each.likely,
                    each.high)
        for id, each in of.items()
    }  # fmt: skip


@dataclass(frozen=True)
class Worked:
    """Lines and counts, each draws × years; ``discount`` is what an amount of a year is worth in the first."""

    bases: Values
    lines: Values
    counts: Values
    discount: Array


def worked(values: Values, of: Mapping[str, Bounds], method: Method) -> Worked:
    """All lines whose quantities are known, with their sign; those that are not are left out."""
    import numpy as np

    bases = _bases(values, of, method)
    lines = {}
    for term in method.terms:
        amount = formula(term.formula, bases, values)
        if amount is not None:
            lines[term.id] = amount if term.sign == "gain" else -amount
    counts = {each.id: amount for each in method.counts if (amount := formula(each, bases, values)) is not None}
    years = np.arange(values["moved"].shape[1], dtype=np.float64)
    return Worked(bases, lines, counts, (1 + values["discount"]) ** -years)


def formula(of: Formula, bases: Values, values: Values) -> Array | None:
    """One line by years, or None where something that it needs is not known."""
    if of.base not in bases or any(id not in values for id in of.needs):
        return None
    amount = bases[of.base].copy()
    for position, id in enumerate(of.times):
        factor = values[id]
        if position == 0:
            for other in of.taking:
                factor = factor - values[other]
        amount = amount * factor
    for id in of.unless:
        amount = amount * (1 - values[id])
    if of.grown is not None:
        rate, years = of.grown
        amount = amount * (1 + values[rate]) ** values[years]
    return amount


def _bases(values: Values, of: Mapping[str, Bounds], method: Method) -> Values:
    """Persons moved, gone for longer than the year, away and back; what was promised or delivered; by years."""
    import numpy as np

    moved = values["moved"]
    start = np.zeros(moved.shape[0])
    gone, away, returned = np.zeros_like(moved), np.zeros_like(moved), np.zeros_like(moved)
    half = method.part_of_first_year
    at_end = np.zeros_like(moved)
    for year in range(moved.shape[1]):
        counted = "returned" in values and bool(of["returned"].known[year])
        back = values["returned"][:, year] if counted else start * values["return-rate"][:, year]
        back = np.minimum(back, start + moved[:, year])
        gone[:, year] = moved[:, year] - np.maximum(back - start, 0.0)
        away[:, year] = start + half * (moved[:, year] - back)
        returned[:, year] = back
        start = start + moved[:, year] - back
    at_end[:, -1] = start
    found = {"moved": moved, "gone": gone, "returned": returned, "away": away, "away-at-end": at_end}
    for pair in method.pairs.values():
        if pair.promised in values or pair.delivered in values:
            nothing = np.zeros_like(moved)
            promised, delivered = values.get(pair.promised, nothing), values.get(pair.delivered, nothing)
            is_told = of[pair.delivered].known if pair.delivered in of else np.zeros(moved.shape[1], dtype=bool)
            found[pair.id] = np.where(is_told, delivered, promised)
    return found
