"""What movement costs and saves: training lost, training saved, lives; each with a range, none of them a bill.

Public face: :func:`training_cost`, :func:`destination_saving`, :func:`mortality_cost`. Inputs are given or declared
assumptions; results name both. Amounts are United States dollars of the year that the inputs say; they are estimates
and therefore numbers with bounds, not money that anybody owes.

Source: Mills and others 2011 (BMJ 343:d7031); Saluja and others 2020 (BMJ Global Health 5:e001535). Code, article 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concord.agreements.benefits_declared import declared
from concord.agreements.benefits_draws import Triangle, drawn, quantiles
from concord.errors import Invalid
from concord.labour_market.assumptions import Assumption
from concord.labour_market.curves import Range, Standing
from concord.vocabulary.provenance import Input

#: Persons who left, by the years since they finished training.
ByYears = Mapping[float, Range | float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An amount with its bounds, and everything that it rests on.

    Attributes:
        id: What was worked out: ``training-cost``, ``destination-saving``, ``mortality-cost``.
        usd: The amount, in US$ of ``price_year``.
        persons: Whom it is for.
        each_usd: For one person.
        bounds: What low and high are: ``worst-cases`` of the inputs together, or ``quantiles`` of draws.
        assumptions: Declared ones that went in.
        seed, draws: Of chance; None where there was none.
    """

    id: str
    usd: Range
    persons: Range
    each_usd: Range
    price_year: int
    bounds: str
    method: str
    version: str
    assumptions: tuple[Assumption, ...] = ()
    inputs: tuple[Input, ...] = ()
    seed: int | None = None
    draws: int | None = None
    mean_usd: float | None = None
    status: Standing = "estimated"


def training_cost(
    persons: ByYears,
    cost_usd: Range | float,
    *,
    price_year: int,
    rate: Range | None = None,
) -> Estimate:
    """What the origin spent on training those who left, compounded from the end of their training.

    For each group persons × cost × (1 + rate) ^ years. What would have been spent anyway (schooling that everybody has)
    should be left out of the cost; whoever counts it, as Mills and others do, says so.

    Args:
        persons: Who left, by full or part years since they finished training.
        cost_usd: Public cost of one person's training.
        price_year: Of whose prices the cost is.
        rate: Yearly, 0.03 is 3 %; the declared assumption where None.

    Raises:
        Invalid: ``agreements.benefits.nobody``, ``agreements.benefits.negative`` for years, persons, costs or a rate
            below zero.

    Example:
        >>> round(training_cost({2.0: 10}, 50_000, price_year=2020, rate=Range.exact(0.1)).usd.value)
        605000
    """
    if not persons:
        raise Invalid("agreements.benefits.nobody")
    assumption = declared().assumption("discount-rate")
    assumed = (assumption,) if rate is None else ()
    yearly = assumption.range if rate is None else rate
    cost = Range.of(cost_usd)
    _not_negative(*persons, cost.low, yearly.low, *(Range.of(each).low for each in persons.values()))
    whole, counted = Range.exact(0.0), Range.exact(0.0)
    for years, given in sorted(persons.items()):
        growth = Range(*((1 + each) ** years for each in (yearly.value, yearly.low, yearly.high)))
        counted = counted + Range.of(given)
        whole = whole + Range.of(given) * cost * growth
    return _worst("training-cost", whole, counted, price_year, assumed)


def destination_saving(recruits: Range | float, own_cost_usd: Range | float, *, price_year: int) -> Estimate:
    """What the destination did not spend: people recruited × what it costs to train one of its own.

    It is a saving only as far as the destination would have trained them; where it would have gone without, it is not.

    Raises:
        Invalid: ``agreements.benefits.negative``.
    """
    people, cost = Range.of(recruits), Range.of(own_cost_usd)
    _not_negative(people.low, cost.low)
    return _worst("destination-saving", people * cost, people, price_year, ())


def mortality_cost(
    persons: Triangle,
    deaths_each: Triangle,
    life_usd: Triangle,
    *,
    price_year: int,
    seed: int,
    draws: int | None = None,
) -> Estimate:
    """What the deaths of a year are worth that those who left would have averted, by seeded Monte Carlo.

    Of each draw: persons × deaths averted by one in a year × value of a statistical life. The three are drawn
    independently from triangles of low, likely and high; a common cause of two of them would widen the range.

    Args:
        persons: Who left and are away in the year.
        deaths_each: Averted by one person in a year, at the margin.
        life_usd: Value of a statistical life in the origin. It says what people there pay for a lower risk, not what a
            life is worth.
        price_year: Of whose prices.
        seed: The same seed gives the same figures to the last bit.
        draws: How many; the declared number where None.

    Returns:
        The median with the declared quantiles (2.5 and 97.5 in a hundred); the mean beside them, because such
        distributions lean.

    Raises:
        Invalid: ``agreements.benefits.negative``, ``agreements.benefits.draws``.
    """
    _not_negative(persons.low, deaths_each.low, life_usd.low)
    count = declared().draws if draws is None else draws
    if count < 100:
        raise Invalid("agreements.benefits.draws", params={"draws": count})
    each = drawn((persons, deaths_each, life_usd), seed=seed, draws=count)
    amounts = each[0] * each[1] * each[2]
    usd = quantiles(amounts, declared().tails)
    one = quantiles(each[1] * each[2], declared().tails)
    return Estimate(
        "mortality-cost", usd, persons.range, one, price_year, "quantiles", "mortality-cost", declared().version,
        inputs=(declared().input,), seed=seed, draws=count, mean_usd=float(amounts.mean()),
    )  # fmt: skip


def ratio(more: Estimate, less: Estimate) -> Range:
    """How many times one amount is the other, worst cases together.

    Raises:
        Invalid: ``labour-market.range.by-zero`` where the other may be nothing; ``agreements.benefits.prices`` where
            the two are of different years' prices.
    """
    if more.price_year != less.price_year:
        raise Invalid("agreements.benefits.prices", params={"first": more.price_year, "second": less.price_year})
    return more.usd / less.usd


def _worst(id: str, usd: Range, persons: Range, price_year: int, assumed: Sequence[Assumption]) -> Estimate:
    middle = usd.value / persons.value if persons.value else 0.0
    ends = [end / of for end, of in ((usd.low, persons.low), (usd.high, persons.high)) if of] or [middle]
    each = Range(middle, min(middle, *ends), max(middle, *ends))
    status: Standing = "assumed" if assumed else "estimated"
    return Estimate(
        id, usd, persons, each, price_year, "worst-cases", id, declared().version, tuple(assumed),
        (declared().input,), status=status,
    )  # fmt: skip


def _not_negative(*given: float) -> None:
    if any(not number >= 0 for number in given):
        raise Invalid("agreements.benefits.negative")
