"""Differences of stocks, and shares of them: what needs no account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from concord.errors import Invalid
from concord.flows.accounts import Account

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers


def rises(start: Numbers, end: Numbers) -> Numbers:
    """By how much each stock has grown; zero where it fell, and on the diagonal."""
    made: Numbers = np.maximum(end - start, 0)
    np.fill_diagonal(made, 0)
    return made


def falls(start: Numbers, end: Numbers) -> Numbers:
    """By how much each stock has fallen, as moves from the place of residence (row) to that of origin (column)."""
    return rises(end, start).T.copy()


def pieces(id: str, start: Numbers, end: Numbers) -> tuple[Numbers, Numbers]:
    """Departures and returns by ``sd-drop-negative`` or ``sd-reverse-negative``."""
    back = falls(start, end) if id == "sd-reverse-negative" else np.zeros_like(start)
    return rises(start, end), back


def net_migration(account: Account) -> Numbers:
    """Change of each place's stock that births and deaths do not explain.

    Raises:
        Invalid: ``flows.rate.no-total``: the natives are not known, so populations are not.
    """
    if not account.native_known:
        raise Invalid("flows.rate.no-total")
    change: Numbers = account.end.sum(axis=0) - account.start.sum(axis=0)
    if account.births is not None:
        change = change - account.births
    if account.deaths is not None:
        change = change + account.deaths
    return change


def shared_out(start: Numbers, total: float) -> Numbers:
    """``total`` shared out like the stocks of two different places.

    Raises:
        Invalid: ``flows.rate.nobody``: no stock to share by.
    """
    others = start.copy()
    np.fill_diagonal(others, 0)
    if total == 0:
        return np.zeros_like(others)
    if others.sum() <= 0:
        raise Invalid("flows.rate.nobody")
    made: Numbers = others * (total / others.sum())
    return made
