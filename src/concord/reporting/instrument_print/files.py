"""An instrument as a file in any form there is: to author, to fill in, to exchange, to print."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from concord.errors import Invalid
from concord.findings import Findings
from concord.instrument.model import Instrument
from concord.reporting.instrument_print import rendered

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Write = Callable[[Instrument, str, dt.date | None], tuple[bytes, Findings]]
NOTHING = Findings()


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an instrument.

    Args:
        id: ``xlsx``, ``pdf``.
        ending: Of the file's name.
        by_language: Whether each language has its own file.
        about: What it is for, one sentence.
    """

    id: str
    ending: str
    media_type: str
    by_language: bool
    about: str
    write: Write


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and what of the instrument it could not carry."""

    name: str
    content: bytes
    media_type: str
    findings: Findings = NOTHING


def made(instrument: Instrument, form: str, *, language: str, as_of: dt.date | None = None) -> Made:
    """A file of an instrument.

    Args:
        instrument: Any version.
        form: One of :data:`FORMS`.
        language: One of the six; of no matter where the form holds all languages.
        as_of: Day of printing.

    Raises:
        Invalid: ``instrument.form.unknown``; ``instrument.xform.not-converted``.
    """
    if form not in FORMS:
        raise Invalid("instrument.form.unknown", params={"form": form, "known": ", ".join(FORMS)})
    found = FORMS[form]
    stem = _safe(f"{instrument.id}-{instrument.version}")
    if form == "answers-xlsx":
        stem += "-answers"
    ending = f"{language}.{found.ending}" if found.by_language else found.ending
    content, findings = found.write(instrument, language, as_of)
    return Made(f"{stem}.{ending}", content, found.media_type, findings)


def _authoring(instrument: Instrument, _language: str, _as_of: dt.date | None) -> tuple[bytes, Findings]:
    from concord.instrument import xlsform

    return bytes(xlsform.write_workbook(instrument)), NOTHING


def _folder(instrument: Instrument, _language: str, _as_of: dt.date | None) -> tuple[bytes, Findings]:
    """The folder of a declared instrument, packed; every part at one fixed time, so that equal ones are equal bytes."""
    from concord.instrument import xlsform

    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(packed, "w") as archive:
        folder = Path(place)
        files = xlsform.write_folder(instrument, folder / "instruments" / "it", id="it", locale=folder / "locale")
        for path in sorted(files):
            name = path.relative_to(folder).as_posix().replace("instruments/it", f"instruments/{_safe(instrument.id)}")
            info = zipfile.ZipInfo(name.replace("/it.po", f"/{_safe(instrument.id)}.po"), (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, path.read_bytes())
    return packed.getvalue(), NOTHING


def _safe(id: str) -> str:
    """An id as part of a file's name."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", id).strip("-.") or "instrument"


def _answers(instrument: Instrument, language: str, _as_of: dt.date | None) -> tuple[bytes, Findings]:
    from concord.instrument import workbook

    return workbook.write(instrument, language), NOTHING


def _xform(instrument: Instrument, _language: str, _as_of: dt.date | None) -> tuple[bytes, Findings]:
    from concord.instrument import xform

    return xform.definition(instrument), NOTHING


def _fhir(instrument: Instrument, _language: str, as_of: dt.date | None) -> tuple[bytes, Findings]:
    from concord.instrument import fhir

    made = fhir.questionnaire(instrument, on=as_of)
    return json.dumps(made.resource, ensure_ascii=False, indent=1).encode(), made.findings


def _printed(write: Callable[..., bytes]) -> Write:
    def printed(instrument: Instrument, language: str, as_of: dt.date | None) -> tuple[bytes, Findings]:
        return write(instrument, language=language, as_of=as_of), NOTHING

    return printed


FORMS: Mapping[str, Form] = {
    each.id: each
    for each in (
        Form("xlsx", "xlsx", XLSX, False, "XLSForm workbook in every language, to write on.", _authoring),
        Form("csv", "zip", "application/zip", False, "The same as text tables and translations.", _folder),
        Form("answers-xlsx", "xlsx", XLSX, True, "Workbook to fill in.", _answers),
        Form("xform", "xml", "application/xml", False, "XForm for ODK, KoBo and others.", _xform),
        Form("fhir", "json", "application/fhir+json", False, "FHIR Questionnaire.", _fhir),
        Form("docx", "docx", DOCX, True, "Word, to fill in on the screen or on paper.", _printed(rendered.docx)),
        Form("pdf", "pdf", "application/pdf", True, "Tagged PDF, to fill in on paper.", _printed(rendered.pdf)),
        Form("html", "html", "text/html", True, "A page that stands alone, to print.", _printed(rendered.html)),
    )
}
