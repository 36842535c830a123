"""A table brought to new sums of its rows and columns: the one that is nearest to it in information.

The wanted table is x(i) · table(i, j) · y(j). Proportional fitting finds it by sweeps, thousands of them where nearly
everybody is on the diagonal; here the columns are eliminated and Newton's method is run on what is left of the dual,
begun from the exact answer of a table whose natives outweigh all others. A handful of steps does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from concord.flows.solving import inverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from concord.flows.accounts import Numbers

    Solve = Callable[[Numbers], Numbers]

#: How often the first guess is bettered; each costs two products of a matrix and a vector.
SWEEPS = 12
STEPS = 400
#: Newton's matrix is made anew when a step with the old one has left more than this share of the error.
SLOW = 0.6
LONGEST_STEP, SHORTEST = 2.0, 1e-6
#: Rounding: below so many times the unit of the largest sum nothing can be gained.
FLOOR = 8 * float(np.finfo(float).eps)
NOISE, STALLED = 1e3, 2
#: So near to it a new matrix gains nothing: what is left is for the last step by addition.
NEAR = 16


@dataclass(frozen=True, slots=True, eq=False)
class Balanced:
    """The table, how many steps it took, and by how many persons each row is off (columns are exact)."""

    table: Numbers
    steps: int
    off: Numbers

    @property
    def error(self) -> float:
        """The worst row."""
        return float(np.abs(self.off).max(initial=0.0))

    @property
    def is_exact(self) -> bool:
        """Whether every row is met to a millionth of a person, or as near as such large numbers can be told apart."""
        return self.error <= max(1e-7, FLOOR * float(self.table.sum()))


def balance(table: Numbers, rows: Numbers, columns: Numbers) -> Balanced:
    """The table with these sums; where none exists, the nearest that was found, with what its rows lack.

    Args:
        table: No cell below zero. Cells that are zero stay zero.
        rows, columns: Wanted sums; both add up to the same.
    """
    made = np.zeros_like(table)
    live_rows = np.flatnonzero((rows > 0) & (table.sum(axis=1) > 0))
    live_columns = np.flatnonzero((columns > 0) & (table[live_rows].sum(axis=0) > 0))
    if live_rows.size and live_columns.size:
        whole = live_rows.size == len(rows) and live_columns.size == len(columns)
        part = table if whole else table[np.ix_(live_rows, live_columns)]
        square = whole and table.shape[0] == table.shape[1]
        factors = _start(table, rows, columns) if square else np.ones(live_rows.size)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found, steps = _newton(part, rows[live_rows], columns[live_columns], factors)
        if whole:
            made = found
        else:
            made[np.ix_(live_rows, live_columns)] = found
    else:
        steps = 0
    return Balanced(made, steps, rows - made.sum(axis=1))


def _start(table: Numbers, rows: Numbers, columns: Numbers) -> Numbers:
    """Factors of the rows as if y were 1 / x: each solves x · emigrants − immigrants / x = wanted difference."""
    others = table.copy()
    np.fill_diagonal(others, 0)
    wanted, factors = rows - columns, np.ones(len(rows))
    for _ in range(SWEEPS):
        away, here = others @ (1 / factors), factors @ others
        root = np.sqrt(wanted * wanted + 4 * away * here)
        found = np.divide(wanted + root, 2 * away, out=np.ones_like(away), where=away > 0)
        factors = np.where((found > 1e-6) & (found < 1e6), found, 1.0)
    return factors


def _newton(table: Numbers, rows: Numbers, columns: Numbers, factors: Numbers) -> tuple[Numbers, int]:
    """Newton steps, the matrix kept as long as it serves, a step that does not help halved; ends in rounding noise."""
    enough, scale, steps, stalled = FLOOR / 4 * float(rows.max()), 1.0, 0, 0
    others, off = _rest(table, rows, columns, factors)
    solve: Solve | None = None
    is_new, is_stale = False, True
    while np.abs(off).max() > enough and steps < STEPS and stalled < STALLED:
        if is_stale or solve is None:
            solve = inverse(_curvature(table, factors, others, rows, columns))
            is_new, is_stale, scale = True, False, 1.0
        move = solve(off)
        trial = factors * np.exp(move * (scale * min(1.0, LONGEST_STEP / max(float(np.abs(move).max()), 1e-300))))
        its_others, its_off = _rest(table, rows, columns, trial)
        before, after, steps = float(np.linalg.norm(off)), float(np.linalg.norm(its_off)), steps + 1
        if not after < before:
            if before < NEAR * enough:
                break
            stalled += before < NOISE * enough or scale < SHORTEST
            scale, is_stale = (scale / 2, False) if is_new else (scale, True)
            continue
        factors, others, off = trial, its_others, its_off
        if after > SLOW * before and after > NOISE * enough:
            is_stale = True
        else:
            is_new, stalled = False, 0
    made = table * factors[:, None]
    made *= columns / made.sum(axis=0)
    if solve is not None and np.abs(off).max() <= NOISE * enough:
        _polish(made, solve, rows, columns)
    return made, steps


def _polish(made: Numbers, solve: Solve, rows: Numbers, columns: Numbers) -> None:
    """A last step by addition: factors near one cannot move a large native by less than several of its last digits.

    Both sums of sums differ by their own rounding, which no table can meet: every row bears its share of that.
    """
    lacking, off = _lacking(made, rows, columns)
    off -= rows * ((off.sum() - lacking.sum()) / rows.sum())
    by_row = solve(off - made @ (lacking / columns))
    by_column = (lacking - by_row @ made) / columns
    change = by_row[:, None] + by_column
    change *= made
    made += change


def _lacking(made: Numbers, rows: Numbers, columns: Numbers) -> tuple[Numbers, Numbers]:
    """What columns and rows lack, told nearer than the last digit of their sums.

    Natives outweigh all others: they are taken off the wanted sum first, so that the rest is added up among its like.
    """
    if made.shape[0] != made.shape[1]:
        exact = [wanted - made.sum(axis=axis, dtype=np.longdouble) for axis, wanted in ((0, columns), (1, rows))]
        return exact[0].astype(float), exact[1].astype(float)
    native = np.diagonal(made).copy()
    np.fill_diagonal(made, 0)
    lacking, off = (columns - native) - made.sum(axis=0), (rows - native) - made.sum(axis=1)
    np.fill_diagonal(made, native)
    return lacking, off


def _rest(table: Numbers, rows: Numbers, columns: Numbers, factors: Numbers) -> tuple[Numbers, Numbers]:
    """Factors of the columns, and what the rows lack, for given factors of the rows."""
    others = columns / (factors @ table)
    return others, rows - factors * (table @ others)


def _curvature(table: Numbers, factors: Numbers, others: Numbers, rows: Numbers, columns: Numbers) -> Numbers:
    """Second derivative of the dual after the columns are eliminated; a grain on its diagonal fixes what is free."""
    root = table * factors[:, None]
    root *= others / np.sqrt(columns)
    made: Numbers = root @ root.T
    np.negative(made, out=made)
    made[np.diag_indices_from(made)] += factors * (table @ others) + 1e-13 * rows
    made[0, 0] += float(rows[0])
    return made
