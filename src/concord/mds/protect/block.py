"""One block of cells that nothing ties to others: hidden in until every attack on it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, log2

from concord.errors import Unavailable
from concord.mds.protect.cells import DETAIL, Cell, pattern_width
from concord.mds.protect.declared import Rules
from concord.mds.protect.needs import Need
from concord.mds.protect.pieces import Bound, Piece, is_unknown, pieces
from concord.mds.protect.relations import Relation
from concord.mds.protect.solver import Demand, cheapest

#: Asked now and then whether to stop.
Stop = Callable[[], bool]
_CLOSE = 1e-6


@dataclass
class Hidden:
    """What was found.

    Args:
        cells: Everything hidden of the last release, primary and secondary.
        exact: Blocks of cells whose choice is known to be the cheapest, but for the gap that the rules allow.
        near: Blocks for which a good choice was taken.
        lost: Cells that cannot be protected whatever is hidden.
    """

    cells: set[int] = field(default_factory=set)
    exact: int = 0
    near: int = 0
    lost: set[int] = field(default_factory=set)


def cost(cell: Cell, rules: Rules) -> float:
    """What hiding a cell costs: by its kind, and a little more the more persons it counts."""
    what = cell.what
    kind = str(what[0]) if len(what) == 1 or what[0] == DETAIL else str(what[1])
    if what[0] == DETAIL:
        kind = f"{DETAIL}-{pattern_width(what)}"
    base = rules.costs.get(kind, rules.costs.get(DETAIL if what[0] == DETAIL else "other", 1.0))
    return base * (1.0 + rules.costs.get("persons", 0.0) * log2(1 + (cell.value or 0)))


class Block:
    """One block of cells that nothing ties to others."""

    def __init__(
        self, block: Piece, cells: Sequence[Cell], wanted: Mapping[int, Need], rules: Rules, stop: Stop | None
    ) -> None:
        self.cells, self.rules, self.stop = cells, rules, stop
        self.relations = block.relations
        self.wanted = {cell: wanted[cell] for cell in block.cells if cell in wanted}
        self.fixed = {cell for cell in block.cells if cell in wanted or is_unknown(cells[cell])}
        self.costs = {
            cell: cost(cells[cell], rules) * (1 + 1e-9 * at)
            for at, cell in enumerate(block.cells)
            if cell not in self.fixed and (cells[cell].value != 0 or rules.zeros == "may-hide")
        }
        self.at_hand: dict[int, list[tuple[Relation, int]]] = {}
        for relation in self.relations:
            for cell, factor in relation.terms:
                self.at_hand.setdefault(cell, []).append((relation, factor))
        self.demands: list[Demand] = []
        self.lost: set[int] = set()
        self.safe: set[frozenset[int]] = set()

    def solve(self, found: Hidden) -> None:
        """Hide until every attack fails; what is hidden is added to ``found``."""
        self.demands = [demand for cell in self.wanted for demand in self._first(cell)]
        near = {cell for demand in self.demands for cell in demand.weights}
        self.demands += [demand for cell in sorted(near) for demand in self._alone(cell, set())]
        chosen, exact = self._chosen(set())
        rounds = 0
        while True:
            if self.stop is not None and self.stop():
                raise Unavailable("mds.protect.stopped")
            new = self._attacked(chosen)
            if not new:
                break
            rounds += 1
            self.demands += new
            if rounds >= self.rules.effort.get("rounds", 40):
                chosen, exact = self._grown(chosen, new), False
            else:
                chosen, exact = self._chosen(chosen)
        chosen -= self._useless(chosen)
        found.cells |= chosen | {cell for cell in self.fixed if self.cells[cell].spots}
        found.lost |= self.lost
        found.exact += exact
        found.near += not exact

    def _first(self, cell: int) -> list[Demand]:
        """What each equation that a cell stands in demands by itself."""
        made = []
        for relation, sign in self.at_hand.get(cell, ()):
            if relation.equal:
                made += self._of_equation(cell, relation, sign)
        return made

    def _of_equation(self, cell: int, relation: Relation, sign: int) -> list[Demand]:
        need, own = self.wanted[cell], self.cells[cell]
        if own.value is None:
            return []
        rise = {}
        for other, factor in relation.terms:
            if other != cell:
                rise[other] = float(self._down(other)) if factor == sign else inf
        made = [self._demand(rise, need.reach - own.value)] if need.reach > own.value else []
        either = dict.fromkeys(rise, inf)
        return [each for each in (*made, self._demand(either, 1.0)) if each is not None]

    def _down(self, cell: int) -> float:
        """How far a cell can fall below what it is; endless where what it is is not known."""
        own = self.cells[cell]
        return inf if own.value is None or not own.spots else float(max(0, own.value - own.least))

    def _demand(self, weights: Mapping[int, float], at_least: float) -> Demand | None:
        """A demand on cells that may be chosen; None where what is hidden anyhow meets it."""
        for cell in weights.keys() & self.fixed:
            at_least -= weights[cell]
        if at_least <= _CLOSE:
            return None
        kept = {c: min(w, at_least) for c, w in weights.items() if w > _CLOSE and c in self.costs}
        return Demand(kept, at_least)

    def _chosen(self, before: set[int]) -> tuple[set[int], bool]:
        """The cheapest cells that meet the demands, none of them alone in an equation, where it would be worked out."""
        while True:
            chosen, exact = self._choose(before)
            alone = [demand for cell in sorted(chosen) for demand in self._alone(cell, chosen)]
            if not alone or not exact:
                return chosen, exact
            self.demands += alone
            before = chosen

    def _alone(self, cell: int, chosen: set[int]) -> list[Demand]:
        """The demand of each equation in which a chosen cell is the only one not known."""
        made = []
        for relation, _ in self.at_hand.get(cell, ()):
            others = [other for other, _ in relation.terms if other != cell]
            if relation.equal and not any(other in self.fixed or other in chosen for other in others):
                made.append(Demand({other: 1.0 for other in others if other in self.costs}, 1.0, when=cell))
        return made

    def _useless(self, chosen: set[int]) -> set[int]:
        """Chosen cells that anybody can work out: hiding them hides nothing, showing them tells nothing."""
        known = set()
        for piece in pieces(self.cells, self.relations, self.fixed | chosen):
            for cell in chosen.intersection(piece.cells):
                low, high = piece.bound(cell, up=False), piece.bound(cell, up=True)
                if low is not None and high is not None and low.value is not None and high.value is not None:
                    known |= {cell} if high.value - low.value < _CLOSE else set()
        return known

    def _choose(self, before: set[int]) -> tuple[set[int], bool]:
        """The cheapest cells that meet the demands; where that is too long a search, those before and a few more."""
        able = []
        for demand in self.demands:
            if demand.when is not None or sum(demand.weights.values()) >= demand.at_least - _CLOSE:
                able.append(demand)
        if not able:
            return set(), True
        open_ones = {cell for demand in able for cell in demand.weights} | {d.when for d in able if d.when is not None}
        if len(open_ones) > self.rules.effort.get("cells", 4000):
            return self._grown(before, able), False
        costs = {cell: self.costs[cell] for cell in open_ones}
        nodes, gap = self.rules.effort.get("nodes", 200), self.rules.effort.get("gap_per_mille", 5) / 1000
        found = cheapest(costs, able, nodes=nodes, gap=gap)
        return found if found is not None else (self._grown(before, able), False)

    def _grown(self, chosen: set[int], demands: Sequence[Demand]) -> set[int]:
        """More cells, until each demand is met: those that do most for their cost."""
        grown = set(chosen)
        for demand in demands:
            if demand.when is not None and demand.when not in grown:
                continue
            lacking = demand.at_least - sum(w for c, w in demand.weights.items() if c in grown)
            best = sorted(
                (c for c in demand.weights if c not in grown),
                key=lambda c: (self.costs[c] / min(demand.weights[c], max(lacking, _CLOSE)), c),
            )
            for cell in best:
                if lacking <= _CLOSE:
                    break
                grown.add(cell)
                lacking -= demand.weights[cell]
        return grown

    def _attacked(self, chosen: set[int]) -> list[Demand]:
        """The demands of every attack that gets too close."""
        unknown = self.fixed | chosen
        new: list[Demand] = []
        for piece in pieces(self.cells, self.relations, unknown):
            these = frozenset(piece.cells)
            if these in self.safe:
                continue
            seen = Seen()
            asked = [cell for cell in piece.cells if cell in self.wanted and cell not in self.lost]
            made = [demand for cell in asked for demand in self._attack(piece, cell, chosen, seen)]
            if not made:
                self.safe.add(these)
            new += made
        return new

    def _attack(self, piece: Piece, cell: int, chosen: set[int], seen: Seen) -> list[Demand]:
        need = self.wanted[cell]
        if seen.meets(cell, need):
            return []
        high = piece.bound(cell, up=True)
        low = piece.bound(cell, up=False)
        if high is None or low is None or low.value is None:
            self.lost.add(cell)
            return []
        seen.add(high)
        seen.add(low)
        if high.value is None:
            return []
        made = []
        if high.value < need.reach - _CLOSE:
            made.append(self._from_prices(piece, [high], chosen, need.reach - high.value))
        elif high.value - low.value < need.width - _CLOSE:
            lacking = need.width - (high.value - low.value)
            made.append(self._from_prices(piece, [high, low], chosen, lacking))
        useful = [each for each in made if each is not None and sum(each.weights.values()) >= each.at_least - _CLOSE]
        if made and not useful:
            self.lost.add(cell)
        return useful

    def _from_prices(self, piece: Piece, bounds: Sequence[Bound], chosen: set[int], lacking: float) -> Demand | None:
        """Which cells would have let the attacked one go further, and by how much."""
        weights: dict[int, float] = {}
        for bound in bounds:
            pull: dict[int, float] = {}
            for at, price in bound.prices.items():
                for other, factor in piece.relations[at].terms:
                    pull[other] = pull.get(other, 0.0) - price * factor
            for other, reduced in pull.items():
                if other in self.costs and (reduced > _CLOSE or (reduced < -_CLOSE and other not in chosen)):
                    weights[other] = weights.get(other, 0.0) + (reduced * self._down(other) if reduced > 0 else inf)
        # What the cells chosen now let it go already is counted on both sides.
        at_least = lacking + sum(weight for other, weight in weights.items() if other in chosen)
        return self._demand(weights, at_least)


class Seen:
    """The least and greatest values that attacks on other cells have shown to be possible."""

    def __init__(self) -> None:
        self.least: dict[int, float] = {}
        self.most: dict[int, float] = {}

    def add(self, bound: Bound) -> None:
        for cell, value in bound.point.items():
            self.least[cell] = min(value, self.least.get(cell, value))
            self.most[cell] = max(value, self.most.get(cell, value))

    def meets(self, cell: int, need: Need) -> bool:
        """Whether what has been seen is enough for a need."""
        if cell not in self.most:
            return False
        most = self.most[cell]
        return most >= need.reach and most - self.least[cell] >= need.width
