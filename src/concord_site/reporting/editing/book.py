"""A draft's sheets, each row with an id that stays when rows move, so that a page can point at it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

#: Attributes that are no columns: templates ask for a cell before they ask for an attribute.
_NO_COLUMN = frozenset({"id", "cells", "kind"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its id, and its filled cells by normal column name."""

    id: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        if column in _NO_COLUMN:
            raise KeyError(column)
        return self.cells.get(column, "")

    def __hash__(self) -> int:
        return hash((self.id, tuple(sorted(self.cells.items()))))

    def changed(self, cells: Mapping[str, str]) -> Line:
        """The same line with some cells changed; an empty value empties the cell."""
        merged = {**self.cells, **cells}
        return replace(self, cells={key: value for key, value in merged.items() if value != ""})

    @property
    def kind(self) -> str:
        """The first word of its type: ``select_one``, ``begin_group``."""
        return self["type"].split(" ")[0].strip() if self["type"] else ""

    @property
    def name(self) -> str:
        """What it is called."""
        return self["name"]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its columns in order, and its lines."""

    name: str
    columns: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()

    def with_lines(self, lines: Iterable[Line]) -> Page:
        """The same sheet with other lines; columns newly used are added at the end."""
        found = tuple(lines)
        used = (key for line in found for key in line.cells)
        return replace(self, lines=found, columns=tuple(dict.fromkeys((*self.columns, *used))))


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets of a draft; ``last`` is the highest id ever given."""

    file: str
    survey: Page = Page(SURVEY)
    choices: Page = Page(CHOICES)
    settings: Page = Page(SETTINGS)
    others: tuple[Page, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    last: int = 0

    def line(self, id: int) -> Line | None:
        """The line of this id, wherever it stands."""
        return next((each for page in self.pages for each in page.lines if each.id == id), None)

    @property
    def pages(self) -> tuple[Page, ...]:
        """Survey, choices, settings."""
        return (self.survey, self.choices, self.settings)

    def with_survey(self, lines: Iterable[Line]) -> Book:
        """The same book with other survey lines."""
        return replace(self, survey=self.survey.with_lines(lines))

    def with_choices(self, lines: Iterable[Line]) -> Book:
        """The same book with other choices."""
        return replace(self, choices=self.choices.with_lines(lines))

    def with_setting(self, cells: Mapping[str, str]) -> Book:
        """The same book with some settings changed."""
        book, first = (self, self.settings.lines[0]) if self.settings.lines else self.fresh({})
        return replace(book, settings=book.settings.with_lines((first.changed(cells), *book.settings.lines[1:])))

    def setting(self, name: str) -> str:
        """A cell of the settings' row."""
        return self.settings.lines[0][name] if self.settings.lines else ""

    def fresh(self, cells: Mapping[str, str]) -> tuple[Book, Line]:
        """A new line that stands nowhere yet, and the book that has given its id away."""
        kept = {key: value for key, value in cells.items() if value != ""}
        return replace(self, last=self.last + 1), Line(self.last + 1, kept)

    def row_number(self, line: Line) -> int:
        """The physical row the line has in the workbook of this draft."""
        for page in self.pages:
            for place, each in enumerate(page.lines, start=2):
                if each.id == line.id:
                    return place
        return 0

    def at(self, sheet: str, row: int | None) -> Line | None:
        """The line at a physical row of a sheet."""
        page = next((each for each in self.pages if each.name == sheet), None)
        if page is None or row is None or not 2 <= row < len(page.lines) + 2:
            return None
        return page.lines[row - 2]

    @property
    def language(self) -> str:
        """The default language, as a code."""
        return code_of(self.setting("default_language")) or "en"

    # ---- to and from other forms ------------------------------------------------------------------------------------
    def sheets(self) -> Sheets:
        """The sheets as the library reads them."""
        pages = [_sheet(page) for page in self.pages]
        return Sheets(
            self.file, pages[0], pages[1], pages[2], tuple(_sheet(page) for page in self.others), dict(self.files)
        )

    def as_json(self) -> dict[str, Any]:
        """JSON for storing: ``{file, last, pages: [[name, columns, [[id, cells], …]], …], files}``."""
        return {
            "file": self.file,
            "last": self.last,
            "pages": [_page_json(page) for page in (*self.pages, *self.others)],
            "files": {name: base64.b64encode(content).decode() for name, content in self.files.items()},
        }

    def packed(self) -> bytes:
        """The same as compressed canonical JSON."""
        text = json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return zlib.compress(text.encode(), 6)


def _sheet(page: Page) -> Sheet:
    columns = page.columns or tuple(dict.fromkeys(key for line in page.lines for key in line.cells))
    rows = tuple(Row(place, dict(line.cells)) for place, line in enumerate(page.lines, start=2))
    letters = {column: letter(index) for index, column in enumerate(columns)}
    return Sheet(page.name, columns, rows, {column: column for column in columns}, letters)


def letter(index: int) -> str:
    """The letter of a column, 0 → A."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(65 + rest) + found
    return found


def _page_json(page: Page) -> list[Any]:
    return [page.name, list(page.columns), [[line.id, dict(line.cells)] for line in page.lines]]


def of_json(stored: Mapping[str, Any]) -> Book:
    """The book that :meth:`Book.as_json` made."""
    pages = [
        Page(name, tuple(columns), tuple(Line(id, cells) for id, cells in lines))
        for name, columns, lines in stored.get("pages", ())
    ]
    known = {page.name: page for page in pages[:3]}
    files = {name: base64.b64decode(content) for name, content in stored.get("files", {}).items()}
    return Book(
        stored.get("file", ""), known.get(SURVEY, Page(SURVEY)), known.get(CHOICES, Page(CHOICES)),
        known.get(SETTINGS, Page(SETTINGS)), tuple(pages[3:]), files, stored.get("last", 0),
    )  # fmt: skip


def unpacked(content: bytes) -> Book:
    """The book that :meth:`Book.packed` made."""
    return of_json(json.loads(zlib.decompress(bytes(content))))


def of_sheets(sheets: Sheets) -> Book:
    """A book of sheets that were read; ids are given in order of survey, choices, settings."""
    count = 0
    pages = []
    for sheet in (sheets.survey, sheets.choices, sheets.settings, *sheets.others):
        lines = tuple(Line(count + place, dict(row.cells)) for place, row in enumerate(sheet.rows, start=1))
        count += len(lines)
        pages.append(Page(sheet.name, sheet.columns, lines))
    return Book(sheets.file, pages[0], pages[1], pages[2], tuple(pages[3:]), dict(sheets.files), count)


def code_of(written: str) -> str:
    """The code in ``English (en)``, or the words as they stand."""
    before, bracket, rest = written.rpartition("(")
    return rest.rstrip(") ").strip() if bracket and before else written.strip()
