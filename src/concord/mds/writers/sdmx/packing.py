"""How a data message is packed: what stands beside an observation, which values and attributes it carries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from concord.mds.writers.sdmx.shape import Component, Shape, rows, shape
from concord.vocabulary.structures import Table

#: Observations that are not grouped into series.
FLAT = "AllDimensions"
TIME = "TIME_PERIOD"


@dataclass(frozen=True, slots=True)
class Packing:
    """What is wanted of a data message.

    Args:
        at: Id of the dimension at the observation, ``AllDimensions`` for none; empty for what the format has by itself.
        attributes: Ids of the attributes that are said; None for all of them.
        has_value: Whether values are said.
        keys_only: Whether only the keys of the series are said, without observations.
        language: The language whose names come first; the others follow.
        labels: ``both``: SDMX-CSV says names beside codes.
    """

    at: str = ""
    attributes: frozenset[str] | None = None
    has_value: bool = True
    keys_only: bool = False
    language: str = "en"
    labels: str = "id"


WHOLE = Packing()


@dataclass(frozen=True, slots=True)
class Packed:
    """The parts of a structure that a message says, and its rows."""

    shape: Shape
    dimensions: tuple[Component, ...]
    at: tuple[Component, ...]
    measures: tuple[Component, ...]
    attributes: tuple[Component, ...]
    rows: tuple[Mapping[str, str], ...]

    @property
    def series_of(self) -> tuple[Component, ...]:
        """The dimensions of a series, in order."""
        return tuple(each for each in self.dimensions if each not in self.at)

    def series(self) -> Iterator[tuple[dict[str, str], list[Mapping[str, str]]]]:
        """Each series' key with its rows, in the order in which they first appear."""
        found: dict[tuple[str, ...], list[Mapping[str, str]]] = {}
        for row in self.rows:
            found.setdefault(tuple(row[each.id] for each in self.series_of), []).append(row)
        for key, held in found.items():
            yield dict(zip((each.id for each in self.series_of), key, strict=True)), held


def packed(table: Table, packing: Packing, *, default: str) -> Packed:
    """A table as a message packs it.

    Args:
        table: Any table of a declared structure.
        packing: What is wanted.
        default: The dimension at the observation where the wish leaves it open.
    """
    found = shape(table.structure)
    at = packing.at or default
    observed = () if at == FLAT else tuple(each for each in found.dimensions if each.id == at)
    if packing.keys_only:
        return _keys(found, table)
    measures = found.of("measure") if packing.has_value else ()
    attributes = tuple(each for each in found.of("attribute") if _wanted(each, packing.attributes))
    said = {each.id for each in (*found.dimensions, *measures, *attributes)}
    kept = tuple({id: text for id, text in row.items() if id in said} for row in rows(table))
    return Packed(found, found.dimensions, observed, measures, attributes, kept)


def _wanted(each: Component, ids: Collection[str] | None) -> bool:
    return ids is None or each.id in ids


def _keys(found: Shape, table: Table) -> Packed:
    """The keys of the series, each once."""
    ids = [each.id for each in found.of("dimension")]
    keys = dict.fromkeys(tuple(row[id] for id in ids) for row in rows(table))
    kept = tuple(dict(zip(ids, key, strict=True)) for key in keys)
    return Packed(found, found.of("dimension"), (), (), (), kept)
