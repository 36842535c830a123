"""Points that stand inside a paragraph: "The Parties shall: (a) train; (b) pay; and (c) report."

A letter or number in brackets begins a point there only where it carries on a series of at least two in order, whose
first follows a colon, a semicolon, a dash or a word that leads in ("that", "shall"), and whose others follow a comma, a
semicolon or "and". So "paragraph (a)", "Article 5 (b)", "1(2)(a)" and "three (3) years" cut nothing, and no point is a
label alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from concord.texts import numerals
from concord.texts.declared import Series, numbering
from concord.texts.letters import folded, folded_with_places
from concord.texts.markers import Marker, Reading, marker
from concord.texts.tokens import words

_LEADS_IN = (":", "：", ";", "；", "؛", "—", "–")
_PARTS = (";", "；", "؛", ",", "，", "،", "、")
_OPEN_TEXT = r"(?:(?<=[\s:：;；؛,，،、。—–])|(?<=\sو)|(?<=[和或及并可应须括]))"
_SIGN = re.compile(
    rf"{_OPEN_TEXT}(?:[(（](?:\d{{1,2}}|[{numerals.CHINESE}]{{1,3}}|[^\W\d_]{{1,5}})[)）]|(?:\d{{1,2}}|[^\W\d_]{{1,5}})[)）])"
    r"(?=\s|[^\W\d_a-z])"
)
#: So much behind a sign is read with it.
_AHEAD = 40


@dataclass(frozen=True, slots=True)
class _Sign:
    """A letter or number that may begin a point."""

    row: int
    start: int
    end: int
    readings: tuple[Reading, ...]
    leads: bool
    follows: bool

    @property
    def is_inside(self) -> bool:
        """Whether something stands before it on its line."""
        return self.start > 0


@dataclass(slots=True)
class _Open:
    """A series that may go on."""

    form: str
    value: int
    signs: list[_Sign] = field(default_factory=list)


def cuts(lines: Sequence[str], markers: Sequence[Marker | None], language: str) -> dict[int, list[int]]:
    """Where points begin inside lines: row → places in the line, in order.

    Args:
        lines: The text's lines.
        markers: What begins each of them.
        language: Language of the text.
    """
    said = numbering(language).series
    series: list[_Open] = []
    stack: list[_Open] = []
    for row, line in enumerate(lines):
        beginning = markers[row]
        if beginning is not None and not _in_brackets(beginning):
            stack = []
        for sign in _signs(row, line, beginning, said, language):
            stack = _placed(sign, stack, series)
    found: dict[int, list[int]] = {}
    for each in series:
        for sign in _kept(each, lines, series, said):
            found.setdefault(sign.row, []).append(sign.start)
    return {row: sorted(places) for row, places in found.items()}


def parted(lines: Sequence[str], places: dict[int, list[int]]) -> tuple[list[str], frozenset[int]]:
    """The lines with those cuts made, and which of the new ones run on into the next. Joined they are the same text."""
    made: list[str] = []
    running: set[int] = set()
    for row, line in enumerate(lines):
        edges = [0, *places.get(row, ()), len(line)]
        parts = [line[start:end] for start, end in pairwise(edges)]
        running |= set(range(len(made), len(made) + len(parts) - 1))
        made += parts
    return made, frozenset(running)


def _in_brackets(beginning: Marker) -> bool:
    return beginning.kind == "point" and beginning.label.endswith((")", "）"))


def _signs(row: int, line: str, beginning: Marker | None, said: Series, language: str) -> Iterator[_Sign]:
    if beginning is not None and _in_brackets(beginning):
        yield _Sign(row, 0, beginning.end, beginning.readings, leads=True, follows=True)
    letters, places = folded_with_places(line)
    for match in _SIGN.finditer(letters):
        start, before = places[match.start()], letters[: match.start()].rstrip()
        if not before.strip("#*_ \t"):
            continue
        found = marker(line[start : start + _AHEAD], language)
        if found is None or not _in_brackets(found) or _is_cited(letters[match.end() :], said):
            continue
        yield _Sign(
            row, start, places[match.end()], found.readings, _ends(before, _LEADS_IN, said.leads_in),
            _ends(before, _PARTS, said.joins),
        )  # fmt: skip


def _ends(before: str, signs: tuple[str, ...], spoken: tuple[str, ...]) -> bool:
    if before.endswith(signs):
        return True
    if "\u4e00" <= before[-1] <= "\u9fff":
        return before.endswith(spoken)
    return before.split()[-1] in spoken


def _is_cited(after: str, said: Series) -> bool:
    following = after.lstrip()
    if not following or "\u4e00" <= following[0] <= "\u9fff":
        return following.startswith(said.cited_by)
    return re.split(r"[\s,;.،؛]", following, maxsplit=1)[0] in said.cited_by


def _placed(sign: _Sign, stack: list[_Open], series: list[_Open]) -> list[_Open]:
    """The open series after this sign: it carries one of them on, begins one, or is none of them."""
    if sign.follows:
        for depth in reversed(range(len(stack))):
            if any(
                each.form == stack[depth].form and each.value == (stack[depth].value + 1,) for each in sign.readings
            ):
                stack[depth].value += 1
                stack[depth].signs.append(sign)
                return stack[: depth + 1]
    first = next((each for each in sign.readings if each.value == (1,)), None)
    if first is None and not sign.is_inside:
        first, stack = sign.readings[0], []
    if first is None or not sign.leads:
        return stack
    begun = _Open(first.form, first.value[0], [sign])
    series.append(begun)
    return [*(each for each in stack if each.form != first.form), begun]


def _kept(each: _Open, lines: Sequence[str], series: Sequence[_Open], said: Series) -> list[_Sign]:
    """The points inside lines of a series that is one: two or more, each with words of its own."""
    others = sorted((sign.row, sign.start) for one in series for sign in one.signs)
    said_something = [sign for sign in each.signs if _has_words(sign, lines, others, said)]
    if len(said_something) < 2 or len(said_something) < len(each.signs):
        return []
    return [sign for sign in each.signs if sign.is_inside]


def _has_words(sign: _Sign, lines: Sequence[str], others: Sequence[tuple[int, int]], said: Series) -> bool:
    if not sign.is_inside:
        return True
    ends = [start for row, start in others if row == sign.row and start > sign.start]
    following = lines[sign.row + 1] if sign.row + 1 < len(lines) and not ends else ""
    spoken = words(folded(lines[sign.row][sign.end : min(ends, default=None)] + following))
    return any(word not in said.joins and any(map(str.isalpha, word)) for word in spoken)
