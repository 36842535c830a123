"""Tables as countries send them: ``tests/cases/mds/aggregate_tables.yaml``, through the whole of the room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.findings import Finding, Findings
from concord.mds import called, desk
from concord.mds.beside import NOTHING_BESIDE
from concord.mds.commands import register
from concord.mds.harmonise import Asked
from concord.mds.profile import read_profile
from concord.mds.tabulate import Tabulated, tabulate, total

pytestmark = pytest.mark.usefixtures("read_in_this_process")
CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "aggregate_tables.yaml")
AS_OF = 2026


def written(case: dict[str, Any], folder: Path) -> Path:
    """The case's file."""
    content = bytes.fromhex(case["bytes"]) if "bytes" in case else case["table"].encode(case.get("encoding", "utf-8"))
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


def asked(case: dict[str, Any], folder: Path) -> Asked:
    """What the case's call says."""
    call = case.get("call", {})
    profile = None
    if "profile" in call:
        profile = folder / "profile.json"
        profile.write_text(json.dumps(call["profile"]), encoding="utf-8")
    said = called.asked(call.get("area"), call.get("year"), profile)
    assert profile is None or said.profile == read_profile(profile)
    return said


def done(case: dict[str, Any], folder: Path) -> Tabulated:
    return tabulate([written(case, folder)], asked(case, folder), as_of=AS_OF, beside=NOTHING_BESIDE)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_table_gets_its_findings_and_tables(case: dict[str, Any], tmp_path: Path) -> None:
    folder, out = tmp_path / "folder", tmp_path / "out"
    path = written(case, tmp_path)
    said = asked(case, tmp_path)
    finished = desk.tabulate([path], said, as_of=f"{AS_OF}-11-21", folder=folder, out=out, beside=NOTHING_BESIDE)
    check_findings(case, finished.findings)
    made = finished.tabulated.tables
    got = {table.structure: {"rows": len(table), "total": total(table)} for table in made}
    assert got == case.get("tables", {}), list(finished.findings)
    stored = not (finished.findings.hard or finished.findings.soft)
    assert finished.saved is stored
    assert folder.exists() is stored, "nothing is stored of a table that must change"
    assert out.exists() is stored


def check_findings(case: dict[str, Any], found: Findings) -> None:
    for want in case.get("findings", []):
        assert any(is_wanted(want, each) for each in found), (want, list(found))
    if case.get("hard"):
        assert found.hard
        return
    listed = {want["code"] for want in case.get("findings", [])}
    grave = {each.code for each in (*found.hard, *found.soft)}
    if case.get("accept_intake"):
        grave = {code for code in grave if not code.startswith("intake.")}
    assert grave <= listed, list(found)


def is_wanted(want: dict[str, Any], found: Finding) -> bool:
    place = {"row": found.where.row, "column": found.where.letter, "value": found.value}
    return (
        (found.code, found.level) == (want["code"], want["level"])
        and all(place[key] == want[key] for key in place if key in want)
        and all(found.params.get(key) == value for key, value in want.get("says", {}).items())
    )


def test_changes_are_listed_with_count_and_place(tmp_path: Path) -> None:
    rows = "Swaziland,2018,doctors,10\nSwaziland,2017,doctors,11\n"
    case = {"table": f"country of training,year,occupation,headcount\n{rows}", "call": {"area": "NZL"}}
    changes = [change.as_json() for change in done(case, tmp_path).changes]
    where = {"file": "table.csv", "sheet": None, "row": 2, "column": {"header": "country of training", "letter": "A"}}
    assert {"from": "Swaziland", "to": "SWZ", "count": 2, "where": where} in changes
    assert [(each["from"], each["to"]) for each in changes] == [("doctors", "221"), ("Swaziland", "SWZ")]


def test_missing_zero_not_applicable_and_suppressed_are_four_things(tmp_path: Path) -> None:
    rows = {"IND": "0", "PHL": "", "VNM": "..", "KEN": "not applicable", "UGA": "<5", "NPL": "c", "PAK": "7"}
    lines = "\n".join(f"{origin},2018,221,{cell}" for origin, cell in rows.items())
    case = {"table": f"country of training,year,occupation,headcount\n{lines}\n", "call": {"area": "NZL"}}
    (table,) = done(case, tmp_path).tables
    got = {row["origin"]: (row["headcount"], row["status"]) for row in table.frame.iter_rows(named=True)}
    assert got == {
        "IND": (0, "normal"),
        "PHL": (None, "missing"),
        "VNM": (None, "missing"),
        "KEN": (None, "not-applicable"),
        "UGA": (None, "suppressed"),
        "NPL": (None, "suppressed"),
        "PAK": (7, "normal"),
    }


def test_every_figure_can_be_followed_to_file_and_row(tmp_path: Path) -> None:
    text = "Title\n\ncountry of training,occupation,2017,2018\nIND,221,1,2\nPHL,221,3,4\n"
    case = {"table": text, "call": {"area": "NZL"}}
    (table,) = done(case, tmp_path).tables
    got = {
        (row["origin"], row["year"]): (row["source_file"], row["source_row"]) for row in table.frame.rows(named=True)
    }
    assert got == {
        ("IND", 2017): ("table.csv", 4),
        ("IND", 2018): ("table.csv", 4),
        ("PHL", 2017): ("table.csv", 5),
        ("PHL", 2018): ("table.csv", 5),
    }
    assert set(table["source"]) == {"submitted"}


def application() -> typer.Typer:
    app = typer.Typer()
    register(app)
    return app


def test_tabulate_prints_the_keys_that_scripts_rely_on(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("country of training,year,occupation,headcount\nIndia,2018,221,10\n", encoding="utf-8")
    call = ["tabulate", str(path), "--area", "New Zealand", "--folder", str(tmp_path / "f"), "--json"]
    result = CliRunner().invoke(application(), call)
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert {"findings", "normalised", "tables", "profile"} <= set(said)
    (table,) = said["tables"]
    assert table["structure"] == "mds-stock-by-training"
    assert (table["rows"], table["total"]) == (1, 10)
    assert Path(table["file"]).is_file()
    again = CliRunner().invoke(
        application(), ["query", "mds-stock-by-training", "--folder", str(tmp_path / "f"), "--json"]
    )
    rows = json.loads(again.stdout)
    assert set(rows) >= {"columns", "rows", "citation", "vintage"}
    assert dict(zip(rows["columns"], rows["rows"][0], strict=True))["headcount"] == 10


def test_hard_findings_end_with_one_and_soft_ones_unless_accepted(tmp_path: Path) -> None:
    hard, soft = tmp_path / "hard.csv", tmp_path / "soft.csv"
    hard.write_text("country of training,year,occupation,headcount\nIndia,2018,221,-10\n", encoding="utf-8")
    soft.write_text("country of training,year,occupation,headcount,flag\nIndia,2018,221,10,B\n", encoding="utf-8")
    run = CliRunner().invoke
    common = ["--area", "NZL", "--folder", str(tmp_path / "f"), "--json"]
    assert run(application(), ["tabulate", str(hard), *common]).exit_code == 1
    assert run(application(), ["tabulate", str(hard), *common, "--accept-soft"]).exit_code == 1
    refused = run(application(), ["tabulate", str(soft), *common])
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["tables"][0]["file"] is None
    assert not (tmp_path / "f").exists()
    assert run(application(), ["tabulate", str(soft), *common, "--accept-soft"]).exit_code == 0
    assert list((tmp_path / "f" / "releases").iterdir())


def test_a_file_of_persons_that_does_not_say_its_year_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("Registration number,Name,Date of birth,Occupation\n1,A,1980-01-01,221\n", encoding="utf-8")
    done = desk.tabulate([path], Asked(area="NZL"), as_of="2026-11-21", folder=tmp_path / "f")
    assert "mds.register.no-year" in {each.code for each in done.findings.hard}
    assert not done.saved
    assert not (tmp_path / "f").exists()


def test_a_call_that_does_not_say_who_reports_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("country of training,year,occupation,headcount\nIndia,2018,221,10\n", encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        tabulate([path], Asked(), as_of=AS_OF)
    assert refused.value.code == "mds.area.required"
    with pytest.raises(Invalid) as refused:
        called.asked("Nowhere", None, None)
    assert refused.value.code == "mds.area.option"


@pytest.mark.parametrize(
    ("said", "code"), [('{"colour": "red"}', "mds.profile.unknown-key"), ('{"base": "taste"}', "mds.profile.value")]
)
def test_a_profile_says_only_what_it_can(tmp_path: Path, said: str, code: str) -> None:
    path = tmp_path / "profile.json"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        read_profile(path)
    assert refused.value.code == code


def test_the_profile_that_is_proposed_can_be_used_again(tmp_path: Path) -> None:
    case = {
        "table": "Pays de formation;2017;2018\nInde;4;5\n",
        "call": {"area": "FRA", "profile": {"occupation": "221"}},
    }
    first = done(case, tmp_path)
    again = {**case, "call": {"area": "FRA", "profile": {k: v for k, v in first.profile.items() if k != "layout"}}}
    second = done(again, tmp_path)
    assert [table.frame.rows() for table in second.tables] == [table.frame.rows() for table in first.tables]


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet"])
def test_export_writes_what_query_shows(tmp_path: Path, format: str) -> None:
    out = tmp_path / f"density.{format}"
    call = ["export", "density", "--format", format, "--out", str(out), "--folder", str(tmp_path / "f"), "--json"]
    result = CliRunner().invoke(application(), call)
    assert result.exit_code == 0, result.output
    (file,) = json.loads(result.stdout)["files"]
    assert out.is_file()
    assert file["path"] == str(out)


def test_query_takes_names_spans_and_several_values(tmp_path: Path) -> None:
    call = ["query", "density", "--area", "Kenya,UGA", "--year", "2010-2011", "--occupation", "221", "--folder"]
    result = CliRunner().invoke(application(), [*call, str(tmp_path), "--json"])
    said = json.loads(result.stdout)
    assert said["vintage"] == "bundled"
    places = {(row[0], row[1]) for row in said["rows"]}
    assert places <= {(area, year) for area in ("KEN", "UGA") for year in (2010, 2011)}
    assert ("KEN", 2010) in places


def test_a_country_without_its_code_is_not_taken_for_a_group(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "specimens" / "mds" / "owid-nurses-without-code.csv"
    made = tabulate([path], Asked(), as_of=AS_OF)
    assert not made.findings.hard, list(made.findings)
    (table,) = made.tables
    assert set(table["area"]) == {"SYR", "KEN"}
    assert [finding.params["count"] for finding in made.findings if finding.code == "mds.row.no-area"] == [1]
