"""Everything published together, as cells and relations: what an attacker sees, release upon release.

A cell that was published before and of which nothing shown has changed since is the same cell. Where something shown
has changed, the series is a new one; if everything shown has changed the same way (a correction that only adds), an
attacker takes it that what is hidden has changed that way too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from concord.mds.protect.cells import DETAIL, Cell, Row, Series, What, omits_zeros, rows_of
from concord.mds.protect.declared import Rules
from concord.mds.protect.relations import CORRECTION, Relation, Rests, Said, holds, relations_of
from concord.vocabulary.structures import Table


@dataclass
class World:
    """Cells and relations of all releases.

    Args:
        cells: All of them; some stand in no table.
        relations: What ties them.
        last: Of the last release: the cell of each table and row.
        releases: How many there are.
        changed: Cells of the last release that show another number than before: before, now.
    """

    cells: list[Cell] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    last: dict[tuple[int, int], int] = field(default_factory=dict)
    releases: int = 0
    changed: list[tuple[int, int]] = field(default_factory=list)


def world(releases: Sequence[Sequence[Table]], by: Rules, *, owner: bool = False, guessed: bool = True) -> World:
    """What is known of several releases, the oldest first.

    Args:
        releases: The tables of each.
        by: The rules, which are published: whether zeros may be hidden, whether every origin is listed, and that
            nothing of the threshold or above is hidden that has been shown and is unchanged.
        owner: Whether the last one is still unprotected, as its owner knows it: what was hidden before and is unchanged
            has its value then and stays hidden.
        guessed: Whether to take it that what is newly hidden is unchanged where nothing in sight has changed, and has
            changed the same way where something has.
    """
    built = World(releases=len(releases))
    newest: dict[Series, Said] = {}
    rests: Rests = {}
    seen: set[tuple[tuple[tuple[int, int], ...], bool]] = set()
    for number, tables in enumerate(releases):
        groups = _taken(built, number, tables, newest, by, owner=owner and number == len(releases) - 1, guessed=guessed)
        _of_listing(built, groups, by, owner=owner and number == len(releases) - 1)
        if not guessed:
            built.relations = [each for each in built.relations if each.why != CORRECTION]
        for relation in relations_of(groups, built.cells, rests, lists_all=by.lists_all):
            key = (tuple(sorted(relation.terms)), relation.equal)
            if key not in seen:
                seen.add(key)
                built.relations.append(relation)
        newest.update(groups)
    for cell in built.cells:
        # What only an earlier release says has been said.
        cell.free = cell.free and any(release == built.releases - 1 for release, _, _ in cell.spots)
    return built


def _taken(
    built: World,
    number: int,
    tables: Sequence[Table],
    newest: dict[Series, Said],
    by: Rules,
    *,
    owner: bool,
    guessed: bool,
) -> dict[Series, Said]:
    """The cells of one release, those that stood before among them."""
    rows: dict[Series, list[Row]] = {}
    for row in rows_of(tables):
        rows.setdefault(row.series, []).append(row)
    listed = _listed_zeros(rows)
    built.last = {}
    groups: dict[Series, Said] = {}
    for series, found in rows.items():
        before = newest.get(series, {})
        same = bool(before) and not _changed(built, before, found, by.threshold, guessed=guessed)
        kept = before if same else _unchanged(built, before, found)
        said = _series(built, number, found, kept, by, listed, owner=owner)
        if before and not same:
            _follow(built, before, said)
        groups[series] = said
    return groups


def _of_listing(built: World, groups: Mapping[Series, Said], by: Rules, *, owner: bool) -> None:
    """What follows from an origin's being listed at all: in one of its years it comes to as many as the rules ask."""
    if by.coarse is None or not by.coarse.origins_from:
        return
    least = by.coarse.origins_from
    years: dict[tuple[object, ...], list[Cell]] = {}
    for series, said in groups.items():
        for what, cell in said.items():
            if len(what) == 3 and built.cells[cell].spots:
                years.setdefault((series[0], series[1], series[3], series[4], what), []).append(built.cells[cell])
    for cells in years.values():
        enough = [cell for cell in cells if (cell.value is None or cell.value >= least) and cell.free]
        shown = any(cell.value is not None and cell.value >= least for cell in cells)
        if len(enough) == 1 and (owner or not shown):
            enough[0].least = max(enough[0].least, least)


def _listed_zeros(rows: dict[Series, list[Row]]) -> set[tuple[int, str]]:
    """Tables (and kinds) that list rows of nobody where they could leave them out."""
    found = [row for each in rows.values() for row in each if omits_zeros(row.what) and row.given == 0]
    return {(row.table, str(row.what[0])) for row in found}


def _changed(built: World, before: Said, found: Sequence[Row], threshold: int, *, guessed: bool) -> bool:
    """Whether something that was shown has changed, come or gone.

    Nothing of the threshold or above is hidden that has been shown and is unchanged: whoever does not guess takes what
    is newly hidden as changed, whoever guesses takes it as it was.
    """
    now = {row.what: row for row in found}
    tables = {_table_of(what) for what in now}
    for what, cell in before.items():
        then, row = built.cells[cell], now.get(what)
        if row is None and _table_of(what) in tables:
            return True
        if row is None or then.hidden or row.given == then.value:
            continue
        if row.given is not None or (row.hidden and not guessed and (then.value or 0) >= threshold):
            return True
    there = {_table_of(what) for what in before}
    return any(what not in before and _table_of(what) in there and not row.hidden for what, row in now.items())


def _unchanged(built: World, before: Said, found: Sequence[Row]) -> Said:
    """Of a series that has changed, the cells that are shown as they were."""
    now = {row.what: row.given for row in found}
    cells = built.cells
    return {
        what: cell for what, cell in before.items() if not cells[cell].hidden and now.get(what) == cells[cell].value
    }  # fmt: skip


def _table_of(what: What) -> tuple[str | None, ...]:
    """What comes and goes with one table: rows on one base, or of one kind."""
    return (what[0],) if len(what) > 1 else what


def _series(
    built: World,
    number: int,
    found: Sequence[Row],
    before: Said,
    by: Rules,
    listed: set[tuple[int, str]],
    *,
    owner: bool,
) -> dict[What, int]:
    said: dict[What, int] = dict(before)
    own: dict[tuple[What, int | None], int] = {}
    for row in found:
        cell = said.get(row.what)
        if cell is None or not _agrees(built.cells[cell], row):
            key = (row.what, row.given)
            if cell is not None and key in own:
                cell = own[key]
            else:
                built.cells.append(Cell(row.series, row.what, number, row.given, _least(row, by, listed)))
                cell = own[key] = len(built.cells) - 1
                said.setdefault(row.what, cell)
        _stands(built.cells[cell], row, number, owner=owner)
        built.last[(row.table, row.row)] = cell
    return said


def _agrees(cell: Cell, row: Row) -> bool:
    """Whether a row can be the cell: it says the same number, or one of the two says none."""
    return cell.value is None or row.given is None or cell.value == row.given


def _stands(cell: Cell, row: Row, number: int, *, owner: bool) -> None:
    """Note that a cell stands in a row; what has been shown once is known to everybody."""
    first = not cell.spots
    before = any(release < number for release, _, _ in cell.spots)
    shown_before = before and not cell.hidden
    cell.spots.append((number, row.table, row.row))
    cell.free = cell.free and row.sent and not shown_before
    cell.among_places = cell.among_places or row.among_places
    if row.given is None:
        cell.hidden = cell.hidden or (row.hidden and cell.value is None)
        return
    if cell.value is None:
        cell.value = row.given
    if first or not owner:
        cell.hidden = False


def _least(row: Row, by: Rules, listed: set[tuple[int, str]]) -> int:
    """What is known of a row even where it is hidden: that it counts somebody, if rows of nobody are left out."""
    if by.zeros == "shown":
        return 1
    may_be_nobody = by.groups_below > 0 and row.what[0] == DETAIL
    return int(omits_zeros(row.what) and (row.table, str(row.what[0])) not in listed and not may_be_nobody)


def _follow(built: World, before: Said, now: Said) -> None:
    """What an attacker makes of a series that has changed in sight: what is hidden has changed the same way."""
    pairs = [(before[what], cell) for what, cell in now.items() if what in before and before[what] != cell]
    visible = [pair for pair in pairs if not built.cells[pair[0]].hidden]
    built.changed += visible
    shown = [(built.cells[a].value, built.cells[b].value) for a, b in visible]
    ways = {now > then for then, now in shown if then is not None and now is not None and now != then}
    if len(ways) == 1:
        sign = 1 if ways == {True} else -1
        found = [Relation(((a, sign), (b, -sign)), False, CORRECTION) for a, b in pairs]
        built.relations += [each for each in found if holds(each, built.cells)]
