"""Questions of the SDMX interface: keys, conditions, periods, versions, formats, and rows chosen by them."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from concord.errors import Invalid, NotFound
from concord.mds.sdmx_query import (
    asked,
    available,
    choosing,
    filters,
    keys,
    negotiating,
    periods,
    problems,
    raw,
    versions,
)
from concord.mds.sdmx_query.asked import DataQuestion
from concord.mds.store import filtered
from concord.mds.writers.sdmx.shape import NOTHING, rows, shape
from concord.vocabulary.structures import Table, conform, polars_schema

STOCK = "mds-stock-by-training"
HELD = {"MDS_STOCK_BY_TRAINING": STOCK}
DIMENSIONS = tuple(each.id for each in shape(STOCK).of("dimension"))
FLOW = ("dataflow", "CONCORD", "MDS_STOCK_BY_TRAINING", "1.0.0")


def component(id: str) -> Any:
    return next(each for each in shape(STOCK).components if each.id == id)


# ---- periods and versions --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"), ("2018-A1", "2018-01-01", "2018-12-31"),
        ("2018-S2", "2018-07-01", "2018-12-31"), ("2018-T1", "2018-01-01", "2018-04-30"),
        ("2018-Q4", "2018-10-01", "2018-12-31"), ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-M02", "2020-02-01", "2020-02-29"), ("2018-W01", "2018-01-01", "2018-01-07"),
        ("2018-D032", "2018-02-01", "2018-02-01"), ("2018-05-06T10:00:00Z", "2018-05-06", "2018-05-06"),
    ],
)  # fmt: skip
def test_a_period_is_a_span_of_days(text: str, first: str, last: str) -> None:
    assert tuple(map(str, periods.span(text))) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18",
        "2018-13",
        "2018-Q5",
        "2018-02-30",
        "2018-W60",
        "next year",
        "٢٠١٨",
        "2018-T0",
        "2018-D366",
        "9999-W53",
        "9999-D400",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        periods.span(text)
    assert refused.value.code == "mds.sdmx.period"


@pytest.mark.parametrize(
    ("wanted", "is_it"),
    [
        ("1.0.0", True), ("+", True), ("~", True), ("*", True), ("latest", True), ("all", True), ("1+.0.0", True),
        ("1.+.0", True), ("1.0.~", True), ("1.0.0+", True), ("2.0.0,1.0.0", True), ("1.0.1+", False),
        ("2+.0.0", False), ("1.0", False), ("1", False), ("", False), ("1.0.0.0", False), ("++", False), ("x", False),
    ],
)  # fmt: skip
def test_a_version_is_asked_for_by_number_or_by_what_is_newest(wanted: str, is_it: bool) -> None:
    assert versions.is_asked(wanted, "1.0.0") is is_it


# ---- parameters and keys ---------------------------------------------------------------------------------------------
def test_a_plus_stays_a_plus_and_brackets_may_be_encoded() -> None:
    found = raw.parameters("c%5BA%5D=ge:1+le:2&c[B]=x%2By", ("c",))
    assert raw.components(found) == {"A": "ge:1+le:2", "B": "x+y"}


@pytest.mark.parametrize(
    ("query", "code"),
    [("colour=red", "mds.sdmx.parameter-unknown"), ("c[A]=1&c[A]=2", "mds.sdmx.parameter-twice"),
     ("c[A]=" + "1" * 5000, "mds.sdmx.query-long"), ("&".join(["c[A]=1"] * 61), "mds.sdmx.query-long")],
)  # fmt: skip
def test_a_query_that_cannot_be_read_is_refused(query: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        raw.parameters(query, ("c",))
    assert refused.value.code == code


def test_keys_are_read_with_wildcards_at_every_place() -> None:
    (key,) = keys.keys("A.*.221", DIMENSIONS, several=True)
    assert key == (frozenset("A"), None, frozenset({"221"}), None, None, None)
    one, other = keys.keys("A.AUS,A.NZL+KEN", DIMENSIONS, several=True)
    assert (one[1], other[1]) == (frozenset({"AUS"}), frozenset({"NZL", "KEN"}))
    (older,) = keys.keys("A..221.", DIMENSIONS, several=False)
    assert older == key
    for every in ("", "*", "all"):
        assert keys.keys(every, DIMENSIONS, several=True) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A.B.C.D.E.F.G", "mds.sdmx.key-long"), ("A.AUS,", "mds.sdmx.key-empty"),
        (",".join("A" * 500), "mds.sdmx.key-many"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_of_a_series_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        keys.keys(text, DIMENSIONS, several=True)
    assert refused.value.code == code


# ---- conditions ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("id", "text", "held", "not_held"),
    [
        ("REF_AREA", "AUS,NZL", ["AUS", "NZL"], ["KEN", None]), ("OBS_VALUE", "7,8.5", ["7", "8.5"], ["70", None]),
        ("REF_AREA", "ne:AUS+ne:NZL", ["KEN", None], ["AUS", "NZL"]),
        ("REF_AREA", "ne:AUS,NZL", ["KEN", "NZL", None], ["AUS"]),
        ("OCCUPATION", "sw:22,ew:1", ["221", "222", "3221"], ["321X", "HP"]),
        ("OCCUPATION", "ge:222+lt:3", ["222", "2221"], ["221", "3221"]),
        ("COMMENT_OBS", "co:ère", ["ministère"], ["ministry", None]),
        ("COMMENT_OBS", "nc:ère", ["ministry", None], ["ministère"]),
        ("OBS_VALUE", "ge:10+lt:100", ["10", "99.5"], ["9", "100", None]),
        ("OBS_VALUE", "eq:7", ["7", "7.0"], ["70"]),
        ("TIME_PERIOD", "ge:2018-02", ["2019"], ["2018", "2017"]),
        ("TIME_PERIOD", "ge:2018+le:2019", ["2018", "2019"], ["2017", "2020"]),
        ("TIME_PERIOD", "gt:2018-06", ["2019"], ["2018"]), ("TIME_PERIOD", "lt:2018-06", ["2017"], ["2018"]),
        ("TIME_PERIOD", "le:2018-11", ["2017"], ["2018"]), ("TIME_PERIOD", "2018", ["2018"], ["2019"]),
        ("TIME_PERIOD", "eq:2018-01", [], ["2018"]), ("TIME_PERIOD", "ne:2018", ["2019"], ["2018"]),
        ("TIME_PERIOD", "2016,ge:2018+le:2019", ["2016", "2018"], ["2017", "2020"]),
    ],
)  # fmt: skip
def test_conditions_hold_of_the_values_they_name(id: str, text: str, held: list[Any], not_held: list[Any]) -> None:
    found = filters.condition(component(id), text)
    for holds in (found.holds, found.wanted()):
        assert [each for each in held if not holds(each)] == []
        assert [each for each in not_held if holds(each)] == []


@pytest.mark.parametrize(
    ("id", "text", "code"),
    [
        ("REF_AREA", "", "mds.sdmx.condition"), ("REF_AREA", "eq:", "mds.sdmx.condition"),
        ("REF_AREA", "A,,B", "mds.sdmx.condition"), ("REF_AREA", "zz:A", "mds.sdmx.operator"),
        ("OBS_VALUE", "ge:many", "mds.sdmx.number"), ("TIME_PERIOD", "ge:soon", "mds.sdmx.period"),
        ("REF_AREA", ",".join(["A"] * 500), "mds.sdmx.condition"),
        ("REF_AREA", ",".join(["ne:A"] * 41), "mds.sdmx.condition"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_read_is_refused(id: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        filters.condition(component(id), text)
    assert refused.value.code == code


# ---- rows ------------------------------------------------------------------------------------------------------------
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["AUS", "NZL", "KEN"]), st.integers(2015, 2020), st.sampled_from(["221", "222"]),
        st.sampled_from([None, "licensed"]), st.sampled_from(["IND", "PHL", None]),
        st.sampled_from(["origin", "total"]), st.one_of(st.none(), st.integers(0, 99)),
        st.sampled_from(["normal", "estimated", "missing", "missing-population", "suppressed"]),
    ),
    max_size=20, unique_by=lambda row: row[:6],
)  # fmt: skip
VALUES = {
    "FREQ": ["A", "M"], "REF_AREA": ["AUS", "NZL", "XXX"], "OCCUPATION": ["221", "222"],
    "ACTIVITY": ["licensed", NOTHING], "ORIGIN": ["IND", NOTHING], "ROW_KIND": ["origin", "total"],
    "OBS_STATUS": ["A", "O", "Q"],
}  # fmt: skip


def table(made: list[tuple[Any, ...]]) -> Table:
    names = ("area", "year", "occupation", "activity", "origin", "row_kind", "headcount", "status")
    schema = {name: polars_schema(STOCK)[name] for name in names}
    return conform(STOCK, pl.DataFrame(made, schema=schema, orient="row"))


@st.composite
def questions(draw: st.DrawFn) -> DataQuestion:
    def key() -> str:
        return ".".join(draw(st.sampled_from(["*", *VALUES[id], "+".join(VALUES[id])])) for id in DIMENSIONS)

    path = [*FLOW, ",".join(key() for _each in range(draw(st.integers(0, 2)))) or "*"]
    said = {f"c[{id}]": draw(st.sampled_from([",".join(VALUES[id]), f"ne:{VALUES[id][0]}", VALUES[id][-1]]))
            for id in draw(st.lists(st.sampled_from(list(VALUES)), max_size=2, unique=True))}  # fmt: skip
    if draw(st.booleans()):
        said["c[TIME_PERIOD]"] = draw(st.sampled_from(["ge:2017", "le:2017", "ge:2016+le:2018", "2017,2019"]))
    return asked.data("v2", path, said, HELD)


def by_hand(held: Table, question: DataQuestion) -> list[dict[str, str]]:
    """The rows of a question, read off what messages say of each row."""
    kept = []
    for row in rows(held):
        in_key = not question.keys or any(
            all(wanted is None or row[id] in wanted for id, wanted in zip(DIMENSIONS, key, strict=True))
            for key in question.keys
        )
        if in_key and all(each.holds(row.get(each.component.id)) for each in question.conditions):
            kept.append(row)
    return kept


@settings(max_examples=80, deadline=None)
@given(made=ROWS, question=questions())
def test_rows_are_those_whose_own_words_fit_and_the_store_may_filter_first(
    made: list[tuple[Any, ...]], question: DataQuestion
) -> None:
    held = table(made)
    expected = by_hand(held, question)
    assert list(rows(choosing.chosen(held, question))) == expected
    first = filtered(held.frame, STOCK, {name: tuple(each) for name, each in choosing.pushed(question).items()})
    assert list(rows(choosing.chosen(Table(STOCK, first), question))) == expected


@settings(max_examples=40, deadline=None)
@example(made=[("AUS", 2015, "221", None, "IND", "origin", None, "normal")], first=0, last=2)  # fewer than asked for
@given(made=ROWS, first=st.integers(0, 2), last=st.integers(0, 2))
def test_first_and_last_observations_are_those_of_each_series(
    made: list[tuple[Any, ...]], first: int, last: int
) -> None:
    held = table(made)
    given_ = {name: str(count) for name, count in (("firstNObservations", first), ("lastNObservations", last)) if count}
    found = list(rows(choosing.chosen(held, asked.data("v2", [*FLOW, "*"], given_, HELD))))
    series: dict[tuple[str, ...], list[str]] = {}
    for row in rows(held):
        series.setdefault(tuple(row[id] for id in DIMENSIONS), []).append(row["TIME_PERIOD"])
    for key, years in series.items():
        there = sorted(row["TIME_PERIOD"] for row in found if tuple(row[id] for id in DIMENSIONS) == key)
        ends = (
            sorted({*sorted(years)[:first], *(sorted(years)[-last:] if last else ())})
            if first or last
            else sorted(years)
        )
        assert there == ends


@settings(max_examples=40, deadline=None)
@given(made=ROWS, question=questions())
def test_what_there_is_are_the_values_of_the_rows_and_never_less_when_chosen_freely(
    made: list[tuple[Any, ...]], question: DataQuestion
) -> None:
    held, components = table(made), (*DIMENSIONS, "TIME_PERIOD")
    exact = available.available(held, asked.AvailabilityQuestion(question, components))
    free = available.available(held, asked.AvailabilityQuestion(question, components, is_exact=False))
    there = by_hand(held, question)
    assert exact.observations == len(there)
    for id in DIMENSIONS:
        assert set(exact.values[id]) == {row[id] for row in there}
        assert set(free.values[id]) >= set(exact.values[id])


def test_a_flow_is_asked_by_what_holds_it() -> None:
    for path in (FLOW, ("*", "*", "MDS_STOCK_BY_TRAINING"), ("datastructure", "CONCORD", "MDS_STOCK_BY_TRAINING", "~")):
        assert asked.data("v2", path, {}, HELD).structure == STOCK
    for path in (
        ("dataflow", "OTHER", "MDS_STOCK_BY_TRAINING"),
        ("dataflow", "CONCORD", "MDS_TOTALS"),
        (*FLOW[:3], "2.0.0"),
    ):
        with pytest.raises(NotFound) as refused:
            asked.data("v2", path, {}, HELD)
        assert refused.value.code == "mds.sdmx.flow-unknown"
    with pytest.raises(Invalid) as several:
        asked.data("v2", ("dataflow", "CONCORD", "A,B"), {}, HELD)
    assert several.value.code == "mds.sdmx.one-flow"


# ---- formats ---------------------------------------------------------------------------------------------------------
BASE = "application/vnd.sdmx."


@pytest.mark.parametrize(
    ("api", "accept", "format"),
    [
        ("v2", "", "sdmx-json"), ("v1", "", "sdmx-ml-2.1-generic"), ("v2", "*/*", "sdmx-json"),
        ("v2", "text/csv", "sdmx-csv"), ("v1", "text/csv", "sdmx-csv-1.0"), ("v2", "application/xml", "sdmx-ml"),
        ("v1", "text/xml", "sdmx-ml-2.1-generic"), ("v2", f"{BASE}data+csv", "sdmx-csv"),
        ("v2", f"{BASE}data+csv;version=1.0.0", "sdmx-csv-1.0"), ("v2", f"{BASE}data+csv; version=2+.0.0", "sdmx-csv"),
        ("v1", f"{BASE}structurespecificdata+xml;version=2.1", "sdmx-ml-2.1"),
        ("v2", f"{BASE}data+xml;version=3.0", "sdmx-ml"),
        ("v2", f"{BASE}data+xml;version=3.0.0;q=0.4, text/csv;q=0.9", "sdmx-csv"),
        ("v2", f"*/*, {BASE}data+xml;version=3.0.0", "sdmx-ml"), ("v2", "image/png, */*;q=0.1", "sdmx-json"),
        ("v2", "application/json;q=0, */*", "sdmx-csv"),
        ("v2", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "sdmx-ml"),
    ],
)  # fmt: skip
def test_the_format_is_the_one_most_wanted(api: Any, accept: str, format: str) -> None:
    assert negotiating.data(api, accept).format == format


@pytest.mark.parametrize(
    "accept", ["image/png", "text/html", f"{BASE}data+csv;version=9.0", f"{BASE}data+csv;labels=odd", "*/*;q=0"]
)
def test_a_format_that_is_not_written_is_refused(accept: str) -> None:
    with pytest.raises(Invalid) as refused:
        negotiating.data("v2", accept)
    assert (refused.value.code, problems.status_of(refused.value)[0]) == ("mds.sdmx.not-acceptable", 406)


def test_every_refusal_has_a_status_and_a_number_of_the_standard() -> None:
    expected = {
        Invalid("mds.sdmx.key-long"): (400, 140), NotFound("mds.sdmx.no-data"): (404, 100),
        Invalid("mds.sdmx.too-many"): (413, 510), Invalid("mds.sdmx.not-built"): (501, 501),
    }  # fmt: skip
    assert {refusal: problems.status_of(refusal) for refusal in expected} == expected
