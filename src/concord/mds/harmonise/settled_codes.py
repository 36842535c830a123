"""Decisions on an occupation, made: taken as a code, set aside as no health occupation, or asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from concord.mds.harmonise.decide import shown
from concord.mds.harmonise.settle import Decision, Problem


def taken(text: str, code: str, confidence: str, how: str, *, reviewed: bool) -> Decision:
    """A text that stands for a code of the occupation list."""
    values = _values(code, None, confidence, how, reviewed)
    return Decision(values, change=(shown(text), code) if text.strip() != code else None)


def outside(text: str, code: str, how: str, reviewed: bool) -> Decision:
    """A text that stands for people who are no health personnel."""
    values = _values(None, code, "certain", how, reviewed)
    return Decision(values, change=(shown(text), f"{code} (no health occupation)"))


@lru_cache(maxsize=4096)
def _values(
    occupation: str | None, outside: str | None, confidence: str | None, how: str | None, reviewed: bool | None
) -> Mapping[str, Any]:
    """The values of a decision; the same for all texts that are settled in the same way."""
    names = ("occupation", "outside", "confidence", "how", "reviewed", "suggestions")
    return MappingProxyType(dict(zip(names, (occupation, outside, confidence, how, reviewed, ()), strict=True)))


#: The values of a text that is asked.
NOTHING = _values(None, None, None, None, None)
NO_PARAMS: Mapping[str, object] = MappingProxyType({})


def asked(problem: Problem) -> Decision:
    """A text that stands for nothing until somebody answers."""
    return Decision(NOTHING, (problem,))
