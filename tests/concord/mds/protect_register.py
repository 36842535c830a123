"""A generated register published three times: late entries, a correction, a new year; as tables and as an attack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from concord.mds.generating.wish import Wish
from concord.mds.generating.writing import write
from concord.mds.harmonise import Asked
from concord.mds.protect import Interval, Protected, attack, protect
from concord.mds.protect.cells import rows_of
from concord.mds.tabulate import tabulate
from concord.vocabulary.structures import Table


@dataclass
class Shown:
    """What the attack on all releases together has shown.

    Args:
        cells: Rows that could be hidden, of all releases.
        hidden: Rows hidden.
        small: Hidden cells that count 1 to 4 persons.
        open: Small cells that stand open.
        recovered: Small cells whose value is found out, or of which it is certain that they are small.
        known: Hidden cells of any size whose value is found out.
        narrow: Hidden cells pinned to an interval narrower than 5.
        attacked: Hidden cells, each once.
        rest_open: Remainders left out of a table that are certainly of 1 to 4 persons.
        wrong: Cells that an attacker who does not guess was wrong about: none, if the attack is sound.
        guessed_wrong: Cells that an attacker who guesses was wrong about.
    """

    cells: int = 0
    hidden: int = 0
    small: int = 0
    open: int = 0
    recovered: int = 0
    known: int = 0
    narrow: int = 0
    attacked: int = 0
    wrong: int = 0
    guessed_wrong: int = 0
    rest_open: int = 0
    by_table: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def hidden_share(self) -> float:
        """Rows hidden, of all rows."""
        return self.hidden / self.cells

    @property
    def narrow_share(self) -> float:
        """Cells pinned closely, of all hidden cells."""
        return self.narrow / self.attacked if self.attacked else 0.0


def versions(folder: Path, *, area: str, rows: int, seed: int = 5) -> list[Path]:
    """Three files of one register: a first one without the latest entries, a correction, and one year more."""
    written = write(Wish(area, seed, rows, year=2024, years=3, quality="usual"), folder / "whole.parquet")
    whole = pl.read_parquet(written.file)
    two = whole.filter(pl.col("year") < 2024)
    late = pl.int_range(pl.len()) % 40 == 7
    wrong = pl.int_range(pl.len()) % 97 == 5
    parts = [two.filter(~late), two.filter(~wrong), whole.filter(~wrong)]
    made = []
    for number, part in enumerate(parts):
        made.append(folder / f"register-{number}.parquet")
        part.write_parquet(made[-1])
    return made


def tables_of(path: Path) -> list[Table]:
    """The tables of a register."""
    made = tabulate([path], Asked(), as_of=2026)
    assert not made.findings.hard, list(made.findings)[:3]
    return list(made.tables)


def published(truths: Sequence[Sequence[Table]], rules: str) -> list[Protected]:
    """Release after release, each protected with those before."""
    done: list[Protected] = []
    for tables in truths:
        done.append(protect(list(tables), rules, earlier=[each.tables for each in done]))
    return done


def attacked(done: Sequence[Protected]) -> Shown:
    """Everything published attacked together, with and without guesses, and held against the truth."""
    shown = Shown()
    for each in done:
        shown.open += _open(each.tables)
        for lost in each.lost:
            shown.cells += lost.rows
            shown.hidden += lost.hidden
            rows, hidden = shown.by_table.get(lost.structure, (0, 0))
            shown.by_table[lost.structure] = rows + lost.rows, hidden + lost.hidden
    releases, rules = [each.tables for each in done], done[-1].rules
    for interval in attack(releases, rules):
        _judge(shown, interval, done)
    for interval in attack(releases, rules, guessed=False):
        shown.wrong += bool(interval.spots) and not _is_right(interval, done)
    return shown


def _is_right(each: Interval, done: Sequence[Protected]) -> bool:
    values = _values(each, done)
    return not each.possible or any(
        each.least <= value and (each.most is None or value <= each.most) for value in values
    )


def _values(each: Interval, done: Sequence[Protected]) -> set[int]:
    return {done[release].before[table].frame["headcount"][row] for release, table, row in each.spots}


def _open(tables: Sequence[Table]) -> int:
    return sum(1 for row in rows_of(tables) if row.sent and row.given is not None and 0 < row.given < 5)


def _judge(shown: Shown, each: Interval, done: Sequence[Protected]) -> None:
    values = _values(each, done)
    if not values:
        # Those whom a table leaves out altogether.
        shown.rest_open += each.possible and each.most is not None and 0 < each.most < 5
        return
    right = _is_right(each, done)
    shown.attacked += 1
    shown.narrow += each.narrower_than(5)
    shown.guessed_wrong += not right
    shown.known += each.known and right
    if any(0 < value < 5 for value in values):
        shown.small += 1
        shown.recovered += right and each.possible and each.most is not None and (each.known or each.most < 5)
