"""Numbers that Word counts and does not write: "Article 1", "2.1", "(a)", worked out from a document's numbering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from concord.texts import numerals

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
#: The most that one numbering counts to; what is higher is a mistake or worse.
HIGHEST = 10_000
_CHINESE_FIGURES = "〇一二三四五六七八九"


@dataclass(slots=True)
class Level:
    """One level of a numbering: how it counts, what it writes, where it starts."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = " "


@dataclass(slots=True)
class Numbering:
    """The numberings of a document, and which style carries which.

    Args:
        levels: Id of a numbering → its levels.
        group: Id of a numbering → what it counts together with (numberings made of one pattern share their counting).
        by_style: Style → numbering and level.
    """

    levels: dict[str, list[Level]] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)


class Counter:
    """Counts along a document."""

    def __init__(self, numbering: Numbering) -> None:
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
            counts[deeper] = levels[deeper].start - 1
        return self._written(levels, counts, place)

    def _written(self, levels: list[Level], counts: list[int], place: int) -> str:
        level = levels[place]
        if level.format in ("bullet", "none") or not level.text:
            return ""
        said = level.text
        for each in range(place + 1):
            value = max(counts[each], levels[each].start)
            said = said.replace(f"%{each + 1}", written(value, levels[each].format))
        return f"{said}{level.suffix}"


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


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """What ``numbering.xml`` and ``styles.xml`` declare."""
    found = Numbering()
    if numbering is not None:
        patterns = {
            _value(each, "abstractNumId", own=True): _levels(each) for each in numbering.iter(f"{W}abstractNum")
        }
        for each in numbering.iter(f"{W}num"):
            _numbering(each, patterns, found)
    if styles is not None:
        _styles(styles, found)
    return found


def _levels(pattern: Element) -> list[Level]:
    levels = [Level() for _ in range(LEVELS)]
    for each in pattern.findall(f"{W}lvl"):
        place = _int(each.get(f"{W}ilvl"), -1)
        if 0 <= place < LEVELS:
            levels[place] = _level(each)
    return levels


def _level(each: Element) -> Level:
    suffix = {"nothing": "", "space": " "}.get(_value(each, "suff"), " ")
    start = min(max(0, _int(_value(each, "start"), 1)), HIGHEST)
    return Level(_value(each, "numFmt") or "decimal", _value(each, "lvlText")[:60], start, suffix)


def _numbering(each: Element, patterns: Mapping[str, list[Level]], found: Numbering) -> None:
    id, pattern = each.get(f"{W}numId", ""), _value(each, "abstractNumId")
    levels = [Level(one.format, one.text, one.start, one.suffix) for one in patterns.get(pattern, [])]
    if not levels:
        return
    starts_anew = False
    for override in each.findall(f"{W}lvlOverride"):
        place = _int(override.get(f"{W}ilvl"), -1)
        own = override.find(f"{W}lvl")
        if not 0 <= place < len(levels):
            continue
        if own is not None:
            levels[place] = _level(own)
        start = _value(override, "startOverride")
        if start:
            levels[place].start, starts_anew = min(max(0, _int(start, 1)), HIGHEST), True
    found.levels[id] = levels
    found.group[id] = f"num {id}" if starts_anew else f"pattern {pattern}"


def _styles(styles: Element, found: Numbering) -> None:
    based: dict[str, str] = {}
    own: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{W}style"):
        id = style.get(f"{W}styleId", "")
        based[id] = _value(style, "basedOn")
        number = number_of(style.find(f"{W}pPr"))
        if number is not None:
            own[id] = number
    for id in based:
        at, seen = id, set[str]()
        while at and at not in own and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if at in own:
            found.by_style[id] = own[at]


def number_of(properties: Element | None) -> tuple[str, int] | None:
    """Numbering and level that a paragraph's or style's properties name; None where they name none."""
    said = None if properties is None else properties.find(f"{W}numPr")
    if said is None:
        return None
    return _value(said, "numId"), _int(_value(said, "ilvl"), 0)


def _value(element: Element, name: str, *, own: bool = False) -> str:
    if own:
        return element.get(f"{W}{name}", "")
    found = element.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _int(said: str | None, otherwise: int) -> int:
    try:
        return int(said or "")
    except ValueError:
        return otherwise
