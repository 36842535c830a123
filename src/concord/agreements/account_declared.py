"""The declared benefit account: quantities, lines of three sides, counts, and how chance is drawn.

Declared in ``data/methods/benefit-account.yaml``; the assumption of a rate is that of ``data/methods/benefits.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from concord.agreements import benefits_declared
from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.labour_market.assumptions import Assumption, read
from concord.vocabulary.provenance import Input

SideId = Literal["origin", "destination", "workers"]
SIDES: tuple[SideId, ...] = ("origin", "destination", "workers")
FILE = "methods/benefit-account.yaml"


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that goes into the account.

    Attributes:
        key: Its stream of chance: an input added or left out leaves the draws of the others as they are.
        unit: ``persons``, ``usd-each``, ``share`` (0-1) and so on.
        by_year: Whether it may differ from year to year.
        of: Whose it is to know: a side, ``both`` governments, or ``all``.
        needed: Without it there is no account.
        delivers: The promise it delivers.
        usual: What it is taken to be where nobody gives it; None where it must be given.
    """

    id: str
    key: int
    unit: str
    by_year: bool
    of: str
    needed: bool
    delivers: str
    usual: Assumption | None


@dataclass(frozen=True, slots=True)
class Formula:
    """``base × (first of times − taking) × the other times × (1 − unless) × (1 + rate) ^ years``, for each year."""

    id: str
    base: str
    times: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    taking: tuple[str, ...] = ()
    grown: tuple[str, str] | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        """Quantities that it takes, apart from its base."""
        return (*self.times, *self.taking, *self.unless, *(self.grown or ()))


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the account: its formula, whose it is, and whether it stands in the balance or beside it.

    Attributes:
        to: Who receives it: ``health-system``, ``households`` or nobody in particular.
        transfer: It is what the destination gives, and counts as benefit in the ratio.
        is_gain_of_ratio: It is what the destination gains, below the line of the ratio.
    """

    formula: Formula
    side: SideId
    sign: Literal["gain", "cost"]
    source: str
    to: str = ""
    transfer: bool = False
    beside: bool = False
    is_gain_of_ratio: bool = False

    @property
    def id(self) -> str:
        """The line's id."""
        return self.formula.id


@dataclass(frozen=True, slots=True)
class Pair:
    """A promise and its delivery."""

    id: str
    promised: str
    delivered: str


@dataclass(frozen=True)
class Method:
    """All that is declared."""

    id: str
    version: str
    digest: str
    draws: int
    tails: tuple[float, float]
    part_of_first_year: float
    almost_always: float
    most_years: int
    quantities: Mapping[str, Quantity]
    terms: tuple[Term, ...]
    not_priced: tuple[tuple[str, SideId], ...]
    counts: tuple[Formula, ...]
    pairs: Mapping[str, Pair]

    @property
    def input(self) -> Input:
        """What a result names."""
        return Input(FILE, self.digest, self.version)

    def quantity(self, id: str) -> Quantity:
        """One quantity.

        Raises:
            NotFound: ``agreements.account.quantity-unknown``.
        """
        if id not in self.quantities:
            params = {"id": id, "known": ", ".join(self.quantities)}
            raise NotFound("agreements.account.quantity-unknown", params=params)
        return self.quantities[id]


@lru_cache(maxsize=4)
def declared() -> Method:
    """The declared account."""
    path = packs.find(FILE)
    given: Mapping[str, Any] = read_yaml(path)
    return Method(
        given["id"], given["version"], digest_of(path), given["draws"]["value"],
        (given["tails"]["low"], given["tails"]["high"]), given["part_of_first_year"]["value"],
        given["almost_always"]["value"], given["most_years"]["value"],
        {each["id"]: _quantity(each) for each in given["quantities"]},
        tuple(_term(each) for each in given["lines"]),
        tuple((each["id"], each["side"]) for each in given["not_priced"]),
        tuple(_formula(each) for each in given["counts"]),
        {each["id"]: Pair(**each) for each in given["pairs"]},
    )  # fmt: skip


def _quantity(given: Mapping[str, Any]) -> Quantity:
    return Quantity(
        given["id"], given["key"], given["unit"], given.get("by_year", False), given["of"], given.get("needed", False),
        given.get("delivers", ""), _usual(given),
    )  # fmt: skip


def _usual(given: Mapping[str, Any]) -> Assumption | None:
    if "usual_of" in given:
        return benefits_declared.declared().assumption(given["usual_of"])
    return read({"id": given["id"], "unit": given["unit"], **given["usual"]}) if "usual" in given else None


def _formula(given: Mapping[str, Any]) -> Formula:
    grown = given.get("grown")
    return Formula(
        given["id"], given["base"], tuple(given.get("times", ())), tuple(given.get("unless", ())),
        tuple(given.get("taking", ())), (grown["rate"], grown["years"]) if grown else None,
    )  # fmt: skip


def _term(given: Mapping[str, Any]) -> Term:
    flags = {name: given[name] for name in ("to", "transfer", "beside", "is_gain_of_ratio") if name in given}
    return Term(_formula(given), given["side"], given["sign"], given["source"], **flags)
