"""How texts number and name their parts, as declared in ``data/texts/numbering.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.texts.letters import folded

#: Kinds of unit from the widest to the narrowest; annexes and protocols open a numbering of their own.
RANKS = ("part", "title", "chapter", "section", "article", "paragraph")
SCOPES = ("annex", "protocol")


@dataclass(frozen=True)
class Series:
    """Words around points that stand inside a paragraph, folded: before the first, between them, behind one cited."""

    leads_in: tuple[str, ...]
    joins: tuple[str, ...]
    cited_by: tuple[str, ...]


@dataclass(frozen=True)
class Numbering:
    """Words of one language for the parts of a text.

    Args:
        units: Folded word → kind of unit (``article``, ``annex``, …).
        ordinals: Folded number word → its value.
        sign: Words between a unit and its number ("No.").
        goes_on: Folded words after which a unit and number are a reference inside a sentence.
        closing: Folded beginnings of the part with signatures.
        opening: Folded names of the part before the first clause.
        standing: Whether an ordinal alone ("PRIMERA.") begins a clause.
        series: Words around points inside a paragraph.
    """

    units: Mapping[str, str]
    ordinals: Mapping[str, int]
    sign: tuple[str, ...]
    goes_on: frozenset[str]
    closing: tuple[str, ...]
    opening: tuple[str, ...]
    standing: bool
    series: Series


@lru_cache(maxsize=16)
def numbering(language: str) -> Numbering:
    """The words of ``language``, or of English where the language is not declared."""
    declared = read_yaml(packs.find("texts/numbering.yaml"))["languages"]
    said: Mapping[str, Any] = declared.get(language.partition("-")[0], declared["en"])
    return Numbering(
        {folded(word): kind for kind, words in said["units"].items() for word in words},
        {folded(word): place for place, words in enumerate(said["ordinals"], 1) for word in words},
        tuple(folded(word) for word in said["number_sign"]),
        frozenset(folded(word) for word in said["goes_on"]),
        tuple(folded(word) for word in said["closing"]),
        tuple(folded(word) for word in said["opening"]),
        bool(said.get("ordinals_stand_alone", False)),
        Series(*(tuple(map(folded, said["series"][name])) for name in ("leads_in", "joins", "cited_by"))),
    )


def alternatives(words: Mapping[str, Any] | tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"
