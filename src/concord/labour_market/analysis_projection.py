"""The supply of an analysis: this room's projection of doctors, nurses and midwives, begun with the analysis's stock.

A country with a recent series is calibrated to it. Else the projection begins in the base year with the range that the
analysis has for it, so that what is not known of today is not lost on the way. The two occupations are added bound by
bound: worst cases together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from concord.errors import NotFound
from concord.labour_market.analysis_inputs import Tables
from concord.labour_market.analysis_known import Known, known
from concord.labour_market.analysis_model import CORE, DOCTORS, NURSES, Given, declared
from concord.labour_market.analysis_projected import Projected
from concord.labour_market.curves import Curve, Range
from concord.labour_market.inputs import NURSES as NURSE_TABLES
from concord.labour_market.inputs import Inputs, from_tables, occupations
from concord.labour_market.method import method
from concord.labour_market.projection import Projection, project
from concord.labour_market.quantities import Assumed
from concord.labour_market.scenarios import Plan

REASON = "The newest count, with how far such counts move in as many years (labour market analysis)."


def projected(
    area: str,
    tables: Tables,
    *,
    as_of: date,
    horizon: int | None = None,
    plan: Plan | None = None,
    draws: int | None = None,
    seed: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Projected | None:
    """Supply of doctors, nurses and midwives from the base year of an analysis on; None where no stock is known.

    Args:
        area, tables, as_of, horizon: As of :func:`concord.labour_market.analysis.analyse`.
        plan: Scenarios; none by default.
        draws, seed: Of the Monte Carlo, the declared ones where None; the same seed gives the same curve.
        progress: Told how much is done.
    """
    found = known(area, tables, as_of=as_of, given=Given(), horizon=horizon)
    if found is None or found.core() is None or found.horizon <= found.base:
        return None
    inputs = _inputs(found)
    if inputs is None:
        return None
    limits = declared().limits
    draws = int(limits["draws"]) if draws is None else draws
    seed = int(limits["seed"]) if seed is None else seed
    ran = project(inputs, to=found.horizon, since=found.base, plan=plan, draws=draws, seed=seed, progress=progress)
    curve = core_supply(ran, area)
    return None if curve is None else Projected(curve, ran.used, ran.plan, draws)


def _inputs(of: Known) -> tuple[Inputs, ...] | None:
    """Of both occupations what tables say, begun in the base year with the analysis's own stock."""
    there = occupations(of.area, of.tables)
    if len(there) != len(CORE):
        return None
    made = []
    for occupation in there:
        stock = of.now(DOCTORS if occupation == DOCTORS else NURSES)
        if stock is None:
            return None
        try:
            said = from_tables(of.area, occupation, of.tables, year=of.base)
        except NotFound:
            return None
        limits = declared().limits
        if len(said.history) >= limits["series-points"] and of.base - said.year <= limits["series-recent"]:
            made.append(said)
            continue
        begun = Assumed(stock.low, stock.value, stock.high, "triangular", "own", REASON)
        made.append(replace(said, stock=begun, year=of.base, history=()))
    return tuple(made)


def core_supply(ran: Projection, area: str) -> Curve | None:
    """Supply of doctors, nurses and midwives together, bound by bound; None where a run has not both of them."""
    there = [occupation for where, occupation in ran.pairs if where == area]
    whom = [each for each in there if each == DOCTORS], [each for each in there if each in NURSE_TABLES]
    if any(len(each) != 1 for each in whom):
        return None
    each = [ran.curve(area, occupation) for part in whom for occupation in part]
    points = {}
    for at, year in enumerate(ran.years):
        bounds = [(curve.median[at], *curve.range(80)[at]) for curve in each]
        points[year] = Range(*(sum(values) for values in zip(*bounds, strict=True)))
    assumed = tuple(
        dict.fromkeys(f"supply-{one.quantity}" for one in ran.used if one.kind == "assumption" and one.area == area)
    )
    return Curve(
        "supply", points, CORE, f"projection-{method().id}", ran.version, "assumed", assumed, ran.inputs, ran.seed
    )
