"""The frames a route leads to, with the predicates on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from concord.instrument.expressions.binding import Scope, bind
from concord.instrument.expressions.comparing import equal
from concord.instrument.expressions.routes import Route, route_of
from concord.instrument.expressions.shape import Fn, Frame, Run, Spec
from concord.instrument.expressions.tree import Binary, Call, Literally, Path, Tree, walk, weight
from concord.instrument.expressions.values import Value, number

Start = Callable[[Frame, Run], Frame]
Many = Callable[[Frame, Run], Sequence[Frame]]


def start_of(route: Route) -> Start:
    """The closure that goes up from where one stands."""
    ups = route.ups
    if route.base == "current":
        if ups == 0:
            return lambda f, r: r.current
        if ups == 1:
            return lambda f, r: r.current.up
        return lambda f, r: _climbed(r.current, ups)
    if ups == 0:
        return lambda f, r: f
    if ups == 1:
        return lambda f, r: f.up
    return lambda f, r: _climbed(f, ups)


def _climbed(frame: Frame, ups: int) -> Frame:
    for _ in range(ups):
        frame = frame.up
    return frame


def frames_of(route: Route, scope: Scope) -> Many:
    """The closure of all frames a route leads to, in order."""
    if route.base == "items":
        return _items(route, scope)
    start = start_of(route)
    if not route.downs:
        return lambda f, r: [start(f, r)]
    steps = [(level.place, sieve_of(predicates, level.spec, scope)) for level, predicates in route.downs]
    if len(steps) == 1 and steps[0][1] is None:
        only = steps[0][0]

        def all_of_one(f: Frame, r: Run) -> Sequence[Frame]:
            found = start(f, r).kids[only]
            r.spend(len(found))
            return found

        return all_of_one

    def walked(f: Frame, r: Run) -> Sequence[Frame]:
        found: list[Frame] = [start(f, r)]
        for place, sieve in steps:
            below: list[Frame] = []
            for each in found:
                kids = each.kids[place]
                r.spend(len(kids) + 1)
                below.extend(kids if sieve is None else sieve(kids, f, r))
            found = below
        return found

    return walked


Sieve = Callable[[Sequence[Frame], Frame, Run], Sequence[Frame]]


def sieve_of(predicates: tuple[Tree, ...], candidate: Spec, scope: Scope) -> Sieve | None:
    """What lets through the candidates that all predicates hold for; None where there are none."""
    if not predicates:
        return None
    sieves = [_one_sieve(each, candidate, scope) for each in predicates]

    def sift(kids: Sequence[Frame], f: Frame, r: Run) -> Sequence[Frame]:
        for each in sieves:
            kids = each(kids, f, r)
        return kids

    return sift


def _one_sieve(predicate: Tree, candidate: Spec, scope: Scope) -> Sieve:
    wanted, inner, is_outermost = _wanted_place(predicate), scope.filtering(candidate), scope.candidate is None
    if wanted is not None and not depends_on_candidate(wanted, inner):
        which = bind(wanted, inner).fn
        return lambda kids, f, r: _at(kids, which, f, r, is_outermost)
    check, each_costs = bind(predicate, inner).fn, weight(predicate)

    def sift(kids: Sequence[Frame], f: Frame, r: Run) -> Sequence[Frame]:
        r.spend(len(kids) * each_costs)
        r.current = f if is_outermost else r.current
        size, kept = float(len(kids)), []
        for place, kid in enumerate(kids, start=1):
            r.place, r.size = float(place), size
            value = check(kid, r)
            if value is True or (value == place if type(value) is float else bool(value)):
                kept.append(kid)
        return kept

    return sift


def _wanted_place(predicate: Tree) -> Tree | None:
    """The place that ``[3]`` or ``[position() = …]`` asks for, where it asks for one."""
    if isinstance(predicate, Literally) and isinstance(predicate.value, float):
        return predicate
    if isinstance(predicate, Binary) and predicate.operator == "=":
        for side, other in ((predicate.left, predicate.right), (predicate.right, predicate.left)):
            if isinstance(side, Call) and side.name == "position" and not side.args:
                return other
    return None


def _at(kids: Sequence[Frame], which: Fn, f: Frame, r: Run, is_outermost: bool) -> Sequence[Frame]:
    r.current = f if is_outermost else r.current
    place = number(which(f, r))
    return [kids[int(place) - 1]] if 1 <= place <= len(kids) and place == int(place) else []


def depends_on_candidate(tree: Tree, scope: Scope) -> bool:
    """Whether a tree inside a predicate may differ from one candidate to the next."""
    for each in walk(tree):
        if isinstance(each, Path) and (each.start == "here" or route_of(each, scope).base == "frame"):
            return True
        if isinstance(each, Call) and each.name in {"position", "last", "random", "string-length", "normalize-space"}:
            return True
    return False


def _items(route: Route, scope: Scope) -> Many:
    """The frames of a list's items, found by index where one column is asked for one value."""
    items, predicates = route.items, route.downs[0][1] if route.downs else ()
    if not predicates:
        return lambda f, r: items
    candidate = route.downs[0][0].spec
    conditions = _conjuncts(predicates[0]) if len(predicates) == 1 else ()
    inner, is_outermost = scope.filtering(candidate), scope.candidate is None
    looked_up = next((each for each in conditions if _lookup(each, candidate, inner) is not None), None)
    if looked_up is None:
        sieve = cast(Sieve, sieve_of(predicates, candidate, scope))
        return lambda f, r: sieve(items, f, r)
    column, asked = cast("tuple[Spec, Tree]", _lookup(looked_up, candidate, inner))
    rest = tuple(each for each in conditions if each is not looked_up)
    return _indexed(items, column, bind(asked, inner).fn, sieve_of(rest, candidate, scope), is_outermost)


def _indexed(items: tuple[Frame, ...], column: Spec, asked: Fn, sieve: Sieve | None, is_outermost: bool) -> Many:
    index: dict[Value, list[Frame]] = {}
    for each in items:
        index.setdefault(str(each.v[column.slot]), []).append(each)
    slot = column.slot

    def find(f: Frame, r: Run) -> Sequence[Frame]:
        r.current = f if is_outermost else r.current
        value = asked(f, r)
        if isinstance(value, str):
            found = index.get(str(value), [])
        else:
            r.spend(len(items))
            found = [each for each in items if equal(each.v[slot], value)]
        return found if sieve is None else sieve(found, f, r)

    return find


def _conjuncts(tree: Tree) -> tuple[Tree, ...]:
    if isinstance(tree, Binary) and tree.operator == "and":
        return (*_conjuncts(tree.left), *_conjuncts(tree.right))
    return (tree,)


def _lookup(tree: Tree, candidate: Spec, inner: Scope) -> tuple[Spec, Tree] | None:
    """``name = …`` as the column and what it is to be equal to, where that does not depend on the candidate."""
    if not isinstance(tree, Binary) or tree.operator != "=":
        return None
    for side, other in ((tree.left, tree.right), (tree.right, tree.left)):
        if not isinstance(side, Path) or side.start != "here" or len(side.steps) != 1 or side.steps[0].predicates:
            continue
        step = side.steps[0]
        found = candidate.children.get(step.name, ()) if step.axis == "child" else ()
        if len(found) == 1 and step.name != "label" and not depends_on_candidate(other, inner):
            return found[0], other
    return None
