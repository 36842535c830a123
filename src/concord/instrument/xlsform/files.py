"""A stranger's form → raw cells, by way of the limited process of :mod:`concord.intake`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from concord.findings import Finding, Findings, Place
from concord.instrument.xlsform.grid import Grid
from concord.intake import process
from concord.intake.columns import BOOLEAN, Column
from concord.intake.limits import MEBIBYTE, Limits, exceeds
from concord.intake.reading import digest, finding, name_of, opened, plain_name
from concord.intake.sheets import Sheet

ENTRY = "concord.instrument.xlsform.raw"


@dataclass(frozen=True, slots=True)
class File:
    """What was read of a file: its name and digest, its grids, and what there is to say of the file itself."""

    name: str
    digest: str
    grids: tuple[Grid, ...]
    findings: Findings


def open_file(
    file: str | os.PathLike[str] | bytes | IO[bytes], name: str | None = None, *, limits: Limits | None = None
) -> File:
    """The raw cells of a form (.xlsx, .xls, .csv); a refused file has findings and no grids.

    Raises:
        NotFound: There is no such file.
        Invalid: It is a folder.
        Unavailable: The reading process cannot be started.
    """
    limits = limits or Limits()
    with opened(file) as stream:
        shown = plain_name(name or name_of(file, stream))
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            return _refused(shown, "", "intake.file.empty", {})
        if exceeds(size, limits.packed_bytes):
            sizes = {"size_mb": -(-size // MEBIBYTE), "limit_mb": (limits.packed_bytes or 0) // MEBIBYTE}
            return _refused(shown, "", "intake.limit.packed", sizes)
        sha256 = digest(stream)
        stream.seek(0)
        outcome = process.run(stream, shown, limits, {}, entry=ENTRY)
    if outcome.failure:
        return _refused(shown, sha256, outcome.failure, outcome.params)
    findings = Findings(finding(remark, shown) for remark in outcome.message.remarks)
    return File(shown, sha256, tuple(_grid(sheet) for sheet in outcome.message.sheets), findings)


def _refused(name: str, digest: str, code: str, params: Mapping[str, object]) -> File:
    return File(name, digest, (), Findings([Finding(code, "hard", Place(name), params)]))


def _grid(sheet: Sheet) -> Grid:
    texts = [_texts(column) for column in sheet.columns]
    cells = zip(*texts, strict=True) if texts else ()
    dates = frozenset(
        (sheet.rows[index], place)
        for place, column in enumerate(sheet.columns)
        if column.kinds
        for index in range(len(sheet))
        if column.kind(index) == "date"
    )
    rows = tuple((number, tuple(row)) for number, row in zip(sheet.rows, cells, strict=True))
    return Grid(sheet.name or "", rows, sheet.hidden, dates=dates)


def _texts(column: Column) -> list[str]:
    """The cells of a column; truth values as the reference converter writes them, TRUE and FALSE."""
    if BOOLEAN not in column.kinds:
        return column.texts()
    return [text.upper() if column.kind(at) == "boolean" else text for at, text in enumerate(column.texts())]


def extension(name: str) -> str:
    """The last part of a file's name, lower case, without the dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")
