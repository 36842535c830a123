"""Computes declared indicators over gathered facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from concord.errors import Invalid
from concord.indicators import methods
from concord.indicators.circularity import circularity
from concord.indicators.concentration import concentration
from concord.indicators.emigration import emigration
from concord.indicators.mirrors import mirror_ratio
from concord.indicators.model import Facts, Indicator, Result, indicator, indicators
from concord.indicators.self_sufficiency import self_sufficiency
from concord.indicators.shares import share_of_known
from concord.indicators.spans import personnel, personnel_change
from concord.vocabulary.provenance import Input, Provenance

Method = Callable[[Indicator, Facts], list[Result]]

METHODS: Final[Mapping[str, Method]] = {
    "density": methods.density,
    "published-density": methods.published_density,
    "foreign-trained": methods.foreign_trained,
    "foreign-trained-share": methods.foreign_trained_share,
    "from-listed": methods.from_listed,
    "concentration": concentration,
    "emigration": emigration,
    "share-of-known": share_of_known,
    "self-sufficiency": self_sufficiency,
    "mirror-ratio": mirror_ratio,
    "circularity": circularity,
    "personnel": personnel,
    "personnel-change": personnel_change,
}


def compute(
    facts: Facts,
    *,
    only: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    years: Collection[int] | None = None,
) -> tuple[Result, ...]:
    """Results of the declared indicators, in order of indicator, area, year and occupation.

    Args:
        facts: Tables by structure, lists, and the day they stand for.
        only: Ids of the indicators wanted; all where None.
        areas: Alpha-3 codes wanted; all where None.
        years: Years wanted; all where None.

    Raises:
        NotFound: ``indicators.indicator.unknown``.
        Invalid: ``indicators.method.unknown`` when a declaration names no method that exists.
    """
    chosen = [indicator(id) for id in only] if only else list(indicators().values())
    return tuple(
        result
        for each in chosen
        for result in _computed(each, facts)
        if (areas is None or result.area in areas) and (years is None or result.year in years)
    )


def _computed(each: Indicator, facts: Facts) -> list[Result]:
    if each.method not in METHODS:
        raise Invalid("indicators.method.unknown", params={"id": each.id, "method": each.method})
    found = _with_told(METHODS[each.method](each, facts), methods.told(each, facts))
    return [_bounded(result) for result in found]


def _bounded(result: Result) -> Result:
    """What is "at least" is bounded from below by itself where its method says nothing else."""
    if result.value is None or not result.at_least or result.low is not None:
        return result
    return replace(result, low=result.value)


def provenance(each: Indicator, facts: Facts) -> Provenance:
    """How an indicator's results came to be: method and version, the declaration and every table read, with digests."""
    from concord.declarations.bundle import digest_of

    declared = [Input(f"indicators/{each.id}.yaml", digest_of(Path(each.declared_in)))] if each.declared_in else []
    read = {given for id in each.needs if id in facts.tables for given in facts.tables[id].provenance.inputs}
    inputs = (*declared, *sorted(read, key=lambda given: given.id))
    return Provenance(inputs, method=each.method, version=each.version, as_of=facts.as_of.isoformat())


def _with_told(found: list[Result], told: list[Result]) -> list[Result]:
    """What tables give, and where they give nothing for an area, year and occupation, what its report says."""
    if not told:
        return found
    known = {(each.area, each.year, each.occupation) for each in found if each.value is not None}
    added = [each for each in told if (each.area, each.year, each.occupation) not in known]
    filled = {(each.area, each.year, each.occupation) for each in added}
    kept = [each for each in found if (each.area, each.year, each.occupation) not in filled]
    return sorted([*kept, *added], key=lambda each: (each.area, each.year, each.occupation))


def latest(results: Iterable[Result], *, until: int | None = None) -> dict[tuple[str, str, str], Result]:
    """The newest result with a value for each indicator, area and occupation, no later than ``until``."""
    newest: dict[tuple[str, str, str], Result] = {}
    for result in results:
        key = (result.indicator, result.area, result.occupation)
        if result.value is None or (until is not None and result.year > until):
            continue
        if key not in newest or newest[key].year < result.year:
            newest[key] = result
    return newest
