"""What is declared of suggesting: weights, threshold, how well each language is known, words of vague promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Text

FILE = "agreements/elements-suggesting.yaml"


@dataclass(frozen=True, slots=True)
class Quality:
    """How good suggestions in a language are, as far as it was measured.

    Args:
        status: ``measured``, ``measured-little`` (on few texts of the language), or ``not-measured``.
        note: What that means, in six languages.
    """

    status: str
    note: Text


@dataclass(frozen=True)
class Declared:
    """Weights of a logistic model over :data:`concord.agreements.suggesting.features.NAMES`, and what surrounds it.

    Args:
        weights: By name of a feature, ``constant`` among them.
        offsets: By element, what is added for it: some are spoken of in nearly every text, some seldom. One that is
            not named here has none.
        shown_from: A passage is suggested from this confidence on.
        most_passages: At most so many are shown of one element.
        vague: By language, phrases by which a text promises nothing definite.
        bodies: By language, words that name a responsible body.
        quality: By language.
        unmeasured: What is said of a language that is not declared.
    """

    version: str
    weights: Mapping[str, float]
    offsets: Mapping[str, float]
    shown_from: float
    most_passages: int
    vague: Mapping[str, tuple[str, ...]]
    bodies: Mapping[str, tuple[str, ...]]
    quality: Mapping[str, Quality]
    unmeasured: Quality
    digest: str


@lru_cache(maxsize=4)
def declared() -> Declared:
    """The declared model."""
    path = packs.find(FILE)
    read: Mapping[str, Any] = read_yaml(path)
    notes = {id: Text(said) for id, said in read["notes"].items()}
    return Declared(
        read["version"],
        {name: float(weight) for name, weight in read["weights"].items()},
        {element: float(offset) for element, offset in read.get("offsets", {}).items()},
        float(read["shown_from"]), int(read["most_passages"]),
        {language: tuple(said) for language, said in read["vague"].items()},
        {language: tuple(said) for language, said in read["bodies"].items()},
        {language: Quality(status, notes[status]) for language, status in read["quality"].items()},
        Quality("not-measured", notes["not-measured"]),
        digest_of(path),
    )  # fmt: skip


def quality(language: str) -> Quality:
    """What is known of suggestions in a language; one that is not declared is not measured."""
    return declared().quality.get(language.partition("-")[0]) or declared().unmeasured
