"""What the public data tell a dossier of two countries: the labour market analysis, and figures of indicators.

Registered when the site starts, so everything heavy is loaded when somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concord.labour_market.analysis_model import Analysis

INFLOW = "mds-inflow-by-training"
#: Figures older than this before the newest say little of an agreement.
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
    """Persons who moved, density of the origin and reliance of the destination, as the newest release tells them.

    Args:
        origin, destination: Alpha-3 codes.

    Yields:
        Bodies of :class:`concord.agreements.monitoring.Told`.
    """
    from concord.agreements.monitoring_sources import from_inflow, from_results
    from concord_site.evidence.facts import evidence, tables_of

    found = evidence()
    release = found.basis.release or "bundled"
    told: list[dict[str, Any]] = [
        {
            "indicator": id, "area": each.area, "year": each.year, "value": each.value, "occupation": each.occupation,
            "source": f"concord:{release}",
        }
        for id, area in (("density", origin), ("reliance", destination))
        for each in found.of(id, area)
    ]  # fmt: skip
    newest = max((each["year"] for each in told), default=0)
    kept = [each for each in told if each["year"] > newest - YEARS]
    for each in from_results(kept, origin=origin, destination=destination):
        yield each.to_json()
    table = tables_of((INFLOW,)).get(INFLOW)
    rows = table.frame.iter_rows(named=True) if table is not None else ()
    for each in from_inflow(rows, origin=origin, destination=destination, source=f"concord:{release}"):
        yield each.to_json()
