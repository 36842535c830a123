"""Indicators that nobody needs to be asked for: from the data set, the account, the plan and the workers' survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from concord.agreements.account_model import Account
from concord.agreements.monitoring import Told
from concord.agreements.plan import Plan
from concord.agreements.plan_progress import progress
from concord.agreements.worker_survey import Summary

DATA_SET_NOTE = "all-channels"


def from_inflow(
    rows: Iterable[Mapping[str, Any]], *, origin: str, destination: str, source: str = "", total: str = ""
) -> Iterator[Told]:
    """Persons trained in the origin who entered work in the destination in a year, as the data set counts them.

    Args:
        rows: Of structure ``mds-inflow-by-training``: ``area``, ``year``, ``occupation``, ``origin``, ``row_kind``,
            ``headcount``, ``status``.
        origin, destination: Alpha-3 codes.
        source: Named with each figure.
        total: The occupation code that stands for all; others are broken down by.

    Yields:
        One figure for each year and occupation with a published headcount: everybody, through whatever channel. A
        hidden or missing cell gives none; it is not nothing.
    """
    for each in _by_training("persons-moved", rows, (origin, destination), source, total):
        yield replace(each, note=DATA_SET_NOTE)


def from_stock(
    rows: Iterable[Mapping[str, Any]], *, origin: str, destination: str, source: str = "", total: str = ""
) -> Iterator[Told]:
    """Persons trained in the origin who work in the destination: where the two stood before an agreement, and since.

    Args:
        rows: Of structure ``mds-stock-by-training``; the rest as :func:`from_inflow`.
    """
    return _by_training("persons-there", rows, (origin, destination), source, total)


def _by_training(
    id: str, rows: Iterable[Mapping[str, Any]], pair: tuple[str, str], source: str, total: str
) -> Iterator[Told]:
    origin, destination = pair
    for row in rows:
        if (row["area"], row["origin"], row["row_kind"]) != (destination, origin, "origin"):
            continue
        count, occupation = row.get("headcount"), str(row.get("occupation") or "")
        if count is None or row.get("status") in ("suppressed", "missing", "not-applicable"):
            continue
        of = {} if occupation == total else {"occupation": occupation}
        yield Told(id, int(row["year"]), "data-set", float(count), source=source, of=of)


def newest(told: Iterable[Told], *, years: int) -> tuple[Told, ...]:
    """Figures of the last years of each indicator, counted from its own newest one."""
    kept = tuple(told)
    last: dict[str, int] = {}
    for each in kept:
        last[each.indicator] = max(each.year, last.get(each.indicator, each.year))
    return tuple(each for each in kept if each.year > last[each.indicator] - years)


def from_results(
    results: Iterable[Mapping[str, Any]], *, origin: str, destination: str, scale: Mapping[str, float] | None = None
) -> Iterator[Told]:
    """Indicators of the data set: density of the origin, reliance of the destination.

    Args:
        results: Mappings with ``indicator``, ``area``, ``year``, ``value``, ``source`` and, where there are any,
            ``low``, ``high`` and ``occupation``; a value of None gives nothing.
        scale: By indicator, what a value is multiplied by to come to the unit declared here.
    """
    wanted = {"density": origin, "reliance": destination}
    for each in results:
        id = str(each.get("indicator"))
        if wanted.get(id) != each.get("area") or each.get("value") is None:
            continue
        of = {"occupation": str(each["occupation"])} if each.get("occupation") else {}
        times = (scale or {}).get(id, 1.0)
        low, high = (None if (end := each.get(name)) is None else float(end) * times for name in ("low", "high"))
        source = str(each.get("source") or "")
        yield Told(id, int(each["year"]), "data-set", float(each["value"]) * times, low, high, source, of=of)


_DELIVERED = {
    "payments-made": "payments-delivered", "places-filled": "places-delivered",
    "equipment-delivered": "equipment-delivered", "returns": "returned",
}  # fmt: skip


def from_account(of: Account) -> Iterator[Told]:
    """What was delivered, as the benefit account was told, for the years that tell it."""
    given = {each.quantity: each.given for each in of.used if each.given is not None}
    for indicator, quantity in _DELIVERED.items():
        figures = given.get(quantity)
        if figures is None:
            continue
        for year, each in sorted(figures.by_year.items()):
            yield Told(indicator, year, "account", each.value, each.low, each.high, figures.source)


def from_plan(plan: Plan, *, today: date) -> Iterator[Told]:
    """How the agreement is run: meetings held in each year, actions finished in time, documents that are public.

    Yields:
        Meetings of each year since the first one was due, none too; nothing where none was due yet. The other two as
        they stand today.
    """
    stands = progress(plan, today=today)
    years = [each.on.year for each in plan.meetings if each.is_held or each.on < today]
    held = Counter(each.on.year for each in plan.meetings if each.is_held)
    for year in range(min(years, default=today.year + 1), today.year + 1):
        yield Told("meetings-held", year, "plan", float(held[year]))
    if stands.on_time is not None:
        kept, due = stands.on_time
        yield Told("actions-on-time", today.year, "plan", 100 * kept / due)
    if plan.papers:
        open_ = sum(1 for each in plan.papers if each.is_public)
        yield Told("papers-public", today.year, "plan", 100 * open_ / len(plan.papers))


def from_survey(summary: Summary, *, year: int, source: str = "") -> Iterator[Told]:
    """Shares of the workers' survey with their interval; a share that rests on too few answers is left out."""
    for each in summary.shares:
        if each.percent is not None:
            yield Told(
                each.indicator, year, "survey", each.percent, each.low, each.high, source, answers=each.answers,
            )  # fmt: skip
