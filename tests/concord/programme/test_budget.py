"""The budget of Annex 3, to the dollar, added up whenever it is read."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations import packs
from concord.declarations.read import CsvFile, read_csv
from concord.errors import Invalid
from concord.findings import message
from concord.programme import budget

PATH = packs.find("programme/strategy-2010-2015/budget.csv")
SEED = Path(__file__).parents[4] / "shared" / "domain" / "seed_budget.csv"


def test_the_whole_is_24_270_813_us_dollars() -> None:
    assert budget.load().total_usd == 24_270_813


def test_every_row_and_column_adds_up() -> None:
    held = budget.load()
    assert held.years == (2010, 2011, 2012, 2013, 2014, 2015)
    assert all(sum(line.by_year.values()) == line.total_usd for line in held.lines)
    assert all(sum(line.by_year[year] for line in held.lines) == held.by_year[year] for year in held.years)
    assert sum(held.by_year.values()) == sum(line.total_usd for line in held.lines) == held.total_usd


@pytest.mark.parametrize(
    ("line", "percent"),
    [
        ("budget-staff", "31.44"),
        ("budget-country-support", "44.60"),
        ("budget-communication", "12.92"),
        ("budget-expert-meetings", "11.03"),
    ],
)
def test_the_part_of_each_deliverable(line: str, percent: str) -> None:
    assert budget.load().percent(line) == Decimal(percent)


@pytest.mark.skipif(not SEED.exists(), reason="the domain manual is not here")
def test_every_amount_is_the_printed_one() -> None:
    with SEED.open(encoding="utf-8") as stream:
        printed = {row["deliverable"]: row for row in csv.DictReader(stream)}
    for line in budget.load().lines:
        row = printed[line.deliverable]
        assert [line.by_year[year] for year in range(2010, 2016)] == [int(row[str(year)]) for year in range(2010, 2016)]
        assert line.total_usd == int(row["total_printed"])


def test_the_tiers_divide_only_what_the_plan_divides() -> None:
    tiers = budget.load().by_tier()
    assert tiers == {"": 13_445_813, "regional-and-country": 10_825_000}


def test_each_line_names_its_row_in_the_file() -> None:
    lines = PATH.read_text(encoding="utf-8").splitlines()
    for line in budget.load().lines:
        assert lines[line.row - 1].startswith(line.id)


def broken(tmp_path: Path, old: str, new: str) -> CsvFile:
    path = tmp_path / "budget.csv"
    path.write_text(PATH.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return read_csv(path)


def test_a_wrong_amount_is_found_in_its_row_and_its_column(tmp_path: Path) -> None:
    found = budget.check(broken(tmp_path, "2755000", "2755001"))
    assert [each.code for each in found] == ["programme.budget.row", "programme.budget.column"]
    row, column = found
    assert (row.where.row, column.where.header) == (9, "2011")
    assert "10825001" in message(row)
    assert "6152251" in message(column)


def test_a_wrong_total_is_found_even_where_the_years_agree(tmp_path: Path) -> None:
    found = budget.check(broken(tmp_path, "24270813", "24270814"))
    assert {each.code for each in found} == {"programme.budget.row", "programme.budget.column"}


def test_an_amount_that_is_not_a_number_is_found_at_its_place(tmp_path: Path) -> None:
    (found,) = budget.check(broken(tmp_path, "559563", "about 560000"))
    assert (found.code, found.where.header, found.value) == ("programme.budget.not-a-number", "2010", "about 560000")


def test_a_table_without_totals_is_found(tmp_path: Path) -> None:
    (found,) = budget.check(broken(tmp_path, "total,Total", "sum,Total"))
    assert found.code == "programme.budget.no-totals"


def test_a_budget_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    plan = tmp_path / "programme" / "wrong"
    plan.mkdir(parents=True)
    (plan / "budget.csv").write_text(PATH.read_text(encoding="utf-8").replace("2755000", "2755001"), encoding="utf-8")
    with packs.using(tmp_path), pytest.raises(Invalid) as refused:
        budget.load("wrong")
    assert refused.value.code == "programme.budget.does-not-add-up"


@given(st.integers(1, 10**9), st.sampled_from([639000, 952000, 2630000, 1366750]))
def test_no_changed_amount_passes(added: int, amount: int) -> None:
    declared = read_csv(PATH)
    rows = [dict(row) for row in declared.rows]
    row = next(each for each in rows if str(amount) in each.values())
    column = next(name for name, value in row.items() if value == str(amount))
    row[column] = str(amount + added)
    changed = CsvFile(declared.name, declared.meta, declared.header, tuple(rows), declared.lines)
    assert len(budget.check(changed)) == 2
