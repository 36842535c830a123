"""Flows from two tables of stocks, by one declared method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from concord.errors import Invalid
from concord.findings import Findings
from concord.flows import differencing, fitting, reference
from concord.flows.accounts import Account, remarks
from concord.flows.declared import Method, declared
from concord.flows.declared import method as method_of
from concord.flows.result import Flows, Part
from concord.flows.room import roomy
from concord.flows.settling import Settled, settle
from concord.vocabulary.threads import one_thread

if TYPE_CHECKING:
    from concord.flows.accounts import Numbers

#: Bounds of a pair that is not known: (``start`` or ``end``, origin, residence) → (least, most) persons.
Within = Mapping[tuple[str, str, str], tuple[float, float]]
GAPS_NAMED = 5


def estimate(
    account: Account,
    method: str,
    *,
    total: float | None = None,
    weight: float | None = None,
    within: Within | None = None,
    reference_compatible: bool = False,
) -> Flows:
    """Moves between every pair of places in the period.

    Args:
        account: Both tables.
        method: Id of a declared method.
        total: Of ``rate``: all moves to share out; by default the sum of the absolute net migration of all places.
        weight: Of pseudo-Bayes: the share of "fewest moves"; by default the declared one, with its range.
        within: Bounds of pairs that are not known, for methods that can bound; such a pair has a range and no figure.
        reference_compatible: Settle the tables as the R package migest does, with its rounding to whole persons and
            its early end of proportional fitting, so that its figures come out; ours keep the margins and do not.

    Raises:
        NotFound: No such method.
        Invalid: ``flows.account.gaps`` (something is not known), ``flows.account.natives`` (the diagonal is needed),
            and those of :mod:`~concord.flows.settling`.

    Source:
        Abel and Cohen 2019, Scientific Data 6:82; ``data/methods/flows.yaml`` names each method's own.

    Example:
        >>> from concord.flows.accounts import account
        >>> moved = estimate(account(["A", "B"], [[90, 10], [0, 50]], [[80, 20], [0, 50]]), "minimum-closed")
        >>> moved.total, moved.between("A", "B")
        (10.0, 10.0)
    """
    chosen = method_of(method)
    if chosen.family == "difference":
        return _difference(account, chosen, within or {})
    _refuse_gaps(account)
    if chosen.family == "rate":
        return _rate(account, chosen, total)
    if not account.native_known:
        raise Invalid("flows.account.natives", params={"method": chosen.id})
    roomy()
    with one_thread():
        settled = reference.settle(account, chosen.system) if reference_compatible else settle(account, chosen.system)
        return _accounting(account, chosen, settled, weight, compatible=reference_compatible)


def _refuse_gaps(account: Account, known: Within | None = None) -> None:
    gaps = [each for each in account.gaps if known is None or each not in known]
    if gaps:
        named = "; ".join(f"{table}: {origin} → {residence}" for table, origin, residence in gaps[:GAPS_NAMED])
        raise Invalid("flows.account.gaps", params={"count": len(gaps), "pairs": named})


def _difference(account: Account, method: Method, within: Within) -> Flows:
    gaps = [gap for gap in account.gaps if gap[1] != gap[2]]
    if any(gap not in within for gap in gaps):
        _refuse_gaps(account, within)
    least, most = _bounded(account, gaps, within)
    has_returns = method.id == "sd-reverse-negative"
    away = differencing.rises(most[0], least[1]), differencing.rises(least[0], most[1])
    back = differencing.falls(least[0], most[1]), differencing.falls(most[0], least[1])
    if not has_returns:
        back = np.zeros_like(away[0]), np.zeros_like(away[0])
    moves = tuple(np.where(low == high, low, np.nan) for low, high in (away, back))
    low, high = away[0] + back[0], away[1] + back[1]
    return _flows(account, method, moves[0] + moves[1], moves=(moves[0], moves[1]), low=low, high=high)


def _bounded(
    account: Account, gaps: Sequence[tuple[str, str, str]], within: Within
) -> tuple[list[Numbers], list[Numbers]]:
    """Both tables at the least and at the most that their unknown pairs can be."""
    least, most = ([account.start.copy(), account.end.copy()] for _ in range(2))
    for name, origin, residence in gaps:
        low, high = within[name, origin, residence]
        if not 0 <= low <= high:
            raise Invalid("flows.account.bounds", params={"pair": f"{origin} → {residence}"})
        cell = account.index(origin), account.index(residence)
        least[name == "end"][cell], most[name == "end"][cell] = low, high
    for table in (*least, *most):
        np.fill_diagonal(table, 0)
    return least, most


def _rate(account: Account, method: Method, total: float | None) -> Flows:
    moves = float(np.abs(differencing.net_migration(account)).sum()) if total is None else float(total)
    flow = differencing.shared_out(account.start, moves)
    return _flows(account, method, flow, moves=(flow, np.zeros_like(flow)), parameters={"total": moves})


def _accounting(account: Account, method: Method, settled: Settled, weight: float | None, *, compatible: bool) -> Flows:
    if method.stayers == "most":
        part = fitting.fewest(settled)
        return _of_parts(account, method, settled, (part,), (part.flow,), (1.0,), {}, compatible)
    said = declared().weight
    shares = (said.usual, said.low, said.high) if weight is None else (weight,) * 3
    if not all(0 <= each <= 1 for each in shares):
        raise Invalid("flows.estimate.weight", params={"weight": weight})
    parts = fitting.fewest(settled, shares[0]), fitting.independent(settled, 1 - shares[0], by_leaving=compatible)
    flows = tuple(part.flow for part in parts)
    return _of_parts(account, method, settled, parts, flows, shares, {"weight": shares[0]}, compatible)


def _of_parts(
    account: Account,
    method: Method,
    settled: Settled,
    parts: tuple[Part, ...],
    flows: Sequence[Numbers],
    shares: Sequence[float],
    parameters: Mapping[str, float],
    compatible: bool,
) -> Flows:
    def mixed(share: float) -> Numbers:
        return flows[0] if len(flows) == 1 else share * flows[0] + (1 - share) * flows[1]

    ends = [mixed(share) for share in dict.fromkeys(shares)]
    return _flows(
        account,
        method,
        ends[0],
        low=np.minimum.reduce(ends) if len(ends) > 1 else ends[0],
        high=np.maximum.reduce(ends) if len(ends) > 1 else ends[0],
        margins_error=max(part.error(flow) for part, flow in zip(parts, flows, strict=True)),
        parameters=parameters,
        parts=parts,
        settled=settled,
        compatible=compatible,
    )


def _flows(
    account: Account,
    method: Method,
    flow: Numbers,
    *,
    moves: tuple[Numbers, Numbers] | None = None,
    low: Numbers | None = None,
    high: Numbers | None = None,
    margins_error: float | None = None,
    parameters: Mapping[str, float] | None = None,
    parts: tuple[Part, ...] = (),
    settled: Settled | None = None,
    compatible: bool = False,
) -> Flows:
    notes = settled.notes if settled else ()
    said = remarks(account) if method.family != "difference" else Findings()
    made = Flows(
        method=method.id,
        version=method.version,
        areas=account.areas,
        flow=flow,
        low=flow if low is None else low,
        high=flow if high is None else high,
        margins_error=margins_error,
        account=account,
        parameters=dict(parameters or {}),
        findings=said + notes,
        moves=moves,
        parts=parts,
        settled=settled,
        compatible=compatible,
    )
    for each in (made.flow, made.low, made.high, *(moves or ())):
        each.setflags(write=False)
    return made
