"""Answers as cells and cells as answers. Nothing is judged here: what cannot be understood is handed on as typed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from concord.findings import Place
from concord.instrument.model import NUMBERS, Instrument, Question
from concord.instrument.workbook.labels import recogniser
from concord.instrument.workbook.wordings import fold, statuses, yes_or_no
from concord.intake.dates import parse_date
from concord.intake.flags import flag_of, western

Shown = str | int | float | dt.date | dt.datetime | None
TEXTS = frozenset({"text", "long-text", "link", "barcode", "point", "line", "shape"})
_BETWEEN = re.compile(r"\s*[;\n；؛]\s*")
_SERIAL = re.compile(r"\d{1,6}(?:\.\d+)?")
# Days before this one are counted differently by different spreadsheets.
_FIRST_SAFE_DAY = dt.date(1900, 3, 1)


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as it was read: its text, what kind of cell it is, and where it stands."""

    text: str
    kind: str
    where: Place

    def __bool__(self) -> bool:
        return bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class Reader:
    """How the cells of one workbook are understood.

    Args:
        instrument: The instrument.
        language: The workbook's.
        epoch: The day that the workbook's days count from.
    """

    instrument: Instrument
    language: str
    epoch: dt.date = dt.date(1899, 12, 30)

    def status(self, typed: Typed, question: Question, *, own_cell: bool = False) -> str:
        """The non-answer that a cell says, or empty; in a cell for text only where it may be said."""
        said = statuses().get(fold(typed.text), "")
        if said and (own_cell or question.kind not in TEXTS or said in question.about.statuses):
            return said
        return self._mark(typed, question) if question.kind in NUMBERS and not said else ""

    @staticmethod
    def _mark(typed: Typed, question: Question) -> str:
        """``..`` in a cell for a number stands for the plainest non-answer that may be said there."""
        flagged = flag_of(typed.text)
        meant = {"missing": ("not-known", "not-available"), "not-applicable": ("not-applicable",)}
        may = meant.get(flagged.flag, ()) if flagged and typed.kind == "text" else ()
        return next((status for status in may if status in question.about.statuses), "")

    def value(self, typed: Typed, question: Question) -> Any:
        """The answer in a cell, as typed where it is not understood."""
        match question.kind:
            case "one":
                return self.name(typed, question)
            case "many" | "rank":
                return self.several(typed, question)
            case "acknowledge":
                return "OK" if yes_or_no().get(fold(typed.text)) or fold(typed.text) == "ok" else typed.text
            case "integer" | "decimal" | "range":
                return self._number(typed)
            case "date" | "month":
                return self._date(typed, 10 if question.kind == "date" else 7)
            case "year":
                return western(typed.text).strip()
            case "time":
                return self._time(typed)
            case "datetime":
                return self._moment(typed)
            case _:
                return typed.text

    def name(self, typed: Typed, question: Question) -> str:
        """The choice's name, or the text as typed."""
        return recogniser(self.instrument, question.choices).name(typed.text, self.language) or typed.text.strip()

    def several(self, typed: Typed, question: Question) -> list[str]:
        """The names of choices that stand in one cell, parted by semicolons or lines."""
        find = recogniser(self.instrument, question.choices).name
        whole = find(typed.text, self.language)
        if whole:
            return [whole]
        parts = [part for part in _BETWEEN.split(typed.text.strip()) if part]
        words = typed.text.split()
        if len(parts) == 1 and len(words) > 1 and all(find(each, self.language) for each in words):
            parts = words
        return [find(part, self.language) or part for part in parts]

    @staticmethod
    def _number(typed: Typed) -> Any:
        if typed.kind != "number":
            return typed.text
        value = float(typed.text)
        return int(typed.text) if typed.text.lstrip("-").isdigit() else value

    def _date(self, typed: Typed, exact: int) -> str:
        if typed.kind == "date":
            return typed.text[:exact]
        if typed.kind == "number" and _SERIAL.fullmatch(typed.text) and float(typed.text) >= 3000 and exact == 10:
            return (self.epoch + dt.timedelta(days=int(float(typed.text)))).isoformat()
        read = parse_date(typed.text)
        return read.text[:exact] if len(read.text) >= exact and not read.problem else typed.text

    @staticmethod
    def _time(typed: Typed) -> str:
        text = western(typed.text).strip()
        if typed.kind == "number" and 0 <= float(text) < 1:
            minutes = round(float(text) * 24 * 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        return re.sub(r"^(\d\d:\d\d):00(?:\.0+)?$", r"\1", text)

    def _moment(self, typed: Typed) -> str:
        text = western(typed.text).strip()
        if typed.kind == "number" and _SERIAL.fullmatch(text):
            days = float(text)
            midnight = dt.datetime.combine(self.epoch, dt.time())
            return (midnight + dt.timedelta(minutes=round(days * 24 * 60))).isoformat(timespec="minutes")
        return text if "T" in text else text.replace(" ", "T", 1)
