"""Columns and sheets that mean nothing here, that mean something only elsewhere, or that are missing."""

from __future__ import annotations

from collections.abc import Iterable

from concord.findings import Level
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Sheet, Sheets
from concord.instrument.xlsform import columns
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.features import Feature, by_column, by_setting, by_sheet, features
from concord.instrument.xlsform.remarks import Remarks

#: What KoBo's own builder adds to a form it gives out, and what authors hide from the converter.
KOBO = ("$", "kobo--", "_")

#: Of a family of columns without effect, the ones that have one.
HEEDED = frozenset({"body::accept"})


def check(sheets: Sheets, remarks: Remarks) -> None:
    """Look at the columns of every sheet."""
    for sheet in (sheets.survey, sheets.choices, sheets.settings):
        for column in sheet.columns:
            _column(sheet, column, remarks)
    for sheet in sheets.others:
        feature = by_sheet().get(sheet.name)
        if feature is not None and sheet.rows:
            _of_feature(feature, sheet, "", remarks)
    _missing(sheets.survey, ("name",), remarks)
    _missing(sheets.choices, ("list_name", "name"), remarks)


def _column(sheet: Sheet, column: str, remarks: Remarks) -> None:
    first = columns.base(column)
    feature = (by_setting() if sheet.name == SETTINGS else by_column()).get(first)
    if feature is None and sheet.name == SETTINGS:
        feature = by_setting().get(column)
    if first.startswith("x_") and first not in columns.OWN[sheet.name]:
        near = nearest(first, columns.OWN[sheet.name])
        remarks.add("column.unknown-own", sheet=sheet, row=1, column=column, value=first, nearest=near)
    elif feature is not None and _is_used(sheet, column) and column not in HEEDED:
        _of_feature(feature, sheet, column, remarks)
    elif not columns.is_known(sheet.name, column) and feature is None:
        _unknown(sheet, column, remarks)


def _is_used(sheet: Sheet, column: str) -> bool:
    return any(row[column] for row in sheet.rows)


def _of_feature(feature: Feature, sheet: Sheet, column: str, remarks: Remarks) -> None:
    if feature.stand == "supported":
        return
    row = next((row for row in sheet.rows if row[column]), None) if column else None
    tell(feature, remarks, sheet=sheet, row=1 if sheet.name != SETTINGS or row is None else row.number, column=column)


def tell(feature: Feature, remarks: Remarks, *, sheet: Sheet, row: int | None, column: str) -> None:
    """Say that a feature is carried or refused."""
    refused = feature.stand == "refused"
    remarks.add(
        f"unsupported.{feature.id}" if refused else "feature.carried",
        "hard" if refused else feature.level,
        sheet=sheet,
        row=row,
        column=column,
        feature=feature.title,
        why=feature.why,
    )


def absent(file: str, remarks: Remarks, *, sheet: Sheet, row: int | None, column: str) -> None:
    """Say that a file the form speaks of did not come with it."""
    feature = features()["absent-file"]
    remarks.add(
        f"unsupported.{feature.id}", sheet=sheet, row=row, column=column, value=file, feature=feature.title,
        why=feature.why,
    )  # fmt: skip


def _unknown(sheet: Sheet, column: str, remarks: Remarks) -> None:
    if sheet.name == CHOICES and column.isidentifier():
        return  # an author's own column, for choice filters
    near = _misspelt(columns.base(column), columns.all_known(sheet.name))
    if near and near not in sheet.columns:
        remarks.add("column.misspelt", sheet=sheet, row=1, column=column, value=column, nearest=near)
    elif sheet.name == SURVEY or not column.startswith(KOBO):
        level: Level = "note" if " " in column or column.startswith(KOBO) or sheet.name == CHOICES else "soft"
        remarks.add("column.unknown", level, sheet=sheet, row=1, column=column, value=column)


def _misspelt(column: str, known: Iterable[str]) -> str:
    """The known column this one is a slip of the hand away from."""
    from rapidfuzz.distance import DamerauLevenshtein

    slip = column.lower().replace("-", "_").replace(" ", "_")
    if len(slip) < 5:
        return ""
    away = {name: DamerauLevenshtein.distance(slip, name, score_cutoff=2) for name in known if len(name) >= 4}
    name, distance = min(away.items(), key=lambda each: each[1], default=("", 9))
    return name if distance <= 2 else ""


def _missing(sheet: Sheet, wanted: tuple[str, ...], remarks: Remarks) -> None:
    if sheet.rows:
        for name in wanted:
            if name not in sheet.columns and not any(row[name] for row in sheet.rows):
                remarks.add("column.missing", sheet=sheet, row=1, column=name, name=name)
