"""A register that says of itself that it is generated: its tables say so too, in every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from concord.mds.generating.columns import MARK
from concord.mds.generating.styles import style, style_ids


class _Texts(Protocol):
    known: dict[str, int]


@lru_cache(maxsize=1)
def marks() -> frozenset[str]:
    """What stands in the column of generated registers that says so, in every declared style."""
    said: Iterable[Mapping[str, str]] = (style(id).values.get("generated", {}) for id in style_ids())
    return frozenset({MARK, *(each[MARK] for each in said if MARK in each)})


def is_generated(texts: Mapping[str, _Texts]) -> bool:
    """Whether some column holds nothing but such a mark.

    Args:
        texts: Letter of a column → its distinct texts.
    """
    return any(len(each.known) == 1 and marks().issuperset(each.known) for each in texts.values())
