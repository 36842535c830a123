"""The numbers that people call sections and questions by: ``3`` for a section, ``3.12`` for a question in it.

One count for the page, the workbook, the print and the interface for programs, so that two people who talk on the
telephone mean the same question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from concord.instrument.model import Group, Instrument, Node, Question

Path = tuple[str, ...]


@lru_cache(maxsize=32)
def numbers(instrument: Instrument) -> Mapping[Path, str]:
    """The number of every section, question and grid, by path.

    Groups of the first level and questions beside them are counted together; within a section the count runs through
    all groups below it. A grid has one number, its cells none; notes, calculations and metadata have none.
    """
    found: dict[Path, str] = {}
    top = 0
    for node in instrument.children:
        if not _has_number(node):
            continue
        top += 1
        found[node.path] = str(top)
        if isinstance(node, Group) and node.grid is None:
            for count, inner in enumerate(_counted(node.children), start=1):
                found[inner.path] = f"{top}.{count}"
    return found


def _counted(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Group) and node.grid is None:
            yield from _counted(node.children)
        elif _has_number(node):
            yield node


def _has_number(node: Node) -> bool:
    if isinstance(node, Question):
        return node.is_asked
    return node.grid is not None or any(_has_number(each) for each in node.children)
