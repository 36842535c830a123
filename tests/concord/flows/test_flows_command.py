"""``concord estimate flows``: figures out of files, findings with their place, nothing written over a hard one."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from concord.cli import main
from concord.declarations.read import read_yaml
from concord.errors import NotFound
from concord.flows import reading
from concord.flows.assembling import given
from concord.flows.running import STEPS, Asked, run

CASES = {
    case["name"]: case for case in read_yaml(Path(__file__).parents[2] / "cases" / "flows" / "stocks.yaml")["cases"]
}


def table(path: Path, matrix: list[list[float]], *, year: int | None = None, skip_zero: bool = False) -> Path:
    header = ["origin", "destination", "stock", *(["year"] if year else [])]
    rows = [
        ["ABCD"[i], "ABCD"[j], value, *([year] if year else [])]
        for i, row in enumerate(matrix) for j, value in enumerate(row) if value or not skip_zero
    ]  # fmt: skip
    return written(path, [header, *rows])


def written(path: Path, rows: list[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["estimate", "flows", *map(str, arguments)])
    return int(left.value.code or 0)


def answered(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = call(*arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


pytestmark = pytest.mark.usefixtures("read_in_this_process")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    case = CASES["abel-cohen-2019"]
    return table(tmp_path / "start.csv", case["start"]), table(tmp_path / "end.csv", case["end"], skip_zero=True)


def test_the_file_and_the_answer_hold_the_published_figures(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "made" / "flows.csv"
    code, said = answered(capsys, "--start", files[0], "--end", files[1], "--method", "minimum-closed", "--out", out)
    assert code == 0
    assert {"method", "total", "margins_error", "file", "range"} <= set(said)
    assert (said["method"], said["file"]) == ("minimum-closed", str(out))
    assert said["total"] == pytest.approx(160)
    assert said["margins_error"] < 1e-9
    assert said["range"]["low"] == pytest.approx(60)
    assert said["range"]["high"] == pytest.approx(239.60101)
    assert said["range"]["methods"]["sd-reverse-negative"] == 190
    rows = list(csv.DictReader(out.open(encoding="utf-8", newline="")))
    wanted = CASES["abel-cohen-2019"]["flows"]["minimum-closed"]
    assert len(rows) == 12
    for row in rows:
        cell = wanted["ABCD".index(row["origin"])]["ABCD".index(row["destination"])]
        assert float(row["flow"]) == pytest.approx(cell, abs=5.1e-7)
        assert float(row["low"]) <= float(row["flow"]) + 1e-9
        assert float(row["high"]) >= float(row["flow"]) - 1e-9
        assert (row["method"], row["status"]) == ("minimum-closed", "estimated")
    codes = [each["code"] for each in said["findings"]]
    assert codes.count("flows.table.absent-zero") == 1
    assert codes.count("flows.account.none-given") == 2


def test_births_deaths_and_the_compatible_mode_come_to_the_packages_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES["births-and-deaths-closed"]
    start, end = table(tmp_path / "s.csv", case["start"]), table(tmp_path / "e.csv", case["end"])
    births = written(tmp_path / "b.csv", [["area", "births"], *zip("ABCD", case["births"], strict=True)])
    deaths = written(tmp_path / "d.csv", [["area", "deaths"], *zip("ABCD", case["deaths"], strict=True)])
    given_files = ("--start", start, "--end", end, "--births", births, "--deaths", deaths, "--out", tmp_path / "o.csv")
    code, said = answered(capsys, *given_files, "--method", "minimum-closed", "--reference-compatible")
    assert code == 0
    assert said["reference_compatible"]
    assert said["total"] == pytest.approx(sum(map(sum, case["reference_flows"]["minimum-closed"])), abs=1e-9)
    assert not [each for each in said["findings"] if each["level"] != "note"]


def test_two_years_of_one_file_are_its_start_and_its_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = CASES["abel-2013"]
    rows = [["year", "origin", "destination", "persons"]]
    for year, key in ((2015, "end"), (2010, "start")):
        rows += [[year, "ABCD"[i], "ABCD"[j], value] for i, row in enumerate(case[key]) for j, value in enumerate(row)]
    both = written(tmp_path / "both.csv", rows)
    out = tmp_path / "o.csv"
    code, said = answered(capsys, "--start", both, "--end", both, "--method", "sd-drop-negative", "--out", out)
    assert (code, said["total"]) == (0, 150)
    asked = ("--start", both, "--end", both, "--start-year", 2015, "--end-year", 2010)
    code, said = answered(capsys, *asked, "--method", "sd-drop-negative", "--out", tmp_path / "no.csv")
    assert code == 1
    assert [each["code"] for each in said["findings"] if each["level"] == "hard"] == ["flows.table.order"]
    three = written(tmp_path / "three.csv", [*rows, [2020, "A", "B", 5]])
    code, said = answered(capsys, "--start", three, "--end", three, "--method", "rate", "--out", tmp_path / "no.csv")
    assert code == 1
    assert {each["code"] for each in said["findings"]} == {"flows.table.year"}
    assert not (tmp_path / "no.csv").exists()


def test_natives_come_from_populations_and_contradictions_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASES["abel-2013"]
    people = [["area", "year", "population"]]
    paths = []
    for year, key in ((2010, "start"), (2015, "end")):
        matrix = case[key]
        people += [["ABCD"[j], year, sum(row[j] for row in matrix)] for j in range(4)]
        others = [[0 if i == j else value for j, value in enumerate(row)] for i, row in enumerate(matrix)]
        paths.append(table(tmp_path / f"{key}.csv", others, year=year, skip_zero=True))
    population = written(tmp_path / "people.csv", people)
    out = tmp_path / "o.csv"
    asked = ("--start", paths[0], "--end", paths[1], "--method", "minimum-closed")
    code, said = answered(capsys, *asked, "--population", population, "--out", out)
    assert code == 0
    assert said["total"] == pytest.approx(150)
    code, said = answered(capsys, *asked, "--out", tmp_path / "x")
    assert (code, [e["code"] for e in said["findings"] if e["level"] == "hard"]) == (1, ["flows.account.natives"])
    people[3][2] = 5
    code, said = answered(capsys, *asked, "--population", written(population, people), "--out", tmp_path / "x")
    (hard,) = (each for each in said["findings"] if each["level"] == "hard")
    assert (code, hard["code"], hard["file"]) == (1, "flows.table.above-population", "people.csv")
    assert not (tmp_path / "x").exists()


BAD = [["origin", "destination", "stock"], ["A", "A", 100], ["A", "B", ""], ["B", "B", 50], ["B", "A", -3],
       ["B", "B", 5], ["C", "", 4], ["C", "A", "many"]]  # fmt: skip


def test_every_doubt_of_a_bad_table_is_told_with_its_row_and_column(tmp_path: Path) -> None:
    found = reading.stocks(written(tmp_path / "bad.csv", BAD)).findings
    told = {(each.code, each.level, each.where.row, each.where.letter) for each in found}
    assert told == {
        ("flows.table.unknown", "note", 3, "C"),
        ("flows.table.negative", "hard", 5, "C"),
        ("flows.table.twice", "hard", 6, "C"),
        ("flows.table.no-area", "hard", 7, "B"),
        ("intake.number.unreadable", "hard", 8, "C"),
    }
    assert {each.where.file for each in found} == {"bad.csv"}
    headless = reading.stocks(written(tmp_path / "other.csv", [["from", "to", "people"], ["A", "B", 5]]))
    assert [each.params["wanted"] for each in headless.findings] == [
        "origin", "destination, residence", "stock, persons, headcount, value",
    ]  # fmt: skip


def test_a_figure_that_is_not_known_stops_the_methods_that_need_it_at_its_row(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.reader(files[0].open(encoding="utf-8", newline="")))
    rows[2][2] = ".."
    holed = written(tmp_path / "holed.csv", rows)
    code, said = answered(
        capsys, "--start", holed, "--end", files[1], "--method", "minimum-open", "--out", tmp_path / "o"
    )
    (hard,) = (each for each in said["findings"] if each["level"] == "hard")
    assert (code, hard["code"], hard["file"], hard["row"]) == (1, "flows.table.unknown", "holed.csv", 3)
    assert hard["column"] == {"header": "stock", "letter": "C"}
    assert said["total"] is None
    code, said = answered(
        capsys,
        "--start",
        files[0],
        "--end",
        files[1],
        "--absent",
        "unknown",
        "--method",
        "rate",
        "--out",
        tmp_path / "o",
    )
    assert (code, [e["code"] for e in said["findings"] if e["level"] == "hard"]) == (1, ["flows.account.gaps"])
    assert not (tmp_path / "o").exists()


def test_a_call_that_is_wrong_is_told_apart_from_tables_that_are(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_files = ("--start", files[0], "--end", files[1], "--out", tmp_path / "o.csv")
    assert call(*given_files) == 2
    for more, code, name in (
        (("--method", "guess"), 3, "flows.method.unknown"),
        (("--method", "rate", "--absent", "maybe"), 2, "flows.run.absent"),
        (("--method", "rate", "--reading", "cats"), 2, "flows.run.reading"),
        (("--method", "pseudo-bayes-open", "--weight", 7), 2, "flows.estimate.weight"),
    ):
        capsys.readouterr()
        left, said = answered(capsys, *given_files, *more)
        assert (left, said["error"]["code"]) == (code, name)
        assert said["error"]["hint"]
    assert not (tmp_path / "o.csv").exists()


def test_a_person_sees_every_method_and_the_range(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = call("--start", files[0], "--end", files[1], "--method", "minimum-open", "--out", tmp_path / "o.csv")
    seen = capsys.readouterr()
    assert (code, seen.out) == (0, "")
    assert "pseudo-bayes-closed" in seen.err
    assert "minimum-open: 160 (60 – 240)" in seen.err


def test_births_for_other_places_are_told_and_missing_ones_stop(files: tuple[Path, Path], tmp_path: Path) -> None:
    births = written(tmp_path / "b.csv", [["area", "births"], ["A", 1], ["B", 2], ["C", 3], ["Z", 9]])
    start, end = (reading.stocks(each) for each in files)
    found = given(start, end, births=reading.sums(births, "births"))
    told = {each.code: each.params.get("areas") for each in found.findings if each.where.file == "b.csv"}
    assert told == {"flows.table.no-sum": "D", "flows.table.other-areas": "Z"}
    assert found.account is None


def test_half_of_the_natives_is_none_and_is_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    rows = [row for row in csv.reader(files[0].open(encoding="utf-8", newline="")) if row[:2] != ["B", "B"]]
    found = given(reading.stocks(written(tmp_path / "half.csv", rows)), reading.stocks(files[1]))
    assert found.account is not None
    assert not found.account.native_known
    assert [each.params["areas"] for each in found.findings if each.code == "flows.table.natives"] == ["B"]


def test_progress_advances_to_its_end(files: tuple[Path, Path], tmp_path: Path) -> None:
    told: list[int] = []
    ran = run(Asked(*files), "rate", out=tmp_path / "o.csv", advance=told.append)
    assert sum(told) == STEPS
    assert set(ran.digests) == {"start.csv", "end.csv"}


def test_a_workbook_is_read_like_a_text_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the reading process, as strangers' files are."""
    from concord.intake import read, write_xlsx

    monkeypatch.setattr(reading, "read_file", read)
    with (tmp_path / "stocks.xlsx").open("wb") as stream:
        write_xlsx(stream, ["origin", "destination", "stock"], [["A", "B", 7], ["B", "A", 3.5]])
    assert reading.stocks(tmp_path / "stocks.xlsx").of("") == {("A", "B"): 7, ("B", "A"): 3.5}


def test_a_file_that_is_not_there_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        run(Asked(tmp_path / "none.csv", files[1]), "rate", out=tmp_path / "o.csv")
