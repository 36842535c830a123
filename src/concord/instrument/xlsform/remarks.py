"""Findings of an author's mistakes, each with file, sheet, row and column."""

from __future__ import annotations

from collections.abc import Mapping

from concord.findings import Finding, Findings, Level, Place
from concord.instrument.sheets import Row, Sheet, Sheets
from concord.intake.columns import letter

LONGEST_SHOWN = 120


class Remarks:
    """Gathers findings about one instrument's sheets; one of a kind at one place."""

    def __init__(self, sheets: Sheets) -> None:
        self.file = sheets.file or None
        self._found: dict[tuple[str, Place], Finding] = {}

    def add(
        self,
        code: str,
        level: Level = "hard",
        *,
        sheet: Sheet | str | None = None,
        row: Row | int | None = None,
        column: str = "",
        value: str | None = None,
        item: str | None = None,
        **params: object,
    ) -> None:
        """Say one thing, ``instrument.<code>``.

        Args:
            code: Without the room's name.
            level: ``hard``, ``soft`` or ``note``.
            sheet: The sheet, or its name.
            row: The row, or its physical number.
            column: Normal name of the column.
            value: What stands there.
            item: What it is about, where no cell is.
            params: Values for the wording.
        """
        name = sheet.name if isinstance(sheet, Sheet) else sheet
        number = row.number if isinstance(row, Row) else row
        header, where = _column(sheet, column)
        place = Place(self.file, name, number, header, where, item)
        shown = None if value is None else _shown(value)
        self._found.setdefault(
            (code, place), Finding(f"instrument.{code}", level, place, {"value": shown or "", **params}, shown)
        )

    def problem(
        self, code: str, params: Mapping[str, object], *, sheet: Sheet, row: int, column: str, value: str
    ) -> None:
        """Say what another room's refusal says, with its whole code and its parameters."""
        header, where = _column(sheet, column)
        place = Place(self.file, sheet.name, row, header, where)
        shown = _shown(value)
        self._found.setdefault((code, place), Finding(code, "hard", place, {"value": shown, **params}, shown))

    def __iadd__(self, more: Findings) -> Remarks:
        for each in more:
            self._found.setdefault((each.code, each.where), each)
        return self

    @property
    def findings(self) -> Findings:
        """All of them, gravest first."""
        return Findings(self._found.values())

    @property
    def hard(self) -> bool:
        """Whether anything must change."""
        return any(each.level == "hard" for each in self._found.values())


def _shown(value: str) -> str:
    return value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"


def _column(sheet: Sheet | str | None, column: str) -> tuple[str | None, str | None]:
    if not column:
        return None, None
    if not isinstance(sheet, Sheet):
        return column, None
    header = sheet.headers.get(column, column)
    if column in sheet.letters:
        return header, sheet.letters[column]
    return header, letter(sheet.columns.index(column)) if column in sheet.columns else None
