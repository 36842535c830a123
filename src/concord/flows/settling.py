"""Stocks brought to where only moves are left between them: births and deaths out, totals of each origin made equal.

Closed: nobody enters or leaves the table. What births, deaths and stocks disagree by in sum goes to the natives of both
tables by half; then each origin's total is the mean of both tables and every place keeps its own (Abel and Sander 2014,
Abel 2018). Open: what an origin has lost or gained beyond births and deaths went to, or came from, outside (Abel 2013).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from concord.errors import Invalid
from concord.findings import Finding, Place
from concord.flows.accounts import Account
from concord.flows.balancing import balance

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers

SMALLEST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Two tables between which people moved and did nothing else; all parts are origin × residence, persons.

    Args:
        start: The start, less deaths, less those who went outside, plus what settling has moved.
        end: The end, less births, less those who came from outside, plus what settling has moved.
        born, died: By origin and residence.
        went, came: To and from outside the table; all zero where it is closed.
        notes: What was adjusted, in persons.
    """

    start: Numbers
    end: Numbers
    born: Numbers
    died: Numbers
    went: Numbers
    came: Numbers
    notes: tuple[Finding, ...] = ()


def settle(account: Account, system: str) -> Settled:
    """Settle an account whose every cell is known.

    Raises:
        Invalid: ``flows.settle.deaths``, ``flows.settle.births`` (more than there are persons),
            ``flows.settle.natives`` (nobody to take the difference), ``flows.settle.impossible`` (no table has these
            totals).
    """
    notes: list[Finding] = []
    start, end = account.start.copy(), account.end.copy()
    births, deaths = given(account.births, account.size), given(account.deaths, account.size)
    if system == "closed":
        _share_gap(start, end, float(births.sum() - deaths.sum()), notes)
    died = deaths_of(start, deaths, account.areas)
    born = births_of(end, births, account.areas, notes)
    for table, gone in ((start, died), (end, born)):
        table -= gone
        np.maximum(table, 0, out=table)
    if system == "closed":
        start, end = _closed(start, end, account.areas, notes)
        went = came = np.zeros_like(start)
    else:
        start, end, went, came = _open(start, end)
    return Settled(start, end, born, died, went, came, tuple(notes))


def given(values: Numbers | None, size: int) -> Numbers:
    """The values; none where they were not given."""
    return np.zeros(size) if values is None else values


def _share_gap(start: Numbers, end: Numbers, natural: float, notes: list[Finding]) -> None:
    gap = natural - float(end.sum() - start.sum())
    if abs(gap) <= SMALLEST * float(start.sum() + end.sum()):
        return
    for table, part in ((start, -gap / 2), (end, gap / 2)):
        native = np.diagonal(table).copy()
        if native.sum() + part <= 0:
            raise Invalid("flows.settle.natives", params={"persons": round(abs(gap))})
        np.fill_diagonal(table, native * (1 + part / native.sum()))
    percent = 100 * abs(gap) / float(start.sum())
    notes.append(Finding("flows.settle.gap", "note", params={"persons": round(gap), "percent": f"{percent:.2f}"}))


def deaths_of(start: Numbers, deaths: Numbers, areas: Sequence[str]) -> Numbers:
    """Deaths of a place shared like its stocks."""
    people = start.sum(axis=0)
    _refuse("flows.settle.deaths", areas, deaths > people)
    share = np.divide(deaths, people, out=np.zeros_like(people), where=people > 0)
    died: Numbers = start * share
    return died


def births_of(end: Numbers, births: Numbers, areas: Sequence[str], notes: list[Finding]) -> Numbers:
    """Births belong to the place; where its natives are fewer, they are shared like its stocks, and that is said."""
    people, native = end.sum(axis=0), np.diagonal(end)
    _refuse("flows.settle.births", areas, births > people)
    born = np.diag(births)
    for j in np.flatnonzero(births > native).tolist():
        born[:, j] = end[:, j] * (births[j] / people[j])
        notes.append(Finding("flows.settle.births-shared", "note", Place(item=areas[j]), params={"area": areas[j]}))
    return born


def _closed(start: Numbers, end: Numbers, areas: Sequence[str], notes: list[Finding]) -> tuple[Numbers, Numbers]:
    rows = _targets(start, end, areas, notes)
    made: list[Numbers] = []
    for name, table in (("start", start), ("end", end)):
        found = balance(table, rows, table.sum(axis=0))
        if not found.is_exact:
            worst = np.argsort(-np.abs(found.off))[:5].tolist()
            names = ", ".join(areas[i] for i in worst if abs(found.off[i]) > 1e-6)
            raise Invalid("flows.settle.impossible", params={"table": name, "areas": names})
        made.append(found.table)
    return made[0], made[1]


def _targets(start: Numbers, end: Numbers, areas: Sequence[str], notes: list[Finding]) -> Numbers:
    """The mean of both totals of each origin.

    A place that has nobody from elsewhere keeps its total, which is all natives: no table has fewer of that origin.
    Where the mean is fewer, its origin keeps the total of that table, and the others give way in proportion.
    """
    rows: Numbers = (start.sum(axis=1) + end.sum(axis=1)) / 2
    kept = np.zeros_like(rows)
    for table in (start, end):
        native = np.diagonal(table)
        is_stuck = (table.sum(axis=0) == native) & (native > 0) & (native >= rows)
        kept = np.maximum(kept, np.where(is_stuck, table.sum(axis=1), 0))
    stuck = kept > 0
    if not stuck.any():
        return rows
    for i in np.flatnonzero(stuck).tolist():
        params = {"area": areas[i], "persons": round(float(kept[i] - rows[i]))}
        notes.append(Finding("flows.settle.nobody-from-elsewhere", "note", Place(item=areas[i]), params=params))
    excess, others = float((kept - rows)[stuck].sum()), float(rows[~stuck].sum())
    scaled: Numbers = np.where(stuck, kept, rows * (1 - excess / others if others else 1))
    return scaled


def _open(start: Numbers, end: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    first, last = start.sum(axis=1), end.sum(axis=1)
    kept = np.divide(np.minimum(first, last), first, out=np.zeros_like(first), where=first > 0)[:, None]
    known = np.divide(np.minimum(first, last), last, out=np.zeros_like(last), where=last > 0)[:, None]
    return start * kept, end * known, start * (1 - kept), end * (1 - known)


def _refuse(code: str, areas: Sequence[str], wrong: Numbers) -> None:
    if wrong.any():
        raise Invalid(code, params={"areas": ", ".join(areas[i] for i in np.flatnonzero(wrong).tolist())})
