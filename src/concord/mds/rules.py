"""The declared checks (``data/checks/<id>.yaml``): one engine-neutral table of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import Level

#: When a rule is asked: when a file comes in, and again before its tables are published.
Moment = Literal["upload", "publication"]
MOMENTS: tuple[Moment, ...] = ("upload", "publication")


@dataclass(frozen=True)
class Rule:
    """One check.

    Args:
        id: Code of its finding.
        rule: The rule of the domain reference, such as ``V01``; ``own`` where it is none of them.
        level: ``hard``, ``soft`` or ``note``.
        predicate: One of the closed set of ``data/checks/README.md``.
        columns: Columns it reads; the first says where its findings point.
        where: Rows it is about.
        params: Thresholds and names of parts.
        source: Where it comes from.
        verification: ``proposed`` for a threshold that nobody has set but us.
        when: The moments at which it is asked.
        explained: How far an explanation of its findings reaches: this ``year`` alone, or the ``series`` in any year.
        many: Whether the same thing in many rows is one finding, worded as ``<id>-many``.
    """

    id: str
    rule: str
    level: Level
    predicate: str
    columns: tuple[str, ...]
    where: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    verification: str = ""
    when: tuple[Moment, ...] = MOMENTS
    explained: Literal["year", "series"] = "year"
    many: bool = False


_FIELDS = {"id", "rule", "level", "predicate", "columns", "where", "source", "verification"}
_FIELDS |= {"when", "explained", "many"}


def _rule(declared: dict[str, Any]) -> Rule:
    return Rule(
        declared["id"],
        declared["rule"],
        declared["level"],
        declared["predicate"],
        tuple(declared["columns"]),
        declared.get("where") or {},
        {key: value for key, value in declared.items() if key not in _FIELDS},
        declared["source"],
        declared.get("verification", ""),
        tuple(declared.get("when") or MOMENTS),
        declared.get("explained") or "year",
        bool(declared.get("many")),
    )


@lru_cache(maxsize=8)
def rules(id: str = "aggregate") -> tuple[Rule, ...]:
    """The rules of one file, in declared order."""
    return tuple(_rule(each) for each in read_yaml(packs.find(f"checks/{id}.yaml"))["rules"])


@lru_cache(maxsize=1)
def by_id(id: str = "aggregate") -> Mapping[str, Rule]:
    """The rules of one file by the code of their finding."""
    return {rule.id: rule for rule in rules(id)}
