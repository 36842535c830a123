"""The declared assumptions of benefit methods (``data/methods/benefits.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.labour_market.curves import Range
from concord.vocabulary.provenance import Input


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that nobody measured: its bounds and why."""

    id: str
    range: Range
    unit: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Published:
    """A figure of a publication, shown beside our own and never put into it; ``why_not`` says which inputs lack."""

    id: str
    source: str
    says: str
    why_not: str


@dataclass(frozen=True)
class Declared:
    """What is declared: assumptions, number of draws, quantiles, and what publications say."""

    version: str
    assumptions: Mapping[str, Assumption]
    draws: int
    tails: tuple[float, float]
    published: tuple[Published, ...]
    digest: str

    @property
    def input(self) -> Input:
        """What a result names."""
        return Input("methods/benefits.yaml", self.digest, self.version)

    def assumption(self, id: str) -> Assumption:
        """One assumption.

        Raises:
            NotFound: ``agreements.benefits.assumption-unknown``.
        """
        if id not in self.assumptions:
            known = ", ".join(self.assumptions)
            raise NotFound("agreements.benefits.assumption-unknown", params={"id": id, "known": known})
        return self.assumptions[id]


@lru_cache(maxsize=4)
def declared() -> Declared:
    """The declared assumptions."""
    path = packs.find("methods/benefits.yaml")
    read: Mapping[str, Any] = read_yaml(path)
    assumed = {
        each["id"]: Assumption(
            each["id"], Range(float(each["value"]), float(each["low"]), float(each["high"])),
            each["unit"], each["reason"], each["source"],
        )
        for each in read["assumptions"]
    }  # fmt: skip
    chance = read["monte_carlo"]
    said = tuple(Published(**each) for each in read["published"])
    return Declared(read["version"], assumed, chance["draws"], (chance["low"], chance["high"]), said, digest_of(path))
