"""Letters that are not what they seem, and texts that a spreadsheet would take for formulas."""

from __future__ import annotations

import re

from concord.instrument.sheets import Row, Sheet
from concord.instrument.xlsform.checks.columns import tell
from concord.instrument.xlsform.columns import SENTENCES, base
from concord.instrument.xlsform.features import features
from concord.instrument.xlsform.remarks import Remarks
from concord.intake.lookalikes import in_code, plain, said

_FORMULA = re.compile(r"\s*=\s*[A-Za-z(\"'+-]")
_HTML = re.compile(r"<(?:span|font|div|p|h[1-6]|center|big|small|u|img|table)\b[^<>]*>", re.IGNORECASE)
_ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"})


def look_alikes(name: str, code: str, sheet: Sheet, row: Row, remarks: Remarks) -> None:
    """Say which letters of a name look like others or are not seen, where it mixes them with plain ones."""
    found = in_code(name)
    if found and (any(one.reads_as == "" for one in found) or re.search(r"[A-Za-z]", name)):
        remarks.add(code, sheet=sheet, row=row, column="name", value=name, characters=said(found), meant=plain(name))


def on_text(row: Row, sheet: Sheet, remarks: Remarks) -> None:
    """Say which wordings look like a formula, or are what is left of one."""
    for column, cell in row.cells.items():
        if base(column) in SENTENCES and cell in _ERRORS:
            remarks.add("cell.error", sheet=sheet, row=row, column=column, value=cell)
        elif base(column) in SENTENCES and _FORMULA.match(cell):
            remarks.add("cell.formula", "soft", sheet=sheet, row=row, column=column, value=cell)


def styling(survey: Sheet, remarks: Remarks) -> None:
    """Say that colours and fonts in wordings are not shown, where the first of them stands."""
    for row in survey.rows:
        for column, cell in row.cells.items():
            if base(column) in SENTENCES and _HTML.search(cell):
                tell(features()["styling"], remarks, sheet=survey, row=row.number, column=column)
                return
