"""All sheets of all files, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from concord.findings import Finding, Place
from concord.intake.flags import western
from concord.mds.harmonise.aside import parts
from concord.mds.harmonise.codes import activities, flags, sexes, told_of
from concord.mds.harmonise.contents import occupations, structures
from concord.mds.harmonise.defined import about_definitions, definitions_of
from concord.mds.harmonise.model import Asked, Harmonised
from concord.mds.harmonise.numbers import finished, numbers
from concord.mds.harmonise.places import areas, origins
from concord.mds.harmonise.settle import Settled
from concord.mds.harmonise.years import years
from concord.mds.profile import CODED, LEAVE_OUT
from concord.mds.readers.records import Records
from concord.mds.readers.spread import JOINT, year_in

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
    whole = Settled(_without_left_out(records, asked))
    whole.findings += [*_about_headers(records), *_about_marked_years(records), *about_definitions(records, asked)]
    for step in STEPS:
        done = step(records, whole.frame, asked)
        whole.frame = done.frame
        whole.findings += done.findings
        whole.changes += done.changes
    whole.frame = finished(records, whole.frame)
    return whole


def _without_left_out(records: Records, asked: Asked) -> pl.DataFrame:
    """The rows but those with a value that the officer leaves out."""
    import polars as pl

    frame = records.frame
    for role in CODED.intersection(frame.columns):
        gone = [text for text, code in told_of(records, asked, role).items() if code == LEAVE_OUT]
        if gone:
            frame = frame.filter(~pl.col(role).str.strip_chars().is_in(gone).fill_null(value=False))
    return frame


def _about_headers(records: Records) -> list[Finding]:
    if not records.unread or records.layout is not None:
        return []
    first = records.unread[0]
    names = ", ".join(mark.header or mark.letter for mark in records.unread[:20])
    place = Place(records.file, records.sheet, records.header_row, first.header or None, first.letter)
    return [Finding("mds.column.not-read", "note", place, {"columns": names, "count": len(records.unread)})]


def _about_marked_years(records: Records) -> list[Finding]:
    """Years across the columns that bear a mark: read as years, and what the mark means is for the sender to say."""
    heads = [head for head in records.frame["header"].unique(maintain_order=True) if head]
    marked = [
        part
        for head in heads
        for part in head.split(JOINT)
        if (year := year_in(part.strip())) and western(part.strip()) != year
    ]
    if not marked:
        return []
    names = ", ".join(dict.fromkeys(marked))
    place = Place(records.file, records.sheet, records.header_row)
    return [Finding("mds.year.marked", "note", place, {"headers": names[:200]})]
