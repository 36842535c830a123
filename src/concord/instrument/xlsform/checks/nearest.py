"""What a mistaken word was probably meant to be: a suggestion, never taken for granted."""

from __future__ import annotations

from collections.abc import Iterable

NONE = "–"


def nearest(word: str, known: Iterable[str], cutoff: float = 60) -> str:
    """The known word most like this one; a dash where none is like it."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(
        word, list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=cutoff
    )
    return found[0] if found else NONE
