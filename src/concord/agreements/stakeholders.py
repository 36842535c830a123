"""Types of stakeholders and the phases in which each is to be heard; which of them nobody asked, or nobody answered.

Public face: :func:`types`, :func:`expected`, :func:`flags`, :class:`Flag`. What was asked, said and done is told by
:mod:`concord.consultations`, which knows nothing of agreements; the two meet as plain values: per type, how many were
asked and how many were heard.

Source: Code, articles 2.2, 8.3; ``data/agreements/stakeholders.yaml`` (a composite).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.vocabulary.text import Text

State = Literal["heard", "asked", "not-asked"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type of stakeholders, the phases in which it is to be heard, and the paragraphs behind it."""

    id: str
    label: Text
    phases: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """How a type stands in a phase: heard, asked without a word so far, or not asked."""

    type: Type
    state: State


def types() -> Mapping[str, Type]:
    """All types by id, in declared order."""
    return _types(packs.find("agreements/stakeholders.yaml"))


def type_of(id: str) -> Type:
    """One type.

    Raises:
        NotFound: ``agreements.stakeholder.unknown``.
    """
    if id not in types():
        raise NotFound("agreements.stakeholder.unknown", params={"id": id, "known": ", ".join(types())})
    return types()[id]


@lru_cache(maxsize=4)
def _types(path: Path) -> Mapping[str, Type]:
    return {
        each["id"]: Type(each["id"], Text(each["label"]), tuple(each["phases"]), tuple(each["articles"]))
        for each in read_yaml(path)["types"]
    }


def expected(phase: str) -> tuple[Type, ...]:
    """The types that are to be heard in a phase, in declared order."""
    return tuple(each for each in types().values() if phase in each.phases)


def flags(phase: str, *, asked: Mapping[str, int], heard: Mapping[str, int]) -> tuple[Flag, ...]:
    """How each expected type stands in a phase.

    Args:
        phase: Id of the phase.
        asked: How many of each type were asked in it.
        heard: How many of each type said something, or were heard in person.
    """
    return tuple(Flag(each, _state(each.id, asked, heard)) for each in expected(phase))


def _state(id: str, asked: Mapping[str, int], heard: Mapping[str, int]) -> State:
    if heard.get(id, 0):
        return "heard"
    return "asked" if asked.get(id, 0) else "not-asked"


def all_asked(found: tuple[Flag, ...]) -> bool:
    """Whether every expected type was asked; whoever was asked and kept silent was given the chance."""
    return all(each.state != "not-asked" for each in found)
