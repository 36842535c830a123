"""A country's tables on their way to readers: composed, checked, protected, their files named by digests alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from concord.cli import application
from concord.mds import national
from concord.mds.citation import SUBMITTED
from concord.mds.freezing import in_order
from concord.mds.store import Store
from concord.vocabulary.structures import Table, conform

STOCK = "mds-stock-by-training"
HEAD = "area,year,occupation,origin,row_kind,headcount\n"
ROWS = "TZA,2023,2221,UGA,origin,120\nTZA,2023,2221,MWI,origin,3\nTZA,2023,2221,,domestic,5000\n"
FILE = HEAD + ROWS + "TZA,2023,2221,,total,5123\n"


def stock(year: int, **persons: int | None) -> Table:
    """A table of stocks of one year; the keyword is the origin, ``total`` the total."""
    kinds = ["total" if each == "total" else "origin" for each in persons]
    frame = pl.DataFrame({
        "area": "TZA", "year": [year] * len(persons), "occupation": "2221",
        "origin": [None if each == "total" else each for each in persons], "row_kind": kinds,
        "headcount": list(persons.values()), "source": SUBMITTED, "source_file": f"list of {year}.csv",
        "source_row": list(range(2, 2 + len(persons))), "status": "normal",
    })  # fmt: skip
    return Table(STOCK, conform(STOCK, frame).frame)


def persons(table: Table) -> dict[tuple[int, str | None], int | None]:
    return {(row["year"], row["origin"]): row["headcount"] for row in table.frame.iter_rows(named=True)}


def run(*call: str, folder: Path) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(
        application(), ["tabulate", *call, "--folder", str(folder), "--as-of", "2026-01-31", "--json"]
    )
    return done.exit_code, json.loads(done.stdout)


# ---- the command -----------------------------------------------------------------------------------------------------
def test_what_is_frozen_on_the_officers_own_computer_is_protected(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(FILE)
    code, said = run(str(path), "--out", str(tmp_path / "out"), folder=tmp_path / "data")
    assert code == 0
    table = next(each for each in said["tables"] if each["structure"] == STOCK)
    assert (table["rows"], table["total"]) == (4, 5123)
    assert table["hidden"] >= 2
    assert said["protection"]["proof"]["holds"]
    for frame in (Store(tmp_path / "data").query(STOCK).frame, pl.read_parquet(tmp_path / "out" / f"{STOCK}.parquet")):
        hidden = frame.filter(pl.col("status") == "suppressed")
        assert "MWI" in hidden["origin"].to_list()
        assert hidden["headcount"].null_count() == table["hidden"]


def test_nothing_is_hidden_where_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(FILE)
    code, said = run(str(path), "--no-protect", folder=tmp_path)
    assert (code, said["protection"]) == (0, None)
    assert (Store(tmp_path).query(STOCK).frame["status"] == "suppressed").sum() == 0


def test_what_earlier_releases_of_the_folder_show_is_taken_into_account(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(FILE)
    assert run(str(path), folder=tmp_path)[0] == 0
    path.write_text(FILE.replace("MWI,origin,3", "MWI,origin,30").replace("5123", "5150"))
    code, said = run(str(path), "--accept-soft", folder=tmp_path)
    assert code == 0
    assert said["protection"]["proof"]["releases"] == 2


def test_rules_that_nobody_declared_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(FILE)
    done = CliRunner().invoke(
        application(), ["tabulate", str(path), "--folder", str(tmp_path), "--rules", "none-such", "--json"]
    )
    assert done.exit_code != 0
    assert Store(tmp_path).latest() is None


# ---- composing -------------------------------------------------------------------------------------------------------
def test_of_a_series_that_is_sent_again_the_newer_rows_stand() -> None:
    first, second = stock(2022, UGA=100, total=400), stock(2023, UGA=120, total=500)
    again = stock(2023, MWI=30, total=510)
    (made,) = national.compose([[first], [second], [again]])
    assert persons(made) == {(2022, "UGA"): 100, (2022, None): 400, (2023, "MWI"): 30, (2023, None): 510}


def test_files_are_named_by_number_and_digest_alone() -> None:
    (made,) = national.unnamed([stock(2023, UGA=120)], {"list of 2023.csv": "ab" * 32})
    assert made.frame["source_file"].to_list() == ["file 1, sha256 abababababab"]
    (other,) = national.unnamed([stock(2023, UGA=120)], {})
    assert other.frame["source_file"].to_list() == ["file"]


def test_a_row_among_all_countries_names_the_release_and_its_row_there() -> None:
    (made,) = national.as_piece([stock(2023, total=500, UGA=120)], "TZA-2026.1-v1")
    frozen = in_order(stock(2023, total=500, UGA=120)).frame
    for row in made.frame.iter_rows(named=True):
        assert row["source_file"] == f"TZA-2026.1-v1/{STOCK}"
        assert frozen.row(row["source_row"] - 1, named=True)["headcount"] == row["headcount"]


# ---- checked, then protected -----------------------------------------------------------------------------------------
def test_tables_that_do_not_add_up_are_not_protected_at_all() -> None:
    ready = national.ready([stock(2023, UGA=120, KEN=80, total=150)], "suppress-5", as_of=2026)
    assert ready.protected is None
    assert ready.findings.hard
    assert ready.tables == ()


@pytest.mark.parametrize("of_persons", [True, False])
def test_small_counts_stand_in_the_way_of_nothing_for_they_are_hidden(of_persons: bool) -> None:
    ready = national.ready([stock(2023, UGA=120, MWI=3, total=123)], "suppress-5", as_of=2026, of_persons=of_persons)
    assert not ready.findings.hard
    assert persons(ready.tables[0])[(2023, "MWI")] is None


def test_what_is_published_of_protecting_tells_neither_why_nor_how_many_persons() -> None:
    ready = national.ready([stock(2023, UGA=120, MWI=3, total=123)], "suppress-5", as_of=2026)
    assert ready.protected is not None
    said = json.dumps(national.told(ready.protected))
    assert not {"primary", "secondary", "persons"} & set(said.replace('"', " ").replace(":", " ").split())


# ---- the release of all countries ------------------------------------------------------------------------------------
def test_a_piece_stands_over_what_is_beneath_and_goes_without_a_trace(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add([stock(2022, UGA=100), stock_of_totals()], as_of="2026-01-01")
    with_it = store.lay({"TZA-2026.1-v1": [stock(2022, UGA=90, MWI=20)]}, as_of="2026-01-02")
    assert with_it.about == {"beneath": "2026.1", "pieces": ["TZA-2026.1-v1"]}
    assert persons(store.query(STOCK)) == {(2022, "UGA"): 90, (2022, "MWI"): 20}
    same = store.lay({"TZA-2026.1-v1": [stock(2022, UGA=90, MWI=20)]}, as_of="2026-01-03")
    assert same.id == with_it.id
    store.lay({}, as_of="2026-01-04")
    assert persons(store.query(STOCK)) == {(2022, "UGA"): 100}
    assert [each.id for each in store.releases()] == ["2026.1", "2026.2", "2026.3"]


def test_a_table_of_which_nothing_is_left_is_empty_and_not_the_old_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add([stock_of_totals()], as_of="2026-01-01")
    store.lay({"TZA-2026.1-v1": [stock(2022, UGA=90)]}, as_of="2026-01-02")
    store.lay({}, as_of="2026-01-03")
    assert len(store.query(STOCK)) == 0


def stock_of_totals() -> Table:
    frame = pl.DataFrame({
        "area": ["KEN"], "year": [2022], "occupation": ["2221"], "row_kind": ["total"], "headcount": [700],
        "status": ["normal"], "source": [SUBMITTED],
    })  # fmt: skip
    return Table("mds-totals", conform("mds-totals", frame).frame)
