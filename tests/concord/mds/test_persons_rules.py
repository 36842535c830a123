"""The rules of registers: each finds its offence and nothing else, on every way through the engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.mds.engines import duckdb as engine
from concord.mds.persons import in_duckdb
from concord.mds.persons.checking import Checked, check
from concord.mds.persons.conditions import PREDICATES, Apart, Empty, OneOf, Outside, Same, Without
from concord.mds.persons.hashes import twice
from concord.mds.persons.in_duckdb import opened
from concord.mds.persons.sql import name
from concord.mds.profile import Break
from concord.mds.rules import rules

AS_OF = 2026
ROWS = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "person_rows.yaml")
CLEAN: dict[str, Any] = ROWS["clean"]
#: Rule → what makes the clean row offend it.
OFFENCES: dict[str, dict[str, Any]] = ROWS["offences"]


def rows_on_disk(rows: list[dict[str, Any]], folder: Path) -> Path:
    import polars as pl

    texts = {
        "person",
        "area",
        "occupation",
        "activity",
        "sex",
        "age_band",
        "training",
        "birth",
        "nationality",
        "left_for",
    }
    schema = {key: pl.String if key in texts else pl.Float64 if key == "fte" else pl.Int16 for key in CLEAN}
    path = folder / "rows.parquet"
    frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.Series("row", range(2, len(rows) + 2)))
    frame.write_parquet(path)
    return path


def checked(rows: list[dict[str, Any]], folder: Path) -> Checked:
    with opened(rows_on_disk(rows, folder)) as register:
        return check(register, as_of=AS_OF)


def test_a_clean_row_offends_nothing(tmp_path: Path) -> None:
    assert checked([CLEAN], tmp_path).counts == {}


def test_every_rule_of_single_rows_has_an_offence_here() -> None:
    declared = {rule.id.removeprefix("mds.person.") for rule in rules("register")}
    assert declared - set(OFFENCES) == {"twice", "training-not-known", "stock-jump", "origin-jump"}


JUMPS = {"mds.person.stock-jump": 1, "mds.person.origin-jump": 1}
ORIGIN, WHOLE = {"mds.person.origin-jump": 1}, {"mds.person.stock-jump": 1}


@pytest.fixture(scope="module")
def doubled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which the persons of one occupation and origin are twice as many in the second year."""
    before = {**CLEAN, "year": CLEAN["year"] - 1, "entered": CLEAN["year"] - 3, "graduated": None}
    now = {**before, "year": CLEAN["year"]}
    rows = [{**before, "person": f"P{i}"} for i in range(60)] + [{**now, "person": f"P{i}"} for i in range(120)]
    return rows_on_disk(rows, tmp_path_factory.mktemp("doubled"))


@pytest.mark.parametrize(
    ("series", "years_off", "left"),
    [
        (None, 0, JUMPS),
        ({}, 0, {}),
        ({}, -1, JUMPS),
        ({"occupation": CLEAN["occupation"]}, 0, {}),
        ({"occupation": "3256"}, 0, JUMPS),
        ({"area": "FRA"}, 0, JUMPS),
        ({"structure": "mds-inflow"}, 0, JUMPS),
        ({"structure": "mds-stock-by-training", "row_kind": "total"}, 0, ORIGIN),
        ({"origin": CLEAN["training"]}, 0, WHOLE),
        ({"sex": "F"}, 0, JUMPS),
    ],
)
def test_a_declared_break_quiets_the_jump_of_its_own_series_in_a_register_too(
    doubled: Path, series: dict[str, str] | None, years_off: int, left: dict[str, int]
) -> None:
    said = () if series is None else (Break(CLEAN["year"] + years_off, "Retired members are counted.", series),)
    with opened(doubled) as register:
        found = check(register, as_of=AS_OF, breaks=said)
    assert {code: count for code, count in found.counts.items() if code.endswith("-jump")} == left


@pytest.mark.parametrize("rule", OFFENCES)
def test_every_rule_finds_its_offence_in_its_row(rule: str, tmp_path: Path) -> None:
    rows = [{**CLEAN, "person": f"P{i}"} for i in range(20)]
    rows[7] = {**rows[7], **OFFENCES[rule]}
    found = checked(rows, tmp_path)
    assert found.counts[f"mds.person.{rule}"] == 1
    own = next(each for each in found.findings if each.code == f"mds.person.{rule}")
    assert own.where.row == 9
    assert own.params["rows"] == "9"
    assert found.few is not None
    assert found.few["row"].to_list() == [9]


def test_every_rule_is_of_the_closed_set_and_says_where_it_comes_from() -> None:
    readme = packs.find("checks/README.md").read_text(encoding="utf-8")
    for rule in rules("register"):
        assert rule.predicate in PREDICATES
        assert rule.source
        assert f"`{rule.predicate}`" in readme
    assert {rule.predicate for rule in rules("register")} == set(PREDICATES)


def test_a_person_twice_is_found_with_both_rows_by_grouping_and_by_sorting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**CLEAN, "person": f"P{i % 97}", "year": 2023 + i % 2} for i in range(300)]
    rows += [{**CLEAN, "person": None}, {**CLEAN, "person": None}]
    path = rows_on_disk(rows, tmp_path)
    keys = ("area", "person", "year")
    with opened(path) as register:
        grouped = register.doubles(keys, first=10)
        every = list(register.all_doubles(keys))
    monkeypatch.setattr(in_duckdb, "SORTED_FROM", 0)
    with opened(path) as register:
        assert register.doubles(keys, first=10) == grouped
    seen: dict[tuple[Any, ...], list[int]] = {}
    for row, each in enumerate(rows, start=2):
        if each["person"]:
            seen.setdefault((each["person"], each["year"]), []).append(row)
    doubles = {key: found for key, found in seen.items() if len(found) > 1}
    assert (grouped.keys, grouped.rows) == (len(doubles), sum(map(len, doubles.values())))
    assert every == sorted(row for found in doubles.values() for row in found)
    assert grouped.pairs[0] == min((found[0], found[-1]) for found in doubles.values())


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=60))
def test_numbers_that_stand_twice_are_found_by_sorting(numbers: list[int]) -> None:
    import numpy as np

    half = len(numbers) // 2
    batches = [np.array(part, dtype=np.uint64) for part in (numbers[:half], numbers[half:])]
    assert twice(iter(batches), len(numbers)).tolist() == sorted({n for n in numbers if numbers.count(n) > 1})


YEARS = st.none() | st.integers(1890, 2040)
ROW = st.fixed_dictionaries(
    {"entered": YEARS, "left": YEARS, "returned": YEARS, "birth_year": YEARS,
     "sex": st.sampled_from([None, "F", "T", "Q"]),
     "fte": st.none() | st.floats(-1, 3, width=32), "left_for": st.sampled_from([None, "NZL", "GBR"])}
)  # fmt: skip
CONDITIONS = [
    (Empty("sex"), lambda r: r["sex"] is None),
    (OneOf("sex", ("T", "Q")), lambda r: r["sex"] in ("T", "Q")),
    (Outside("fte", 0, 1.5), lambda r: r["fte"] is not None and not 0 <= r["fte"] <= 1.5),
    (Outside("entered", 1900, None), lambda r: r["entered"] is not None and r["entered"] < 1900),
    (
        Apart("entered", "birth_year", 17, 80),
        lambda r: None not in (r["entered"], r["birth_year"]) and not 17 <= r["entered"] - r["birth_year"] <= 80,
    ),
    (
        Apart("left", "entered", 0, None, unless="returned"),
        lambda r: None not in (r["left"], r["entered"]) and r["left"] < r["entered"] and r["returned"] is None,
    ),
    (Same("left_for", "area"), lambda r: r["left_for"] == "NZL"),
    (Without("left_for", "left"), lambda r: r["left_for"] is not None and r["left"] is None),
]


@settings(max_examples=25, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=25))
def test_every_condition_says_in_sql_what_it_says_in_words(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    path = rows_on_disk([{**CLEAN, **row} for row in rows], tmp_path_factory.mktemp("rows"))
    expected = {
        at: sum(1 << bit for bit, (_, says) in enumerate(CONDITIONS) if says(row))
        for at, row in enumerate(rows, start=2)
    }
    with opened(path) as register:
        conditions = [condition for condition, _ in CONDITIONS]
        few = register.few_offending(conditions, most=1000)
        by_mask = register.offending(conditions, first=100)
    assert few is not None
    assert dict(few.iter_rows()) == {at: mask for at, mask in expected.items() if mask}
    assert {row: each.mask for each in by_mask for row in each.rows} == {at: m for at, m in expected.items() if m}


def test_many_offending_rows_are_counted_exactly_and_can_all_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concord.mds.persons import checking

    monkeypatch.setattr(checking, "HELD", 5)
    rows = [{**CLEAN, "person": f"P{i}", "fte": 9.0 if i % 2 else 1.0, "sex": "Q" if i % 3 else "F"} for i in range(60)]
    path = rows_on_disk(rows, tmp_path)
    with opened(path) as register:
        found = check(register, as_of=AS_OF)
        every = [row for part in found.all_rows(register) for row in part.iter_rows()]
    assert found.few is None
    assert found.counts == {"mds.person.fte-outside": 30, "mds.person.sex-unknown": 40}
    wanted = [(i + 2, "mds.person.fte-outside") for i in range(60) if i % 2]
    wanted += [(i + 2, "mds.person.sex-unknown") for i in range(60) if i % 3]
    assert sorted(every) == sorted(wanted)


def test_names_in_sql_are_those_of_typed_columns_alone() -> None:
    assert name("left") == '"left"'
    for wrong in ("row", 'left" OR 1=1 --', "Left", ""):
        with pytest.raises(Invalid) as refused:
            name(wrong)
        assert refused.value.code == "mds.query.column"


def test_the_engine_opens_our_own_file_and_nothing_else(tmp_path: Path) -> None:
    import duckdb

    path = rows_on_disk([CLEAN], tmp_path)
    other = tmp_path / "other.parquet"
    other.write_bytes(path.read_bytes())
    with engine.locked(opens=(path,)) as connection:
        assert connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall() == [(1,)]
        for query, values in (
            ("SELECT * FROM read_parquet(?)", [str(other)]),
            ("SELECT * FROM read_csv(?)", ["/etc/passwd"]),
            (f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'", []),
            ("SET allowed_paths=['/']", []),
            ("INSTALL httpfs", []),
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query, values)
    assert not (tmp_path / "out.csv").exists()
