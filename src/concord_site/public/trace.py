"""The way from a figure to its source: each figure has a page with its rows, each row its file and licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from concord.indicators.model import Result, RowRef
from concord.mds.citation import SUBMITTED
from concord.reporting import feeding
from concord.vocabulary.provenance import Source, sources
from concord.vocabulary.structures import structure
from concord_site.evidence.facts import Evidence, evidence

#: Measures in the order in which a row is shown by one of them.
MEASURES = ("headcount", "per_1000", "index_0_100", "persons", "per_10k")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a publisher's file as it is carried here."""

    ref: RowRef
    structure: str
    measure: str
    value: float | None
    values: Mapping[str, Any]

    @property
    def release(self) -> str:
        """The page of the country's release that it was taken from; empty for a publisher's row."""
        return release_address(self.ref.source, self.ref.file)

    @property
    def source(self) -> Source | None:
        """The declared source it was read from."""
        return sources().get(self.ref.source)


def address(result: Result | None) -> str:
    """The page of a figure; empty where there is no figure."""
    if result is None or result.value is None:
        return ""
    parts = {"indicator": result.indicator, "area": result.area, "year": result.year}
    return reverse("public:figure", kwargs={**parts, "occupation": result.occupation or "all"})


def release_address(source: str, file: str) -> str:
    """The page of the table of a country's release that a row names as its file; empty for other rows."""
    key, _, table = file.partition("/")
    if source != SUBMITTED or not table:
        return ""
    return reverse("public:release-table", kwargs={"key": key, "structure": table})


def rows_address(structure_id: str, **filters: object) -> str:
    """The page of the rows of one table, filtered."""
    from urllib.parse import urlencode

    chosen = {name: value for name, value in filters.items() if value not in (None, "")}
    return reverse("public:rows", kwargs={"structure": structure_id}) + ("?" + urlencode(chosen) if chosen else "")


@lru_cache(maxsize=2)
def _index(found: Evidence) -> Mapping[RowRef, Row]:
    index = {}
    for id, table in found.facts.tables.items():
        measure = next(name for name in MEASURES if name in structure(id).names)
        for values in table.frame.iter_rows(named=True):
            ref = RowRef(values["source"] or "", values["source_file"] or "", values["source_row"] or 0)
            index[ref] = Row(ref, id, measure, values[measure], values)
    return index


def rows_of(result: Result) -> list[Row]:
    """The rows a figure was made from, largest first."""
    index = _index(evidence())
    found = [index[ref] for ref in result.rows if ref in index]
    return sorted(found, key=lambda row: (row.structure, -(row.value or 0)))


@dataclass(frozen=True, slots=True)
class Report:
    """A country's published report that gave a figure, and the beginning of the digest of its answers."""

    reference: str
    digest: str
    href: str


def reports_of(result: Result) -> list[Report]:
    """The published national reports that a figure was taken from."""
    found = {}
    for row in result.rows:
        if row.source == feeding.SOURCE:
            reference, _, digest = row.file.partition(" ")
            href = reverse("reporting:published-cited", kwargs={"reference": reference})
            found[reference] = Report(reference, digest, href)
    return list(found.values())


def find(indicator: str, area: str, year: int, occupation: str) -> Result | None:
    """The computed figure of these keys, or None."""
    wanted = "" if occupation == "all" else occupation
    found = (each for each in evidence().of(indicator, area, occupation=wanted) if each.year == year)
    return next(found, None)
