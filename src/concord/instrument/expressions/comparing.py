"""``=``, ``!=``, ``<`` and ``<=`` by XPath 1.0, section 3.4; ``>`` and ``>=`` are the last two turned round."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from concord.instrument.expressions.moments import Moment
from concord.instrument.expressions.unreadable import Costly
from concord.instrument.expressions.values import Atom, Value, boolean, nodes, number, text

#: Numbers that differ by less than this are equal, as in ODK's JavaRosa: shares that are typed add up to 1.
NEAR = 1e-12


def equal(left: Value, right: Value) -> bool:
    """``=``: of nodes, whether any is equal; else as truths, as numbers or as texts, in this order."""
    one, other = type(left), type(right)
    if one is list or other is list:
        return _any(left, right, equal)
    if one is bool or other is bool:
        return boolean(left) == boolean(right)
    if one is float or other is float:
        a, b = number(left), number(right)
        return a == b or abs(a - b) < NEAR
    if one is Moment and other is Moment:
        return cast(Moment, left).days == cast(Moment, right).days
    return left == right


def differs(left: Value, right: Value) -> bool:
    """``!=``: of nodes, whether any differs; else the opposite of ``=``."""
    if type(left) is list or type(right) is list:
        return _any(left, right, differs)
    return not equal(left, right)


def less(left: Value, right: Value) -> bool:
    """``<``, as numbers."""
    if type(left) is list or type(right) is list:
        return _any(left, right, less)
    return number(left) < number(right)


def at_most(left: Value, right: Value) -> bool:
    """``<=``, as numbers."""
    if type(left) is list or type(right) is list:
        return _any(left, right, at_most)
    return number(left) <= number(right)


def _any(left: Value, right: Value, compare: Callable[[Value, Value], bool]) -> bool:
    """Whether the comparison holds for any pair of nodes (XPath 1.0, section 3.4)."""
    if type(left) is bool or type(right) is bool:
        return compare(boolean(left), boolean(right))
    many, others = nodes(left), nodes(right)
    if compare is equal and len(many) > 1 and len(others) > 1:
        return not {text(each) for each in many}.isdisjoint(text(each) for each in others)
    if compare in (less, at_most) and len(many) > 1 and len(others) > 1:
        return _least_below_greatest(many, others, compare)
    if len(many) * len(others) > 200_000:
        raise Costly("costly")
    return any(compare(a, b) for a in many for b in others)


def _least_below_greatest(many: list[Atom], others: list[Atom], compare: Callable[[Value, Value], bool]) -> bool:
    """Whether any of many is below any of others: the least of the one, the greatest of the other."""
    low = [figure for figure in map(number, many) if figure == figure]
    high = [figure for figure in map(number, others) if figure == figure]
    return bool(low and high) and compare(min(low), max(high))
