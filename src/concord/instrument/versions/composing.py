"""Question maps over several rounds: one map after the other, each edge as weak as the weakest on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from concord.errors import Invalid
from concord.instrument.model import Instrument
from concord.instrument.versions.edges import ChoiceEdge, Edge, weakest
from concord.instrument.versions.linking import dropped
from concord.instrument.versions.mapping import QuestionMap, question_map
from concord.instrument.versions.resolve import Known


def chain(instruments: Sequence[Instrument]) -> QuestionMap:
    """The map over several rounds, newest first; every edge is as weak as the weakest on its way.

    Raises:
        Invalid: ``instrument.map.chain-too-short``, with fewer than two instruments.
    """
    if len(instruments) < 2:
        raise Invalid("instrument.map.chain-too-short")
    maps = [question_map(new, old) for new, old in pairwise(instruments)]
    whole = maps[0]
    for following in maps[1:]:
        whole = _composed(whole, following)
    return whole


def _composed(first: QuestionMap, second: QuestionMap) -> QuestionMap:
    edges = tuple(_through(edge, second) for edge in first.edges if edge.new is not None)
    findings = first.findings + second.findings
    rounds = (*first.rounds, *second.rounds[1:])
    return QuestionMap(first.new, second.old, (*edges, *dropped(edges, Known(second.old))), findings, rounds)


def _through(edge: Edge, second: QuestionMap) -> Edge:
    """One edge of the composed map; where only part of a merged question is older, numbers are not comparable."""
    further = [second.edge(node) for node in edge.old]
    reached = [each for each in further if each.old]
    if not reached:
        return replace(edge, mode="new", old=(), old_ids=(), choices=(), sound=True)
    old = {node.path: (node, id) for each in reached for node, id in zip(each.old, each.old_ids, strict=True)}
    choices = _choices_through(edge.choices, reached[0].choices) if len(further) == len(old) == 1 else ()
    return replace(
        edge,
        mode=weakest(edge.mode, *(each.mode for each in reached)),
        old=tuple(node for node, _ in old.values()),
        old_ids=tuple(id for _, id in old.values()),
        choices=choices,
        sound=edge.sound and len(reached) == len(further) and all(each.sound for each in reached),
    )


def _choices_through(first: tuple[ChoiceEdge, ...], second: tuple[ChoiceEdge, ...]) -> tuple[ChoiceEdge, ...]:
    by_name = {each.new: each for each in second if each.new is not None}
    composed: list[ChoiceEdge] = []
    for each in first:
        if each.new is None:
            continue
        further = [by_name[name] for name in each.old if name in by_name and by_name[name].old]
        old = tuple(dict.fromkeys(name for way in further for name in way.old))
        mode = weakest(each.mode, *(way.mode for way in further)) if old else "new"
        composed.append(ChoiceEdge(mode, each.new, old, each.implied and all(way.implied for way in further)))
    reached = {name for each in composed for name in each.old}
    names = dict.fromkeys(name for way in second for name in way.old)
    return (*composed, *(ChoiceEdge("dropped", None, (name,)) for name in names if name not in reached))
