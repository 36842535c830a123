"""Whether figures under some codes speak of an occupation: themselves, by a sum that names it, or by all its parts."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from concord.vocabulary.codelists import codelist


def covers(occupation: str, codes: Collection[str]) -> bool:
    """Whether somebody who gives figures for ``codes`` has given the occupation.

    A sum that publishers use (``2221_3221``) gives its parts; every part of an occupation together gives it. A broader
    group (``222``) does not give the occupations within it: it cannot be taken apart.

    Example:
        >>> covers("2221", ["2221_3221"]), covers("221", ["2211", "2212"]), covers("221", ["2211"])
        (True, True, False)
    """
    if occupation in codes:
        return True
    if any(occupation in _sum(code) for code in codes):
        return True
    parts = _parts(occupation)
    return bool(parts) and all(part in codes for part in parts)


@lru_cache(maxsize=256)
def _sum(code: str) -> tuple[str, ...]:
    """The parts of a sum of unit groups; of any other code none."""
    found = codelist("occupation").codes.get(code)
    if found is None or "_" not in code:
        return ()
    parts = found.extra.get("parts") or ()
    return tuple(part for part in parts if len(part) == len(max(parts, key=len)))


@lru_cache(maxsize=256)
def _parts(code: str) -> tuple[str, ...]:
    return codelist("occupation").children(code)
