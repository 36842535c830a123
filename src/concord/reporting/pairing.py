"""Which entry of a list was which last time: an answer's address has its position, and positions shift.

Entries that say most of the same are the same one; what is left is paired by its position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Entry = TypeVar("Entry")
#: Beyond so many comparisons entries are paired by their position alone.
MOST_PAIRS = 10_000


def paired(
    now: Sequence[Entry], before: Sequence[Entry], likeness: Callable[[Entry, Entry], int]
) -> tuple[list[int | None], list[int]]:
    """For each entry now the place (from 0) of the one it was before, or None; then the places nobody comes from.

    Args:
        now: The entries now.
        before: The entries before.
        likeness: How many of their answers are the same.

    Example:
        >>> paired(["b", "c"], ["a", "b", "c"], lambda one, other: int(one == other))
        ([1, 2], [0])
    """
    found: list[int | None] = [None] * len(now)
    free = set(range(len(before)))
    if len(now) * len(before) <= MOST_PAIRS:
        for _likeness, _distance, place, other in _best(now, before, likeness):
            if found[place] is None and other in free:
                found[place] = other
                free.discard(other)
    for place, other_place in enumerate(found):
        if other_place is None and place in free:
            found[place] = place
            free.discard(place)
    return found, sorted(free)


def _best(
    now: Sequence[Entry], before: Sequence[Entry], likeness: Callable[[Entry, Entry], int]
) -> list[tuple[int, int, int, int]]:
    """Pairs that have anything in common: most alike first, then nearest in position."""
    pairs = [
        (-likeness(one, other), abs(place - there), place, there)
        for place, one in enumerate(now)
        for there, other in enumerate(before)
    ]
    return sorted(pair for pair in pairs if pair[0] < 0)
