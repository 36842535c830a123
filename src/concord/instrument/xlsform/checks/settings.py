"""The settings sheet: one row that says what the form is called and in which language it is written."""

from __future__ import annotations

import re

from concord.instrument.sheets import SETTINGS, Row, Sheets
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.checks.values import PROVENANCES, is_provenance
from concord.instrument.xlsform.remarks import Remarks

USES = ("national", "stakeholder", "other")
_YEAR = re.compile(r"\d{4}")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.:/-]*")


def check(sheets: Sheets, remarks: Remarks) -> None:
    """Look at the settings."""
    sheet = sheets.settings
    if not sheet.rows:
        remarks.add("settings.missing", "soft", sheet=SETTINGS)
        return
    row = sheet.rows[0]
    for more in sheet.rows[1:]:
        remarks.add("settings.several-rows", "soft", sheet=sheet, row=more, used=row.number)
    if not row["form_id"]:
        remarks.add("settings.no-id", "soft", sheet=sheet, row=row, column="form_id", file=sheets.file)
    elif not _ID.fullmatch(row["form_id"]):
        remarks.add("settings.bad-id", "soft", sheet=sheet, row=row, column="form_id", value=row["form_id"])
    if not row["form_title"]:
        remarks.add("settings.no-title", "soft", sheet=sheet, row=row, column="form_title")
    if not row["version"]:
        remarks.add("settings.no-version", "soft", sheet=sheet, row=row, column="version")
    _own(sheets, row, remarks)


def _own(sheets: Sheets, row: Row, remarks: Remarks) -> None:
    sheet = sheets.settings
    if row["x_use"] and row["x_use"] not in USES:
        near = nearest(row["x_use"], USES)
        remarks.add("settings.unknown-use", sheet=sheet, row=row, column="x_use", value=row["x_use"], nearest=near)
    if row["x_round"] and not _YEAR.fullmatch(row["x_round"]):
        remarks.add("settings.bad-round", sheet=sheet, row=row, column="x_round", value=row["x_round"])
    if row["x_provenance"] and not is_provenance(row["x_provenance"]):
        known = ", ".join(PROVENANCES)
        remarks.add(
            "value.provenance", sheet=sheet, row=row, column="x_provenance", value=row["x_provenance"], known=known
        )
