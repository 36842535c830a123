"""One published figure as it may be compared: a hidden one has no number here, whatever stands in the frame.

Everything of this room is worked out from these values alone, so that nothing it says depends on a hidden number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Table, structure

#: Status of a figure that is hidden to protect persons.
HIDDEN = "suppressed"
NOT_APPLICABLE = "not-applicable"
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one year, with where it stands.

    Args:
        year: The reference year.
        value: Persons; None where it is not known, does not apply or is hidden.
        status: Of ``data/codelists/obs-status.yaml``; never empty.
        note, source, file, row: As the row says.
    """

    year: int
    value: float | None
    status: str = "normal"
    note: str = ""
    source: str = ""
    file: str = ""
    row: int = 0

    @property
    def is_hidden(self) -> bool:
        """Whether it is hidden to protect persons."""
        return self.status == HIDDEN


def figure(row: Mapping[str, Any], measure: str) -> Figure:
    """A row as a figure; no number stands beside a status that allows none."""
    status = row.get("status") or ("normal" if row.get(measure) is not None else MISSING)
    value = row.get(measure) if may_stand(status) else None
    return Figure(
        int(row["year"]),
        value,
        status if value is not None or not may_stand(status) else MISSING,
        row.get("note") or "",
        row.get("source") or "",
        row.get("source_file") or "",
        int(row.get("source_row") or 0),
    )


def may_stand(status: str) -> bool:
    """Whether a number may stand beside a status; an unknown status allows none."""
    found = codelist("obs-status").codes.get(status)
    return bool(found is not None and found.extra.get("has_value"))


def measure_of(id: str) -> str:
    """The first measure of a structure."""
    return structure(id).of("measure")[0]


def partner_of(id: str) -> str:
    """The column in which a structure names the other country of a corridor; "" where it names none."""
    names = structure(id).names
    return next((name for name in ("origin", "destination") if name in names), "")


def rows_of(table: Table, **filters: object) -> Iterator[Mapping[str, Any]]:
    """Rows of a table with these values, each as a mapping."""
    import polars as pl

    frame = table.frame
    for name, value in filters.items():
        frame = frame.filter(pl.col(name).eq_missing(pl.lit(value)))
    yield from frame.iter_rows(named=True)


def safest(figures: Iterable[Figure]) -> Figure:
    """Of several figures for one thing the one that may be shown: hidden before any other, else the first."""
    listed = list(figures)
    return next((each for each in listed if each.is_hidden), listed[0])


def cleaned(table: Table) -> Table:
    """A table in which no number stands beneath the status of a hidden row."""
    import polars as pl

    if "status" not in table.frame.columns:
        return table
    measures = structure(table.structure).of("measure")
    shown = [pl.when(pl.col("status") != HIDDEN).then(pl.col(name)).alias(name) for name in measures]
    return Table(table.structure, table.frame.with_columns(shown), table.provenance)
