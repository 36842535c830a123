"""Counts of codes: of texts that are settled, agreed or coded once, by region, and never of what is open."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from concord.reporting.coding import book as books
from concord.reporting.coding import export
from concord.reporting.coding.counting import Coded, Given, count, decide

START = books.declared("free-answers")
DAY = dt.date(2027, 9, 1)


def text(owner: str = "KEN", first: str | None = None, second: str | None = None, settled: str | None = None) -> Coded:
    def as_given(codes: str | None) -> Given | None:
        return None if codes is None else Given(tuple(codes.split()), 1)

    return Coded(owner, "AFR", "national", "difficulties", as_given(first), as_given(second), as_given(settled))


def counted(*texts: Coded, versions=(START,)):
    return count(texts, versions, round="2027", use="national", as_of=DAY, coders=2, seed=1, resamples=10)


def test_what_is_known_of_a_text_is_said() -> None:
    for given_text, expected in (
        (text(), ("none", ())),
        (text(first="money"), ("single", ("money",))),
        (text(first=""), ("single", ())),
        (text(first="money", second="money"), ("same", ("money",))),
        (text(first="money", second=""), ("open", ())),
        (text(first="money", second="data", settled="data"), ("settled", ("data",))),
        (text(first="money", second="data", settled=""), ("settled", ())),
    ):
        assert decide(given_text, [START]) == expected


def test_open_texts_are_in_no_count_and_reports_are_counted_once() -> None:
    found = counted(
        text(first="money", second="money"), text(first="money"), text("UGA", first="money", second="data"), text("TZA")
    )
    assert (found.texts, found.reports, found.coded, found.twice, found.open) == (4, 3, 2, 1, 1)
    money = found.of("money")
    assert (money.texts, money.reports, money.by_region) == (2, 1, {"AFR": 1})
    assert found.of("data").texts == 0
    assert found.measured is not None
    assert found.measured.units == 2


def test_texts_of_another_use_are_never_counted_together() -> None:
    other = replace(text("SR-2027-1", first="money"), use="stakeholder")
    assert counted(other).texts == 0


def test_a_code_that_was_split_since_is_open_again() -> None:
    money = START.by_id["money"]
    later = books.split(START.next(), "money", [replace(money, id="aid"), replace(money, id="budget")], why="Two.")
    found = counted(text(first="money", second="money"), text("UGA", first="law"), versions=(START, later))
    assert (found.again, found.coded, found.of("law").texts) == (1, 1, 1)


@given(
    st.lists(
        st.tuples(st.sampled_from(["KEN", "UGA"]), st.sampled_from(["money", "data", "", "law money"])), max_size=9
    )
)
def test_a_code_is_never_in_more_reports_than_texts_nor_in_more_than_there_are(rows) -> None:
    found = counted(*(text(owner, first=codes) for owner, codes in rows))
    for each in found.codes:
        assert each.reports <= each.texts <= found.coded <= found.texts
        assert sum(each.by_region.values()) == each.reports


def test_files_carry_the_version_the_number_of_texts_and_the_agreement() -> None:
    found = counted(text(first="money", second="money"), text("UGA", first="data", second="law"))
    told = json.loads(export.counts_json(found, language="en"))
    assert told["book"] == {"id": "free-answers", "version": 1, "digest": START.digest}
    assert (told["texts"], told["coders"], told["agreement"]["units"]) == (2, 2, 2)
    table = export.counts_csv(found, language="ar")
    assert table.startswith("# round: 2027\n")
    assert "money" in table
    rows = [{"round": "2027", "owner": "KEN", "codes": ["money"], "text": "=SUM(A1)"}]
    assert "'=SUM(A1)" in export.codings_csv(rows)
