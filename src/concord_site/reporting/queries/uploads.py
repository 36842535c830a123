"""Reading uploaded files: a workbook, an XForm, a FHIR Questionnaire; the same bytes are read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.findings import Findings
from concord.instrument.model import Instrument
from concord.instrument.sheets import Sheets
from concord.instrument.xlsform.reading import Read
from concord_site.reporting.queries import instruments
from concord_site.shell import files
from concord_site.shell.models import PrivateFile


class Reading:
    """What an upload holds: sheets where there are any, the instrument where nothing must change, all findings."""

    def __init__(self, sheets: Sheets | None, findings: Findings, instrument: Instrument | None, draft: Any) -> None:
        self.sheets, self.findings, self.instrument = sheets, findings, instrument
        self.preview: Instrument | None = instrument or draft

    @property
    def can_be_kept(self) -> bool:
        """Whether there is anything to make a draft of."""
        return self.sheets is not None and bool(self.sheets.survey.rows)


def read(row: PrivateFile) -> Reading:
    """What an upload holds, with its question map to the version it names; its digest is checked before it is read."""
    with files.open_checked(row) as file:
        file.read(1)
    found = _read(row.pk, row.sha256, row.name)
    if isinstance(found, Reading):
        return found
    mapped = instruments.with_map(found)
    return Reading(mapped.sheets, Findings(mapped.findings), mapped.instrument, mapped.draft)


@lru_cache(maxsize=12)
def _read(pk: str, sha256: str, name: str) -> Read | Reading:
    content = files.place(pk).read_bytes()
    reader = {".xml": _xform, ".json": _fhir}.get(Path(name).suffix.lower(), _workbook)
    return reader(content, name)


def _workbook(content: bytes, name: str) -> Read | Reading:
    from concord.instrument import xlsform

    return xlsform.read(content, name)


def _xform(content: bytes, name: str) -> Read | Reading:
    from concord.instrument import xform, xlsform

    made = xform.read_definition(content, name)
    return xlsform.read_sheets(made.sheets, found=[made.findings]) if made.sheets else _unread(made)


def _fhir(content: bytes, name: str) -> Read | Reading:
    from concord.instrument import fhir, xlsform

    made = fhir.draft(content, name=name)
    return xlsform.read_sheets(made.sheets, found=[made.findings]) if made.sheets else _unread(made)


def _unread(made: Any) -> Reading:
    return Reading(None, Findings(made.findings), None, None)
