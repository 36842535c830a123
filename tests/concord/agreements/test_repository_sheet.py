"""The register as a spreadsheet: out, corrected, looked at, and in again by key; whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from concord.agreements import repository, repository_folder, repository_out, repository_read, repository_sheet
from concord.agreements.repository_read import COLUMNS
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Conflict, Invalid, NotFound
from concord.intake import read
from concord.intake.bulk import Plan
from concord.intake.out import Meta, write_csv

ON = dt.date(2026, 11, 22)
CASES: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases/agreements/register-rows.yaml")
RIGHT = {
    **repository_read.row_of(repository.agreement("agr-002")), "id": "ken-gbr-2021",
    "note": "An invented row for a test.",
}  # fmt: skip


def sheet(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Any:
    stream = io.BytesIO()
    write_csv(stream, columns, [[row.get(name, "") for name in columns] for row in rows])
    reading = read(stream.getvalue(), "agreements.csv")
    assert reading.ok
    return reading.sheet()


def looked(folder: Path, *rows: dict[str, str]) -> Plan:
    return repository_folder.look(repository_sheet.read_rows(sheet(*rows), today=ON), folder)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """All rows of the table in one file, read once: the reading process is the slow part."""
    rows = [
        {**RIGHT, "id": f"case-{number}", **{k: v * 600 if v == "LONG" else v for k, v in case["given"].items()}}
        for number, case in enumerate(CASES)
    ]
    given = sheet(*rows)
    found = repository_sheet.read_rows(given, today=ON)
    return {
        "found": found,
        "first": 2,
        "rows": {place.row: row for place, row in zip(found.places, found.rows, strict=True)},
    }


@pytest.mark.parametrize("number", range(len(CASES)), ids=[each["name"] for each in CASES])
def test_what_is_said_of_a_row(number: int, told: dict[str, Any]) -> None:
    case, line = CASES[number], told["first"] + number
    said = [each for each in told["found"].findings if each.where.row == line]
    assert sorted({each.code.removeprefix("agreements.register.") for each in said}) == sorted(case["expect"])
    assert all(each.code in known_codes() for each in said)
    assert (line in told["rows"]) == (not case["expect"])
    for column, value in case.get("row", {}).items():
        assert told["rows"][line][column] == value


def test_a_column_that_is_lacking_refuses_the_file_for_it_would_empty_what_stands_there() -> None:
    found = repository_sheet.read_rows(sheet(RIGHT, columns=COLUMNS[:-1]), today=ON)
    assert [(each.code, each.params["column"]) for each in found.findings] == [
        ("agreements.register.no-column", "note")
    ]
    assert not found.rows


def test_a_column_that_nobody_knows_is_only_noted() -> None:
    found = repository_sheet.read_rows(sheet({**RIGHT, "colour": "red"}, columns=(*COLUMNS, "colour")), today=ON)
    assert [(each.code, each.level) for each in found.findings] == [("agreements.register.unknown-column", "note")]
    assert len(found.rows) == 1


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_goes_out_comes_in_unchanged(format: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    held = repository.agreements()
    assert repository_out.write(stream, held.values(), format, Meta(title="Register", language="ar")) == len(held)
    reading = read(stream.getvalue(), f"agreements.{format}")
    assert reading.ok, list(reading.findings)
    made = repository_folder.look(repository_sheet.read_rows(reading.sheet(), today=ON), tmp_path)
    assert not made.findings.hard, list(made.findings)
    assert made.is_empty, [(each.key, each.fields) for each in made.changed]
    assert len(made.unchanged) == len(held)


def test_looking_changes_nothing_and_applying_changes_what_was_shown(tmp_path: Path) -> None:
    folder = repository_folder.folder_of(tmp_path)
    changed = {**repository_read.row_of(repository.agreement("agr-001")), "status": "ended", "status_on": "2026-05"}
    made = looked(folder, RIGHT, changed)
    assert [each.key for each in made.new] == [("ken-gbr-2021",)]
    assert made.changed[0].fields == {"status": ("in-force", "ended"), "status_on": ("2021-11-11", "2026-05")}
    assert not folder.exists()
    done = repository_folder.applied(made, folder)
    assert (done.added, done.changed) == (1, 1)
    held = repository.agreements(folder)
    assert held["agr-001"].status == "ended"
    assert held["ken-gbr-2021"].title == RIGHT["title"]
    assert len(held) == len(repository.agreements()) + 1
    assert repository.agreement("agr-001").status == "in-force"  # the built-in register is not touched


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    repository_folder.applied(looked(tmp_path, RIGHT), tmp_path)
    assert looked(tmp_path, RIGHT).is_empty
    assert not repository_folder.before(tmp_path)


def test_a_file_with_one_wrong_row_writes_none(tmp_path: Path) -> None:
    made = looked(tmp_path, RIGHT, {**RIGHT, "id": "other", "status": "valid"})
    with pytest.raises(Invalid) as caught:
        repository_folder.applied(made, tmp_path)
    assert caught.value.code == "intake.bulk.has-findings"
    assert not list(tmp_path.iterdir())


def test_one_id_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    made = looked(tmp_path, RIGHT, {**RIGHT, "status": "unknown"})
    said = [each for each in made.findings if each.code == "intake.bulk.duplicate-key"]
    assert said[0].params["rows"] == "2, 3"


def test_a_plan_of_yesterday_is_refused_where_somebody_was_faster(tmp_path: Path) -> None:
    mine, theirs = looked(tmp_path, RIGHT), looked(tmp_path, {**RIGHT, "note": "Faster."})
    repository_folder.applied(theirs, tmp_path)
    with pytest.raises(Conflict) as caught:
        repository_folder.applied(mine, tmp_path)
    assert caught.value.code == "intake.bulk.moved-on"


def test_every_state_is_kept_and_can_come_back(tmp_path: Path) -> None:
    for note in ("one", "two", "three"):
        repository_folder.applied(looked(tmp_path, {**RIGHT, "note": note}), tmp_path)
    assert len(repository_folder.before(tmp_path)) == 2
    repository_folder.restore(1, tmp_path)
    assert repository.agreement("ken-gbr-2021", tmp_path).note == "one"
    assert len(repository_folder.before(tmp_path)) == 3
    repository_folder.restore(3, tmp_path)
    assert repository.agreement("ken-gbr-2021", tmp_path).note == "three"
    repository_folder.restore(0, tmp_path)
    assert "ken-gbr-2021" not in repository.agreements(tmp_path)
    repository_folder.restore(5, tmp_path)
    assert repository.agreement("ken-gbr-2021", tmp_path).note == "three"
    with pytest.raises(NotFound) as caught:
        repository_folder.restore(9, tmp_path)
    assert caught.value.code == "agreements.register.no-state"


def test_what_was_typed_is_stored_exactly(tmp_path: Path) -> None:
    typed = {**RIGHT, "title": '=SUM(A1) "quoted", and\nbroken', "note": "# not a note of the file"}
    repository_folder.write([typed], tmp_path)
    assert repository_folder.own(tmp_path) == [typed]


# --- The command line -------------------------------------------------------------------------------------------------
def said(*words: str) -> tuple[int, Any]:
    import typer

    from concord.agreements import repository_commands

    app = typer.Typer()
    app.callback()(lambda: None)
    repository_commands.register(app)
    result = CliRunner().invoke(app, ["agreements", *words, "--json"], catch_exceptions=False)
    return result.exit_code, json.loads(result.stdout)


def test_the_command_takes_out_looks_and_brings_in(tmp_path: Path) -> None:
    out, data = tmp_path / "register.csv", tmp_path / "data"
    at = ("--folder", str(data))
    assert said("take", "--out", str(out), *at) == (0, {"files": [{"path": str(out), "rows": 65}]})
    text = out.read_text(encoding="utf-8-sig").replace("in force at report", "x").replace("agr-044,", "phl-dnk-2024,")
    out.write_text(text, encoding="utf-8")
    code, shown = said("bring", str(out), *at)
    assert (code, shown["new"], shown["applied"], shown["unchanged"]) == (0, ["phl-dnk-2024"], False, 64)
    code, shown = said("bring", str(out), "--apply", *at)
    assert (code, shown["applied"]) == (0, True)
    code, shown = said("list", "--party", "dnk", *at)
    assert "phl-dnk-2024" in [each["id"] for each in shown["agreements"]]


def test_the_register_is_not_written_under_an_ending_that_says_something_else(tmp_path: Path) -> None:
    for name in ("register.ods", "register", "register.CSV.zip"):
        with pytest.raises(Invalid) as caught:
            said("take", "--out", str(tmp_path / name), "--folder", str(tmp_path / "data"))
        assert caught.value.code == "agreements.register.format"
        assert not (tmp_path / name).exists()
    assert said("take", "--out", str(tmp_path / "REGISTER.XLSX"), "--folder", str(tmp_path / "data"))[0] == 0
    assert (tmp_path / "REGISTER.XLSX").read_bytes().startswith(b"PK")


def test_the_command_changes_nothing_over_what_must_change(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    with bad.open("wb") as stream:
        write_csv(stream, COLUMNS, [{**RIGHT, "status": "valid"}])
    code, shown = said("bring", str(bad), "--apply", "--folder", str(tmp_path / "data"))
    assert (code, shown["applied"]) == (1, False)
    assert shown["findings"][0]["code"] == "agreements.register.code-cell"
    assert not (tmp_path / "data").exists()
