"""What ``data/agreements/phases.yaml`` declares: phases, what an outcome leads to, statuses of a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.text import Text

Where = Literal["own", "shared"]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of work; ``space`` says whether a party does it alone or both do it together."""

    id: str
    label: Text
    about: Text
    space: Where
    leads_to: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last phase may decide; ``names`` where another agreement must be named."""

    id: str
    label: Text
    leads_to: tuple[str, ...]
    names: bool


@dataclass(frozen=True, slots=True)
class Status:
    """A status of a text; ``after`` are those that may have been the newest before it, ``""`` for none."""

    id: str
    label: Text
    after: tuple[str, ...]
    names: bool
    is_final: bool


@dataclass(frozen=True)
class Declared:
    """Phases, outcomes and statuses by id, in declared order."""

    version: str
    phases: Mapping[str, Phase]
    outcomes: Mapping[str, Outcome]
    statuses: Mapping[str, Status]
    note: str
    digest: str


def declared() -> Declared:
    """The declared life of an agreement."""
    return _declared(packs.find("agreements/phases.yaml"))


@lru_cache(maxsize=4)
def _declared(path: Path) -> Declared:
    read: Mapping[str, Any] = read_yaml(path)
    phases = {
        each["id"]: Phase(
            each["id"], Text(each["label"]), Text(each["about"]), each["space"], tuple(each["leads_to"]), number
        )
        for number, each in enumerate(read["phases"], start=1)
    }
    outcomes = {
        each["id"]: Outcome(each["id"], Text(each["label"]), tuple(each["leads_to"]), bool(each.get("names")))
        for each in read["outcomes"]
    }
    statuses = {
        each["id"]: Status(
            each["id"], Text(each["label"]), tuple(each["after"]), bool(each.get("names")), bool(each.get("is_final"))
        )
        for each in read["statuses"]
    }
    return Declared(read["version"], phases, outcomes, statuses, read["note"], digest_of(path))


def phases() -> tuple[Phase, ...]:
    """All phases in order.

    Example:
        >>> [phase.id for phase in phases()][:3]
        ['idea', 'needs-assessment', 'national-position']
    """
    return tuple(declared().phases.values())


def phase(id: str) -> Phase:
    """One phase.

    Raises:
        NotFound: ``agreements.phase.unknown``.
    """
    return _one(declared().phases, id, "agreements.phase.unknown")


def outcome(id: str) -> Outcome:
    """One outcome.

    Raises:
        NotFound: ``agreements.outcome.unknown``.
    """
    return _one(declared().outcomes, id, "agreements.outcome.unknown")


def statuses() -> tuple[Status, ...]:
    """All statuses in order."""
    return tuple(declared().statuses.values())


def status(id: str) -> Status:
    """One status.

    Raises:
        NotFound: ``agreements.status.unknown``.
    """
    return _one(declared().statuses, id, "agreements.status.unknown")


def _one(known: Mapping[str, Thing], id: str, code: str) -> Thing:
    if id not in known:
        raise NotFound(code, params={"id": id, "known": ", ".join(known)})
    return known[id]
