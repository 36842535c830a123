"""A form's file → its sheets: which sheet is which, what is on none, what the header says twice."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO

from concord.findings import Finding, Findings, Place
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Sheet, Sheets
from concord.instrument.xlsform.files import open_file
from concord.instrument.xlsform.grid import Grid, Header, sheet_of
from concord.instrument.xlsform.reading import Read, read_sheets
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.words import words
from concord.intake.columns import letter
from concord.intake.limits import Limits


def read(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    name: str | None = None,
    *,
    limits: Limits | None = None,
    files: Mapping[str, bytes] | None = None,
    beside: bool = False,
) -> Read:
    """An instrument from a file of a stranger, read in the limited process.

    Args:
        file: Path, bytes or stream: a workbook (.xlsx, .xls), one CSV with the sheets' names in its first column, or a
            .zip of CSV sheets and files of choices.
        name: The name it was sent under; needed for bytes.
        limits: What is too much; by default a site's limits.
        files: Files that came with it, by name: choices as CSV, GeoJSON or XML.
        beside: Whether files that the form speaks of may be taken from the folder it lies in: on an officer's own
            computer alone, never where several people's files lie together.

    Returns:
        The instrument and the findings; without an instrument where anything must change first.

    Raises:
        NotFound: There is no such file.
        Unavailable: The reading process cannot be started.
    """
    opened = open_file(file, name, limits=limits)
    if opened.findings.hard and not opened.grids:
        return Read(None, opened.findings)
    grids, packed = _packed(opened.grids) if opened.name.lower().endswith(".zip") else (opened.grids, {})
    given = {**packed, **(files or {})}
    first = read_grids(opened.name, grids, files=given, found=opened.findings)
    more = _beside(file, first.findings) if beside and isinstance(file, (str, os.PathLike)) else {}
    return read_grids(opened.name, grids, files={**more, **given}, found=opened.findings) if more else first


def _packed(grids: Iterable[Grid]) -> tuple[tuple[Grid, ...], dict[str, bytes]]:
    """Of an archive: the form's sheets, and the other tables as the files they were."""
    sheets, files = [], {}
    for grid in grids:
        if grid.name.lower() in words().sheets:
            sheets.append(grid)
        else:
            buffer = io.StringIO(newline="")
            csv.writer(buffer).writerows(cells for _, cells in grid.rows)
            files[f"{grid.name}.csv"] = buffer.getvalue().encode()
    return tuple(sheets), files


def _beside(file: str | os.PathLike[str], findings: Findings) -> dict[str, bytes]:
    """The files that were found absent, where they lie in the same folder under just that name."""
    folder = Path(file).parent
    wanted = {finding.value or "" for finding in findings if finding.code == "instrument.unsupported.absent-file"}
    names = {name if "." in name else f"{name}.csv" for name in wanted if name and name == Path(name).name}
    return {name: (folder / name).read_bytes() for name in sorted(names) if (folder / name).is_file()}


def read_grids(
    file: str,
    grids: Iterable[Grid],
    *,
    files: Mapping[str, bytes] | None = None,
    found: Findings | None = None,
) -> Read:
    """An instrument from raw cells; ``found`` is what has been found of the file already."""
    sheets, remarks = assemble(file, grids, files or {})
    remarks += _of_the_file(found or Findings(), sheets)
    if not sheets.survey.columns:
        return Read(None, remarks.findings, sheets)
    return read_sheets(sheets, found=(remarks.findings,))


def assemble(file: str, grids: Iterable[Grid], files: Mapping[str, bytes]) -> tuple[Sheets, Remarks]:
    """The sheets of a form among the grids of a file, and what is to be said of them."""
    every = [part for grid in grids for part in _parts(grid)]
    remarks = Remarks(Sheets(file, Sheet(SURVEY)))
    wanted = words().sheets
    named = {grid.name.strip().lower(): grid for grid in every}
    if len(every) == 1 and not wanted & set(named):
        named = {SURVEY: every[0]}
    made = {name: _made(name, named[name], remarks) for name in sorted(wanted & set(named))}
    _missing(named, made, remarks)
    empty = Sheet(SURVEY)
    others = tuple(made[name] for name in sorted(made) if name not in (SURVEY, CHOICES, SETTINGS))
    sheets = Sheets(
        file,
        made.get(SURVEY, empty),
        made.get(CHOICES, Sheet(CHOICES)),
        made.get(SETTINGS, Sheet(SETTINGS)),
        others,
        MappingProxyType(dict(files)),
    )
    return sheets, remarks


def _parts(grid: Grid) -> list[Grid]:
    """The grids of a single CSV, whose first column names the sheets; any other grid as it is."""
    if grid.name or not grid.rows:
        return [grid]
    if grid.rows[0][1][0].strip().lower() not in words().sheets:
        return [Grid(SURVEY, grid.rows)]
    parts: list[Grid] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in grid.rows:
        if cells[0].strip():
            rows = []
            parts.append(Grid(cells[0].strip(), (), first=1))
        rows.append((number, cells[1:]))
        parts[-1] = Grid(parts[-1].name, tuple(rows), first=1)
    return parts


def _made(name: str, grid: Grid, remarks: Remarks) -> Sheet:
    sheet, header = sheet_of(name, grid)
    number = next((number for number, cells in grid.rows if any(cell.strip() for cell in cells)), 1)
    _on_header(sheet, header, grid, number, remarks)
    for row, place in sorted(grid.dates):
        column = header.at.get(place, "")
        if row > number and column:
            remarks.add("cell.date", "soft", sheet=sheet, row=row, column=column)
    return sheet


def _on_header(sheet: Sheet, header: Header, grid: Grid, number: int, remarks: Remarks) -> None:
    for text, where, other in header.twice:
        finding = Finding(
            "instrument.column.twice",
            "hard",
            Place(remarks.file, sheet.name, number, text, where),
            {"other": other},
            text,
        )
        remarks += Findings([finding])
    for place in header.nameless:
        filled = [row for row, cells in grid.rows if row > number and place < len(cells) and cells[place].strip()]
        if filled:
            where = letter(place + grid.first)
            remarks += Findings(
                [
                    Finding(
                        "instrument.column.nameless", "note", Place(remarks.file, sheet.name, number, None, where),
                        {"first": filled[0], "count": len(filled)},
                    )
                ]
            )  # fmt: skip


def _missing(named: Mapping[str, Grid], made: Mapping[str, Sheet], remarks: Remarks) -> None:
    if SURVEY not in made or not made[SURVEY].columns:
        near = _nearest(SURVEY, named)
        remarks.add(
            "sheet.no-survey", item=SURVEY, sheets=", ".join(g.name for g in named.values()) or "–", nearest=near
        )
    elif "type" not in made[SURVEY].columns:
        remarks.add("column.missing", sheet=made[SURVEY], row=1, column="type", name="type")
    for name in (CHOICES, SETTINGS):
        near = _nearest(name, named) if name not in made else ""
        if near:
            remarks.add("sheet.misspelt", "soft", sheet=near, value=near, name=name)
    for name, grid in named.items():
        if name not in made and not name.startswith("_") and grid.rows and not grid.hidden:
            remarks.add("sheet.unknown", "note", sheet=grid.name, value=grid.name)


def _nearest(name: str, named: Mapping[str, Grid]) -> str:
    from rapidfuzz import process

    if name in named:
        return ""
    found = process.extractOne(name, list(named), score_cutoff=70)
    return named[found[0]].name if found else ""


def _of_the_file(found: Findings, sheets: Sheets) -> Findings:
    """What the reading said, of the sheets that are read; a hidden sheet that is not one of them does not matter."""
    used = {None, SURVEY, CHOICES, SETTINGS, *(sheet.name for sheet in sheets.others)}
    return Findings(each for each in found if (each.where.sheet or "").lower() in {name or "" for name in used})
