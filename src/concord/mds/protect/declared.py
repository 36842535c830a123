"""The declared rule sets (``data/protection/<id>.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.mds.protect.cells import Zeros
from concord.vocabulary.text import Text

#: The rules of a release that names none: tables stay as far divided as they are.
DEFAULT = "suppress-5"
#: The rules of tables counted from rows of persons, which can be divided as far as one likes.
FOR_REGISTERS = "register-5"


@dataclass(frozen=True, slots=True)
class Coarse:
    """How far tables are divided before anything is hidden.

    Args:
        series_from: Series that never come to so many persons are left out.
        breakdown_from: Series that never come to so many are given by their total alone.
        origins_from: Origins that never come to so many stay in the sum of all foreign.
        small_at_most: A view of the table in detail is given where no greater share of its rows is small (0-1).
        views: The views, each by its divisions.
    """

    series_from: int
    breakdown_from: int
    origins_from: int
    small_at_most: float
    views: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Rules:
    """One set of rules.

    Args:
        id, version: What a release names, with the digest of the file.
        method: ``suppress`` hides small counts and what gives them away; ``cell-key`` changes every count a little.
        threshold: Counts from 1 up to one below it are small.
        width: What can be found out of a hidden count must leave at least so many persons between least and greatest.
        zeros: Whether zeros that stand in a table may be hidden with others.
        groups_below: Wholes of fewer persons than this may not stand in one category alone; 0 if that is not asked.
        rounding: What counts are rounded to, by the cell-key method; 0 if they are changed by less.
        change_at_most: Persons by which the cell-key method changes a count at most.
        costs: What hiding costs, by kind of row; ``persons`` for each doubling of the persons it counts.
        effort: Limits of the search, in steps.
        coarse: How far tables are divided; None where they stay as they are.
    """

    id: str
    version: str
    title: Text
    method: Literal["suppress", "cell-key"]
    threshold: int
    width: int
    zeros: Zeros = "may-hide"
    groups_below: int = 0
    rounding: int = 0
    change_at_most: int = 0
    costs: Mapping[str, float] = field(default_factory=dict)
    effort: Mapping[str, int] = field(default_factory=dict)
    coarse: Coarse | None = None
    source: str = ""
    verification: str = ""
    digest: str = ""

    @property
    def lists_all(self) -> bool:
        """Whether tables by origin list every origin."""
        return self.coarse is None or not self.coarse.origins_from


_FIELDS = ("id", "version", "method", "threshold", "width", "source", "verification")


def rule_sets() -> tuple[str, ...]:
    """Ids of all declared sets of rules."""
    return tuple(path.stem for path in packs.each("protection"))


@lru_cache(maxsize=16)
def rules(id: str = DEFAULT) -> Rules:
    """A declared set of rules.

    Raises:
        NotFound: ``mds.protect.rules-unknown``.
    """
    try:
        path = packs.find(f"protection/{id}.yaml")
    except NotFound:
        known = ", ".join(rule_sets())
        raise NotFound("mds.protect.rules-unknown", params={"id": id, "known": known}) from None
    declared: dict[str, Any] = read_yaml(path)
    return Rules(
        **{name: declared[name] for name in _FIELDS},
        title=Text(declared["title"]),
        zeros=declared.get("zeros", "may-hide"),
        groups_below=declared.get("groups", {}).get("below", 0),
        rounding=declared.get("rounding") or 0,
        change_at_most=declared.get("change_at_most") or 0,
        costs=declared.get("costs") or {},
        effort=declared.get("effort") or {},
        coarse=_coarse(declared["coarse"]) if "coarse" in declared else None,
        digest=digest_of(path),
    )


def _coarse(declared: dict[str, Any]) -> Coarse:
    return Coarse(**{**declared, "views": tuple(tuple(each) for each in declared["views"])})
