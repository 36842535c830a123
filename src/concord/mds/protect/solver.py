"""The linear programmes: how far a cell can go, and the cheapest set that meets every demand. The one module of HiGHS.

Everything is asked with limits that count steps, never seconds, so that the same question has the same answer on any
machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from concord.errors import Unavailable

_CLOSE = 1e-6


def is_there() -> bool:
    """Whether the solver is installed."""
    return find_spec("highspy") is not None


def _highspy() -> Any:
    """The library, whose types are of no help."""
    try:
        return import_module("highspy")
    except ImportError:
        raise Unavailable("mds.protect.solver") from None


def _highs(*, presolve: bool) -> Any:
    highs = _highspy().Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("presolve", "on" if presolve else "off")
    return highs


@dataclass(frozen=True, slots=True)
class Extreme:
    """How far one column goes.

    Args:
        value: The bound; None where there is no end.
        point: All columns there.
        prices: What each row is worth there (its dual).
    """

    value: float | None
    point: list[float]
    prices: list[float]

    @property
    def whole(self) -> bool:
        """Whether every column is a whole number."""
        return all(abs(each - round(each)) < _CLOSE for each in self.point)


class Polytope:
    """Columns between bounds, tied by rows; asked again and again, each answer starting from the last.

    Args:
        least, most: Bounds of the columns; ``most`` None where there is none.
        rows: Terms (column, factor), and the least and greatest sum; None where there is no end.
        top: Stands for no end: more than twice what any column can be that has one.
    """

    def __init__(
        self,
        least: Sequence[float],
        most: Sequence[float | None],
        rows: Sequence[tuple[Sequence[tuple[int, float]], float | None, float | None]],
        *,
        top: float,
    ) -> None:
        import numpy as np

        highspy = _highspy()
        self._highs = _highs(presolve=False)
        self._top = top
        self._size = len(least)
        infinite = highspy.kHighsInf
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(least), len(rows)
        lp.col_cost_ = np.zeros(len(least))
        lp.col_lower_ = np.array(least, dtype=float)
        lp.col_upper_ = np.array([top if each is None else each for each in most], dtype=float)
        lp.row_lower_ = np.array([-infinite if low is None else low for _, low, _ in rows], dtype=float)
        lp.row_upper_ = np.array([infinite if up is None else up for _, _, up in rows], dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _, _ in rows)]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([column for terms, _, _ in rows for column, _ in terms], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([factor for terms, _, _ in rows for _, factor in terms], dtype=float)
        self._highs.passModel(lp)
        self._asked: int | None = None

    def reach(self, column: int, *, up: bool, whole: bool = False) -> Extreme | None:
        """The greatest (or least) value of a column; None where nothing fits at all.

        Args:
            column: Which.
            up: The greatest, else the least.
            whole: Whether all columns have to be whole numbers.
        """
        import numpy as np

        highspy, highs = _highspy(), self._highs
        if self._asked is not None:
            highs.changeColCost(self._asked, 0.0)
        highs.changeColCost(column, -1.0 if up else 1.0)
        self._asked = column
        if whole:
            kinds = np.full(self._size, highspy.HighsVarType.kInteger)
            highs.changeColsIntegrality(self._size, np.arange(self._size, dtype=np.int32), kinds)
        highs.run()
        status = highs.getModelStatus()
        found = highs.getSolution()
        if whole:
            kinds = np.full(self._size, highspy.HighsVarType.kContinuous)
            highs.changeColsIntegrality(self._size, np.arange(self._size, dtype=np.int32), kinds)
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        value = found.col_value[column]
        endless = up and value >= self._top / 2
        return Extreme(None if endless else value, list(found.col_value), list(found.row_dual))


@dataclass(frozen=True, slots=True)
class Demand:
    """``sum(weight * chosen) >= at_least`` over cells that may be chosen; with ``when``, if that is chosen."""

    weights: Mapping[int, float]
    at_least: float
    when: int | None = None


def cheapest(
    costs: Mapping[int, float], demands: Sequence[Demand], *, nodes: int, gap: float
) -> tuple[set[int], bool] | None:
    """The cheapest cells that meet every demand, and whether it is known that none are; None if none can.

    Args:
        costs: Of each cell that may be chosen.
        demands: All have to be met.
        nodes: After so many nodes of the search the best that was found is taken.
        gap: Cells are cheap enough if none can be cheaper by more than this share (0-1).
    """
    import numpy as np

    highspy = _highspy()
    columns = sorted(costs)
    at = {cell: place for place, cell in enumerate(columns)}
    highs = _highs(presolve=True)
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("mip_allow_restart", False)
    highs.setOptionValue("mip_rel_gap", gap)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), len(demands)
    lp.col_cost_ = np.array([costs[cell] for cell in columns], dtype=float)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    lp.row_lower_ = np.array([0.0 if each.when is not None else each.at_least for each in demands], dtype=float)
    lp.row_upper_ = np.full(len(demands), highspy.kHighsInf)
    terms = [
        [(at[cell], weight) for cell, weight in each.weights.items()]
        + ([] if each.when is None else [(at[each.when], -each.at_least)])
        for each in demands
    ]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(each) for each in terms)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([column for each in terms for column, _ in each], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([weight for each in terms for _, weight in each], dtype=float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
    highs.passModel(lp)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    optimal = status == highspy.HighsModelStatus.kOptimal
    if not optimal and info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return None
    chosen = {cell for cell, value in zip(columns, highs.getSolution().col_value, strict=True) if value > 0.5}
    return chosen, optimal
