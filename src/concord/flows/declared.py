"""What ``data/methods/flows.yaml`` declares: methods, readings, the weight of pseudo-Bayes, quality of stocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound

Family = Literal["difference", "rate", "accounting"]
System = Literal["", "open", "closed"]
Stayers = Literal["", "most", "weighted"]


@dataclass(frozen=True, slots=True)
class Method:
    """A declared way from stocks to flows.

    Args:
        needs: ``start``, ``end``, and ``native`` where the diagonal of the tables must be known.
        unknown_pairs: Whether pairs that are not known can be ``bounded`` or the table is ``refused``.
        version: Of the declarations; results carry it.
    """

    id: str
    title: str
    family: Family
    formula: str
    assumptions: tuple[str, ...]
    limits: str
    source: str
    needs: frozenset[str]
    unknown_pairs: Literal["bounded", "refused"]
    system: System
    stayers: Stayers
    version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the parts of an account are called: of people, or of health personnel."""

    id: str
    origin: str
    residence: str
    native: str
    births: str
    deaths: str


@dataclass(frozen=True, slots=True)
class Weight:
    """The share of "fewest moves" in pseudo-Bayes, with its range and the reason."""

    low: float
    usual: float
    high: float
    reason: str


@dataclass(frozen=True, slots=True)
class Declared:
    """The whole declaration; ``years_shown`` and ``least`` (the smallest count that points at nobody) of registers."""

    version: str
    methods: Mapping[str, Method]
    readings: Mapping[str, Reading]
    weight: Weight
    quality: Mapping[str, float]
    persistence: float
    years_shown: tuple[int, ...]
    least: int


@lru_cache(maxsize=1)
def declared() -> Declared:
    """What is declared; a pack's own file outranks the built-in one as a whole."""
    said = read_yaml(packs.find("methods/flows.yaml"))
    methods = (_method(each, str(said["version"])) for each in said["methods"])
    return Declared(
        version=str(said["version"]),
        methods={each.id: each for each in methods},
        readings={each["id"]: Reading(**each) for each in said["readings"]},
        weight=Weight(**said["weight"]),
        quality={each["id"]: float(each["cv"]) for each in said["quality"]},
        persistence=float(said["persistence"]["usual"]),
        years_shown=tuple(said["circular"]["years_shown"]),
        least=said["circular"]["least"],
    )


def _method(said: Mapping[str, Any], version: str) -> Method:
    return Method(
        id=said["id"],
        title=said["title"],
        family=said["family"],
        formula=said["formula"],
        assumptions=tuple(said["assumptions"]),
        limits=said["limits"],
        source=said["source"],
        needs=frozenset(said["needs"]),
        unknown_pairs=said["unknown_pairs"],
        system=said.get("system") or "",
        stayers=said.get("stayers") or "",
        version=version,
    )


def methods() -> tuple[Method, ...]:
    """All methods in declared order."""
    return tuple(declared().methods.values())


def method(id: str) -> Method:
    """One method.

    Raises:
        NotFound: ``flows.method.unknown``.
    """
    try:
        return declared().methods[id]
    except KeyError:
        known = ", ".join(declared().methods)
        raise NotFound("flows.method.unknown", params={"id": id, "known": known}) from None
