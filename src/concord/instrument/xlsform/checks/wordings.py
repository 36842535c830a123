"""Wordings missing in one of the form's languages."""

from __future__ import annotations

from concord.instrument.sheets import CHOICES, SURVEY, Sheet, Sheets
from concord.instrument.xlsform.columns import SENTENCES, WORDED, base, in_language, language
from concord.instrument.xlsform.languages import name_of
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import is_comment, is_disabled


def check(sheets: Sheets, languages: tuple[str, ...], remarks: Remarks) -> None:
    """Tell every wording that one of the languages lacks, and columns of a language in which nothing is written."""
    _empty(sheets, languages, remarks)
    for sheet in (sheets.survey, sheets.choices):
        for column in WORDED[sheet.name]:
            if column in SENTENCES:
                _column(sheet, column, languages, remarks)


def _empty(sheets: Sheets, languages: tuple[str, ...], remarks: Remarks) -> None:
    for sheet in (sheets.survey, sheets.choices):
        for column in sheet.columns:
            code = language(sheet.name, column)
            if code and base(column) in SENTENCES and code not in languages:
                remarks.add("language.empty", "note", sheet=sheet, row=1, column=column, language=name_of(code))


def _column(sheet: Sheet, column: str, languages: tuple[str, ...], remarks: Remarks) -> None:
    default, *others = languages
    for row in sheet.rows:
        if sheet.name == SURVEY and (is_disabled(row) or is_comment(row)):
            continue
        if sheet.name == CHOICES and not row["list_name"]:
            continue
        said = [code for code in others if row[in_language(column, code)]]
        if row[column]:
            missing = [code for code in others if code not in said and _has_letters(row[column])]
        else:
            missing = [default] if said else []
        for code in missing:
            own = in_language(column, "" if code == default else code)
            shown = own if own in sheet.columns else column
            remarks.add(
                "wording.missing", "soft", sheet=sheet, row=row, column=shown, item=code, language=name_of(code),
                base=base(column),
                english=row[column] or row[in_language(column, said[0])] if said or row[column] else "",
            )  # fmt: skip


def _has_letters(text: str) -> bool:
    """Whether there is anything to translate: years, figures and names of fields are the same in every language."""
    return any(character.isalpha() for character in text)
