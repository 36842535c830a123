"""``concord project``: the JSON and files of the contract, nothing half-written, refusals in words."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree
from typer.testing import CliRunner

from concord.cli import application
from concord.client import project_files
from concord.declarations.bundle import digest_of
from concord.errors import Invalid, NotFound


def run(tmp_path: Path, *more: str, draws: int = 60) -> Any:
    """The command with a folder of its own."""
    fixed = ["project", "--folder", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--draws", str(draws)]
    return CliRunner().invoke(application("project"), [*fixed, *more], catch_exceptions=True)


def told(tmp_path: Path, *more: str) -> dict[str, Any]:
    done = run(tmp_path, *more, "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


GERMANY = ("--area", "DEU", "--from", "2021", "--to", "2026", "--occupation", "221")


def test_it_gives_quantiles_files_and_what_they_rest_on(tmp_path: Path) -> None:
    answer = told(tmp_path, *GERMANY, "--scenario", "training:30")
    rows = [each for each in answer["quantiles"] if each["measure"] == "persons"]
    assert [each["year"] for each in rows] == [*range(2021, 2027)]
    assert all(
        each["p2_5"] <= each["p10"] <= each["p50"] <= each["p90"] <= each["p97_5"] for each in answer["quantiles"]
    )
    assert rows[0]["p50"] == pytest.approx(378_629, rel=0.02)
    assert (answer["scenario"], answer["status"], answer["seed"], answer["draws"]) == (
        "training:30",
        "estimated",
        1,
        60,
    )
    names = [Path(each["path"]).name for each in answer["files"]]
    assert names == ["projection.csv", "projection.parquet", "assumptions.csv", "tornado.csv", "chart-DEU-221.svg"]
    assert all(digest_of(Path(each["path"])) == each["sha256"] for each in answer["files"])
    assert {each["kind"] for each in answer["assumptions"]} == {"data", "assumption"}
    assert answer["tornado"][0]["bars"]
    assert answer["fits"][0]["kind"] == "series"


def test_the_files_hold_the_same_rows_and_the_chart_its_range(tmp_path: Path) -> None:
    answer = told(tmp_path, *GERMANY)
    out = tmp_path / "out"
    lines = (out / "projection.csv").read_text(encoding="utf-8").splitlines()
    above = [each for each in lines if each.startswith("#")]
    assert any(f"seed: {answer['seed']}" in each for each in above)
    assert any("licence" in each for each in above)
    rows = list(csv.DictReader(lines[len(above) :]))
    assert len(rows) == len(answer["quantiles"]) == pl.read_parquet(out / "projection.parquet").height
    assert float(rows[5]["p50"]) == answer["quantiles"][5]["p50"]
    drawn = etree.parse(out / "chart-DEU-221.svg").getroot()
    words = " ".join(drawn.itertext())
    assert "exercise" in words
    assert "Published" in words
    assert 'fill-opacity="0.16"' in (out / "chart-DEU-221.svg").read_text(encoding="utf-8")


def test_the_same_call_gives_the_same_bytes_on_any_threads(tmp_path: Path) -> None:
    first = told(tmp_path / "a", *GERMANY, "--draws", "300")
    again = told(tmp_path / "b", *GERMANY, "--draws", "300", "--threads", "2")
    assert [each["sha256"] for each in first["files"]] == [each["sha256"] for each in again["files"]]
    other = told(tmp_path / "c", *GERMANY, "--draws", "300", "--seed", "2")
    assert other["files"][0]["sha256"] != first["files"][0]["sha256"]


def test_a_corridor_tells_who_moves(tmp_path: Path) -> None:
    answer = told(tmp_path, "--area", "KEN", "--area", "GBR", "--occupation", "221", "--from", "2021", "--to", "2024")
    moved = [each for each in answer["quantiles"] if each["measure"] == "moved-to-GBR"]
    assert [each["year"] for each in moved] == [2022, 2023, 2024]
    assert all(each["area"] == "KEN" and each["mean"] > 0 for each in moved)
    assert {each["id"] for each in answer["notes"]} == {"stock-estimated"}


def test_a_person_reads_the_range_the_status_and_what_matters(tmp_path: Path) -> None:
    done = run(tmp_path, *GERMANY, "--scenario", "retention", "--assume", "exit-rate:1.5")
    assert done.exit_code == 0, done.output
    assert "Estimate, an exercise." in done.output
    assert "What matters" in done.output
    assert "Germany" in done.output


@pytest.mark.parametrize(
    ("more", "kind", "code"),
    [
        (("--scenario", "luck"), NotFound, "labour-market.scenario.unknown"),
        (("--scenario", "training:200"), Invalid, "labour-market.scenario.bounds"),
        (("--assume", "exit-rate:often"), Invalid, "labour-market.quantity.text"),
        (("--draws", "0"), Invalid, "labour-market.project.draws"),
        (("--occupation", "2262"), NotFound, "labour-market.stock.none"),
    ],
)
def test_a_refusal_leaves_nothing_behind(tmp_path: Path, more: tuple[str, ...], kind: type, code: str) -> None:
    done = run(tmp_path, *GERMANY, *more)
    assert isinstance(done.exception, kind)
    assert done.exception.code == code  # type: ignore[attr-defined]
    assert not (tmp_path / "out").exists()


def test_stopping_leaves_no_half_written_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(project_files, "_charts", stop)
    run(tmp_path, *GERMANY)
    assert not (tmp_path / "out").exists()


# --- The three curves ------------------------------------------------------------------------------------------------
BOTH = ("--area", "KEN", "--from", "2024", "--to", "2028")


def test_need_demand_and_gaps_stand_beside_the_supply_of_doctors_and_nurses(tmp_path: Path) -> None:
    answer = told(tmp_path, *BOTH)
    names = [Path(each["path"]).name for each in answer["files"]]
    assert {"curves.csv", "gaps.csv"} <= set(names)
    kinds = {(each["kind"], each["id"]) for each in answer["curves"]}
    assert kinds == {
        ("need", "whr-2006"), ("need", "sdg-2016"), ("need", "list-median"), ("demand", ""), ("supply", ""),
    }  # fmt: skip
    at = {(each["kind"], each["id"]): each for each in answer["curves"] if each["year"] == 2028}
    unmet = next(
        each
        for each in answer["gaps"]
        if (each["kind"], each["threshold"], each["year"]) == ("unmet", "sdg-2016", 2028)
    )
    assert unmet["value"] == pytest.approx(at["need", "sdg-2016"]["value"] - at["supply", ""]["value"])
    assert (unmet["sign"], unmet["low"] > 0) == ("above", True)
    lines = (tmp_path / "out" / "gaps.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader([each for each in lines if not each.startswith("#")]))
    assert len(rows) == len(answer["gaps"])
    assert any("seed: 1" in each for each in lines if each.startswith("#"))


def test_a_threshold_of_ones_own_is_told_first_and_an_unknown_one_refused(tmp_path: Path) -> None:
    answer = told(tmp_path, *BOTH, "--threshold", "30")
    assert (answer["threshold"], answer["curves"][0]["id"]) == ("own", "own")
    refused = run(tmp_path, *BOTH, "--threshold", "some")
    assert isinstance(refused.exception, NotFound)
    assert refused.exception.code == "labour-market.threshold.unknown"


def test_doctors_alone_have_no_need_by_thresholds_that_count_both(tmp_path: Path) -> None:
    answer = told(tmp_path, *BOTH, "--occupation", "221")
    assert (answer["curves"], answer["gaps"], answer["threshold"]) == ([], [], None)
    assert not (tmp_path / "out" / "curves.csv").exists()


def test_a_person_is_shown_the_gaps_of_the_last_year(tmp_path: Path) -> None:
    shown = run(tmp_path, *BOTH)
    assert shown.exit_code == 0
    assert "gap in 2028" in shown.stdout
    assert "unfunded" in shown.stdout
