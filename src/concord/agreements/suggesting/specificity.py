"""How specific a passage seems to be: a promise, a rule, or a rule with numbers, dates or a body."""

from __future__ import annotations

from dataclasses import dataclass

from concord.agreements.elements import Level
from concord.agreements.suggesting.cues import hits
from concord.agreements.suggesting.declared import declared
from concord.agreements.suggesting.words import words
from concord.texts.figures import figures
from concord.texts.strength import strongest

#: Strengths that alone make no rule. A permission is one: "workers may join unions" grants something.
SOFT = frozenset({"recommends", "tries"})


@dataclass(frozen=True, slots=True)
class Specificity:
    """A level with what it was seen by.

    Args:
        level: ``mentioned``, ``specified`` or ``detailed``.
        figures: How many numbers and dates the passage states.
        body: Whether it names a body.
        strength: Its strongest strength word's level, kept as it is; empty where it has none.
        vague: Whether it uses a phrase of vague promises.
    """

    level: Level
    figures: int
    body: bool
    strength: str
    vague: bool


def specificity(passage: str, *, language: str) -> Specificity:
    """The level of a passage by its figures, bodies and strength words; a hint that a person decides on."""
    main = language.partition("-")[0]
    stated = figures(passage, language=main)
    count = sum(stated.dates.values()) + sum(stated.numbers.values()) + sum(stated.worded.values())
    said = words(passage, main)
    body = bool(hits(said, declared().bodies.get(main, ()), language=main))
    vague = bool(hits(said, declared().vague.get(main, ()), language=main))
    strength = strongest(passage, language=main)
    level: Level = "specified"
    if count:
        level = "detailed"
    elif vague or strength in SOFT:
        level = "mentioned"
    return Specificity(level, count, body, strength, vague)
