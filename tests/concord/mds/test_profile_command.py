"""``concord profile``: propose, ask, answer, write; and the keys that scripts rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.mds.proposing.commands import register

TABLE = "Effectifs au 31 décembre 2018;;\nPays de formation;Médecins;Dentistes\nAlgérie;1.234;12\nMarocc;3.400;5\n"


def run(*call: str) -> Any:
    app = typer.Typer()

    @app.callback()
    def frame() -> None:
        pass

    register(app)
    return CliRunner().invoke(app, ["profile", *call])


def table(folder: Path, text: str = TABLE) -> str:
    path = folder / "effectifs.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_is_proposed_with_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    done = run(table(tmp_path), "--area", "France", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert set(said) == {"files", "profile", "out"}
    (file,) = said["files"]
    assert set(file) == {
        "file", "sha256", "tables", "questions", "findings", "differences", "explanation", "sampled",
    }  # fmt: skip
    (found,) = file["tables"]
    assert (found["range"], found["kind"], found["rows"]) == ("A2:C4", "counts", 2)
    assert [column["role"] for column in found["columns"]] == ["origin", "value", "value"]
    asked = {each["id"]: each for each in file["questions"]}
    assert asked["decimal"]["must"] is True
    assert [each["value"] for each in asked["decimal"]["choices"]] == [",", "."]
    assert asked["code/origin/Marocc"]["free"] == "area"


def test_answers_settle_a_profile_that_is_written_and_goes_on(tmp_path: Path) -> None:
    path, out = table(tmp_path), tmp_path / "profile.yaml"
    first = run(path, "--area", "FRA", "--answer", "decimal=,", "--out", str(out), "--json")
    assert first.exit_code == 0, first.output
    assert read_yaml(out)["decimal"] == ","
    second = run(path, "--profile", str(out), "--answer", "code/origin/Marocc=MAR", "--out", str(out), "--json")
    (file,) = json.loads(second.stdout)["files"]
    assert [each["id"] for each in file["questions"] if each["must"]] == []
    kept = read_yaml(out)
    assert (kept["area"], kept["areas"], kept["measure"], kept["year"]) == ("FRA", {"Marocc": "MAR"}, "stock", 2018)


def test_last_years_profile_is_compared(tmp_path: Path) -> None:
    out = tmp_path / "profile.yaml"
    run(
        table(tmp_path),
        "--area",
        "FRA",
        "--answer",
        "decimal=,",
        "--answer",
        "code/origin/Marocc=MAR",
        "--out",
        str(out),
    )
    newer = table(tmp_path, TABLE.replace("2018", "2019").replace("Algérie", "Algerya"))
    done = run(newer, "--last", str(out), "--json")
    (file,) = json.loads(done.stdout)["files"]
    assert [each["kind"] for each in file["differences"]] == ["code-new"]
    assert [each["id"] for each in file["questions"] if each["must"]] == ["code/origin/Algerya"]


def test_a_person_sees_tables_questions_and_choices_in_words(tmp_path: Path) -> None:
    done = run(table(tmp_path), "--area", "FRA")
    assert done.exit_code == 0, done.output
    for word in ("A2:C4", "country of origin", "--answer 'decimal=…'", "a comma", "MAR"):
        assert word in done.output


def test_a_refused_file_ends_with_one_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "profile.yaml"
    done = run(table(tmp_path, "Dear colleagues\n"), "--out", str(out), "--json")
    assert done.exit_code == 1
    assert not out.exists()


def test_a_call_that_is_wrong_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path)
    for call, code in (
        ([path, "--answer", "decimal"], "mds.answer.form"),
        ([path, "--answer", "decimal=;"], "mds.answer.choice"),
        ([path, "--area", "Atlantis"], "mds.area.option"),
        ([str(tmp_path / "none.csv")], "mds.file.not-found"),
    ):
        done = run(*call)
        assert isinstance(done.exception, Invalid)
        assert done.exception.code == code
