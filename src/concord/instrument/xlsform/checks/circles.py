"""Questions whose condition or calculation leads back to themselves."""

from __future__ import annotations

from collections.abc import Mapping

from concord.instrument.expressions import Unreadable, compile
from concord.instrument.model import Instrument, Node
from concord.instrument.xlsform.checks.rules import groups_around
from concord.instrument.xlsform.remarks import Remarks

Graph = dict[Node, dict[Node, str]]  # node → what it rests on, and by which column


def check(instrument: Instrument, remarks: Remarks) -> None:
    """Tell every circle once, at the row where it was entered."""
    graph = _graph(instrument)
    for circle in _circles(graph):
        first = min(circle, key=lambda node: node.row)
        columns = [graph[node][other] for node, other in zip(circle, [*circle[1:], circle[0]], strict=True)]
        at = columns[circle.index(first)]
        kind = "calculation" if set(columns) == {"calculation"} else "relevant"
        names = " → ".join([*(node.name for node in circle), circle[0].name])
        remarks.add(
            f"{kind}.circular", sheet=instrument.sheets.survey, row=first.row, column=at, value=None, names=names,
            name=first.name,
        )  # fmt: skip


def _graph(instrument: Instrument) -> Graph:
    graph: Graph = {}
    for node in instrument.nodes():
        rests = graph.setdefault(node, {})
        for other in _read(node.rules.calculation, node, instrument):
            rests.setdefault(other, "calculation")
        for other in _read(node.rules.relevant, node, instrument):
            rests.setdefault(other, "relevant")
        # What is in a group is asked only where the group is.
        for group in groups_around(node, instrument):
            rests.setdefault(group, "relevant")
    return graph


def _read(source: str, node: Node, instrument: Instrument) -> list[Node]:
    if not source:
        return []
    try:
        names = compile(source).references
    except Unreadable:
        return []
    found = [_seen(name, node, instrument) for name in names]
    return [each for each in found if each is not None]


def _seen(name: str, node: Node, instrument: Instrument) -> Node | None:
    """The node of a name that stands nearest."""
    nodes = instrument.named(name)
    if len(nodes) <= 1:
        return nodes[0] if nodes else None
    shared = [sum(a == b for a, b in zip(each.path[:-1], node.path, strict=False)) for each in nodes]
    return nodes[shared.index(max(shared))]


def _circles(graph: Mapping[Node, Mapping[Node, str]]) -> list[list[Node]]:
    """Circles found by walking: each as its nodes in order; a node is told in one circle only."""
    found: list[list[Node]] = []
    done: set[Node] = set()
    for start in graph:
        if start not in done:
            _walk(start, graph, done, found)
    return found


def _walk(start: Node, graph: Mapping[Node, Mapping[Node, str]], done: set[Node], found: list[list[Node]]) -> None:
    path: list[Node] = []
    on: set[Node] = set()
    waiting = [(start, iter(graph[start]))]
    path.append(start)
    on.add(start)
    while waiting:
        node, rest = waiting[-1]
        other = next(rest, None)
        if other is None:
            waiting.pop()
            path.pop()
            on.discard(node)
            done.add(node)
        elif other in on:
            found.append(path[path.index(other) :])
        elif other not in done and other in graph:
            waiting.append((other, iter(graph[other])))
            path.append(other)
            on.add(other)
