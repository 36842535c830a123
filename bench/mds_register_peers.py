"""The same job in other hands: each peer finds the rows that offend sixteen rules, the doubles, the jumps, and counts.

Each runs in a process of its own: ``python mds_register_peers.py JOB FILE CODES`` prints one line of JSON with the
answer and the seconds inside the process, imports not counted. CODES is a JSON file with the code lists.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mds_register_data import (
    ACTIVITIES,
    AS_OF,
    COLUMNS,
    OCCUPATIONS,
    RULES,
    SEXES,
    digest,
    jumps,
    table_digest,
)

Answer = dict[str, Any]
Codes = dict[str, list[str]]
NUMBERS = {"year": "Int64", "birth_year": "Int64", "entered": "Int64", "left": "Int64", "graduated": "Int64"}


def answered(rules: dict[str, Any], doubles: Any, cells: list[tuple[Any, ...]]) -> Answer:
    """The answer in the form of :func:`mds_register_data.answer_of`."""
    return {
        "rules": {rule: digest(rules[rule]) for rule in RULES},
        "doubles": digest(doubles),
        "jumps": jumps(cells),
        "table": table_digest(cells),
    }


def polars(path: Path, codes: Codes) -> Answer:
    """Hand-written, lazy, streaming where Polars can."""
    import polars as pl

    if path.suffix == ".csv":
        schema = {c: pl.Int16 if c in NUMBERS else pl.Float64 if c == "fte" else pl.String for c in COLUMNS}
        rows = pl.read_csv(path, schema=schema).with_row_index("at")
    else:
        rows = pl.read_parquet(path).with_row_index("at")
    c = pl.col
    places = codes["area"]
    checks = {
        "person": c("person").is_null(),
        "area": c("area").is_null(),
        "year": (c("year") < 1950) | (c("year") > AS_OF),
        "occupation": ~c("occupation").is_in(OCCUPATIONS),
        "sex": ~c("sex").is_in(SEXES),
        "activity": ~c("activity").is_in(ACTIVITIES),
        "training": ~c("training").is_in(places),
        "birth": ~c("birth").is_in(places),
        "nationality": ~c("nationality").is_in(places),
        "left_for": ~c("left_for").is_in(places),
        "fte": (c("fte") < 0) | (c("fte") > 1.5),
        "birth_year": (c("birth_year") < 1900) | (c("birth_year") > AS_OF),
        "entered-young": c("entered") - c("birth_year") < 17,
        "entered-later": c("entered") > c("year"),
        "left-before": c("left") < c("entered"),
        "graduated-young": c("graduated") - c("birth_year") < 15,
    }
    found = rows.select(*(c("at").filter(check).implode().alias(rule) for rule, check in checks.items()))
    rules = {rule: found[rule][0].to_list() for rule in checks}
    keyed = (
        rows.lazy().filter(c("person").is_not_null() & c("area").is_not_null()).select("at", "area", "person", "year")
    )
    twice = keyed.group_by("area", "person", "year").agg(c("at")).filter(c("at").list.len() > 1)
    doubles = twice.select(c("at").explode()).collect(engine="streaming")["at"].to_list()
    stock = rows.lazy().filter(c("left").is_null() | (c("left") > c("year")))
    cells = stock.group_by("year", "occupation", "activity", "training").len().collect(engine="streaming")
    return answered(rules, doubles, cells.rows())


def duckdb(path: Path, codes: Codes) -> Answer:
    """Plain SQL: one query for the rules, one for the doubles, one for the table."""
    import duckdb as engine

    connection = engine.connect(config={"threads": 2})
    if path.suffix == ".csv":
        types = {c: "SMALLINT" if c in NUMBERS else "DOUBLE" if c == "fte" else "VARCHAR" for c in COLUMNS}
        said = ", ".join(f"'{c}': '{t}'" for c, t in types.items())
        connection.execute(
            f"CREATE TABLE t AS SELECT row_number() OVER () - 1 AS place, * FROM read_csv('{path}', columns={{{said}}})"
        )
    else:
        connection.execute(
            f"CREATE VIEW t AS SELECT file_row_number AS place, * FROM read_parquet('{path}', file_row_number=true)"
        )

    def within(column: str, values: Any) -> str:
        return f"{column} NOT IN ({', '.join(repr(v) for v in values)})"

    checks = {
        "person": "person IS NULL", "area": "area IS NULL", "year": f"year < 1950 OR year > {AS_OF}",
        "occupation": within("occupation", OCCUPATIONS), "sex": within("sex", SEXES),
        "activity": within("activity", ACTIVITIES),
        **{place: within(place, codes["area"]) for place in ("training", "birth", "nationality", "left_for")},
        "fte": "fte < 0 OR fte > 1.5", "birth_year": f"birth_year < 1900 OR birth_year > {AS_OF}",
        "entered-young": "entered - birth_year < 17", "entered-later": "entered > year",
        "left-before": '"left" < entered', "graduated-young": "graduated - birth_year < 15",
    }  # fmt: skip
    flags = ", ".join(f'coalesce({sql}, false) AS "{rule}"' for rule, sql in checks.items())
    any_of = " OR ".join(f"({sql})" for sql in checks.values())
    found = connection.execute(f"SELECT place, {flags} FROM t WHERE {any_of}").fetchall()
    rules = {rule: [row[0] for row in found if row[index]] for index, rule in enumerate(checks, start=1)}
    doubles = connection.execute(
        "SELECT unnest(places) FROM (SELECT list(place) AS places FROM t WHERE person IS NOT NULL AND area IS NOT NULL "
        "GROUP BY area, person, year HAVING count(*) > 1)"
    ).fetchall()
    cells = connection.execute(
        "SELECT year, occupation, activity, training, count(*) FROM t "
        'WHERE "left" IS NULL OR "left" > year GROUP BY ALL'
    ).fetchall()
    return answered(rules, [at for (at,) in doubles], cells)


def _pandas_frame(path: Path) -> Any:
    import pandas as pd

    if path.suffix == ".csv":
        types = {c: NUMBERS.get(c, "float64" if c == "fte" else "string") for c in COLUMNS}
        return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])
    return pd.read_parquet(path)


def _pandas_rest(rows: Any) -> tuple[list[int], list[tuple[Any, ...]]]:
    import pandas as pd

    keyed = rows[rows["person"].notna() & rows["area"].notna()]
    doubles = keyed.index[keyed.duplicated(["area", "person", "year"], keep=False)].tolist()
    stock = rows[rows["left"].isna() | (rows["left"] > rows["year"])]
    cells = stock.groupby(["year", "occupation", "activity", "training"], dropna=False, observed=True).size()
    listed = [(*(None if pd.isna(v) else v for v in key), count) for key, count in cells.items()]
    return doubles, listed


def _pandas_checks(rows: Any, codes: Codes) -> dict[str, Any]:
    def within(column: str, values: Any) -> Any:
        return rows[column].isin(values) | rows[column].isna()

    good = {
        "person": rows["person"].notna(), "area": rows["area"].notna(), "year": rows["year"].between(1950, AS_OF),
        "occupation": within("occupation", OCCUPATIONS), "sex": within("sex", SEXES),
        "activity": within("activity", ACTIVITIES),
        **{place: within(place, codes["area"]) for place in ("training", "birth", "nationality", "left_for")},
        "fte": rows["fte"].between(0, 1.5), "birth_year": rows["birth_year"].between(1900, AS_OF),
        "entered-young": ~(rows["entered"] - rows["birth_year"] < 17),
        "entered-later": ~(rows["entered"] > rows["year"]),
        "left-before": ~(rows["left"] < rows["entered"]).fillna(False),
        "graduated-young": ~(rows["graduated"] - rows["birth_year"] < 15),
    }  # fmt: skip
    return good


def pandas(path: Path, codes: Codes) -> Answer:
    """Hand-written; ``dropna=False`` said where it has to be."""
    rows = _pandas_frame(path)
    rules = {
        rule: rows.index[~good.fillna(True).astype(bool)].tolist() for rule, good in _pandas_checks(rows, codes).items()
    }
    doubles, cells = _pandas_rest(rows)
    return answered(rules, doubles, cells)


def pandera(path: Path, codes: Codes) -> Answer:
    """A schema with column checks and checks of the frame, all failures gathered."""
    import pandera.pandas as pa

    rows = _pandas_frame(path)
    isin, between = pa.Check.isin, pa.Check.in_range
    places = {
        p: pa.Column(None, isin(codes["area"]), nullable=True) for p in ("training", "birth", "nationality", "left_for")
    }
    schema = pa.DataFrameSchema(
        {
            "person": pa.Column(None, nullable=False), "area": pa.Column(None, nullable=False),
            "year": pa.Column(None, between(1950, AS_OF)), "occupation": pa.Column(None, isin(OCCUPATIONS)),
            "sex": pa.Column(None, isin(SEXES)), "activity": pa.Column(None, isin(ACTIVITIES)), **places,
            "fte": pa.Column(None, between(0, 1.5)), "birth_year": pa.Column(None, between(1900, AS_OF)),
        },
        checks=[
            pa.Check(lambda f: ~(f["entered"] - f["birth_year"] < 17), name="entered-young"),
            pa.Check(lambda f: ~(f["entered"] > f["year"]), name="entered-later"),
            pa.Check(lambda f: ~(f["left"] < f["entered"]).fillna(False), name="left-before", ignore_na=False),
            pa.Check(lambda f: ~(f["graduated"] - f["birth_year"] < 15), name="graduated-young"),
        ],
    )  # fmt: skip
    rules: dict[str, set[int]] = {rule: set() for rule in RULES}
    try:
        schema.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as problems:
        cases = problems.failure_cases
        for column, check, index in zip(cases["column"], cases["check"], cases["index"], strict=True):
            name = check if check in rules else column
            if name in rules:
                rules[name].add(int(index))
    doubles, cells = _pandas_rest(rows)
    return answered(rules, doubles, cells)


def pointblank(path: Path, codes: Codes) -> Answer:
    """A plan over a Polars frame, with the failing rows extracted; doubles by rows_distinct, the table by Polars."""
    import pointblank as pb
    import polars as pl

    rows = (
        pl.read_csv(path, infer_schema_length=None) if path.suffix == ".csv" else pl.read_parquet(path)
    ).with_row_index("at")
    c = pl.col
    plan = pb.Validate(rows).col_vals_not_null("person").col_vals_not_null("area").col_vals_between("year", 1950, AS_OF)
    for column, values in (("occupation", OCCUPATIONS), ("sex", SEXES), ("activity", ACTIVITIES)):
        plan = plan.col_vals_in_set(column, list(values))
    for place in ("training", "birth", "nationality", "left_for"):
        plan = plan.col_vals_expr(expr=c(place).is_null() | c(place).is_in(codes["area"]))
    plan = plan.col_vals_between("fte", 0, 1.5).col_vals_between("birth_year", 1900, AS_OF)
    for bad in (
        c("entered") - c("birth_year") < 17, c("entered") > c("year"), (c("left") < c("entered")).fill_null(False),
        c("graduated") - c("birth_year") < 15,
    ):  # fmt: skip
        plan = plan.col_vals_expr(expr=~bad)
    plan = plan.rows_distinct(columns_subset=["area", "person", "year"]).interrogate(get_first_n=100_000)
    rules = {
        rule: [row - 1 for row in plan.get_data_extracts(i=step, frame=True)["_row_num_"].to_list()]
        for step, rule in enumerate(RULES, start=1)
    }
    twice = plan.get_data_extracts(i=len(RULES) + 1, frame=True)
    twice = twice.filter(c("person").is_not_null() & c("area").is_not_null())
    stock = rows.filter(c("left").is_null() | (c("left") > c("year")))
    cells = stock.group_by("year", "occupation", "activity", "training").len().rows()
    return answered(rules, [row - 1 for row in twice["_row_num_"].to_list()], cells)


def dataframely(path: Path, codes: Codes) -> Answer:
    """A schema class over a Polars frame; the table by Polars."""
    import dataframely as dy
    import polars as pl

    rows = (
        pl.read_csv(path, infer_schema_length=None) if path.suffix == ".csv" else pl.read_parquet(path)
    ).with_row_index("at")
    c = pl.col
    wrong = {
        "person": c("person").is_null(), "area": c("area").is_null(), "year": (c("year") < 1950) | (c("year") > AS_OF),
        "occupation": ~c("occupation").is_in(OCCUPATIONS), "sex": ~c("sex").is_in(SEXES),
        "activity": ~c("activity").is_in(ACTIVITIES),
        **{p: ~c(p).is_in(codes["area"]) for p in ("training", "birth", "nationality", "left_for")},
        "fte": (c("fte") < 0) | (c("fte") > 1.5), "birth_year": (c("birth_year") < 1900) | (c("birth_year") > AS_OF),
        "entered-young": c("entered") - c("birth_year") < 17, "entered-later": c("entered") > c("year"),
        "left-before": c("left") < c("entered"), "graduated-young": c("graduated") - c("birth_year") < 15,
    }  # fmt: skip

    def rule_of(bad: Any) -> Any:
        return dy.rule()(lambda cls: ~bad.fill_null(False))

    types = {pl.String: dy.String, pl.Int16: dy.Int16, pl.Int64: dy.Int64, pl.Float64: dy.Float64, pl.UInt32: dy.UInt32}
    columns = {name: types[type(dtype)](nullable=True) for name, dtype in rows.schema.items()}
    body = {**columns, **{"r_" + rule.replace("-", "_"): rule_of(bad) for rule, bad in wrong.items()}}
    keyed = c("person").is_null() | c("area").is_null()
    body["r_twice"] = dy.rule()(lambda cls: keyed | (pl.len().over("area", "person", "year") == 1))
    schema = type("Register", (dy.Schema,), body)
    _, failed = schema.filter(rows)
    bad = failed.details() if hasattr(failed, "details") else failed._df

    def at(name: str) -> list[int]:
        column = bad[name]
        return bad.filter(column == "invalid" if column.dtype != pl.Boolean else ~column)["at"].to_list()

    rules = {rule: at("r_" + rule.replace("-", "_")) for rule in RULES}
    stock = rows.filter(c("left").is_null() | (c("left") > c("year")))
    cells = stock.group_by("year", "occupation", "activity", "training").len().rows()
    return answered(rules, at("r_twice"), cells)


def great_expectations(path: Path, codes: Codes) -> Answer:
    """A suite over a pandas frame with complete results; the table by pandas."""
    import great_expectations as gx

    rows = _pandas_frame(path)
    for name, bad in (
        ("entered-young", rows["entered"] - rows["birth_year"] < 17), ("entered-later", rows["entered"] > rows["year"]),
        ("left-before", (rows["left"] < rows["entered"]).fillna(False)),
        ("graduated-young", rows["graduated"] - rows["birth_year"] < 15),
    ):  # fmt: skip
        rows[name] = bad.astype(bool)
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("p").add_dataframe_asset("register")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(batch_parameters={"dataframe": rows})
    e = gx.expectations
    asked = [
        ("person", e.ExpectColumnValuesToNotBeNull(column="person")),
        ("area", e.ExpectColumnValuesToNotBeNull(column="area")),
    ]
    for column, least, most in (("year", 1950, AS_OF), ("fte", 0, 1.5), ("birth_year", 1900, AS_OF)):
        asked.append((column, e.ExpectColumnValuesToBeBetween(column=column, min_value=least, max_value=most)))
    for column, values in (
        ("occupation", OCCUPATIONS), ("sex", SEXES), ("activity", ACTIVITIES),
        *((place, codes["area"]) for place in ("training", "birth", "nationality", "left_for")),
    ):  # fmt: skip
        asked.append((column, e.ExpectColumnValuesToBeInSet(column=column, value_set=list(values))))
    for name in ("entered-young", "entered-later", "left-before", "graduated-young"):
        asked.append((name, e.ExpectColumnValuesToBeInSet(column=name, value_set=[False])))
    asked.append(
        (
            "",
            e.ExpectCompoundColumnsToBeUnique(
                column_list=["area", "person", "year"], ignore_row_if="any_value_is_missing"
            ),
        )
    )
    suite = context.suites.add(gx.ExpectationSuite(name="s", expectations=[each for _, each in asked]))
    done = batch.validate(suite, result_format={"result_format": "COMPLETE"})
    found: dict[str, list[int]] = {}
    for each in done.results:
        column = each.expectation_config.kwargs.get("column", "")
        found[column] = list(each.result.get("unexpected_index_list") or [])
    _, cells = _pandas_rest(rows)
    return answered({rule: found[rule] for rule in RULES}, found[""], cells)


def frictionless(path: Path, codes: Codes) -> Answer:
    """A table schema with constraints, row constraints, and a primary key; CSV alone. The table by hand."""
    import csv

    from frictionless import Checklist, Resource, Schema, checks

    def enum(name: str, values: Any, required: bool = False) -> dict[str, Any]:
        return {"name": name, "type": "string", "constraints": {"enum": list(values), "required": required}}

    def whole(name: str, least: int | None = None, most: int | None = None) -> dict[str, Any]:
        bounds = {k: v for k, v in (("minimum", least), ("maximum", most)) if v is not None}
        return {"name": name, "type": "integer", "constraints": bounds}

    known = {
        "person": {"name": "person", "type": "string", "constraints": {"required": True}},
        "area": {"name": "area", "type": "string", "constraints": {"required": True}},
        "year": whole("year", 1950, AS_OF), "occupation": enum("occupation", OCCUPATIONS),
        "activity": enum("activity", ACTIVITIES), "sex": enum("sex", SEXES),
        "birth_year": whole("birth_year", 1900, AS_OF),
        **{place: enum(place, codes["area"]) for place in ("training", "birth", "nationality", "left_for")},
        "fte": {"name": "fte", "type": "number", "constraints": {"minimum": 0, "maximum": 1.5}},
        "entered": whole("entered"), "left": whole("left"), "graduated": whole("graduated"),
    }  # fmt: skip
    fields = [known.get(name, {"name": name, "type": "string"}) for name in COLUMNS]
    schema = Schema.from_descriptor({"fields": fields, "missingValues": [""]})
    formulas = {
        "entered-young": "entered - birth_year >= 17", "entered-later": "entered <= year",
        "left-before": "left == None or left >= entered", "graduated-young": "graduated - birth_year >= 15",
    }  # fmt: skip
    checklist = Checklist(checks=[checks.row_constraint(formula=f) for f in formulas.values()])
    report = Resource(path=path.name, basepath=str(path.parent), schema=schema).validate(
        checklist, limit_errors=10_000_000
    )
    rules: dict[str, list[int]] = {rule: [] for rule in RULES}
    for each in report.flatten(["rowNumber", "fieldName", "type", "note"]):
        row, field, kind, note = each
        if kind == "row-constraint":
            rule = next((name for name, formula in formulas.items() if formula in (note or "")), None)
            if rule is not None:
                rules[rule].append(int(row) - 2)
        elif field in rules:
            rules[field].append(int(row) - 2)
    seen: dict[tuple[str, str, str], list[int]] = {}
    counted: dict[tuple[Any, ...], int] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for at, row in enumerate(csv.DictReader(stream)):
            if row["person"] and row["area"]:
                seen.setdefault((row["area"], row["person"], row["year"]), []).append(at)
            if not row["left"] or int(row["left"]) > int(row["year"]):
                key = (int(row["year"]), row["occupation"], row["activity"], row["training"] or None)
                counted[key] = counted.get(key, 0) + 1
    doubles = [at for rows in seen.values() if len(rows) > 1 for at in rows]
    return answered(rules, doubles, [(*key, count) for key, count in counted.items()])


def pyspark(path: Path, codes: Codes) -> Answer:
    """Spark on two local threads, plain SQL; the session is started before the clock."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "4").config("spark.driver.memory", "4g")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    begun = time.perf_counter()
    from pyspark.sql import functions as f

    rows = session.read.parquet(str(path)).withColumn("place", f.col("_metadata.row_index"))
    rows.createOrReplaceTempView("t")

    def within(column: str, values: Any) -> str:
        return f"{column} NOT IN ({', '.join(repr(v) for v in values)})"

    checks = {
        "person": "person IS NULL", "area": "area IS NULL", "year": f"year < 1950 OR year > {AS_OF}",
        "occupation": within("occupation", OCCUPATIONS), "sex": within("sex", SEXES),
        "activity": within("activity", ACTIVITIES),
        **{place: within(place, codes["area"]) for place in ("training", "birth", "nationality", "left_for")},
        "fte": "fte < 0 OR fte > 1.5", "birth_year": f"birth_year < 1900 OR birth_year > {AS_OF}",
        "entered-young": "entered - birth_year < 17", "entered-later": "entered > year",
        "left-before": "`left` < entered", "graduated-young": "graduated - birth_year < 15",
    }  # fmt: skip
    flags = ", ".join(f"coalesce({sql}, false) AS `{rule}`" for rule, sql in checks.items())
    any_of = " OR ".join(f"({sql})" for sql in checks.values())
    found = session.sql(f"SELECT place, {flags} FROM t WHERE {any_of}").collect()
    rules = {rule: [row[0] for row in found if row[index]] for index, rule in enumerate(checks, start=1)}
    doubles = session.sql(
        "SELECT explode(places) FROM (SELECT collect_list(place) AS places FROM t "
        "WHERE person IS NOT NULL AND area IS NOT NULL "
        "GROUP BY area, person, year HAVING count(*) > 1)"
    ).collect()
    cells = session.sql(
        "SELECT year, occupation, activity, training, count(*) FROM t WHERE `left` IS NULL OR `left` > year "
        "GROUP BY year, occupation, activity, training"
    ).collect()
    answer = answered(rules, [row[0] for row in doubles], [tuple(row) for row in cells])
    return {**answer, "seconds": time.perf_counter() - begun}


JOBS: dict[str, Callable[[Path, Codes], Answer]] = {
    "polars": polars, "duckdb": duckdb, "pandas": pandas, "pandera": pandera, "pointblank": pointblank,
    "dataframely": dataframely, "great_expectations": great_expectations, "frictionless": frictionless,
    "pyspark": pyspark,
}  # fmt: skip


def main() -> None:
    """Run one job and print its answer."""
    if len(sys.argv) < 4:
        sys.stdout.write("one job at a time: JOB FILE CODES; all of them by mds_register.py\n")
        return
    warnings.simplefilter("ignore")
    job, path = sys.argv[1], Path(sys.argv[2])
    codes = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
    for name in {"pandera": "pandera.pandas", "pyspark": "pyspark.sql"}.get(job, job).split(","):
        __import__(name)
    begun = time.perf_counter()
    answer = JOBS[job](path, codes)
    answer.setdefault("seconds", time.perf_counter() - begun)
    sys.stdout.write("\n" + json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
