"""Breaks: a jump is asked, an answer is an attribute of the series, and growth never runs across it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.mds.harmonise import breaks
from concord.mds.harmonise.breaks import answer, jumps
from concord.mds.harmonise.growth import growth, segments

SHARED = Path(__file__).parents[4] / "shared" / "data"


def series(*numbers: float | None, start: int = 2010, status: str = "normal", **columns: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {
            **{name: [value] * len(numbers) for name, value in columns.items()},
            "year": range(start, start + len(numbers)),
            "number": list(numbers),
            "status": ["missing" if number is None else status for number in numbers],
            "note": [None] * len(numbers),
        },
        schema_overrides={"number": pl.Float64, "note": pl.String},
    )


def test_a_jump_is_seen_and_a_usual_year_is_none() -> None:
    frame = series(1000, 1050, 2400, 2450, area="PHL", occupation="2221")
    (found,) = jumps(frame)
    assert (found.year, found.before_year, found.before, found.after) == (2012, 2011, 1050, 2400)
    assert dict(found.series) == {"area": "PHL", "occupation": "2221"}


def test_a_jump_over_years_without_numbers_is_seen() -> None:
    (found,) = jumps(series(488_434, None, None, 24_169, start=2004, area="PHL"))
    assert (found.before_year, found.year) == (2004, 2007)


def test_few_persons_do_not_jump() -> None:
    assert jumps(series(3, 9, 1, 20, area="TUV")) == []


def test_an_answer_is_an_attribute_of_the_series() -> None:
    frame = pl.concat([series(1000, 1050, 400, area="PHL"), series(1000, 1050, 400, area="IDN")])
    said = answer({"area": "PHL"}, 2012, what="coverage", note="Public sector only", by="PHL", on="2026-03-01")
    done = breaks.apply(frame, [said])
    marked = done.filter(pl.col("status") == "break")
    assert marked.select("area", "year", "note").rows() == [("PHL", 2012, "Public sector only")]
    assert [jump.series for jump in jumps(done)] == [(("area", "IDN"),)]
    assert [jump.series for jump in jumps(frame, known=[said])] == [(("area", "IDN"),)]
    assert said.as_dict()["series"] == {"area": "PHL"}


def test_a_break_in_a_year_without_a_number_falls_on_the_next_one() -> None:
    done = breaks.apply(series(1000, None, 400, area="PHL"), [answer({}, 2011, what="source", note="New register")])
    assert done["status"].to_list() == ["normal", "missing", "break"]


def test_a_series_that_begins_after_the_break_has_none() -> None:
    said = answer({"area": "PHL"}, 2011, what="source", note="New register")
    assert breaks.apply(series(400, 410, start=2012, area="PHL"), [said])["status"].to_list() == ["normal", "normal"]
    assert breaks.apply(series(400, start=2011, area="PHL"), [said])["status"].to_list() == ["break"]


def test_a_change_that_is_real_is_noted_and_no_break() -> None:
    frame = series(1000, 2400, area="PHL")
    said = answer({"area": "PHL"}, 2011, what="none", note="Two new schools")
    done = breaks.apply(frame, [said])
    assert done["status"].to_list() == ["normal", "normal"]
    assert done["note"].to_list() == [None, "Two new schools"]
    assert jumps(frame, known=[said]) == []
    assert growth(done)["growth_percent"].to_list() == [None, 140.0]


@pytest.mark.parametrize(("said", "code"), [({"what": "mood"}, "mds.break.what"), ({"note": " "}, "mds.break.note")])
def test_an_answer_says_what_changed(said: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        answer({}, 2012, **{"what": "coverage", "note": "Public sector", **said})
    assert refused.value.code == code


def test_growth_is_not_taken_across_a_break_over_a_gap_or_from_zero() -> None:
    frame = series(100, 110, 300, 330, None, 400, 0, 5).with_columns(
        pl.when(pl.col("year") == 2012).then(pl.lit("break")).otherwise("status").alias("status")
    )
    assert growth(frame)["growth_percent"].to_list() == [None, 10.0, None, 10.0, None, None, -100.0, None]
    assert segments(frame)["segment"].to_list() == [0, 0, 1, 1, 1, 1, 1, 1]


def test_a_hidden_break_still_divides() -> None:
    frame = series(100, None, 300).with_columns(
        pl.when(pl.col("year") == 2011).then(pl.lit("break")).otherwise("status").alias("status")
    )
    assert segments(frame)["segment"].to_list() == [0, 1, 1]


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=12), st.sets(st.integers(0, 11), max_size=4))
def test_growth_and_segments_agree(numbers: list[int], at: set[int]) -> None:
    frame = series(*map(float, numbers)).with_row_index("at")
    frame = frame.with_columns(
        pl.when(pl.col("at").is_in(sorted(at))).then(pl.lit("break")).otherwise("status").alias("status")
    )
    done = growth(frame).sort("year")
    for row in done.iter_rows(named=True):
        is_first = row["at"] == 0 or row["status"] == "break"
        assert (row["growth_percent"] is None) is is_first
    assert segments(frame)["segment"].max() == len([each for each in at if each < len(numbers)])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real data is not there")
def test_the_real_jump_of_the_philippines_is_seen() -> None:
    source = pl.read_csv(SHARED / "who_gho_hrh" / "HRH_01.csv", infer_schema_length=0)
    frame = source.filter(pl.col("COUNTRY").str.contains("(?i)^PHL$|Philippines")).select(
        pl.lit("PHL").alias("area"),
        pl.col("YEAR").cast(pl.Int64).alias("year"),
        pl.col("Numeric").cast(pl.Float64, strict=False).alias("number"),
    )
    whole = frame.group_by("area", "year").agg(pl.col("number").max()).sort("year")
    assert (2015, 352_398, 6520) in [(jump.year, jump.before, jump.after) for jump in jumps(whole)]
