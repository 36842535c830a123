"""From a tree to a Python closure: every name found its place, every constant folded, every type known where it can be.

A closure takes the frame it is evaluated in and the run (:class:`~concord.instrument.expressions.shape.Run`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from concord.instrument.expressions.shape import Fn, Frame, Level, Lists, Run, Spec
from concord.instrument.expressions.tree import Tree
from concord.instrument.expressions.values import Atom, Value, boolean, number, text

Sort = Literal["number", "text", "boolean", "any", "nodes"]
#: How a value is read: of one's own instance, of many, or of siblings picked out by place or predicate.
Reading = Literal["one", "many", "sibling"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A closure, the sort of value it yields, and what is known of it beforehand.

    Args:
        fn: The closure.
        sort: What it yields.
        constant: The value, where it is always the same.
        slot: Where it only reads a leaf of the frame it is evaluated in: the leaf's slot, else -1.
        weight: How much work it is.
    """

    fn: Fn
    sort: Sort
    constant: Value | None = None
    slot: int = -1
    weight: int = 1


@dataclass(slots=True)
class Scope:
    """Where an expression stands.

    Args:
        root: The tree's root.
        here: What ``.`` is.
        lists: Choice lists and tables.
        named: Finds the one spec of a name seen from ``here``; raises Unreadable with a reason.
        binder: Makes the closure of a tree: :func:`~concord.instrument.expressions.dispatch.bind_tree`.
        candidate: In a predicate: what is being filtered; paths without ``current()`` start there.
        reads: Specs that the bound expression reads, and how.
        lists_read: Lists that it looks things up in.
    """

    root: Spec
    here: Spec
    lists: Lists
    named: Callable[[str, Spec, int], Spec]
    binder: Callable[[Tree, Scope], Bound]
    candidate: Spec | None = None
    reads: list[tuple[Spec, Reading]] = field(default_factory=list)
    lists_read: list[str] = field(default_factory=list)

    @property
    def level(self) -> Level:
        """The level whose frames the expression is evaluated in."""
        return self.here.level

    def filtering(self, candidate: Spec) -> Scope:
        """The scope inside a predicate on ``candidate``."""
        return replace(self, candidate=candidate)


def bind(tree: Tree, scope: Scope) -> Bound:
    """The closure of a tree in a scope; raises Unreadable."""
    return scope.binder(tree, scope)


def constant(value: Value) -> Bound:
    """A bound constant."""
    sort: Sort = "boolean" if value is True or value is False else "number" if isinstance(value, float) else "text"
    return Bound(lambda f, r: value, sort, value)


def as_number(bound: Bound) -> Bound:
    """The same, yielding a number."""
    if bound.slot < 0:
        return _converted(bound, "number", number)
    slot = bound.slot

    def read(f: Frame, r: Run) -> float:
        value = f.v[slot]
        return value if type(value) is float else number(value)

    return Bound(read, "number")


def as_text(bound: Bound) -> Bound:
    """The same, yielding a text."""
    if bound.slot < 0:
        return _converted(bound, "text", text)
    slot = bound.slot

    def read(f: Frame, r: Run) -> str:
        value = f.v[slot]
        return value if type(value) is str else text(value)

    return Bound(read, "text")


def as_boolean(bound: Bound) -> Bound:
    """The same, yielding a truth."""
    return _converted(bound, "boolean", boolean)


def _converted(bound: Bound, sort: Sort, convert: Callable[[Value], Atom]) -> Bound:
    if bound.sort == sort:
        return bound
    if bound.constant is not None:
        return constant(convert(bound.constant))
    inner = bound.fn
    return Bound(lambda f, r: convert(inner(f, r)), sort)


def truth(bound: Bound) -> Callable[[Frame, Run], bool]:
    """The closure of a condition."""
    return cast("Callable[[Frame, Run], bool]", as_boolean(bound).fn)


def figure(bound: Bound) -> Callable[[Frame, Run], float]:
    """The closure of a number."""
    return cast("Callable[[Frame, Run], float]", as_number(bound).fn)


def wording(bound: Bound) -> Callable[[Frame, Run], str]:
    """The closure of a text."""
    return cast("Callable[[Frame, Run], str]", as_text(bound).fn)
