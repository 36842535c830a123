"""Facts gathered for a projection: released tables of a folder, else those that come with Concord."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from concord.client.figures import Basis
from concord.errors import Invalid, NotFound
from concord.labour_market.inputs import Inputs, from_tables, occupations

if TYPE_CHECKING:
    from concord.vocabulary.structures import Table

STRUCTURES = ("mds-totals", "density", "population", "mds-stock-by-training")


def held_tables(folder: Path | None = None) -> tuple[dict[str, Table], Basis]:
    """The tables that a projection reads, and where they came from; without a folder those that are bundled."""
    if folder is None:
        from concord.mds.facts import bundled, bundled_structures

        there = set(bundled_structures())
        return {id: bundled(id) for id in STRUCTURES if id in there}, Basis("declared", "", "")
    from concord.mds.store import Store

    store = Store(folder)
    held: dict[str, Table] = {}
    for id in STRUCTURES:
        with suppress(NotFound):
            held[id] = store.answer(id).table
    newest = store.latest()
    return held, Basis("declared", "", "") if newest is None else Basis("release", newest.id, str(folder))


def gathered(
    areas: Sequence[str], wanted: Sequence[str], tables: Mapping[str, Table], *, year: int
) -> tuple[Inputs, ...]:
    """Inputs of areas and occupations; without wanted ones, those of which every area has a stock.

    Raises:
        NotFound: ``labour-market.stock.none``.
        Invalid: ``labour-market.project.nothing`` where the areas have no occupation in common.
    """
    if not wanted:
        common = [set(occupations(area, tables)) for area in areas]
        wanted = sorted(set.intersection(*common)) if common else []
    if not wanted:
        raise Invalid("labour-market.project.nothing")
    return tuple(from_tables(area, each, tables, year=year) for each in wanted for area in areas)
