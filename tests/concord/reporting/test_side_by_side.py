"""Reports stand beside one another by the question map; numbers are compared only where they may be."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.instrument import library
from concord.reporting import publication, side_by_side
from concord.reporting.publication import Published
from concord.reporting.side_by_side import Line

CASES = Path(__file__).parents[2] / "cases" / "reporting"
DAY = dt.date(2026, 11, 22)


def report(round: str, *withheld: str, area: str = "KEN", **changed: Any) -> Published:
    answers = json.loads((CASES / f"generated-report-{round}.json").read_text(encoding="utf-8")) | changed
    return publication.publish(
        library.load(f"nri-{round}"), answers, today=DAY, withheld=withheld, area=area, round=round,
        reference=f"NR-{round}-{area}-1",
    )  # fmt: skip


@lru_cache(maxsize=1)
def beside() -> dict[str, Line]:
    return {each.id or each.number: each for each in side_by_side.rounds(report("2027"), report("2024"), "en")}


def test_every_question_of_both_rounds_stands_once() -> None:
    lines = side_by_side.rounds(report("2027"), report("2024"), "en")
    asked = [each for each in library.load("nri-2027").questions if each.is_asked]
    assert [each.id for each in lines if each.mode != "dropped"] == [each.key for each in asked]
    assert {each.mode for each in lines} == {"same", "reworded", "split", "merged", "new", "dropped"}


def test_a_reworded_question_shows_what_was_asked_then() -> None:
    line = beside()["authority_designated"]
    assert line.mode == "reworded"
    assert line.comparable == "as-is"
    assert line.cells[1][0].question is not None


def test_split_and_merged_questions_are_never_subtracted() -> None:
    for line in beside().values():
        if line.mode in ("split", "merged", "new", "dropped"):
            assert line.change is None
            assert line.comparable != "as-is"


def test_a_dropped_question_keeps_its_answer_without_a_place_now() -> None:
    dropped = [each for each in side_by_side.rounds(report("2027"), report("2024"), "en") if each.mode == "dropped"]
    assert dropped
    assert all(each.cells[0] == () for each in dropped)


def test_a_number_is_compared_where_the_question_is_the_same() -> None:
    now, then = report("2027", hours=30), report("2027", hours=20)
    line = next(each for each in side_by_side.rounds(now, then, "en") if each.id == "hours")
    assert (line.change, line.percent) == (10, 50)
    line = next(each for each in side_by_side.rounds(now, report("2027", hours=0), "en") if each.id == "hours")
    assert (line.change, line.percent) == (30, None)


def test_countries_stand_in_the_order_asked_for_and_a_hidden_answer_says_so() -> None:
    lines = side_by_side.countries([report("2027"), report("2027", "code_useful", area="NOR")], "en")
    line = next(each for each in lines if each.id == "code_useful")
    assert line.cells[1][0].status == "withheld"
    assert not line.is_equal
    assert line.cells[1][0].text == "Kept confidential by the country"
    assert next(each for each in lines if each.id == "plan").is_equal
