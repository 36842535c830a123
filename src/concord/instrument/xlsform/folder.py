"""A declared instrument's folder: sheets as CSV, files beside them, translations as PO catalogues."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import polib

from concord.declarations.messages import translated
from concord.errors import NotFound
from concord.findings import Findings
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.instrument.xlsform.columns import SENTENCES, WORDED, in_language
from concord.instrument.xlsform.grid import Grid, sheet_of
from concord.instrument.xlsform.lists import EXTERNAL
from concord.instrument.xlsform.reading import Read, read_sheets
from concord.instrument.xlsform.tree import is_comment, is_disabled
from concord.instrument.xlsform.types import typed
from concord.vocabulary.languages import LANGUAGES

#: Name of a catalogue, below ``locale/<language>/``.
DOMAIN = "instruments/{id}"
OTHERS = (EXTERNAL, "entities", "osm")


def sheets_of(folder: Path) -> Sheets:
    """The sheets of a folder as they stand, without translations.

    Raises:
        NotFound: ``instrument.folder.no-survey``.
    """
    if not (folder / f"{SURVEY}.csv").is_file():
        raise NotFound("instrument.folder.no-survey", params={"folder": folder.name})
    named = {name: _sheet(folder, name) for name in (SURVEY, CHOICES, SETTINGS, *OTHERS)}
    files = {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix in (".csv", ".geojson", ".xml") and path.stem not in named
    }
    return Sheets(
        folder.name,
        named[SURVEY],
        named[CHOICES],
        named[SETTINGS],
        tuple(named[name] for name in OTHERS if named[name].columns),
        MappingProxyType(files),
    )


def _sheet(folder: Path, name: str) -> Sheet:
    path = folder / f"{name}.csv"
    if not path.is_file():
        return Sheet(name)
    return sheet_of(name, Grid(name, tuple(_records(path.read_text(encoding="utf-8-sig")))))[0]


def _records(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Records with the physical row each begins on."""
    reader = csv.reader(io.StringIO(text, newline=""))
    start = 1
    for record in reader:
        yield start, tuple(record)
        start = reader.line_num + 1


def read_folder(folder: Path, *, id: str | None = None) -> Read:
    """An instrument from a folder of sheets, with the translations declared for its id.

    Args:
        folder: Holds ``survey.csv``, and where needed ``choices.csv``, ``settings.csv`` and files of choices.
        id: Of the catalogues; by default the folder's name.

    Raises:
        NotFound: There is no ``survey.csv``.
    """
    sheets = translated_sheets(sheets_of(folder), id or folder.name, folder / "locale")
    return read_sheets(sheets, found=(Findings(),))


def translated_sheets(sheets: Sheets, id: str, beside: Path | None = None) -> Sheets:
    """The sheets with the wordings of the catalogues in columns of their languages.

    Args:
        sheets: As they stand.
        id: Of the catalogues: ``locale/<language>/instruments/<id>.po`` in every pack.
        beside: Another folder of the same form, which outranks the packs.

    A wording that stands in the sheet outranks the catalogue's; a changed English sentence has no translation.
    """
    said = _Catalogues(DOMAIN.format(id=id), beside)
    return replace(
        sheets,
        survey=_with(sheets.survey, said, dict(survey_keys(sheets.survey))),
        choices=_with(sheets.choices, said, dict(choice_keys(sheets.choices))),
        settings=_with(sheets.settings, said, {row.number: SETTINGS for row in sheets.settings.rows[:1]}),
    )


class _Catalogues:
    """Translations of one instrument: those beside its sheets, then those of the packs."""

    def __init__(self, domain: str, beside: Path | None) -> None:
        self.domain = domain
        self.beside: dict[str, dict[tuple[str | None, str], str]] = {}
        for language in LANGUAGES:
            path = None if beside is None else beside / language / f"{domain}.po"
            if path is not None and path.is_file():
                entries = polib.pofile(path.read_text(encoding="utf-8"))
                kept = (entry for entry in entries if entry.msgstr and not entry.fuzzy and not entry.obsolete)
                self.beside[language] = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in kept}

    def said(self, language: str, key: str, english: str) -> str:
        """The translation of exactly this wording, or empty."""
        own = self.beside.get(language, {}).get((key, english))
        return own or translated(language, self.domain, key, english) or ""


def survey_keys(survey: Sheet) -> Iterator[tuple[int, str]]:
    """Row number → ``survey/<path>`` of every row that has a name."""
    path: list[str] = []
    for row in survey.rows:
        if is_disabled(row) or is_comment(row):
            continue
        what = typed(row["type"]).what
        if what == "end":
            if path:
                path.pop()
            continue
        if row["name"]:
            yield row.number, "/".join((SURVEY, *path, row["name"]))
        if what == "begin":
            path.append(row["name"])


def choice_keys(choices: Sheet) -> Iterator[tuple[int, str]]:
    """Row number → ``choices/<list>/<name>``."""
    for row in choices.rows:
        if row["list_name"] and row["name"]:
            yield row.number, f"{CHOICES}/{row['list_name']}/{row['name']}"


def _with(sheet: Sheet, said: _Catalogues, keys: Mapping[int, str]) -> Sheet:
    rows = [_row(row, sheet.name, said, keys.get(row.number, "")) for row in sheet.rows]
    used = dict.fromkeys(column for row in rows for column in row.cells)
    ordered = tuple(dict.fromkeys((*sheet.columns, *sorted(set(used) - set(sheet.columns)))))
    return replace(sheet, rows=tuple(rows), columns=ordered)


def _row(row: Row, sheet: str, said: _Catalogues, key: str) -> Row:
    if not key:
        return row
    found = {}
    for column in WORDED[sheet]:
        english = row[column]
        if not english or column not in SENTENCES:
            continue
        for language in LANGUAGES:
            own = in_language(column, language)
            if language != "en" and not row[own]:
                wording = said.said(language, f"{key}/{column}", english)
                if wording:
                    found[own] = wording
    return replace(row, cells=MappingProxyType({**row.cells, **found})) if found else row
