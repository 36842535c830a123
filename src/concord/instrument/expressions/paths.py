"""Paths as closures: the value of the one node they name, or the values of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from concord.instrument.expressions.binding import Bound, Scope, bind
from concord.instrument.expressions.routes import Route, note, route_of
from concord.instrument.expressions.shape import Frame, Run, Spec
from concord.instrument.expressions.tree import Filtered, Path, Tree
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.expressions.values import Atom, Value, nodes
from concord.instrument.expressions.walking import Many, frames_of, sieve_of, start_of


def bind_path(path: Path, scope: Scope) -> Bound:
    """The closure of a path: the value of the one node it names, or the values of all of them."""
    route = route_of(path, scope)
    note(route, scope)
    if route.is_one and not route.filters:
        return _one(route)
    return Bound(_values(route, scope), "nodes")


def bind_nodes(path: Path, scope: Scope) -> Callable[[Frame, Run], list[Atom]]:
    """The closure of a path as a list of nodes, what is not shown left out, even where it names just one."""
    route = route_of(path, scope)
    note(route, scope)
    return _values(route, scope)


def bind_filtered(tree: Filtered, scope: Scope) -> Bound:
    """A function's nodes, filtered by position: ``randomize(…)[1]``."""
    inner = bind(tree.of, scope)
    if inner.sort != "nodes" or len(tree.predicates) != 1:
        raise Unreadable("filter", position=tree.position)
    of, predicate = inner.fn, bind(tree.predicates[0], scope)
    if predicate.sort not in {"number", "any"}:
        raise Unreadable("filter", position=tree.position)
    which = predicate.fn

    def pick(f: Frame, r: Run) -> Value:
        many, place = nodes(of(f, r)), which(f, r)
        inside = isinstance(place, float) and place == place and 1 <= place <= len(many)
        return [many[int(cast(float, place)) - 1]] if inside and place == int(cast(float, place)) else []

    return Bound(pick, "nodes")


def bind_union(trees: tuple[Tree, ...], scope: Scope, position: int) -> Bound:
    """``a | b``: the nodes of all paths, each once."""
    sides: list[tuple[Many, Spec]] = []
    for tree in trees:
        if not isinstance(tree, Path):
            raise Unreadable("not-nodes", position=position, params={"function": "|"})
        route = route_of(tree, scope)
        note(route, scope)
        sides.append((frames_of(route, scope), route.spec))

    def united(f: Frame, r: Run) -> list[Atom]:
        found: dict[tuple[int, int], Atom] = {}
        for frames, spec in sides:
            for each in frames(f, r):
                if each.on[spec.gate]:
                    value = each.v[spec.slot] if spec.sort == "leaf" else ""
                    found.setdefault((id(each), id(spec)), cast(Atom, value))
        return list(found.values())

    return Bound(united, "nodes")


def _one(route: Route) -> Bound:
    if route.spec.sort != "leaf":
        return Bound(lambda f, r: "", "any")
    slot, ups = route.spec.slot, route.ups
    if route.base == "frame" and ups == 0:
        return Bound(lambda f, r: f.v[slot], "any", slot=slot)
    if route.base == "frame" and ups == 1:
        return Bound(lambda f, r: f.up.v[slot], "any")
    start = start_of(route)
    return Bound(lambda f, r: start(f, r).v[slot], "any")


def _values(route: Route, scope: Scope) -> Callable[[Frame, Run], list[Atom]]:
    frames, spec = frames_of(route, scope), route.spec
    sieve = sieve_of(route.filters, spec, scope) if route.filters else None
    if spec.sort != "leaf":
        return lambda f, r: [""] * len(frames(f, r))
    slot, gate = spec.slot, spec.gate
    if route.base == "items" and spec.name == "label":
        return _labels(route, scope, frames)

    def read(f: Frame, r: Run) -> list[Atom]:
        found = frames(f, r)
        if gate:
            found = [each for each in found if each.on[gate]]
        if sieve is not None:
            found = [each for one in found for each in sieve([one], f, r)]
        return cast("list[Atom]", [each.v[slot] for each in found])  # a leaf of one frame holds one value

    return read


def _labels(route: Route, scope: Scope, frames: Many) -> Callable[[Frame, Run], list[Atom]]:
    """Labels of a list's items in the language of the run."""
    lists, name, slot = scope.lists, route.list, route.spec.slot
    columns = route.spec.parent.children if route.spec.parent is not None else {}
    key = columns["name"][0].slot if "name" in columns else -1

    def read(f: Frame, r: Run) -> list[Atom]:
        found: list[Atom] = []
        for each in frames(f, r):
            said = lists.label(name, str(each.v[key]), r.language) if key >= 0 else None
            found.append(cast(Atom, each.v[slot]) if said is None else said)
        return found

    return read
