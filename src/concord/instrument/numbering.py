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
    """The number of every section, question, grid and repeating block, by path.

    Groups of the first level and questions beside them are counted together; within a section the count runs through
    all groups below it. A repeating block has a number and its questions count below it: ``5.2.1``. A grid has one
    number, its cells none; notes, calculations and metadata have none.
    """
    found: dict[Path, str] = {}
    top = [node for node in instrument.children if _has_number(node)]
    for count, node in enumerate(top, start=1):
        found[node.path] = str(count)
        if isinstance(node, Group) and node.grid is None:
            _number(node.children, str(count), found)
    return found


def _number(nodes: tuple[Node, ...], above: str, found: dict[Path, str]) -> None:
    for count, node in enumerate(_counted(nodes), start=1):
        found[node.path] = f"{above}.{count}"
        if isinstance(node, Group) and node.grid is None:
            _number(node.children, f"{above}.{count}", found)


def _counted(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Group) and node.grid is None and not node.repeats:
            yield from _counted(node.children)
        elif _has_number(node):
            yield node


def _has_number(node: Node) -> bool:
    if isinstance(node, Question):
        return node.is_asked
    return node.grid is not None or any(_has_number(each) for each in node.children)
