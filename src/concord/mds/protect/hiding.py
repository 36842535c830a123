"""Finds what has to be hidden besides: the cheapest set of cells under which nobody can find out what must not be.

The method is that of Fischetti and Salazar-González ("Models and algorithms for optimizing cell suppression in tabular
data with linear constraints", Journal of the American Statistical Association 95, 2000): choose the cheapest cells that
meet all demands found so far; attack every cell to be protected; where an attack gets too close, its prices (the dual
solution) say which cells would have stopped it, which is one more demand; again, until no attack succeeds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from concord.errors import Unavailable
from concord.mds.protect.block import Block, Hidden, Stop
from concord.mds.protect.declared import Rules
from concord.mds.protect.needs import Need
from concord.mds.protect.pieces import is_unknown, pieces
from concord.mds.protect.world import World

#: Told what is being done and how many of how many are done.
Progress = Callable[[str, int, int], None]


def hide(
    known: World,
    wanted: Mapping[int, Need],
    rules: Rules,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Hidden:
    """The cells to hide so that every need is met.

    Args:
        known: The world as the owner of the tables knows it.
        wanted: What must be protected.
        rules: Costs and limits of the search.
        progress: Told ``hiding`` and how many blocks are done.
        stop: Asked before each block and each round.

    Raises:
        Unavailable: ``mds.protect.stopped`` when ``stop`` says so; nothing has been published then.
    """
    movable = {n for n, cell in enumerate(known.cells) if cell.free or is_unknown(cell)}
    blocks = [block for block in pieces(known.cells, known.relations, movable) if wanted.keys() & set(block.cells)]
    found = Hidden()
    for done, block in enumerate(blocks):
        _told(progress, stop, done, len(blocks))
        Block(block, known.cells, wanted, rules, stop).solve(found)
    _told(progress, None, len(blocks), len(blocks))
    return found


def _told(progress: Progress | None, stop: Stop | None, done: int, of: int) -> None:
    if stop is not None and stop():
        raise Unavailable("mds.protect.stopped")
    if progress is not None:
        progress("hiding", done, of)


__all__ = ["Hidden", "Progress", "Stop", "hide"]
