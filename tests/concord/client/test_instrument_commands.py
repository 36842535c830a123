"""``concord instrument``: the names, exit codes and keys that scripts rely on."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from concord.cli import main

SPECIMEN = Path(__file__).parents[2] / "specimens" / "instrument-print"
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; its exit code, its JSON (or its text), and what it told people."""

    def go(*arguments: str, as_json: bool = True) -> tuple[int, Any, str]:
        with pytest.raises(SystemExit) as left:
            main(["instrument", *arguments, *(["--json"] if as_json else [])])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), json.loads(out) if as_json and out else out, err

    return go


@pytest.fixture
def given(tmp_path: Path) -> Callable[[object], str]:
    """A file of answers."""

    def write(answers: object) -> str:
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(answers), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(("form", "ending"), [("xlsx", ".xlsx"), ("pdf", ".pdf"), ("docx", ".docx"), ("fhir", ".json")])
def test_a_declared_instrument_is_converted(run: Run, tmp_path: Path, form: str, ending: str) -> None:
    code, told, _ = run("convert", "nri-2024", "--to", form, "--out", str(tmp_path / "out"))
    assert code == 0
    (file,) = told["files"]
    path = Path(file["path"])
    assert path.suffix == ending
    assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
    assert (file["pages"] or 0) > 3 if form == "pdf" else file["pages"] is None
    assert not list((tmp_path / "out").glob("*.part"))
    assert isinstance(told["findings"], list)


def test_the_language_is_that_of_the_file(run: Run, tmp_path: Path) -> None:
    _, told, _ = run("convert", str(SPECIMEN), "--to", "html", "--language", "ar", "--out", str(tmp_path))
    page = Path(told["files"][0]["path"]).read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert "استبيان مخترع" in page


@pytest.mark.parametrize("form", ["xlsx", "xform", "fhir"])
def test_what_was_written_is_read_again(run: Run, tmp_path: Path, form: str) -> None:
    _, told, _ = run("convert", str(SPECIMEN), "--to", form, "--out", str(tmp_path))
    code, again, _ = run("convert", told["files"][0]["path"], "--to", "html", "--out", str(tmp_path / "again"))
    assert code == 0, again
    assert "Has your country designated an authority?" in Path(again["files"][0]["path"]).read_text(encoding="utf-8")


def test_an_instrument_with_mistakes_gives_findings_and_no_file(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(SPECIMEN, broken)
    survey = broken / "survey.csv"
    survey.write_text(survey.read_text(encoding="utf-8").replace("${designated}", "${nobody}"), encoding="utf-8")
    code, told, _ = run("convert", str(broken), "--to", "pdf", "--out", str(tmp_path / "out"))
    assert code == 1
    assert told["files"] == []
    assert any(each["level"] == "hard" and each["row"] for each in told["findings"])
    assert not (tmp_path / "out").exists()
    code, told, _ = run("answer", str(broken), "--answers", str(_empty(tmp_path)))
    assert (code, "asked" in told) == (1, False)


def _empty(folder: Path) -> Path:
    path = folder / "empty.json"
    path.write_text("{}", encoding="utf-8")
    return path


def test_which_questions_are_asked_depends_on_the_answers(run: Run, given: Callable[[object], str]) -> None:
    answers = {"designated": "yes", "office": "An office", "came": 5, "agreements": [{"partner": "Nowhere"}, {}]}
    code, told, _ = run("answer", str(SPECIMEN), "--answers", given(answers))
    assert code == 1
    assert {"asked", "findings", "calculated", "required"} <= told.keys()
    assert told["asked"][:3] == ["designated", "office", "since"]
    assert "agreements[2]/partner" in told["asked"]
    assert told["calculated"] == {"twice": 10}
    (finding,) = told["findings"]
    assert (finding["code"], finding["level"], finding["item"]) == (
        "instrument.answer.required", "hard", "agreements[2]/partner",
    )  # fmt: skip
    assert {"file", "sheet", "row", "column", "value", "message", "hint"} <= finding.keys()
    code, told, _ = run("answer", str(SPECIMEN), "--answers", given({"designated": "no"}))
    assert code == 0
    assert "office" not in told["asked"]
    assert not any(each.startswith("agreements") for each in told["asked"])


def test_a_value_that_breaks_a_rule_is_refused(run: Run, given: Callable[[object], str]) -> None:
    code, told, _ = run("answer", str(SPECIMEN), "--answers", given({"designated": "no", "came": -3}))
    assert code == 1
    assert [(each["code"], each["item"]) for each in told["findings"]] == [("instrument.answer.constraint", "came")]


def test_a_draft_may_lack_answers_and_says_why_each_is_asked(run: Run, given: Callable[[object], str]) -> None:
    code, told, _ = run("answer", str(SPECIMEN), "--answers", given({"designated": "yes"}), "--draft", "--why")
    assert code == 0
    assert told["why"]["office"] == [{"at": "authority/office", "expression": "${designated} = 'yes'", "holds": True}]


def test_conditions_see_the_day_that_is_given(run: Run, given: Callable[[object], str]) -> None:
    file = given({"designated": "yes", "office": "x", "since": "2020-06-01"})
    assert run("answer", str(SPECIMEN), "--answers", file, "--today", "2026-11-21")[0] == 0
    assert run("answer", str(SPECIMEN), "--answers", file, "--today", "2020-01-01")[0] == 1


def test_a_person_sees_the_questions_with_their_numbers(run: Run, given: Callable[[object], str]) -> None:
    code, text, _ = run("answer", str(SPECIMEN), "--answers", given({"designated": "no"}), as_json=False)
    assert code == 0
    assert "Has your country designated an authority?" in text
    assert "1.1" in text


def test_declared_instruments_are_listed(run: Run) -> None:
    code, told, _ = run("list")
    assert code == 0
    known = {each["id"]: each for each in told["instruments"]}
    assert {"nri-2024", "nri-2027"} <= known.keys()
    assert len(known["nri-2027"]["digest"]) == 64


def test_the_map_between_rounds_is_told(run: Run) -> None:
    code, told, _ = run("map", "nri-2027", "nri-2024")
    assert code == 0
    assert told["rounds"] == ["nri-2027", "nri-2024"]
    assert sum(told["counts"].values()) == len(told["edges"])
    assert {"same", "new"} <= told["counts"].keys()


def test_the_burden_is_a_range_with_what_it_rests_on(run: Run) -> None:
    code, told, _ = run("burden", "nri-2027", "--today", "2026-11-21")
    assert code == 0
    minutes = told["whole"]["minutes"]
    assert minutes["low"] < minutes["typical"] < minutes["high"]
    assert told["assumptions"]


@pytest.mark.parametrize(
    ("arguments", "exit", "code"),
    [
        (("convert", "nri-1999", "--to", "pdf"), 3, "instrument.unknown"),
        (("convert", "nowhere.xlsx", "--to", "pdf"), 3, "client.check.no-path"),
        (("convert", "nri-2024", "--to", "odt"), 2, "instrument.form.unknown"),
        (("convert", "nri-2024", "--to", "pdf", "--language", "de"), 2, "client.language.unknown"),
        (("convert", __file__, "--to", "pdf"), 2, "client.instrument.no-form"),
        (("answer", "nri-2024", "--answers", "nowhere.json"), 3, "client.check.no-path"),
        (("answer", "nri-2024", "--answers", __file__), 2, "client.instrument.no-answers"),
    ],
)
def test_a_refusal_has_its_code_and_exit(run: Run, arguments: tuple[str, ...], exit: int, code: str) -> None:
    left, told, words = run(*arguments)
    assert (left, told["error"]["code"]) == (exit, code)
    assert told["error"]["message"] != code
    assert words


def test_a_list_is_no_set_of_answers(run: Run, given: Callable[[object], str]) -> None:
    code, told, _ = run("answer", "nri-2024", "--answers", given([1, 2]))
    assert (code, told["error"]["code"]) == (2, "client.instrument.no-answers")


def test_the_module_is_light() -> None:
    asked = "import concord.client.instrument_commands, sys; print([n for n in ('docx', 'typst', 'polars', 'lxml', 'babel', 'duckdb') if n in sys.modules])"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
