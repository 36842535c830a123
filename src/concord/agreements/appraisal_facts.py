"""Real agreements appraised from known facts alone: an element is known to be spoken of, or it is not known here.

Not known here is not absent: the text was not read in full. Declared in ``data/agreements/elements-facts.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from concord.agreements.elements import LEVELS, Element, Level, catalogue, element
from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.vocabulary.text import Text

FILE = "agreements/elements-facts.yaml"


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one element of an agreement.

    Args:
        element: Its id.
        at_least: The wording is at least so specific, as far as the fact shows.
        says: What is known, by language; in our own words.
        source: Address of where it was read.
        read_in: ``text`` where it stands in a part of the text that was read, ``summary`` where in the publisher's
            summary, ``report`` where somebody reports it.
    """

    element: str
    at_least: Level
    says: Text
    source: str
    read_in: str


@dataclass(frozen=True)
class FromFacts:
    """One agreement with what is known of it.

    Args:
        id: As in the register of agreements.
        title: By language.
        areas: Alpha-3 codes, origin first.
        when: Year of signature or publication, as far as it is known.
        facts: By element.
        verification: As in the register.
    """

    id: str
    title: Text
    areas: tuple[str, ...]
    when: str
    facts: Mapping[str, Fact]
    verification: str
    digest: str

    def known(self) -> tuple[tuple[Element, Fact], ...]:
        """Elements that it is known to speak of, in the order of the catalogue."""
        return tuple((each, self.facts[each.id]) for each in catalogue().elements if each.id in self.facts)

    def not_known(self) -> tuple[Element, ...]:
        """Elements of which nothing is known here: to be looked up in the text, not to be called absent."""
        return tuple(each for each in catalogue().elements if each.id not in self.facts)


@lru_cache(maxsize=4)
def from_facts() -> tuple[FromFacts, ...]:
    """All agreements whose facts are declared.

    Raises:
        Invalid: ``agreements.elements.facts`` for a level that is none, or a fact without a source.
    """
    path = packs.find(FILE)
    digest = digest_of(path)
    return tuple(_read(each, digest) for each in read_yaml(path)["agreements"])


def one_from_facts(id: str) -> FromFacts:
    """One agreement by its id in the register.

    Raises:
        NotFound: ``agreements.elements.no-facts``.
    """
    found = next((each for each in from_facts() if each.id == id), None)
    if found is None:
        raise NotFound("agreements.elements.no-facts", params={"agreement": id})
    return found


def _read(said: Mapping[str, Any], digest: str) -> FromFacts:
    facts = {}
    for each in said["facts"]:
        fact = Fact(
            element(each["element"]).id, cast("Level", each["at_least"]), Text(each["says"]),
            said["sources"][each["source"]], each["read_in"],
        )  # fmt: skip
        if fact.at_least not in LEVELS or not fact.source.startswith("https://"):
            raise Invalid("agreements.elements.facts", params={"agreement": said["id"], "element": fact.element})
        facts[fact.element] = fact
    return FromFacts(
        said["id"], Text(said["title"]), tuple(said["areas"]), str(said["when"]), facts, said["verification"], digest
    )
