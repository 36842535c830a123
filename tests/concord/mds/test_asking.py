"""Questions over released tables: sums where adding is right, and nothing that is not in published cells."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.mds.asking import occupations, paging
from concord.mds.asking.answering import pushed, rows, sums
from concord.mds.asking.paging import Cursor
from concord.mds.asking.question import Question
from concord.mds.store import filtered
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Table, conform, polars_schema

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "asking.yaml")
STOCK = "mds-stock-by-training"


def table(id: str, text: str) -> Table:
    frame = pl.read_csv(io.StringIO(text), infer_schema=False)
    return conform(id, frame)


def question(case: dict[str, Any]) -> Question:
    asked = case["ask"]
    first, last = asked.get("years", (None, None))
    return Question(
        case["table"], {name: tuple(values) for name, values in asked.get("filters", {}).items()},
        {name: tuple(values) for name, values in asked.get("groups", {}).items()},
        (first, last), tuple(asked.get("keep", ())), tuple(asked.get("sort", ())),
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[each["name"] for each in CASES])
def test_sums_are_as_the_cases_say(case: dict[str, Any]) -> None:
    held = table(case["table"], case["rows"])
    if "refused" in case:
        with pytest.raises(Invalid) as refused:
            sums(held, question(case))
        assert refused.value.code == case["refused"]
        return
    answered = sums(held, question(case))
    assert answered.frame.to_dicts() == case["sums"]
    assert answered.plan is not None
    assert list(answered.plan.keep) == case.get("kept", list(answered.plan.keep))


# ---- rows ------------------------------------------------------------------------------------------------------------
def stock(*made: tuple[Any, ...]) -> Table:
    names = ("area", "year", "occupation", "activity", "origin", "row_kind", "headcount", "status")
    schema = {name: kind for name, kind in polars_schema(STOCK).items() if name in names}
    return conform(STOCK, pl.DataFrame(made, schema={name: schema[name] for name in names}, orient="row"))


HELD = stock(
    ("AUS", 2018, "221", None, "IND", "origin", 700, "normal"),
    ("AUS", 2018, "221", None, None, "total", None, "suppressed"),
    ("NZL", 2019, "222", "licensed", "PHL", "origin", 90, "estimated"),
)


@pytest.mark.parametrize(
    ("asked", "areas"),
    [
        ({"filters": {"area": ("AUS",)}}, ["AUS", "AUS"]),
        ({"filters": {"origin": ("none",)}}, ["AUS"]),
        ({"filters": {"activity": ("none", "licensed")}}, ["AUS", "AUS", "NZL"]),
        ({"filters": {"year": ("2019", "soon")}}, ["NZL"]),
        ({"years": (2019, None)}, ["NZL"]),
        ({"years": (None, 2018)}, ["AUS", "AUS"]),
        ({"groups": {"area_region": ("WPR",), "origin_region": ("SEAR", "WPR")}}, ["AUS", "NZL"]),
        ({"groups": {"occupation_group": ("222_322",)}}, ["NZL"]),
        ({"filters": {"status": ("suppressed",)}}, ["AUS"]),
        ({"filters": {"area": ("ATLANTIS",)}}, []),
    ],
)
def test_rows_are_given_as_they_were_published(asked: dict[str, Any], areas: list[str]) -> None:
    found = rows(HELD, Question(STOCK, **asked)).frame
    assert found["area"].to_list() == areas
    assert found.columns == HELD.frame.columns
    whole = HELD.frame.rows()
    assert all(row in whole for row in found.rows())


@pytest.mark.parametrize("sort", [(), ("-headcount",), ("year", "-area"), ("origin",)])
def test_rows_stand_in_one_order_however_they_came(sort: tuple[str, ...]) -> None:
    asked = Question(STOCK, sort=sort)
    mixed = Table(STOCK, HELD.frame.reverse())
    assert rows(mixed, asked).frame.equals(rows(HELD, asked).frame)


# ---- what holds of every table ---------------------------------------------------------------------------------------
CODES = st.sampled_from(["221", "2211", "222", "2221", "222_322", "221_222_322", "3221", "2261", "HP"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["AUS", "NZL", "KEN", "IDN"]), st.integers(2016, 2019), CODES,
        st.sampled_from([None, "licensed", "practising"]), st.sampled_from(["IND", "PHL", "GBR", None]),
        st.sampled_from(["origin", "domestic", "total", "foreign", "unknown"]),
        st.one_of(st.none(), st.integers(0, 500)), st.sampled_from(["normal", "estimated", "suppressed", "missing"]),
    ),
    max_size=25, unique_by=lambda row: row[:6],
)  # fmt: skip
KEEP = st.lists(
    st.sampled_from(["area", "year", "occupation", "origin", "row_kind", "area_region", "origin_income",
                     "occupation_group"]),
    unique=True, max_size=3,
)  # fmt: skip


def honest(made: list[tuple[Any, ...]]) -> Table:
    """Rows as a release has them: what is hidden or missing has no value, and the others have one."""
    fixed = [(*row[:6], None if row[7] in ("suppressed", "missing") else row[6] or 0, row[7]) for row in made]
    return stock(*fixed)


@settings(max_examples=60, deadline=None)
@given(made=ROWS, keep=KEEP, kinds=st.sampled_from([(), ("origin", "domestic"), ("total",)]))
def test_no_sum_exceeds_its_rows_and_finer_sums_add_up_to_the_coarser(
    made: list[tuple[Any, ...]], keep: list[str], kinds: tuple[str, ...]
) -> None:
    held, filters = honest(made), {"row_kind": kinds} if kinds else {}
    coarse = sums(held, Question(STOCK, filters, keep=("year",))).frame
    finer = sums(held, Question(STOCK, filters, keep=tuple(dict.fromkeys(["year", *keep])))).frame
    for name in ("headcount", "rows"):
        if not {"occupation", "row_kind", "occupation_group"} & {*keep}:
            assert (coarse[name].sum() or 0) == (finer[name].sum() or 0)
    assert (coarse["headcount"].sum() or 0) <= sum(row[6] or 0 for row in held.frame.select(
        "area", "year", "occupation", "activity", "origin", "row_kind", "headcount").rows())  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(made=ROWS, keep=KEEP)
def test_a_hidden_value_changes_nothing_that_is_answered(made: list[tuple[Any, ...]], keep: list[str]) -> None:
    """Whatever stood in the hidden cells before they were hidden, answers are the same: they are made without it."""
    asked = Question(STOCK, keep=tuple(keep))
    held = honest(made)
    cells = held.frame.with_columns(pl.lit(None, dtype=pl.Int64).alias("headcount"))
    hidden = held.frame["status"] == "suppressed"
    again = held.frame.with_columns(
        pl.when(hidden).then(cells["headcount"]).otherwise(held.frame["headcount"]).alias("headcount")
    )
    assert sums(Table(STOCK, again), asked).frame.equals(sums(held, asked).frame)
    told = sums(held, asked).frame
    assert told.filter(pl.col("hidden") > 0)["at_least"].all()
    assert told.filter((pl.col("hidden") == 0) & (pl.col("missing") == 0))["headcount"].null_count() == 0


@settings(max_examples=60, deadline=None)
@given(made=ROWS, areas=st.lists(st.sampled_from(["AUS", "NZL", "FRA"]), max_size=2, unique=True),
       origins=st.lists(st.sampled_from(["IND", "none"]), max_size=2, unique=True))  # fmt: skip
def test_what_the_store_filters_first_leaves_the_answer_as_it_is(
    made: list[tuple[Any, ...]], areas: list[str], origins: list[str]
) -> None:
    filters = {name: tuple(values) for name, values in (("area", areas), ("origin", origins)) if values}
    asked = Question(STOCK, filters, keep=("area", "origin"))
    held = honest(made)
    first = Table(STOCK, filtered(held.frame, STOCK, {name: tuple(each) for name, each in pushed(asked).items()}))
    assert rows(first, asked).frame.equals(rows(held, asked).frame)
    assert sums(first, asked).frame.equals(sums(held, asked).frame)


@given(codes=st.frozensets(st.sampled_from(sorted(codelist("occupation").codes)), max_size=6))
def test_occupations_that_are_added_have_nobody_in_common(codes: frozenset[str]) -> None:
    known = occupations.leaves()
    pairs = [(known[one], known[other]) for one in codes for other in codes]
    if any(one & other and not (one <= other or other <= one) for one, other in pairs):
        try:
            occupations.apart(codes)
        except Invalid:
            return
    kept = occupations.apart(codes)
    whole = [leaf for code in kept for leaf in known[code]]
    assert len(whole) == len(set(whole))
    assert set(whole) == {leaf for code in codes for leaf in known[code]}


# ---- pages -----------------------------------------------------------------------------------------------------------
def test_a_cursor_belongs_to_its_question_and_to_no_other() -> None:
    asked, other = Question(STOCK, {"area": ("AUS",)}), Question(STOCK, {"area": ("NZL",)})
    mark = paging.read(paging.written(Cursor("2026.1", paging.fingerprint(asked, "rows"), 100)))
    assert (mark.release, mark.after) == ("2026.1", 100)
    paging.same(mark, asked, "rows")
    for strange, what in (
        (other, "rows"),
        (asked, "sums"),
        (Question(STOCK, {"area": ("AUS",)}, sort=("year",)), "rows"),
    ):
        with pytest.raises(Invalid) as refused:
            paging.same(mark, strange, what)
        assert refused.value.code == "mds.asking.cursor"


@given(text=st.text(max_size=60))
def test_a_cursor_that_was_not_given_out_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        paging.read(f"!{text}")
    assert refused.value.code == "mds.asking.cursor"
