"""What changed from one version of an instrument to the next: what was removed, added, moved, reworded."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from concord.instrument.model import Choice, Group, Instrument, Node, Question
from concord.instrument.versions.edges import ChoiceEdge, Edge
from concord.instrument.versions.mapping import QuestionMap, question_map
from concord.instrument.versions.resolve import Known
from concord.vocabulary.text import Text

What = Literal[
    "added", "removed", "moved", "renamed", "reworded", "kind", "unit", "rule", "list", "split", "merged",
    "choice-added", "choice-removed", "choice-renamed", "choice-split", "choice-merged", "choice-reworded",
]  # fmt: skip
_WORDINGS = ("label", "hint", "help", "constraint_message", "required_message")


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Args:
        what: What kind of change.
        new: Id of the question, block or section now; empty where it was removed.
        old: Ids before; empty where it was added.
        column: What of it changed: ``label::fr``, ``relevant``, a choice's name; empty where the whole.
        before: What stood there.
        after: What stands there.
    """

    what: What
    new: str
    old: tuple[str, ...]
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, in the order of the new instrument, removals last."""

    changes: tuple[Change, ...]

    def of(self, *what: What) -> tuple[Change, ...]:
        """The changes of some kinds."""
        return tuple(change for change in self.changes if change.what in what)

    def counts(self) -> dict[What, int]:
        """How many changes of each kind there are; kinds without any are left out."""
        return dict(Counter(change.what for change in self.changes))

    def as_json(self) -> list[dict[str, Any]]:
        """The changes as plain values."""
        return [
            {name.name: getattr(change, name.name) for name in fields(change)} | {"old": list(change.old)}
            for change in self.changes
        ]


def difference(old: Instrument, new: Instrument) -> Difference:
    """What changed from ``old`` to ``new``: two versions of one instrument, or two rounds with a question map."""
    return Difference(tuple(_Comparing(question_map(new, old)).run()))


class _Comparing:
    def __init__(self, map: QuestionMap) -> None:
        self.map = map
        self.new, self.old = Known(map.new), Known(map.old)
        self.moved = _moved(map)

    def run(self) -> Iterator[Change]:
        yield from self._sections()
        for edge in self.map.edges:
            yield from self._edge(edge)

    def _sections(self) -> Iterator[Change]:
        """Groups that do not repeat: found again by their path."""
        now, before = _groups(self.map.new), _groups(self.map.old)
        for path, group in now.items():
            if path not in before:
                yield Change("added", self._id(self.new, group), (), after=group.label.best(self.map.new.language).text)
            else:
                ids = self._id(self.new, group), (self._id(self.old, before[path]),)
                yield from _reworded(ids, "label", group.label, before[path].label)
                yield from _rules(ids, group, before[path])
        for path, group in before.items():
            if path not in now:
                label = group.label.best(self.map.old.language).text
                yield Change("removed", "", (self._id(self.old, group),), before=label)

    @staticmethod
    def _id(known: Known, group: Group) -> str:
        return f"{known.instrument.id}/{'/'.join(group.path)}"

    def _edge(self, edge: Edge) -> Iterator[Change]:
        if edge.new is None:
            yield Change("removed", "", edge.old_ids, before=_label(edge.old[0], self.map.old))
        elif not edge.old:
            yield Change("added", edge.new_id, (), after=_label(edge.new, self.map.new))
        elif edge.mode == "split" or edge.mode == "merged":
            yield Change(edge.mode, edge.new_id, edge.old_ids)
        else:
            yield from self._matched(edge, edge.new, edge.old[0])

    def _matched(self, edge: Edge, now: Node, before: Node) -> Iterator[Change]:
        ids = edge.new_id, edge.old_ids
        if now.name != before.name:
            yield Change("renamed", *ids, "name", before.name, now.name)
        if now.path in self.moved:
            yield Change("moved", *ids, "", "/".join(before.path[:-1]), "/".join(now.path[:-1]))
        for name in _WORDINGS:
            if hasattr(now, name) and hasattr(before, name):
                yield from _reworded(ids, name, getattr(now, name), getattr(before, name))
        yield from _rules(ids, now, before)
        if isinstance(now, Question) and isinstance(before, Question):
            yield from _question(ids, now, before)
            yield from self._choices(edge, now, before)

    def _choices(self, edge: Edge, now: Question, before: Question) -> Iterator[Change]:
        new_list, old_list = self.map.new.lists.get(now.choices), self.map.old.lists.get(before.choices)
        if new_list is None or old_list is None:
            return
        ids = edge.new_id, edge.old_ids
        for each in edge.choices:
            yield from _choice(ids, each)
            choice = new_list.choice(each.new) if each.new else None
            old = old_list.choice(each.old[0]) if len(each.old) == 1 else None
            if choice and old and each.mode in {"same", "reworded"}:
                yield from _choice_words(ids, choice, old)


def _choice(ids: tuple[str, tuple[str, ...]], edge: ChoiceEdge) -> Iterator[Change]:
    before, after = " ".join(edge.old), edge.new or ""
    if edge.mode == "new":
        yield Change("choice-added", *ids, after, after=after)
    elif edge.mode == "dropped":
        yield Change("choice-removed", *ids, before, before=before)
    elif edge.mode == "split":
        yield Change("choice-split", *ids, after, before, after)
    elif edge.mode == "merged":
        yield Change("choice-merged", *ids, after, before, after)
    elif before != after:
        yield Change("choice-renamed", *ids, after, before, after)


def _choice_words(ids: tuple[str, tuple[str, ...]], now: Choice, before: Choice) -> Iterator[Change]:
    for change in _reworded(ids, "label", now.label, before.label):
        yield Change("choice-reworded", *ids, f"{now.name} {change.column}", change.before, change.after)


def _question(ids: tuple[str, tuple[str, ...]], now: Question, before: Question) -> Iterator[Change]:
    if now.kind != before.kind:
        yield Change("kind", *ids, "type", before.kind, now.kind)
    if now.about.unit != before.about.unit:
        yield Change("unit", *ids, "x_unit", before.about.unit, now.about.unit)
    if now.choices != before.choices:
        yield Change("list", *ids, "type", before.choices, now.choices)


def _reworded(ids: tuple[str, tuple[str, ...]], column: str, now: Text, before: Text) -> Iterator[Change]:
    for language in dict.fromkeys((*before, *now)):
        if now.get(language, "") != before.get(language, ""):
            yield Change("reworded", *ids, f"{column}::{language}", before.get(language, ""), now.get(language, ""))


def _rules(ids: tuple[str, tuple[str, ...]], now: Node, before: Node) -> Iterator[Change]:
    for rule in fields(now.rules):
        after, was = getattr(now.rules, rule.name), getattr(before.rules, rule.name)
        if after != was:
            yield Change("rule", *ids, rule.name, was, after)


def _label(node: Node, instrument: Instrument) -> str:
    return node.label.best(instrument.language).text


def _groups(instrument: Instrument) -> dict[tuple[str, ...], Group]:
    return {node.path: node for node in instrument.nodes() if isinstance(node, Group) and not node.repeats}


def _moved(map: QuestionMap) -> set[tuple[str, ...]]:
    """Paths of what stands elsewhere: in another group, or out of the longest run that kept its order."""
    order = {node.path: place for place, node in enumerate(Known(map.old).mapped)}
    matched = [(edge.new.path, edge.old[0]) for edge in map.edges if edge.new is not None and edge.carries]
    places = [order[old.path] for _, old in matched]
    kept = _longest_rising(places)
    return {
        path
        for place, (path, old) in enumerate(matched)
        if place not in kept or (path[:-1] != old.path[:-1] and map.new.id == map.old.id)
    }


def _longest_rising(values: list[int]) -> set[int]:
    """Indices of one longest rising run of some values, which are all different."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(ends, value)
        before.append(tails[place - 1] if place else -1)
        ends[place : place + 1] = [value]
        tails[place : place + 1] = [index]
    kept: set[int] = set()
    index = tails[-1] if tails else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
