"""What a labour market analysis is: steps with figures, curves, gaps, what is missing, priorities. Values alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.labour_market.analysis_moves import Moves
from concord.labour_market.analysis_projected import Projected
from concord.labour_market.curves import Curve, Range, Standing
from concord.labour_market.gaps import Both, Gaps, Hiring
from concord.vocabulary.provenance import Input

DOCTORS, NURSES, NURSES_ALONE = "221", "222_322", "2221_3221"
#: Whom thresholds and the comparison by income count.
CORE = (DOCTORS, NURSES)
Holds = Literal["above", "below", "at-least"]
HOLDS: tuple[Holds, ...] = ("above", "below", "at-least")
Unit = Literal["persons", "per_10k", "percent", "years", "usd", "index", "count", "factor"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a publisher's file."""

    source: str
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Point:
    """One published value of a series."""

    year: int
    value: float | None
    status: str
    row: Row


@dataclass(frozen=True, slots=True)
class Pair:
    """Doctors trained in one area who work in another."""

    origin: str
    destination: str
    year: int
    persons: int
    row: Row


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an analysis.

    Args:
        id: Names it: ``density-doctors``.
        range: The value with its bounds.
        unit: What it counts.
        year: Of which year; None where it is of no year.
        standing: Counted, worked out, or resting on an assumption.
        at_least: Whether it is a sum from which something may be missing.
        rows: Where it was read.
    """

    id: str
    range: Range
    unit: Unit
    year: int | None = None
    standing: Standing = "normal"
    at_least: bool = False
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """Two neighbouring values of a series that lie too far apart to be growth: probably two definitions."""

    occupation: str
    before: Point
    after: Point


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the analysis: its figures, and the questions that nothing here answers."""

    id: str
    figures: tuple[Figure, ...]
    answered: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """Something to do first, with the figures that say so."""

    id: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """What a country knows of itself and nobody publishes; each by year. What is not given is missing, never zero.

    Args:
        graduates: Who finish training.
        entrants: Who look for a post: of the graduates, and who come from abroad.
        posts, filled: Funded posts, and those that are filled.
        openings: New funded posts and those to be replaced.
        unemployed: Who look for a post and have none.
        exits: Who retire, die or leave the work.
        pay_bill, cost_per_post: In one currency.
        threshold: The country's own, per ten thousand.
        growth: Real growth of income per head a year.
        mismatch: Share of matches that do not come about.
    """

    graduates: Mapping[int, float] = field(default_factory=dict)
    entrants: Mapping[int, float] = field(default_factory=dict)
    posts: Mapping[int, float] = field(default_factory=dict)
    filled: Mapping[int, float] = field(default_factory=dict)
    openings: Mapping[int, float] = field(default_factory=dict)
    unemployed: Mapping[int, float] = field(default_factory=dict)
    exits: Mapping[int, float] = field(default_factory=dict)
    pay_bill: Mapping[int, float] = field(default_factory=dict)
    cost_per_post: Mapping[int, float] = field(default_factory=dict)
    threshold: float | None = None
    growth: Range | None = None
    mismatch: float = 0.0


@dataclass(frozen=True)
class Analysis:
    """The labour market analysis of one area.

    Attributes:
        area, as_of: Whom and when.
        base, horizon: The year of the newest population, and the last year looked at.
        threshold: Id of the threshold by which the gaps are told first.
        steps: In the declared order.
        densities: Published densities of doctors, and of nurses and midwives, by year.
        totals: Head counts by occupation.
        jumps: Where a series cannot be one series.
        origins, destinations: Pairs of the newest year, largest first.
        need: By threshold.
        demand, supply: None where nothing is known.
        gaps: By threshold.
        both, hiring: Where the country gave its own figures.
        priorities: In order.
        assumptions: Ids of what was assumed.
        inputs: Everything that went in, with digests.
        projection: What ``supply`` beyond the base year rests on; None where none was run.
        moves: Estimated moves of people of all occupations; None where nobody estimated them.
        seed: Of its draws.
    """

    area: str
    as_of: date
    base: int
    horizon: int
    threshold: str
    steps: tuple[Step, ...]
    densities: Mapping[str, tuple[Point, ...]]
    totals: Mapping[str, tuple[Point, ...]]
    jumps: tuple[Jump, ...]
    origins: tuple[Pair, ...]
    destinations: tuple[Pair, ...]
    need: Mapping[str, Curve]
    demand: Curve | None
    supply: Curve | None
    gaps: Mapping[str, Gaps]
    both: Both | None
    hiring: tuple[Hiring, ...]
    priorities: tuple[Priority, ...]
    assumptions: tuple[str, ...]
    inputs: tuple[Input, ...]
    listed: str = ""
    income_group: str = ""
    projection: Projected | None = None
    moves: Moves | None = None
    seed: int | None = None
    method: str = "labour-market-analysis"
    version: str = "1"
    status: Standing = "estimated"

    def figure(self, id: str) -> Figure | None:
        """One figure by its id, or None where it is not known."""
        return next((each for step in self.steps for each in step.figures if each.id == id), None)

    def step(self, id: str) -> Step:
        """One step by its id."""
        return next(each for each in self.steps if each.id == id)

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of all questions that nothing answers, in order of the steps."""
        return tuple(id for step in self.steps for id in step.missing)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a step: the figures any of which answers it."""

    id: str
    answered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A bound of a figure against a number."""

    figure: str
    of: Literal["value", "low", "high"]
    holds: Holds
    than: float

    def is_met(self, figure: Figure | None) -> bool:
        """Whether a figure meets it; one that is not known never does."""
        if figure is None:
            return False
        number = float(getattr(figure.range, self.of))
        if self.holds == "above":
            return number > self.than
        return number < self.than if self.holds == "below" else number >= self.than


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is a priority: all conditions hold, or, with ``any``, one of them."""

    id: str
    when: tuple[Condition, ...]
    any: bool
    reason: str


@dataclass(frozen=True)
class Declared:
    """What ``data/methods/labour-market-analysis.yaml`` declares."""

    version: str
    steps: Mapping[str, tuple[Question, ...]]
    rules: tuple[Rule, ...]
    limits: Mapping[str, float]
    digest: str

    @property
    def input(self) -> Input:
        """What a result names."""
        return Input("methods/labour-market-analysis.yaml", self.digest, self.version)


@lru_cache(maxsize=4)
def declared() -> Declared:
    """The declared steps, questions, rules of priority and limits."""
    path = packs.find("methods/labour-market-analysis.yaml")
    read: Mapping[str, Any] = read_yaml(path)
    steps = {
        step["id"]: tuple(Question(each["id"], tuple(each["answered_by"])) for each in step["questions"])
        for step in read["steps"]
    }
    rules = tuple(
        Rule(each["id"], tuple(map(_condition, each["when"])), bool(each.get("any")), each["reason"])
        for each in read["priorities"]
    )
    limits = {each["id"]: float(each["value"]) for each in read["limits"]}
    return Declared(read["version"], steps, rules, limits, digest_of(path))


def _condition(given: Mapping[str, Any]) -> Condition:
    holds = next(each for each in HOLDS if each in given)
    return Condition(given["figure"], given.get("of", "value"), holds, float(given[holds]))
