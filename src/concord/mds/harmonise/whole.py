"""All sheets of all files, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from concord.findings import Finding, Place
from concord.mds.harmonise.aside import parts
from concord.mds.harmonise.codes import activities, flags, sexes
from concord.mds.harmonise.contents import occupations, structures
from concord.mds.harmonise.defined import about_definitions, definitions_of
from concord.mds.harmonise.model import Asked, Harmonised
from concord.mds.harmonise.numbers import finished, numbers
from concord.mds.harmonise.places import areas, origins
from concord.mds.harmonise.settle import Settled
from concord.mds.harmonise.years import years
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl

Step = Callable[[Records, "pl.DataFrame", Asked], Settled]
STEPS: tuple[Step, ...] = (
    parts, years, areas, structures, occupations, origins, sexes, activities, flags, numbers,
)  # fmt: skip


def harmonise(records: Sequence[Records], asked: Asked) -> Harmonised:
    """All sheets of all files in standard columns."""
    import polars as pl

    whole = Harmonised(pl.DataFrame())
    pieces = []
    for each in records:
        own = asked if each.profile is None else replace(asked, profile=each.profile)
        settled = _sheet(each, own)
        pieces.append(settled.frame)
        whole.findings += settled.findings
        whole.changes += settled.changes
        whole.marks[(each.file, each.sheet)] = each.marks
        whole.definitions[(each.file, each.sheet)] = definitions_of(each, own)
    if pieces:
        whole.frame = pl.concat(pieces, how="vertical").with_row_index("index")
    return whole


def _sheet(records: Records, asked: Asked) -> Settled:
    whole = Settled(records.frame)
    whole.findings += [*_about_headers(records), *about_definitions(records, asked)]
    for step in STEPS:
        done = step(records, whole.frame, asked)
        whole.frame = done.frame
        whole.findings += done.findings
        whole.changes += done.changes
    whole.frame = finished(records, whole.frame)
    return whole


def _about_headers(records: Records) -> list[Finding]:
    if not records.unread or records.layout is not None:
        return []
    first = records.unread[0]
    names = ", ".join(mark.header or mark.letter for mark in records.unread[:20])
    place = Place(records.file, records.sheet, records.header_row, first.header or None, first.letter)
    return [Finding("mds.column.not-read", "note", place, {"columns": names, "count": len(records.unread)})]
