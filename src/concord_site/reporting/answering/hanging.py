"""Which questions hang on which: by a condition, a calculation, a filter of choices, a wording that speaks of it.

Found once for each instrument, and rather too much than too little; saving one answer looks at those alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from concord.instrument.model import Group, Instrument, Node, Question

_NAMED = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]+)\s*\}")


def hanging(instrument: Instrument, question: Question, among: Iterable[Question]) -> tuple[Question, ...]:
    """Those of some questions that may be drawn otherwise once an answer has changed."""
    table = _table(instrument)
    return tuple(each for each in among if each is not question and question.name in table.get(each.path, frozenset()))


@lru_cache(maxsize=16)
def _table(instrument: Instrument) -> dict[tuple[str, ...], frozenset[str]]:
    """Names that a question hangs on, directly or by what it hangs on, by path."""
    by_path = {node.path: node for node in instrument.nodes()}
    direct = {path: _named(_around(by_path, path)) for path in by_path}
    by_name: dict[str, set[str]] = {}
    for path, named in direct.items():
        by_name.setdefault(by_path[path].name, set()).update(named)
    return {path: _closed(named, by_name) for path, named in direct.items()}


def _around(by_path: dict[tuple[str, ...], Node], path: tuple[str, ...]) -> list[Node]:
    return [by_path[path[:depth]] for depth in range(1, len(path) + 1) if path[:depth] in by_path]


def _named(nodes: Iterable[Node]) -> frozenset[str]:
    found: set[str] = set()
    for node in nodes:
        found.update(_NAMED.findall(repr(node.rules)))
        if isinstance(node, Question):
            found.update(_NAMED.findall(repr((node.label, node.hint, node.help, node.parameters, node.choices))))
        elif isinstance(node, Group):
            found.update(_NAMED.findall(repr(node.label)))
    return frozenset(found)


def _closed(named: frozenset[str], by_name: dict[str, set[str]]) -> frozenset[str]:
    found, waiting = set(named), list(named)
    while waiting:
        fresh = by_name.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)
