"""Assumptions that a method declares: figures that nobody measured, each with its bounds and its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from concord.errors import NotFound
from concord.labour_market.curves import Range
from concord.vocabulary.provenance import Input


@dataclass(frozen=True, slots=True)
class Assumption:
    """A figure that nobody measured for this case: what it is taken to be, its bounds, and why."""

    id: str
    range: Range
    unit: str
    reason: str
    source: str


@dataclass(frozen=True)
class Declared:
    """What every file of declared assumptions says; a method's own file adds to it.

    Attributes:
        file: The declared file, from the data folder: ``methods/demand.yaml``.
        tails: Quantiles between which its ranges lie.
    """

    file: str
    version: str
    assumptions: Mapping[str, Assumption]
    tails: tuple[float, float]
    digest: str

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def input(self) -> Input:
        """What a result names."""
        return Input(self.file, self.digest, self.version)

    def assumption(self, id: str) -> Assumption:
        """One assumption.

        Raises:
            NotFound: ``labour-market.assumption.unknown``.
        """
        if id not in self.assumptions:
            known = ", ".join(self.assumptions)
            raise NotFound("labour-market.assumption.unknown", params={"id": id, "known": known})
        return self.assumptions[id]


def read_all(given: Iterable[Mapping[str, Any]]) -> dict[str, Assumption]:
    """Assumptions by id, as a declared file writes them."""
    return {each["id"]: read(each) for each in given}


def read(given: Mapping[str, Any]) -> Assumption:
    """One assumption: ``id``, ``value``, ``low``, ``high``, ``unit``, ``reason``, ``source``."""
    bounds = Range(float(given["value"]), float(given["low"]), float(given["high"]))
    return Assumption(given["id"], bounds, given["unit"], given["reason"], given["source"])
