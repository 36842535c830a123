"""The declared figures of ``data/generating``."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_csv, read_yaml
from concord.errors import Invalid


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation that persons of generated registers have."""

    code: str
    group: str
    share: float
    graduated: int
    since: int
    isco88: str
    has_speciality: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group of occupations with one size, one pyramid of ages and one share of women."""

    id: str
    of_others: float | None
    grows_as: str
    letter: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How complete a register is."""

    id: str
    title: str
    missing: dict[str, float] = field(default_factory=dict)
    two_roles: float = 0.0
    support: float = 0.0
    gaps: bool = False
    source: str = ""


@lru_cache(maxsize=1)
def marginals() -> dict[str, Any]:
    """The figures as declared."""
    found: dict[str, Any] = read_yaml(packs.find("generating/marginals.yaml"))
    return found


@lru_cache(maxsize=1)
def occupations() -> tuple[Occupation, ...]:
    """All occupations, in declared order."""
    return tuple(
        Occupation(
            row["code"],
            row["group"],
            float(row["share"]),
            int(row["graduated"]),
            int(row["since"] or 0),
            row["isco88"],
            row["speciality"] == "yes",
        )
        for row in read_csv(packs.find("generating/occupations.csv")).rows
    )


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """All groups, in declared order."""
    return tuple(
        Group(row["group"], float(row["of_others"]) if row["of_others"] else None, row["grows_as"], row["letter"])
        for row in read_csv(packs.find("generating/groups.csv")).rows
    )


@lru_cache(maxsize=1)
def specialities() -> tuple[tuple[str, float], ...]:
    """Specialities and their shares."""
    rows = read_csv(packs.find("generating/specialities.csv")).rows
    return tuple((row["speciality"], float(row["share"])) for row in rows)


@lru_cache(maxsize=1)
def qualities() -> dict[str, Quality]:
    """The declared qualities by id."""
    declared = read_yaml(packs.find("generating/qualities.yaml"))["qualities"]
    return {each["id"]: Quality(**each) for each in declared}


def quality(id: str) -> Quality:
    """One quality.

    Raises:
        Invalid: ``mds.generating.quality`` when there is none of this id.
    """
    if id not in qualities():
        raise Invalid("mds.generating.quality", params={"quality": id, "known": ", ".join(qualities())})
    return qualities()[id]
