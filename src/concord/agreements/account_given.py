"""What goes into a benefit account: each figure with its bounds, its source and who gives it; read and checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from concord.agreements.account_declared import Quantity, declared
from concord.findings import Finding, Findings, Place
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
            shown.update(_as_json(self.every))
        if self.by_year:
            shown["by_year"] = {str(year): _as_json(each) for year, each in sorted(self.by_year.items())}
        return {**shown, "said": dict(self.said)} if self.said else shown


@dataclass(frozen=True)
class Asked:
    """An account to be worked out.

    Attributes:
        id, title: Of the agreement.
        origin, destination: Names of the parties, as shown.
        first, years: The first year, and how many.
        price_year: Of whose US$ all amounts are.
        given: By quantity.
        counting: Lines that usually stand beside the balance and are counted in it here.
        invented: The agreement is an invented example.
    """

    id: str
    title: str
    origin: str
    destination: str
    first: int
    years: int
    price_year: int
    given: Mapping[str, Given]
    seed: int = 1
    draws: int | None = None
    counting: frozenset[str] = frozenset()
    invented: bool = False

    @property
    def span(self) -> tuple[int, ...]:
        """The years of the account."""
        return tuple(range(self.first, self.first + self.years))

    def changed(self, values: Mapping[str, Range]) -> Asked:
        """The same with other figures for some quantities, for all years; their source says that a reader gave them."""
        other = {id: Given(id, each, {}, "", OF_READER) for id, each in values.items()}
        return replace(self, given={**self.given, **other})


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the account where nothing must change, and all findings."""

    asked: Asked | None
    findings: Findings


def read(given: Mapping[str, Any], *, file: str | None = None) -> Read:
    """Read a declared account (``docs/explanation/benefit-account.md`` shows one).

    Args:
        given: ``first``, ``years``, ``price_year``, ``origin``, ``destination``, ``inputs`` by quantity; ``id``,
            ``title``, ``seed``, ``draws``, ``counting``, ``invented`` where wanted.
        file: Named in findings.

    Returns:
        Findings of all figures together; hard ones leave no account.
    """
    found: list[Finding] = []
    whole = {name: _whole(given.get(name), name, file, found) for name in ("first", "years", "price_year")}
    most = declared().most_years
    if whole["years"] is not None and not 1 <= whole["years"] <= most:
        found.append(_hard("years", file, "years", years=whole["years"], most=most))
    inputs = given.get("inputs")
    figures: dict[str, Given] = {}
    for id, each in (inputs if isinstance(inputs, Mapping) else {}).items():
        one = read_given(str(id), each, file=file)
        found += one.findings
        if one.given is not None:
            figures[str(id)] = one.given
    seed, draws = _whole(given.get("seed", 1), "seed", file, found), given.get("draws")
    if seed is not None and seed < 0:
        found.append(_hard("negative", file, "seed"))
    if draws is not None and (not isinstance(draws, int) or draws < 100):
        found.append(_hard("draws", file, "draws", draws=draws))
    beside = {each.id for each in declared().terms if each.beside}
    listed = given.get("counting") or ()
    counting = tuple(map(str, listed)) if isinstance(listed, list | tuple) else (str(listed),)
    found += [_hard("counting", file, each, id=each, known=", ".join(sorted(beside))) for each in counting
              if each not in beside]  # fmt: skip
    if any(each.level == "hard" for each in found):
        return Read(None, Findings([*found, *_needed(figures, (), file)]))
    asked = Asked(
        str(given.get("id") or "account"), str(given.get("title") or ""), str(given.get("origin") or ""),
        str(given.get("destination") or ""), whole["first"] or 0, whole["years"] or 0, whole["price_year"] or 0,
        figures, seed or 0, draws, frozenset(counting), bool(given.get("invented")),
    )  # fmt: skip
    found += check(asked, file=file)
    findings = Findings(found)
    return Read(None if findings.hard else asked, findings)


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
        return ReadGiven(None, (_hard("quantity-unknown", file, id, id=id, known=", ".join(declared().quantities)),))
    if not isinstance(given, Mapping):
        return ReadGiven(None, (_hard("number", file, id, id=id),))
    found: list[Finding] = []
    every = _range(given, known, file, found) if "value" in given else None
    said = _listed(given, "said", known, file, found)
    if said:
        every = _said(said, known, file, found)
    by_year = _by_year(_listed(given, "by_year", known, file, found), known, file, found)
    if by_year and not known.by_year:
        found.append(_hard("not-by-year", file, id, id=id))
    if every is None and not by_year and not found:
        found.append(_hard("number", file, id, id=id))
    source, by = str(given.get("source") or "").strip(), str(given.get("by") or OF_READER)
    if not source:
        found.append(_hard("no-source", file, id, id=id))
    if by not in GIVERS:
        found.append(_hard("giver", file, id, id=id, by=by, known=", ".join(GIVERS)))
    if any(each.level == "hard" for each in found):
        return ReadGiven(None, tuple(found))
    each_says = {str(side): float(value) for side, value in said.items()}
    return ReadGiven(Given(id, every, by_year, source, by, each_says), tuple(found))


def check(asked: Asked, *, file: str | None = None) -> tuple[Finding, ...]:
    """What is wrong or worth knowing about the figures of an account as a whole."""
    found = _needed(asked.given, asked.span, file)
    for id, each in asked.given.items():
        outside = [year for year in each.by_year if year not in asked.span]
        if outside:
            params = {"id": id, "year": outside[0], "first": asked.first, "last": asked.span[-1]}
            found.append(Finding("agreements.account.year-outside", "soft", Place(file, item=id), params))
        unit = declared().quantities[id].unit
        if unit not in ("persons", "places", "person-months", "usd") and all(one.is_exact for one in each.ranges):
            found.append(Finding("agreements.account.no-range", "note", Place(file, item=id), {"id": id}))
    moved, returned = asked.given.get("moved"), asked.given.get("returned")
    if moved is not None and returned is not None:
        gone = sum(each.high for each in (moved.at(year) for year in asked.span) if each)
        back = sum(each.low for each in (returned.at(year) for year in asked.span) if each)
        if back > gone:
            params = {"returned": back, "moved": gone}
            found.append(Finding("agreements.account.more-returned", "soft", Place(file, item="returned"), params))
    return tuple(found)


def _needed(figures: Mapping[str, Given], span: tuple[int, ...], file: str | None) -> list[Finding]:
    found = []
    for quantity in declared().quantities.values():
        given = figures.get(quantity.id)
        lacking = [year for year in span if given is not None and given.at(year) is None]
        if quantity.needed and (given is None or lacking):
            params = {"id": quantity.id, "years": ", ".join(map(str, lacking)) or "–"}
            found.append(Finding("agreements.account.needed", "hard", Place(file, item=quantity.id), params))
    return found


def _range(given: Mapping[str, Any], known: Quantity, file: str | None, found: list[Finding]) -> Range | None:
    value = given.get("value")
    numbers = [value, given.get("low", value), given.get("high", value)]
    if any(isinstance(each, bool) or not isinstance(each, int | float) or not math.isfinite(each) for each in numbers):
        found.append(_hard("number", file, known.id, id=known.id))
        return None
    middle, low, high = (float(each) for each in numbers if each is not None)
    if not low <= middle <= high:
        found.append(_hard("order", file, known.id, id=known.id, low=low, value=middle, high=high))
    elif low < 0 and known.id != "living":
        found.append(_hard("negative", file, known.id, id=known.id))
    elif known.unit in SHARES and high > 1:
        found.append(_hard("share", file, known.id, id=known.id, high=high))
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
    found.append(_hard("number", file, known.id, id=known.id))
    return {}


def _by_year(
    given: Mapping[Any, Any], known: Quantity, file: str | None, found: list[Finding]
) -> dict[int, Range]:  # fmt: skip
    """Figures by year; one whose year cannot be read is said, not left out."""
    kept: dict[int, Range] = {}
    for year, each in given.items():
        one = _range(each if isinstance(each, Mapping) else {"value": each}, known, file, found)
        if not str(year).isdecimal():
            found.append(_hard("number", file, known.id, id=known.id))
        elif one is not None:
            kept[int(year)] = one
    return kept


def _said(said: Mapping[Any, Any], known: Quantity, file: str | None, found: list[Finding]) -> Range | None:
    """The range from one party's figure to the other's."""
    numbers = list(said.values())
    if not set(said) <= {"origin", "destination"} or any(not isinstance(each, int | float) for each in numbers):
        found.append(_hard("number", file, known.id, id=known.id))
        return None
    bounds = {"value": sum(numbers) / len(numbers), "low": min(numbers), "high": max(numbers)}
    return _range(bounds, known, file, found)


def _whole(value: object, name: str, file: str | None, found: list[Finding]) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found.append(_hard("field", file, name, name=name))
    return None


def _hard(reason: str, file: str | None, item: str, **params: object) -> Finding:
    return Finding(f"agreements.account.{reason}", "hard", Place(file, item=item), params)


def _as_json(given: Range) -> dict[str, float]:
    return {"value": given.value} if given.is_exact else {"value": given.value, "low": given.low, "high": given.high}
