"""What stands at the beginning of a line and may begin a clause: "Article 5", "المادة 5", "第五条", 5.1, (a), ii)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from concord.texts import numerals
from concord.texts.declared import RANKS, SCOPES, Numbering, alternatives, numbering
from concord.texts.letters import folded_with_places

SEPARATORS = ".:;)）]—–-：、．﹣ـ|"
ENDS = ".;,:!?。；，：؛،؟！…"
#: A heading is a short line.
HEADING_WORDS = 14
HEADING_SIGNS = 120
_BEFORE = r"[\s]*(?:#{1,6}\s+)?(?:\*\*|__)?\s*"
_SUFFIX = r"(?:bis|ter|quater)(?![^\W_])"
_FIGURES = rf"\d{{1,3}}(?:[-\s]?{_SUFFIX})?"
_LATIN = ("", "bis", "ter", "quater")
_CONTENTS = re.compile(r"(\.{4,}|…{2,}|(?:\. ){4,}|\t)\s*\d+\s*\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a marker: the form of numbering it belongs to, its place in it, and how an id writes it."""

    form: str
    value: tuple[int, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the beginning of a line.

    Args:
        kind: ``article``, ``annex`` and so on, or ``point`` where only a number or letter stands.
        readings: How it may be read, the likeliest first.
        label: As written.
        end: Where in the line what follows it begins.
        alone: Whether nothing else stands on the line, or only what may be a heading.
    """

    kind: str
    readings: tuple[Reading, ...]
    label: str
    end: int
    alone: bool


@dataclass(frozen=True)
class _Patterns:
    unit: re.Pattern[str]
    standing: re.Pattern[str] | None


@lru_cache(maxsize=16)
def _patterns(language: str) -> _Patterns:
    words = numbering(language)
    ordinal = alternatives(words.ordinals)
    roman, letter = r"[ivxlc]{1,8}(?![^\W\d_])", r"[^\W\d_](?![^\W\d_])"
    number = rf"(?:{ordinal})(?![^\W_])|{_FIGURES}(?:\.\d{{1,3}})*|{roman}|{letter}"
    unit = alternatives(tuple(words.units))
    if language.startswith("zh"):
        figure = rf"[{numerals.CHINESE}]{{1,6}}|\d{{1,3}}"
        before = rf"第\s*(?P<number>{figure})\s*(?P<unit>{unit})(?:之[{numerals.CHINESE}])?"
        scope = alternatives(tuple(word for word, kind in words.units.items() if kind in SCOPES))
        return _Patterns(re.compile(rf"{_BEFORE}(?:{before}|(?P<scope>{scope})\s*(?P<which>{figure}|[a-z])?)"), None)
    sign = rf"(?:(?:{alternatives(words.sign)})\s*)?"
    pattern = rf"{_BEFORE}(?P<unit>{unit})(?![^\W_])\s*{sign}(?P<bracket>[(\[]?)\s*(?P<number>{number})?(?:\s*[)\]])?"
    standing = re.compile(rf"{_BEFORE}(?P<number>{ordinal})\s*[.:\-–—ªº]+") if words.standing else None
    return _Patterns(re.compile(pattern), standing)


_POINT = re.compile(
    rf"{_BEFORE}(?:"
    r"(?P<decimal>(?:\d{1,3}|[a-z](?=\.\d))(?:\.\d{1,3})+)(?=[.)\s:\-–]|\Z)[.):\-–]*"
    r"|[(（](?P<inside>\d{1,3}|[^\W\d_]{1,6})[)）]"
    rf"|(?P<chinese>[{numerals.CHINESE}]{{1,4}})[、．]"
    rf"|(?P<bare>\d{{1,3}}(?:\s?{_SUFFIX})?|[^\W\d_]{{1,6}})"
    r"\s?(?P<after>\.[-–º°]?|[.]?\)|）|、|．|[-–](?=\s|\Z)|º\.?|°\.?)"
    r")(?=\s|\Z|[^\W\d_a-z]|(?<=\d[.)])[a-z])"
)  # fmt: skip


#: A number with nothing but space behind it begins a clause only where a heading follows: "1 Scope", "IV Terms".
_HEADED = re.compile(rf"{_BEFORE}(?P<bare>\d{{1,2}}|[ivxl]{{1,6}})(?P<after>)[ \t\u3000]+(?=[^\W\d_])")


def marker(line: str, language: str) -> Marker | None:
    """What begins the line, or None; what the place of the line in the text says is not looked at here."""
    if _CONTENTS.search(line.rstrip()):
        return None
    letters, places = folded_with_places(line)
    words = numbering(language)
    return _unit(line, letters, places, language, words) or _point(line, letters, places)


def _unit(line: str, letters: str, places: list[int], language: str, words: Numbering) -> Marker | None:
    patterns = _patterns(language)
    found = patterns.unit.match(letters)
    if found is not None:
        named = found.groupdict()
        unit = named.get("unit") or named.get("scope") or ""
        number = named.get("number") or named.get("which") or ""
        kind = words.units[unit]
        if number or kind in SCOPES:
            return _made(line, letters, places, found.end(), kind, number, words)
    if patterns.standing is not None:
        found = patterns.standing.match(letters)
        if found is not None and line[places[found.start("number")]].isupper():
            return _made(line, letters, places, found.end(), "article", found.group("number"), words)
    return None


def _made(
    line: str, letters: str, places: list[int], end: int, kind: str, number: str, words: Numbering
) -> Marker | None:
    rest = letters[end:]
    if not _begins(line[places[end] :], rest, words, numbered=bool(number)):
        return None
    end += len(rest) - len(rest.lstrip(SEPARATORS + " \t\u3000*_"))
    place = places[end] if end < len(letters) else len(line.rstrip("\r\n"))
    label = line[: places[len(letters) - len(rest)]].strip(" \t\r\n#*_\u3000")
    return Marker(kind, _read(kind, number, words), label, place, _may_be_heading(line[place:]))


def _begins(said: str, rest: str, words: Numbering, *, numbered: bool) -> bool:
    """Whether what follows a unit and its number lets it begin a clause, rather than be a reference."""
    following = rest.strip(" \t\r\n*_\u3000")
    if not following:
        return True
    if following[0] in SEPARATORS or (following[0] in "(（[" and following.rstrip(" .")[-1] in ")）]"):
        return True
    if not numbered or not rest[0].isspace():
        return False
    if following.startswith(tuple(words.goes_on)) and not following[0].isascii() and _no_spaces(following):
        return False
    first = re.split(r"[\s,;.]", following, maxsplit=1)[0]
    first_said = said.strip(" \t\r\n*_\u3000")[:1]
    return first not in words.goes_on and not first_said.islower() and following[0] not in ENDS


def _no_spaces(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text[:2])


def _read(kind: str, number: str, words: Numbering) -> tuple[Reading, ...]:
    value = words.ordinals.get(number)
    if value is not None:
        return (Reading(kind, (value,), str(value)),)
    if number[:1].isdecimal():
        parts = re.split(r"[-\s]?(?=bis|ter|quater)", number, maxsplit=1)
        value_of = tuple(int(part) for part in parts[0].split(".") if part.isdecimal())
        return (Reading(kind, value_of, ".".join(map(str, value_of)) + "".join(parts[1:])),)
    found: list[Reading] = []
    for read in (numerals.roman, numerals.chinese):
        value = read(number) if number else None
        if value:
            found.append(Reading(kind, (value,), str(value)))
    value = numerals.letter(number)
    if value:
        found.append(Reading(kind, (value,), numerals.as_letter(value)))
    return tuple(found) or (Reading(kind, (), ""),)


def _point(line: str, letters: str, places: list[int]) -> Marker | None:
    found = _POINT.match(letters)
    if found is None:
        return _headed(line, letters, places)
    place = places[found.end()] if found.end() < len(letters) else len(line.rstrip("\r\n"))
    start = places[found.end()] if found.end() < len(places) else place
    while place < len(line) and line[place] in " \t\u3000*_":
        place += 1
    label = line[:start].strip(" \t\r\n#*_\u3000")
    readings = _points(found, line[places[_first(found)]].isupper())
    return Marker("point", readings, label, place, _may_be_heading(line[place:])) if readings else None


def _headed(line: str, letters: str, places: list[int]) -> Marker | None:
    """A number without a sign, above a heading; its forms end in a space, and what is around it is looked at later."""
    found = _HEADED.match(letters)
    if found is None:
        return None
    start, place = places[found.start("bare")], places[found.end()]
    sign, rest = found.group("bare"), line[place:].strip()
    is_title = bool(rest) and not rest[0].islower() and _may_be_heading(rest)
    if not is_title or not (sign.isdecimal() or line[start].isupper()):
        return None
    value = int(sign) if sign.isdecimal() else numerals.roman(sign)
    if not value:
        return None
    said = str(value) if sign.isdecimal() else numerals.as_roman(value)
    reading = Reading("1 " if sign.isdecimal() else "Ai ", (value,), said)
    return Marker("point", (reading,), line[start:place].strip(), place, True)


def _first(found: re.Match[str]) -> int:
    return next(found.start(name) for name in ("decimal", "inside", "chinese", "bare") if found.group(name))


def _points(found: re.Match[str], upper: bool) -> tuple[Reading, ...]:
    decimal, inside, chinese, bare = (found.group(name) for name in ("decimal", "inside", "chinese", "bare"))
    if decimal:
        value = tuple(numerals.letter(part) or int(part) for part in decimal.split("."))
        return (Reading("decimal", value, ".".join(str(int(p)) if p.isdecimal() else p for p in decimal.split("."))),)
    if chinese:
        read = numerals.chinese(chinese)
        return (Reading("chinese、", (read,), str(read)),) if read else ()
    sign, shape = (inside, "()") if inside else (bare, _shape(found.group("after") or ""))
    size = "A" if upper else "a"
    if sign[0].isdecimal():
        return (_figure(sign, shape),)
    found_readings: list[Reading] = []
    for name, read_sign, write in (
        (f"{size}{shape}", numerals.letter, numerals.as_letter),
        (f"{size}i{shape}", numerals.roman, numerals.as_roman),
        (f"chinese{shape}", numerals.chinese, str),
    ):
        value_of = read_sign(sign)
        if value_of:
            found_readings.append(Reading(name, (value_of,), write(value_of)))
    return tuple(found_readings)


def _figure(sign: str, shape: str) -> Reading:
    """A number in figures; "5bis" follows 5 and precedes 6."""
    figure = re.split(r"\D", sign, maxsplit=1)[0]
    suffix = sign[len(figure) :].strip()
    value = (int(figure), _LATIN.index(suffix)) if suffix else (int(figure),)
    return Reading(f"1{shape}", value, f"{int(figure)}{suffix}")


def _shape(after: str) -> str:
    return ")" if after.endswith((")", "）")) else "-" if after in "-–" else "."


def _may_be_heading(rest: str) -> bool:
    """Whether what follows is nothing, or short and without the end of a sentence."""
    said = rest.strip().strip("*_ ")
    if not said:
        return True
    return len(said.split()) <= HEADING_WORDS and len(said) <= HEADING_SIGNS and said[-1] not in ENDS


__all__ = ["RANKS", "SCOPES", "Marker", "Reading", "marker"]
