"""One digest of what an instrument asks, whatever file it stands in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from concord.instrument.sheets import Row, Sheet, Sheets
from concord.instrument.xlsform.columns import is_known
from concord.instrument.xlsform.tree import is_comment, is_disabled
from concord.instrument.xlsform.types import canonical


def digest(sheets: Sheets, languages: tuple[str, ...]) -> str:
    """SHA-256 over the sheets in their normal form: rows in order, cells by column, wordings of all languages.

    The order and spelling of columns, empty rows and cells, the author's comment rows, columns that mean nothing
    here, the file's name and row numbers make no difference; the order of rows, and every cell that counts, does.
    """
    whole = hashlib.sha256()
    settings = {key: cell for row in sheets.settings.rows[:1] for key, cell in row.cells.items()}
    settings.pop("default_language", None)
    _feed(whole, "languages", [languages[:1], sorted(languages[1:])])
    _feed(whole, "settings", [settings])
    _feed(whole, "survey", [_survey(row, sheets.survey) for row in sheets.survey.rows if _counts(row)])
    _feed(whole, "choices", _cells(sheets.choices))
    for other in sorted(sheets.others, key=lambda sheet: sheet.name):
        _feed(whole, other.name, _cells(other))
    for name in sorted(sheets.files):
        _feed(whole, f"file {name}", [hashlib.sha256(sheets.files[name]).hexdigest()])
    return whole.hexdigest()


def _feed(whole: hashlib._Hash, name: str, value: object) -> None:
    text = json.dumps([name, value], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    whole.update(len(text.encode()).to_bytes(8, "big"))
    whole.update(text.encode())


def _counts(row: Row) -> bool:
    return not is_disabled(row) and not is_comment(row)


def _survey(row: Row, sheet: Sheet) -> dict[str, str]:
    kept = {column: cell for column, cell in row.cells.items() if is_known(sheet.name, column) and column != "disabled"}
    return {**kept, "type": canonical(row["type"])}


def _cells(sheet: Sheet) -> Iterable[dict[str, str]]:
    return [dict(row.cells) for row in sheet.rows]
