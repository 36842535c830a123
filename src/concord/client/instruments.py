"""Instruments for the command line: opened from a file, a folder or by id; written in any form; tried."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.errors import Invalid, NotFound
from concord.findings import Findings

if TYPE_CHECKING:
    import datetime as dt

    from concord.instrument.model import Instrument
    from concord.instrument.sheets import Sheets

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".zip"})


@dataclass(frozen=True, slots=True)
class Opened:
    """An instrument, None where it has hard findings, and the findings."""

    instrument: Instrument | None
    findings: Findings


def opened(given: str) -> Opened:
    """An instrument from a workbook, a folder, an XForm or a FHIR Questionnaire; or a declared one by its id.

    Raises:
        NotFound: ``instrument.unknown`` or ``client.check.no-path``.
        Invalid: ``client.instrument.no-form``: a file of a kind that holds no instrument.
    """
    path = Path(given)
    if path.is_dir():
        return _folder(path)
    if path.is_file():
        return _file(path)
    if path.suffix or "/" in given or "\\" in given:
        raise NotFound("client.check.no-path", params={"path": given})
    return _declared(given)


def _declared(id: str) -> Opened:
    from concord.instrument import library

    read = library.check(id)
    return Opened(read.instrument, Findings(read.findings))


def _folder(path: Path) -> Opened:
    from concord.instrument import library, xlsform

    read = library.with_map(xlsform.read_folder(path))
    return Opened(read.instrument, Findings(read.findings))


def _file(path: Path) -> Opened:
    kind = path.suffix.casefold()
    if kind in WORKBOOKS:
        from concord.instrument import library, xlsform
        from concord.intake.limits import Limits

        read = library.with_map(xlsform.read(path, limits=Limits.none(), beside=True))
        return Opened(read.instrument, Findings(read.findings))
    if kind in (".xml", ".xform"):
        return _xform(path)
    if kind == ".json":
        return _fhir(path)
    raise Invalid("client.instrument.no-form", params={"file": path.name})


def _xform(path: Path) -> Opened:
    from concord.instrument import xform

    form = xform.read_definition(path)
    return _of_sheets(form.sheets, form.findings)


def _fhir(path: Path) -> Opened:
    from concord.instrument import fhir

    draft = fhir.draft(path.read_bytes(), name=path.name)
    return _of_sheets(draft.sheets, draft.findings)


def _of_sheets(sheets: Sheets | None, found: Findings) -> Opened:
    """What was read of a form of another standard, checked as any other sheets are."""
    from concord.instrument import library, xlsform

    if sheets is None:
        return Opened(None, found)
    read = library.with_map(xlsform.read_sheets(sheets))
    return Opened(read.instrument, Findings((*found, *read.findings)))


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where, its digest, its pages (None where the form has none), what it cannot carry."""

    path: Path
    sha256: str
    pages: int | None
    findings: Findings

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        return {"path": str(self.path), "sha256": self.sha256, "pages": self.pages}


def written(instrument: Instrument, form: str, *, language: str, out: Path, as_of: dt.date) -> Written:
    """Write an instrument in one form: beside its name first, so that nothing half-written is left behind.

    Raises:
        Invalid: ``client.language.unknown`` or ``instrument.form.unknown``.
    """
    from concord.reporting.instrument_print import made
    from concord.vocabulary.languages import LANGUAGES

    if language not in LANGUAGES:
        raise Invalid("client.language.unknown", params={"language": language})
    file = made(instrument, form, language=language, as_of=as_of)
    out.mkdir(parents=True, exist_ok=True)
    path = out / file.name
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(file.content)
    beside.replace(path)
    pages = _pages(file.content) if form == "pdf" else None
    return Written(path, hashlib.sha256(file.content).hexdigest(), pages, file.findings)


def _pages(content: bytes) -> int:
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def answers(path: Path) -> dict[str, Any]:
    """A set of answers from a JSON file, or from standard input for ``-``.

    Raises:
        NotFound: ``client.check.no-path``.
        Invalid: ``client.instrument.no-answers``: not a JSON object.
    """
    import sys

    if str(path) != "-" and not path.is_file():
        raise NotFound("client.check.no-path", params={"path": str(path)})
    text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig", errors="replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Invalid("client.instrument.no-answers", params={"file": str(path), "problem": str(problem)}) from None
    if not isinstance(found, dict):
        said = f"a JSON object is needed, and this is a {type(found).__name__}"
        raise Invalid("client.instrument.no-answers", params={"file": str(path), "problem": said})
    return found
