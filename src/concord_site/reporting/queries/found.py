"""Findings with the piece of the sheet they are about, and where a click leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from concord.findings import Finding, hint, message
from concord.instrument.sheets import Sheet, Sheets
from concord.vocabulary.text import Wording
from concord_site.reporting.editing.book import letter
from concord_site.shell.i18n import language

LONGEST = 60
MOST = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Some cells of a sheet, the one it is about ringed.

    Args:
        columns: Letter and header of each.
        rows: Physical number, and text and ring of each cell.
    """

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[int, tuple[tuple[str, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as a page shows it."""

    finding: Finding
    said: Wording
    todo: Wording | None
    places: tuple[str, ...]
    piece: Piece | None
    href: str

    @property
    def ring(self) -> str:
        """How the cell is ringed."""
        return "ring-hard" if self.finding.level == "hard" else "ring-soft"


@dataclass(frozen=True, slots=True)
class Board:
    """All findings of a page: those to act on, the notes, and how many more there are."""

    items: tuple[Shown, ...]
    notes: tuple[Shown, ...]
    hard: int
    soft: int
    more: int


def board(found: Iterable[Finding], sheets: Sheets | None, href: Callable[[Finding], str] = lambda _found: "") -> Board:
    """Findings, gravest first, each with its piece of the sheet.

    Args:
        found: The findings.
        sheets: What they are about.
        href: Where a click on one leads.
    """
    every = tuple(found)
    items = [each for each in every if each.level != "note"]
    notes = [each for each in every if each.level == "note"]
    return Board(
        tuple(shown(each, sheets, href(each)) for each in items[:MOST]),
        tuple(shown(each, None, href(each)) for each in notes[:MOST]),
        sum(each.level == "hard" for each in items), sum(each.level == "soft" for each in items),
        max(0, len(items) - MOST),
    )  # fmt: skip


def shown(finding: Finding, sheets: Sheets | None = None, href: str = "") -> Shown:
    """One finding."""
    said, todo = _said(message, finding), _said(hint, finding)
    return Shown(finding, said, todo if todo.text else None, _places(finding), _piece(finding, sheets), href)


def _said(wording: Callable[[Finding, str], str], finding: Finding) -> Wording:
    text = wording(finding, language())
    falls_back = language() != "en" and text == wording(finding, "en")
    return Wording(text, "en" if falls_back else language(), falls_back)


def _places(finding: Finding) -> tuple[str, ...]:
    where = finding.where
    column = f"{where.letter} {where.header or ''}".strip() if where.letter else where.header
    found = [where.file, where.sheet]
    found.append(_("row %(row)s") % {"row": where.row} if where.row is not None else None)
    found.append(_("column %(column)s") % {"column": column} if column else None)
    found.append(where.item)
    return tuple(str(each) for each in found if each)


def _piece(finding: Finding, sheets: Sheets | None) -> Piece | None:
    where = finding.where
    sheet = _sheet(sheets, where.sheet)
    if sheet is None or where.row is None:
        return None
    numbers = [row.number for row in sheet.rows]
    if where.row not in numbers:
        return None
    at = numbers.index(where.row)
    rows = sheet.rows[max(0, at - 1) : at + 2]
    columns = _columns(sheet, where.letter, where.header)
    heads = tuple((sheet.letters.get(each, letter(sheet.columns.index(each))), sheet.headers.get(each, each))
                  for each in columns)  # fmt: skip
    ringed = _column(sheet, where.letter, where.header)
    return Piece(heads, tuple(
        (row.number, tuple((_short(row[each]), row.number == where.row and each == ringed) for each in columns))
        for row in rows
    ))  # fmt: skip


def _sheet(sheets: Sheets | None, name: str | None) -> Sheet | None:
    if sheets is None or name is None:
        return None
    every = (sheets.survey, sheets.choices, sheets.settings, *sheets.others)
    return next((each for each in every if each.name == name), None)


def _column(sheet: Sheet, letter_: str | None, header: str | None) -> str:
    for column in sheet.columns:
        if letter_ and sheet.letters.get(column) == letter_:
            return column
    for column in sheet.columns:
        if header and header in (column, sheet.headers.get(column)):
            return column
    return ""


def _columns(sheet: Sheet, letter_: str | None, header: str | None) -> tuple[str, ...]:
    """Type and name, and the column it is about; the wording beside them where it is one of these."""
    own = _column(sheet, letter_, header)
    first = [each for each in ("type", "list_name", "name", "label") if each in sheet.columns]
    kept = first[:3] if own in first or not own else first[:2]
    return tuple(each for each in sheet.columns if each in (*kept, own))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
