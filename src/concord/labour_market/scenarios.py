"""Declared scenarios: parameters with bounds, what each does, and the plan that combines some of them.

A plan is written as text, ``retention:30;training:20,5@KEN``: scenarios in order of their ids, values in the order of
the parameters, defaults at the end left out. Equal plans have equal texts, so an address carries a plan and can be
compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.errors import Invalid, NotFound
from concord.labour_market.levers import How, Lever
from concord.labour_market.quantities import quantity
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a reader may change of a scenario."""

    id: str
    title: Text
    unit: str
    default: float
    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one parameter does to one quantity; ``start``, ``phase`` and ``lasts`` are numbers or ids of parameters."""

    quantity: str
    how: How
    parameter: str
    times: float = 1.0
    start: int | str = 0
    phase: int | str = 1
    lasts: int | str | None = None
    to: str = "all"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A declared scenario (``data/scenarios/<id>.yaml``); ``adds``: an occupation that it brings in."""

    id: str
    title: Text
    about: Text
    source: str
    parameters: tuple[Parameter, ...]
    effects: tuple[Effect, ...]
    adds: str = ""

    @property
    def defaults(self) -> tuple[float, ...]:
        """The values a reader finds."""
        return tuple(each.default for each in self.parameters)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A scenario with its values, for one area ("": the first of a projection)."""

    scenario: Scenario
    values: tuple[float, ...]
    area: str = ""

    def levers(self, areas: Sequence[str]) -> tuple[Lever, ...]:
        """What it does in a projection of these areas."""
        own = self.area or areas[0]
        partner = next((each for each in areas if each != own), "")
        value = {each.id: number for each, number in zip(self.scenario.parameters, self.values, strict=True)}

        def years(given: int | str) -> int:
            return round(value[given]) if isinstance(given, str) else given

        return tuple(
            Lever(
                own, each.quantity, each.how, value[each.parameter] * each.times, years(each.start),
                max(1, years(each.phase)), None if each.lasts is None else years(each.start) + years(each.lasts),
                partner if each.to == "partner" else "",
            )
            for each in self.scenario.effects
        )  # fmt: skip

    @property
    def text(self) -> str:
        """Canonical and short."""
        values, defaults = list(self.values), self.scenario.defaults
        while values and values[-1] == defaults[len(values) - 1]:
            values.pop()
        said = ":" + ",".join(f"{each:g}" for each in values) if values else ""
        return f"{self.scenario.id}{said}" + (f"@{self.area}" if self.area else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """Scenarios that work together; none is the continuation of what the assumptions say."""

    chosen: tuple[Chosen, ...] = ()

    @property
    def text(self) -> str:
        """Canonical: in order of ids and areas."""
        return ";".join(each.text for each in self.chosen)

    def levers(self, areas: Sequence[str]) -> tuple[Lever, ...]:
        """Everything they do."""
        return tuple(lever for each in self.chosen for lever in each.levers(areas))

    @property
    def adds(self) -> tuple[str, ...]:
        """Occupations that they bring in."""
        return tuple(dict.fromkeys(each.scenario.adds for each in self.chosen if each.scenario.adds))


def scenarios() -> Mapping[str, Scenario]:
    """All declared scenarios by id, in order of ids."""
    return _scenarios(packs.roots())


def scenario(id: str) -> Scenario:
    """One declared scenario.

    Raises:
        NotFound: ``labour-market.scenario.unknown``.
    """
    try:
        return scenarios()[id]
    except KeyError:
        raise NotFound("labour-market.scenario.unknown", params={"id": id, "known": ", ".join(scenarios())}) from None


@lru_cache(maxsize=4)
def _scenarios(roots: tuple[Path, ...]) -> Mapping[str, Scenario]:
    paths = (path for path in packs.each("scenarios") if not path.stem.startswith("assumptions"))
    found = [_read(read_yaml(path)) for path in paths]
    return {each.id: each for each in sorted(found, key=lambda each: each.id)}


def from_file(path: Path) -> Scenario:
    """A scenario of a user's own file.

    Raises:
        Invalid: ``labour-market.scenario.file`` with the first thing that is wrong with it.
    """
    said = read_yaml(path)
    found = problems(said, packs.find("scenarios/schema.json"), file=path.name)
    if found:
        first = found[0]
        raise Invalid("labour-market.scenario.file", params={"file": path.name, "problem": str(first)})
    return _read(said)


def _read(said: Mapping[str, Any]) -> Scenario:
    parameters = tuple(
        Parameter(each["id"], Text(each["title"]), each["unit"], *(float(each[k]) for k in ("default", "low", "high",
        "step"))) for each in said["parameters"]
    )  # fmt: skip
    effects = tuple(Effect(**each) for each in said["effects"])
    known = {each.id for each in parameters}
    for effect in effects:
        quantity(effect.quantity)
        for named in (effect.parameter, effect.start, effect.phase, effect.lasts):
            if isinstance(named, str) and named not in known:
                raise Invalid("labour-market.scenario.parameter", params={"id": said["id"], "parameter": named})
    return Scenario(
        said["id"], Text(said["title"]), Text(said["about"]), said["source"], parameters, effects, said.get("adds", "")
    )


def choose(scenario: Scenario, values: Sequence[float] = (), area: str = "") -> Chosen:
    """A scenario with values; those that are not given keep their default.

    Raises:
        Invalid: ``labour-market.scenario.values`` for too many, ``labour-market.scenario.bounds`` for one out of
            bounds.
    """
    if len(values) > len(scenario.parameters):
        raise Invalid("labour-market.scenario.values", params={"id": scenario.id, "most": len(scenario.parameters)})
    whole = (*values, *scenario.defaults[len(values) :])
    for parameter, value in zip(scenario.parameters, whole, strict=True):
        if not parameter.low <= value <= parameter.high:
            params = {"id": scenario.id, "parameter": parameter.id, "value": f"{value:g}",
                      "low": f"{parameter.low:g}", "high": f"{parameter.high:g}"}  # fmt: skip
            raise Invalid("labour-market.scenario.bounds", params=params)
    return Chosen(scenario, tuple(float(each) for each in whole), area)


def plan(*chosen: Chosen) -> Plan:
    """Scenarios together, each once for an area.

    Raises:
        Invalid: ``labour-market.scenario.twice``.
    """
    ordered = sorted(chosen, key=lambda each: (each.scenario.id, each.area))
    keys = [(each.scenario.id, each.area) for each in ordered]
    twice = next((id for (id, area) in keys if keys.count((id, area)) > 1), None)
    if twice is not None:
        raise Invalid("labour-market.scenario.twice", params={"id": twice})
    return Plan(tuple(ordered))


def read_plan(text: str) -> Plan:
    """A plan from its text; any order, spaces around the parts allowed.

    Raises:
        Invalid: ``labour-market.scenario.text`` where it cannot be read, or as :func:`choose` and :func:`plan`.
        NotFound: ``labour-market.scenario.unknown``.
    """
    return plan(*(_chosen(part.strip()) for part in text.split(";") if part.strip()))


def _chosen(part: str) -> Chosen:
    head, _, area = part.partition("@")
    id, _, numbers = head.partition(":")
    try:
        values = [float(each) for each in numbers.split(",")] if numbers else []
    except ValueError:
        raise Invalid("labour-market.scenario.text", params={"text": part}) from None
    return choose(scenario(id.strip()), values, area.strip().upper())
