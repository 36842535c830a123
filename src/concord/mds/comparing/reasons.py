"""Why two countries' figures of one corridor may rightly differ: declared reasons, told where their condition holds.

A reason names definitions, years and published figures; of a hidden figure it says that it is hidden and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from concord.errors import NotFound
from concord.findings import Finding, message
from concord.mds.comparing.declared import MirrorRules
from concord.mds.comparing.figures import figure, measure_of, partner_of, rows_of
from concord.mds.comparing.sides import Difference, Series, Side
from concord.vocabulary.areas import area as area_of
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Table, structure


@dataclass(frozen=True)
class Seen:
    """What a condition looks at."""

    tables: Mapping[str, Table]
    series: Sequence[Series]
    differences: Sequence[Difference]
    origin: str
    destination: str
    occupation: str
    rules: MirrorRules

    def of(self, side: Side) -> list[Series]:
        """The series of one side."""
        return [each for each in self.series if each.side == side]


Params = Mapping[str, Any]
Condition = Callable[[Seen], Params | None]


def told(
    tables: Mapping[str, Table],
    series: Sequence[Series],
    differences: Sequence[Difference],
    origin: str,
    destination: str,
    occupation: str,
    rules: MirrorRules,
) -> tuple[Finding, ...]:
    """The reasons that hold, in declared order, each a note ``mds.mirror.reason.<id>``."""
    seen = Seen(tables, series, differences, origin, destination, occupation, rules)
    found = [(each.id, CONDITIONS[each.when](seen)) for each in rules.reasons]
    return tuple(Finding(f"mds.mirror.reason.{id}", "note", params=said) for id, said in found if said is not None)


def _hidden(seen: Seen) -> Params | None:
    return {} if any(each.is_hidden for one in seen.series for each in one.figures) else None


def _stock_and_flow(seen: Seen) -> Params | None:
    """One side gives a stock alone, the other a flow."""
    theirs, ours = ({each.measure for each in seen.of(side)} for side in ("destination", "origin"))
    return {} if theirs == {"stock"} and ours else None


def _base_differs(seen: Seen) -> Params | None:
    bases = {each.destination.base for each in seen.differences} - {""}
    return {"table": _table_of(seen, bases)} if len(bases) == 1 else None


def _table_of(seen: Seen, bases: set[str]) -> str:
    return next(each.destination.structure for each in seen.differences if each.destination.base in bases)


def _several_bases(seen: Seen) -> Params | None:
    return {} if len({each.base for each in seen.of("destination")} - {""}) > 1 else None


def _activity_differs(seen: Seen) -> Params | None:
    levels = {each.activity for each in seen.series}
    return {} if len(levels) > 1 or (levels == {""} and len(seen.series) > 1) else None


def _no_common_year(seen: Seen) -> Params | None:
    theirs, ours = ({year for each in seen.of(side) for year in each.years} for side in ("destination", "origin"))
    if not theirs or not ours or theirs & ours:
        return None
    return {"destination_year": max(theirs), "origin_year": max(ours)}


def _other_occupation(seen: Seen) -> Params | None:
    """A side that is silent on this occupation speaks of a broader or narrower one."""
    near = related(seen.occupation)
    found: dict[str, None] = {}
    for side, area, other in (
        ("destination", seen.destination, seen.origin),
        ("origin", seen.origin, seen.destination),
    ):
        if any(each.side == side for each in seen.series):
            continue
        for id in seen.rules.destination if side == "destination" else seen.rules.origin:
            if id in seen.tables:
                rows = rows_of(seen.tables[id], area=area, **{partner_of(id): other}, row_kind="origin")
                found |= dict.fromkeys(row["occupation"] for row in rows if row["occupation"] in near)
    return {"occupation": sorted(found)[0]} if found else None


def related(occupation: str) -> frozenset[str]:
    """Codes that hold an occupation, are held by it, or are sums that name it."""
    codes = codelist("occupation").codes
    found: set[str] = set()
    for code, each in codes.items():
        parts = set(each.extra.get("parts") or ())
        own = set(codes[occupation].extra.get("parts") or ()) if occupation in codes else set()
        if occupation in parts or code in own or (parts & own):
            found.add(code)
        if code.startswith(occupation) or occupation.startswith(code):
            found.add(code)
    return frozenset(found - {occupation})


def _not_listed(seen: Seen) -> Params | None:
    """A side's table names other countries of that occupation, and not this one: it is not told apart, not zero."""
    for side, area, other in (
        ("destination", seen.destination, seen.origin),
        ("origin", seen.origin, seen.destination),
    ):
        for id in seen.rules.destination if side == "destination" else seen.rules.origin:
            if id not in seen.tables or any(each.structure == id and each.side == side for each in seen.series):
                continue
            rows = rows_of(seen.tables[id], area=area, occupation=seen.occupation, row_kind="origin")
            named = {row[partner_of(id)] for row in rows if row[partner_of(id)]} - {other}
            if named:
                return {"area": area, "other": other, "count": len(named), "table": id}
    return None


def _unknown_places(seen: Seen) -> Params | None:
    """Persons whose other country is not known, in a table of the corridor; a hidden row says nothing."""
    for one in seen.series:
        for row in rows_of(seen.tables[one.structure], area=one.area, occupation=seen.occupation, row_kind="unknown"):
            said = figure(row, measure_of(one.structure))
            if said.year in one.years and said.value:
                return {"area": one.area, "year": said.year}
    return None


def _break(seen: Seen) -> Params | None:
    years = [each.year for one in seen.series for each in one.figures if each.status in ("break", "difference")]
    return {"years": ", ".join(str(year) for year in sorted(set(years)))} if years else None


def _not_final(seen: Seen) -> Params | None:
    wanted = ("estimated", "provisional")
    return {} if any(each.status in wanted for one in seen.series for each in one.figures) else None


def _flows_compared(seen: Seen) -> Params | None:
    return {} if seen.differences else None


def spoken(reason: Finding, language: str = "en") -> str:
    """A reason as a sentence, with names for the codes it holds."""
    named = {name: _name(name, value, language) for name, value in reason.params.items()}
    return message(replace(reason, params=named), language)


def _name(name: str, value: object, language: str) -> object:
    if name in ("area", "other"):
        with suppress(NotFound):
            return area_of(str(value)).name(language)
    if name == "occupation":
        return codelist("occupation").name(str(value), language).text
    if name == "table":
        return structure(str(value)).title.best(language).text
    return value


CONDITIONS: Mapping[str, Condition] = {
    "hidden": _hidden,
    "stock-and-flow": _stock_and_flow,
    "base-differs": _base_differs,
    "several-bases": _several_bases,
    "activity-differs": _activity_differs,
    "no-common-year": _no_common_year,
    "other-occupation": _other_occupation,
    "not-listed": _not_listed,
    "unknown-places": _unknown_places,
    "break": _break,
    "not-final": _not_final,
    "flows-compared": _flows_compared,
}

__all__ = ["CONDITIONS", "related", "spoken", "told"]
