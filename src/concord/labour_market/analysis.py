"""The labour market analysis of one area, made from tables alone: steps, curves, gaps, what is missing, priorities.

Public face: :func:`analyse`. It takes tables as values and opens nothing; what a country knows of itself comes as
:class:`~concord.labour_market.analysis_model.Given`, a projection as a curve. What nobody gave is missing and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from concord.errors import Invalid, NotFound
from concord.labour_market import analysis_curves as curves
from concord.labour_market import analysis_steps as steps
from concord.labour_market import demand as demands
from concord.labour_market import gaps as gapping
from concord.labour_market import need as needs
from concord.labour_market.analysis_inputs import Tables, inputs
from concord.labour_market.analysis_known import Known, known
from concord.labour_market.analysis_model import (
    CORE,
    Analysis,
    Figure,
    Given,
    Priority,
    Step,
    declared,
)
from concord.labour_market.analysis_moves import Moves
from concord.labour_market.analysis_projected import Projected
from concord.labour_market.curves import Curve
from concord.vocabulary.provenance import Input

NOTHING = Given()


def analyse(
    area: str,
    tables: Tables,
    *,
    as_of: date,
    given: Given = NOTHING,
    threshold: str = "",
    listed: str = "",
    income_group: str = "",
    horizon: int | None = None,
    projection: Projected | None = None,
    moves: Moves | None = None,
) -> Analysis:
    """The labour market analysis of an area.

    Args:
        area: Alpha-3.
        tables: By structure: ``density``, ``population``, ``mds-totals``, ``mds-stock-by-training``, ``uhc-index``,
            and where they are there ``mds-stock-detail``, ``mds-inflow-by-training``, ``mds-outflow``.
        as_of: Nothing later is used.
        given: What the country knows of itself.
        threshold: Id of the declared threshold by which the gaps are told first; the declared default where it is
            empty. One of the country's own outranks it.
        listed: ``listed`` or ``not-listed`` on the list in force; empty where nobody said.
        income_group: Code of its income group.
        horizon: The last year looked at; the declared one where None.
        projection: Supply of doctors, nurses and midwives in years to come, as
            :func:`concord.labour_market.analysis_projection.projected` gives it; None where none was run.
        moves: Estimated moves of the area's people, as flows estimate them; None where nobody did.

    Raises:
        NotFound: ``labour-market.analysis.no-population`` where not even the population is known;
            ``labour-market.threshold.unknown``.
        Invalid: ``labour-market.analysis.horizon`` for one that is not after the base year;
            ``labour-market.gaps.kind`` or ``labour-market.gaps.occupations`` for a projection of something else.
    """
    found = known(
        area,
        tables,
        as_of=as_of,
        given=given,
        listed=listed,
        horizon=horizon,
        supply=projection.curve if projection else None,
    )
    if found is None:
        raise NotFound("labour-market.analysis.no-population", params={"area": area})
    if found.horizon <= found.base:
        raise Invalid("labour-market.analysis.horizon", params={"horizon": found.horizon, "base": found.base})
    chosen = curves.chosen_threshold(given.threshold, as_of, threshold)
    need = curves.needed(found, as_of, chosen)
    demand, fitted = curves.demanded(found)
    supply = _supplied(found)
    gaps = {id: gapping.gaps(need=curve, demand=demand, supply=supply) for id, curve in need.items()}
    both = _both(given)
    hiring = _hired(given)
    made = {
        "stock": steps.stock(found),
        "education": steps.education(found),
        "movement": steps.movement(found, moves),
        "labour-market": steps.labour_market(found, both, hiring),
        "need": steps.need(found, need, gaps, chosen),
        "demand": steps.demand(found, demand, gaps[chosen.id], fitted),
        "projection": steps.projection(found),
        "governance": steps.governance(found),
        "finance": steps.finance(found),
    }
    whole = _steps({id: tuple(figures) for id, figures in made.items()})
    assumed = (*(demand.assumptions if demand else ()), *(projection.curve.assumptions if projection else ()))
    return Analysis(
        area, as_of, found.base, found.horizon, chosen.id, whole, found.densities, found.totals, found.jumps,
        found.origins, found.destinations, need, demand, supply, gaps, both, hiring, _priorities(whole),
        tuple(dict.fromkeys(assumed)), _inputs(tables, projection, moves), listed, income_group,
        projection, moves, projection.curve.seed if projection else None, version=declared().version,
    )  # fmt: skip


def _supplied(found: Known) -> Curve | None:
    """Who is there in the base year, and who will be where that was projected."""
    core = found.core()
    if core is None:
        return found.supply
    now = Curve("supply", {found.base: core}, CORE, "published-density-aged", declared().version)
    if found.supply is None:
        return now
    # The gaps of the base year are those of what was published, whatever a projection begins with.
    return replace(found.supply, points={**found.supply.points, found.base: core})


def _both(given: Given) -> gapping.Both | None:
    years = given.unemployed.keys() & given.posts.keys() & given.filled.keys()
    if not years:
        return None
    year = max(years)
    vacant = next(each.vacant for each in demands.vacancies(given.posts, given.filled) if each.year == year)
    return gapping.both(year, unemployed=given.unemployed[year], vacant=vacant)


def _hired(given: Given) -> tuple[gapping.Hiring, ...]:
    if not given.entrants or not given.openings:
        return ()
    shared = sorted(given.entrants.keys() & given.openings.keys())
    if not shared:
        return ()
    before = shared[0] - 1
    vacant = given.posts.get(before, 0.0) - given.filled.get(before, 0.0) if before in given.filled else 0.0
    return gapping.hiring(
        {year: given.entrants[year] for year in shared},
        {year: given.openings[year] for year in shared},
        sought=given.unemployed.get(before, 0.0),
        vacant=max(0.0, vacant),
        mismatch=given.mismatch,
    )


def _steps(figures: Mapping[str, tuple[Figure, ...]]) -> tuple[Step, ...]:
    """The declared steps with their figures, and which of their questions are answered."""
    ids = {each.id for group in figures.values() for each in group}
    found = []
    for id, questions in declared().steps.items():
        answered = tuple(each.id for each in questions if ids.intersection(each.answered_by))
        missing = tuple(each.id for each in questions if each.id not in answered)
        found.append(Step(id, figures.get(id, ()), answered, missing))
    return tuple(found)


def _priorities(whole: Iterable[Step]) -> tuple[Priority, ...]:
    figures = {each.id: each for step in whole for each in step.figures}
    found = []
    for rule in declared().rules:
        met = [each.figure for each in rule.when if each.is_met(figures.get(each.figure))]
        test: Callable[[Iterable[bool]], bool] = any if rule.any else all
        if test(each.figure in met for each in rule.when):
            found.append(Priority(rule.id, tuple(dict.fromkeys(met))))
    return tuple(found)


def _inputs(tables: Tables, projection: Projected | None, moves: Moves | None) -> tuple[Input, ...]:
    own: set[Input] = {*inputs(tables), needs.declared().input, demands.declared().input, declared().input}
    own |= set(projection.curve.inputs) if projection else set()
    own |= set(moves.inputs) if moves else set()
    return tuple(sorted(own, key=lambda each: (each.id, each.digest)))
