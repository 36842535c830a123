"""Repeating blocks: which instance one stands in, and values of another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from concord.instrument.expressions.binding import Bound, Scope, bind, figure
from concord.instrument.expressions.functions.declared import Function, special
from concord.instrument.expressions.routes import levels_of, note, route_of, route_to
from concord.instrument.expressions.shape import Frame, Level, Run, Spec
from concord.instrument.expressions.tree import Call, Path, Tree
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Atom, Value, number
from concord.instrument.expressions.walking import frames_of, start_of


def _position(call: Call, scope: Scope) -> Bound:
    if not call.args:
        if scope.candidate is not None:
            return Bound(lambda f, r: r.place, "number")
        return Bound(lambda f, r: 1.0, "number")
    if not isinstance(call.args[0], Path):
        raise Unreadable("not-nodes", position=call.position, params={"function": call.name})
    route = route_of(call.args[0], scope)
    note(route, scope)
    if route.spec.sort != "repeat":
        return Bound(lambda f, r: 1.0, "number")
    if route.is_one:
        start = start_of(route)
        return Bound(lambda f, r: float(start(f, r).place), "number")
    frames = frames_of(route, scope)

    def first(f: Frame, r: Run) -> float:
        found = frames(f, r)
        return float(found[0].place) if found else 0.0

    return Bound(first, "number")


Picks = list[tuple[int, Callable[[Frame, Run], float] | None]]


def _indexed(call: Call, scope: Scope) -> Bound:
    if len(call.args) % 2 == 0:
        params = {"function": call.name, "wanted": "3, 5, 7", "found": len(call.args)}
        raise Unreadable("arguments", position=call.position, params=params)
    target = _named(call.args[0], scope, call)
    asked: dict[Level, Callable[[Frame, Run], float]] = {}
    for block, index in zip(call.args[1::2], call.args[2::2], strict=True):
        level = _block(block, target, scope, call)
        asked[level] = figure(bind(index, scope))
        scope.reads.append((level.spec, "sibling"))
    scope.reads.append((target, "sibling"))
    return _reader(target, asked, scope)


def _named(tree: Tree, scope: Scope, call: Call) -> Spec:
    if not isinstance(tree, Path):
        raise Unreadable("not-a-question", position=call.position)
    return route_of(tree, scope).spec


def _block(tree: Tree, target: Spec, scope: Scope, call: Call) -> Level:
    spec = _named(tree, scope, call)
    if spec.sort != "repeat" or spec.level not in levels_of(target):
        raise Unreadable("not-a-repeat", position=call.position, params={"name": spec.name, "question": target.name})
    return spec.level


def _reader(target: Spec, asked: dict[Level, Callable[[Frame, Run], float]], scope: Scope) -> Bound:
    """Down from the last instance that is one's own, by the places asked for."""
    chain = levels_of(target)
    first = next(place for place, level in enumerate(chain) if level in asked)
    shared = max(place for place in range(first) if scope.level.depth_below(chain[place]) is not None)
    route = route_to(chain[shared].spec, scope)
    ups = scope.level.depth_below(chain[shared]) or 0
    route.ups, route.downs = ups, []
    start = start_of(route)
    picks: Picks = [(level.place, asked.get(level)) for level in chain[shared + 1 :]]
    slot = target.slot if target.sort == "leaf" else -1

    def read(f: Frame, r: Run) -> Value:
        found = [start(f, r)]
        for place, index in picks:
            found = [kid for each in found for kid in _picked(each.kids[place], index, f, r)]
        many = [each.v[slot] if slot >= 0 else "" for each in found]
        return many[0] if len(many) == 1 else cast("list[Atom]", many)  # a leaf of one frame holds one value

    return Bound(read, "any")


def _picked(kids: list[Frame], index: Callable[[Frame, Run], float] | None, f: Frame, r: Run) -> list[Frame]:
    if index is None:
        r.spend(len(kids))
        return kids
    place = number(index(f, r))
    return [kids[int(place) - 1]] if 1 <= place < len(kids) + 1 else []


REPEATS: tuple[Function, ...] = (
    special("position", 0, 1, _position, shown="node"),
    special("indexed-repeat", 3, 11, _indexed, shown="question, block, place, …"),
)
