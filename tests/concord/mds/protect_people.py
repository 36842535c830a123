"""Small registers for the tests of protection: people as they are counted, and an attacker who tries everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from concord.mds.citation import SUBMITTED
from concord.mds.persons.tabulating import BASES
from concord.vocabulary.structures import Table, conform, structure, table

AREA = "NZL"
DIVISIONS = ("sex", "age_band", "sector", "subnational")


def person(**said: Any) -> dict[str, Any]:
    """One person; what is not said is usual."""
    usual = {
        "year": 2023, "occupation": "2221", "training": "NZL", "birth": "NZL", "nationality": "NZL", "sex": "F",
        "age_band": "Y35T44", "sector": "public", "subnational": "North",
    }  # fmt: skip
    return {**usual, **said}


def counted(people: Sequence[Mapping[str, Any]], *, bases: Sequence[str] = ("training", "birth")) -> list[Table]:
    """The tables of these people: totals, stocks on the bases, stock in detail."""
    made = [_totals(people)] + [_stock(people, base) for base in bases] + [_detail(people)]
    return [each for each in made if len(each)]


def _table(id: str, rows: Sequence[Mapping[str, Any]]) -> Table:
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row.get(name) for row in rows] for name in names}
    filled = {**columns, "source": [SUBMITTED] * len(rows), "area": [AREA] * len(rows)}
    return conform(id, table(id, **filled).frame.drop("status"))


def _kinds(people: Sequence[Mapping[str, Any]], base: str) -> dict[tuple[int, str], Counter[tuple[str, str | None]]]:
    found: dict[tuple[int, str], Counter[tuple[str, str | None]]] = {}
    for each in people:
        kinds = found.setdefault((each["year"], each["occupation"]), Counter())
        place = each[base]
        foreign = place is not None and place != AREA
        kinds[("unknown", None)] += place is None
        kinds[("domestic", None)] += place == AREA
        kinds[("foreign", None)] += foreign
        kinds[("total", None)] += 1
        if base == "training":
            kinds[("native-foreign", None)] += foreign and each["birth"] == AREA
        if foreign:
            kinds[("origin", place)] += 1
    return found


def _stock(people: Sequence[Mapping[str, Any]], base: str) -> Table:
    rows = [
        {"year": year, "occupation": occupation, "row_kind": kind, "origin": place, "headcount": count}
        for (year, occupation), kinds in sorted(_kinds(people, base).items())
        for (kind, place), count in sorted(kinds.items(), key=str)
    ]
    return _table(BASES[base][0], rows)


def _totals(people: Sequence[Mapping[str, Any]]) -> Table:
    rows = [
        {"year": year, "occupation": occupation, "row_kind": kind, "headcount": count}
        for (year, occupation), kinds in sorted(_kinds(people, "training").items())
        for (kind, place), count in sorted(kinds.items(), key=str)
        if kind != "origin"
    ]
    return _table("mds-totals", rows)


def _detail(people: Sequence[Mapping[str, Any]]) -> Table:
    keys = ("year", "occupation", *DIVISIONS)
    counts = Counter(tuple(each[key] for key in keys) for each in people)
    rows = [{**dict(zip(keys, key, strict=True)), "headcount": count} for key, count in sorted(counts.items(), key=str)]
    return _table("mds-stock-detail", rows)


def by_kind(kinds: Mapping[str, int | None], *, id: str = "mds-stock-by-training", **said: Any) -> Table:
    """One series of a stock by origin: kinds of row by name, other names are origins; None is hidden."""
    rows = []
    for name, count in kinds.items():
        kind = name if name in ("total", "domestic", "unknown", "foreign", "native-foreign") else "origin"
        place = name if kind == "origin" else None
        rows.append({"year": 2023, "occupation": "2221", **said, "row_kind": kind, "origin": place, "headcount": count})
    made = _table(id, rows)
    hidden = ["suppressed" if row["headcount"] is None else "normal" for row in rows]
    import polars as pl

    return Table(id, made.frame.with_columns(pl.Series("status", hidden)), made.provenance)


def shown(of: Table) -> dict[str, int | None]:
    """A series as :func:`by_kind` takes it."""
    value = structure(of.structure).of("measure")[0]
    return {row["origin"] or row["row_kind"]: row[value] for row in of.frame.iter_rows(named=True)}


def everything_possible(kinds: Mapping[str, int | None], *, most: int) -> dict[str, tuple[int, int]]:
    """The least and greatest value of each hidden row of one series, by trying every value up to ``most``."""
    hidden = [name for name, count in kinds.items() if count is None]
    found: dict[str, tuple[int, int]] = {}
    for said in _worlds(kinds, hidden, most):
        for name, value in zip(hidden, said, strict=True):
            low, high = found.get(name, (value, value))
            found[name] = min(low, value), max(high, value)
    return found


def _worlds(kinds: Mapping[str, int | None], hidden: Sequence[str], most: int) -> Iterator[tuple[int, ...]]:
    spans = [range(1 if _is_origin(name) else 0, most + 1) for name in hidden]
    for values in product(*spans):
        full: dict[str, Any] = {**kinds, **dict(zip(hidden, values, strict=True))}
        origins = sum(value for name, value in full.items() if _is_origin(name))
        parts = full.get("domestic", 0) + full.get("unknown", 0)
        foreign = full.get("foreign", origins)
        fits = full.get("total", parts + foreign) == parts + foreign and foreign == origins
        if fits and full.get("native-foreign", 0) <= foreign:
            yield values


def _is_origin(name: str) -> bool:
    return len(name) == 3 and name.isupper()
