"""Concord's own part of the benchmark of registers, and the limit, each in a process of its own."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from mds_register_data import AREA, AS_OF, RULES, digest, jumps, table_digest

#: Rule of the benchmark → rule of ``data/checks/register.yaml``.
OURS = {
    "person": "missing", "area": "area-missing", "year": "year-outside", "occupation": "occupation-outside",
    "sex": "sex-unknown", "activity": "activity-unknown", "training": "training-unknown", "birth": "birth-unknown",
    "nationality": "nationality-unknown", "left_for": "destination-unknown", "fte": "fte-outside",
    "birth_year": "birth-year-outside", "entered-young": "entered-young", "entered-later": "entered-later",
    "left-before": "left-before-entering", "graduated-young": "graduated-young",
}  # fmt: skip


def limit(path: Path) -> dict[str, Any]:
    """DuckDB reads every column and counts by one group of keys."""
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    source = f"read_parquet('{path}')" if path.suffix == ".parquet" else f"read_csv('{path}', all_varchar=true)"
    names = [each[0] for each in connection.execute(f"SELECT * FROM {source} LIMIT 0").description]
    begun = time.perf_counter()
    counted = ", ".join(f'count("{name}")' for name in names)
    connection.execute(
        f"SELECT year, occupation, training, count(*), {counted} FROM {source} GROUP BY 1, 2, 3"
    ).fetchall()
    return {"seconds": time.perf_counter() - begun}


def concord(path: Path, *, all_tables: bool = False) -> dict[str, Any]:
    """From typed rows: every declared rule, every offending row, doubles, jumps and the stock by training.

    From CSV, as an officer's file: landed in the limited process, harmonised, checked, counted.
    """
    return _from_file(path) if path.suffix == ".csv" else _from_rows(path, all_tables=all_tables)


def _from_rows(path: Path, *, all_tables: bool) -> dict[str, Any]:
    import duckdb  # noqa: F401 - imports are not counted, as with the peers
    import polars as pl
    import pyarrow  # noqa: F401

    from concord.mds.persons import tabulating
    from concord.mds.persons.checking import check
    from concord.mds.persons.conditions import codes
    from concord.mds.persons.in_duckdb import opened
    from concord.mds.rules import rules

    for each in ("area", "occupation", "activity", "sex", "age-band"):
        codes(each)  # the code lists are read before the clock, as the peers' are
    rules("register")
    begun = time.perf_counter()
    with opened(path) as register:
        counts = tabulating.stocks(register)
        checked = check(register, as_of=AS_OF, stocks=counts.training)
        found = pl.concat([*checked.all_rows(register)])
        made = [tabulating.by_origin(counts.training, "training")]
        if all_tables:
            made = list(tabulating.tables(register, counts=counts))
        taken = time.perf_counter() - begun
        rows = {rule: found.filter(rule=f"mds.person.{id}")["row"].to_list() for rule, id in OURS.items()}
        assert made
        doubles = register.all_doubles(("area", "person", "year"))
    return _answer(rows, doubles, 1, counts.training, taken)


def _from_file(path: Path) -> dict[str, Any]:
    import tempfile

    import duckdb  # noqa: F401
    import polars as pl
    import pyarrow.parquet  # noqa: F401

    from concord.mds.harmonise import Asked
    from concord.mds.persons import register, tabulating

    held: dict[str, Any] = {}
    stocks = tabulating.stocks

    def seen(opened: Any) -> Any:
        held["cells"] = stocks(opened)
        return held["cells"]

    tabulating.stocks = seen  # the cells are looked at, since a file with errors gives no table
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        done = register.tabulate_register(path, Asked(AREA), as_of=AS_OF, offending=Path(folder) / "rows.csv")
        taken = time.perf_counter() - begun
        assert done is not None
        found = pl.read_csv(Path(folder) / "rows.csv", schema={"row": pl.Int64, "column": pl.String, "code": pl.String})
    own = {f"mds.person.{id}": rule for rule, id in OURS.items()}
    rows: dict[str, list[int]] = {rule: [] for rule in RULES}
    doubles: list[int] = []
    for row, column, code in found.iter_rows():
        if code == "mds.person.twice":
            doubles.append(row)
        elif code in own or not code.startswith("mds.person."):
            rows.get(own.get(code, column), []).append(row)
    answer = _answer(rows, doubles, 2, held["cells"].training, taken)
    table = answer.pop("table")
    return {**answer, "table with wrong codes empty": table}


def _answer(rules: dict[str, list[int]], doubles: Any, first: int, cells: Any, taken: float) -> dict[str, Any]:
    grouped = cells.group_by("year", "occupation", "activity", "training").agg(_sum())
    listed = [
        (row["year"], row["occupation"], row["activity"], row["training"], row["headcount"])
        for row in grouped.iter_rows(named=True)
    ]
    return {
        "rules": {rule: digest(row - first for row in rules[rule]) for rule in RULES},
        "doubles": digest(row - first for row in doubles),
        "jumps": jumps(listed),
        "table": table_digest(listed),
        "seconds": taken,
    }


def _sum() -> Any:
    import polars as pl

    return pl.col("headcount").sum()


def main() -> None:
    """Run one job and print its answer."""
    if len(sys.argv) < 3:
        sys.stdout.write("one job at a time: JOB FILE; all of them by mds_register.py\n")
        return
    job, path = sys.argv[1], Path(sys.argv[2])
    answer = limit(path) if job == "limit" else concord(path, all_tables=job == "concord-all-tables")
    sys.stdout.write("\n" + json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
