"""Truth: ``not``, ``boolean``, ``coalesce``, ``checklist`` and their like (``if`` is in the grammar)."""

from __future__ import annotations

from concord.instrument.expressions.binding import Bound, Scope, bind, figure
from concord.instrument.expressions.functions.declared import Function, flat, node_list, plain, special
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Call, Path
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Value, atom, boolean, number


def _coalesce(call: Call, scope: Scope) -> Bound:
    fns = [bind(arg, scope).fn for arg in call.args]

    def first(f: Frame, r: Run) -> Value:
        for fn in fns:
            value = atom(fn(f, r))
            if value != "" and value == value:
                return value
        return ""

    return Bound(first, "any")


def _once(call: Call, scope: Scope) -> Bound:
    inner, here = bind(call.args[0], scope).fn, scope.here
    if here.sort != "leaf":
        return bind(call.args[0], scope)
    slot, is_inside = here.slot, scope.candidate is not None

    def keep(f: Frame, r: Run) -> Value:
        own = r.current if is_inside else f
        held = own.v[slot] if own.v[slot] != "" else own.own[slot]
        return held if held != "" else atom(inner(f, r))

    return Bound(keep, "any")


def _from_string(said: str) -> bool:
    return said.strip().casefold() == "true" or said.strip() == "1"


def _checklist(call: Call, scope: Scope) -> Bound:
    low, high = figure(bind(call.args[0], scope)), figure(bind(call.args[1], scope))
    marks = flat(call.args[2:], scope)

    def check(f: Frame, r: Run) -> bool:
        count = sum(1 for each in marks(f, r) if boolean(each))
        least, most = low(f, r), high(f, r)
        return (least < 0 or count >= least) and (most < 0 or count <= most)

    return Bound(check, "boolean")


def _weighted(call: Call, scope: Scope) -> Bound:
    if len(call.args) % 2:
        params = {"function": call.name, "wanted": "2, 4, 6 …", "found": len(call.args)}
        raise Unreadable("arguments", position=call.position, params=params)
    low, high = figure(bind(call.args[0], scope)), figure(bind(call.args[1], scope))
    if len(call.args) == 4 and all(isinstance(arg, Path) for arg in call.args[2:]):
        marks, weights = (node_list(arg, scope, call.name) for arg in call.args[2:])
    else:
        marks, weights = flat(call.args[2::2], scope), flat(call.args[3::2], scope)

    def check(f: Frame, r: Run) -> bool:
        pairs = zip(marks(f, r), weights(f, r), strict=False)
        return low(f, r) <= sum(number(weight) for mark, weight in pairs if boolean(mark)) <= high(f, r)

    return Bound(check, "boolean")


LOGIC: tuple[Function, ...] = (
    plain("true", "", "boolean", lambda: True),
    plain("false", "", "boolean", lambda: False),
    plain("not", "b", "boolean", lambda value: not value, shown="condition"),
    plain("boolean", "b", "boolean", lambda value: value, shown="value"),
    plain("boolean-from-string", "t", "boolean", _from_string, shown="text"),
    plain("string", "t", "text", lambda value: value, shown="value"),
    plain("number", "n", "number", lambda value: value, shown="value"),
    special("coalesce", 1, None, _coalesce, shown="first, second"),
    special("once", 1, 1, _once, shown="value", pure=False),
    special("checklist", 3, None, _checklist, shown="least, most, condition, …"),
    special("weighted-checklist", 4, None, _weighted, shown="least, most, condition, weight, …"),
    special("depend", 1, None, lambda call, scope: bind(call.args[0], scope), shown="value, …"),
)
