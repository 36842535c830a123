"""The benefit account of an agreement: who gains, who pays, for origin, destination and workers, with ranges.

Public face: :func:`account` and, before it, :func:`concord.agreements.account_given.read`. Each quantity is a triangle
of low, likely and high with a stream of chance of its own; the same seed gives the same figures to the last bit. The
three sides are told beside each other and never added.

Source: ``data/methods/benefit-account.yaml`` (own composition after Mills and others 2011, Saluja and others 2020).
Code, article 5.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from concord.agreements import benefits_declared
from concord.agreements.account_compute import Bounds, Worked, bounds, drawn, worked
from concord.agreements.account_declared import SIDES, Method, SideId, Term, declared
from concord.agreements.account_given import Asked
from concord.agreements.account_model import (
    Account,
    Kept,
    Line,
    Reckoned,
    Side,
    Standing,
    Swayed,
    Used,
    Verdict,
    Weighed,
)
from concord.agreements.account_weights import weigh
from concord.agreements.benefits_draws import uniform
from concord.errors import Invalid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


def account(asked: Asked) -> Account:
    """Work out an account.

    Args:
        asked: The agreement's figures, read and checked.

    Returns:
        Amounts in US$ of ``asked.price_year``; over the agreement they are discounted to its first year. Costs are
        below zero. A line that is not known has no amount and is not in the balance.

    Raises:
        Invalid: ``agreements.account.draws`` for fewer than 100 draws, ``agreements.account.needed`` without persons
            who moved in every year.

    Example:
        >>> from concord.agreements.account_given import read
        >>> told = {"source": "example", "by": "both"}
        >>> asked = read({"first": 2026, "years": 1, "price_year": 2025, "inputs": {
        ...     "moved": {"value": 10, **told}, "recruiting": {"value": 2000, "low": 1000, "high": 3000, **told},
        ... }}).asked
        >>> found = account(asked)
        >>> round(found.destination.balance.mean, -3), found.origin.balance is None
        (-14000.0, True)
    """
    method = declared()
    draws = method.draws if asked.draws is None else asked.draws
    if draws < 100:
        raise Invalid("agreements.account.draws", params={"draws": draws})
    lacking = [year for year in asked.span if "moved" not in asked.given or asked.given["moved"].at(year) is None]
    if lacking or not asked.span:
        raise Invalid("agreements.account.needed", params={"id": "moved", "years": ", ".join(map(str, lacking)) or "–"})
    of = bounds(asked, method)
    values = drawn(of, method, seed=asked.seed, draws=draws)
    made = worked(values, of, method)
    sides = {id: _side(id, asked, made, of, method) for id in SIDES}
    names: dict[SideId, str] = {"origin": asked.origin, "destination": asked.destination, "workers": ""}
    swayed = _swayed(asked, of, method)
    return Account(
        asked.id, asked.title, names, asked.first, asked.years, asked.price_year, sides["origin"],
        sides["destination"], sides["workers"],
        {id: reckoned(each.sum(axis=1), method) for id, each in made.counts.items()},
        tuple(_kept(asked, values, of, method)), _ratio(made, method), swayed,
        tuple(_weighed(asked, made, swayed, method, draws)), tuple(_used(asked, of, method)), _lacking(of, method),
        asked.seed, draws, method.tails, method.id, method.version,
        (method.input, benefits_declared.declared().input), asked.invented,
    )  # fmt: skip


def reckoned(values: Array, method: Method) -> Reckoned:
    """Mean and declared quantiles of draws; exact where all draws are alike."""
    import numpy as np

    least, most = float(values.min()), float(values.max())
    if least == most:
        return Reckoned(least, least, most)
    low, high = (float(each) for each in np.quantile(values, method.tails))
    return Reckoned(float(values.mean()), low, high)


def _side(id: SideId, asked: Asked, made: Worked, of: Mapping[str, Bounds], method: Method) -> Side:
    terms = [each for each in method.terms if each.side == id]
    lines = tuple(_line(each, asked, made, of, method) for each in terms)
    by_year = _balance(id, asked, made, method)
    not_priced = tuple(name for name, side in method.not_priced if side == id)
    if by_year is None:
        return Side(id, lines, not_priced, None, {}, None, "unknown")
    whole = (by_year * made.discount).sum(axis=1)
    gains, loses = float((whole > 0).mean()), float((whole < 0).mean())
    years = _by_year(by_year, asked, method)
    return Side(id, lines, not_priced, reckoned(whole, method), years, gains, _verdict(gains, loses, method))


def _balance(side: SideId, asked: Asked, made: Worked, method: Method) -> Array | None:
    """Lines that are known and counted, summed, by years; None where there is none."""
    counted = [
        made.lines[each.id] for each in method.terms
        if each.side == side and each.id in made.lines and (not each.beside or each.id in asked.counting)
    ]  # fmt: skip
    return sum(counted[1:], start=counted[0]) if counted else None


def _weighed(
    asked: Asked, made: Worked, swayed: tuple[Swayed, ...], method: Method, draws: int
) -> Iterator[Weighed]:  # fmt: skip
    for side in SIDES:
        by_year = _balance(side, asked, made, method)
        if by_year is not None:
            chances = {
                each.quantity: uniform(method.quantities[each.quantity].key, seed=asked.seed, draws=draws)
                for each in swayed if each.side == side
            }  # fmt: skip
            yield from weigh(side, (by_year * made.discount).sum(axis=1), chances)


def _verdict(gains_in: float, loses_in: float, method: Method) -> Verdict:
    if gains_in >= method.almost_always:
        return "gain"
    return "loss" if loses_in >= method.almost_always else "open"


def _line(term: Term, asked: Asked, made: Worked, of: Mapping[str, Bounds], method: Method) -> Line:
    beside = term.beside and term.id not in asked.counting
    amount = made.lines.get(term.id)
    needs = (*_base_of(term.formula.base, method), *term.formula.needs)
    if amount is None:
        missing = tuple(id for id in _lacks(term, of, method))
        return Line(term.id, term.side, term.sign, None, {}, "", beside, term.to, missing, (), term.source)
    assumed = tuple(id for id in dict.fromkeys((*needs, "discount")) if id in of and id not in asked.given)
    return Line(
        term.id, term.side, term.sign, reckoned((amount * made.discount).sum(axis=1), method),
        _by_year(amount, asked, method), _standing(term, asked, of, method), beside, term.to, (), assumed, term.source,
    )  # fmt: skip


def _by_year(amount: Array, asked: Asked, method: Method) -> dict[int, Reckoned]:
    return {year: reckoned(amount[:, position], method) for position, year in enumerate(asked.span)}


def _base_of(base: str, method: Method) -> tuple[str, ...]:
    """The quantities that a base is made of."""
    if base in method.pairs:
        return (method.pairs[base].promised, method.pairs[base].delivered)
    of_persons = {"moved": ("moved",), "gone": ("moved", "returned")}
    return of_persons.get(base, ("moved", "returned", "return-rate"))


def _lacks(term: Term, of: Mapping[str, Bounds], method: Method) -> Iterator[str]:
    base = term.formula.base
    if base in method.pairs and not any(id in of for id in _base_of(base, method)):
        yield method.pairs[base].promised
    yield from (id for id in term.formula.needs if id not in of)


def _standing(term: Term, asked: Asked, of: Mapping[str, Bounds], method: Method) -> Standing:
    pair = method.pairs.get(term.formula.base)
    if pair is None:
        return ""
    told = int(of[pair.delivered].known.sum()) if pair.delivered in of else 0
    return "promised" if not told else "delivered" if told == asked.years else "part"


def _ratio(made: Worked, method: Method) -> Reckoned | None:
    benefit = [made.lines[each.id] for each in method.terms if each.transfer and each.id in made.lines]
    gain = [made.lines[each.id] for each in method.terms if each.is_gain_of_ratio and each.id in made.lines]
    if not benefit or not gain:
        return None
    above = (sum(benefit[1:], start=benefit[0]) * made.discount).sum(axis=1)
    below = (sum(gain[1:], start=gain[0]) * made.discount).sum(axis=1)
    return reckoned(above / below, method) if float(below.min()) > 0 else None


def _kept(asked: Asked, values: Mapping[str, Array], of: Mapping[str, Bounds], method: Method) -> Iterator[Kept]:
    for pair in method.pairs.values():
        promised, delivered = values.get(pair.promised), values.get(pair.delivered)
        if promised is None and delivered is None:
            continue
        unit = method.quantities[pair.promised].unit
        whole = None if promised is None else reckoned(promised.sum(axis=1), method)
        if delivered is None:
            yield Kept(pair.id, unit, whole, None, None, None, ())
            continue
        known = of[pair.delivered].known
        came = delivered[:, known].sum(axis=1)
        told = tuple(year for year, is_known in zip(asked.span, known, strict=True) if is_known)
        due = None if promised is None else promised[:, known].sum(axis=1)
        ratio = None if due is None or not due.size or float(due.min()) <= 0 else reckoned(came / due, method)
        yield Kept(pair.id, unit, whole, None if due is None else reckoned(due, method), reckoned(came, method), ratio,
                   told)  # fmt: skip


def _swayed(asked: Asked, of: Mapping[str, Bounds], method: Method) -> tuple[Swayed, ...]:
    """Balances with one quantity at an end and all others at their likeliest, all in one pass of the arithmetic."""
    import numpy as np

    uncertain = [id for id, each in of.items() if bool((each.low < each.high).any())]
    rows = 1 + 2 * len(uncertain)
    values = {id: np.tile(each.likely, (rows, 1)) for id, each in of.items()}
    for position, id in enumerate(uncertain):
        values[id][1 + 2 * position] = of[id].low
        values[id][2 + 2 * position] = of[id].high
    made = worked(values, of, method)
    found: list[Swayed] = []
    for side in SIDES:
        by_year = _balance(side, asked, made, method)
        if by_year is None:
            continue
        balance = (by_year * made.discount).sum(axis=1)
        for position, id in enumerate(uncertain):
            at = (float(balance[1 + 2 * position]), float(balance[2 + 2 * position]))
            if at[0] != at[1]:
                found.append(Swayed(id, side, *at, float(of[id].low.min()), float(of[id].high.max())))
    return tuple(sorted(found, key=lambda each: (SIDES.index(each.side), -each.width, each.quantity)))


def _used(asked: Asked, of: Mapping[str, Bounds], method: Method) -> Iterator[Used]:
    for id in of:
        quantity = method.quantities[id]
        given = asked.given.get(id)
        if given is not None:
            yield Used(id, quantity.unit, given, None, "", given.source)
        elif quantity.usual is not None:
            usual = quantity.usual
            yield Used(id, quantity.unit, None, usual.range, usual.reason, usual.source)


def _lacking(of: Mapping[str, Bounds], method: Method) -> tuple[str, ...]:
    found = dict.fromkeys(id for term in method.terms for id in _lacks(term, of, method))
    return tuple(found)
