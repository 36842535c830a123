"""From ids in ``x_same_as`` to questions, repeating blocks and cells of grids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from concord.instrument.model import Group, Instrument, Node, Question


@dataclass(frozen=True)
class Known:
    """An instrument looked up by the ids that people write."""

    instrument: Instrument

    @cached_property
    def mapped(self) -> tuple[Node, ...]:
        """What a map is about: questions that somebody answers, and repeating blocks, in order."""
        return tuple(node for node in self.instrument.nodes() if _is_mapped(node))

    @cached_property
    def grids(self) -> tuple[Group, ...]:
        """The grids, in order."""
        return tuple(node for node in self.instrument.nodes() if isinstance(node, Group) and node.grid is not None)

    @cached_property
    def cells(self) -> dict[tuple[str, ...], Group]:
        """The grid of each cell, by the cell's path."""
        return {
            child.path: grid
            for grid in self.grids
            for child in grid.children
            if isinstance(child, Question) and child.cell
        }

    @cached_property
    def _by_name(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in (*self.mapped, *self.grids):
            names = {node.name, node.key, "/".join(node.path)}
            if isinstance(node, Group) and node.grid is not None:
                names.add(node.grid.template)
            for name in sorted(names):
                found.setdefault(name, []).append(node)
        return found

    def find(self, id: str) -> tuple[Node, ...]:
        """Nodes that an id may mean: by name, key, path, or the name of a grid's template; several are ambiguous."""
        local = self.local(id)
        return () if local is None else tuple(self._by_name.get(local, ()))

    def local(self, id: str) -> str | None:
        """The id without the instrument's own; None where it leads to another instrument."""
        head, slash, rest = id.partition("/")
        if not slash:
            return id
        if head == self.instrument.id:
            return rest
        return id if id in self._by_name else None

    def id(self, node: Node) -> str:
        """The shortest id that means this node alone: ``nri-2024/authority_office``."""
        short = node.name if len(self._by_name.get(node.name, ())) == 1 else "/".join(node.path)
        return f"{self.instrument.id}/{short}"

    def names(self, node: Node) -> frozenset[str]:
        """Every way to call a node in the id of one of its choices: ``nri-2024/<name>`` and ``<name>``."""
        local = {node.name, node.key, "/".join(node.path)}
        grid = node if isinstance(node, Group) else self.cells.get(node.path)
        if grid is not None and grid.grid is not None:
            local |= {grid.grid.template, grid.name}
        return frozenset(local | {f"{self.instrument.id}/{name}" for name in local})

    def around(self, node: Node) -> tuple[Group, ...]:
        """The repeating blocks around a node, outermost first."""
        blocks = (self.instrument.by_key.get((node.repeat[:depth], key)) for depth, key in enumerate(node.repeat))
        return tuple(block for block in blocks if isinstance(block, Group))


def _is_mapped(node: Node) -> bool:
    return node.is_asked if isinstance(node, Question) else node.repeats
