"""From a tree to its closure, whatever it is."""

from __future__ import annotations

from typing import cast

from concord.instrument.expressions.binding import Bound, Scope, Sort, as_number, bind, constant, truth
from concord.instrument.expressions.functions import bind_call
from concord.instrument.expressions.operators import bind_binary
from concord.instrument.expressions.paths import bind_filtered, bind_path
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Binary, Call, Chosen, Filtered, Literally, Negated, Path, Tree
from concord.instrument.expressions.values import Value


def bind_tree(tree: Tree, scope: Scope) -> Bound:
    """The closure of a tree in a scope; raises Unreadable."""
    match tree:
        case Literally():
            return constant(tree.value)
        case Path():
            return bind_path(tree, scope)
        case Binary():
            return bind_binary(tree, scope)
        case Negated():
            return _negated(tree, scope)
        case Chosen():
            return _chosen(tree, scope)
        case Filtered():
            return bind_filtered(tree, scope)
        case Call():
            return bind_call(tree, scope)


def _negated(tree: Negated, scope: Scope) -> Bound:
    of = as_number(bind(tree.of, scope))
    if of.constant is not None:
        return constant(-cast(float, of.constant))
    inner = of.fn
    return Bound(lambda f, r: -cast(float, inner(f, r)), "number")


def _chosen(tree: Chosen, scope: Scope) -> Bound:
    cases = [(truth(bind(condition, scope)), bind(value, scope)) for condition, value in tree.cases]
    otherwise = bind(tree.otherwise, scope)
    sorts = {value.sort for _, value in cases} | {otherwise.sort}
    sort: Sort = sorts.pop() if len(sorts) == 1 else "any"
    if sort == "nodes":
        sort = "any"
    last = otherwise.fn
    if len(cases) == 1:
        condition, value = cases[0][0], cases[0][1].fn
        return Bound(lambda f, r: value(f, r) if condition(f, r) else last(f, r), sort)
    pairs = tuple((condition, value.fn) for condition, value in cases)

    def chain(f: Frame, r: Run) -> Value:
        for condition, value in pairs:
            if condition(f, r):
                return value(f, r)
        return last(f, r)

    return Bound(chain, sort)
