"""``concord strategy``: for a person and for scripts."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from concord.errors import Invalid
from concord.programme.commands import register
from concord.vocabulary.languages import LANGUAGES


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    register(made)

    @made.callback()
    def frame() -> None:
        """A frame, so that the command keeps its name."""

    return made


def test_json_has_the_contracts_keys(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["strategy", "--json"])
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert len(answer["targets"]) == 14
    for target in answer["targets"]:
        assert set(target) >= {"id", "date", "wanted", "value", "status"}
        assert target["status"] in ("met", "missed", "on-course", "unknown")
        assert (target["value"] is None) == (target["source"] is None)
    assert answer["budget"]["total_usd"] == 24_270_813
    assert len(answer["budget"]["lines"]) == 4
    assert answer["facts"] == "declared"


def test_known_results_are_there(app: typer.Typer) -> None:
    answer = json.loads(CliRunner().invoke(app, ["strategy", "--json"]).stdout)
    seen = {target["id"]: (target["status"], target["value"], target["needed"]) for target in answer["targets"]}
    assert seen["target-4.3"] == ("met", 56, 39)
    assert seen["target-1.2"] == ("missed", 85, 193)
    assert seen["target-4.4"] == ("missed", 74, 78)


def test_a_day_of_judging_hides_what_was_counted_later(app: typer.Typer) -> None:
    answer = json.loads(CliRunner().invoke(app, ["strategy", "--json", "--as-of", "2013-06-01"]).stdout)
    seen = {target["id"]: target["status"] for target in answer["targets"]}
    assert (seen["target-4.3"], seen["target-4.4"]) == ("met", "unknown")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_sees_targets_results_budget_and_notes_in_every_language(app: typer.Typer, language: str) -> None:
    result = CliRunner().invoke(app, ["strategy", "--language", language])
    assert result.exit_code == 0
    for expected in ("target-4.3", "56", "39", "31", "PMC3853953"):
        assert expected in result.stdout


def test_a_date_that_cannot_be_read_is_refused(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["strategy", "--as-of", "yesterday"])
    assert isinstance(result.exception, Invalid)
