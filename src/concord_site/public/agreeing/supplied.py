"""What the public data tell a dossier of two countries: the labour market analysis, and figures of indicators.

Registered when the site starts, so everything heavy is loaded when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concord.agreements.monitoring import Told
    from concord.labour_market.analysis_model import Analysis

INFLOW, STOCK = "mds-inflow-by-training", "mds-stock-by-training"
#: Figures of an indicator that are older than this before its newest say little of an agreement.
YEARS = 12


def analysis(area: str) -> Analysis:
    """The labour market analysis of a country as readers see it today.

    Raises:
        NotFound: ``areas.area.unknown``.
    """
    from concord.vocabulary.areas import area as known_area
    from concord_site.public.analysing import found

    return found.of(known_area(area).code, found.Choice())


def figures(*, origin: str, destination: str) -> Iterator[dict[str, Any]]:
    """Who moved and who was there, density of the origin, reliance of the destination, as the newest release tells.

    Args:
        origin, destination: Alpha-3 codes.

    Yields:
        Bodies of :class:`concord.agreements.monitoring.Told`, with their bounds where they have any; of each indicator
        the last years that it has.
    """
    from concord.agreements.monitoring_sources import newest

    for each in newest(_told(origin, destination), years=YEARS):
        yield each.to_json()


def _told(origin: str, destination: str) -> Iterator[Told]:
    import polars as pl

    from concord.agreements.monitoring_sources import from_inflow, from_results, from_stock
    from concord_site.evidence.facts import evidence, tables_of

    found = evidence()
    named = f"concord:{found.basis.release or 'bundled'}"
    results = (
        {
            "indicator": id, "area": each.area, "year": each.year, "value": each.value, "low": each.low,
            "high": each.high, "occupation": each.occupation, "source": named,
        }
        for id, area in (("density", origin), ("reliance", destination))
        for each in found.of(id, area)
    )  # fmt: skip
    yield from from_results(results, origin=origin, destination=destination)
    tables = tables_of((INFLOW, STOCK))
    for structure, read in ((INFLOW, from_inflow), (STOCK, from_stock)):
        if structure in tables:
            of_both = (pl.col("area") == destination) & (pl.col("origin") == origin)
            rows = tables[structure].frame.filter(of_both).iter_rows(named=True)
            yield from read(rows, origin=origin, destination=destination, source=named)
