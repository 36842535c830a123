"""JSON of strangers: bounded in size and depth, nothing fetched, nothing executed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from concord.findings import Finding, Level, Place

MOST_BYTES = 20 * 1024 * 1024
DEEPEST = 40


def read_json(content: bytes | str, name: str) -> tuple[Any, tuple[Finding, ...]]:
    """A JSON document of a stranger, bounded in size and depth; None and a finding where it cannot be read."""
    size = len(content)
    if size > MOST_BYTES:
        return None, (finding("too-large", Place(name), params={"limit_mb": MOST_BYTES // 1024 // 1024}),)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as problem:
        row = getattr(problem, "lineno", None)
        return None, (finding("not-json", Place(name, row=row)),)
    if _depth(found) > 3 * DEEPEST:
        return None, (finding("too-deep", Place(name), params={"limit": DEEPEST}),)
    return found, ()


def _depth(value: Any) -> int:
    """How deep lists and objects are nested."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        here, depth = waiting.pop()
        deepest = max(deepest, depth)
        inside: Iterable[Any] = here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
        waiting += [(each, depth + 1) for each in inside]
    return deepest


def finding(reason: str, where: Place, *, level: Level = "hard", params: Mapping[str, object] | None = None) -> Finding:
    """A finding about a resource."""
    return Finding(f"instrument.fhir.{reason}", level, where, dict(params or {}))
