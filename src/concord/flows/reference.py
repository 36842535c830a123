"""Settling as the R package migest does it, for whoever must come to its figures.

Described from its documentation and its answers, not taken from it. It differs from ours in three ways. Natives are
rounded to whole persons when the world's births, deaths and stocks disagree, and the rest of the rounding goes to one
place (the package draws it; here it is the place with most natives). Proportional fitting ends when no cell changes by
a thousandth of a person, which may leave totals of origins some persons off. And open accounts take whom they lost from
the start by the shares of the end, and the other way round, so that a stock could fall below zero: such an account is
refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from concord.errors import Invalid
from concord.flows.accounts import Account
from concord.flows.settling import Settled, births_of, deaths_of, given

if TYPE_CHECKING:
    from concord.findings import Finding
    from concord.flows.accounts import Numbers

CHANGE = 1e-3
SWEEPS = 100_000


def settle(account: Account, system: str) -> Settled:
    """Settle as the package does with its defaults (closed) or with ``open``.

    Raises:
        Invalid: As :func:`concord.flows.settling.settle`; ``flows.reference.negative``.
    """
    notes: list[Finding] = []
    start, end = account.start.copy(), account.end.copy()
    births, deaths = given(account.births, account.size), given(account.deaths, account.size)
    if system == "closed":
        _share_gap(start, end, float((births - deaths).sum()))
    died = deaths_of(start, deaths, account.areas)
    born = births_of(end, births, account.areas, notes)
    start, end = start - died, end - born
    missing = start.sum(axis=1) - end.sum(axis=1)
    went = came = np.zeros_like(start)
    if system == "closed":
        start = fitted(start, start.sum(axis=1) - missing / 2, start.sum(axis=0))
        end = fitted(end, end.sum(axis=1) + missing / 2, end.sum(axis=0))
    else:
        went, came = _by_row(end, np.maximum(missing, 0)), _by_row(start, np.maximum(-missing, 0))
        start, end = start - went, end - came
    if min(start.min(), end.min()) < 0:
        raise Invalid("flows.reference.negative")
    return Settled(start, end, born, died, went, came, tuple(notes))


def fitted(table: Numbers, rows: Numbers, columns: Numbers) -> Numbers:
    """Proportional fitting, rows then columns, until no cell changes by a thousandth."""
    now = table
    for _ in range(SWEEPS):
        before, sums = now, now.sum(axis=1)
        now = now * np.divide(rows, sums, out=np.zeros_like(sums), where=(sums != 0) & (rows != 0))[:, None]
        sums = now.sum(axis=0)
        now = now * np.divide(columns, sums, out=np.zeros_like(sums), where=(sums != 0) & (columns != 0))
        if np.abs(now - before).max() < CHANGE:
            break
    return now


def _share_gap(start: Numbers, end: Numbers, natural: float) -> None:
    gap = natural - float((end - start).sum())
    if 0 < gap % 2 <= 0.5:
        _rescale(end, float(np.trace(end)) + 1)
        gap = natural - float((end - start).sum())
    if gap:
        first, last = float(np.trace(start)), float(np.trace(end))
        _rescale(start, first - gap / 2)
        _rescale(end, last + gap / 2)


def _rescale(table: Numbers, total: float) -> None:
    """Natives that add up to ``total``, in whole persons but for one place."""
    native = np.diagonal(table)
    made = np.round(native * (total / native.sum()))
    made[int(np.argmax(native))] += total - made.sum()
    np.fill_diagonal(table, made)


def _by_row(table: Numbers, rows: Numbers) -> Numbers:
    sums = table.sum(axis=1)
    made: Numbers = table * np.divide(rows, sums, out=np.zeros_like(sums), where=sums > 0)[:, None]
    return made
