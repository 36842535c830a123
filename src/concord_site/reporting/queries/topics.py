"""What is known of the rounds of 2012 to 2021: verified topics, a list and not an instrument."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a round: its words, articles, questions of today on the same, and where it was read."""

    text: Text
    articles: tuple[str, ...]
    questions: tuple[str, ...]
    source: str
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round with its topics, and what the sources say of its instrument as a whole."""

    round: str
    scope: Text
    source: str
    place: str
    topics: tuple[Topic, ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=1)
def by_round() -> tuple[Round, ...]:
    """The rounds with what is verified of them, newest first; empty where nothing is declared."""
    found = [_round(read_yaml(path)) for path in packs.each("instruments/topics", "*.yaml")]
    return tuple(sorted(found, key=lambda each: each.round, reverse=True))


def _round(given: dict[str, Any]) -> Round:
    scope = given["scope"]
    return Round(
        given["round"], Text(scope["words"]), scope["source"], scope["place"],
        tuple(_topic(each) for each in given["topics"]), tuple(given.get("notes", ())),
    )  # fmt: skip


def _topic(given: dict[str, Any]) -> Topic:
    return Topic(
        Text(given["words"]), tuple(given["articles"]), tuple(given.get("questions", ())), given["source"],
        given["place"], given.get("note", ""),
    )  # fmt: skip
