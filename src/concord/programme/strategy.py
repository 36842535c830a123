"""The plan of 2010 to 2015 for carrying out the Code: objectives, targets, communication, activities, timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_csv, read_yaml
from concord.indicators.targets import Denominator, Judged, Target, judge
from concord.programme import budget as budgets
from concord.programme import history
from concord.programme.budget import DOMAIN, Budget
from concord.vocabulary.text import Wording, wording


@dataclass(frozen=True, slots=True)
class Item:
    """Something the plan names: an audience, a channel, a partner, a tier, an activity, a note."""

    id: str
    words: str

    def said(self, language: str = "en") -> Wording:
        """Its wording in one language."""
        return wording(DOMAIN, self.id, self.words, language)


@dataclass(frozen=True, slots=True)
class Objective:
    """One of the plan's five objectives; ``articles`` are the paragraphs of the Code it serves."""

    id: str
    number: str
    table: str
    area: str
    tier: str
    words: str
    actor: str
    articles: tuple[str, ...]

    def said(self, language: str = "en") -> Wording:
        """The objective in one language."""
        return wording(DOMAIN, self.id, self.words, language)


@dataclass(frozen=True, slots=True)
class Product:
    """Something the plan wants published (Table 2)."""

    id: str
    words: str
    languages: str
    form: str

    def said(self, language: str = "en") -> Wording:
        """Its name in one language."""
        return wording(DOMAIN, self.id, self.words, language)


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the timeline; dates as precise as the plan gives them, ``until`` empty for a single date."""

    id: str
    start: str
    until: str
    date_text: str
    words: str
    actor: str
    place: str
    remark: str

    def said(self, language: str = "en") -> Wording:
        """The event in one language."""
        return wording(DOMAIN, self.id, self.words, language)


@dataclass(frozen=True, slots=True)
class Note:
    """An inconsistency of the plan, or our reading of it, and the items it concerns."""

    id: str
    concerns: tuple[str, ...]
    words: str

    def said(self, language: str = "en") -> Wording:
        """The note in one language."""
        return wording(DOMAIN, f"note.{self.id}", self.words, language)


@dataclass(frozen=True, slots=True)
class Strategy:
    """The plan, whole. ``mechanisms`` and ``activities`` are keyed by term and by year."""

    id: str
    title: str
    document: str
    published: str
    link: str
    objectives: tuple[Objective, ...]
    targets: tuple[Target, ...]
    audiences: tuple[Item, ...]
    products: tuple[Product, ...]
    channels: tuple[Item, ...]
    partners: tuple[Item, ...]
    activities: tuple[tuple[str, Item], ...]
    timeline: tuple[Event, ...]
    tiers: tuple[Item, ...]
    categories: tuple[Item, ...]
    mechanisms: tuple[tuple[str, Item], ...]
    budget: Budget
    notes: tuple[Note, ...]

    def notes_on(self, id: str) -> tuple[Note, ...]:
        """The notes on one item: a target, an event, an objective, ``budget``, ``budget-staff``, ``plan``."""
        return tuple(each for each in self.notes if id in each.concerns)

    def targets_of(self, objective: Objective | str) -> tuple[Target, ...]:
        """The targets of one objective, in order."""
        wanted = objective if isinstance(objective, str) else objective.id
        return tuple(each for each in self.targets if each.objective == wanted)

    def target(self, id: str) -> Target:
        """One target by the plan's number, such as ``target-4.3``."""
        return next(each for each in self.targets if each.id == id)


def results(strategy: Strategy | None = None, *, as_of: dt.date | None = None) -> tuple[Judged, ...]:
    """The plan's targets judged by the counts that are known (for the reports that article 9.2 asks for).

    Args:
        strategy: The plan; None for that of 2010-2015.
        as_of: The day of judging; None judges by all that is known.
    """
    return judge((strategy or load()).targets, history.load(), as_of)


def load(plan: str = "strategy-2010-2015") -> Strategy:
    """The plan of 2010-2015, whole, from ``programme/strategy-2010-2015/`` (articles 8.1, 9.3b and 9.3c).

    Raises:
        Invalid: ``programme.budget.does-not-add-up``.
        NotFound: ``declarations.pack.no-file`` where no such plan is declared.
    """
    return _load(packs.find(f"programme/{plan}/plan.yaml").parent)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Strategy:
    plan = read_yaml(folder / "plan.yaml")
    activities = read_yaml(folder / "activities.yaml")["activities"]
    return Strategy(
        id=plan["id"],
        title=plan["title"],
        document=plan["document"],
        published=plan["published"],
        link=plan["source"]["link"],
        objectives=tuple(_objective(each) for each in read_yaml(folder / "objectives.yaml")["objectives"]),
        targets=_targets(read_yaml(folder / "targets.yaml")),
        **_communication(read_yaml(folder / "communication.yaml")),
        activities=tuple((each["year"], Item(each["id"], each["words"])) for each in activities),
        timeline=_timeline(folder / "timeline.csv"),
        tiers=_items(plan["tiers"], "tier"),
        categories=_items(plan["categories"], "category"),
        mechanisms=tuple((e["term"], Item(f"mechanism.{e['id']}", e["words"])) for e in plan["mechanisms"]),
        budget=budgets.load(folder.name),
        notes=_notes(folder / "notes.yaml"),
    )


def _objective(declared: Mapping[str, Any]) -> Objective:
    return Objective(**{**declared, "articles": tuple(declared["articles"])})


def _targets(declared: Mapping[str, Any]) -> tuple[Target, ...]:
    of = {each["id"]: Denominator(**each) for each in declared["denominators"]}
    return tuple(_target(each, of) for each in declared["targets"])


def _target(declared: Mapping[str, Any], of: Mapping[str, Denominator]) -> Target:
    named = declared.get("denominator")
    parts = tuple(declared.get("parts", {}).items())
    return Target(**{**declared, "denominator": of[named] if named else None, "parts": parts})


def _communication(declared: Mapping[str, Any]) -> dict[str, Any]:
    products = (Product(f"product.{e['id']}", e["name"], e["languages"], e["form"]) for e in declared["products"])
    return {
        "audiences": _items(declared["audiences"], "audience"),
        "products": tuple(products),
        "channels": _items(declared["channels"], "channel"),
        "partners": _items(declared["partners"], "partner"),
    }


def _items(declared: list[Mapping[str, str]], kind: str) -> tuple[Item, ...]:
    return tuple(Item(f"{kind}.{each['id']}", each["name"]) for each in declared)


def _timeline(path: Path) -> tuple[Event, ...]:
    return tuple(
        Event(e["id"], e["from"], e["until"], e["date_text"], e["event"], e["actor"], e["place"], e["remark"])
        for e in read_csv(path).rows
    )


def _notes(path: Path) -> tuple[Note, ...]:
    declared = read_yaml(path)["notes"]
    return tuple(Note(each["id"], tuple(each["concerns"]), each["words"].strip()) for each in declared)
