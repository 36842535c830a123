"""Files to records: read in the limited child process, then each sheet by its layout or its headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from concord.declarations.bundle import digest_of
from concord.errors import Invalid
from concord.findings import Finding, Place
from concord.intake import Limits
from concord.intake.landing.pieces import Head
from concord.intake.reading import Reading
from concord.intake.sheets import Sheet
from concord.mds.harmonise import Asked
from concord.mds.persons import headers
from concord.mds.profile import Profile, SaidTable
from concord.mds.readers import sheets
from concord.mds.readers.foot import without_foot
from concord.mds.readers.layouts import layout_of
from concord.mds.readers.records import Records
from concord.mds.readers.registry import PROPOSED, read_all
from concord.mds.titled import by_titles
from concord.vocabulary.provenance import Input

#: What is said of notes under a table.
BELOW = "intake.row.below-table"
#: Reads files of one sender, as :func:`~concord.mds.readers.registry.read_all` does.
Reads = Callable[..., list[Reading]]


@dataclass(frozen=True, slots=True)
class Register:
    """A sheet on which a row is a person, and the profile that holds for it."""

    sheet: Sheet
    profile: Profile


@dataclass
class Read:
    """What was read of all files.

    Attributes:
        records: Tables of counts.
        registers: Sheets on which a row is a person, to be counted by :mod:`concord.mds.persons`.
    """

    records: list[Records] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    inputs: tuple[Input, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)


def read_files(paths: Sequence[Path], asked: Asked, *, limits: Limits | None = None, reads: Reads = read_all) -> Read:
    """All sheets of all files: tables of counts as records, registers of persons as they are.

    A file is read plainly unless its profile says of its tables what a plain reading does not see (several on one
    sheet, one that is left out, headings inside); then it is read table by table, as the profile says.

    Args:
        paths: Files of one sender; bundles of FHIR among them that speak of the same persons are read as one.
        asked: Who reports, which year, and the officer's profile.
        limits: What is too much; none by default, as on an officer's own computer.
        reads: What reads files plainly; a caller's own may have begun before.

    Raises:
        Invalid: ``mds.area.required``, ``mds.file.not-found``.
    """
    whole, limits = Read(), limits or Limits.none()
    for path in paths:
        if not path.is_file():
            raise Invalid("mds.file.not-found", params={"file": str(path)})
    sign: Any = asked.profile.decimal or None
    plain = [path for path in paths if path.suffix.lower() not in PROPOSED]
    found = dict(zip(plain, reads([(each, each.name) for each in plain], limits=limits, decimal=sign), strict=True))
    for path in paths:
        reading = found.get(path)
        if reading is None or is_said_otherwise(reading, asked.profile):
            _read_as_said(path, asked, whole, limits)
        else:
            _take(reading, asked, whole)
        whole.inputs += (Input(path.name, digest_of(path)),)
    _require_area(whole, asked)
    whole.profile = _proposed(whole.records, asked)
    return whole


def is_said_otherwise(reading: Reading, profile: Profile) -> bool:
    """Whether a profile says of a file's tables what a plain reading of its sheets does not see."""
    for sheet in reading.visible:
        said = [each for each in profile.tables if each.sheet == (sheet.name or "")]
        if len(said) > 1 or any(_is_more(each, sheet) for each in said):
            return True
    return False


def _is_more(said: SaidTable, sheet: Sheet) -> bool:
    first = f"{sheet.columns[0].letter}{sheet.header_rows[0]}" if sheet.header_rows and sheet.columns else ""
    elsewhere = bool(said.range) and said.range.partition(":")[0] != first
    lines = said.header_rows != len(sheet.header_rows)
    own = said.section not in ("", "nothing") or said.fill_down or said.leave_out or said.keep or said.columns
    return not said.read or elsewhere or lines or bool(own)


def _read_as_said(path: Path, asked: Asked, whole: Read, limits: Limits) -> None:
    """The tables that a profile names, each by what is said of it."""
    from concord.mds.proposing.door import read_as_said

    said = replace(asked.profile, area=asked.profile.area or asked.area or "")
    found = read_as_said(path, said, name=path.name, limits=limits)
    whole.findings += found.findings
    for part in found.parts:
        if part.profile.rows == "persons" or (not part.profile.rows and is_register(part.sheet, asked)):
            whole.registers.append(Register(part.sheet, part.profile))
            continue
        records, findings = sheets.records(part.sheet, decimal=found.decimal, profile=part.profile)
        whole.findings += findings
        whole.records += [replace(records, profile=part.profile)] if records is not None else []


def _take(reading: Reading, asked: Asked, whole: Read) -> None:
    """The sheets of a plain reading."""
    registers = [sheet for sheet in reading.visible if is_register(sheet, asked)]
    visible = tuple(sheet for sheet in reading.visible if sheet not in registers)
    whole.registers += [Register(sheet, asked.profile) for sheet in registers]
    read_sheets = {sheet.name: _plain(sheet, reading, asked) for sheet in visible}
    records = [found for found, _ in read_sheets.values() if found is not None]
    beside = {sheet.name for sheet in visible if (records or registers) and sheets.is_explanation(sheet)}
    said = [each for name, (_, findings) in read_sheets.items() if name not in beside for each in findings]
    said += [
        each for each in _expected(reading.findings, visible) if each.where.sheet not in beside or each.level != "hard"
    ]
    said = _without_short_notes(said)
    said += [Finding("mds.sheet.not-read", "note", Place(reading.name, name)) for name in sorted(filter(None, beside))]
    whole.findings += said
    whole.records += records


def _plain(sheet: Sheet, reading: Reading, asked: Asked) -> tuple[Records | None, list[Finding]]:
    """One sheet of counts: what stands under its table set aside, and its titles heard."""
    body, said = without_foot(sheet)
    records, findings = sheets.records(body, decimal=reading.decimal, profile=asked.profile)
    if records is None or records.layout is not None or records.structure:
        return records, said + findings
    profile, told = by_titles(body, records, asked)
    return replace(records, profile=profile), said + findings + told


def is_register(sheet: Sheet, asked: Asked) -> bool:
    """Whether the rows of a sheet are persons: what the profile says, else what the headers say."""
    if asked.profile.rows:
        return asked.profile.rows == "persons" and not sheets.is_explanation(sheet)
    head = Head(sheet.headers, tuple(column.letter for column in sheet.columns), sheet.header_rows)
    return sheets.is_person_level(sheet) or headers.is_register(head, asked.profile)


def _expected(findings: Sequence[Finding], read_sheets: Sequence[Sheet]) -> list[Finding]:
    """Known traits of a declared layout are notes."""
    known = {code for sheet in read_sheets if (layout := layout_of(sheet.headers)) for code in layout.expected}
    return [replace(each, level="note") if each.code in known and each.level != "hard" else each for each in findings]


def _without_short_notes(said: list[Finding]) -> list[Finding]:
    """The findings without those that find a note under a table too short to be a row of it."""
    notes = {(each.where.sheet, row) for each in said if each.code == BELOW for row in _rows_of(each)}
    short = [each for each in said if each.code == "intake.row.too-short"]
    gone = [each for each in short if all((each.where.sheet, row) in notes for row in _rows_of(each))]
    return [each for each in said if each not in gone]


def _rows_of(finding: Finding) -> list[str]:
    return [row.strip(" …") for row in str(finding.params.get("rows", "")).split(",")]


def _require_area(whole: Read, asked: Asked) -> None:
    if asked.area is not None or any(finding.level == "hard" for finding in whole.findings):
        return
    for each in whole.records:
        if not {"area", "area_code"}.intersection(each.marks):
            raise Invalid("mds.area.required", params={"file": each.file})


def _proposed(records: Sequence[Records], asked: Asked) -> dict[str, Any]:
    """How the files were read, in the words of a profile: to be corrected, kept, and used again."""
    columns: dict[str, str] = {}
    bases: dict[str, None] = {}
    layouts: dict[str, None] = {}
    for each in records:
        columns.update({mark.header or mark.letter: role for role, mark in each.marks.items()})
        bases.update(dict.fromkeys(each.frame["base"].drop_nulls().unique().to_list()))
        if each.layout is not None:
            layouts[each.layout.id] = None
    proposed: dict[str, Any] = {"columns": columns, **asked.profile.as_dict()}
    proposed.setdefault("base", next(iter(bases), "") or ("training" if "origin" in columns.values() else ""))
    if layouts:
        proposed["layout"] = ", ".join(layouts)
    decimal = next((each.decimal for each in records if each.decimal), None)
    if decimal:
        proposed.setdefault("decimal", decimal)
    return {key: value for key, value in proposed.items() if value not in ("", None, {})}
