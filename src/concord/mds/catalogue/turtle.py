"""A graph as Turtle: the same graph gives the same text.

Source: W3C, RDF 1.1 Turtle (Recommendation of 25 February 2014).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from concord.mds.catalogue.graph import PREFIXES, Iri, Literal, Node

MEDIA_TYPE = "text/turtle; charset=utf-8"
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]')


def write(nodes: Iterable[Node]) -> str:
    """Every named node as a paragraph; nodes without a name inside brackets."""
    head = "".join(f"@prefix {prefix}: <{whole}> .\n" for prefix, whole in PREFIXES.items())
    return head + "".join(f"\n{_name(Iri(node.name))}{_said(node, '  ')} .\n" for node in nodes)


def _said(node: Node, indent: str) -> str:
    grouped: dict[str, list[Iri | Literal | Node]] = {}
    for predicate, value in node.statements:
        grouped.setdefault(predicate, []).append(value)
    lines = [f"a {_name(Iri(node.kind))}"] if node.kind else []
    lines += [f"{_name(Iri(name))} {_several(values, indent)}" for name, values in grouped.items()]
    return f"\n{indent}" + f" ;\n{indent}".join(lines)


def _several(values: list[Iri | Literal | Node], indent: str) -> str:
    return ", ".join(_value(value, indent) for value in values)


def _value(value: Iri | Literal | Node, indent: str) -> str:
    if isinstance(value, Iri):
        return _name(value)
    if isinstance(value, Node):
        return f"[{_said(value, indent + '  ')}\n{indent}]"
    text = _ESCAPED.sub(lambda found: _ESCAPES.get(found.group(), f"\\u{ord(found.group()):04X}"), value.text)
    ending = f"@{value.language}" if value.language else f"^^{_name(Iri(value.type))}" if value.type else ""
    return f'"{text}"{ending}'


def _name(iri: Iri) -> str:
    return iri.value if iri.is_short else f"<{iri.whole}>"
