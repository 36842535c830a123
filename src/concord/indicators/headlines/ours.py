"""Our own result for a published figure: one small function for each kind that ``data/headlines`` names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from concord.indicators.counting import gravest
from concord.indicators.headlines.figures import Headline
from concord.indicators.headlines.stocks import Stock, in_group, populations, stocks, years_of
from concord.indicators.model import Facts, Result, RowRef, Status
from concord.vocabulary.areas import member_states


@dataclass(frozen=True)
class Ours:
    """What our tables give for a published figure, in its unit.

    Args:
        value: None where the tables hold nothing for it.
        years: Years the figures used are of.
        counted: Areas counted; ``expected`` those the published figure is for (None where it is for no set of areas).
        other: The same by another method, where there is one: ``other_method`` is the end of the reason that tells it.
        people: Share (0-1) of the people of the expected areas who live in the counted ones, where known.
    """

    value: float | None
    years: tuple[int, ...] = ()
    counted: tuple[str, ...] = ()
    expected: tuple[str, ...] | None = None
    other: float | None = None
    other_method: str = ""
    people: float | None = None
    rows: tuple[RowRef, ...] = ()
    status: Status = "normal"
    indicator: str = ""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Areas the published figure is for and ours does not count."""
        return () if self.expected is None else tuple(sorted({*self.expected} - {*self.counted}))


@dataclass(frozen=True)
class Ground:
    """What ours is computed from: tables, results, and figures that other rooms declare (``given``, by key)."""

    facts: Facts
    results: Mapping[str, tuple[Result, ...]] = field(default_factory=dict)
    given: Mapping[str, float] = field(default_factory=dict)

    def nearest(self, headline: Headline) -> dict[str, Result]:
        """Of the comparison's indicator and occupation, each area's result with a value whose year is nearest."""
        params = headline.comparison.params if headline.comparison else {}
        found: dict[str, Result] = {}
        for each in self.results.get(params["indicator"], ()):
            if each.value is None or each.occupation != params["occupation"]:
                continue
            before = found.get(each.area)
            if before is None or _distance(each, headline.year) < _distance(before, headline.year):
                found[each.area] = each
        return found


def _distance(each: Result, year: int) -> tuple[int, int]:
    return (abs(each.year - year), each.year)


Kind = Callable[[Headline, Mapping[str, Any], Ground], Ours]


def _results(headline: Headline, params: Mapping[str, Any], ground: Ground) -> tuple[list[Result], frozenset[str]]:
    """The nearest results of the areas of the comparison's group, in order of code, and who belongs to that group."""
    group = str(params.get("group", ""))
    expected = in_group(group, headline.year)
    found = ground.nearest(headline)
    return [found[code] for code in sorted(found) if code in expected], expected


def _of_results(
    value: float | None,
    used: Sequence[Result],
    params: Mapping[str, Any],
    expected: frozenset[str] | None,
    *,
    other: float | None = None,
    other_method: str = "",
    people: float | None = None,
) -> Ours:
    has_group = bool(params.get("group")) and expected is not None
    return Ours(
        value, tuple(sorted({each.year for each in used})), tuple(each.area for each in used),
        tuple(sorted(expected or ())) if has_group else None,
        rows=tuple(dict.fromkeys(row for each in used for row in each.rows)),
        status=gravest([{"status": each.status} for each in used]), indicator=str(params.get("indicator", "")),
        other=other, other_method=other_method, people=people,
    )  # fmt: skip


def _one(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """One area's result."""
    found = ground.nearest(headline).get(str(params["area"]))
    return _of_results(found.value if found else None, [found] if found else [], params, None)


def _pooled(used: Iterable[Result], params: Mapping[str, Any]) -> float | None:
    """All persons together: the part over the sum of parts, in percent."""
    over, of = str(params["over"]), [str(each) for each in params["of"]]
    results = [each for each in used if over in each.parts and all(part in each.parts for part in of)]
    whole = sum(each.parts[part] for each in results for part in of)
    return 100 * sum(each.parts[over] for each in results) / whole if whole else None


def _mean(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """The mean of the areas, each counting once; all persons together beside it where the parts are known."""
    used, expected = _results(headline, params, ground)
    if not used:
        return Ours(None)
    mean = sum(each.value or 0.0 for each in used) / len(used) / float(str(params.get("divide", 1)))
    other = _pooled(used, params) if "over" in params else None
    return _of_results(mean, used, params, expected, other=other, other_method="all-persons" if other else "",
                       people=_people(ground, used, expected, headline.year))  # fmt: skip


def _together(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """All persons of the group's areas together, in percent; the mean of the areas beside it."""
    used, expected = _results(headline, params, ground)
    mean = sum(each.value or 0.0 for each in used) / len(used) if used else None
    return _of_results(_pooled(used, params), used, params, expected, other=mean, other_method="mean" if used else "",
                       people=_people(ground, used, expected, headline.year))  # fmt: skip


def _sum(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """The areas of the group added up."""
    used, expected = _results(headline, params, ground)
    divide = float(str(params.get("divide", 1)))
    total = sum(each.value or 0.0 for each in used) / divide if used else None
    people = _people(ground, used, expected, headline.year)
    other = total / people if total is not None and people else None
    return _of_results(total, used, params, expected, people=people, other=other,
                       other_method="carried-to-all" if other else "")  # fmt: skip


def _people(ground: Ground, used: Iterable[Result], expected: frozenset[str], year: int) -> float | None:
    known = populations(ground.facts, _no_later(year, ground))
    whole = sum(known[code][0] for code in expected if code in known)
    return sum(known[each.area][0] for each in used if each.area in known) / whole if whole else None


def _no_later(year: int, ground: Ground) -> int:
    """A year, or the last of the populations where that is earlier."""
    last = ground.facts.frame("population")["year"].max()
    return year if last is None else min(year, int(str(last)))


def _known(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """How many areas have a value."""
    used, _ = _results(headline, params, ground)
    return _of_results(float(len(used)), used, params, None)


def _stock_of(params: Mapping[str, Any], ground: Ground, year: int) -> dict[str, Stock]:
    occupations = [str(each) for each in params["occupations"]]
    return stocks(ground.facts, occupations, year=year, apart=int(str(params["apart"])))


def _year(headline: Headline, params: Mapping[str, Any], ground: Ground) -> int:
    return _no_later(int(str(params.get("year", headline.year))), ground)


def _from_stocks(
    value: float | None,
    used: Sequence[Stock],
    expected: Iterable[str],
    known: Mapping[str, tuple[int, RowRef]],
    *,
    other: float | None = None,
    other_method: str = "",
) -> Ours:
    wanted = sorted(code for code in expected if code in known)
    whole = sum(known[code][0] for code in wanted)
    return Ours(
        value, years_of(used), tuple(sorted(each.area for each in used)), tuple(wanted),
        people=sum(each.population for each in used) / whole if whole else None,
        rows=tuple(dict.fromkeys(row for each in used for row in each.rows)), status="estimated",
        other=other, other_method=other_method,
    )  # fmt: skip


def _stock(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Persons by density and population, added up over a group or the world."""
    year = _year(headline, params, ground)
    expected = in_group(str(params.get("group", "")), year)
    found = _stock_of(params, ground, year)
    used = [found[code] for code in sorted(found) if code in expected]
    total = sum(each.persons for each in used) / float(str(params.get("divide", 1))) if used else None
    ours = _from_stocks(total, used, expected, populations(ground.facts, year))
    carried = total / ours.people if total is not None and ours.people else None
    return _with_other(ours, carried, "carried-to-all")


def _with_other(ours: Ours, other: float | None, method: str) -> Ours:
    return replace(ours, other=other, other_method=method if other is not None else "")


def _stock_share(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Percent of the world's persons, by density and population, who work in a group."""
    year = _year(headline, params, ground)
    found = _stock_of(params, ground, year)
    members = in_group(str(params["group"]), year)
    whole = sum(each.persons for each in found.values())
    value = 100 * sum(each.persons for each in found.values() if each.area in members) / whole if whole else None
    return _from_stocks(value, list(found.values()), in_group("", year), populations(ground.facts, year))


def _population_share(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Percent of the world's people who live in a group."""
    year = _year(headline, params, ground)
    known = populations(ground.facts, year)
    members = in_group(str(params["group"]), year)
    whole = sum(persons for persons, _ in known.values())
    inside = [known[code] for code in sorted(members) if code in known]
    value = 100 * sum(persons for persons, _ in inside) / whole if whole else None
    rows = tuple(row for _, row in inside)
    return Ours(
        value, (year,), tuple(sorted(members & {*known})), tuple(sorted(members)), rows=rows, status="estimated"
    )


def _stock_growth(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Growth in percent between two years, of the group's areas that are known near both."""
    start, end = int(str(params["from"])), int(str(params["to"]))
    before, after = _stock_of(params, ground, start), _stock_of(params, ground, end)
    members = in_group(str(params.get("group", "")), headline.year)
    both = sorted(members & {*before} & {*after})
    first = sum(before[code].persons for code in both)
    value = 100 * (sum(after[code].persons for code in both) / first - 1) if first else None
    used = [after[code] for code in both]
    ours = _from_stocks(value, used, members, populations(ground.facts, end))
    return replace(ours, years=tuple(sorted({*years_of([before[code] for code in both]), *ours.years})))


def _density_ratio(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """How many times as dense one income group is as another, all persons over all people."""
    year = _year(headline, params, ground)
    found = _stock_of(params, ground, year)
    high, low = (in_group(str(params[each]), year) for each in ("high", "low"))
    density = [
        (
            sum(found[code].persons for code in group if code in found),
            sum(found[code].population for code in group if code in found),
        )
        for group in (high, low)
    ]
    known = all(persons and people for persons, people in density)
    value = density[0][0] / density[0][1] / (density[1][0] / density[1][1]) if known else None
    used = [found[code] for code in sorted(high | low) if code in found]
    return _from_stocks(value, used, high | low, populations(ground.facts, year))


def _gap(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Persons lacking to a density: threshold × population / 10 000 less the stock, wherever that is above zero."""
    year = _year(headline, params, ground)
    found = _stock_of(params, ground, year)
    threshold = float(str(params["threshold"]))
    total = sum(max(0.0, threshold * each.population / 10_000 - each.persons) for each in found.values())
    value = total / float(str(params.get("divide", 1))) if found else None
    ours = _from_stocks(value, list(found.values()), in_group("", year), populations(ground.facts, year))
    return _with_other(ours, value / ours.people if value is not None and ours.people else None, "carried-to-all")


def _members(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Countries of an edition of the safeguards list; of one region, or those not on another edition."""
    edition = str(params["edition"])
    listed = ground.facts.lists.get(edition)
    if listed is None:
        return Ours(None)
    chosen = set(listed)
    if "region" in params:
        chosen &= in_group(str(params["region"]), int(str(params["region_year"])))
    if "not_on" in params:
        chosen -= ground.facts.lists.get(str(params["not_on"]), frozenset())
    return Ours(float(len(chosen)), (int(edition),), tuple(sorted(chosen)))


def _member_states(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """Member States of WHO on a day."""
    on = dt.date.fromisoformat(str(params["on"]))
    states = tuple(each.code for each in member_states(on))
    return Ours(float(len(states)), (on.year,), states)


def _given(headline: Headline, params: Mapping[str, Any], ground: Ground) -> Ours:
    """A figure that another room declares."""
    value = ground.given.get(str(params["key"]))
    return Ours(value, (int(str(params["year"])),) if value is not None else ())


KINDS: Final[Mapping[str, Kind]] = {
    "result": _one,
    "mean": _mean,
    "together": _together,
    "sum": _sum,
    "known": _known,
    "stock": _stock,
    "stock-share": _stock_share,
    "stock-growth": _stock_growth,
    "population-share": _population_share,
    "density-ratio": _density_ratio,
    "gap": _gap,
    "members": _members,
    "member-states": _member_states,
    "given": _given,
}
