"""What is wrong with one row, in a closed form that every engine turns into its own query.

A rule of ``data/checks/register.yaml`` becomes a condition once the few bad values of its column are known; a rule that
nothing can offend becomes none, and no row is looked at for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concord.mds.rules import Rule
from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing stands in the column."""

    column: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the bad values stands in the column."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """A number below the least or above the most."""

    column: str
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Apart:
    """``first`` less ``second`` is below the least or above the most; with ``dates``, also where the days say so."""

    first: str
    second: str
    least: float | None
    most: float | None
    unless: str = ""
    dates: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """Two columns say the same."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Without:
    """The first column says something and the second nothing."""

    first: str
    second: str


Condition = Empty | OneOf | Outside | Apart | Same | Without
#: Rules that are asked of single rows; the others are asked of all rows together.
ROW_PREDICATES = frozenset({"required", "in-list", "area-kind", "between", "difference", "differ", "needs"})
PREDICATES = ROW_PREDICATES | {"unique", "filled", "jump"}


@dataclass(frozen=True, slots=True)
class Census:
    """What stands in the columns, as far as it decides which rules can be offended.

    Args:
        columns: Typed columns that are there.
        distinct: Text column → its different values, nulls apart.
        empty: Columns that may have empty cells.
        ranges: Column of numbers → least and greatest; absent where it is not known.
    """

    columns: frozenset[str]
    distinct: Mapping[str, frozenset[str]]
    empty: frozenset[str]
    ranges: Mapping[str, tuple[float, float]]


def condition(rule: Rule, census: Census, *, as_of: int) -> Condition | None:
    """When a row offends the rule, or None where none can."""
    if not set(rule.columns) <= census.columns:
        return None
    return _MADE[rule.predicate](rule, census, as_of)


def _required(rule: Rule, census: Census, as_of: int) -> Condition | None:
    return Empty(rule.columns[0]) if rule.columns[0] in census.empty else None


def _in_list(rule: Rule, census: Census, as_of: int) -> Condition | None:
    column = rule.columns[0]
    allowed = codes(str(rule.params["list"])) - set(rule.params.get("but") or ())
    bad = sorted(census.distinct[column] - allowed)
    return OneOf(column, tuple(bad)) if bad else None


def codes(list_id: str) -> frozenset[str]:
    """The codes of a list; of ``area``, former areas too."""
    if list_id == "area":
        return frozenset(each.code for each in areas.areas(former=True))
    return frozenset(codelist(list_id).codes)


def _area_kind(rule: Rule, census: Census, as_of: int) -> Condition | None:
    kinds = {each.code for each in areas.areas(former=True) if each.kind == rule.params["kind"]}
    found = sorted(census.distinct[rule.columns[0]] & kinds)
    return OneOf(rule.columns[0], tuple(found)) if found else None


def _between(rule: Rule, census: Census, as_of: int) -> Condition | None:
    column = rule.columns[0]
    least, most = _number(rule, "least", as_of), _number(rule, "most", as_of)
    known = census.ranges.get(column)
    if known is not None and (least is None or known[0] >= least) and (most is None or known[1] <= most):
        return None
    return Outside(column, least, most)


def _difference(rule: Rule, census: Census, as_of: int) -> Condition | None:
    first, second = rule.columns
    least, most = _number(rule, "least", as_of), _number(rule, "most", as_of)
    days = (f"{first}_on", f"{second}_on")
    dates = days if rule.params.get("dates") and set(days) <= census.columns else None
    a, b = census.ranges.get(first), census.ranges.get(second)
    if dates is None and a is not None and b is not None:
        above = most is None or a[1] - b[0] <= most
        if above and (least is None or a[0] - b[1] >= least):
            return None
    unless = str(rule.params.get("unless") or "")
    return Apart(first, second, least, most, unless if unless in census.columns else "", dates)


def _differ(rule: Rule, census: Census, as_of: int) -> Condition | None:
    first, second = rule.columns
    return Same(first, second) if census.distinct[first] & census.distinct[second] else None


def _needs(rule: Rule, census: Census, as_of: int) -> Condition | None:
    first, second = rule.columns
    said = census.distinct.get(first)
    return Without(first, second) if second in census.empty and (said is None or said) else None


_MADE = {
    "required": _required,
    "in-list": _in_list,
    "area-kind": _area_kind,
    "between": _between,
    "difference": _difference,
    "differ": _differ,
    "needs": _needs,
}


def _number(rule: Rule, key: str, as_of: int) -> float | None:
    value = rule.params.get(key)
    return float(as_of) if value == "as-of" else None if value is None else float(value)


def texts_asked(rules: Sequence[Rule], columns: frozenset[str]) -> tuple[str, ...]:
    """Text columns whose different values decide about rules."""
    asked = [c for r in rules if r.predicate in ("in-list", "area-kind", "differ") for c in r.columns]
    asked += [r.columns[0] for r in rules if r.predicate == "needs"]
    return tuple(dict.fromkeys(column for column in asked if column in columns))
