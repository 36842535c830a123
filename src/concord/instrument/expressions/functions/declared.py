"""How a function is declared: name, count of arguments, and how its closure is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from concord.instrument.expressions.binding import (
    Bound,
    Scope,
    Sort,
    as_boolean,
    as_number,
    as_text,
    bind,
    constant,
)
from concord.instrument.expressions.paths import bind_nodes
from concord.instrument.expressions.shape import Fn, Frame, Run
from concord.instrument.expressions.tree import Call, Path, Tree
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Atom, Value, nodes

Binder = Callable[[Call, Scope], Bound]


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Args:
        name: As written.
        bind: Makes the closure of a call.
        least: Fewest arguments.
        most: Most arguments, or None.
        signature: As shown to an author: ``selected-at(list, index)``.
        pure: Whether equal arguments always give an equal result.
    """

    name: str
    bind: Binder
    least: int
    most: int | None
    signature: str
    pure: bool = True

    def takes_count(self, count: int) -> bool:
        """Whether a call may have so many arguments."""
        return self.least <= count and (self.most is None or count <= self.most)

    @property
    def wanted(self) -> str:
        """How many arguments it takes, as shown: ``2``, ``1-2``, ``1+``."""
        if self.most is None:
            return f"{self.least}+"
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


_CONVERT: dict[str, Callable[[Bound], Bound]] = {
    "t": as_text, "n": as_number, "b": as_boolean, "v": lambda bound: bound,
}  # fmt: skip


def plain(
    name: str, takes: str, gives: Sort, work: Callable[..., Value], *, least: int | None = None, shown: str = ""
) -> Function:
    """A function of its converted arguments alone.

    Args:
        name: As written.
        takes: A letter for each argument: text, number, boolean, value; ``*`` last repeats the one before it.
        gives: What it yields.
        work: What it does.
        least: Fewest arguments, where some may be left out.
        shown: Names of the arguments.
    """
    many = takes.endswith("*")
    letters = takes.rstrip("*")
    fewest = len(letters) if least is None else least

    def make(call: Call, scope: Scope) -> Bound:
        bound = [_CONVERT[letters[min(at, len(letters) - 1)]](bind(arg, scope)) for at, arg in enumerate(call.args)]
        made = Bound(wired(work, tuple(each.fn for each in bound)), gives)
        if all(each.constant is not None for each in bound):
            return constant(made.fn(cast(Frame, None), cast(Run, None)))
        return made

    return Function(name, make, fewest, None if many else len(letters), f"{name}({shown})")


def wired(work: Callable[..., Value], args: tuple[Fn, ...]) -> Fn:
    """A closure that evaluates the arguments and does the work."""
    if len(args) == 1:
        one = args[0]
        return lambda f, r: work(one(f, r))
    if len(args) == 2:
        first, second = args
        return lambda f, r: work(first(f, r), second(f, r))
    if len(args) == 3:
        a, b, c = args
        return lambda f, r: work(a(f, r), b(f, r), c(f, r))
    return lambda f, r: work(*[each(f, r) for each in args])


def node_list(tree: Tree, scope: Scope, function: str) -> Callable[[Frame, Run], list[Atom]]:
    """The closure of an argument that must be nodes; raises Unreadable where it is none."""
    if isinstance(tree, Path):
        return bind_nodes(tree, scope)
    bound = bind(tree, scope)
    if bound.sort != "nodes":
        raise Unreadable("not-nodes", position=getattr(tree, "position", None), params={"function": function})
    fn = bound.fn
    return lambda f, r: nodes(fn(f, r))


def flat(args: tuple[Tree, ...], scope: Scope) -> Callable[[Frame, Run], list[Atom]]:
    """The closure of arguments that are nodes or values, all in one list."""
    bound = [bind(arg, scope) for arg in args]
    if len(bound) == 1:
        only = bound[0].fn
        return lambda f, r: nodes(only(f, r))
    fns = tuple(each.fn for each in bound)
    return lambda f, r: [value for fn in fns for value in nodes(fn(f, r))]


def special(name: str, least: int, most: int | None, bind: Binder, *, shown: str = "", pure: bool = True) -> Function:
    """A function that binds its arguments itself."""
    return Function(name, bind, least, most, f"{name}({shown})", pure)


def untyped(work: Callable[..., Any]) -> Callable[..., Value]:
    """A standard function whose result is a value."""
    return cast("Callable[..., Value]", work)
