"""Hides small counts of one release, and what would give them away; then attacks what is left.

Only figures that somebody sent are protected; what a publisher has published is known to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concord.errors import Unavailable
from concord.findings import Findings
from concord.mds.protect.attacking import Interval
from concord.mds.protect.cells import SUPPRESSED
from concord.mds.protect.coarsening import coarse
from concord.mds.protect.declared import Rules
from concord.mds.protect.groups import with_nobody
from concord.mds.protect.hiding import Hidden, Progress, Stop, hide
from concord.mds.protect.needs import Need, needs
from concord.mds.protect.protected import Proof, Protected, Sense
from concord.mds.protect.proving import Ground, Open, attacked, named
from concord.mds.protect.solver import is_there
from concord.mds.protect.telling import losses, of_releases, said
from concord.mds.protect.world import World, world
from concord.vocabulary.structures import Table, structure

Senses = dict[tuple[int, int], Sense]


def suppressed(
    tables: Sequence[Table],
    rules: Rules,
    *,
    earlier: Sequence[Sequence[Table]] = (),
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Protected:
    """The tables with small counts hidden, and what would give them away; proved by an attack on all releases.

    Args:
        tables: All tables of the release, one for each structure.
        rules: The rules, of the method ``suppress``.
        earlier: The published tables of earlier releases, the oldest first.
        progress: Told what is being done, how many are done and of how many.
        stop: Asked now and then whether to stop.

    Raises:
        Unavailable: ``mds.protect.solver``, ``mds.protect.stopped``.
    """
    if not is_there():
        raise Unavailable("mds.protect.solver")
    given = tables
    if rules.coarse is not None:
        tables = coarse(tables, rules.coarse, threshold=rules.threshold)
    tables = with_nobody(tables, rules)
    known = world([*earlier, tables], rules, owner=True)
    on = Ground(known, needs(known, rules), rules, tables, earlier)
    hidden = hide(known, on.wanted, rules, progress=progress, stop=stop)
    shown = _shown_before(known, rules)
    senses: Senses = {
        spot: "primary" if cell in on.wanted or cell in shown else "secondary"
        for spot, cell in known.last.items()
        if cell in hidden.cells or cell in shown
    }
    after, intervals, found = _tried(on, senses, progress, stop)
    proof = _proof(on, hidden, intervals, found)
    lost = tuple(losses(given, tables, senses))
    findings = Findings([*said(lost, proof, rules), *of_releases(known, shown, rules)])
    return Protected(after if proof.holds else (), rules, findings, lost, proof, tuple(tables), senses)


def _tried(
    on: Ground, senses: Senses, progress: Progress | None, stop: Stop | None
) -> tuple[tuple[Table, ...], tuple[Interval, ...], Open]:
    """The tables with hidden rows, attacked; more is hidden (``senses`` grows) while an attack still succeeds.

    What an attacker guesses of earlier releases may be wrong and still come close. Then his own world is taken, and
    hidden in until he no longer does.
    """
    for _ in range(on.rules.effort.get("repairs", 5)):
        if progress is not None:
            progress("attacking", 0, len(senses))
        after = _published(on, senses)
        intervals, found = attacked(after, on)
        more = _more(on, after, found, stop) if found else []
        if not [spot for spot in more if spot not in senses]:
            break
        senses.update(dict.fromkeys(more, "secondary"))
    return after, intervals, found


def _more(on: Ground, after: Sequence[Table], found: Open, stop: Stop | None) -> list[tuple[int, int]]:
    """Rows to hide besides, so that attacks that succeeded fail; as the attacker sees the tables."""
    spots: list[tuple[int, int]] = []
    for guessed in (True, False):
        theirs = world([*on.earlier, after], on.rules, guessed=guessed)
        wanted: dict[int, Need] = {}
        for cell, own in enumerate(theirs.cells):
            for name in named(own.spots, own.release, own.series, own.what):
                if name in found:
                    wanted[cell] = found[name][1]
        hidden = hide(theirs, wanted, on.rules, stop=stop)
        spots += [spot for spot, cell in theirs.last.items() if cell in hidden.cells and theirs.cells[cell].free]
    return spots


def _published(on: Ground, senses: Senses) -> tuple[Table, ...]:
    return tuple(_without(table, number, senses) for number, table in enumerate(on.tables))


def _proof(on: Ground, hidden: Hidden, intervals: tuple[Interval, ...], found: Open) -> Proof:
    name = f"{on.rules.id} {on.rules.version} {on.rules.digest}"
    count = sum(bool(each.spots) for each in intervals)
    open_ones = tuple(each for each, _ in found.values())
    return Proof(
        name, len(on.earlier) + 1, count, intervals, open_ones, on.rules.width, hidden.exact, hidden.near
    )  # fmt: skip


def _shown_before(known: World, rules: Rules) -> set[int]:
    """Small counts that an earlier release shows: hidden again, although everybody may know them."""
    return {
        number
        for number in set(known.last.values())
        for cell in (known.cells[number],)
        if cell.release < known.releases - 1 and not cell.hidden and 0 < (cell.value or 0) < rules.threshold
    }


def _without(table: Table, number: int, senses: Mapping[tuple[int, int], Sense]) -> Table:
    """The table without the numbers of its hidden rows, and without what their notes say about them."""
    import polars as pl

    rows = [(number, row) in senses for row in range(table.frame.height)]
    if not any(rows):
        return table
    hidden = pl.Series("hidden", rows)
    cleared = [*structure(table.structure).of("measure"), "note"]
    frame = table.frame.with_columns(
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in cleared if name in table.frame.columns),
        pl.when(hidden).then(pl.lit(SUPPRESSED)).otherwise(pl.col("status")).alias("status"),
    )
    return Table(table.structure, frame, table.provenance)
