"""From what somebody wrote to an area: exact names and codes only; the rest is asked, with suggestions.

Guessing has ruined real tables (Niger for Nigeria, the one Congo for the other), so likeness only ever suggests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from concord.declarations import packs
from concord.vocabulary.areas_fold import as_meant, fold, lookalikes
from concord.vocabulary.areas_load import loaded, table
from concord.vocabulary.areas_model import Area, On, day

Status = Literal["exact", "former", "ambiguous", "unknown"]
LIKE_ENOUGH = 78
SUGGESTED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name or code stands for.

    Attributes:
        area: The area's code, or None.
        status: ``exact``; ``former``, an area that no longer exists on that day (``suggestions`` are its successors);
            ``ambiguous`` (``suggestions`` are those that answer to it); ``unknown`` (they merely look alike).
        suggestions: Codes to show a person; never to be taken without asking.
        lookalikes: Letters of another script that look like the right ones, such as a Cyrillic A in ``UGА``.
    """

    area: str | None
    status: Status
    suggestions: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it stands for one area, of today or former."""
        return self.area is not None


@dataclass(frozen=True)
class Index:
    """Codes and folded spellings, each to the areas that answer to it."""

    codes: dict[str, tuple[str, ...]]
    spellings: dict[str, tuple[str, ...]]


def resolve(name: str, on: On = None) -> Resolution:
    """The area that a name (any of six languages) or code (alpha-3, alpha-2, M49) stands for.

    Case, accents, spaces and punctuation do not matter. With ``on``, former countries stand for themselves on the days
    when they existed; without it they are reported as former, with their successors.

    Example:
        >>> resolve("Cote d'Ivoire").area, resolve("NA").area, resolve("no").area
        ('CIV', 'NAM', 'NOR')
        >>> resolve("Congo").status, resolve("Congo").suggestions
        ('ambiguous', ('COD', 'COG'))
        >>> resolve("Serbia and Montenegro").status, resolve("Serbia and Montenegro", date(2005, 1, 1)).status
        ('former', 'exact')
    """
    return _resolved(name, on, packs.roots())


def index() -> Index:
    """Everything that can be looked up exactly."""
    return _index(packs.roots())


@lru_cache(maxsize=16_384)
def _resolved(name: str, on: On, roots: tuple[Path, ...]) -> Resolution:
    found = _found(name, _index(roots))
    areas = loaded().areas
    if len(found) > 1 and on is not None:
        found = tuple(code for code in found if areas[code].existed.holds(day(on))) or found
    if len(found) > 1:
        return Resolution(None, "ambiguous", found)
    if found:
        return _known(areas[found[0]], None if on is None else day(on))
    letters = lookalikes(name)
    meant = _found(as_meant(name), _index(roots)) if letters else ()
    return Resolution(None, "unknown", meant or _alike(name, roots), letters if meant else ())


def _known(area: Area, on: date | None) -> Resolution:
    if area.kind == "former" and (on is None or not area.existed.holds(on)):
        return Resolution(area.code, "former", area.successors)
    return Resolution(area.code, "exact")


def _found(name: str, known: Index) -> tuple[str, ...]:
    key = fold(name)
    code = key.zfill(3) if key.isdecimal() and key.isascii() else key
    return known.codes.get(code) or known.spellings.get(key) or ()


@lru_cache(maxsize=4)
def _index(roots: tuple[Path, ...]) -> Index:
    codes: dict[str, tuple[str, ...]] = {}
    areas = loaded().areas
    for area in sorted(areas.values(), key=lambda each: each.kind == "former"):
        for code in (area.code, area.alpha2, area.numeric):
            if code:
                codes.setdefault(code.lower(), (area.code,))
    spellings: dict[str, tuple[str, ...]] = {row["key"]: (row["area"],) for row in table("spellings.csv", roots).rows}
    for row in table("ambiguous.csv", roots).rows:
        into = codes if (key := fold(row["alias"])) in codes else spellings
        into[key] = tuple(row["areas"].split())
    return Index(codes, spellings)


def _alike(name: str, roots: tuple[Path, ...]) -> tuple[str, ...]:
    if len(name) > 120:  # no name is so long, and comparing a cell's fill of letters would take minutes
        return ()
    from rapidfuzz import fuzz, process

    known = _index(roots).spellings
    near = process.extract(fold(name), known.keys(), scorer=fuzz.WRatio, limit=40, score_cutoff=LIKE_ENOUGH)
    areas = (code for key, _, _ in near for code in known[key])
    return tuple(dict.fromkeys(areas))[:SUGGESTED_AT_MOST]
