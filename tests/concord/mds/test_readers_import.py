"""``concord import-sdmx``: messages in, as the command line does it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from concord.errors import Invalid
from concord.mds.commands_import import register

SPECIMENS = Path(__file__).parents[2] / "specimens" / "mds"


def run(*arguments: str) -> Any:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["import-sdmx", *arguments])


def test_data_become_frozen_tables_and_files(tmp_path: Path) -> None:
    message = SPECIMENS / "sdmx" / "stock-ml-2.1-generic.xml"
    result = run(str(message), "--folder", str(tmp_path / "f"), "--out", str(tmp_path / "out"), "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert {"files", "findings"} <= set(said)
    stock = next(file for file in said["files"] if file["structure"] == "mds-stock-by-training")
    assert (stock["message"], stock["rows"], stock["total"]) == ("data", 5, 1330)
    assert Path(stock["file"]).is_file()
    assert (tmp_path / "out" / "mds-stock-by-training.csv").is_file()
    assert list((tmp_path / "f" / "releases").iterdir())


def test_structures_become_lists_without_touching_the_store(tmp_path: Path) -> None:
    message = SPECIMENS / "sdmx" / "structure-ml-3.0.xml"
    result = run(str(message), "--folder", str(tmp_path / "f"), "--out", str(tmp_path / "out"), "--json")
    assert result.exit_code == 0, result.output
    files = json.loads(result.stdout)["files"]
    assert [file["structure"] for file in files] == [
        "codelist CONCORD:CL_OCCUPATION(1.0)",
        "datastructure CONCORD:MDS_TOTALS(1.0)",
    ]
    with Path(files[0]["file"]).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["code"], row["name"]) for row in rows][1] == ("221", "Medical doctors")
    assert not (tmp_path / "f").exists()


def test_what_must_change_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text(
        "DATAFLOW,REF_AREA,OCCUPATION,UNIT_MEASURE,TIME_PERIOD,OBS_VALUE\nX:MDS_TOTALS(1.0),ITA,221,PT,2024,1.15\n",
        encoding="utf-8",
    )
    result = run(str(path), "--folder", str(tmp_path / "f"), "--json")
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert (said["saved"], said["files"]) == (False, [])
    (finding,) = [each for each in said["findings"] if each["level"] == "hard"]
    assert (finding["code"], finding["column"]["letter"]) == ("mds.sdmx.no-counts", "D")
    assert "{" not in finding["message"] + finding["hint"]
    assert not (tmp_path / "f").exists()


def test_a_broken_message_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text('{"dataSets": [', encoding="utf-8")
    result = run(str(path), "--folder", str(tmp_path / "f"), "--json")
    assert result.exit_code == 1
    assert [each["code"] for each in json.loads(result.stdout)["findings"]] == ["mds.message.broken"]


def test_another_table_is_for_another_command(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("country of training,year,occupation,headcount\nIndia,2018,221,10\n", encoding="utf-8")
    result = run(str(path), "--folder", str(tmp_path / "f"))
    assert isinstance(result.exception, Invalid)
    assert result.exception.code == "mds.import.not-sdmx"
    assert isinstance(run(str(tmp_path / "none.xml")).exception, Invalid)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_command_speaks_where_a_wording_is_not_translated_yet(tmp_path: Path, language: str) -> None:
    message = SPECIMENS / "sdmx" / "stock-csv-2.0.csv"
    result = run(str(message), "--out", str(tmp_path / "out"), "--language", language)
    assert result.exit_code == 0, result.output
    assert "mds-stock-by-training" in result.stdout
