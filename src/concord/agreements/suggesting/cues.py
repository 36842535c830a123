"""Cues: declared phrases that raise a suggestion, found in a text with their places.

A cue is words in order with at most one other word between two of them. ``*`` at the end of a word stands for any
ending, ``*`` alone for up to four words, ``#`` for a number in figures or in words. In Chinese the characters follow
one another without a gap, and ``*`` stands for up to ten of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from concord.agreements.suggesting.words import Word, fold, words

GAP, OPEN_GAP = 1, 4
#: In Chinese: characters that ``*`` stands for, and those that may stand between a number's figures and what follows.
OPEN_CHINESE, AFTER_NUMBER = 10, 3
_CHINESE_PARTS = re.compile(r"[*#]|[^*#]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One word of a cue and how many others may stand before it."""

    form: str
    prefix: bool
    gap: int

    def fits(self, word: Word) -> bool:
        """Whether a word of a text is this one."""
        if self.form == "#":
            return word.is_number
        if self.prefix:
            return word.form.startswith(self.form) or any(each.startswith(self.form) for each in word.others)
        return word.form == self.form or self.form in word.others


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: the cue as declared, and where its words stand in the text."""

    cue: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def parsed(cue: str, language: str) -> tuple[Part, ...]:
    """A declared cue in its parts."""
    main = language.partition("-")[0]
    if main == "zh":
        return _chinese(cue)
    parts: list[Part] = []
    gap = 0
    for said in cue.replace("-", " ").split():
        if said == "*":
            gap = OPEN_GAP
            continue
        form = said if said == "#" else fold(said.rstrip("*"), main)
        parts.append(Part(form, said.endswith("*"), gap if parts else 0))
        gap = GAP
    return tuple(parts)


def _chinese(cue: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    gap = 0
    for said in _CHINESE_PARTS.findall(cue):
        if said == "*":
            gap = OPEN_CHINESE
        elif said == "#":
            parts.append(Part(said, False, gap if parts else 0))
            gap = AFTER_NUMBER
        else:
            for word in words(said, "zh"):
                parts.append(Part(word.form, False, gap if parts else 0))
                gap = 0
    return tuple(parts)


class Index:
    """Many cues in one language, found in one pass over a text.

    Args:
        cues: By name (an element's id and the strength of its cues), the cues under it.
        language: Their language.
    """

    def __init__(self, cues: Mapping[str, Iterable[str]], *, language: str) -> None:
        self._whole: dict[str, list[tuple[str, str, tuple[Part, ...]]]] = {}
        self._beginnings: dict[str, list[tuple[str, str, tuple[Part, ...]]]] = {}
        for name, said in cues.items():
            for cue in said:
                parts = parsed(cue, language)
                if parts:
                    place = self._beginnings if parts[0].prefix else self._whole
                    place.setdefault(parts[0].form, []).append((name, cue, parts[1:]))

    def hits(self, text: Sequence[Word]) -> dict[str, tuple[Hit, ...]]:
        """By name, the cues that stand in a text, as :func:`hits` gives them."""
        return {name: _apart(said.values()) for name, said in self.all(text).items()}

    def all(self, text: Sequence[Word]) -> dict[str, dict[str, Hit]]:
        """By name and cue, the first place of each, also inside another's."""
        found: dict[str, dict[str, Hit]] = {}
        for at, word in enumerate(text):
            for name, cue, rest in self._beginning_with(word):
                if cue in found.get(name, ()):
                    continue
                end = _rest(text, at + 1, rest)
                if end is not None:
                    found.setdefault(name, {})[cue] = Hit(cue, word.start, text[end].end if end >= 0 else word.end)
        return found

    def _beginning_with(self, word: Word) -> Iterable[tuple[str, str, tuple[Part, ...]]]:
        forms = ("#", word.form, *word.others) if word.is_number else (word.form, *word.others)
        for form in forms:
            yield from self._whole.get(form, ())
            for size in range(1, len(form) + 1):
                yield from self._beginnings.get(form[:size], ())


def hits(text: Sequence[Word], cues: Iterable[str], *, language: str) -> tuple[Hit, ...]:
    """The cues that stand in a text: the first place of each, in the order of the text; none inside another's place."""
    return Index({"": tuple(cues)}, language=language).hits(text).get("", ())


def _apart(found: Iterable[Hit]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end, hit.cue)):
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def _rest(text: Sequence[Word], at: int, parts: tuple[Part, ...]) -> int | None:
    """Index of the last word of the parts, found from ``at`` on; -1 for no parts, None where they do not follow."""
    if not parts:
        return -1
    for step in range(parts[0].gap + 1):
        if at + step < len(text) and parts[0].fits(text[at + step]):
            end = _rest(text, at + step + 1, parts[1:])
            if end is not None:
                return end if end >= 0 else at + step
    return None
