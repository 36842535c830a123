"""ISCO-88 and ISCO-08: what a code means in each, which codes mean two things, and which pairs divide.

The pairs are declared in ``data/codelists/isco-88-to-08.csv``; they come from knowledge of the two classifications and
are marked unverified there, and so is everything said on their ground.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from concord.declarations import packs
from concord.declarations.read import read_csv
from concord.mds.harmonise.isco import isco_88, narrowest_group
from concord.vocabulary.codelists import codelist

Scheme = Literal["isco-08", "isco-88", "national"]
SCHEMES: tuple[Scheme, ...] = ("isco-08", "isco-88", "national")


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of unit groups that share occupations.

    Args:
        old, new: ISCO-88 and ISCO-08 unit group.
        relation: ``equal`` or ``part``.
        to_many: The old group went to several new ones: its count cannot be divided.
        from_many: The new group has occupations of several old ones: old counts do not make it up.
        same_code_elsewhere: The old code is also a code of ISCO-08, of other people.
        verification: As declared.
    """

    old: str
    new: str
    relation: str
    to_many: bool
    from_many: bool
    same_code_elsewhere: bool
    verification: str


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """Every declared pair with its flags."""
    rows = read_csv(packs.find("codelists/isco-88-to-08.csv")).rows
    olds = [row["isco88"] for row in rows]
    news = [row["isco08"] for row in rows]
    return tuple(
        Pair(
            old=row["isco88"],
            new=row["isco08"],
            relation=row["relation"],
            to_many=olds.count(row["isco88"]) > 1,
            from_many=news.count(row["isco08"]) > 1,
            same_code_elsewhere=row["isco88"] in groups("isco-08") and row["isco88"] != row["isco08"],
            verification=row["verification"],
        )
        for row in rows
    )


@lru_cache(maxsize=2)
def groups(scheme: Literal["isco-08", "isco-88"]) -> dict[str, str]:
    """Code → English title, of ISCO-08 (all) or ISCO-88 (health, and what looks like it)."""
    return {row["code"]: row["title"] for row in read_csv(packs.find(f"concordances/{scheme}-groups.csv")).rows}


@lru_cache(maxsize=1)
def _old_health() -> frozenset[str]:
    rows = read_csv(packs.find("concordances/isco-88-groups.csv")).rows
    return frozenset(row["code"] for row in rows if row["health"] == "yes")


@lru_cache(maxsize=512)
def new_codes(old: str) -> tuple[str, ...]:
    """The ISCO-08 unit groups of an ISCO-88 unit or minor group; empty where none is a health occupation.

    Example:
        >>> new_codes("2221"), new_codes("223")
        (('2211', '2212'), ('2221', '2222'))
    """
    if len(old) == 4:
        return isco_88().get(old, ())
    return tuple(dict.fromkeys(new for code, news in isco_88().items() if code.startswith(old) for new in news))


def old_codes(new: str) -> tuple[str, ...]:
    """The ISCO-88 unit groups whose occupations an ISCO-08 unit group has."""
    return tuple(pair.old for pair in pairs() if pair.new == new)


def group_of(old: str) -> str | None:
    """The narrowest declared occupation that holds everybody of an ISCO-88 group, or None where it was divided."""
    new = new_codes(old)
    return narrowest_group(new) if new else None


def is_health(code: str, scheme: Literal["isco-08", "isco-88"]) -> bool:
    """Whether a code is a health occupation in a scheme.

    Example:
        >>> is_health("2211", "isco-08"), is_health("2211", "isco-88")
        (True, False)
    """
    return code in codelist("occupation") if scheme == "isco-08" else code in _old_health()


@dataclass(frozen=True, slots=True)
class Readings:
    """What one code means in each scheme; "" where it is no health occupation there."""

    code: str
    as_08: str
    as_88: str

    @property
    def is_trap(self) -> bool:
        """Whether it means two different things in health."""
        return bool(self.as_08 and self.as_88)


@lru_cache(maxsize=512)
def readings(code: str) -> Readings:
    """What a code means in each scheme.

    Example:
        >>> readings("2221").as_88, readings("2221").as_08, readings("2221").is_trap
        ('Medical doctors', 'Nursing professionals', True)
    """
    new = groups("isco-08").get(code, "") if is_health(code, "isco-08") else ""
    old = groups("isco-88").get(code, "") if is_health(code, "isco-88") else ""
    if not new and is_health(code, "isco-08"):
        new = str(codelist("occupation").name(code))
    return Readings(code, new, old)


def traps() -> tuple[str, ...]:
    """Every code that means different health personnel in the two schemes, in order."""
    return tuple(sorted(code for code in groups("isco-88") if readings(code).is_trap))


def related(code: str, other: str) -> bool:
    """Whether two codes of ISCO-08 can mean the same people: one holds the other, or a part of it.

    Example:
        >>> related("221", "2212"), related("2221_3221", "3221"), related("2221", "2211")
        (True, True, False)
    """
    return any(a.startswith(b) or b.startswith(a) for a in _parts(code) for b in _parts(other))


@lru_cache(maxsize=512)
def _parts(code: str) -> tuple[str, ...]:
    declared = codelist("occupation").codes.get(code)
    parts = declared.extra.get("parts") if declared is not None else None
    return tuple(parts) if parts else (code,)
