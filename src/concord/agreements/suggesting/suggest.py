"""Suggested passages for each element of the catalogue."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concord.agreements.elements import Level, Mark, catalogue
from concord.agreements.suggesting.declared import Quality, declared, quality
from concord.agreements.suggesting.features import NAMES, Evidence, Known, evidence
from concord.agreements.suggesting.passages import pointed_at, words_begin
from concord.agreements.suggesting.specificity import SOFT, specificity
from concord.texts.clauses import Clause


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the text that may speak of an element.

    Args:
        clause: Id of the clause.
        text: The sentences, as they stand there.
        start, end: Where they stand in the clause's text.
        words: Places of the words that raised the suggestion, within ``text``.
        confidence: 0-1: of so many suggestions with this confidence about this share was right on the texts it was
            measured on.
        level: How specific it seems.
        strength: Level of its strongest strength word (``binds``, ``recommends`` …), or empty.
    """

    clause: str
    text: str
    start: int
    end: int
    words: tuple[tuple[int, int], ...]
    confidence: float
    level: Level
    strength: str

    @property
    def raised_by(self) -> tuple[str, ...]:
        """The words that raised it, as they stand."""
        return tuple(self.text[start:end] for start, end in self.words)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is suggested for one element.

    Args:
        element: Its id.
        mark: ``met``, ``partly`` or ``absent``; never what holds, only what to look at first.
        confidence: That the element is spoken of (for ``absent``: that it is not), 0-1.
        passages: Most confident first.
    """

    element: str
    mark: Mark
    confidence: float
    passages: tuple[Passage, ...]

    @property
    def level(self) -> Level:
        """The highest level of its passages."""
        order: tuple[Level, ...] = ("absent", "mentioned", "specified", "detailed")
        return max((passage.level for passage in self.passages), key=order.index, default="absent")


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All suggestions for a text, in the order of the catalogue.

    Args:
        language: The language it was read in.
        quality: How good suggestions in this language are known to be.
        items: One for each element.
        digest: Of the declared model and catalogue that made them.
    """

    language: str
    quality: Quality
    items: tuple[Suggestion, ...]
    digest: str

    def of(self, element: str) -> Suggestion:
        """The suggestion for one element."""
        return next(each for each in self.items if each.element == element)

    def to_json(self) -> list[dict[str, Any]]:
        """As ``concord appraise`` prints them."""
        return [
            {
                "id": each.element, "suggestion": each.mark, "confidence": round(each.confidence, 3),
                "passages": [
                    {
                        "clause": one.clause, "text": one.text, "confidence": round(one.confidence, 3),
                        "words": list(one.raised_by), "level": one.level, "strength": one.strength,
                    }
                    for one in each.passages
                ],
            }
            for each in self.items
        ]  # fmt: skip


def suggest(clauses: Sequence[Clause], *, language: str, known: Known | None = None) -> Suggestions:
    """Passages for every element, with the words that raised them and a confidence.

    Works without a network. Each of the six languages has its own declared words, sample wordings and labelled clauses;
    how well each was measured is said with the answer (:attr:`Suggestions.quality`).

    Args:
        clauses: A text as :func:`concord.texts.clauses.cut` gives it.
        language: Language of the text (BCP 47).
        known: What clauses are held against, in place of what is declared (for measuring).
    """
    found: dict[str, list[tuple[float, Evidence]]] = {}
    for each in evidence(clauses, language=language, known=known):
        found.setdefault(each.element.id, []).append((sureness(each), each))
    items = tuple(_suggestion(element.id, found.get(element.id, []), language) for element in catalogue().elements)
    return Suggestions(language, quality(language), items, f"{catalogue().digest[:16]}{declared().digest[:16]}")


def sureness(found: Evidence) -> float:
    """The declared model's confidence that a clause speaks of an element, 0-1."""
    model = declared()
    return confidence(found.values, model.weights, offset=model.offsets.get(found.element.id, 0.0))


def confidence(values: Sequence[float], weights: Mapping[str, float], *, offset: float = 0.0) -> float:
    """The logistic model's answer for one clause and one element, 0-1."""
    total = offset + sum(weights[name] * value for name, value in zip(NAMES, values, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, total))))


def _suggestion(element: str, found: list[tuple[float, Evidence]], language: str) -> Suggestion:
    model = declared()
    found.sort(key=lambda each: -each[0])
    best = found[0][0] if found else 0.0
    shown = [each for each in found if each[0] >= model.shown_from][: model.most_passages]
    if not shown:
        return Suggestion(element, "absent", 1.0 - best, ())
    passages = tuple(_passage(sure, each, language) for sure, each in shown)
    definite = any(each.level != "mentioned" and each.strength not in SOFT for each in passages)
    return Suggestion(element, "met" if definite else "partly", best, passages)


def _passage(sure: float, found: Evidence, language: str) -> Passage:
    text = found.clause.text
    start, end = pointed_at(text, words_begin(found.clause), found.strong or found.weak)
    seen = specificity(text[start:end], language=language)
    places = sorted((hit.start - start, hit.end - start) for hit in found.hits if start <= hit.start and hit.end <= end)
    return Passage(found.clause.id, text[start:end], start, end, tuple(places), sure, seen.level, seen.strength)
