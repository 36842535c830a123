"""Patterns of ``regex()``, matched in time that grows with the text and never with its powers.

ODK matches whole texts by Java's patterns, whose engine can take hours over ``(a+)+b``. Here a pattern is read by
:mod:`~concord.instrument.expressions.regexes.reading` and followed sign by sign through its derivatives (Brzozowski
1964; Owens, Reppy and Turon 2009), remembered as they are met. What a regular language cannot say (back references,
word edges, possessive repetition) is refused by name; looking ahead is understood outside groups.
"""

from __future__ import annotations

from functools import lru_cache

from concord.instrument.expressions.regexes.derivatives import Machine
from concord.instrument.expressions.regexes.reading import read


@lru_cache(maxsize=128)
def machine(pattern: str) -> Machine:
    """What matches a pattern; raises Unreadable where the pattern cannot be read."""
    return Machine(lambda made: read(pattern, made))


__all__ = ["Machine", "machine"]
