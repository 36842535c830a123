"""Bodies that earlier versions of the site wrote, as they are kept today.

A journal is never rewritten: what was written stands sealed in its row for good. What is not kept any longer is left
out here, at the one door through which bodies leave a space, so that no page, copy, history or record that is brought
back holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_READERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {}


def register(kind: str, read: Callable[[Mapping[str, Any]], dict[str, Any]]) -> None:
    """Have every body of a kind read by ``read``, which leaves one of today as it is."""
    _READERS[kind] = read


def restated(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """A body as it is kept today."""
    return _READERS[kind](body) if body and kind in _READERS else body
