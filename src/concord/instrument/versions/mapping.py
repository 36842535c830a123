"""The question map between two instruments: both ways, and whether numbers may be compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from concord.errors import NotFound
from concord.findings import Findings
from concord.instrument.model import Instrument, Node
from concord.instrument.versions.contradictions import contradictions
from concord.instrument.versions.edges import GROUPING, ChoiceEdge, Edge, EdgeMode, weakest
from concord.instrument.versions.linking import Linking, dropped, unsound
from concord.instrument.versions.resolve import Known

How = Literal["as-is", "as-group", "no"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether numbers of two rounds may be compared.

    Args:
        how: ``as-is``; ``as-group``: only all of ``new`` together with all of ``old`` together; or ``no``.
        new: Ids of what is asked now, or names of choices.
        old: Ids of what was asked before, or names of choices.
        mode: The edge's mode.
    """

    how: How
    new: tuple[str, ...]
    old: tuple[str, ...]
    mode: EdgeMode


@dataclass(frozen=True)
class QuestionMap:
    """How an instrument's questions come from those of an earlier one.

    Args:
        new: The instrument now.
        old: The earlier one.
        edges: One for each question and repeating block asked now, in order; then the dropped ones, in old order.
        findings: Where the map contradicts itself, for its author.
        rounds: Ids of the instruments from new to old; more than two where the map is a chain.
    """

    new: Instrument
    old: Instrument
    edges: tuple[Edge, ...]
    findings: Findings
    rounds: tuple[str, ...]

    def __hash__(self) -> int:
        return hash((self.new.digest, self.old.digest))

    @cached_property
    def _new(self) -> Known:
        return Known(self.new)

    @cached_property
    def _old(self) -> Known:
        return Known(self.old)

    @cached_property
    def _backward(self) -> dict[tuple[str, ...], Edge]:
        return {edge.new.path: edge for edge in self.edges if edge.new is not None}

    @cached_property
    def _forward(self) -> dict[tuple[str, ...], tuple[Edge, ...]]:
        found: dict[tuple[str, ...], list[Edge]] = {}
        for edge in self.edges:
            for node in edge.old:
                found.setdefault(node.path, []).append(edge)
        return {path: tuple(edges) for path, edges in found.items()}

    def edge(self, question: Node | str) -> Edge:
        """Where a question or repeating block asked now comes from.

        Raises:
            NotFound: ``instrument.map.no-such-question``.
        """
        return self._backward[self._node(question, self._new).path]

    def forward(self, question: Node | str) -> tuple[Edge, ...]:
        """Where an old question or repeating block went: several where it was split; one ``dropped`` where nowhere.

        Raises:
            NotFound: ``instrument.map.no-such-question``.
        """
        return self._forward[self._node(question, self._old).path]

    def of(self, *modes: EdgeMode) -> tuple[Edge, ...]:
        """The edges of some modes."""
        return tuple(edge for edge in self.edges if edge.mode in modes)

    def counts(self) -> dict[EdgeMode, int]:
        """How many edges of each mode."""
        return {mode: len(self.of(mode)) for mode in ("same", "reworded", "merged", "split", "new", "dropped")}

    def comparable(self, question: Node | str, choice: str | None = None) -> Comparison:
        """Whether numbers on a question asked now, or on one of its choices, may be compared with the old ones.

        ``same`` and ``reworded`` may be compared as they are; ``split`` and ``merged`` only as the group of all that
        hang together; others, and edges that contradict themselves, may not.
        """
        edge = self.edge(question)
        if choice is not None:
            return self._choice(edge, choice)
        if edge.carries:
            return Comparison("as-is", (edge.new_id,), edge.old_ids, edge.mode)
        group = self._together(edge)
        if edge.mode in GROUPING and all(each.sound for each in group):
            new = tuple(each.new_id for each in group)
            return Comparison("as-group", new, tuple(dict.fromkeys(id for e in group for id in e.old_ids)), edge.mode)
        return Comparison("no", (edge.new_id,), edge.old_ids, edge.mode)

    def _choice(self, edge: Edge, name: str) -> Comparison:
        found = edge.choice(name)
        if found is None or not edge.carries or not found.old:
            return Comparison("no", (name,), found.old if found else (), found.mode if found else "new")
        group = _choices_together(found, edge.choices)
        mode = weakest(edge.mode, *(each.mode for each in group))
        how: How = "as-is" if len(group) == 1 and mode not in GROUPING else "as-group"
        new = tuple(each.new for each in group if each.new is not None)
        return Comparison(how, new, tuple(dict.fromkeys(old for each in group for old in each.old)), mode)

    def _together(self, edge: Edge) -> tuple[Edge, ...]:
        """All edges that hang together with one through what they come from, in order."""
        group, waiting = {edge.new_id: edge}, [edge]
        while waiting:
            for node in waiting.pop().old:
                for other in self._forward[node.path]:
                    if other.new_id not in group:
                        group[other.new_id] = other
                        waiting.append(other)
        return tuple(each for each in self.edges if each.new_id in group)

    def _node(self, question: Node | str, known: Known) -> Node:
        if not isinstance(question, str):
            return question
        found = [node for node in known.find(question) if node in known.mapped]
        if len(found) != 1:
            raise NotFound("instrument.map.no-such-question", params={"question": question, "id": known.instrument.id})
        return found[0]

    def as_json(self) -> dict[str, Any]:
        """The map as plain values: instruments, edges with their choices, counts."""
        return {
            "new": {"id": self.new.id, "version": self.new.version, "digest": self.new.digest},
            "old": {"id": self.old.id, "version": self.old.version, "digest": self.old.digest},
            "rounds": list(self.rounds),
            "counts": dict(self.counts()),
            "edges": [_edge_json(edge) for edge in self.edges],
        }


def _edge_json(edge: Edge) -> dict[str, Any]:
    choices = [{"mode": each.mode, "new": each.new, "old": list(each.old)} for each in edge.choices]
    kind = "repeat" if any(hasattr(node, "repeats") for node in (edge.new, *edge.old)) else "question"
    return {
        "mode": edge.mode,
        "kind": kind,
        "new": edge.new_id or None,
        "old": list(edge.old_ids),
        "sound": edge.sound,
        "choices": choices,
    }


def _choices_together(found: ChoiceEdge, edges: tuple[ChoiceEdge, ...]) -> tuple[ChoiceEdge, ...]:
    old = set(found.old)
    while True:
        group = tuple(each for each in edges if each.new is not None and old & set(each.old))
        wider = {name for each in group for name in each.old}
        if wider == old:
            return group
        old = wider


def question_map(new: Instrument, old: Instrument) -> QuestionMap:
    """The map from an instrument to an earlier one, as ``x_same_as`` declares it.

    Between two versions of one instrument (the same id) a question without a link is the one of the same key.

    Args:
        new: What is asked now.
        old: What was asked before.
    """
    linked = Linking(new, old).run()
    findings, spoilt = contradictions(linked.edges, Known(new), Known(old))
    edges = unsound(linked.edges, spoilt)
    return QuestionMap(
        new, old, (*edges, *dropped(edges, Known(old))), Findings((*linked.findings, *findings)), (new.id, old.id)
    )
