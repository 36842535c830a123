"""The declared assumptions of benefit methods (``data/methods/benefits.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.labour_market import assumptions

FILE = "methods/benefits.yaml"


@dataclass(frozen=True, slots=True)
class Published:
    """A figure of a publication, shown beside our own and never put into it; ``why_not`` says which inputs lack."""

    id: str
    source: str
    says: str
    why_not: str


@dataclass(frozen=True)
class Declared(assumptions.Declared):
    """What is declared: assumptions, number of draws, quantiles, and what publications say."""

    draws: int
    published: tuple[Published, ...]

    __hash__ = assumptions.Declared.__hash__


@lru_cache(maxsize=4)
def declared() -> Declared:
    """The declared assumptions."""
    path = packs.find(FILE)
    read: Mapping[str, Any] = read_yaml(path)
    chance = read["monte_carlo"]
    said = tuple(Published(**each) for each in read["published"])
    return Declared(
        FILE, read["version"], assumptions.read_all(read["assumptions"]), (chance["low"], chance["high"]),
        digest_of(path), chance["draws"], said,
    )  # fmt: skip
