"""Densities, the foreign-trained and those from listed countries: pure functions from fact tables to results.

A value is never invented: where a needed fact is not known the result has no value and status ``missing``, and its note
says which fact. Sums over pairs of which some were not published are marked ``at_least``; so are sums from which hidden
rows are left out, and their note says ``hidden``. What would need a hidden row has status ``suppressed`` and no value.
Foreign means *by place of training* throughout.
"""

from __future__ import annotations

from typing import Any, cast

from concord.indicators.counting import (
    by_key,
    gravest,
    has_hidden,
    hidden,
    is_usable,
    left_out,
    missing,
    origins,
    persons,
    ref,
    rows_of,
    total_rows,
    unusable,
    wanted,
)
from concord.indicators.emigration import emigration as emigration  # its name before it had a module of its own
from concord.indicators.model import Facts, Indicator, Result, Status


def density(indicator: Indicator, facts: Facts) -> list[Result]:
    """Health personnel per ten thousand population, from head counts and mid-year population.

    Source: Code, article 6.4; Sustainable Development Goal indicator 3.c.1.
    """
    people = {(row["area"], row["year"]): row for row in rows_of(facts.frame("population"))}
    results = []
    for key, rows in sorted(by_key(wanted(total_rows(facts), indicator)).items()):
        counted = [row for row in rows if row["headcount"] is not None]
        population = people.get(key[:2])
        if not counted:
            results.append(hidden(indicator, key) if has_hidden(rows) else missing(indicator, key, "headcount"))
        elif population is None or not population["persons"]:
            results.append(missing(indicator, key, "population"))
        else:
            people_there, total = population["persons"], persons(counted)
            results.append(
                Result(
                    indicator.id, *key[:2], total / people_there * indicator.params["per"], indicator.unit,
                    gravest(counted), key[2],
                    parts={"headcount": total, "population": people_there},
                    rows=(*map(ref, counted), ref(population)),
                )
            )  # fmt: skip
    return results


def published_density(indicator: Indicator, facts: Facts) -> list[Result]:
    """A density as its publisher states it, per ten thousand; nothing is recomputed."""
    results = []
    for key, rows in sorted(by_key(wanted(facts.frame("density"), indicator)).items()):
        row = rows[-1]
        results.append(
            Result(
                indicator.id, *key[:2], row["per_10k"], indicator.unit,
                cast("Status", row["status"]), key[2], rows=(ref(row),),
            )
        )  # fmt: skip
    return results


def foreign_trained(indicator: Indicator, facts: Facts) -> list[Result]:
    """Persons whose first qualification is from another country, summed over the published origins."""
    results = []
    for key, rows in sorted(origins(facts, indicator).items()):
        if not is_usable(rows):
            results.append(unusable(indicator, key, rows))
            continue
        results.append(
            Result(
                indicator.id, *key[:2], float(persons(rows)), indicator.unit, gravest(rows), key[2],
                parts={"origins": sum(1 for row in rows if row["headcount"])},
                rows=tuple(map(ref, rows)), **left_out(rows),
            )
        )  # fmt: skip
    return results


def foreign_trained_share(indicator: Indicator, facts: Facts) -> list[Result]:
    """Foreign-trained personnel in percent of all, where both are known for the same area, year and occupation."""
    totals = by_key(wanted(total_rows(facts), indicator))
    results = []
    for key, rows in sorted(origins(facts, indicator).items()):
        all_rows = [row for row in totals.get(key, []) if row["headcount"]]
        known = {"all": persons(all_rows)} if all_rows else {}
        if not is_usable(rows):
            results.append(unusable(indicator, key, rows, parts=known))
        elif not all_rows and has_hidden(totals.get(key, [])):
            results.append(hidden(indicator, key, rows=tuple(map(ref, rows))))
        elif not all_rows:
            results.append(missing(indicator, key, "total", rows=tuple(map(ref, rows))))
        else:
            abroad, total = persons(rows), persons(all_rows)
            results.append(
                Result(
                    indicator.id, *key[:2], 100 * abroad / total, indicator.unit, gravest([*rows, *all_rows]), key[2],
                    parts={"foreign_trained": abroad, "all": total},
                    rows=(*map(ref, rows), *map(ref, all_rows)), **left_out(rows),
                )
            )  # fmt: skip
    return results


def _listed(rows: list[dict[str, Any]], listed: frozenset[str]) -> list[dict[str, Any]]:
    return [row for row in rows if row["origin"] in listed and row["headcount"] is not None]


def from_listed(indicator: Indicator, facts: Facts) -> list[Result]:
    """Personnel trained in countries of a safeguards list: persons, or percent of the foreign-trained.

    A reporter that names no listed country is missing, not zero; a count over published pairs is "at least".

    Source: Code, articles 5.1 and 8.7.
    """
    listed = facts.lists[indicator.params["edition"]]
    results = []
    for key, rows in sorted(origins(facts, indicator).items()):
        chosen = _listed(rows, listed)
        refs = tuple(map(ref, chosen))
        abroad = persons(rows)
        if not is_usable(rows):
            results.append(unusable(indicator, key, rows))
        elif has_hidden(rows) and indicator.params["as"] == "percent":
            results.append(hidden(indicator, key, rows=refs))
        elif not chosen and has_hidden(row for row in rows if row["origin"] in listed):
            results.append(hidden(indicator, key, parts={"foreign_trained": abroad}))
        elif not chosen:
            results.append(missing(indicator, key, "no-listed-origin-published", parts={"foreign_trained": abroad}))
        else:
            counted = persons(chosen)
            value = 100 * counted / abroad if indicator.params["as"] == "percent" else float(counted)
            results.append(
                Result(
                    indicator.id, *key[:2], value, indicator.unit, gravest(chosen), key[2],
                    parts={"from_listed": counted, "foreign_trained": abroad, "listed_origins": len(chosen)},
                    rows=refs, at_least=len(chosen) < len(listed),
                )
            )  # fmt: skip
    return results


def told(indicator: Indicator, facts: Facts) -> list[Result]:
    """What published reports say, each as its country wrote it; of several of one year the newest, which is last."""
    newest = {(each.area, each.year, each.occupation): each for each in facts.told if each.indicator == indicator.id}
    return [
        Result(
            indicator.id, *key[:2], each.value, indicator.unit, "normal", key[2], rows=(each.row,), note="as-reported"
        )
        for key, each in sorted(newest.items())
    ]
