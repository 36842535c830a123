"""How strongly a text speaks: the words of obligation, recommendation and permission, kept as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.texts.letters import folded, folded_with_places

#: A month is no permission: "1 May 2026".
_MONTH = re.compile(r"\d\s+may\b|\bmay\s+(?:\d{1,2},?\s+)?\d{4}")


@dataclass(frozen=True, slots=True)
class Strength:
    """A strength word where it stands.

    Args:
        level: ``binds``, ``intends``, ``recommends``, ``tries``, ``permits``; ``prohibits`` or ``entitles``.
        words: As the text has them.
        start: Where they begin in the text.
        end: Where they end.
    """

    level: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class _Words:
    pattern: re.Pattern[str]
    levels: Mapping[str, str]
    bare_binds: bool


def _declared() -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_yaml(packs.find("texts/strength.yaml"))
    return read


@lru_cache(maxsize=1)
def levels() -> tuple[str, ...]:
    """All levels, from the strongest to the weakest, then those beside the ladder."""
    return (*_declared()["ladder"], *_declared()["beside"])


@lru_cache(maxsize=1)
def ladder() -> tuple[str, ...]:
    """The levels that can be compared, from the strongest to the weakest."""
    return tuple(_declared()["ladder"])


@lru_cache(maxsize=16)
def _words(language: str) -> _Words:
    declared = _declared()
    said = declared["languages"].get(language.partition("-")[0])
    if said is None:
        return _Words(re.compile(r"(?!)"), {}, True)
    found = {_plain(word): level for level in levels() for word in said[level]}
    found |= {_plain(word): "" for word in said["not_inside"]}
    choice = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(found, key=len, reverse=True))
    joined = language.startswith("zh")
    before = "" if joined else r"(?<![^\W_])[وف]?" if language.startswith("ar") else r"(?<![^\W_])"
    after = "" if joined else r"(?![^\W_])"
    return _Words(re.compile(f"{before}(?P<words>{choice}){after}"), found, bool(said["bare_binds"]))


def _plain(word: str) -> str:
    return " ".join(folded(word).replace("’", "'").split())


def bare_binds(language: str) -> bool:
    """Whether texts of this language often bind without any strength word; true of languages that are not declared."""
    return _words(language).bare_binds


def strengths(text: str, *, language: str) -> tuple[Strength, ...]:
    """The strength words of a text, in order.

    Args:
        text: A text or a clause.
        language: Its language; of one that is not declared nothing is found.

    Example:
        >>> [(each.level, each.words) for each in strengths("Each Party shall train; it should report.", language="en")]
        [('binds', 'shall'), ('recommends', 'should')]
    """
    letters, places = folded_with_places(text)
    letters = letters.replace("’", "'")
    words = _words(language)
    months = [found.span() for found in _MONTH.finditer(letters)] if language.startswith("en") else []
    found: list[Strength] = []
    for match in words.pattern.finditer(letters):
        level = words.levels[" ".join(match.group("words").split())]
        start, end = match.span("words")
        if level and not any(begins <= start < ends for begins, ends in months):
            first, last = places[start], places[end - 1] + 1
            found.append(Strength(level, text[first:last], first, last))
    return tuple(found)


def counted(text: str, *, language: str) -> dict[str, int]:
    """How often each level is said; levels that are not said are left out."""
    found = [each.level for each in strengths(text, language=language)]
    return {level: found.count(level) for level in levels() if level in found}


def strongest(text: str, *, language: str) -> str:
    """The strongest level that a text says, on the ladder; else what it says beside it; else empty."""
    said = counted(text, language=language)
    return next((level for level in levels() if level in said), "")


def weaker(before: str, after: str) -> bool | None:
    """Whether ``after`` stands lower on the ladder than ``before``; None where the two cannot be compared."""
    order = ladder()
    if before not in order or after not in order or before == after:
        return None
    return order.index(after) > order.index(before)
