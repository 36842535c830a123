"""Circularity: who comes back in a year against who leaves, from tables of both."""

from __future__ import annotations

from concord.indicators.counting import (
    Key,
    Part,
    Row,
    by_key,
    gravest,
    has_hidden,
    hidden,
    missing,
    part,
    persons,
    ref,
    wanted,
    with_silent,
)
from concord.indicators.model import Facts, Indicator, Result


def circularity(indicator: Indicator, facts: Facts) -> list[Result]:
    """Returns in percent of the departures of the same year.

    Tables do not say when those who came back had left. The range is what the figure would be had all of them left any
    one of ``params.lags`` years before (0 is the same year): least to greatest over the years with known departures.
    Registers with identifiers tell the true rate and its durations.

    Source: Code, articles 3.8 and 8.7.
    """
    back = {key: _all(rows) for key, rows in by_key(wanted(facts.frame("mds-return"), indicator)).items()}
    gone = {key: _all(rows) for key, rows in by_key(wanted(facts.frame("mds-outflow"), indicator)).items()}
    results = [_circular(indicator, key, back.get(key), gone) for key in sorted({*back, *gone})]
    return with_silent(results, facts, indicator, "returns-and-departures")


def _all(rows: list[Row]) -> Part:
    """Everybody: the total as told, else the named and the unknown places added up; hidden where a part of a sum is."""
    told = part(rows, "total")
    if told.persons is not None or told.is_hidden:
        return told
    parts = [row for row in rows if row["row_kind"] in ("origin", "unknown")]
    if not parts or any(row["headcount"] is None for row in parts):
        return Part(is_hidden=has_hidden(parts))
    return Part(persons(parts), tuple(parts))


def _circular(indicator: Indicator, key: Key, back: Part | None, gone: dict[Key, Part]) -> Result:
    left = gone.get(key, Part())
    came = back or Part()
    refs = tuple(map(ref, (*came.rows, *left.rows)))
    if came.is_hidden or left.is_hidden:
        return hidden(indicator, key, rows=refs)
    if came.persons is None:
        return missing(indicator, key, "returns", rows=refs)
    if left.persons is None:
        return missing(indicator, key, "departures", rows=refs)
    if not left.persons:
        return missing(indicator, key, "nobody-left", rows=refs)
    lagged = [gone[at] for lag in range(indicator.params["lags"] + 1) if (at := (key[0], key[1] - lag, key[2])) in gone]
    rates = [100 * came.persons / each.persons for each in lagged if each.persons]
    used = list(dict.fromkeys([*refs, *(ref(row) for each in lagged for row in each.rows)]))
    return Result(
        indicator.id, *key[:2], 100 * came.persons / left.persons, indicator.unit,
        gravest([*came.rows, *(row for each in lagged for row in each.rows)]), key[2],
        parts={"returned": came.persons, "departed": left.persons, "years_of_departures": len(rates)},
        rows=tuple(used), low=min(rates), high=max(rates), note="" if len(rates) > 1 else "one-year-of-departures",
    )  # fmt: skip
