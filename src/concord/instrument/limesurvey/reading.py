"""Reads an export: each response wholly or not at all, with findings that have sheet, row and column."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from concord.findings import Finding, Findings, Level, Place
from concord.instrument import library
from concord.instrument.limesurvey.heads import Form, Heads, match
from concord.instrument.limesurvey.mapping import Mapped, read_mapping, unknown
from concord.instrument.limesurvey.responses import Reader, Response, cell_place, finding
from concord.instrument.model import Instrument
from concord.intake import Limits, Sheet
from concord.intake import read as read_file

MOST_SHOWN = 60


@dataclass(frozen=True)
class Read:
    """An export as it was read.

    Args:
        instrument: The instrument that the answers belong to; None where the mapping could not be followed.
        responses: All responses, in order; none where anything is wrong with the file or the mapping itself.
        findings: All findings, those of the responses included.
        form: How the head reads.
        digest: SHA-256 of the export.
        ignored: Columns left out and why, by head.
    """

    instrument: Instrument | None
    responses: tuple[Response, ...]
    findings: Findings
    form: Form | None = None
    digest: str = ""
    ignored: Mapping[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> tuple[Response, ...]:
        """The responses that can be taken."""
        return tuple(each for each in self.responses if each.ok)


def read(
    file: str | os.PathLike[str] | bytes | IO[bytes],
    mapping_path: Path,
    *,
    today: date,
    name: str | None = None,
    instrument: Instrument | None = None,
    limits: Limits | None = None,
) -> Read:
    """Read a LimeSurvey export of answers (CSV) through a mapping file.

    Heads may be codes, codes with text or full texts; answers may be codes or full answers. A column that holds
    anything and that neither a rule nor ``ignore`` names is a hard finding: then nothing is taken.

    Args:
        file: The export.
        mapping_path: The mapping file (YAML), see ``data/methods/limesurvey-map.schema.json``.
        today: The date that the instrument's conditions see.
        name: Name of the export, where it has none.
        instrument: The instrument, where it is not one of the declared ones.
        limits: What is too much.
    """
    mapped, wrong = read_mapping(mapping_path)
    if mapped is None:
        return Read(None, (), Findings(wrong))
    target = instrument if instrument is not None else library.load(mapped.instrument)
    wrong = unknown(mapped, target)
    reading = read_file(file, name, limits=limits)
    found = Findings((*wrong, *reading.findings))
    if found.hard or not reading.visible:
        return Read(target, (), found, digest=reading.digest)
    sheet = reading.visible[0]
    heads = match(mapped, sheet.headers)
    found = found + _head_findings(mapped, sheet, heads)
    if found.hard:
        return Read(target, (), found, heads.form, reading.digest)
    responses = tuple(Reader(mapped, target, sheet, heads, today).run())
    found = Findings((*found, *(each for response in responses for each in response.findings)))
    ignored = {code: reason for code, reason in mapped.ignore.items() if code in heads.positions}
    return Read(target, responses, found, heads.form, reading.digest, ignored)


def _head_findings(mapped: Mapped, sheet: Sheet, heads: Heads) -> Iterator[Finding]:
    for place in heads.unmapped:
        filled = any(text.strip() for text in sheet.column(place).texts())
        level: Level = "hard" if filled else "note"
        yield finding("unmapped-column", cell_place(sheet, place, sheet.header_row), level=level)
    for place in heads.twice:
        yield finding("column-twice", cell_place(sheet, place, sheet.header_row))
    if mapped.key not in heads.positions:
        place_of_key = Place(sheet.file, sheet.name, sheet.header_row)
        yield finding("no-key", place_of_key, params={"key": mapped.key})
    missing = [rule.column for rule in mapped.rules if rule.column not in heads.positions]
    for column in missing:
        where = Place(sheet.file, sheet.name, sheet.header_row, item=column)
        yield finding("column-missing", where, level="soft", params={"wanted": column})
