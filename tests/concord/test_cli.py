"""The command line keeps its contract: names, exit codes, one JSON document, and a quick start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from concord import __version__, cli
from concord.declarations.doors import entries

BIN = Path(sys.executable).with_name("concord")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(BIN), *arguments], capture_output=True, text=True, timeout=120, check=False)


def test_the_help_that_is_shown_at_once_is_the_real_help() -> None:
    shown = CliRunner().invoke(
        cli.application(), ["--help"], env={"COLUMNS": "80"}, prog_name="concord", terminal_width=80
    )
    assert cli.OVERVIEW.read_text(encoding="utf-8") == shown.output


def test_every_command_has_its_own_entry_and_is_reached_by_it() -> None:
    names = {each.name for each in entries(cli.DOOR)}
    overview = cli.OVERVIEW.read_text(encoding="utf-8")
    listed = {line.split()[0] for line in overview.partition("Commands:")[2].splitlines() if line.strip()}
    assert names == listed


@pytest.mark.parametrize("name", sorted({each.name for each in entries(cli.DOOR)}))
def test_every_command_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(cli.application(name), [name, "--help"])
    assert shown.exit_code == 0
    assert "--help" in shown.output


def test_the_version_is_the_packages() -> None:
    assert run("--version").stdout.strip() == __version__


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("where", "99.9", "--json"), "articles.paragraph.unknown", 3),
        (("indicators", "--indicator", "happiness", "--json"), "indicators.indicator.unknown", 3),
        (("check", "/nowhere/at-all.csv"), "client.check.no-path", 3),
    ],
)
def test_a_refusal_has_its_exit_code_and_its_words(arguments: tuple[str, ...], code: str, exit_code: int) -> None:
    done = run(*arguments)
    assert done.returncode == exit_code
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    if "--json" in arguments:
        error = json.loads(done.stdout)["error"]
        assert error["code"] == code
        assert error["message"]


def test_a_wrong_call_is_exit_code_two() -> None:
    assert run("indicators", "--no-such-option").returncode == 2
    assert run("no-such-command").returncode == 2


def test_the_installation_checks_out() -> None:
    done = run("check", "--json")
    assert done.returncode == 0, done.stdout
    said = json.loads(done.stdout)
    assert said["findings"] == []
    assert any(name.startswith("font ") for name in said["checked"])


def test_a_broken_declared_folder_is_refused_with_file_and_place(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    folder.mkdir()
    (folder / "schema.json").write_text('{"type": "object", "required": ["id", "unit"]}')
    (folder / "share.yaml").write_text("id: share\n")
    (folder / "twice.yaml").write_text("a: 1\na: 2\n")
    done = run("check", str(tmp_path), "--json")
    assert done.returncode == 1
    places = {(each["file"], each["item"]) for each in json.loads(done.stdout)["findings"]}
    assert places == {("indicators/share.yaml", "the file"), ("indicators/twice.yaml", "row 2")}


def test_indicators_answer_with_value_status_and_rows() -> None:
    done = run("indicators", "--indicator", "foreign-trained-share", "--area", "NZL", "--json")
    (result,) = json.loads(done.stdout)["results"]
    assert (result["year"], round(result["value"], 1), result["unit"], result["status"]) == (
        2018,
        42.4,
        "percent",
        "normal",
    )
    assert {row["file"] for row in result["provenance"]} == {
        "ftds_2018_15_destinations.csv",
        "totals_doctors_nurses_2010_2021.csv",
    }


def test_the_published_list_and_its_recomputation_are_told_apart() -> None:
    said = json.loads(run("safeguards", "--edition", "2023", "--recompute", "--on", "2021", "--json").stdout)
    assert len(said["areas"]) == 55
    compared = said["recomputed"]
    assert set(compared) >= {"areas", "extra", "missing", "unknown"}
    assert set(compared["extra"]).isdisjoint(said["areas"])
    assert set(compared["missing"]) <= set(said["areas"])
