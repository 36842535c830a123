"""One figure of a benefit account: its value with bounds, by year or as each party says it, its source and giver."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from concord.agreements.account_declared import Quantity, declared
from concord.findings import Finding, Place
from concord.labour_market.curves import Range

#: Who may give a figure.
GIVERS = ("origin", "destination", "both", "data-set", "publication", "own")
SHARES = ("share", "share-a-year")
OF_READER = "own"


@dataclass(frozen=True, slots=True)
class Given:
    """One figure that somebody gave.

    Attributes:
        quantity: Id of a declared quantity.
        every: For all years that ``by_year`` does not name.
        by_year: For single years.
        source: Where it is from, in the words of whoever gave it.
        by: Who gave it.
        said: What each party says where they differ; the range then runs from one to the other.
    """

    quantity: str
    every: Range | None = None
    by_year: Mapping[int, Range] = field(default_factory=dict)
    source: str = ""
    by: str = OF_READER
    said: Mapping[str, float] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.quantity, self.every, tuple(self.by_year.items()), self.source, self.by))

    def at(self, year: int) -> Range | None:
        """The figure of a year; None where none was given for it."""
        return self.by_year.get(year, self.every)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Every range that was given."""
        return (*((self.every,) if self.every else ()), *self.by_year.values())

    def to_json(self) -> dict[str, Any]:
        """As plain values, as :func:`read_given` reads them."""
        shown: dict[str, Any] = {"quantity": self.quantity, "source": self.source, "by": self.by}
        if self.every is not None and not self.said:
            shown.update(as_plain(self.every))
        if self.by_year:
            shown["by_year"] = {str(year): as_plain(each) for year, each in sorted(self.by_year.items())}
        return {**shown, "said": dict(self.said)} if self.said else shown


@dataclass(frozen=True, slots=True)
class ReadGiven:
    """One figure, where it can be used, and its findings."""

    given: Given | None
    findings: tuple[Finding, ...]


def read_given(id: str, given: object, *, file: str | None = None) -> ReadGiven:
    """Read one figure: ``value`` with ``low`` and ``high``, ``by_year``, or ``said`` by both; ``source`` and ``by``.

    Returns:
        No figure where a finding is hard: quantity not known, no number, bounds out of order, below zero, a share
        above 1, no source, nobody's.
    """
    known = declared().quantities.get(id)
    if known is None:
        return ReadGiven(None, (hard("quantity-unknown", file, id, id=id, known=", ".join(declared().quantities)),))
    if not isinstance(given, Mapping):
        return ReadGiven(None, (hard("number", file, id, id=id),))
    found: list[Finding] = []
    every = _range(given, known, file, found) if "value" in given else None
    said = _listed(given, "said", known, file, found)
    if said:
        every = _said(said, known, file, found)
    by_year = _by_year(_listed(given, "by_year", known, file, found), known, file, found)
    if by_year and not known.by_year:
        found.append(hard("not-by-year", file, id, id=id))
    if every is None and not by_year and not found:
        found.append(hard("number", file, id, id=id))
    source, by = str(given.get("source") or "").strip(), str(given.get("by") or OF_READER)
    if not source:
        found.append(hard("no-source", file, id, id=id))
    if by not in GIVERS:
        found.append(hard("giver", file, id, id=id, by=by, known=", ".join(GIVERS)))
    if any(each.level == "hard" for each in found):
        return ReadGiven(None, tuple(found))
    each_says = {str(side): float(value) for side, value in said.items()}
    return ReadGiven(Given(id, every, by_year, source, by, each_says), tuple(found))


def _range(given: Mapping[str, Any], known: Quantity, file: str | None, found: list[Finding]) -> Range | None:
    value = given.get("value")
    numbers = [value, given.get("low", value), given.get("high", value)]
    if any(isinstance(each, bool) or not isinstance(each, int | float) or not math.isfinite(each) for each in numbers):
        found.append(hard("number", file, known.id, id=known.id))
        return None
    middle, low, high = (float(each) for each in numbers if each is not None)
    if not low <= middle <= high:
        found.append(hard("order", file, known.id, id=known.id, low=low, value=middle, high=high))
    elif low < 0 and known.id != "living":
        found.append(hard("negative", file, known.id, id=known.id))
    elif known.unit in SHARES and high > 1:
        found.append(hard("share", file, known.id, id=known.id, high=high))
    else:
        return Range(middle, low, high)
    return None


def _listed(
    given: Mapping[str, Any], field: str, known: Quantity, file: str | None, found: list[Finding]
) -> Mapping[Any, Any]:  # fmt: skip
    """What stands under ``said`` or ``by_year``; nothing where it is left out."""
    value = given.get(field) or {}
    if isinstance(value, Mapping):
        return value
    found.append(hard("number", file, known.id, id=known.id))
    return {}


def _by_year(
    given: Mapping[Any, Any], known: Quantity, file: str | None, found: list[Finding]
) -> dict[int, Range]:  # fmt: skip
    """Figures by year; one whose year cannot be read is said, not left out."""
    kept: dict[int, Range] = {}
    for year, each in given.items():
        one = _range(each if isinstance(each, Mapping) else {"value": each}, known, file, found)
        if not str(year).isdecimal():
            found.append(hard("number", file, known.id, id=known.id))
        elif one is not None:
            kept[int(year)] = one
    return kept


def _said(said: Mapping[Any, Any], known: Quantity, file: str | None, found: list[Finding]) -> Range | None:
    """The range from one party's figure to the other's."""
    numbers = list(said.values())
    if not set(said) <= {"origin", "destination"} or any(not isinstance(each, int | float) for each in numbers):
        found.append(hard("number", file, known.id, id=known.id))
        return None
    bounds = {"value": sum(numbers) / len(numbers), "low": min(numbers), "high": max(numbers)}
    return _range(bounds, known, file, found)


def hard(reason: str, file: str | None, item: str, **params: object) -> Finding:
    """A finding of the account that must be put right."""
    return Finding(f"agreements.account.{reason}", "hard", Place(file, item=item), params)


def as_plain(given: Range) -> dict[str, float]:
    """A value with its bounds as plain values; without bounds where it is exact."""
    return {"value": given.value} if given.is_exact else {"value": given.value, "low": given.low, "high": given.high}
