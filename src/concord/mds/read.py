"""Files to records: read in the limited child process, then each sheet by its layout or its headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from concord.declarations.bundle import digest_of
from concord.errors import Invalid, Unavailable
from concord.findings import Finding, Place
from concord.intake import Limits, read
from concord.intake.sheets import Sheet
from concord.mds.harmonise import Asked
from concord.mds.readers import sheets
from concord.mds.readers.layouts import layout_of
from concord.mds.readers.records import Records
from concord.vocabulary.provenance import Input


@dataclass
class Read:
    """What was read of all files."""

    records: list[Records] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    inputs: tuple[Input, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)


def read_files(paths: Sequence[Path], asked: Asked) -> Read:
    """All sheets of all files as records.

    Raises:
        Invalid: ``mds.area.required``, ``mds.file.not-found``.
        Unavailable: ``mds.register.not-yet``.
    """
    whole = Read()
    for path in paths:
        if not path.is_file():
            raise Invalid("mds.file.not-found", params={"file": str(path)})
        _read_file(path, asked, whole)
        whole.inputs += (Input(path.name, digest_of(path)),)
    _require_area(whole, asked)
    whole.profile = _proposed(whole.records, asked)
    return whole


def _read_file(path: Path, asked: Asked, whole: Read) -> None:
    sign: Any = asked.profile.decimal or None
    reading = read(path, name=path.name, limits=Limits.none(), decimal=sign)
    visible = reading.visible
    for sheet in visible:
        if sheets.is_person_level(sheet):
            shown = ", ".join(column.header for column in sheets.persons(sheet)[:5])
            raise Unavailable("mds.register.not-yet", params={"file": path.name, "columns": shown})
    read_sheets = {
        sheet.name: sheets.records(sheet, decimal=reading.decimal, profile=asked.profile) for sheet in visible
    }
    records = [found for found, _ in read_sheets.values() if found is not None]
    beside = {sheet.name for sheet in visible if records and sheets.is_explanation(sheet)}
    said = [each for name, (_, findings) in read_sheets.items() if name not in beside for each in findings]
    said += [
        each for each in _expected(reading.findings, visible) if each.where.sheet not in beside or each.level != "hard"
    ]
    said += [Finding("mds.sheet.not-read", "note", Place(path.name, name)) for name in sorted(filter(None, beside))]
    whole.findings += said
    whole.records += records


def _expected(findings: Sequence[Finding], read_sheets: Sequence[Sheet]) -> list[Finding]:
    """Known traits of a declared layout are notes."""
    known = {code for sheet in read_sheets if (layout := layout_of(sheet.headers)) for code in layout.expected}
    return [replace(each, level="note") if each.code in known and each.level != "hard" else each for each in findings]


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
