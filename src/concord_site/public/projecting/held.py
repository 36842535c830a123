"""Tables and runs for the page, kept as long as the release stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from concord.client.projecting import STRUCTURES
from concord.labour_market.inputs import NURSES, from_tables
from concord.labour_market.method import method
from concord.vocabulary.structures import Table
from concord_site.evidence.facts import newest_release, tables_of
from concord_site.evidence.kept import Shelf

if TYPE_CHECKING:
    from concord.labour_market.asked import Asked
    from concord.labour_market.inputs import Inputs
    from concord.labour_market.projection import Projection

DOCTORS = "221"
#: The last year that any published stock can have here.
LATEST = 9999
#: The projections that are kept, by number; one of a corridor holds some hundred thousand figures.
MOST_KEPT, SECONDS_KEPT = 64, 86_400.0
shelf: Shelf[Projection] = Shelf(MOST_KEPT, SECONDS_KEPT)


def tables() -> Mapping[str, Table]:
    """What a projection reads, of the newest release, else the bundled facts."""
    return tables_of(STRUCTURES)


def offered() -> Mapping[str, tuple[str, ...]]:
    """Areas of which a stock is known that is not too old, with its occupations."""
    return _offered(str(settings.CONCORD.folder), newest_release())


@lru_cache(maxsize=2)
def _offered(folder: str, release: str) -> Mapping[str, tuple[str, ...]]:
    counted, dense = _recent("mds-totals", "headcount"), _recent("density", "per_10k")
    found: dict[str, tuple[str, ...]] = {}
    for area in sorted({area for area, _ in counted | dense}):
        doctors = (DOCTORS,) if (area, DOCTORS) in counted | dense else ()
        nurses = [each for held in (counted, dense) for each in NURSES if (area, each) in held][:1]
        if doctors or nurses:
            found[area] = (*doctors, *nurses)
    return found


def _recent(id: str, measure: str) -> set[tuple[str, str]]:
    """Areas and occupations with a figure that is not too old."""
    held = tables()
    if id not in held:
        return set()
    frame = held[id].frame
    recent = frame.filter((frame["year"] >= method().oldest_stock) & frame[measure].is_not_null())
    return set(recent.select("area", "occupation").unique().iter_rows())


def inputs(area: str, occupation: str) -> Inputs:
    """What is known of one area and occupation.

    Raises:
        NotFound: ``labour-market.stock.none``.
    """
    return _inputs(area, occupation, str(settings.CONCORD.folder), newest_release())


@lru_cache(maxsize=800)
def _inputs(area: str, occupation: str, folder: str, release: str) -> Inputs:
    return from_tables(area, occupation, tables(), year=LATEST)


def ran(asked: Asked) -> Projection:
    """The projection of a question; the last ones are kept."""
    from concord.labour_market.projection import project

    found = shelf.get(_key(asked))
    if found is None:
        known = tuple(asked.applied(inputs(area, asked.occupation)) for area in asked.areas)
        found = project(known, since=asked.first, to=asked.to, plan=asked.plan, draws=asked.draws, seed=asked.seed)
        shelf.put(_key(asked), found, 1)
    return found


def is_kept(asked: Asked) -> bool:
    """Whether a question was worked out already, so that asking it again costs nothing."""
    return shelf.get(_key(asked)) is not None


def _key(asked: Asked) -> tuple[object, ...]:
    return asked, str(settings.CONCORD.folder), newest_release()
