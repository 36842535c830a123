"""What has to be protected, and how far: the primary cells of a world under a declared set of rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from concord.mds.protect.cells import Cell
from concord.mds.protect.declared import Rules
from concord.mds.protect.relations import REST, Relation
from concord.mds.protect.world import World

#: Why a cell is hidden first: its count is small, it alone holds its whole group, it is the small remainder that a
#: table leaves out, it came hidden, or it was hidden before.
Why = Literal["small", "group", "rest", "sent", "before"]


@dataclass(frozen=True, slots=True)
class Need:
    """What must hold of what an attacker can find out about a cell.

    Args:
        why: Why it is protected.
        reach: It must be possible that it is at least so great.
        width: The greatest possible value less the least must be at least this.
    """

    why: Why
    reach: int
    width: int


def needs(known: World, rules: Rules) -> dict[int, Need]:
    """The cells that must not be found out, by their number."""
    found: dict[int, Need] = {}
    for number, cell in enumerate(known.cells):
        if not cell.spots:
            if REST in cell.what and cell.value is not None and 0 < cell.value < rules.threshold:
                found[number] = Need("rest", rules.threshold, rules.width)
            continue
        if cell.hidden:
            why: Why = "before" if cell.release < known.releases - 1 else "sent"
            found[number] = Need(why, 0, rules.width)
        elif cell.free and cell.value is not None and 0 < cell.value < rules.threshold:
            found[number] = Need("small", _reach(cell, rules), rules.width)
    if rules.groups_below:
        for relation in known.relations:
            for number in _whole_group(relation, known, rules):
                found.setdefault(number, Need("group", 0, rules.width))
    return found


def _reach(cell: Cell, rules: Rules) -> int:
    return max(rules.threshold, cell.least + rules.width)


def _whole_group(relation: Relation, known: World, rules: Rules) -> Iterator[int]:
    """The part of a small whole that holds everybody."""
    whole = next((number for number, factor in relation.terms if factor < 0), None)
    if whole is None or not relation.equal:
        return
    parts = [number for number, factor in relation.terms if factor > 0 and known.cells[number].spots]
    persons = known.cells[whole].value
    if persons is None or not rules.threshold <= persons < rules.groups_below or len(parts) < 2:
        return
    full = [part for part in parts if known.cells[part].value == persons]
    if len(full) == 1 and known.cells[full[0]].free:
        yield full[0]
