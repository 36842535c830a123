"""The path of a report: what is done is known from the report itself or entered, and nothing is skipped unseen."""

from __future__ import annotations

import datetime as dt

import pytest

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.declarations.schema import problems
from concord.reporting import path
from concord.vocabulary.languages import LANGUAGES

TODAY = dt.date(2028, 3, 1)
DAY = dt.date(2027, 12, 1)


def states(reached: path.Reached, entered: dict[str, path.Entered] | None = None) -> dict[str, str]:
    return {each.stage.id: each.state for each in path.where(path.stages(), reached, entered or {}, today=TODAY)}


def test_the_declared_path_keeps_to_its_schema_and_says_each_stage_in_six_languages() -> None:
    declared = packs.find("paths/dg-report.yaml")
    assert list(problems(read_yaml(declared), packs.find("paths/schema.json"), file=declared.name)) == []
    assert [each.id for each in path.stages()] == [
        "cut-off", "draft", "comments", "clearance", "board", "assembly", "edition"
    ]  # fmt: skip
    assert all(stage.title.best(code).language == code for stage in path.stages() for code in LANGUAGES)


@pytest.mark.parametrize(
    ("reached", "now"),
    [
        (path.Reached(dt.date(2028, 5, 1)), "cut-off"),
        (path.Reached(DAY), "draft"),
        (path.Reached(DAY, compiled_on=DAY), "comments"),
        (path.Reached(DAY, compiled_on=DAY, comments=2, open_comments=1, answered_on=DAY), "comments"),
        (path.Reached(DAY, compiled_on=DAY, comments=1, answered_on=DAY, clearances=1, open_clearances=1), "clearance"),
        (path.Reached(DAY, compiled_on=DAY, signed_on=DAY), "board"),
    ],
)
def test_the_first_stage_that_is_not_done_is_the_one_that_waits(reached: path.Reached, now: str) -> None:
    found = states(reached)
    assert [stage for stage, state in found.items() if state == "now"] == [now]
    assert "done" not in list(found.values())[list(found).index(now) :]


def test_a_session_counts_from_its_day_and_not_before() -> None:
    reached = path.Reached(DAY, compiled_on=DAY, signed_on=DAY)
    to_come = {"board": path.Entered(done_on=dt.date(2028, 4, 1), number="EB162/20")}
    assert states(reached, to_come)["board"] == "now"
    assert states(reached, {"board": path.Entered(done_on=dt.date(2028, 1, 20))})["assembly"] == "now"


def test_a_stage_is_late_when_its_planned_day_has_passed_and_it_is_not_done() -> None:
    planned = {"draft": path.Entered(planned_on=DAY), "assembly": path.Entered(planned_on=dt.date(2028, 5, 20))}
    found = {each.stage.id: each for each in path.where(path.stages(), path.Reached(DAY), planned, today=TODAY)}
    assert (found["draft"].is_late, found["assembly"].is_late) == (True, False)


@pytest.mark.parametrize(
    ("reached", "code"),
    [
        (path.Reached(DAY), ""),
        (path.Reached(DAY, comments=1, open_comments=1), "publishing.path.open-comments"),
        (path.Reached(DAY, clearances=2, open_clearances=1), "publishing.path.not-cleared"),
        (path.Reached(DAY, comments=1, clearances=2), ""),
    ],
)
def test_open_comments_and_missing_clearances_stand_against_signing_off(reached: path.Reached, code: str) -> None:
    assert path.stands_against_signing(reached) == code
