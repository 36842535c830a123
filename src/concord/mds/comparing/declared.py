"""What is declared of comparing: corridors, reasons, what is asked of every country, grades (``data/comparing``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.codelists import codelist

#: The grade of a country of which nothing is held: it is neither zero nor a refusal.
NOTHING = "nothing-yet"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two correct figures may differ: told where its condition holds, worded as ``mds.mirror.reason.<id>``."""

    id: str
    when: str


@dataclass(frozen=True, slots=True)
class MirrorRules:
    """Which tables speak of a corridor, which pairs count the same movement, and why they may rightly differ.

    Args:
        destination, origin: Structures of each side, in the order in which they are shown.
        compared: Pairs (destination's structure, origin's structure) that may be subtracted.
        beyond_percent, from_persons: A difference beyond both is told as large.
    """

    destination: tuple[str, ...]
    origin: tuple[str, ...]
    compared: tuple[tuple[str, str], ...]
    beyond_percent: float
    from_persons: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One table that is asked of every country, and the kinds of row that make it whole."""

    structure: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageRules:
    """What is asked of every country, and from where on which grade holds."""

    tables: tuple[Asked, ...]
    occupations: tuple[str, ...]
    recent_years: int
    completeness: tuple[tuple[str, float], ...]
    timeliness: tuple[tuple[str, int | None], ...]

    def complete(self, share: float | None) -> str:
        """The grade of a share (0-1) of what is asked; None and zero are ``nothing-yet``."""
        if not share:
            return NOTHING
        return next(grade for grade, least in self.completeness if share >= least)

    def timely(self, years: int | None) -> str:
        """The grade of figures whose newest reference year is so many years back."""
        if years is None:
            return NOTHING
        return next(grade for grade, within in self.timeliness if within is None or years <= within)


def mirror_rules() -> MirrorRules:
    """The declared rules of the mirror view."""
    return _mirror(packs.roots())


def coverage_rules() -> CoverageRules:
    """The declared rules of completeness and timeliness."""
    return _coverage(packs.roots())


@lru_cache(maxsize=4)
def _mirror(roots: tuple[Path, ...]) -> MirrorRules:
    said: Mapping[str, Any] = read_yaml(packs.find("comparing/mirror.yaml"))
    return MirrorRules(
        tuple(said["destination"]),
        tuple(said["origin"]),
        tuple((each["destination"], each["origin"]) for each in said["compared"]),
        float(said["apart"]["beyond_percent"]),
        float(said["apart"]["from_persons"]),
        tuple(Reason(each["id"], each["when"]) for each in said["reasons"]),
    )


@lru_cache(maxsize=4)
def _coverage(roots: tuple[Path, ...]) -> CoverageRules:
    said: Mapping[str, Any] = read_yaml(packs.find("comparing/coverage.yaml"))
    minimum = tuple(code.code for code in codelist("occupation").codes.values() if code.extra.get("minimum"))
    return CoverageRules(
        tuple(Asked(each["structure"], tuple(each["kinds"])) for each in said["tables"]),
        minimum,
        int(said["recent_years"]),
        tuple((each["grade"], float(each["from"])) for each in said["completeness"]),
        tuple((each["grade"], each.get("within")) for each in said["timeliness"]),
    )
