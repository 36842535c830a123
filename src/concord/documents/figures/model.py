"""What goes into a figure and what comes out of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from concord.documents.figures.palette import Palette
from concord.documents.figures.words import Words
from concord.errors import Invalid
from concord.vocabulary import formats
from concord.vocabulary.languages import direction

Status = Literal["normal", "estimated", "provisional", "break", "difference", "missing", "not-applicable", "suppressed"]
WITHOUT_NUMBER: Final = frozenset({"missing", "not-applicable", "suppressed"})
RAISED: Final[dict[str, str]] = {"estimated": "e", "provisional": "p", "break": "b", "difference": "d"}
SIGNS: Final[dict[str, str]] = {"missing": "··", "not-applicable": "–"}
FONTS: Final = "Noto Sans, Noto Sans Arabic, Noto Sans SC"
#: The Arabic file of print holds Latin letters too: a label in one font keeps its joined letters whole.
ARABIC_FONTS: Final = "Noto Sans Arabic, Noto Sans, Noto Sans SC"


@dataclass(frozen=True, slots=True)
class Value:
    """One number with its status; a number that is not known has none.

    Args:
        number: The number, or None exactly when the status is ``missing``, ``not-applicable`` or ``suppressed``.
        status: As in the tables.
        text: The number as written for the reader; empty: the style's own format.
        low, high: Range around the number, where there is one.
        note: Words shown after it ("no pair reported").

    Raises:
        Invalid: ``figures.value.number-missing``, ``figures.value.number-unwanted`` or ``figures.value.not-finite``.
    """

    number: float | None
    status: Status = "normal"
    text: str = ""
    low: float | None = None
    high: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.number is None and self.status not in WITHOUT_NUMBER:
            raise Invalid("figures.value.number-missing", params={"status": self.status})
        if self.number is not None and self.status in WITHOUT_NUMBER:
            raise Invalid("figures.value.number-unwanted", params={"status": self.status})
        if any(each is not None and not math.isfinite(each) for each in (self.number, self.low, self.high)):
            raise Invalid("figures.value.not-finite", params={"text": self.text})

    @property
    def is_known(self) -> bool:
        """Whether there is a number to draw."""
        return self.number is not None


MISSING: Final = Value(None, "missing")


@dataclass(frozen=True, slots=True)
class FigureTable:
    """The table beside a figure: the same values as words, numbers already written for the reader.

    ``statuses`` has the shape of ``rows``; a cell that is not a value has None. ``numeric`` says which columns hold
    numbers.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    statuses: tuple[tuple[Status | None, ...], ...] = ()
    numeric: tuple[bool, ...] = ()

    @property
    def present(self) -> frozenset[Status]:
        """Statuses that occur, for the legend of marks."""
        return frozenset(status for row in self.statuses for status in row if status)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class or mark of a map: colour token or hatch, words, and the bounds of its class."""

    text: str
    token: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure: SVG, words, table, and its size in CSS pixels (points in print)."""

    svg: str
    title: str
    description: str
    table: FigureTable
    width: float
    height: float
    entries: tuple[LegendEntry, ...] = ()
    legend: Figure | None = None


def plain(number: float) -> str:
    """A number with a point and no grouping, for tests and for years."""
    return str(int(number)) if number == int(number) else f"{number:g}"


@dataclass(frozen=True, slots=True)
class Style:
    """How a figure is drawn for one reader and medium.

    Args:
        language: One of the six; decides on words and on the mirroring of what reads from the start edge.
        palette: ``Palette.css()`` in pages, ``Palette.light()`` in print.
        width: Of the drawing.
        size: Type size of labels, same unit; axis labels are a little smaller.
        number: Writes a number for the reader.
        words: Words of the language.
        fonts: Families in order; empty to take those of the page.
    """

    language: str = "en"
    palette: Palette = field(default_factory=Palette.css)
    width: float = 560
    size: float = 15
    number: Callable[[float], str] = plain
    words: Words = field(default_factory=Words)
    fonts: str = ""

    @classmethod
    def web(cls, language: str, *, width: float = 560, decimals: int | None = None) -> Style:
        """For a page: custom properties, the page's own fonts, 15 px labels."""
        return cls(language, Palette.css(), width, 15, _numbers(language, decimals), Words.of(language))

    @classmethod
    def print(cls, language: str, *, width: float = 504, decimals: int | None = None, size: float = 8) -> Style:
        """For PDF, Word and downloads: fixed light colours, named fonts; width and size in points."""
        fonts = ARABIC_FONTS if direction(language) == "rtl" else FONTS
        return cls(language, Palette.light(), width, size, _numbers(language, decimals), Words.of(language), fonts)

    def wide(self, width: float) -> Style:
        """The same style at another width."""
        return replace(self, width=width)

    @property
    def is_rtl(self) -> bool:
        """Whether the reader reads from right to left."""
        return direction(self.language) == "rtl"

    @property
    def small(self) -> float:
        """Size of axis labels and notes."""
        return round(self.size * 14 / 15, 2)

    def say(self, value: Value) -> str:
        """A value as a table cell shows it, without its raised mark: ``2,156``, ``··``, ``–``, the word for hidden."""
        if value.number is None:
            return value.text or SIGNS.get(value.status, self.words.suppressed)
        return value.text or self.number(value.number)

    def exact(self, number: float) -> str:
        """A round number of an axis or a legend, with all the digits it has."""
        decimals = -int(Decimal(str(number)).normalize().as_tuple().exponent)
        return formats.number(number, self.language, decimals=max(0, decimals))

    def status_word(self, value: Value) -> str:
        """The word for a status, empty for a normal value."""
        return "" if value.status == "normal" else str(getattr(self.words, _FIELD[value.status]))

    def spoken(self, value: Value) -> str:
        """A value in words, for titles of marks: ``1,240 (estimated)``, ``no figure``."""
        status = self.status_word(value)
        if value.number is None:
            return value.note or status
        notes = [status] if status else []
        if value.low is not None and value.high is not None:
            notes.append(self.words.span.format(low=self.number(value.low), high=self.number(value.high)))
        notes += [value.note] if value.note else []
        return self.words.with_note.format(text=self.say(value), note="; ".join(notes)) if notes else self.say(value)

    def pair(self, label: str, value: Value) -> str:
        """``Kenya: 1,240 (estimated)``."""
        return self.words.pair.format(label=label, value=self.spoken(value))


_FIELD: Final[dict[str, str]] = {
    "estimated": "estimated",
    "provisional": "provisional",
    "break": "break_",
    "difference": "difference",
    "missing": "missing",
    "not-applicable": "not_applicable",
    "suppressed": "suppressed",
}


@lru_cache(maxsize=64)
def _numbers(language: str, decimals: int | None) -> Callable[[float], str]:
    @lru_cache(maxsize=4096)
    def written(number: float) -> str:
        return formats.number(number, language, decimals=decimals)

    return written
