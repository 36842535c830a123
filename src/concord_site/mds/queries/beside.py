"""What stands beside the figures of a delivery while they are checked: facts, and what the country itself said before.

Nothing of another country's deliveries is ever among it, neither what is in hand nor what was confirmed: confirming
publishes nothing. A partner's figures are those that are public and come with Concord. Of graduates nothing is known
here, so nothing is asked about them.

A room above may offer what the country says elsewhere, such as in its national report::

    suppliers.register("mds.channels", "reports", told)     # told(area, is_example) -> Iterable[Table]

Tables of structures of the minimum data set, of that country alone; ``source`` names the report.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from concord.errors import Unavailable
from concord.mds import facts
from concord.mds.beside import Beside, bundled
from concord.mds.predicates.comparing import PARTNERS
from concord.vocabulary.structures import Table, conform, structure
from concord_site.mds import tables
from concord_site.mds.models import Delivery
from concord_site.mds.queries import deliveries
from concord_site.shell import suppliers

if TYPE_CHECKING:
    import polars as pl

log = logging.getLogger("concord.mds")
CHANNELS = "mds.channels"
#: Said of a population that is not known for a year yet and is taken from the newest one that is.
NEWEST_KNOWN = "estimated"


def of(row: Delivery, *, as_of: int) -> Beside:
    """Everything by which the files of a delivery are checked besides themselves.

    Args:
        row: The delivery; what was said before is of its country and subject.
        as_of: The year as of which is checked: up to it the newest known population stands for years without one.
    """
    known = bundled([row.area], as_of=as_of)
    return Beside(
        population=_population(row.area, known.population, as_of),
        density=known.density,
        previous=said_before(row),
        mirror=_mirror(row.area),
        channels=_channels(row),
    )


def of_area(area: str, *, as_of: int) -> Beside:
    """The same for tables of a country on their way to readers; what it confirmed before is in them already."""
    known = bundled([area], as_of=as_of)
    population = _population(area, known.population, as_of)
    return Beside(population=population, density=known.density, mirror=_mirror(area))


def _population(area: str, known: Table | None, as_of: int) -> Table | None:
    """The country's population by year: what comes with Concord, else what a room above knows."""
    import polars as pl

    if known is not None and len(known):
        return known
    if not (persons := _persons(area)):
        return None
    rows = {"area": area, "year": [as_of - 1, as_of], "persons": persons, "source": "population.persons"}
    frame = pl.DataFrame({**rows, "status": NEWEST_KNOWN}, schema_overrides={"year": pl.Int64})
    return conform("population", frame)


def _persons(area: str) -> int | None:
    """The inhabitants that a room above knows of, in the newest year it has."""
    for supplier in suppliers.each("population.persons"):
        try:
            found = supplier().get(area)
        except Exception:
            log.exception("population.persons could not be asked")
            continue
        if found:
            return int(found)
    return None


def said_before(row: Delivery) -> tuple[Table, ...]:
    """What the country has confirmed of the same subject and stands; the newest delivery that names a figure says it.

    ``source`` is the day (ISO) on which it was confirmed. A table that is damaged says nothing here.
    """
    import polars as pl

    held: dict[str, pl.DataFrame] = {}
    for each in deliveries.standing(row):
        day = each.confirmed_at.date().isoformat() if each.confirmed_at is not None else ""
        for id in sorted(each.figures):
            frame = _confirmed(each, id) if id.startswith("mds-") else None
            if frame is None:
                continue
            frame = frame.with_columns(pl.lit(day).alias("source"))
            held[id] = _with_older(held[id], frame, id) if id in held else frame
    return tuple(Table(id, frame) for id, frame in sorted(held.items()))


def _confirmed(row: Delivery, id: str) -> pl.DataFrame | None:
    try:
        return tables.frame(tables.content(row.area, row.pk, id))
    except Unavailable:
        log.warning("a confirmed table of delivery %s is damaged: %s", row.pk, id)
        return None


def _with_older(newer: pl.DataFrame, older: pl.DataFrame, id: str) -> pl.DataFrame:
    import polars as pl

    keys = [name for name in structure(id).of("dimension") if name in newer.columns and name in older.columns]
    return pl.concat([newer, older.join(newer, on=keys, how="anti", nulls_equal=True)], how="diagonal_relaxed")


def _mirror(area: str) -> tuple[Table, ...]:
    """What others have published of persons who came from the country or went to it."""
    return tuple(_corridors(id, area) for id in sorted(PARTNERS) if id in facts.bundled_structures())


def _corridors(id: str, area: str) -> Table:
    import polars as pl

    known = facts.bundled(id)
    place = "destination" if id == "mds-outflow" else "origin"
    return Table(id, known.frame.filter((pl.col(place) == area) & (pl.col("area") != area)), known.provenance)


def _channels(row: Delivery) -> tuple[Table, ...]:
    """What rooms above know that the country says elsewhere; one that fails says nothing, and is logged."""
    found: list[Table] = []
    for name, supplier in suppliers.named(CHANNELS).items():
        try:
            found += _own(supplier(row.area, row.is_example), row.area)
        except Exception:
            log.exception("mds.channels of %s could not be asked", name)
    return tuple(found)


def _own(given: Iterable[Table], area: str) -> list[Table]:
    """The country's own rows, whatever a supplier gives besides."""
    import polars as pl

    return [Table(each.structure, each.frame.filter(pl.col("area") == area), each.provenance) for each in given]
