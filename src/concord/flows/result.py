"""What an estimate of flows is: moves between pairs of places, what they are made of, and how well they close."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from concord.errors import Invalid
from concord.findings import Findings

if TYPE_CHECKING:
    from concord.flows.accounts import Account, Numbers
    from concord.flows.settling import Settled


LARGE = 1e8


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One closed form: per origin k, flow(i→j) = leaving(k, i) · arriving(k, j) ÷ Σ arriving(k), with a weight.

    Args:
        weight: Its share of the estimate.
        leaving, arriving: By origin and place of departure, of arrival.
        staying: By origin and residence: who is counted in neither.
        shared: ``leaving`` ÷ Σ ``arriving`` of its origin.
    """

    weight: float
    leaving: Numbers
    arriving: Numbers
    staying: Numbers
    shared: Numbers

    @property
    def flow(self) -> Numbers:
        """Moves between places, unweighted: one matrix product."""
        made: Numbers = self.shared.T @ self.arriving
        np.fill_diagonal(made, 0)
        return made

    @property
    def returning(self) -> Numbers:
        """Moves to the place that people are from: from i (row) to their own j (column), unweighted."""
        made: Numbers = (self.shared * np.diagonal(self.arriving)[:, None]).T.copy()
        np.fill_diagonal(made, 0)
        return made

    @property
    def departing(self) -> Numbers:
        """Moves away from the place that people are from: from their own i (row) to j (column), unweighted."""
        made: Numbers = np.diagonal(self.shared)[:, None] * self.arriving
        np.fill_diagonal(made, 0)
        return made

    def error(self, flow: Numbers) -> float:
        """The worst of: what leaves and arrives per origin and place, and per place; in persons."""
        # where natives are among the leavers, doubles would measure their own rounding
        exact = np.longdouble if float(self.leaving.max(initial=0.0)) > LARGE else np.float64
        sums = self.arriving.sum(axis=1)
        rest = self.shared * sums[:, None]
        rest -= self.leaving
        left = max(rest.max(initial=0.0), -rest.min(initial=0.0))
        np.subtract(self.arriving, self.leaving, out=rest)
        came = np.abs(rest.sum(axis=1)).max(initial=0.0)
        kept = np.multiply(self.shared, self.arriving, out=rest).sum(axis=0, dtype=exact)
        rows = np.abs(flow.sum(axis=1, dtype=exact) + kept - self.leaving.sum(axis=0, dtype=exact)).max(initial=0.0)
        columns = np.abs(flow.sum(axis=0, dtype=exact) + kept - self.arriving.sum(axis=0, dtype=exact)).max(initial=0.0)
        return float(max(left, came, rows, columns))


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """An estimate by one method; never a count.

    Args:
        method, version: Of the declared method.
        areas: Of rows (from) and columns (to).
        flow: Persons who lived in one place at the start and in another at the end; zero on the diagonal.
        low, high: The same at the ends of what the method leaves open (the weight, unknown pairs); equal to ``flow``
            where it leaves nothing open. The range between methods is :func:`~concord.flows.side_by_side.side_by_side`.
        margins_error: The worst closing identity, in persons: None where the method has none to keep.
        account: What it was estimated from.
        parameters: What the estimate was made with, such as the weight.
        findings: What was adjusted or assumed on the way.
        moves: Departures and returns, of methods that see no others.
        parts, settled: What accounting methods were made of.
        compatible: Whether the tables were settled as the R package migest does it.
    """

    method: str
    version: str
    areas: tuple[str, ...]
    flow: Numbers
    low: Numbers
    high: Numbers
    margins_error: float | None
    account: Account
    parameters: Mapping[str, float]
    findings: Findings
    moves: tuple[Numbers, Numbers] | None = None
    parts: tuple[Part, ...] = ()
    settled: Settled | None = None
    compatible: bool = False
    status: Literal["estimated"] = "estimated"
    seed: None = None

    @property
    def inputs(self) -> str:
        """Digest of the account."""
        return self.account.digest

    @property
    def total(self) -> float | None:
        """All moves; None where a pair is only bounded."""
        total = float(self.flow.sum())
        return None if np.isnan(total) else total

    @property
    def range(self) -> tuple[float, float]:
        """All moves at both ends of what the method leaves open."""
        ends = float(self.low.sum()), float(self.high.sum())
        return min(ends), max(ends)

    @property
    def departing(self) -> Numbers:
        """Moves away from where people are from."""
        if self.moves is not None:
            return self.moves[0]
        return sum((part.weight * part.departing for part in self.parts), np.zeros_like(self.flow))

    @property
    def returning(self) -> Numbers:
        """Moves to where people are from."""
        if self.moves is not None:
            return self.moves[1]
        return sum((part.weight * part.returning for part in self.parts), np.zeros_like(self.flow))

    @property
    def onward(self) -> Numbers:
        """Moves of people between two places neither of which they are from."""
        rest: Numbers = np.maximum(self.flow - self.returning - self.departing, 0)
        return rest

    @property
    def net(self) -> Numbers:
        """Arrivals less departures of each place; adds up to nothing."""
        made: Numbers = self.flow.sum(axis=0) - self.flow.sum(axis=1)
        return made

    def between(self, origin: str, destination: str) -> float:
        """Moves from one place to another."""
        return float(self.flow[self.areas.index(origin), self.areas.index(destination)])

    def by_origin(self, area: str) -> Numbers:
        """The moves of those who are from a place, stayers on the diagonal.

        Raises:
            Invalid: ``flows.result.no-origins``: the method has no account of each origin.
        """
        if not self.parts:
            raise Invalid("flows.result.no-origins", params={"method": self.method})
        k, made = self.areas.index(area), np.zeros_like(self.flow)
        for part in self.parts:
            made += part.weight * (np.outer(part.shared[k], part.arriving[k]) + np.diag(part.staying[k]))
        return made
