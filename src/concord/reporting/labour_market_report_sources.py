"""Gathers what an analysis of a country is made of: tables, the list in force, its income group, its own figures."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.labour_market.analysis_model import Analysis, Given
from concord.labour_market.curves import Range
from concord.vocabulary import areas

if TYPE_CHECKING:
    from collections.abc import Callable

    from concord.vocabulary.structures import Table

#: Structures that an analysis reads; one that is not there leaves its questions open.
STRUCTURES = (
    "density", "population", "mds-totals", "mds-stock-by-training", "uhc-index", "mds-stock-detail",
    "mds-inflow-by-training", "mds-outflow",
)  # fmt: skip
_BY_YEAR = (
    "graduates", "entrants", "posts", "filled", "openings", "unemployed", "exits", "pay_bill", "cost_per_post",
)  # fmt: skip


def tables(folder: Path | None = None) -> dict[str, Table]:
    """Tables of a folder's newest release, else the bundled ones."""
    if folder is not None:
        from concord.mds.store import Store

        store, held = Store(folder), {}
        for id in STRUCTURES:
            with suppress(NotFound):
                held[id] = store.answer(id).table
        return held
    from concord.mds.facts import bundled, bundled_structures

    there = set(bundled_structures())
    return {id: bundled(id) for id in STRUCTURES if id in there}


def analysed(
    area: str,
    held: Mapping[str, Table],
    *,
    as_of: date,
    given: Given | None = None,
    threshold: str = "",
    scenario: str = "",
    horizon: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Analysis:
    """The analysis of a country with the list in force, its income group and a projection of supply.

    Args:
        area: Alpha-3.
        held: Tables, as :func:`tables` gives them.
        as_of: Nothing later is used.
        given: What the country knows of itself.
        threshold: Id of the declared one by which the gaps are told first.
        scenario: Of the projection, as text (``retention:1.5;training``); none by default.
        horizon: The last year looked at.
        draws, seed: Of the projection; the declared ones where None.
        progress: Told how much of the projection is done.

    Raises:
        NotFound: ``areas.area.unknown``, ``labour-market.analysis.no-population``, ``labour-market.scenario.unknown``.
        Invalid: As :func:`concord.labour_market.analysis.analyse` and the projection's.
    """
    from concord import safeguards
    from concord.labour_market.analysis import analyse
    from concord.labour_market.analysis_projection import projected
    from concord.labour_market.scenarios import read_plan
    from concord.reporting.labour_market_report_moves import moves

    found = areas.area(area)
    edition = safeguards.in_force(as_of)
    listed = "" if edition is None else "listed" if found.code in edition.areas else "not-listed"
    supply = projected(
        found.code, held, as_of=as_of, horizon=horizon, plan=read_plan(scenario) if scenario else None, draws=draws,
        seed=seed, progress=progress,
    )  # fmt: skip
    return analyse(
        found.code, held, as_of=as_of, given=given or Given(), threshold=threshold, listed=listed,
        income_group=found.latest_income(as_of) or "", horizon=horizon, projection=supply,
        moves=moves(found.code, as_of),
    )  # fmt: skip


def read_given(path: Path) -> Given:
    """The country's own figures from a YAML file: each name leads to figures by year, ``threshold`` to one number.

    ::

        graduates: {2023: 900, 2024: 950}
        posts: {2024: 52000}
        threshold: 30
        growth: {value: 0.03, low: 0.01, high: 0.05}

    Raises:
        Invalid: ``labour-market.analysis.given`` where the file cannot be used.
    """
    read = read_yaml(path) or {}
    known = {each.name for each in fields(Given)}
    unknown = sorted(set(read) - known) if isinstance(read, dict) else ["?"]
    if unknown:
        raise Invalid("labour-market.analysis.given", params={"why": ", ".join(str(each) for each in unknown)})
    try:
        return Given(**_converted(read))
    except (TypeError, ValueError, KeyError, AttributeError) as problem:
        raise Invalid("labour-market.analysis.given", params={"why": str(problem)}) from None


def _converted(read: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: {int(year): float(number) for year, number in read[name].items()} for name in _BY_YEAR if name in read
    }
    made |= {name: float(read[name]) for name in ("threshold", "mismatch") if name in read}
    if "growth" in read:
        made["growth"] = Range(*(float(read["growth"][name]) for name in ("value", "low", "high")))
    return made
