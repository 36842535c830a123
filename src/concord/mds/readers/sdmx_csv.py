"""SDMX-CSV 1.0 and 2.0, with ids, with labels beside them, or with both in one cell: to columns named by their ids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from concord.intake.sheets import Sheet
from concord.mds.readers.made_sheets import sheet_of

_UPPER = re.compile(r"[A-Z][A-Z0-9_@$-]*(?:\[[^\]]*\])?")
_BOTH = re.compile(r"([A-Za-z][A-Za-z0-9_@$-]*)(?:\[[^\]]*\])?: .+")
_NAMED = "STRUCTURE_NAME"


def is_message(headers: Sequence[str]) -> bool:
    """Whether a table is an SDMX-CSV message, or a data set of another SDMX message read into a table."""
    ids = {_id(header) for header in headers}
    return "OBS_VALUE" in ids and bool(ids.intersection({"STRUCTURE_ID", "DATAFLOW", "TIME_PERIOD"}))


def _id(header: str) -> str:
    both = _BOTH.fullmatch(header.strip())
    return both.group(1) if both else header.strip().partition("[")[0]


def by_ids(sheet: Sheet) -> Sheet:
    """The same rows under the ids of their components; labels are left out, letters and rows stay those of the file."""
    columns: dict[str, list[str]] = {}
    letters: dict[str, str] = {}
    named = any(header.strip() == _NAMED for header in sheet.headers)
    before = ""
    for column in sheet.columns:
        header = column.header.strip()
        is_label = named and bool(_UPPER.fullmatch(before)) and not _UPPER.fullmatch(header)
        before = header
        if is_label or not header:
            continue
        id, texts = _id(header), column.texts()
        if id in columns:
            continue
        labelled = id in ("STRUCTURE_ID", "DATAFLOW") or _BOTH.fullmatch(header)
        columns[id] = [text.partition(": ")[0] for text in texts] if labelled else texts
        letters[id] = column.letter if sheet.header_rows else ""
    return sheet_of(sheet.file, sheet.name, columns, sheet.rows, letters)
