"""An instrument's tree of names as expressions see it, and where each question and group stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from concord.instrument.expressions.nearest import nearest
from concord.instrument.expressions.shape import Level, Spec
from concord.instrument.expressions.unreadable import Unreadable
from concord.instrument.model import Group, Instrument, Node, Question


@dataclass(slots=True)
class Shape:
    """The tree, and both ways between it and the instrument."""

    root: Spec
    levels: list[Level]
    spec_of: dict[tuple[str, ...], Spec] = field(default_factory=dict)
    node_of: dict[Spec, Node] = field(default_factory=dict)
    by_name: dict[str, list[Spec]] = field(default_factory=dict)
    companions: dict[Spec, Spec] = field(default_factory=dict)  # q → q_status, where one is read

    def named(self, name: str, here: Spec, position: int) -> Spec:
        """The spec that ``${name}`` means, seen from ``here``: the nearest where several bear the name."""
        found = self.by_name.get(name)
        if found is None:
            companion = self._companion(name, here, position)
            if companion is not None:
                return companion
            params: Mapping[str, object] = {"name": name, "nearest": nearest(name, self.by_name) or "–"}
            raise Unreadable("unknown-name", position=position, params=params)
        if len(found) == 1:
            return found[0]
        return _nearest(name, found, here, position)

    def _companion(self, name: str, here: Spec, position: int) -> Spec | None:
        """``q_status`` of a question ``q``."""
        base = name.removesuffix("_status")
        if base == name or base not in self.by_name:
            return None
        of = self.named(base, here, position)
        node = self.node_of.get(of)
        if not isinstance(node, Question) or not node.is_asked:
            return None
        if of not in self.companions:
            made = of.level.leaf(Spec(name, "leaf", of.level, of.parent))
            made.gate = of.gate
            self.companions[of] = made
        return self.companions[of]


def _nearest(name: str, found: list[Spec], here: Spec, position: int) -> Spec:
    """Of several of one name: one in a group around ``here``, the innermost; else the one that shares most groups."""
    stands = here.path
    around = [spec for spec in found if stands[: len(spec.path) - 1] == spec.path[:-1]]
    shared = [_shared(spec.path, stands) for spec in around or found]
    best = max(shared)
    if shared.count(best) > 1:
        params = {"name": name, "paths": ", ".join("/".join(spec.path) for spec in found[:4])}
        raise Unreadable("ambiguous-name", position=position, params=params)
    return (around or found)[shared.index(best)]


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def shape_of(instrument: Instrument) -> Shape:
    """The shape of an instrument."""
    level = Level(None)
    root = level.spec = Spec("data", "root", level, None)
    shape = Shape(root, [level])
    _children(instrument.children, root, level, 0, shape)
    return shape


def _children(nodes: tuple[Node, ...], parent: Spec, level: Level, gate: int, shape: Shape) -> None:
    for node in nodes:
        if isinstance(node, Group) and node.repeats:
            below = Level(level)
            shape.levels.append(below)
            spec = below.spec = Spec(node.name, "repeat", below, parent)
            _keep(spec, node, shape)
            _children(node.children, spec, below, 0, shape)
            continue
        own = _gate(node, level, gate)
        if isinstance(node, Group):
            spec = Spec(node.name, "group", level, parent)
            _children_after(node, spec, level, own, shape)
        else:
            spec = level.leaf(Spec(node.name, "leaf", level, parent))
            spec.choices = node.choices
            _keep(spec, node, shape)
        spec.gate = own


def _children_after(node: Group, spec: Spec, level: Level, gate: int, shape: Shape) -> None:
    _keep(spec, node, shape)
    _children(node.children, spec, level, gate, shape)


def _gate(node: Node, level: Level, around: int) -> int:
    """A gate of its own for what has a condition of its own, else that of the group around it."""
    if not node.rules.relevant:
        return around
    level.gates += 1
    return level.gates - 1


def _keep(spec: Spec, node: Node, shape: Shape) -> None:
    shape.spec_of[node.path] = spec
    shape.node_of[spec] = node
    shape.by_name.setdefault(node.name, []).append(spec)
