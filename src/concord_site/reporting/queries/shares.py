"""How far the wordings of an instrument are translated, and which are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from concord.instrument.model import Instrument

TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "form_title", "x_statement")


@dataclass(frozen=True, slots=True)
class Share:
    """How much of an instrument's wording is there in one language; 0-1, and the counts behind it."""

    language: str
    done: int
    total: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.done / self.total if self.total else 0.0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.done == self.total


def wordings(rows: Iterable[Mapping[str, str]], default: str) -> Iterable[tuple[Mapping[str, str], str, str]]:
    """Every wording: its row's cells, its column, its text in the default language."""
    for cells in rows:
        for column in TRANSLATED:
            text = cells.get(column) or cells.get(f"{column}::{default}", "")
            if text:
                yield cells, column, text


def shares(instrument: Instrument, languages: Iterable[str]) -> tuple[Share, ...]:
    """Share translated of each language, from the sheets (lists of the house come with all six)."""
    sheets = instrument.sheets
    rows = [row.cells for sheet in (sheets.survey, sheets.choices, sheets.settings) for row in sheet.rows]
    return shares_of(rows, instrument.language, languages)


def shares_of(rows: Iterable[Mapping[str, str]], default: str, languages: Iterable[str]) -> tuple[Share, ...]:
    """Share translated of each language, of rows of cells."""
    every = tuple(wordings(rows, default))
    return tuple(
        Share(
            code,
            len(every) if code == default else sum(bool(cells.get(f"{column}::{code}")) for cells, column, _ in every),
            len(every),
        )
        for code in languages
    )
