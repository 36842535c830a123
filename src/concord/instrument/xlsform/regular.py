"""Sheets as they came → sheets in their normal form: one name for each column, the default language without a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from concord.instrument.sheets import SETTINGS, Row, Sheet, Sheets
from concord.instrument.xlsform import columns
from concord.instrument.xlsform.languages import NAMELESS, code_of
from concord.instrument.xlsform.remarks import Remarks
from concord.vocabulary.languages import LANGUAGES


def regular(sheets: Sheets, remarks: Remarks) -> tuple[Sheets, tuple[str, ...]]:
    """The sheets in their normal form, and the form's languages, the default first."""
    named = replace(
        sheets,
        survey=_named(sheets.survey),
        choices=_named(sheets.choices),
        settings=_named(sheets.settings),
        others=tuple(_named(sheet) for sheet in sheets.others),
    )
    default = _default(named, remarks)
    plain = replace(
        named,
        survey=_without(named.survey, default),
        choices=_without(named.choices, default),
        settings=_without(named.settings, default),
        others=tuple(_without(sheet, default) for sheet in named.others),
    )
    others = _codes(plain)
    order: dict[str, int] = {code: place for place, code in enumerate(LANGUAGES)}
    return plain, (default, *sorted(others - {default}, key=lambda code: (order.get(code, 99), code)))


def _named(sheet: Sheet) -> Sheet:
    """Every column under its normal name."""
    double = columns.uses_double_colons(sheet.columns)
    names = {column: columns.normal(sheet.name, column, double) for column in sheet.columns}
    used = {column for row in sheet.rows for column in row.cells} - set(names)
    names |= {column: columns.normal(sheet.name, column, double) for column in sorted(used)}
    return sheet if all(old == new for old, new in names.items()) and not used else _renamed(sheet, names)


def _without(sheet: Sheet, default: str) -> Sheet:
    """The default language's columns without their code; where both are there, the one with the code wins."""
    names = {
        column: columns.base(column) if columns.language(sheet.name, column) == default else column
        for column in sheet.columns
    }
    return sheet if all(old == new for old, new in names.items()) else _renamed(sheet, names)


def _renamed(sheet: Sheet, names: Mapping[str, str]) -> Sheet:
    # A plain column comes first, so that the same column with a code is laid over it.
    laid = sorted(sheet.columns, key=lambda column: names[column] != column)
    return replace(
        sheet,
        columns=tuple(dict.fromkeys(names.values())),
        rows=tuple(_row(row, names) for row in sheet.rows),
        headers=MappingProxyType({names[column]: sheet.headers.get(column, column) for column in laid}),
        letters=MappingProxyType({names[column]: sheet.letters[column] for column in laid if column in sheet.letters}),
    )


def _row(row: Row, names: Mapping[str, str]) -> Row:
    plain_first = sorted(row.cells.items(), key=lambda cell: names.get(cell[0], cell[0]) != cell[0])
    return replace(row, cells=MappingProxyType({names.get(column, column): cell for column, cell in plain_first}))


def _codes(sheets: Sheets) -> set[str]:
    return {
        code
        for sheet in (sheets.survey, sheets.choices, sheets.settings)
        for column in sheet.columns
        if columns.base(column) in columns.SENTENCES and (code := columns.language(sheet.name, column))
        if any(row[column] for row in sheet.rows)
    }


def _in_order(sheets: Sheets) -> list[str]:
    found = (
        columns.language(sheet.name, column)
        for sheet in (sheets.survey, sheets.choices)
        for column in sheet.columns
        if columns.base(column) in columns.SENTENCES
    )
    return [code for code in dict.fromkeys(found) if code]


def _default(sheets: Sheets, remarks: Remarks) -> str:
    """The default language: as the settings say, else that of the columns without one, else the first there is."""
    said = sheets.setting("default_language")
    codes = _in_order(sheets)
    plain = any(row[name] for row in sheets.survey.rows for name in ("label", "hint"))
    row = sheets.settings.rows[0] if sheets.settings.rows else None
    if said and said.casefold() != NAMELESS:
        code = code_of(said)
        if code not in codes and codes and not plain:
            listed = ", ".join(codes)
            remarks.add(
                "language.default-missing", sheet=sheets.settings, row=row, column="default_language", value=said,
                languages=listed,
            )  # fmt: skip
            return codes[0]
        return code
    if not plain:
        return codes[0] if codes else "en"
    if codes:
        remarks.add("language.default-not-said", "soft", sheet=SETTINGS, row=row, column="default_language")
    return "en"
