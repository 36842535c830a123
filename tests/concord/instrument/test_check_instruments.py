"""``concord check`` over forms: exit codes and keys as the contract of the command line has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from concord.client.check_command import register

EXAMPLES = Path(__file__).parents[2] / "specimens/xlsform-examples"


def run(*arguments: str) -> tuple[int, dict[str, object]]:
    app = typer.Typer()

    @app.callback()
    def main() -> None:
        """As in the house's own program, with commands below it."""

    register(app)
    done = CliRunner().invoke(app, ["check", *arguments, "--json"])
    return done.exit_code, json.loads(done.stdout)


def test_a_form_without_hard_findings_ends_with_nought() -> None:
    code, said = run(str(EXAMPLES / "tutorial.xls"))
    assert code == 0
    assert said["checked"] == ["tutorial.xls"]


def test_a_refused_feature_ends_with_one_and_its_place() -> None:
    code, said = run(str(EXAMPLES / "include.xls"))
    first = said["findings"][0]  # type: ignore[index]
    assert code == 1
    assert first["code"] == "instrument.unsupported.include"
    assert (first["level"], first["sheet"], first["row"]) == ("hard", "survey", 3)
    assert first["column"] == {"header": "type", "letter": "A"}
    assert first["message"]
    assert first["hint"]


def test_a_file_that_a_form_speaks_of_is_taken_from_its_folder() -> None:
    assert run(str(EXAMPLES / "pull_data.xlsx"))[0] == 0


def test_a_folder_of_sheets_is_an_instrument(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("type,name,label\nintegr,a,A\n", encoding="utf-8")
    code, said = run(str(tmp_path))
    assert code == 1
    assert [each["code"] for each in said["findings"] if each["level"] == "hard"] == [  # type: ignore[union-attr]
        "instrument.type.unknown"
    ]


def test_instruments_inside_a_folder_are_checked_with_it(tmp_path: Path) -> None:
    inside = tmp_path / "instruments/mine"
    inside.mkdir(parents=True)
    (inside / "survey.csv").write_text("type,name,label\nintegr,a,A\n", encoding="utf-8")
    code, said = run(str(tmp_path))
    assert code == 1
    assert "instruments/mine" in [each["file"] for each in said["findings"]]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["text_and_integer.csv", "utf_csv.csv", "table-list.xls", "or_other.xlsx"])
def test_every_kind_of_file_is_recognised_as_a_form(name: str) -> None:
    code, said = run(str(EXAMPLES / name))
    assert code == 0
    assert all(str(each["code"]).startswith(("instrument.", "intake.")) for each in said["findings"])  # type: ignore[union-attr]
