"""What is not known, cut into pieces that have nothing to do with each other, and how far a cell of a piece can go.

Most pieces are one sum with a few hidden parts; they are answered by subtraction. The others are linear programmes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from concord.mds.protect.cells import Cell
from concord.mds.protect.relations import Relation
from concord.mds.protect.solver import Polytope


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a cell goes.

    Args:
        value: The bound, None where there is no end.
        point: Values of some or all unknown cells there; what else there is can be chosen to fit.
        prices: What each relation is worth there, by its place in the piece.
        whole: Whether the point is of whole numbers.
    """

    value: float | None
    point: dict[int, float]
    prices: dict[int, float]
    whole: bool = True


class Piece:
    """Unknown cells that relations tie together.

    Args:
        cells: The unknown cells, in order.
        relations: Those that hold one of them; other cells in them are known.
        all_cells: Every cell there is.
    """

    def __init__(self, cells: Sequence[int], relations: Sequence[Relation], all_cells: Sequence[Cell]) -> None:
        self.cells = list(cells)
        self.relations = list(relations)
        self._all = all_cells
        self._at = {cell: place for place, cell in enumerate(self.cells)}

    def bound(self, cell: int, *, up: bool, whole: bool = False) -> Bound | None:
        """The greatest (least) value of a cell, None where the relations contradict each other."""
        if not self.relations:
            return Bound(None, {}, {}) if up else Bound(self._all[cell].least, {cell: self._all[cell].least}, {})
        if len(self.relations) == 1 and self._is_plain:
            return self._subtracted(cell, up=up)
        found = self._polytope.reach(self._at[cell], up=up, whole=whole)
        if found is None:
            return None
        point = {each: found.point[place] for place, each in enumerate(self.cells)}
        prices = {} if whole else {at: price for at, price in enumerate(found.prices) if abs(price) > 1e-9}
        return Bound(found.value, point, prices, found.whole)

    @cached_property
    def _is_plain(self) -> bool:
        return all(abs(factor) == 1 for _, factor in self.relations[0].terms)

    @cached_property
    def constants(self) -> list[int]:
        """What the known cells of each relation add up to."""
        return [
            sum(factor * int(self._all[cell].value or 0) for cell, factor in relation.terms if cell not in self._at)
            for relation in self.relations
        ]

    @cached_property
    def _polytope(self) -> Polytope:
        rows = []
        known = sum(abs(each) for each in self.constants)
        for relation, constant in zip(self.relations, self.constants, strict=True):
            terms = [(self._at[cell], float(factor)) for cell, factor in relation.terms if cell in self._at]
            rows.append((terms, -float(constant) if relation.equal else None, -float(constant)))
        least = [float(self._all[cell].least) for cell in self.cells]
        return Polytope(least, [None] * len(least), rows, top=1000.0 + 10.0 * (known + sum(least)))

    def _subtracted(self, cell: int, *, up: bool) -> Bound | None:
        """One relation of factors one: what is left when the others are as small (or as great) as they can be."""
        relation, constant = self.relations[0], self.constants[0]
        sign = next(factor for each, factor in relation.terms if each == cell)
        others = [(each, factor) for each, factor in relation.terms if each in self._at and each != cell]
        least = self._all[cell].least
        same = sum(self._all[each].least for each, factor in others if factor == sign)
        against = sum(self._all[each].least for each, factor in others if factor != sign)
        ends = {factor == sign for _, factor in others}
        rest = -constant * sign
        endless = False in ends or (not relation.equal and sign < 0)
        most = None if endless else rest - same
        if not self._fits(relation, constant):
            return None
        if up:
            return Bound(most, {cell: most} if most is not None else {}, {} if most is None else {0: -1.0 / sign})
        floor = True in ends or (not relation.equal and sign > 0)
        low = least if floor else max(least, rest + against)
        return Bound(low, {cell: low}, {} if low == least else {0: 1.0 / sign})

    def _fits(self, relation: Relation, constant: int) -> bool:
        """Whether the one relation can hold at all."""
        own = [(each, factor) for each, factor in relation.terms if each in self._at]
        low = constant + sum(self._all[each].least for each, factor in own if factor > 0)
        high = constant - sum(self._all[each].least for each, factor in own if factor < 0)
        can_fall = any(factor < 0 for _, factor in own)
        can_rise = any(factor > 0 for _, factor in own)
        if relation.equal:
            least, most = (None if can_fall else low), (None if can_rise else high)
            return (least is None or least <= 0) and (most is None or most >= 0)
        return can_fall or low <= 0


def is_unknown(cell: Cell) -> bool:
    """Whether a cell is hidden, missing, or stands in no table."""
    return cell.hidden or cell.value is None or not cell.spots


def pieces(cells: Sequence[Cell], relations: Iterable[Relation], unknown: Collection[int]) -> list[Piece]:
    """The unknown cells as pieces; those that no relation holds are pieces of their own.

    Args:
        cells: Every cell.
        relations: Those to be looked at.
        unknown: Which cells are not known.
    """
    above: dict[int, int] = {cell: cell for cell in unknown}

    def top(cell: int) -> int:
        while above[cell] != cell:
            above[cell] = above[above[cell]]
            cell = above[cell]
        return cell

    held: list[tuple[int, Relation]] = []
    for relation in relations:
        open_ones = [cell for cell, _ in relation.terms if cell in above]
        if open_ones:
            held.append((open_ones[0], relation))
            first = top(open_ones[0])
            for cell in open_ones[1:]:
                above[top(cell)] = first
    members: dict[int, list[int]] = {}
    for cell in sorted(above):
        members.setdefault(top(cell), []).append(cell)
    tied: dict[int, list[Relation]] = {first: [] for first in members}
    for cell, relation in held:
        tied[top(cell)].append(relation)
    return [Piece(members[first], tied[first], cells) for first in members]
