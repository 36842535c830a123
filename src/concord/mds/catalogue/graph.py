"""A small graph of statements, and the names it is written with: enough for a catalogue, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from concord.vocabulary.text import Text

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f]")


@dataclass(frozen=True, slots=True)
class Iri:
    """A name: whole, or with one of :data:`PREFIXES` (``dct:title``)."""

    value: str

    @property
    def whole(self) -> str:
        """The name without a prefix, with what may not stand in one percent-encoded."""
        prefix, colon, local = self.value.partition(":")
        whole = PREFIXES[prefix] + local if colon and prefix in PREFIXES and "/" not in local else self.value
        return _NOT_IN_IRI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), whole)

    @property
    def is_short(self) -> bool:
        """Whether it is written with a prefix."""
        return self.whole != self.value and re.fullmatch(r"[a-z]+:[A-Za-z][A-Za-z0-9_]*", self.value) is not None


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in a language, or a value of a type (``xsd:date``)."""

    text: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """What is spoken of: with a name, or without one inside what speaks of it.

    Example:
        >>> Node("http://example.org/a", "dcat:Dataset").of("dct:identifier", "2026.1").statements
        (('dct:identifier', Literal(text='2026.1', language='', type='')),)
    """

    name: str = ""
    kind: str = ""
    statements: tuple[tuple[str, Iri | Literal | Node], ...] = field(default=())

    def of(self, predicate: str, *values: Iri | Literal | Node | Text | str | None) -> Node:
        """The same with more said: of an empty text or None nothing, a text in languages in each of them."""
        said = tuple((predicate, each) for value in values for each in _values(value))
        return Node(self.name, self.kind, (*self.statements, *said))


def _values(value: Iri | Literal | Node | Text | str | None) -> Iterable[Iri | Literal | Node]:
    if isinstance(value, Text):
        return [Literal(text, language) for language, text in value.items()]
    if isinstance(value, str):
        return [Literal(value)] if value else []
    return [] if value is None else [value]
