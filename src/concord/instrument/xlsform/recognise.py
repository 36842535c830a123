"""Whether a file or folder is an instrument's: a look at its first bytes, before it is read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

from concord.instrument.sheets import SURVEY
from concord.instrument.xlsform.columns import normal

HEAD = 16_384
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\bname=\"\s*([^\"]*?)\s*\"")
_MOST_NAMED = 1 << 20


def is_instrument(path: Path) -> bool:
    """Whether a path looks like an instrument: a folder with ``survey.csv``, a form as workbook, CSV or archive.

    It looks at names and headers alone, and reads nothing as true: what it says yes to is then read in the limited
    process and checked.
    """
    if path.is_dir():
        return (path / f"{SURVEY}.csv").is_file()
    match path.suffix.lower():
        case ".xls":
            return True
        case ".xlsx":
            return SURVEY in _sheets(path)
        case ".csv":
            return _is_form(path)
        case ".zip":
            return f"{SURVEY}.csv" in _entries(path)
        case _:
            return False


def _sheets(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            names = _SHEET.findall(part.read(_MOST_NAMED))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError):
        return set()
    return {name.decode("utf-8", "replace").strip().lower() for name in names}


def _entries(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name.rpartition("/")[2].lower() for name in archive.namelist()[:1_000]}
    except (zipfile.BadZipFile, OSError, ValueError):
        return set()


def _is_form(path: Path) -> bool:
    with path.open("rb") as stream:
        text = stream.read(HEAD).decode("utf-8-sig", "replace")
    for row in csv.reader(io.StringIO(text, newline="")):
        cells = [cell.strip() for cell in row]
        if any(cells):
            columns = {normal(SURVEY, cell) for cell in cells if cell}
            return cells[0].lower() in (SURVEY, "choices", "settings") or {"type", "name"} <= columns
    return False
