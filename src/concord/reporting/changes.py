"""What a country's answers say otherwise than last time, question by question, along the question map.

A number that moved by more than the declared share (a quarter) is told apart, since it wants a reason. Questions that
were split or merged are shown with what stood there and compared with nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeGuard

from concord.instrument.answers import Answers, Attached, NonAnswer, Value, parse
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.prefill import instances_of
from concord.instrument.prefill.values import mapped_value
from concord.instrument.versions import Edge, EdgeMode, QuestionMap, question_map
from concord.instrument.versions.resolve import Known
from concord.reporting.pairing import paired
from concord.reporting.review_thresholds import thresholds

Kind = Literal["same", "changed", "moved", "new", "gone", "regrouped"]
KINDS: tuple[Kind, ...] = ("moved", "changed", "gone", "new", "regrouped", "same")
#: What stood there last time: the question, its address, the answer.
Before = tuple[Question, str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer beside the one of last time.

    Args:
        kind: ``same``; ``changed``; ``moved``: a number that moved by more than the declared share; ``new``: no answer
            last time; ``gone``: an answer last time and none now; ``regrouped``: the question was split or merged.
        node: The question asked now, or a repeating block where a whole entry came or went; of what is asked no more,
            the old one.
        address: Where it stands now, by position; empty where it stands nowhere now.
        old_address: Where it stood last time; empty where it stood nowhere.
        mode: How the question came from the old one.
        now: The answer now.
        before: Last time's, as an answer of the question asked now; None where there is none to compare.
        stood: Last time's answers with their own questions.
        amount: Now less before, of numbers.
        share: ``amount`` as a share of the absolute value before; None where that was zero.
        reason: Why it moved, as the country says.
    """

    kind: Kind
    node: Node
    address: str
    old_address: str
    mode: EdgeMode
    now: Value | None = None
    before: Value | None = None
    stood: tuple[Before, ...] = ()
    amount: float | None = None
    share: float | None = None
    reason: str = ""

    def __hash__(self) -> int:
        return hash((self.kind, self.address, self.old_address))


@dataclass(frozen=True)
class Changes:
    """All answers beside those of last time, in the order of the instrument, what is asked no more at the end."""

    items: tuple[Change, ...]

    def __hash__(self) -> int:
        return hash(self.items)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def _by_address(self) -> Mapping[str, Change]:
        return {each.address: each for each in self.items if each.address}

    def at(self, address: str) -> Change | None:
        """The change at an address by position, or None."""
        return self._by_address.get(address)

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """The changes of some kinds."""
        return tuple(each for each in self.items if each.kind in kinds)

    def counts(self) -> dict[Kind, int]:
        """How many there are of each kind."""
        counted = Counter(each.kind for each in self.items)
        return {kind: counted[kind] for kind in KINDS}


def changes(
    new: Instrument,
    now: Mapping[str, Any],
    old: Instrument,
    before: Mapping[str, Any],
    *,
    map: QuestionMap | None = None,
    reasons: Mapping[str, str] | None = None,
    share: float | None = None,
) -> Changes:
    """Answers beside those of last time.

    Args:
        new: What was asked now; where it is the instrument of ``before`` too, every question is its own.
        now: The answers, as JSON or parsed.
        old: What was asked last time.
        before: What was answered then.
        map: The question map, where it is known already.
        reasons: By address, why a number moved.
        share: From where on a number has moved; the declared one if not given.
    """
    found = None if new.digest == old.digest else map or question_map(new, old)
    limit = thresholds().moved if share is None else share
    return Changes(tuple(_Comparing(new, old, found, reasons or {}, limit).run(parse(now), parse(before))))


def moved_share(before: object, now: object) -> float | None:
    """By which share a number moved; None where either is no number or the first is zero.

    Example:
        >>> moved_share(200, 300), moved_share(0, 5)
        (0.5, None)
    """
    if not is_number(before) or not is_number(now) or not before:
        return None
    assert isinstance(before, int | float)
    assert isinstance(now, int | float)
    return (now - before) / abs(before)


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether an answer is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Comparing:
    def __init__(
        self, new: Instrument, old: Instrument, map: QuestionMap | None, reasons: Mapping[str, str], limit: float
    ) -> None:
        self.map, self.reasons, self.limit = map, reasons, limit
        self.old = old
        self.scopes: dict[tuple[str, ...], list[Node]] = {}
        for node in Known(new).mapped:
            self.scopes.setdefault(node.repeat, []).append(node)

    def run(self, now: Answers, before: Answers) -> Iterator[Change]:
        yield from self._within((), now, before, "", "")
        for edge in self.map.of("dropped") if self.map else ():
            for node in edge.old:
                if not node.repeat and node.key in before:
                    yield self._dropped(node, before[node.key])

    def _edge(self, node: Node) -> Edge:
        return self.map.edge(node) if self.map else Edge("same", node, (node,))

    def _within(
        self, scope: tuple[str, ...], now: Answers, before: Answers | None, here: str, there: str
    ) -> Iterator[Change]:
        for node in self.scopes.get(scope, ()):
            edge = self._edge(node)
            if isinstance(node, Group):
                yield from self._block(node, edge, now, before, here, there)
            elif (found := self._question(node, edge, now, before or Answers(), here, there)) is not None:
                yield found

    # ---- one question
    def _question(
        self, node: Question, edge: Edge, now: Answers, before: Answers, here: str, there: str
    ) -> Change | None:
        value, address = now.get(node.key), here + node.key
        olds = [each for each in edge.old if isinstance(each, Question) and each.key in before]
        stood = tuple((each, there + each.key, before[each.key]) for each in olds)
        if not edge.carries:
            if stood:
                return Change("regrouped", node, address, stood[0][1], edge.mode, value, stood=stood)
            return None if value is None else Change("new", node, address, "", edge.mode, value)
        was = self._as_now(node, edge, before)
        if value is None and not stood:
            return None
        if not stood:
            return Change("new", node, address, "", edge.mode, value)
        old_address = stood[0][1]
        if value is None:
            return Change("gone", node, address, old_address, edge.mode, None, was, stood)
        return self._compared(Change("changed", node, address, old_address, edge.mode, value, was, stood))

    def _as_now(self, node: Question, edge: Edge, before: Answers) -> Value | None:
        """Last time's answer as one of the question asked now; "not known" stays what it is."""
        old = edge.old[0] if edge.carries else None
        value = before.get(old.key) if old is not None else None
        if value is None or isinstance(value, NonAnswer) or not isinstance(old, Question):
            return value
        return mapped_value(node, old, edge, value)[0]

    def _compared(self, found: Change) -> Change:
        if _alike(found.node, found.before, found.now):
            return _with(found, kind="same")
        before, now = found.before, found.now
        if not is_number(before) or not is_number(now):
            return found
        share = moved_share(before, now)
        has_moved = share is not None and abs(share) > self.limit
        amount = now - before
        reason = self.reasons.get(found.address, "")
        return _with(found, kind="moved" if has_moved else "changed", amount=amount, share=share, reason=reason)

    # ---- repeating blocks
    def _block(
        self, node: Group, edge: Edge, now: Answers, before: Answers | None, here: str, there: str
    ) -> Iterator[Change]:
        entries = instances_of(now.get(node.key))
        old = edge.old[0] if edge.carries else None
        olds = instances_of((before or Answers()).get(old.key)) if old is not None else ()
        scope = (*node.repeat, node.key)
        places, left = paired(entries, olds, lambda one, other: self._likeness(scope, one, other))
        for place, (entry, was) in enumerate(zip(entries, places, strict=True), start=1):
            inside = f"{here}{node.key}[{place}]"
            if was is None or old is None:
                yield Change("new", node, inside, "", edge.mode, (entry,))
                continue
            yield from self._within(scope, entry, olds[was], f"{inside}/", f"{there}{old.key}[{was + 1}]/")
        for was in left:
            assert old is not None
            yield Change("gone", node, "", f"{there}{old.key}[{was + 1}]", edge.mode, None, (olds[was],))

    def _likeness(self, scope: tuple[str, ...], one: Answers, other: Answers) -> int:
        """How many answers of two entries are the same."""
        alike = 0
        for node in self.scopes.get(scope, ()):
            if isinstance(node, Question) and node.key in one:
                was = self._as_now(node, self._edge(node), other)
                alike += was is not None and _alike(node, was, one[node.key])
        return alike

    def _dropped(self, node: Node, value: Value) -> Change:
        stood = ((node, node.key, value),) if isinstance(node, Question) else ()
        return Change("gone", node, "", node.key, "dropped", None, value, stood)


def _with(found: Change, **more: Any) -> Change:
    return replace(found, **more)


def _alike(node: Node, one: Value | None, other: Value | None) -> bool:
    """Whether two answers say the same: of several choices the order does not matter, of a file its content."""
    if isinstance(one, Attached) and isinstance(other, Attached):
        return (one.digest or one.file) == (other.digest or other.file)
    if isinstance(node, Question) and node.kind == "many" and isinstance(one, tuple) and isinstance(other, tuple):
        return {str(each) for each in one} == {str(each) for each in other}
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return one == other
