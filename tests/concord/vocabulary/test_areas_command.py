"""``concord areas resolve`` keeps the contract that scripts rely on."""

from __future__ import annotations

import json

import typer
from typer.testing import CliRunner

from concord.vocabulary.commands import register


def _run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["areas", "resolve", *arguments])
    return result.exit_code, result.output


def test_an_exact_name_is_printed_with_the_keys_of_the_contract() -> None:
    code, output = _run("كوت ديفوار", "--json")
    assert code == 0
    assert json.loads(output) == {"area": "CIV", "status": "exact", "suggestions": []}


def test_an_unknown_name_is_an_answer_with_suggestions_not_an_error() -> None:
    code, output = _run("Kenyaa", "--json")
    assert code == 0
    assert json.loads(output) == {"area": None, "status": "unknown", "suggestions": ["KEN"]}


def test_a_former_country_on_a_day_when_it_existed_is_itself() -> None:
    assert json.loads(_run("Yugoslavia", "--on", "1995", "--json")[1])["status"] == "exact"
    assert json.loads(_run("Yugoslavia", "--json")[1]) == {
        "area": "YUG",
        "status": "former",
        "suggestions": ["BIH", "HRV", "MKD", "SCG", "SVN"],
    }


def test_look_alike_letters_are_named() -> None:
    said = json.loads(_run("UG\N{CYRILLIC CAPITAL LETTER A}", "--json")[1])
    assert said["area"] is None
    assert said["lookalikes"] == ["\N{CYRILLIC CAPITAL LETTER A}"]


def test_a_person_sees_names_in_the_chosen_language() -> None:
    assert "Royaume-Uni" in _run("GBR", "--language", "fr")[1]
    assert "Republic of Korea" in _run("Korea")[1]
