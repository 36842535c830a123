"""What ``data/agreements/needs.yaml`` declares: questions, areas, and the figures that propose a need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.labour_market.analysis_model import HOLDS, Condition
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One question of the picture and the figures that answer it."""

    id: str
    label: Text
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Where a gap may lie."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft need and what raises it: figures that meet conditions, or figures none of which is known."""

    id: str
    area: str
    statement: Text
    when: tuple[Condition, ...]
    missing: tuple[str, ...]
    size: str


@dataclass(frozen=True)
class Declared:
    """The whole file."""

    version: str
    looked_at: tuple[LookedAt, ...]
    areas: Mapping[str, Area]
    proposals: tuple[Proposal, ...]


def declared() -> Declared:
    """The declared needs assessment."""
    return _declared(packs.find("agreements/needs.yaml"))


def areas() -> Mapping[str, Area]:
    """Areas by id, in declared order."""
    return declared().areas


@lru_cache(maxsize=4)
def _declared(path: Path) -> Declared:
    read: Mapping[str, Any] = read_yaml(path)
    looked = tuple(LookedAt(each["id"], Text(each["label"]), tuple(each["figures"])) for each in read["looked_at"])
    known = {each["id"]: Area(each["id"], Text(each["label"])) for each in read["areas"]}
    return Declared(read["version"], looked, known, tuple(map(_proposal, read["proposals"])))


def _proposal(given: Mapping[str, Any]) -> Proposal:
    return Proposal(
        given["id"], given["area"], Text(given["statement"]), tuple(map(_condition, given.get("when") or ())),
        tuple(given.get("missing") or ()), given.get("size", ""),
    )  # fmt: skip


def _condition(given: Mapping[str, Any]) -> Condition:
    holds = next(each for each in HOLDS if each in given)
    return Condition(given["figure"], given.get("of", "value"), holds, float(given[holds]))
