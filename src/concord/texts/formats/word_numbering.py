"""What a Word document declares of numbers that it counts: numberings, their levels, the styles that carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
#: The most that one numbering counts to; what is higher is a mistake or worse.
HIGHEST = 10_000


@dataclass(slots=True)
class Level:
    """One level of a numbering.

    Args:
        format: How it counts.
        text: What it writes; ``%1`` stands for the number of the first level.
        start: Where it starts.
        suffix: What stands between number and words.
        in_figures: Whether the numbers of all levels are written in figures here.
        starts_again: Whether it starts again after a number of a wider level.
    """

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = " "
    in_figures: bool = False
    starts_again: bool = True


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

    def of(self, properties: Element | None, style: str) -> tuple[str, int] | None:
        """Numbering and level of a paragraph: its own, in what it does not say those of its style."""
        said, styled = number_of(properties), self.by_style.get(style)
        if said is None:
            return styled
        return said if said[0] or styled is None else (styled[0], said[1])


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """What ``numbering.xml`` and ``styles.xml`` declare."""
    found = Numbering()
    if numbering is not None:
        patterns = {
            _value(each, "abstractNumId", own=True): _levels(each) for each in numbering.iter(f"{W}abstractNum")
        }
        shared = _shared(numbering, styles)
        for each in numbering.iter(f"{W}num"):
            _numbering(each, patterns, shared, found)
    if styles is not None:
        _styles(styles, found, {} if numbering is None else _level_of_styles(numbering))
    return found


def _shared(numbering: Element, styles: Element | None) -> dict[str, str]:
    """Pattern → the pattern that counts for it, where it names a list style in place of levels of its own."""
    of_style = {
        style.get(f"{W}styleId", ""): said[0]
        for style in (styles.iter(f"{W}style") if styles is not None else ())
        if (said := number_of(style.find(f"{W}pPr"))) is not None
    }
    of_number = {each.get(f"{W}numId", ""): _value(each, "abstractNumId") for each in numbering.iter(f"{W}num")}
    holders = {
        _value(each, "styleLink"): _value(each, "abstractNumId", own=True)
        for each in numbering.iter(f"{W}abstractNum") if _value(each, "styleLink")
    }  # fmt: skip
    found: dict[str, str] = {}
    for each in numbering.iter(f"{W}abstractNum"):
        link = _value(each, "numStyleLink")
        if link:
            held = holders.get(link) or of_number.get(of_style.get(link, ""), "")
            found[_value(each, "abstractNumId", own=True)] = held
    return found


def _level_of_styles(numbering: Element) -> dict[str, int]:
    """Style → the level that is tied to it."""
    return {
        _value(level, "pStyle"): _int(level.get(f"{W}ilvl"), 0)
        for level in numbering.iter(f"{W}lvl") if _value(level, "pStyle")
    }  # fmt: skip


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
    figures = each.find(f"{W}isLgl")
    is_legal = figures is not None and figures.get(f"{W}val", "1") not in ("0", "false", "off")
    again = _value(each, "lvlRestart") != "0"
    return Level(_value(each, "numFmt") or "decimal", _value(each, "lvlText")[:60], start, suffix, is_legal, again)


def _numbering(each: Element, patterns: Mapping[str, list[Level]], shared: Mapping[str, str], found: Numbering) -> None:
    id, named = each.get(f"{W}numId", ""), _value(each, "abstractNumId")
    pattern = shared.get(named) or named
    levels = [replace(level) for level in patterns.get(pattern, [])]
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


def _styles(styles: Element, found: Numbering, tied: Mapping[str, int]) -> None:
    based: dict[str, str] = {}
    own: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{W}style"):
        id = style.get(f"{W}styleId", "")
        based[id] = _value(style, "basedOn")
        number = number_of(style.find(f"{W}pPr"))
        if number is not None:
            own[id] = (number[0], tied.get(id, number[1]))
    ends: dict[str, str] = {}
    for id in based:
        at, seen = id, dict[str, None]()
        while at and at not in own and at not in seen and at not in ends:
            seen[at] = None
            at = based.get(at, "")
        end = ends.get(at, at if at in own else "")
        ends |= dict.fromkeys((id, *seen), end)
        if end:
            found.by_style[id] = own[end]


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
