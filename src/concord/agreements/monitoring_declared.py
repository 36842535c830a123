"""The declared indicators of following (``data/agreements/indicators.yaml``) and the rules of reading them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.provenance import Input

FILE = "agreements/indicators.yaml"
Better = Literal["more", "less", "within", "none"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    Attributes:
        side: ``origin``, ``destination``, ``workers``, ``process``.
        better: Whether more or less of it is wanted, to stay within a bound, or neither.
        sources: Who can tell it: ``data-set``, ``parties``, ``survey``, ``account``, ``plan``.
        goal: Under which of the four goals.
        by: What it may be broken down by.
        question, answer: Of the workers' survey, where that tells it.
        method: Of the data set.
    """

    id: str
    side: str
    unit: str
    better: Better
    sources: tuple[str, ...]
    goal: str
    articles: tuple[str, ...]
    by: tuple[str, ...] = ()
    question: str = ""
    answer: str = ""
    method: str = ""


@dataclass(frozen=True)
class Declared:
    """All of them, with the rules."""

    version: str
    digest: str
    differs: float
    soon_days: int
    least_answers: int
    interval: float
    indicators: Mapping[str, Indicator]

    @property
    def input(self) -> Input:
        """What a result names."""
        return Input(FILE, self.digest, self.version)

    def indicator(self, id: str) -> Indicator:
        """One indicator.

        Raises:
            NotFound: ``agreements.monitoring.indicator-unknown``.
        """
        if id not in self.indicators:
            params = {"id": id, "known": ", ".join(self.indicators)}
            raise NotFound("agreements.monitoring.indicator-unknown", params=params)
        return self.indicators[id]


def declared() -> Declared:
    """The declared indicators."""
    return _declared(packs.find(FILE))


@lru_cache(maxsize=4)
def _declared(path: Path) -> Declared:
    read: Mapping[str, Any] = read_yaml(path)
    rules = {name: each["value"] for name, each in read["rules"].items()}
    found = {each["id"]: _indicator(each) for each in read["indicators"]}
    return Declared(
        read["version"], digest_of(path), rules["differs"], rules["soon_days"], rules["least_answers"],
        rules["interval"], found,
    )  # fmt: skip


def _indicator(given: Mapping[str, Any]) -> Indicator:
    return Indicator(
        given["id"], given["side"], given["unit"], given["better"], tuple(given["from"]), given["goal"],
        tuple(given["articles"]), tuple(given.get("by", ())), given.get("question", ""), given.get("answer", ""),
        given.get("method", ""),
    )  # fmt: skip
