"""An instrument out: one workbook to author it in, or a folder of CSV sheets with PO catalogues."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from concord.instrument.model import STATUSES, Instrument
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.instrument.xlsform import columns
from concord.instrument.xlsform.checks.settings import USES
from concord.instrument.xlsform.checks.values import PARTS, PROVENANCES
from concord.instrument.xlsform.folder import choice_keys, survey_keys
from concord.instrument.xlsform.languages import title
from concord.instrument.xlsform.layout import Column, in_normal_form, laid_out
from concord.instrument.xlsform.types import known_types, typed
from concord.intake.columns import letter
from concord.intake.neutral import neutralised, writable
from concord.intake.out_xlsx import write_text
from concord.intake.workbook_remarks import OWN_CODES_SHEET
from concord.vocabulary.languages import direction

_WIDTHS: Final = {
    "type": 26, "name": 26, "label": 50, "hint": 40, "guidance_hint": 40, "constraint_message": 36, "list_name": 20,
    "required_message": 36, "relevant": 34, "constraint": 30, "calculation": 34, "choice_filter": 30, "form_title": 50,
    "x_statement": 60, "x_same_as": 30, "x_source": 14,
}  # fmt: skip
_WIDTH: Final = 16
_OFFERED_ROWS: Final = 2_000
#: How many plain types are offered; the aliases of old are understood and not offered.
_OFFERED_TYPES: Final = 34


def write_workbook(what: Sheets | Instrument, languages: tuple[str, ...] | None = None) -> bytes:
    """The authoring workbook: sheets survey, choices and settings as XLSForm has them, ready for people and programs.

    Args:
        what: An instrument, or sheets in any spelling of their headers.
        languages: Codes of the languages to write, the default language always; None for all.

    Returns:
        The workbook (.xlsx): header frozen, texts wrapped, what may be chosen offered, no cell a formula.

    Raises:
        Invalid: ``intake.out.cell-too-long``: a text is longer than a cell holds.
    """
    import xlsxwriter

    sheets, known = in_normal_form(what)
    kept = (known[0], *(code for code in known[1:] if languages is None or code in languages))
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": writable(sheets.setting("form_title")), "author": "Concord", "created": _DAY})
        written = _Book(book, sheets, known, kept)
        for sheet in (sheets.survey, sheets.choices, _settings(sheets.settings, known), *sheets.others):
            written.sheet(sheet)
        written.codes()
    return stream.getvalue()


def _day() -> Any:
    import datetime as dt

    # The same instrument makes the same bytes: no clock is read.
    return dt.datetime(2000, 1, 1)


_DAY: Final = _day()


def _settings(settings: Sheet, languages: tuple[str, ...]) -> Sheet:
    """The settings with the default language said."""
    row = settings.rows[0] if settings.rows else Row(2, MappingProxyType({}))
    said = row.with_cells(default_language=title(languages[0]))
    ordered = tuple(dict.fromkeys((*settings.columns, "default_language")))
    return replace(settings, rows=(said,), columns=ordered)


class _Book:
    def __init__(self, book: Any, sheets: Sheets, languages: tuple[str, ...], kept: tuple[str, ...]) -> None:
        self.book = book
        self.languages = languages
        self.kept = kept
        self.rtl = direction(languages[0]) == "rtl"
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#E8EEF4", "num_format": "@"}
        )
        self.formats: dict[tuple[bool, bool, bool], Any] = {}
        lists = list(dict.fromkeys(row["list_name"] for row in sheets.choices.rows if row["list_name"]))
        chosen = [f"{command} {name}" for name in lists for command in ("select_one", "select_multiple")]
        plain = [name for name in known_types()[:_OFFERED_TYPES] if not name.startswith(("select_", "rank"))]
        self.offers: dict[str, list[str]] = {
            "type": [*plain, *chosen, *(f"rank {name}" for name in lists)],
            "list_name": lists,
            "required": ["yes"],
            "readonly": ["yes"],
            "x_confidential": ["yes"],
            "x_short": ["yes"],
            "x_status": list(STATUSES),
            "x_part": list(PARTS),
            "x_provenance": list(PROVENANCES),
            "x_use": list(USES),
        }

    def sheet(self, sheet: Sheet) -> None:
        """Write one sheet."""
        made = self.book.add_worksheet(sheet.name)
        if self.rtl:
            made.right_to_left()
        made.freeze_panes(1, 2 if sheet.name != SETTINGS else 0)
        laid = laid_out(sheet, self.languages, self.kept)
        for place, column in enumerate(laid):
            made.set_column(place, place, _WIDTHS.get(columns.base(column.name), _WIDTH))
            write_text(made, 0, place, column.header, self.head)
            self._offer(made, place, column, sheet.name)
        for number, row in enumerate(sheet.rows, start=1):
            opens = sheet.name == SURVEY and typed(row["type"]).what == "begin"
            for place, column in enumerate(laid):
                write_text(made, number, place, row[column.name], self._format(column, opens))

    def _format(self, column: Column, opens: bool) -> Any:
        worded = columns.base(column.name) in columns.SENTENCES
        key = (opens, worded, direction(column.language) == "rtl")
        if key not in self.formats:
            said = {"bold": opens, "text_wrap": True, "valign": "top", "num_format": "@"}
            self.formats[key] = self.book.add_format(said | ({"reading_order": 2, "align": "right"} if key[2] else {}))
        return self.formats[key]

    def _offer(self, made: Any, place: int, column: Column, sheet: str) -> None:
        if (
            column.name not in self.offers
            or not self.offers[column.name]
            or (sheet == CHOICES) != (column.name == "list_name")
        ):
            return
        where = letter(list(self.offers).index(column.name))
        last = len(self.offers[column.name]) + 1
        source = f"='{OWN_CODES_SHEET}'!${where}$2:${where}${last}"
        # Offered, not forced: a list that is still to be written may be named.
        said = {"validate": "list", "source": source, "error_type": "information", "show_error": False}
        made.data_validation(1, place, _OFFERED_ROWS, place, said)

    def codes(self) -> None:
        """What is offered, on a sheet that is not shown."""
        made = self.book.add_worksheet(OWN_CODES_SHEET)
        made.very_hidden()
        for place, (name, offered) in enumerate(self.offers.items()):
            for number, text in enumerate((name, *offered)):
                write_text(made, number, place, text)


def write_folder(what: Sheets | Instrument, folder: Path, *, id: str = "", locale: Path | None = None) -> list[Path]:
    """The declared form of an instrument: ``survey.csv``, ``choices.csv``, ``settings.csv``, files, and PO catalogues.

    Args:
        what: An instrument, or sheets in any spelling of their headers.
        folder: Where to; made where it is not there.
        id: Of the catalogues; by default the folder's name.
        locale: Where the catalogues go, ``<locale>/<language>/instruments/<id>.po``; by default ``locale`` beside the
            sheets.

    Returns:
        The files written, in order.
    """
    sheets, languages = in_normal_form(what)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    settings = _settings(sheets.settings, languages)
    for sheet in (sheets.survey, sheets.choices, settings, *sheets.others):
        if sheet.rows:
            written.append(_csv(sheet, folder / f"{sheet.name}.csv", languages))
    for name, content in sorted(sheets.files.items()):
        path = folder / Path(name).name
        path.write_bytes(content)
        written.append(path)
    # A catalogue is keyed by the English wording: a form in another default language keeps its columns.
    for language in languages[1:] if languages[0] == "en" else ():
        place = (locale or folder / "locale") / language / "instruments"
        written.append(_catalogue(sheets, language, place / f"{id or folder.name}.po"))
    return written


def _csv(sheet: Sheet, path: Path, languages: tuple[str, ...]) -> Path:
    if languages[0] == "en":
        # Names of media files are no sentences: their translations have no catalogue and stay in the sheet.
        media = [each for each in laid_out(sheet, languages) if _is_media(each) and each.language != "en"]
        laid = [*laid_out(sheet, languages, ()), *media]
    else:
        laid = laid_out(sheet, languages)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.header for column in laid])
    for row in sheet.rows:
        writer.writerow([neutralised(writable(row[column.name])) for column in laid])
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    return path


def _is_media(column: Column) -> bool:
    base = columns.base(column.name)
    return bool(column.language) and base not in columns.SENTENCES


def _catalogue(sheets: Sheets, language: str, path: Path) -> Path:
    import polib

    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    keyed = (
        (sheets.survey, dict(survey_keys(sheets.survey))),
        (sheets.choices, dict(choice_keys(sheets.choices))),
        (sheets.settings, {row.number: SETTINGS for row in sheets.settings.rows[:1]}),
    )
    seen = set[str]()
    for sheet, keys in keyed:
        for row in sheet.rows:
            for column in columns.WORDED[sheet.name]:
                context = f"{keys[row.number]}/{column}" if row.number in keys else ""
                if column in columns.SENTENCES and row[column] and context and context not in seen:
                    seen.add(context)
                    said = row[columns.in_language(column, language)]
                    catalogue.append(polib.POEntry(msgctxt=context, msgid=row[column], msgstr=said))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(catalogue) + "\n", encoding="utf-8")
    return path
