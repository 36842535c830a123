"""``concord where``: for a person and for scripts."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from concord.articles.commands import register
from concord.errors import NotFound


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    register(made)

    @made.callback()
    def frame() -> None:
        """A frame, so that the command keeps its name."""

    return made


def test_json_is_one_document_with_the_contracts_keys(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["where", "7.3", "--json"])
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert set(answer) >= {"paragraph", "version", "obligations", "implemented_by", "declared_in", "page", "tests"}
    assert answer["paragraph"] == "7.3"


def test_a_person_reads_who_owes_what_how_strongly_and_whether_it_was_checked(app: typer.Typer) -> None:
    shown = CliRunner().invoke(app, ["where", "7.4", "--version", "2010"]).stdout
    assert "WHO Secretariat" in shown
    assert "shall" in shown
    assert "/registers/authorities/" in shown
    assert "version 2010" in shown


def test_words_come_in_the_language_asked_for(app: typer.Typer) -> None:
    shown = CliRunner().invoke(app, ["where", "7.4", "--language", "fr"]).stdout
    assert "autorités nationales désignées" in shown
    assert "[en]" not in shown


def test_what_is_not_verified_is_said_so(app: typer.Typer) -> None:
    assert "Not verified" in CliRunner().invoke(app, ["where", "4.5"]).stdout


def test_a_resolution_is_shown_with_whom_it_asks(app: typer.Typer) -> None:
    shown = CliRunner().invoke(app, ["where", "WHA57.19"]).stdout
    assert "Director-General" in shown
    assert "were not found" in shown


def test_an_unknown_paragraph_is_a_refusal(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["where", "77.3"])
    assert isinstance(result.exception, NotFound)


def test_an_unknown_language_is_a_wrong_call(app: typer.Typer) -> None:
    assert CliRunner().invoke(app, ["where", "7.3", "--language", "xx"]).exit_code == 2
