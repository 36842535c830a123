"""A graph as JSON-LD 1.1: prefixes in its context, named nodes in its graph, the others inside them.

Source: W3C, JSON-LD 1.1 (Recommendation of 16 July 2020).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from concord.mds.catalogue.graph import PREFIXES, Iri, Literal, Node

MEDIA_TYPE = "application/ld+json; charset=utf-8"


def write(nodes: Iterable[Node]) -> str:
    """The graph as one JSON document."""
    return json.dumps({"@context": PREFIXES, "@graph": [_node(each) for each in nodes]}, ensure_ascii=False, indent=1)


def _node(node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": Iri(node.name).whole} if node.name else {}
    if node.kind:
        found["@type"] = node.kind
    for predicate, value in node.statements:
        found.setdefault(predicate, []).append(_value(value))
    return found


def _value(value: Iri | Literal | Node) -> dict[str, Any]:
    if isinstance(value, Iri):
        return {"@id": value.whole}
    if isinstance(value, Node):
        return _node(value)
    said = {"@value": value.text}
    if value.language:
        return {**said, "@language": value.language}
    return {**said, "@type": value.type} if value.type else said
