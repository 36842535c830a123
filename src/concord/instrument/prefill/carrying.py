"""Carries answers along a question map."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from concord.instrument.answers import Answers, Value, parse
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.prefill.carried import Carried, Given, Left, Offer, Origin, Reason
from concord.instrument.prefill.values import Old, instances_of, mapped_value, proposal
from concord.instrument.versions.conversion import convertible
from concord.instrument.versions.edges import Edge
from concord.instrument.versions.mapping import QuestionMap, question_map
from concord.instrument.versions.resolve import Known


def carry(
    new: Instrument,
    old: Instrument,
    old_answers: Given,
    *,
    map: QuestionMap | None = None,
    asked: Collection[str] | None = None,
) -> Carried:
    """Carry an earlier round's answers to a new instrument.

    Args:
        new: What is asked now.
        old: What was asked then.
        old_answers: What was answered then.
        map: The map, where it is known already (or a chain over several rounds).
        asked: Addresses that were asked then; answers to others are left, with the reason ``not-asked``.
    """
    return _Carrying(map or question_map(new, old), parse(old_answers), asked).run()


class _Carrying:
    def __init__(self, map: QuestionMap, answers: Answers, asked: Collection[str] | None) -> None:
        self.map = map
        self.answers = answers
        self.new, self.old = Known(map.new), Known(map.old)
        self.asked = asked
        self.origins: dict[str, Origin] = {}
        self.offers: dict[str, Offer] = {}
        self.lost: dict[str, Left] = {}
        self.scopes: dict[tuple[str, ...], list[Node]] = {}
        for node in self.new.mapped:
            self.scopes.setdefault(node.repeat, []).append(node)

    def run(self) -> Carried:
        made = self._scope((), self.answers, "", "")
        left = tuple(self._left())
        return Carried(made, self.origins, self.offers, left, self.map)

    def _scope(self, scope: tuple[str, ...], given: Answers, before: str, now: str) -> Answers:
        """One object of answers: the whole, or one instance of a repeating block."""
        made: dict[str, Value] = {}
        for node in self.scopes.get(scope, ()):
            edge = self.map.edge(node)
            if isinstance(node, Group):
                blocks = self._blocks(node, edge, given, before, now)
                if any(blocks):
                    made[node.key] = blocks
            elif edge.sound and edge.old:
                value = self._question(node, edge, given, before, now)
                if value is not None:
                    made[node.key] = value
        return Answers(made)

    def _blocks(self, node: Group, edge: Edge, given: Answers, before: str, now: str) -> tuple[Answers, ...]:
        if not edge.carries:
            return ()
        old = edge.old[0]
        return tuple(
            self._scope(
                (*node.repeat, node.key), instance, f"{before}{old.key}[{place}]/", f"{now}{node.key}[{place}]/"
            )
            for place, instance in enumerate(instances_of(given.get(old.key)), start=1)
        )

    def _question(self, node: Question, edge: Edge, given: Answers, before: str, now: str) -> Value | None:
        olds = [Old(old, before + old.key, given[old.key]) for old in edge.old if old.key in given]
        said = [each for each in olds if each.is_said and self._was_asked(each.address)]
        if not said:
            return None
        address = now + node.key
        if edge.carries:
            return self._carried(node, edge, said[0], address)
        offered = proposal(node, edge, said)
        origins = tuple(Origin(self.old.id(each.question), each.address, edge.mode, each.value) for each in said)
        self.offers[address] = Offer(edge.mode, origins, offered)
        return None

    def _carried(self, node: Question, edge: Edge, old: Old, address: str) -> Value | None:
        assert isinstance(old.question, Question)
        mapped, lost = mapped_value(node, old.question, edge, old.value)
        if mapped is None or lost:
            reason: Reason = lost[0] if lost else "kind"
            offered = (address,) if reason == "choice-split" else ()
            self.lost[old.address] = Left(old.address, edge.old_ids[0], old.value, reason, offered)
        if mapped is None:
            if lost and lost[0] == "choice-split":
                origin = Origin(edge.old_ids[0], old.address, "split", old.value)
                self.offers[address] = Offer("split", (origin,))
            return None
        self.origins[address] = Origin(edge.old_ids[0], old.address, edge.mode, old.value, bool(lost))
        return mapped

    def _was_asked(self, address: str) -> bool:
        return self.asked is None or address in self.asked

    def _left(self) -> Iterator[Left]:
        arrived = {origin.address for origin in self.origins.values()}
        offered: dict[str, list[str]] = {}
        for address, offer in self.offers.items():
            for origin in offer.old:
                offered.setdefault(origin.address, []).append(address)
        for old in _said(self.old, self.answers):
            if old.address in self.lost:
                yield self.lost[old.address]
            elif old.address not in arrived:
                yield self._why(old, tuple(offered.get(old.address, ())))
        for key, value in self.answers.items():
            if ((), key) not in self.old.instrument.by_key:
                yield Left(key, "", value, "unknown-question")

    def _why(self, old: Old, to: tuple[str, ...]) -> Left:
        edges = self.map.forward(old.question)
        left = self.old.id(old.question)
        return Left(old.address, left, old.value, self._reason(old, edges), to)

    def _reason(self, old: Old, edges: tuple[Edge, ...]) -> Reason:
        modes = {edge.mode for edge in edges}
        if not self._was_asked(old.address):
            return "not-asked"
        if not old.is_said:
            return "not-an-answer"
        if modes == {"dropped"}:
            return "dropped"
        if not all(edge.sound for edge in edges):
            return _unsound(old.question, edges)
        if modes & {"split", "merged"}:
            return "split" if "split" in modes else "merged"
        return "outside"


def _unsound(old: Node, edges: tuple[Edge, ...]) -> Reason:
    for edge in edges:
        if isinstance(old, Question) and isinstance(edge.new, Question):
            if not convertible(old.kind, edge.new.kind):
                return "kind"
            if old.about.unit and edge.new.about.unit and old.about.unit != edge.new.about.unit:
                return "unit"
    return "contradiction"


def _said(known: Known, answers: Answers) -> Iterator[Old]:
    """Every old answer, in order of the instrument; of repeating blocks, instance by instance."""
    by_scope: dict[tuple[str, ...], list[Node]] = {}
    for node in known.mapped:
        by_scope.setdefault(node.repeat, []).append(node)

    def within(scope: tuple[str, ...], given: Answers, prefix: str) -> Iterator[Old]:
        for node in by_scope.get(scope, ()):
            if isinstance(node, Question):
                if node.key in given:
                    yield Old(node, prefix + node.key, given[node.key])
                continue
            for place, instance in enumerate(instances_of(given.get(node.key)), start=1):
                yield from within((*scope, node.key), instance, f"{prefix}{node.key}[{place}]/")

    return within((), answers, "")
