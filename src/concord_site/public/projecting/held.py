"""Tables and runs for the page, kept as long as the release stands."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from concord.client.projecting import STRUCTURES
from concord.errors import NotFound
from concord.labour_market.inputs import NURSES, from_tables
from concord.vocabulary.structures import Table
from concord_site.evidence.facts import newest_release, store

if TYPE_CHECKING:
    from concord.labour_market.asked import Asked
    from concord.labour_market.inputs import Inputs
    from concord.labour_market.projection import Projection

DOCTORS = "221"
#: Older stocks are not offered: too much would be the model's own.
OLDEST = 2008
#: The last year that any published stock can have here.
LATEST = 9999


def tables() -> Mapping[str, Table]:
    """What a projection reads, of the newest release, else the bundled facts."""
    return _tables(str(settings.CONCORD.folder), newest_release())


@lru_cache(maxsize=2)
def _tables(folder: str, release: str) -> Mapping[str, Table]:
    held = store()
    newest = held.release(release) if release else None
    found = {}
    for id in STRUCTURES:
        if newest is None or newest.table(id) is not None:
            with suppress(NotFound):
                found[id] = held.answer(id, release=newest).table
    return found


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
    recent = frame.filter((frame["year"] >= OLDEST) & frame[measure].is_not_null())
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
    return _ran(asked, str(settings.CONCORD.folder), newest_release())


@lru_cache(maxsize=64)
def _ran(asked: Asked, folder: str, release: str) -> Projection:
    from concord.labour_market.projection import project

    known = tuple(asked.applied(inputs(area, asked.occupation)) for area in asked.areas)
    return project(known, since=asked.first, to=asked.to, plan=asked.plan, draws=asked.draws, seed=asked.seed)
