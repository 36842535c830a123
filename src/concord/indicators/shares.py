"""Foreign of all whose place is known, by training, birth or nationality, with the unknown told both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from concord.indicators.counting import (
    HIDDEN,
    Key,
    Part,
    Row,
    by_key,
    gravest,
    has_hidden,
    hidden,
    is_usable,
    missing,
    part,
    persons,
    ref,
    total_rows,
    wanted,
    with_silent,
)
from concord.indicators.model import Facts, Indicator, Result

STRUCTURES: Final[Mapping[str, str]] = {
    "training": "mds-stock-by-training",
    "birth": "mds-stock-by-birth",
    "nationality": "mds-stock-by-nationality",
}


@dataclass(frozen=True, slots=True)
class _Whole:
    """What an area's rows say of the parts of all its personnel."""

    foreign: Part
    domestic: Part
    unknown: Part
    all: Part

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.foreign.rows, *self.domestic.rows, *self.unknown.rows, *self.all.rows)


def share_of_known(indicator: Indicator, facts: Facts) -> list[Result]:
    """Percent foreign among those whose place (of training, birth or nationality: ``params.base``) is known.

    Low: all of unknown place are domestic. High: all of them are foreign. Where the number of unknown place is not told
    either, the share of all is the least it can be, and no greatest is told.

    Source: Code, articles 3.6 and 6.2.
    """
    stock = by_key(wanted(facts.frame(STRUCTURES[indicator.params["base"]]), indicator))
    totals = by_key(wanted(facts.frame("mds-totals"), indicator))
    everybody = by_key(wanted(total_rows(facts), indicator))
    results = []
    for key, rows in sorted(stock.items()):
        beside = totals.get(key, []) if indicator.params["base"] == "training" else everybody.get(key, [])
        results.append(_share(indicator, key, _whole(rows, beside), rows))
    return with_silent(results, facts, indicator, f"by-{indicator.params['base']}")


def _whole(rows: list[Row], beside: list[Row]) -> _Whole:
    """The parts as rows of their kind tell them; a reporter among its own origins is not its domestic part."""
    return _Whole(
        _foreign(rows, beside), _first(part(rows, "domestic"), part(beside, "domestic")),
        _first(part(rows, "unknown"), part(beside, "unknown")), _first(part(rows, "total"), part(beside, "total")),
    )  # fmt: skip


def _first(one: Part, other: Part) -> Part:
    if one.persons is not None or other.persons is None:
        return Part(one.persons, one.rows, one.is_hidden or other.is_hidden)
    return other


def _foreign(rows: list[Row], beside: list[Row]) -> Part:
    """All foreign as told, else the sum of the named origins; hidden ones are left out of a sum and it says so."""
    told = _first(part(rows, "foreign"), part(beside, "foreign"))
    if told.persons is not None:
        return told
    named = [row for row in rows if row["row_kind"] == "origin" and row["origin"] != row["area"]]
    if not is_usable(named):
        return Part(rows=tuple(named), is_hidden=has_hidden(named))
    return Part(persons(named), tuple(named), has_hidden(named))


def _share(indicator: Indicator, key: Key, whole: _Whole, rows: list[Row]) -> Result:
    refs = tuple(map(ref, whole.rows))
    if whole.foreign.persons is None:
        if whole.foreign.is_hidden:
            return hidden(indicator, key, rows=refs)
        return missing(indicator, key, "only-zero-rows" if rows and whole.foreign.rows else "foreign", rows=refs)
    domestic = _domestic(whole)
    if domestic is None:
        return _of_all(indicator, key, whole)
    if domestic < 0:
        return missing(indicator, key, "parts-exceed-total", rows=refs)
    return _of_known(indicator, key, whole, domestic)


def _domestic(whole: _Whole) -> int | None:
    """The domestic part as told, else all less the foreign and the unknown where all three are told in full."""
    if whole.domestic.persons is not None:
        return whole.domestic.persons
    if whole.all.persons is None or whole.unknown.persons is None or whole.foreign.is_hidden:
        return None
    return whole.all.persons - (whole.foreign.persons or 0) - whole.unknown.persons


def _of_all(indicator: Indicator, key: Key, whole: _Whole) -> Result:
    """The share of all, which is the least: how many are of unknown place is not told."""
    abroad, everybody = whole.foreign.persons or 0, whole.all.persons
    refs = tuple(map(ref, whole.rows))
    if not everybody:
        if whole.all.is_hidden or whole.domestic.is_hidden:
            return hidden(indicator, key, rows=refs)
        return missing(indicator, key, "total", rows=refs)
    if abroad > everybody:
        return missing(indicator, key, "parts-exceed-total", rows=refs)
    value = 100 * abroad / everybody
    return Result(
        indicator.id, *key[:2], value, indicator.unit, gravest(whole.rows), key[2],
        parts={"foreign": abroad, "all": everybody}, rows=refs, at_least=True, low=value,
        note=HIDDEN if whole.foreign.is_hidden else "unknown-not-told",
    )  # fmt: skip


def _of_known(indicator: Indicator, key: Key, whole: _Whole, domestic: int) -> Result:
    abroad = whole.foreign.persons or 0
    known = abroad + domestic
    refs = tuple(map(ref, whole.rows))
    if not known:
        return missing(indicator, key, "total", rows=refs)
    unknown = _unknown(whole, known)
    parts: dict[str, float] = {"foreign": abroad, "known_place": known}
    if unknown is not None:
        parts["unknown_place"] = unknown
    return Result(
        indicator.id, *key[:2], 100 * abroad / known, indicator.unit, gravest(whole.rows), key[2],
        parts=parts, rows=refs, at_least=whole.foreign.is_hidden, **_range(whole, abroad, known, unknown),
    )  # fmt: skip


def _unknown(whole: _Whole, known: int) -> int | None:
    """How many are of unknown place: as told, else all less those of known place, where that is not below zero."""
    if whole.unknown.persons is not None:
        return whole.unknown.persons
    if whole.all.persons is None or whole.foreign.is_hidden or whole.all.persons < known:
        return None
    return whole.all.persons - known


def _range(whole: _Whole, abroad: int, known: int, unknown: int | None) -> dict[str, Any]:
    if unknown is None:
        contradicted = whole.all.persons is not None and whole.all.persons < known
        note = HIDDEN if whole.foreign.is_hidden else "parts-exceed-total" if contradicted else "unknown-not-told"
        return {"note": note}
    low = 100 * abroad / (known + unknown)
    if whole.foreign.is_hidden:
        return {"low": low, "note": HIDDEN}
    return {"low": low, "high": 100 * (abroad + unknown) / (known + unknown)}
