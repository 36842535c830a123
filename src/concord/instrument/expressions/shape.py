"""What expressions stand on: the tree of names, and the frames that hold values for it.

A :class:`Level` is the whole form or one repeating block; a :class:`Frame` is one instance of it and holds one value
for each of its leaves. Groups that do not repeat have no frames: their leaves belong to the level around them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from concord.instrument.expressions.unreadable import Costly
from concord.instrument.expressions.values import Atom, Value

#: How many steps one evaluation may take: each part of an expression is one, each time, and each node that it visits;
#: functions, comparisons and joining count for more. Some two tenths of a second to a second.
BUDGET = 2_000_000


class Spec:
    """One name in the tree.

    Args:
        name: As in a path.
        sort: ``root``, ``group``, ``repeat`` or ``leaf``.
        level: What it belongs to; of a repeat, the level of its own instances.
        slot: Of a leaf: the place of its value in a frame.
        gate: Place, in a frame of its level, of the condition it is shown under; 0 is the frame's own.
        choices: Of a choosing question: name of its list.
    """

    __slots__ = ("children", "choices", "gate", "level", "name", "parent", "slot", "sort")

    def __init__(
        self, name: str, sort: Literal["root", "group", "repeat", "leaf"], level: Level, parent: Spec | None
    ) -> None:
        self.name, self.sort, self.level, self.parent = name, sort, level, parent
        self.children: dict[str, list[Spec]] = {}
        self.slot, self.gate, self.choices = -1, 0, ""
        if parent is not None:
            parent.children.setdefault(name, []).append(self)

    @property
    def path(self) -> tuple[str, ...]:
        """Names from below the root."""
        return () if self.parent is None else (*self.parent.path, self.name)

    def __repr__(self) -> str:
        return f"Spec({'/'.join(self.path) or '/'})"


class Level:
    """The whole form, a repeating block, or the items of a list."""

    __slots__ = ("below", "gates", "outer", "place", "slots", "spec")

    def __init__(self, outer: Level | None) -> None:
        self.outer = outer
        self.slots, self.gates = 0, 1
        self.below: list[Level] = []
        self.place = 0
        self.spec: Spec
        if outer is not None:
            self.place = len(outer.below)
            outer.below.append(self)

    def leaf(self, spec: Spec) -> Spec:
        """Give a leaf its place."""
        spec.slot = self.slots
        self.slots += 1
        return spec

    def depth_below(self, other: Level) -> int | None:
        """How many frames up from this level the other one is, or None where it is not around this one."""
        level: Level | None = self
        steps = 0
        while level is not None:
            if level is other:
                return steps
            level, steps = level.outer, steps + 1
        return None


class Frame:
    """One instance of a level.

    Args:
        v: Values as expressions see them, by slot: empty where the question is not shown.
        own: Values as answered, shown or not.
        on: Conditions, by gate; the first says whether the instance itself is shown.
        kids: Instances below that are shown, by the level's place; ``every`` has all of them.
        raw: The answers it was made from.
        place: Which instance, from 1.
        prefix: What stands before the keys of its answers in an address.
        is_cut: Whether it is beyond the number of instances that the form asks for.
    """

    __slots__ = ("every", "is_cut", "kids", "level", "on", "own", "place", "prefix", "raw", "up", "v")

    def __init__(self, level: Level, up: Frame | None, place: int = 1, prefix: str = "") -> None:
        self.level, self.place, self.prefix = level, place, prefix
        self.up: Frame = self if up is None else up
        self.v: list[Value] = [""] * level.slots
        self.own: list[Value] = self.v.copy()
        self.on: list[bool] = [True] * level.gates
        self.kids: list[list[Frame]] = [[] for _ in level.below]
        self.every: list[list[Frame]] = [[] for _ in level.below]
        self.raw: dict[str, object] = {}
        self.is_cut = False


@dataclass(slots=True)
class Run:
    """What one evaluation knows beside the answers: today, now, the seed, the language, and what it has spent.

    ``order`` is what the order of choices is drawn from where the author names no seed: it stays while answers change.
    """

    today: date
    now: datetime
    seed: str = ""
    language: str = "en"
    version: str = ""
    person: Mapping[str, str] = field(default_factory=dict)
    current: Frame = field(init=False, repr=False, compare=False)  # what is evaluated sets it before anything reads it
    place: float = 1.0
    size: float = 1.0
    left: int = BUDGET
    order: str = ""

    def spend(self, steps: int) -> None:
        """Count steps; raises Costly when there have been too many."""
        self.left -= steps
        if self.left < 0:
            raise Costly("costly")


Fn = Callable[[Frame, Run], Value]


class Lists(Protocol):
    """Where expressions look up lists of choices and attached tables."""

    def items(self, name: str) -> tuple[Level, tuple[Frame, ...]] | None:
        """Items of a list or table as frames, or None where there is none of the name."""

    def label(self, name: str, choice: str, language: str) -> str | None:
        """The label of a choice in a list, or None."""

    def wording(self, id: str, language: str) -> str:
        """A translated wording by its id (``jr:itext``); the id itself where there is none."""


Items = Mapping[str, Atom]
