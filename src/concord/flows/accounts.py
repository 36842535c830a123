"""The account that flows are estimated from: two tables of stocks, who was added and who was lost in between.

A table is a square matrix, origin (place of birth or of training) × residence, persons; its diagonal are the natives.
What is not known is NaN: it is refused, or bounded where a method can, and never filled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Account:
    """Two tables of stocks and what came to be and passed away in between.

    Args:
        areas: The places, in the order of rows and columns; they are all there is: what is not in them is outside.
        start, end: Persons by origin (row) and residence (column) at both dates.
        births, deaths: Persons by residence in the period (graduates and exits for health personnel); None where not
            given, which is not zero: a method that needs them takes the tables to be free of both and says so.
        reading: ``people`` or ``health-personnel``.
        period: First and last date as they are written; may be empty.
        native_known: Whether the diagonal is known.
    """

    areas: tuple[str, ...]
    start: Numbers
    end: Numbers
    births: Numbers | None = None
    deaths: Numbers | None = None
    reading: str = "people"
    period: tuple[str, str] = ("", "")
    native_known: bool = True
    _digest: list[str] = field(default_factory=list, repr=False)

    @property
    def size(self) -> int:
        """How many places."""
        return len(self.areas)

    @property
    def digest(self) -> str:
        """SHA-256 over areas, tables, births and deaths (hexadecimal)."""
        if not self._digest:
            whole = hashlib.sha256("\x1f".join((*self.areas, self.reading, *self.period)).encode())
            for part in (self.start, self.end, self.births, self.deaths):
                whole.update(b"-" if part is None else np.ascontiguousarray(part).tobytes())
            self._digest.append(whole.hexdigest())
        return self._digest[0]

    def index(self, area: str) -> int:
        """The row and column of a place.

        Raises:
            Invalid: ``flows.account.area``.
        """
        try:
            return self.areas.index(area)
        except ValueError:
            raise Invalid("flows.account.area", params={"area": area}) from None

    @property
    def gaps(self) -> tuple[tuple[str, str, str], ...]:
        """Pairs that are not known: (``start`` or ``end``, origin, residence); natives too where some are known."""
        found = []
        for name, table in (("start", self.start), ("end", self.end)):
            if not np.isnan(table.sum()):
                continue
            for i, j in zip(*np.nonzero(np.isnan(table)), strict=True):
                if i != j or self.native_known:
                    found.append((name, self.areas[i], self.areas[j]))
        return tuple(found)


def account(
    areas: Sequence[str],
    start: ArrayLike,
    end: ArrayLike,
    *,
    births: ArrayLike | None = None,
    deaths: ArrayLike | None = None,
    reading: str = "people",
    period: tuple[str, str] = ("", ""),
    native_known: bool = True,
) -> Account:
    """An account from matrices.

    Raises:
        Invalid: ``flows.account.shape``, ``flows.account.areas``, ``flows.account.negative``,
            ``flows.account.infinite``.

    Example:
        >>> account(["A", "B"], [[90, 10], [0, 50]], [[80, 20], [0, 50]]).gaps
        ()
    """
    names = tuple(areas)
    if len(set(names)) != len(names) or not names:
        raise Invalid("flows.account.areas", params={"areas": ", ".join(names)})
    tables = {"start": _frozen(start), "end": _frozen(end)}
    sums = {
        "births": None if births is None else _frozen(births),
        "deaths": None if deaths is None else _frozen(deaths),
    }
    for name, table in tables.items():
        _check(name, table, (len(names), len(names)))
    for name, given in sums.items():
        if given is not None:
            _check(name, given, (len(names),))
    return Account(names, tables["start"], tables["end"], sums["births"], sums["deaths"], reading, period, native_known)


def with_populations(account: Account, start: Mapping[str, float], end: Mapping[str, float]) -> Account:
    """The same account with natives that are each place's population (or total personnel) less those from elsewhere.

    Raises:
        Invalid: ``flows.account.no-population`` for a place without one; ``flows.account.above-population`` where those
            from elsewhere are more than everybody.
    """
    tables = []
    for name, table, population in (("start", account.start, start), ("end", account.end, end)):
        missing = [area for area in account.areas if area not in population]
        if missing:
            raise Invalid("flows.account.no-population", params={"areas": ", ".join(missing), "table": name})
        filled = table.copy()
        np.fill_diagonal(filled, 0)
        native = np.array([population[area] for area in account.areas], dtype=float) - filled.sum(axis=0)
        if (native < 0).any():
            names = ", ".join(account.areas[i] for i in np.flatnonzero(native < 0))
            raise Invalid("flows.account.above-population", params={"areas": names, "table": name})
        np.fill_diagonal(filled, native)
        tables.append(_frozen(filled))
    return replace(account, start=tables[0], end=tables[1], native_known=True, _digest=[])


def remarks(account: Account) -> Findings:
    """What one should know of an account before its flows are read."""
    found: list[Finding] = []
    for name in ("births", "deaths"):
        if getattr(account, name) is None:
            found.append(Finding("flows.account.none-given", "note", Place(item=name), params={"what": name}))
    return Findings(found)


def _frozen(values: ArrayLike) -> Numbers:
    made = np.array(values, dtype=np.float64, order="C")
    made.setflags(write=False)
    return made


def _check(name: str, values: Numbers, shape: tuple[int, ...]) -> None:
    if values.shape != shape:
        wanted = " × ".join(map(str, shape))
        raise Invalid("flows.account.shape", params={"table": name, "wanted": wanted})
    if np.isinf(values).any():
        raise Invalid("flows.account.infinite", params={"table": name})
    if (values < 0).any():
        raise Invalid("flows.account.negative", params={"table": name, "count": int((values < 0).sum())})
