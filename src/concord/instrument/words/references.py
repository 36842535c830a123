"""What a path in an expression speaks of: a question, a block, a status, or the answer itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from concord.instrument.expressions.tree import Path, Tree
from concord.instrument.model import Group, Instrument, Node, Question


@dataclass(frozen=True, slots=True)
class Reference:
    """A question or block spoken of; ``of`` says whether its answer or its status is meant."""

    node: Question | Group
    of: Literal["answer", "status"] = "answer"
    is_self: bool = False


def reference(tree: Tree, instrument: Instrument, node: Node | None = None) -> Reference | None:
    """What a tree refers to where it is a plain reference, else None.

    Args:
        tree: Any tree.
        instrument: The instrument.
        node: Where the expression stands; needed for ``.`` and for names that stand in several groups.
    """
    if not isinstance(tree, Path) or tree.predicates or any(step.predicates for step in tree.steps):
        return None
    if tree.start == "name" and not tree.steps:
        return _named(tree.name, instrument, node)
    if tree.start == "root" and tree.steps and all(step.axis == "child" for step in tree.steps):
        return _at(tuple(step.name for step in tree.steps[1:]), instrument)
    if tree.start in ("here", "current") and node is not None:
        return _relative(tree, instrument, node)
    return None


def _relative(tree: Path, instrument: Instrument, node: Node) -> Reference | None:
    path = list(node.path)
    for step in tree.steps:
        if step.axis == "parent" and path:
            path.pop()
        elif step.axis == "child":
            path.append(step.name)
        elif step.axis != "self":
            return None
    if tuple(path) == node.path:
        return Reference(node, is_self=True)
    return _at(tuple(path), instrument)


def _at(path: tuple[str, ...], instrument: Instrument) -> Reference | None:
    found = instrument.by_path.get(path)
    return None if found is None else Reference(found)


def _named(name: str, instrument: Instrument, node: Node | None) -> Reference | None:
    found = _nearest(instrument.named(name), node)
    if found is not None:
        return Reference(found, is_self=node is not None and found.path == node.path)
    whose = _nearest(instrument.named(name.removesuffix("_status")), node) if name.endswith("_status") else None
    return Reference(whose, "status") if isinstance(whose, Question) and whose.about.statuses else None


def _nearest(nodes: tuple[Node, ...], node: Node | None) -> Node | None:
    """The one of this name, or the one that shares most groups with where the expression stands; None if in doubt."""
    if len(nodes) < 2 or node is None:
        return nodes[0] if len(nodes) == 1 else None
    shared = {each.path: _shared(each.path, node.path) for each in nodes}
    most = max(shared.values())
    nearest = [each for each in nodes if shared[each.path] == most]
    return nearest[0] if len(nearest) == 1 else None


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
