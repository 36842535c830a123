"""Cues: declared phrases that raise a suggestion, found in a text with their places.

A cue is words in order with at most one other word between two of them. ``*`` at the end of a word stands for any
ending, ``*`` alone for up to four words, ``#`` for a number in figures or in words. In Chinese the characters follow
one another without a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from concord.agreements.suggesting.words import Word, fold, words

GAP, OPEN_GAP = 1, 4


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
        return word.form.startswith(self.form) if self.prefix else word.form == self.form


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found: the cue as declared, and where its words stand in the text."""

    cue: str
    start: int
    end: int


@lru_cache(maxsize=16384)
def parsed(cue: str, language: str) -> tuple[Part, ...]:
    """A declared cue in its parts."""
    main = language.partition("-")[0]
    if main == "zh":
        return tuple(Part(word.form, False, 0) for word in words(cue, main))
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


def hits(text: Sequence[Word], cues: Iterable[str], *, language: str) -> tuple[Hit, ...]:
    """The cues that stand in a text: the first place of each, in the order of the text; none inside another's place."""
    found = [hit for cue in cues if (hit := _first(text, cue, parsed(cue, language))) is not None]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.end > kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def _first(text: Sequence[Word], cue: str, parts: tuple[Part, ...]) -> Hit | None:
    if not parts:
        return None
    for at, word in enumerate(text):
        if parts[0].fits(word):
            end = _rest(text, at + 1, parts[1:])
            if end is not None:
                return Hit(cue, word.start, text[end].end if end >= 0 else word.end)
    return None


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
