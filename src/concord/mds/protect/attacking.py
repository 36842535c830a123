"""The attacker: for every hidden cell, the least and greatest value that agrees with everything published together.

It reads published tables alone, builds its own world of them, and knows what whoever reads the methods knows: that
counts are whole and not below zero, which rows are sums of which, which rows are left out where there is nobody, and
everything that earlier releases have shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from concord.mds.protect.cells import Cell, Series, What
from concord.mds.protect.declared import DEFAULT, Rules, rules
from concord.mds.protect.pieces import Piece, is_unknown, pieces
from concord.mds.protect.relations import CORRECTION, REST
from concord.mds.protect.world import World, world
from concord.vocabulary.structures import Table

_CLOSE = 1e-5
#: Relations that an attacker gives up, in this order, where all of them together cannot be.
DOUBTED = ((CORRECTION,), ("flow-within-stock", "nested", "native"), ("occupations",))
#: So many cells of one piece are looked at as whole numbers where the plain bound is of fractions.
WHOLE_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class Interval:
    """What can be found out about one hidden cell.

    Args:
        series: Measure, area, year, occupation and activity.
        what: What of it is counted.
        release: The first release in which it is hidden, from 0.
        spots: Where it stands: release, table, row, each from 0; nowhere for the remainder that a table leaves out.
        least, most: The least and greatest value it can have; ``most`` None where there is no end.
        possible: Whether anything agrees with what was published; if not, the bounds say nothing.
    """

    series: Series
    what: What
    release: int
    spots: tuple[tuple[int, int, int], ...]
    least: int
    most: int | None
    possible: bool = True

    @property
    def width(self) -> int | None:
        """The greatest less the least; None where there is no end."""
        return None if self.most is None else self.most - self.least

    @property
    def known(self) -> bool:
        """Whether the cell has been found out."""
        return self.possible and self.width == 0

    def narrower_than(self, width: int) -> bool:
        """Whether less than ``width`` persons lie between least and greatest."""
        return self.possible and self.width is not None and self.width < width

    def label(self) -> str:
        """The cell in words for a list: codes, in order."""
        return " ".join(str(each) for each in (*self.series, *self.what) if each is not None)


def attack(
    releases: Sequence[Sequence[Table]], by: Rules | str = DEFAULT, *, guessed: bool = True
) -> tuple[Interval, ...]:
    """What can be found out about every hidden cell of all releases together.

    Args:
        releases: The published tables of each release, the oldest first.
        by: The rules by which they were protected, or the id of declared ones; rules are published too.
        guessed: Whether it guesses that what is newly hidden is unchanged where nothing in sight has changed, and has
            changed the same way where something has. Such a guess may be wrong, and then so are its bounds.

    Returns:
        One interval for each hidden cell, in order of releases, tables and rows.
    """
    return tuple(_intervals(world(releases, rules(by) if isinstance(by, str) else by, guessed=guessed)))


def _intervals(seen: World) -> Iterator[Interval]:
    unknown = {number for number, cell in enumerate(seen.cells) if is_unknown(cell)}
    found: dict[int, Interval] = {}
    for piece in pieces(seen.cells, seen.relations, unknown):
        for cell in piece.cells:
            own = seen.cells[cell]
            if (own.hidden and own.spots) or REST in own.what:
                found[cell] = _interval(own, cell, piece, seen)
    yield from (found[cell] for cell in sorted(found, key=lambda each: (seen.cells[each].spots[:1], each)))


def _interval(own: Cell, cell: int, piece: Piece, seen: World) -> Interval:
    ends = _ends(cell, piece)
    for step in range(1, len(DOUBTED) + 1):
        if ends is not None:
            break
        doubted = {why for group in DOUBTED[:step] for why in group}
        kept = [relation for relation in piece.relations if relation.why not in doubted]
        for smaller in pieces(seen.cells, kept, piece.cells):
            if cell in smaller.cells:
                ends = _ends(cell, smaller)
    least, most = ends if ends is not None else (own.least, None)
    return Interval(own.series, own.what, own.release, tuple(own.spots), least, most, ends is not None)


def _ends(cell: int, piece: Piece) -> tuple[int, int | None] | None:
    """Least and greatest whole number; None where nothing fits."""
    low, high = piece.bound(cell, up=False), piece.bound(cell, up=True)
    if low is None or high is None or low.value is None:
        return None
    if not (low.whole and high.whole) and len(piece.cells) <= WHOLE_AT_MOST:
        low = low if low.whole else (piece.bound(cell, up=False, whole=True) or low)
        high = high if high.whole else (piece.bound(cell, up=True, whole=True) or high)
    assert low.value is not None
    return ceil(low.value - _CLOSE), None if high.value is None else floor(high.value + _CLOSE)
