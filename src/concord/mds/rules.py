"""The declared checks (``data/checks/<id>.yaml``): one engine-neutral table of rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.findings import Level


@dataclass(frozen=True)
class Rule:
    """One check.

    Args:
        id: Code of its finding.
        rule: The rule of the domain reference, such as ``V01``.
        level: ``hard``, ``soft`` or ``note``.
        predicate: One of the closed set of ``data/checks/README.md``.
        columns: Columns it reads.
        where: Rows it is about.
        params: Thresholds and names of parts.
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


_FIELDS = {"id", "rule", "level", "predicate", "columns", "where", "source", "verification"}


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
    )


@lru_cache(maxsize=8)
def rules(id: str = "aggregate") -> tuple[Rule, ...]:
    """The rules of one file, in declared order."""
    return tuple(_rule(each) for each in read_yaml(packs.find(f"checks/{id}.yaml"))["rules"])
