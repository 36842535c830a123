"""How like a clause is to what an element is about: words in common, rare words counting more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from concord.agreements.elements import Element, catalogue
from concord.agreements.sample_wordings import sample
from concord.agreements.suggesting.words import terms
from concord.declarations import packs
from concord.declarations.read import read_yaml

#: How often each part of an element's description counts.
LABEL, QUESTION, WORDING = 3, 1, 1


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled clause: its words, their language, and the elements that it speaks of."""

    language: str
    text: str
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Descriptions:
    """Weighted words of every element in one language; each row has length one.

    Args:
        words: Index of each word.
        weights: Of each word: rarer among the elements is heavier.
        rows: By element: index of word → weight.
    """

    words: Mapping[str, int]
    weights: Sequence[float]
    rows: Mapping[str, Mapping[int, float]]


@lru_cache(maxsize=8)
def descriptions(language: str) -> Descriptions:
    """Label, question and sample wording of every element, as weighted words."""
    return described({element.id: _counted(element, language) for element in catalogue().elements})


@lru_cache(maxsize=8)
def declared_examples(language: str) -> Descriptions:
    """What the declared examples (``data/agreements/elements-examples.yaml``) say of each element."""
    read = read_yaml(packs.find("agreements/elements-examples.yaml"))["examples"]
    return of_examples(Example(each["language"], each["text"], tuple(each["elements"])) for each in read
                       if each["language"] == language)  # fmt: skip


def of_examples(examples: Iterable[Example]) -> Descriptions:
    """Words of labelled clauses by element; a clause of several elements counts for each of them in part."""
    counted: dict[str, dict[str, float]] = {element.id: {} for element in catalogue().elements}
    for each in examples:
        for element in each.elements:
            for word in set(terms(each.text, each.language)):
                counted[element][word] = counted[element].get(word, 0.0) + 1 / len(each.elements)
    return described(counted)


def described(counted: Mapping[str, Mapping[str, float]]) -> Descriptions:
    """Counts of words by element as weights."""
    known = {word: index for index, word in enumerate(sorted({word for each in counted.values() for word in each}))}
    spread = Counter(word for each in counted.values() for word in each)
    weights = [math.log((1 + len(counted)) / (0.5 + spread[word])) for word in known]
    rows = {
        id: _unit({known[word]: math.log1p(n) * weights[known[word]] for word, n in said.items()})
        for id, said in counted.items()
    }
    return Descriptions(known, weights, rows)


def likeness(text: str, known: Descriptions, *, language: str) -> dict[str, float]:
    """Cosine between a text and every element, 0-1; all zero for a text of unknown words."""
    said = Counter(word for word in terms(text, language) if word in known.words)
    text_row = _unit({known.words[word]: math.log1p(n) * known.weights[known.words[word]] for word, n in said.items()})
    return {
        id: sum(weight * row.get(index, 0.0) for index, weight in text_row.items()) for id, row in known.rows.items()
    }


def _counted(element: Element, language: str) -> Counter[str]:
    parts = (
        (element.label.best(language).text, LABEL),
        (element.question.best(language).text, QUESTION),
        (sample(element.id).best(language).text, WORDING),
    )
    found: Counter[str] = Counter()
    for text, times in parts:
        for word in terms(text, language):
            found[word] += times
    return found


def _unit(row: dict[int, float]) -> dict[int, float]:
    length = math.sqrt(sum(weight * weight for weight in row.values()))
    return {index: weight / length for index, weight in row.items()} if length else row
