"""Operators as closures: logic that stops when it knows, comparisons, arithmetic by IEEE 754, and unions."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import add, sub
from typing import cast

from concord.instrument.expressions.binding import Bound, Scope, bind, constant, figure, truth
from concord.instrument.expressions.comparing import NEAR, at_most, differs, equal, less
from concord.instrument.expressions.paths import bind_union
from concord.instrument.expressions.shape import Fn, Frame, Run
from concord.instrument.expressions.tree import Binary, Tree
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import NAN, Value, nodes


def bind_binary(tree: Binary, scope: Scope) -> Bound:
    """Operators of one rank that follow one another are one closure, so that long chains are not deep."""
    chain, first = _chain(tree)
    parts = [bind(first, scope), *(bind(each.right, scope) for each in chain)]
    operators = [each.operator for each in chain]
    if operators[0] == "|":
        return bind_union((first, *(each.right for each in chain)), scope, tree.position)
    if len(chain) > 2 and operators[0] in {"and", "or"}:
        made = _all_of(operators[0], [truth(part) for part in parts])
    elif len(chain) > 2 and operators[0] in _SUMS:
        made = _long_sum(operators, [figure(part) for part in parts])
    else:
        made = parts[0]
        for each, part in zip(chain, parts[1:], strict=True):
            made = _operation(each.operator, made, part)
    if all(part.constant is not None for part in parts):
        return constant(made.fn(cast(Frame, None), cast(Run, None)))
    return made


_RANKS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"), ("|",))
_RANK = {operator: rank for rank, operators in enumerate(_RANKS) for operator in operators}
_SUMS = {"+": add, "-": sub}
#: Comparisons or products in a row, which are nested in one another.
LONGEST_CHAIN = 60


def _chain(tree: Binary) -> tuple[list[Binary], Tree]:
    """The operators of one rank from the left, and what they begin with."""
    found: list[Binary] = []
    here: Tree = tree
    while isinstance(here, Binary) and _RANK[here.operator] == _RANK[tree.operator]:
        found.insert(0, here)
        here = here.left
    if len(found) > LONGEST_CHAIN and tree.operator not in {"and", "or", "+", "-", "|"}:
        raise Unreadable("too-deep", position=tree.position, params={"limit": LONGEST_CHAIN})
    return found, here


def _all_of(word: str, parts: list[Callable[[Frame, Run], bool]]) -> Bound:
    wanted, checks = word == "or", tuple(parts)

    def check(f: Frame, r: Run) -> bool:
        for each in checks:
            if each(f, r) is wanted:
                return wanted
        return not wanted

    return Bound(check, "boolean")


def _long_sum(operators: list[str], parts: list[Callable[[Frame, Run], float]]) -> Bound:
    first, rest = parts[0], tuple(zip((_SUMS[each] for each in operators), parts[1:], strict=True))

    def added(f: Frame, r: Run) -> float:
        value = first(f, r)
        for work, part in rest:
            value = work(value, part(f, r))
        return value

    return Bound(added, "number")


def _operation(operator: str, left: Bound, right: Bound) -> Bound:
    match operator:
        case "and" | "or":
            return _logical(operator, truth(left), truth(right))
        case "=" | "!=":
            return _equality(operator, left, right)
        case "<" | "<=" | ">" | ">=":
            return _ordering(operator, left, right)
        case _:
            return _arithmetic(operator, figure(left), figure(right))


def _logical(operator: str, a: Callable[[Frame, Run], bool], b: Callable[[Frame, Run], bool]) -> Bound:
    if operator == "and":
        return Bound(lambda f, r: a(f, r) and b(f, r), "boolean")
    return Bound(lambda f, r: a(f, r) or b(f, r), "boolean")


def _equality(operator: str, left: Bound, right: Bound) -> Bound:
    if left.constant is not None and right.constant is None:
        left, right = right, left
    a, b, wanted = left.fn, right.fn, operator == "="
    if isinstance(right.constant, str) and left.sort in {"any", "text"}:
        return _equals_text(a, left.slot, right.constant, wanted)
    if isinstance(right.constant, float) and left.sort == "number":
        near, known, read = NEAR, right.constant, figure(left)
        if wanted:
            return Bound(lambda f, r: abs(read(f, r) - known) < near, "boolean")
    compare = equal if wanted else differs
    if "nodes" in {left.sort, right.sort}:
        return _compared(a, b, compare)
    return Bound(lambda f, r: compare(a(f, r), b(f, r)), "boolean")


def _compared(a: Fn, b: Fn, compare: Callable[[Value, Value], bool]) -> Bound:
    """A comparison of nodes, which costs what there is to compare."""

    def check(f: Frame, r: Run) -> bool:
        one, other = a(f, r), b(f, r)
        r.spend(3 * (len(nodes(one)) + len(nodes(other))))
        return compare(one, other)

    return Bound(check, "boolean")


def _equals_text(a: Fn, slot: int, known: str, wanted: bool) -> Bound:
    """``${q} = 'yes'``, the commonest condition of all."""
    compare = equal if wanted else differs

    def check(f: Frame, r: Run) -> bool:
        value = a(f, r)
        return (value == known) is wanted if type(value) is str else compare(value, known)

    def check_leaf(f: Frame, r: Run) -> bool:
        value = f.v[slot]
        return (value == known) is wanted if type(value) is str else compare(value, known)

    return Bound(check if slot < 0 else check_leaf, "boolean")


def _ordering(operator: str, left: Bound, right: Bound) -> Bound:
    if operator in {">", ">="}:
        left, right = right, left
    if "nodes" in {left.sort, right.sort} or "any" in {left.sort, right.sort}:
        return _ordering_any(operator, left, right)
    a, b = figure(left), figure(right)
    if operator in {"<", ">"}:
        return Bound(lambda f, r: a(f, r) < b(f, r), "boolean")
    return Bound(lambda f, r: a(f, r) <= b(f, r), "boolean")


def _ordering_any(operator: str, left: Bound, right: Bound) -> Bound:
    a, b = left.fn, right.fn
    strict = operator in {"<", ">"}
    compare = less if strict else at_most
    if "nodes" in {left.sort, right.sort}:
        return _compared(a, b, compare)
    if isinstance(right.constant, float):
        high = right.constant

        def below(f: Frame, r: Run) -> bool:
            value = a(f, r)
            if type(value) is float:
                return value < high if strict else value <= high
            return compare(value, high)

        return Bound(below, "boolean")
    if isinstance(left.constant, float):
        low = left.constant

        def above(f: Frame, r: Run) -> bool:
            value = b(f, r)
            if type(value) is float:
                return low < value if strict else low <= value
            return compare(low, value)

        return Bound(above, "boolean")
    return Bound(lambda f, r: compare(a(f, r), b(f, r)), "boolean")


def _arithmetic(operator: str, a: Callable[[Frame, Run], float], b: Callable[[Frame, Run], float]) -> Bound:
    match operator:
        case "+":
            return Bound(lambda f, r: a(f, r) + b(f, r), "number")
        case "-":
            return Bound(lambda f, r: a(f, r) - b(f, r), "number")
        case "*":
            return Bound(lambda f, r: a(f, r) * b(f, r), "number")
        case "div":
            return Bound(lambda f, r: divided(a(f, r), b(f, r)), "number")
        case _:
            return Bound(lambda f, r: remainder(a(f, r), b(f, r)), "number")


def divided(a: float, b: float) -> float:
    """``div``: division by IEEE 754; by zero it is infinite, or NaN for zero itself."""
    try:
        return a / b
    except ZeroDivisionError:
        if a == 0 or a != a:
            return NAN
        return math.inf if (a > 0) == (math.copysign(1.0, b) > 0) else -math.inf


def remainder(a: float, b: float) -> float:
    """``mod``: the remainder of a truncating division, with the sign of the first side."""
    if b == 0 or a != a or b != b or math.isinf(a):
        return NAN
    return a if math.isinf(b) else math.fmod(a, b)
