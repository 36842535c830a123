"""How the cells of a table in detail hang together: which are sums of which, where it is divided in several ways.

A *pattern* is the set of divisions by which a row is divided. Where the widest patterns overlap without a circle
(sex by age beside sex by sector), they are tied by what they share, and nothing more can be known of them. Where they
go in a circle (sex by sector, sector by region, region by sex), a table that agrees with each two of them may still
not exist: then the cells of the full cross are put below them, as cells that are never published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from concord.mds.protect.cells import DETAIL, DIVISIONS, Cell, Series, What

Pattern = frozenset[int]
_TOTALS = tuple(DIVISIONS.values())
#: A full cross of more cells than these is not put below the patterns; what they share ties them alone.
CROSS_AT_MOST = 60_000


def pattern_of(what: What) -> Pattern:
    """The places of the divisions by which a cell is divided."""
    return frozenset(at for at, code in enumerate(what[1:]) if code != _TOTALS[at])


def rolled(what: What, kept: Pattern) -> What:
    """The cell above, divided only by ``kept``."""
    return (DETAIL, *(code if at in kept else _TOTALS[at] for at, code in enumerate(what[1:])))


def sums_in_detail(
    detail: Mapping[What, int], total: int | None, series: Series, cells: list[Cell]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Wholes and parts; cells that are not published but tie the others are added to ``cells``."""
    if not detail:
        return
    by: dict[Pattern, dict[What, int]] = {}
    for what, cell in detail.items():
        by.setdefault(pattern_of(what), {})[what] = cell
    if total is not None:
        whole = by.setdefault(frozenset(), {})
        grand = rolled(next(iter(detail)), frozenset())
        if grand in whole and whole[grand] != total:
            yield whole[grand], (total,)
        whole.setdefault(grand, total)
    widest = [each for each in by if not any(each < other for other in by)]
    order = in_running_order(widest)
    if order is None and _cross(by, widest) <= CROSS_AT_MOST:
        yield from _below(by, widest, series, cells)
        return
    for shared in _shared(order or sorted(widest, key=sorted), by):
        by.setdefault(shared, {})
    for narrow in sorted((each for each in by if each not in widest), key=lambda each: (-len(each), sorted(each))):
        for wide in [each for each in widest if narrow < each]:
            yield from _up(by, narrow, wide, series, cells)


def in_running_order(patterns: Sequence[Pattern]) -> list[Pattern] | None:
    """The patterns in an order in which each shares with those before only what one of them holds; None in a circle."""
    left = sorted(patterns, key=sorted)
    order: list[Pattern] = []
    while left:
        for each in left:
            rest = [other for other in left if other != each]
            shared = each & frozenset().union(*rest) if rest else frozenset[int]()
            if not rest or any(shared <= other for other in rest):
                order.insert(0, each)
                left = rest
                break
        else:
            return None
    return order


def _shared(order: Sequence[Pattern], by: Mapping[Pattern, object]) -> list[Pattern]:
    found = []
    for at, each in enumerate(order[1:], 1):
        shared = each & frozenset().union(*order[:at])
        if shared not in by and shared not in found:
            found.append(shared)
    return found


def _up(
    by: dict[Pattern, dict[What, int]], narrow: Pattern, wide: Pattern, series: Series, cells: list[Cell]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each cell of the narrow pattern as the sum of cells of the wide one."""
    parts: dict[What, list[int]] = {}
    for what, cell in by[wide].items():
        parts.setdefault(rolled(what, narrow), []).append(cell)
    for what, below in parts.items():
        if what not in by[narrow]:
            by[narrow][what] = _latent(what, series, cells, _added(below, cells))
        yield by[narrow][what], tuple(below)


def _added(below: Sequence[int], cells: Sequence[Cell]) -> int | None:
    values = [cells[cell].value for cell in below]
    return None if None in values else sum(value for value in values if value is not None)


def _latent(what: What, series: Series, cells: list[Cell], value: int | None = None) -> int:
    """A cell that stands in no table."""
    cells.append(Cell(series, what, 0, value, hidden=True, free=False))
    return len(cells) - 1


def _cross(by: Mapping[Pattern, Mapping[What, int]], widest: Sequence[Pattern]) -> int:
    size = 1
    for at in sorted(frozenset().union(*widest)):
        size *= len({what[at + 1] for each in widest if at in each for what in by[each]})
    return size


def _below(
    by: Mapping[Pattern, Mapping[What, int]], widest: Sequence[Pattern], series: Series, cells: list[Cell]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every published cell as the sum of the cells of the full cross that can count somebody."""
    used = sorted(frozenset().union(*widest))
    codes = [
        [*dict.fromkeys(what[at + 1] for each in widest if at in each for what in by[each])] if at in used else [total]
        for at, total in enumerate(_TOTALS)
    ]
    parts: dict[int, list[int]] = {}
    for chosen in product(*codes):
        what: What = (DETAIL, *chosen)
        above = [by[each].get(rolled(what, each)) for each in widest]
        if None in above:
            continue
        atom = _latent(what, series, cells)
        for pattern, said in by.items():
            cell = said.get(rolled(what, pattern))
            if cell is not None:
                parts.setdefault(cell, []).append(atom)
    for cell, below in parts.items():
        yield cell, tuple(below)
