"""What is said of leaving and coming back in files: a register with identifiers, or tables of counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.flows.circular import Spell
from concord.flows.circular_rows import COLUMNS, spells
from concord.intake import Limits
from concord.intake import read as read_file

if TYPE_CHECKING:
    from concord.intake.sheets import Sheet

NEEDED = ("person", "entered")


def register(
    path: Path, *, columns: Mapping[str, str] | None = None, formats: Sequence[str] = ()
) -> tuple[tuple[Spell, ...], Findings, str]:
    """Spells of a register, what was found in reading it, and the digest of the file. No person is kept.

    Args:
        path: A table with a row for each person or spell.
        columns: Headers by standard name where the register has its own: ``{"person": "Reg. no."}``.
        formats: How its dates are written.

    Raises:
        Invalid: ``flows.circular.column`` for a standard name that there is not.
        NotFound: The file.
    """
    named = dict(columns or {})
    unknown = sorted(set(named) - set(COLUMNS))
    if unknown:
        raise Invalid("flows.circular.column", params={"said": ", ".join(unknown), "known": ", ".join(COLUMNS)})
    reading = read_file(path, limits=Limits.none())
    if not reading.ok or not reading.visible:
        return (), reading.findings, reading.digest
    sheet = reading.sheet()
    there = {header.strip().casefold(): header for header in reversed(sheet.headers)}
    headers = {name: there.get(named.get(name, name).strip().casefold()) for name in COLUMNS}
    missing = [name for name in (*NEEDED, *named) if headers[name] is None]
    if missing:
        place = Place(sheet.file, sheet.name)
        wanted = ", ".join(dict.fromkeys(named.get(name, name) for name in missing))
        return (), Findings((*reading.findings, _hard("flows.table.column", place, wanted=wanted))), reading.digest
    if headers["left"] is None:
        place = Place(sheet.file, sheet.name)
        return (), Findings((*reading.findings, _hard("flows.circular.no-left", place))), reading.digest
    kept = {name: header for name, header in headers.items() if header is not None}

    def at(number: int, column: str) -> Place:
        return sheet.place(number - 1, kept.get(column, kept["person"]))

    made, found = spells(_rows(sheet, kept), formats=formats, at=at)
    return made, reading.findings + found, reading.digest


def _rows(sheet: Sheet, headers: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    columns = [sheet.column(header).texts() for header in headers.values()]
    for values in zip(*columns, strict=True):
        yield dict(zip(headers, values, strict=True))


def _hard(code: str, place: Place, **params: object) -> Finding:
    return Finding(code, "hard", place, params)
