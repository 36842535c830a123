"""The nearest of known names to one that was mistyped: a suggestion, never a correction."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like ``name``, or empty where none is near."""
    names = {each.casefold().replace("-", "").replace("_", ""): each for each in known}
    found = get_close_matches(name.casefold().replace("-", "").replace("_", ""), names, n=1, cutoff=0.6)
    return names[found[0]] if found else ""
