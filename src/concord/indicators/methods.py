"""How each indicator is computed: pure functions from fact tables to results.

A value is never invented: where a needed fact is not known the result has no value and status ``missing``, and its note
says which fact. Sums over pairs of which some were not published are marked ``at_least``; so are sums from which hidden
rows are left out, and their note says ``hidden``. What would need a hidden row has status ``suppressed`` and no value.
Foreign means *by place of training* throughout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from concord.indicators.model import Facts, Indicator, Result, RowRef, Status

if TYPE_CHECKING:
    import polars as pl

Key = tuple[str, int, str]
_WORST_FIRST: tuple[Status, ...] = ("break", "difference", "provisional", "estimated")
#: Status of a row that is hidden to protect persons, and the note of a sum from which it is left out.
_SUPPRESSED, _HIDDEN = "suppressed", "hidden"


def _ref(row: dict[str, Any]) -> RowRef:
    return RowRef(row.get("source") or "", row.get("source_file") or "", int(row.get("source_row") or 0))


def _status(rows: Iterable[dict[str, Any]]) -> Status:
    """The gravest status of what was counted; hidden rows are not counted."""
    present = {row.get("status") for row in rows}
    return next((status for status in _WORST_FIRST if status in present), "normal")


def _has_hidden(rows: Iterable[dict[str, Any]]) -> bool:
    return any(row.get("status") == _SUPPRESSED for row in rows)


def _rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    return frame.iter_rows(named=True)


def _by_key(frame: pl.DataFrame) -> dict[Key, list[dict[str, Any]]]:
    grouped: dict[Key, list[dict[str, Any]]] = {}
    for row in _rows(frame):
        grouped.setdefault((row["area"], row["year"], row.get("occupation") or ""), []).append(row)
    return grouped


def _wanted(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    import polars as pl

    occupations = indicator.params.get("occupations")
    return frame.filter(pl.col("occupation").is_in(occupations)) if occupations else frame


def _missing(indicator: Indicator, key: Key, note: str, **more: Any) -> Result:
    return Result(indicator.id, key[0], key[1], None, indicator.unit, "missing", key[2], note=note, **more)


def _hidden(indicator: Indicator, key: Key, **more: Any) -> Result:
    return Result(indicator.id, key[0], key[1], None, indicator.unit, "suppressed", key[2], note=_HIDDEN, **more)


def _all_personnel(facts: Facts) -> pl.DataFrame:
    """Rows of the totals that count everybody; parts (domestic, foreign, unknown) are never added to the whole."""
    import polars as pl

    return facts.frame("mds-totals").filter(pl.col("row_kind") == "total")


def density(indicator: Indicator, facts: Facts) -> list[Result]:
    """Health personnel per ten thousand population, from head counts and mid-year population.

    Source: Code, article 6.4; Sustainable Development Goal indicator 3.c.1.
    """
    people = {(row["area"], row["year"]): row for row in _rows(facts.frame("population"))}
    results = []
    for key, rows in sorted(_by_key(_wanted(_all_personnel(facts), indicator)).items()):
        counted = [row for row in rows if row["headcount"] is not None]
        population = people.get(key[:2])
        if not counted:
            results.append(_hidden(indicator, key) if _has_hidden(rows) else _missing(indicator, key, "headcount"))
        elif population is None or not population["persons"]:
            results.append(_missing(indicator, key, "population"))
        else:
            persons, total = population["persons"], sum(row["headcount"] for row in counted)
            results.append(
                Result(
                    indicator.id, *key[:2], total / persons * indicator.params["per"], indicator.unit,
                    _status(counted), key[2],
                    parts={"headcount": total, "population": persons},
                    rows=(*map(_ref, counted), _ref(population)),
                )
            )  # fmt: skip
    return results


def published_density(indicator: Indicator, facts: Facts) -> list[Result]:
    """A density as its publisher states it, per ten thousand; nothing is recomputed."""
    results = []
    for key, rows in sorted(_by_key(_wanted(facts.frame("density"), indicator)).items()):
        row = rows[-1]
        results.append(
            Result(
                indicator.id, *key[:2], row["per_10k"], indicator.unit,
                cast("Status", row["status"]), key[2], rows=(_ref(row),),
            )
        )  # fmt: skip
    return results


def _origins(facts: Facts, indicator: Indicator) -> dict[Key, list[dict[str, Any]]]:
    """Rows by country of training, by reporting area, year and occupation; a reporter's own rows apart."""
    import polars as pl

    frame = _wanted(facts.frame("mds-stock-by-training"), indicator)
    return _by_key(frame.filter((pl.col("row_kind") == "origin") & (pl.col("origin") != pl.col("area"))))


def _is_usable(rows: list[dict[str, Any]]) -> bool:
    """Whether a reporter's rows say anything: rows of zeros alone do not."""
    return any(row["headcount"] for row in rows)


def _sum(rows: Iterable[dict[str, Any]]) -> int:
    return sum(row["headcount"] or 0 for row in rows)


def _unusable(indicator: Indicator, key: Key, rows: list[dict[str, Any]], **more: Any) -> Result:
    """What is said of a reporter whose published rows say nothing: hidden where rows are hidden, else zeros alone."""
    refs = tuple(map(_ref, rows))
    if _has_hidden(rows):
        return _hidden(indicator, key, rows=refs, **more)
    return _missing(indicator, key, "only-zero-rows", rows=refs, **more)


def foreign_trained(indicator: Indicator, facts: Facts) -> list[Result]:
    """Persons whose first qualification is from another country, summed over the published origins."""
    results = []
    for key, rows in sorted(_origins(facts, indicator).items()):
        if not _is_usable(rows):
            results.append(_unusable(indicator, key, rows))
            continue
        results.append(
            Result(
                indicator.id, *key[:2], float(_sum(rows)), indicator.unit, _status(rows), key[2],
                parts={"origins": sum(1 for row in rows if row["headcount"])},
                rows=tuple(map(_ref, rows)), **_left_out(rows),
            )
        )  # fmt: skip
    return results


def _left_out(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What is said besides of a sum from which hidden rows are left out."""
    return {"at_least": True, "note": _HIDDEN} if _has_hidden(rows) else {}


def foreign_trained_share(indicator: Indicator, facts: Facts) -> list[Result]:
    """Foreign-trained personnel in percent of all, where both are known for the same area, year and occupation."""
    totals = _by_key(_all_personnel(facts))
    results = []
    for key, rows in sorted(_origins(facts, indicator).items()):
        all_rows = [row for row in totals.get(key, []) if row["headcount"]]
        known = {"all": _sum(all_rows)} if all_rows else {}
        if not _is_usable(rows):
            results.append(_unusable(indicator, key, rows, parts=known))
        elif not all_rows and _has_hidden(totals.get(key, [])):
            results.append(_hidden(indicator, key, rows=tuple(map(_ref, rows))))
        elif not all_rows:
            results.append(_missing(indicator, key, "total", rows=tuple(map(_ref, rows))))
        else:
            abroad, total = _sum(rows), _sum(all_rows)
            results.append(
                Result(
                    indicator.id, *key[:2], 100 * abroad / total, indicator.unit, _status([*rows, *all_rows]), key[2],
                    parts={"foreign_trained": abroad, "all": total},
                    rows=(*map(_ref, rows), *map(_ref, all_rows)), **_left_out(rows),
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
    for key, rows in sorted(_origins(facts, indicator).items()):
        chosen = _listed(rows, listed)
        refs = tuple(map(_ref, chosen))
        abroad = _sum(rows)
        if not _is_usable(rows):
            results.append(_unusable(indicator, key, rows))
        elif _has_hidden(rows) and indicator.params["as"] == "percent":
            results.append(_hidden(indicator, key, rows=refs))
        elif not chosen and _has_hidden(row for row in rows if row["origin"] in listed):
            results.append(_hidden(indicator, key, parts={"foreign_trained": abroad}))
        elif not chosen:
            results.append(_missing(indicator, key, "no-listed-origin-published", parts={"foreign_trained": abroad}))
        else:
            persons = _sum(chosen)
            value = 100 * persons / abroad if indicator.params["as"] == "percent" else float(persons)
            results.append(
                Result(
                    indicator.id, *key[:2], value, indicator.unit, _status(chosen), key[2],
                    parts={"from_listed": persons, "foreign_trained": abroad, "listed_origins": len(chosen)},
                    rows=refs, at_least=len(chosen) < len(listed),
                )
            )  # fmt: skip
    return results


def concentration(indicator: Indicator, facts: Facts) -> list[Result]:
    """Herfindahl index of origins, 0 to 1: the sum of squared shares of each country of training."""
    results = []
    for key, rows in sorted(_origins(facts, indicator).items()):
        abroad = _sum(rows)
        if not abroad or _has_hidden(rows):
            results.append(_unusable(indicator, key, rows))
            continue
        index = sum(((row["headcount"] or 0) / abroad) ** 2 for row in rows)
        largest = max(rows, key=lambda row: row["headcount"] or 0)
        results.append(
            Result(
                indicator.id, *key[:2], index, indicator.unit, _status(rows), key[2],
                parts={"foreign_trained": abroad, "largest": largest["headcount"]},
                rows=tuple(map(_ref, rows)), note=f"largest:{largest['origin']}",
            )
        )  # fmt: skip
    return results


def emigration(indicator: Indicator, facts: Facts) -> list[Result]:
    """Personnel trained in an area who work in the reporting destinations: persons, per 100 000 people, or percent.

    As a percent, of all it trained who are known: those abroad and those at home (total less foreign-trained; missing
    where either is not known). Always "at least": destinations that do not report are not counted.

    The status is that of the counts: a population is an estimate everywhere, and says so in its own table.

    Source: Code, articles 3.4 and 6.2; Adovor and others 2021 for the rate.
    """
    moved: dict[Key, list[dict[str, Any]]] = {}
    for (_, year, occupation), rows in _origins(facts, indicator).items():
        if _is_usable(rows):
            for row in rows:
                if row["headcount"] is not None:
                    moved.setdefault((row["origin"], year, occupation), []).append(row)
    at_home = _domestic(facts, indicator)
    people = {(row["area"], row["year"]): row for row in _rows(facts.frame("population"))}
    return [_emigrated(indicator, key, rows, at_home, people) for key, rows in sorted(moved.items())]


def _domestic(facts: Facts, indicator: Indicator) -> dict[Key, tuple[int, list[dict[str, Any]]]]:
    abroad = _origins(facts, indicator)
    domestic = {}
    for key, rows in _by_key(_wanted(_all_personnel(facts), indicator)).items():
        counted = [row for row in rows if row["headcount"] is not None]
        foreign = abroad.get(key, [])
        if counted and _is_usable(foreign):
            domestic[key] = (_sum(counted) - _sum(foreign), [*counted, *foreign])
    return domestic


def _emigrated(
    indicator: Indicator,
    key: Key,
    rows: list[dict[str, Any]],
    at_home: dict[Key, tuple[int, list[dict[str, Any]]]],
    people: dict[tuple[str, int], dict[str, Any]],
) -> Result:
    abroad = _sum(rows)
    parts: dict[str, float] = {"abroad": abroad, "destinations": sum(1 for row in rows if row["headcount"])}
    used = counted_rows = list(rows)
    kind = indicator.params["as"]
    value: float = abroad
    if kind == "per-100000":
        population = people.get(key[:2])
        if population is None or not population["persons"]:
            return _missing(indicator, key, "population", parts=parts, rows=tuple(map(_ref, rows)))
        value = abroad / population["persons"] * 100_000
        used = [*rows, population]
        parts["population"] = population["persons"]
    elif kind == "percent":
        if key not in at_home:
            return _missing(indicator, key, "domestic-stock", parts=parts, rows=tuple(map(_ref, rows)))
        domestic, counted = at_home[key]
        value = 100 * abroad / (abroad + domestic)
        used = counted_rows = [*rows, *counted]
        parts["at_home"] = domestic
    return Result(
        indicator.id, *key[:2], float(value), indicator.unit, _status(counted_rows), key[2],
        parts=parts, rows=tuple(map(_ref, used)), at_least=True,
    )  # fmt: skip


def told(indicator: Indicator, facts: Facts) -> list[Result]:
    """What published reports say, each as its country wrote it; of several of one year the newest, which is last."""
    newest = {(each.area, each.year, each.occupation): each for each in facts.told if each.indicator == indicator.id}
    return [
        Result(
            indicator.id, *key[:2], each.value, indicator.unit, "normal", key[2], rows=(each.row,), note="as-reported"
        )
        for key, each in sorted(newest.items())
    ]
