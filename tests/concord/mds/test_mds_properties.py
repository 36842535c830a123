"""What holds for every table: nothing crashes, nothing is lost, totals add up, order does not matter."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.mds.harmonise import Asked
from concord.mds.tabulate import Tabulated, tabulate, total

pytestmark = pytest.mark.usefixtures("read_in_this_process")
HEADER = ["country of training", "year", "occupation", "headcount"]
#: Text of a cell → the number and status it stands for.
CELLS = {
    "0": (0, "normal"),
    "7": (7, "normal"),
    "1200": (1200, "normal"),
    " 12 ": (12, "normal"),
    "": (None, "missing"),
    "..": (None, "missing"),
    "<5": (None, "suppressed"),
    "c": (None, "suppressed"),
    "not applicable": (None, "not-applicable"),
    "8 e": (8, "estimated"),
}
SOME = settings(
    max_examples=60 if os.environ.get("CONCORD_CAMPAIGN") else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def tabulated(folder: Path, rows: list[list[str]], **asked: Any) -> Tabulated:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / "table.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return tabulate([path], Asked(**{"area": "NZL", **asked}), as_of=2026)


KEYS = st.tuples(
    st.sampled_from(["IND", "NAM", "NOR", "KEN", "GBR"]), st.integers(2000, 2003), st.sampled_from(["221", "2261"])
)


@SOME
@given(cells=st.dictionaries(KEYS, st.sampled_from(sorted(CELLS)), min_size=1, max_size=25))
def test_every_cell_keeps_its_number_and_its_status(tmp_path: Path, cells: dict[tuple[str, int, str], str]) -> None:
    rows = [[origin, str(year), occupation, cell] for (origin, year, occupation), cell in cells.items()]
    made = tabulated(tmp_path, [HEADER, *rows])
    assert not made.findings.hard, list(made.findings)
    (table,) = made.tables
    got = {
        (r["origin"], r["year"], r["occupation"]): (r["headcount"], r["status"]) for r in table.frame.rows(named=True)
    }
    assert got == {key: CELLS[cell] for key, cell in cells.items()}
    known = [number for number, _ in got.values() if number is not None]
    assert total(table) == (sum(known) if known else None)


@SOME
@given(
    counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    domestic=st.integers(0, 10**6),
    unknown=st.integers(0, 10**6),
    error=st.sampled_from([0, 0, 1, -1, 1000]),
)
def test_a_total_is_accepted_exactly_when_it_adds_up(
    tmp_path: Path, counts: list[int], domestic: int, unknown: int, error: int
) -> None:
    origins = ["IND", "NAM", "NOR", "KEN", "GBR"]
    whole = sum(counts) + domestic + unknown
    rows = [[origin, "2018", "221", str(count)] for origin, count in zip(origins, counts, strict=False)]
    rows += [["domestic", "2018", "221", str(domestic)], ["unknown", "2018", "221", str(unknown)]]
    rows += [["total", "2018", "221", str(max(0, whole + error))]]
    made = tabulated(tmp_path, [HEADER, *rows])
    wrong = [finding for finding in made.findings.hard if finding.code == "mds.total.differs"]
    assert bool(wrong) == (max(0, whole + error) != whole)
    if wrong:
        assert (wrong[0].params["sum"], wrong[0].params["total"]) == (str(whole), str(max(0, whole + error)))
        assert wrong[0].where.row == len(rows) + 1
    else:
        stock = next(table for table in made.tables if table.structure == "mds-stock-by-training")
        assert total(stock) == sum(counts) + domestic


@SOME
@given(data=st.data(), years=st.lists(st.integers(2000, 2005), min_size=2, max_size=4, unique=True))
def test_a_wide_table_says_what_the_long_one_says(tmp_path: Path, data: st.DataObject, years: list[int]) -> None:
    origins = ["IND", "NAM", "NOR"]
    cells = {
        (origin, year): data.draw(st.sampled_from([cell for cell in sorted(CELLS) if cell]))
        for origin in origins
        for year in years
    }
    wide = [["country of training", "occupation", *map(str, years)]]
    wide += [[origin, "221", *(cells[origin, year] for year in years)] for origin in origins]
    long = [HEADER, *([origin, str(year), "221", cell] for (origin, year), cell in cells.items())]
    (first,) = tabulated(tmp_path, wide).tables
    (second,) = tabulated(tmp_path, long).tables
    columns = ["area", "year", "occupation", "origin", "row_kind", "headcount", "status"]
    keys = ["origin", "year"]
    assert first.frame.select(columns).sort(keys).equals(second.frame.select(columns).sort(keys))


@SOME
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    ["", "total", "IND", "Congo", "2018", "18", "221", "3231", "..", "1.234", "-3", "x", "=1+1", "é"]
                ),
                st.text(max_size=8),
            ),
            min_size=0,
            max_size=6,
        ),
        max_size=8,
    ),
    header=st.sampled_from(
        [
            HEADER,
            ["area", *HEADER],
            ["year", "India", "Kenya"],
            ["a", "b"],
            ["Year", "Year", "value"],
            ["origin", "2017", "2018"],
        ]
    ),
)
def test_no_table_makes_it_crash_or_keeps_what_it_should_not(
    tmp_path: Path, header: list[str], rows: list[list[str]]
) -> None:
    from concord.errors import Refusal

    try:
        made = tabulated(tmp_path, [header, *rows])
    except Refusal:
        return
    if made.findings.hard:
        assert made.tables == ()
    for table in made.tables:
        names = [name for name in ("area", "year", "occupation", "status", "source_row") if name in table.frame.columns]
        assert table.frame.select(names).null_count().sum_horizontal().item() == 0
        assert (table.frame["headcount"].drop_nulls() >= 0).all()
