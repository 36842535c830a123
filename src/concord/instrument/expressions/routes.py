"""Where a path leads in the tree of names, found once.

As in ODK's forms, ``${q}`` and an absolute path mean the instance one stands in, as far as one stands in it, and every
instance beyond that; a relative path says itself which it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from concord.instrument.expressions.binding import Scope
from concord.instrument.expressions.nearest import nearest
from concord.instrument.expressions.shape import Frame, Level, Spec
from concord.instrument.expressions.tree import Path, Step, Tree
from concord.instrument.expressions.unreadable import Unreadable


@dataclass(slots=True)
class Route:
    """How to come from the frame one stands in to what a path names.

    Args:
        base: ``frame`` one is evaluated in, ``current`` (outside the predicate), or ``items`` of a list.
        ups: Frames up from the base.
        downs: Levels down, each with the predicates on its instances.
        spec: What is named.
        filters: Predicates on what is named, where it is a leaf.
        items: Frames of a list, where the base is one.
        list: Its name.
    """

    base: Literal["frame", "current", "items"]
    spec: Spec
    ups: int = 0
    downs: list[tuple[Level, tuple[Tree, ...]]] = field(default_factory=list)
    filters: tuple[Tree, ...] = ()
    items: tuple[Frame, ...] = ()
    list: str = ""

    @property
    def is_one(self) -> bool:
        """Whether it leads to exactly one frame."""
        return not self.downs and self.base != "items"


def note(route: Route, scope: Scope) -> None:
    """Keep what a route reads: leaves, and the blocks whose instances it goes over."""
    if route.base == "items":
        scope.lists_read.append(route.list)
        return
    of_candidates = scope.candidate is not None and route.base == "frame"
    picked = of_candidates or any(predicates for _, predicates in route.downs)
    for level, _ in route.downs:
        scope.reads.append((level.spec, "sibling" if picked else "many"))
    if route.spec.sort == "leaf":
        scope.reads.append((route.spec, "sibling" if picked else "many" if route.downs else "one"))


def route_of(path: Path, scope: Scope) -> Route:
    """Where a path leads; raises Unreadable where it leads nowhere."""
    match path.start:
        case "name":
            found = scope.named(path.name, scope.here, path.position)
            route = route_to(found, scope, {found: path.predicates} if path.predicates else {})
        case "root":
            return _absolute(path, scope)
        case "here" | "current":
            inside = scope.candidate is not None and path.start == "here"
            base: Literal["frame", "current"] = "frame" if inside or scope.candidate is None else "current"
            route = Route(base, cast(Spec, scope.candidate) if inside else scope.here)
        case "instance":
            return _instance(path, scope)
    for step in path.steps:
        route = _stepped(route, step, path)
    return route


def route_to(spec: Spec, scope: Scope, predicates: Mapping[Spec, tuple[Tree, ...]] | None = None) -> Route:
    """The way to a spec by its name: the instances one stands in as far as they go, then every one."""
    filters = predicates or {}
    chain = levels_of(spec)
    route = _from(scope.level, "frame" if scope.candidate is None else "current", spec, chain, filters)
    inside = scope.candidate
    if inside is not None and route.downs and inside.level in chain and scope.level.depth_below(inside.level) is None:
        route = _from(inside.level, "frame", spec, chain, filters)
    return route


def _from(
    level: Level,
    base: Literal["frame", "current"],
    spec: Spec,
    chain: list[Level],
    filters: Mapping[Spec, tuple[Tree, ...]],
) -> Route:
    shared = 0
    for place, each in enumerate(chain):
        is_target = spec.sort == "repeat" and place == len(chain) - 1
        if level.depth_below(each) is None or (place and each.spec in filters) or is_target:
            break
        shared = place
    ups = cast(int, level.depth_below(chain[shared]))
    downs = [(each, filters.get(each.spec, ())) for each in chain[shared + 1 :]]
    return Route(base, spec, ups, downs, filters.get(spec, ()) if spec.sort == "leaf" else ())


def levels_of(spec: Spec) -> list[Level]:
    """Levels from the whole form down to the one a spec belongs to."""
    found: list[Level] = []
    level: Level | None = spec.level
    while level is not None:
        found.insert(0, level)
        level = level.outer
    return found


def _absolute(path: Path, scope: Scope) -> Route:
    spec, filters = scope.root, {}
    for step in path.steps[1:]:
        if step.axis == "self":
            continue
        spec = _parent(spec, path) if step.axis == "parent" else _child(spec, step, path)
        if step.predicates:
            filters[spec] = step.predicates
    return route_to(spec, scope, filters)


def _stepped(route: Route, step: Step, path: Path) -> Route:
    if step.axis == "self":
        return replace(route, filters=(*route.filters, *step.predicates)) if step.predicates else route
    if step.axis == "parent":
        return _up(route, path)
    spec = _child(route.spec, step, path)
    if spec.sort == "repeat":
        return replace(route, spec=spec, downs=[*route.downs, (spec.level, step.predicates)])
    return replace(route, spec=spec, filters=step.predicates)


def _up(route: Route, path: Path) -> Route:
    parent = _parent(route.spec, path)
    if route.spec.sort != "repeat":
        return replace(route, spec=parent, filters=())
    if route.downs:
        return replace(route, spec=parent, downs=route.downs[:-1], filters=())
    return replace(route, spec=parent, ups=route.ups + 1, filters=())


def _parent(spec: Spec, path: Path) -> Spec:
    if spec.parent is None:
        raise Unreadable("above-root", position=path.position)
    return spec.parent


def _child(spec: Spec, step: Step, path: Path) -> Spec:
    found = spec.children.get(step.name.rpartition(":")[2], ())
    if step.name == "*":
        raise Unreadable("any-name", position=path.position)
    if len(found) == 1:
        return found[0]
    params = {"found": step.name, "in": spec.name, "nearest": nearest(step.name, spec.children) or "–"}
    raise Unreadable("unknown-path", position=path.position, params=params)


def _instance(path: Path, scope: Scope) -> Route:
    if path.name == "__last-saved":
        raise Unreadable("last-saved", position=path.position, params={"found": path.name})
    found = scope.lists.items(path.name)
    if found is None:
        raise Unreadable("unknown-list", position=path.position, params={"found": path.name})
    level, items = found
    names = [step for step in path.steps if step.axis == "child"]
    if len(names) != len(path.steps) or len(names) > 3:
        raise Unreadable("instance-path", position=path.position, params={"found": path.name})
    route = Route("items", level.spec, items=items, list=path.name)
    if len(names) < 2:
        return route
    route = replace(route, downs=[(level, names[1].predicates)])
    if len(names) == 3:
        return replace(route, spec=_child(level.spec, names[2], path), filters=names[2].predicates)
    return route
