"""The attacker of a protected cube: what all margins together leave possible for each of its finest cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil, floor, inf

from concord.mds.protect.cube import ALL, Cube
from concord.mds.protect.keys import possible
from concord.mds.protect.solver import Polytope

_CLOSE = 1e-6
_Row = tuple[list[tuple[int, float]], float, float]


@dataclass(frozen=True, slots=True)
class Left:
    """What is left possible for one finest cell: its codes, the least and the greatest count."""

    place: tuple[str, ...]
    least: int
    most: int


def attack_cube(of: Cube) -> tuple[Left, ...]:
    """The least and greatest count of each finest cell that agree with every margin, by linear programmes.

    The attacker knows the rules, so from each shown count the counts that may be shown so; that counts are not below
    zero; and that every margin counts those below it. The full cross of the codes is walked: for cubes of some
    thousands of finest cells.
    """
    codes = [[code for code in of.frame[name].unique().sort().to_list() if code != ALL] for name in of.dimensions]
    finest = list(product(*codes))
    shown = {tuple(row[:-1]): row[-1] for row in of.frame.select(*of.dimensions, "persons").iter_rows()}
    rows = list(_margins(of, codes, finest, shown))
    top = 4.0 * (sum(most for _, _, most in rows) + 1)
    ways = Polytope([0.0] * len(finest), [None] * len(finest), rows, top=top)
    found = []
    for at, place in enumerate(finest):
        low, high = ways.reach(at, up=False), ways.reach(at, up=True)
        least = 0 if low is None or low.value is None else ceil(low.value - _CLOSE)
        most = inf if high is None or high.value is None else high.value
        found.append(Left(place, least, floor(min(most, top) + _CLOSE)))
    return tuple(found)


def _margins(
    of: Cube, codes: list[list[str]], finest: list[tuple[str, ...]], shown: dict[tuple[str, ...], int]
) -> Iterator[_Row]:
    for count in range(len(codes) + 1):
        for kept in combinations(range(len(codes)), count):
            for chosen in product(*(codes[at] for at in kept)):
                said = dict(zip(kept, chosen, strict=True))
                place = tuple(said.get(at, ALL) for at in range(len(codes)))
                below = [
                    (n, 1.0) for n, cell in enumerate(finest) if all(cell[at] == code for at, code in said.items())
                ]
                least, most = possible(shown.get(place, 0), of.rules)
                yield below, float(least), float(most)
