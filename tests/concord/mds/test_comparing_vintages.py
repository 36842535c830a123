"""A figure over releases, and what changed between two of them, without a number that is hidden on either side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.mds.comparing import Changes, Held, History, changes, held, history
from concord.mds.freezing import freeze
from concord.mds.store import Store
from concord.vocabulary.structures import Table, table

KEY = {"area": "KEN", "occupation": "221", "row_kind": "total"}


def totals(*lines: tuple[int, int | None, str], **more: Any) -> Table:
    columns: dict[str, Any] = {
        "area": ["KEN"] * len(lines),
        "year": [each[0] for each in lines],
        "occupation": ["221"] * len(lines),
        "row_kind": ["total"] * len(lines),
        "headcount": [each[1] for each in lines],
        "status": [each[2] for each in lines],
    }
    return table("mds-totals", **columns, **more)


def over(*releases: Table, withdrawn: tuple[str, ...] = ()) -> History:
    given_ = [Held(f"2026.{at}", f"2026-0{at}-01", each) for at, each in enumerate(releases, start=1)]
    return history("mds-totals", KEY, given_, withdrawn=withdrawn)


def told(found: History, year: int = 2024) -> list[tuple[str, float | None, float | None]]:
    of = next(each for each in found.years if each.year == year)
    return [(each.what, each.figure.value if each.figure else None, each.difference) for each in of.said]


def test_a_figure_is_first_then_the_same_then_revised() -> None:
    found = over(totals((2024, 10, "normal")), totals((2024, 10, "normal")), totals((2024, 12, "normal")))
    assert told(found) == [("first", 10, None), ("same", 10, None), ("revised", 12, 2.0)]
    assert found.is_revised
    assert found.turns == (0, 2)
    assert found.years[0].first is not None
    assert found.years[0].first.release == "2026.1"


def test_a_status_that_changes_alone_is_no_revision() -> None:
    found = over(totals((2024, 10, "provisional")), totals((2024, 10, "normal")))
    assert told(found) == [("first", 10, None), ("status", 10, None)]
    assert not found.is_revised


def test_a_figure_that_comes_later_and_goes_again_is_absent_first_and_removed_last() -> None:
    other = totals((2023, 1, "normal"))
    found = over(other, totals((2023, 1, "normal"), (2024, 10, "normal")), other)
    assert told(found) == [("absent", None, None), ("first", 10, None), ("removed", None, None)]


def test_what_a_later_release_hides_is_not_said_again_from_an_earlier_one() -> None:
    found = over(totals((2024, 4, "normal")), totals((2024, 4, "normal")), totals((2024, None, "suppressed")))
    assert [each[0] for each in told(found)] == ["hidden-since", "hidden-since", "hidden"]
    assert "4" not in repr([each.figure.value for each in found.years[0].said if each.figure])
    assert all(each.figure is None or each.figure.value is None for each in found.years[0].said)


def test_what_is_shown_after_it_was_hidden_is_told_without_a_difference() -> None:
    found = over(totals((2024, None, "suppressed")), totals((2024, 7, "normal")), totals((2024, 9, "normal")))
    assert told(found) == [("first", None, None), ("shown", 7, None), ("revised", 9, 2.0)]


def test_what_a_withdrawn_release_said_is_left_out() -> None:
    ours = {"source": ["submitted"], "source_file": ["KEN-2026.1-v1/mds-totals"], "source_row": [2]}
    found = over(totals((2024, 10, "normal"), **ours), totals((2024, 12, "normal")), withdrawn=("KEN-2026.1-v1",))
    assert told(found) == [("withdrawn", None, None), ("first", 12, None)]
    assert not found.is_revised


def test_a_series_of_one_activity_is_not_mixed_with_another() -> None:
    whole = totals((2024, 10, "normal"), activity=["licensed"])
    assert history("mds-totals", KEY, [Held("2026.1", "2026-01-01", whole)]).years == ()
    assert history("mds-totals", {**KEY, "activity": "licensed"}, [Held("2026.1", "2026-01-01", whole)]).years


def test_releases_of_a_store_are_read_the_oldest_first(tmp_path: Path) -> None:
    for at, count in ((1, 10), (2, 12)):
        freeze([totals((2024, count, "normal"))], folder=tmp_path, id=f"2026.{at}", as_of=f"2026-0{at}-01")
    given_ = held(Store(tmp_path), "mds-totals", area="KEN")
    assert [(each.release, each.as_of) for each in given_] == [("2026.1", "2026-01-01"), ("2026.2", "2026-02-01")]
    assert told(history("mds-totals", KEY, given_)) == [("first", 10, None), ("revised", 12, 2.0)]
    assert held(Store(tmp_path), "mds-outflow") == ()


# --- From one release to the next ------------------------------------------------------------------------------------
def kinds(before: Table, after: Table) -> list[tuple[str, Any, Any]]:
    return [(each.kind, each.before, each.after) for each in changes([before], [after]).rows]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((2024, 10, "normal"), (2024, 12, "normal"), ("changed", 10, 12)),
        ((2024, 10, "provisional"), (2024, 10, "normal"), ("status", None, None)),
        ((2024, 4, "normal"), (2024, None, "suppressed"), ("hidden", None, None)),
        ((2024, None, "suppressed"), (2024, 7, "normal"), ("shown", None, 7)),
        ((2024, None, "missing"), (2024, 7, "normal"), ("changed", None, 7)),
        ((2024, 7, "normal"), (2024, None, "missing"), ("changed", 7, None)),
    ],
)
def test_each_kind_of_change_is_told(before: Any, after: Any, expected: Any) -> None:
    assert kinds(totals(before), totals(after)) == [expected]


def test_rows_that_come_and_go_are_told_and_the_number_of_one_that_is_gone_is_not_said_again() -> None:
    found = changes([totals((2023, 5, "normal"))], [totals((2024, 6, "normal"))])
    assert [(each.kind, each.value("year"), each.before, each.after) for each in found.rows] == [
        ("removed", 2023, None, None), ("added", 2024, None, 6),
    ]  # fmt: skip
    assert found.counts == {"added": 1, "removed": 1}


def test_a_table_that_only_one_side_has_is_named() -> None:
    found = changes([], [totals((2024, 6, "normal"))])
    assert found.tables_added == ("mds-totals",)
    assert found.counts == {"added": 1}
    assert changes([totals((2024, 6, "normal"))], []).tables_removed == ("mds-totals",)


def test_where_a_figure_was_read_from_is_no_change_and_a_note_is() -> None:
    old = totals((2024, 10, "normal"), source_file=["a-v1/x"], source_row=[2])
    assert kinds(old, totals((2024, 10, "normal"), source_file=["a-v2/x"], source_row=[9])) == []
    assert kinds(old, totals((2024, 10, "normal"), note=["counted anew"])) == [("note", None, None)]


def test_equal_tables_have_no_change() -> None:
    same = totals((2023, 5, "normal"), (2024, None, "suppressed"))
    found = changes([same], [same])
    assert (len(found), found.same, dict(found.counts)) == (0, 2, {})


def test_a_second_measure_has_a_change_of_its_own() -> None:
    def detail(count: int, fte: float) -> Table:
        return table("mds-stock-detail", area=["KEN"], year=[2024], occupation=["221"], sex=["F"],
                     headcount=[count], fte=[fte])  # fmt: skip

    found = changes([detail(10, 8.0)], [detail(10, 9.0)])
    assert [(each.measure, each.before, each.after, each.difference) for each in found.rows] == [("fte", 8.0, 9.0, 1.0)]


lines = st.lists(
    st.tuples(st.integers(2020, 2023), st.integers(0, 99), st.sampled_from(["normal", "suppressed"])),
    max_size=4, unique_by=lambda each: each[0],
)  # fmt: skip


def dirty(given_lines: Any, beneath: int) -> Table:
    """A table in which a number stands beneath every hidden status."""
    rows_ = [(year, beneath if status == "suppressed" else count, status) for year, count, status in given_lines]
    return totals(*rows_) if rows_ else totals()


@settings(max_examples=60, deadline=None)
@given(old=lines, new=lines, one=st.integers(0, 99), other=st.integers(0, 99))
def test_no_change_depends_on_a_hidden_number(old: Any, new: Any, one: int, other: int) -> None:
    def of(beneath: int) -> Changes:
        return changes([dirty(old, beneath)], [dirty(new, beneath)])

    assert of(one) == of(other)


@settings(max_examples=60, deadline=None)
@given(old=lines, new=lines)
def test_a_number_is_named_only_where_it_is_published_on_both_sides_or_new(old: Any, new: Any) -> None:
    open_ = [{year for year, _, status in side if status == "normal"} for side in (old, new)]
    hidden_ = {year for side in (old, new) for year, _, status in side if status == "suppressed"}
    for each in changes([dirty(old, 1)], [dirty(new, 1)]).rows:
        year = each.value("year")
        assert each.before is None or (year in open_[0] and year not in hidden_)
        assert each.after is None or year in open_[1]


def test_a_long_table_is_compared_by_its_key_in_any_order() -> None:
    frame = pl.DataFrame({"year": list(range(1990, 2020))})
    old = totals(*[(year, year, "normal") for year in frame["year"]])
    new = Table(old.structure, old.frame.reverse())
    assert len(changes([old], [new])) == 0
