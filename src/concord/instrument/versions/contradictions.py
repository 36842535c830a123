"""Where a question map contradicts itself: what its author should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from concord.findings import Finding, Level
from concord.instrument.model import Group, Node, Question
from concord.instrument.versions.conversion import convertible
from concord.instrument.versions.edges import CARRYING, Edge
from concord.instrument.versions.linking import finding
from concord.instrument.versions.resolve import Known
from concord.instrument.versions.wordings import same_words


def contradictions(edges: tuple[Edge, ...], new: Known, old: Known) -> tuple[tuple[Finding, ...], set[tuple[str, ...]]]:
    """What is wrong with the edges together, and the paths of the new questions that are not to be carried."""
    found = [*_Together(edges, new).run(), *(each for edge in edges for each in _alone(edge, edges, new, old))]
    findings = [finding(new.instrument, *each) for each in found]
    spoilt = {node.path for node, _, level, _ in found if level == "hard"}
    findings += [finding(new.instrument, *each) for each in _forgotten(edges, new, old)]
    return tuple(findings), spoilt


_Remark = tuple[Node, str, Level, dict[str, object]]


class _Together:
    """Claims on one old question by several new ones."""

    def __init__(self, edges: tuple[Edge, ...], new: Known) -> None:
        self.edges = [edge for edge in edges if edge.new is not None]
        self.claims = Counter((node.path, edge.mode) for edge in self.edges for node in edge.old)

    def run(self) -> Iterator[_Remark]:
        for edge in self.edges:
            for node, id in zip(edge.old, edge.old_ids, strict=True):
                reason, level = self._said(edge, node)
                if reason and edge.new is not None:
                    yield edge.new, reason, level, {"old": id}

    def _said(self, edge: Edge, node: Node) -> tuple[str, Level]:
        whole = sum(self.claims[node.path, mode] for mode in CARRYING)
        parts, merged = self.claims[node.path, "split"], self.claims[node.path, "merged"]
        if edge.mode in CARRYING and whole > 1:
            return "claimed-twice", "hard"
        if edge.mode in {*CARRYING, "split"} and whole and parts:
            return "split-and-whole", "hard"
        if edge.mode == "merged" and (whole or merged > 1):
            return "merged-and-more", "soft"
        if edge.mode == "split" and parts == 1:
            return "split-alone", "soft"
        return "", "note"


def _alone(edge: Edge, edges: tuple[Edge, ...], new: Known, old: Known) -> Iterator[_Remark]:
    if edge.new is None or not edge.old:
        return
    yield from _counts(edge)
    for node, id in zip(edge.old, edge.old_ids, strict=True):
        if _old_scope(edge.new, edges, new) != tuple(each.path for each in old.around(node)):
            yield edge.new, "scope", "hard", {"old": id}
        if isinstance(edge.new, Question) and isinstance(node, Question):
            yield from _questions(edge, edge.new, node, id, new)


def _counts(edge: Edge) -> Iterator[_Remark]:
    assert edge.new is not None
    cell = isinstance(edge.new, Question) and edge.new.cell
    if edge.mode == "merged" and len(edge.old) == 1 and not cell:
        yield edge.new, "merged-of-one", "soft", {"old": edge.old_ids[0]}
    if edge.mode != "merged" and len(edge.old) > 1:
        yield edge.new, "several-olds", "hard", {"old": ", ".join(edge.old_ids), "mode": edge.mode}


def _questions(edge: Edge, now: Question, before: Question, id: str, new: Known) -> Iterator[_Remark]:
    if edge.mode in CARRYING and not convertible(before.kind, now.kind):
        yield now, "kind-changed", "hard", {"old": id, "before": before.kind, "after": now.kind}
    if now.about.unit and before.about.unit and now.about.unit != before.about.unit:
        yield now, "unit-changed", "hard", {"old": id, "before": before.about.unit, "after": now.about.unit}
    if now.cell:
        return
    if edge.mode == "same" and not same_words(now.label, before.label, new.instrument.language):
        yield now, "same-but-other-words", "soft", {"old": id}
    lost = [each.old[0] for each in edge.choices if each.new is None]
    if edge.mode in CARRYING and lost:
        yield now, "choices-lost", "note", {"old": id, "choices": ", ".join(lost)}


def _old_scope(node: Node, edges: tuple[Edge, ...], new: Known) -> tuple[tuple[str, ...] | None, ...]:
    """Paths of the old blocks that the blocks around a node come from."""
    by_path = {edge.new.path: edge for edge in edges if isinstance(edge.new, Group)}
    around = (by_path.get(block.path) for block in new.around(node))
    return tuple(edge.old[0].path if edge is not None and edge.old else None for edge in around)


def _forgotten(edges: tuple[Edge, ...], new: Known, old: Known) -> Iterator[_Remark]:
    """New questions without a link that bear the name of an old one to which nothing leads."""
    reached = {node.path for edge in edges for node in edge.old}
    for edge in edges:
        if edge.mode != "new" or edge.new is None or edge.new.about.same_as or edge.new.path in new.cells:
            continue
        alike = [each for each in old.find(edge.new.name) if type(each) is type(edge.new) and each.path not in reached]
        if alike:
            yield edge.new, "looks-forgotten", "soft", {"old": old.id(alike[0])}
