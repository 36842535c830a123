"""Sample wordings of Concord's own for every element, in six languages: a start for drafting, never a rule.

Places in square brackets are the parties' to fill. Declared in ``data/agreements/wordings/``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from concord.agreements.elements import catalogue, element
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.vocabulary.text import Text, Wording

FOLDER = "agreements/wordings"
_PLACE = re.compile(r"\[[^\[\]]+\]")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample wording of one element."""

    element: str
    text: Text
    source: str
    verification: str

    def best(self, language: str) -> Wording:
        """The wording in a language, or visibly in another."""
        return self.text.best(language)

    def places(self, language: str) -> tuple[str, ...]:
        """What is left to fill, as written between brackets."""
        return tuple(found.group()[1:-1] for found in _PLACE.finditer(self.text.best(language).text))


@lru_cache(maxsize=128)
def sample(id: str) -> Sample:
    """The sample wording of an element.

    Raises:
        NotFound: ``agreements.element.unknown``.
    """
    read = read_yaml(packs.find(f"{FOLDER}/{element(id).id}.yaml"))
    return Sample(id, Text(read["text"]), read["source"], read["verification"])


def samples() -> tuple[Sample, ...]:
    """All sample wordings in the order of the catalogue: the clause library."""
    return tuple(sample(each.id) for each in catalogue().elements)
