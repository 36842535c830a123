"""Numbers that Word counts and does not write: "Article 1", "2.1", "(a)", worked out along a document."""

from __future__ import annotations

from concord.texts import numerals
from concord.texts.formats.word_numbering import HIGHEST, Level, Numbering

_CHINESE_FIGURES = "〇一二三四五六七八九"


class Counter:
    """Counts along a document."""

    def __init__(self, numbering: Numbering) -> None:
        self.unknown: set[str] = set()
        self._numbering = numbering
        self._counts: dict[str, list[int]] = {}

    def next(self, number: tuple[str, int] | None) -> str:
        """What Word writes before the next paragraph of this numbering and level; empty for bullets and for none."""
        if number is None or number[0] not in self._numbering.levels:
            return ""
        id, place = number
        levels = self._numbering.levels[id]
        if not 0 <= place < len(levels):
            return ""
        group = self._numbering.group.get(id, id)
        counts = self._counts.setdefault(group, [level.start - 1 for level in levels])
        counts[place] = min(counts[place] + 1, HIGHEST)
        for deeper in range(place + 1, len(levels)):
            if levels[deeper].starts_again:
                counts[deeper] = levels[deeper].start - 1
        return self._written(levels, counts, place)

    def _written(self, levels: list[Level], counts: list[int], place: int) -> str:
        level = levels[place]
        if level.format in ("bullet", "none") or not level.text:
            return ""
        said = level.text
        for each in range(place + 1):
            format = "decimal" if level.in_figures else levels[each].format
            if f"%{each + 1}" in said and format not in KNOWN:
                self.unknown.add(format)
            said = said.replace(f"%{each + 1}", written(max(counts[each], levels[each].start), format))
        return f"{said}{level.suffix}"


#: Formats that are written as Word writes them.
KNOWN = frozenset({
    "decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "arabicAlpha", "arabicAbjad",
    "russianLower", "russianUpper", "chineseCounting", "chineseCountingThousand", "ideographDigital",
    "japaneseCounting", "decimalFullWidth", "decimalHalfWidth", "bullet", "none",
})  # fmt: skip


def written(value: int, format: str) -> str:
    """A number as one of Word's formats writes it; an unknown one as figures."""
    match format:
        case "lowerLetter":
            return numerals.as_letter(value)
        case "upperLetter":
            return numerals.as_letter(value).upper()
        case "lowerRoman":
            return numerals.as_roman(value) if value < 4000 else str(value)
        case "upperRoman":
            return numerals.as_roman(value).upper() if value < 4000 else str(value)
        case "decimalZero":
            return f"{value:02d}"
        case "arabicAlpha" | "arabicAbjad":
            return _of("أبتثجحخدذرزسشصضطظعغفقكلمنهوي" if format == "arabicAlpha" else numerals.ABJAD, value)
        case "russianLower":
            return _of(numerals.CYRILLIC, value)
        case "russianUpper":
            return _of(numerals.CYRILLIC.upper(), value)
        case "chineseCounting" | "chineseCountingThousand" | "ideographDigital" | "japaneseCounting":
            return in_chinese(value)
        case _:
            return str(value)


def _of(alphabet: str, value: int) -> str:
    return alphabet[value - 1] if 1 <= value <= len(alphabet) else str(value)


def in_chinese(value: int) -> str:
    """A number below a hundred as Chinese texts count; a higher one in figures."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CHINESE_FIGURES[tens]}十"
    return head + (_CHINESE_FIGURES[ones] if ones else "")
