"""``concord indicators`` and ``concord safeguards``: ranges, spans, counts, headlines, thresholds and the exercise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from concord.client.figure_commands import register
from concord.errors import Invalid

app = typer.Typer()
register(app)


def run(tmp_path: Path, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--folder", str(tmp_path), "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def said(tmp_path: Path, *words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--folder", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_result_carries_its_range_and_its_method_with_digests(tmp_path: Path) -> None:
    told = run(tmp_path, "indicators", "--indicator", "reliance", "--area", "NZL", "--year", "2018")
    (each,) = told["results"]
    assert each["value"] == pytest.approx(100 * 7211 / 17025)
    assert (each["low"], each["high"], each["note"]) == (each["value"], None, "unknown-not-told")
    (method,) = told["methods"]
    assert method["formula"].startswith("100 × foreign")
    assert method["inputs"][0]["id"] == "indicators/reliance.yaml"
    assert all(len(given["digest"]) == 64 for given in method["inputs"])
    assert "42.4 – ··" in said(tmp_path, "indicators", "--indicator", "reliance", "--area", "NZL", "--year", "2018")


def test_a_break_is_not_growth_on_the_command_line_either(tmp_path: Path) -> None:
    words = ("indicators", "--indicator", "personnel", "--area", "NZL", "--change", "2010:2022")
    doctors, nurses = run(tmp_path, *words)["changes"]
    assert (doctors["occupation"], doctors["comparable"], doctors["at"], doctors["percent"]) == (
        "221",
        "break",
        2020,
        None,
    )
    assert nurses["comparable"] == "comparable"
    assert nurses["percent"] == pytest.approx(100 * (nurses["last"] / nurses["first"] - 1))
    assert "break (2020)" in said(tmp_path, *words)


def test_a_span_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        run(tmp_path, "indicators", "--indicator", "personnel", "--change", "long ago")
    assert refused.value.code == "indicators.span.unreadable"


def test_areas_above_a_value_are_counted(tmp_path: Path) -> None:
    words = ("indicators", "--indicator", "reliance", "--year", "2018", "--above", "20")
    (counted,) = run(tmp_path, *words)["above"]
    assert (counted["count"], counted["low"], counted["high"], counted["unknown"]) == (6, 6, 14, ["GRC"])
    assert "reliance 221 above 20.0: 6 (6 to 14; not known: 1)" in said(tmp_path, *words)


def test_movements_of_ones_own_give_self_sufficiency(tmp_path: Path) -> None:
    table = tmp_path / "movements.csv"
    rows = ["area,year,occupation,kind,persons,low,high,source"]
    rows += [f"KEN,2020,221,{kind},{count},,,council" for kind, count in
             (("entered", 90), ("retired", 20), ("died", 5), ("left", 15), ("emigrated", 20))]  # fmt: skip
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    words = ("indicators", "--indicator", "self-sufficiency", "--area", "KEN", "--movements", str(table))
    (each,) = run(tmp_path, *words)["results"]
    assert (each["value"], each["low"], each["high"], len(each["provenance"])) == (150.0, 150.0, 150.0, 5)


def test_headline_figures_stand_beside_ours_with_reasons_in_words(tmp_path: Path) -> None:
    told = run(tmp_path, "indicators", "--headlines")
    by_id = {each["id"]: each for each in told["headlines"]}
    israel = by_id["foreign-trained-doctors-israel-2019"]
    assert (israel["published"], round(israel["ours"], 1), israel["years"]) == (60.0, 56.1, [2018])
    assert [reason["kind"] for reason in israel["reasons"]] == ["vintage", "rounding"]
    assert "2018" in israel["reasons"][0]["message"]
    assert by_id["projected-world-stock-2030"]["ours"] is None
    assert len(told["inputs"]) == 2
    assert "ours: 55.0 (equal)" in said(tmp_path, "indicators", "--headlines")


def test_safeguards_answer_with_thresholds_and_the_exercise(tmp_path: Path) -> None:
    words = ("safeguards", "--recompute", "--on", "2021", "--index", "60", "--project-to", "2030")
    told = run(tmp_path, *words)
    assert {"areas", "extra", "missing", "unknown"} <= set(told["recomputed"])
    assert told["recomputed"]["thresholds"] == {"density": 49, "uhc-index": 55}
    assert told["what_if"]["thresholds"] == {"density": 49, "uhc-index": 60}
    entering = {each["area"]: each for each in told["what_if"]["entering"]}
    assert len(entering) == 13
    botswana = {held["measure"]: held for held in entering["BWA"]["criteria"]}
    assert (botswana["uhc-index"]["decides"], botswana["density"]["decides"]) == (True, False)
    assert botswana["density"]["provenance"][0]["file"].endswith(".csv")
    ahead = told["projection"]
    assert (ahead["exercise"], ahead["status"], ahead["to"]) == (True, "estimated", 2030)
    assert len(ahead["method"]["digest"]) == 64
    assert sum(map(len, ahead["outlook"].values())) == 194
    assert {each["area"] for each in ahead["near"]} == set(ahead["outlook"]["near-the-line"])
    shown = said(tmp_path, *words)
    assert "The published list stays the authority." in shown
    assert "An exercise, not a forecast" in shown


def test_without_thresholds_or_a_year_nothing_more_is_told(tmp_path: Path) -> None:
    told = run(tmp_path, "safeguards", "--recompute", "--on", "2021")
    assert {"what_if", "projection"}.isdisjoint(told)
    assert run(tmp_path, "safeguards")["recomputed"] is None


def test_a_threshold_alone_is_enough_to_recompute(tmp_path: Path) -> None:
    told = run(tmp_path, "safeguards", "--edition", "2006", "--density", "10")
    assert told["what_if"]["thresholds"] == {"density": 10}
    assert told["recomputed"]["until"] == 2006
