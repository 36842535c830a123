"""What an expression says, as a tree of frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Axis = Literal["child", "parent", "self"]


@dataclass(frozen=True, slots=True)
class Literally:
    """A number or a text, as written."""

    value: float | str
    position: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; the name is ``*`` for any."""

    axis: Axis
    name: str
    predicates: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path: where it starts, filters on the start, and its steps.

    Args:
        start: ``root`` (``/data/…``), ``here`` (``.``, ``../q``), ``current``, ``instance`` or ``name`` (``${q}``).
        name: Of the instance or the question, else empty.
    """

    start: Literal["root", "here", "current", "instance", "name"]
    name: str
    steps: tuple[Step, ...]
    position: int
    predicates: tuple[Tree, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments."""

    name: str
    args: tuple[Tree, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Filtered:
    """A function's nodes, filtered and stepped from: ``randomize(…)[1]``."""

    of: Tree
    predicates: tuple[Tree, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two sides and an operator between them."""

    operator: str
    left: Tree
    right: Tree
    position: int


@dataclass(frozen=True, slots=True)
class Negated:
    """Unary minus."""

    of: Tree
    position: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chain of ``if``: pairs of condition and value, then what holds otherwise."""

    cases: tuple[tuple[Tree, Tree], ...]
    otherwise: Tree
    position: int


Tree = Literally | Path | Call | Filtered | Binary | Negated | Chosen


def parts(tree: Tree) -> tuple[Tree, ...]:
    """What stands directly inside a tree, in order."""
    match tree:
        case Path():
            return (*tree.predicates, *(each for step in tree.steps for each in step.predicates))
        case Call():
            return tree.args
        case Filtered():
            return (tree.of, *tree.predicates)
        case Binary():
            return (tree.left, tree.right)
        case Negated():
            return (tree.of,)
        case Chosen():
            return (*(each for case in tree.cases for each in case), tree.otherwise)
        case _:
            return ()


def weight(tree: Tree) -> int:
    """How much work a tree is, roughly: a function counts for more than an operator."""
    return sum(8 if isinstance(each, Call) else 1 for each in walk(tree))


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything inside it, in order."""
    waiting = [tree]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(parts(here)))
