"""Registers as countries send them: ``tests/cases/mds/persons.yaml``, through the whole of the room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from concord.declarations import messages
from concord.declarations.read import read_yaml
from concord.findings import Finding, message
from concord.intake.landing.pieces import Head, Piece
from concord.mds import desk
from concord.mds.beside import NOTHING_BESIDE
from concord.mds.harmonise import Asked
from concord.mds.persons import checking, landed, landing, register, texts
from concord.mds.profile import profile_of
from concord.mds.tabulate import Tabulated, sums, tabulate, total

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "persons.yaml")
AS_OF = 2026


def written(case: dict[str, Any], folder: Path) -> Path:
    text = case["table"]
    count = 0
    for year, rows in case.get("repeat", {}).items():
        text += "".join(f"P{count + row},{year},2221,PHL\n" for row in range(rows))
        count += rows
    path = folder / "register.csv"
    path.write_text(text, encoding="utf-8")
    return path


def asked(case: dict[str, Any]) -> Asked:
    call = case.get("call", {})
    return Asked(call.get("area"), call.get("year"), profile_of(call.get("profile", {})))


def done(case: dict[str, Any], folder: Path) -> Tabulated:
    return tabulate([written(case, folder)], asked(case), as_of=AS_OF, beside=NOTHING_BESIDE)


@pytest.mark.usefixtures("read_in_this_process")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_register_gets_its_findings_and_tables(case: dict[str, Any], tmp_path: Path) -> None:
    made = done(case, tmp_path)
    check(case, made)


def check(case: dict[str, Any], made: Tabulated) -> None:
    for want in case.get("findings", []):
        assert any(is_wanted(want, each) for each in made.findings), (want, list(made.findings))
    listed = {want["code"] for want in case.get("findings", [])}
    grave = {each.code for each in (*made.findings.hard, *made.findings.soft)}
    assert grave <= listed, list(made.findings)
    assert bool(made.findings.hard) is bool(case.get("hard"))
    wanted = {id: want for id, want in case.get("tables", {}).items() if want["rows"]}
    got = {table.structure: {"rows": len(table), "total": total(table)} for table in made.tables}
    assert got == wanted
    tables = {table.structure: table for table in made.tables}
    for id, want in case.get("sums", {}).items():
        assert sums(tables[id]) == want
    for each in made.findings:
        assert message(each)


def is_wanted(want: dict[str, Any], found: Finding) -> bool:
    place = {"row": found.where.row, "column": found.where.letter, "value": found.value, "level": found.level}
    return found.code == want["code"] and all(place[key] == want[key] for key in want if key in place)


@pytest.mark.parametrize("name", [CASES[0]["name"], "Everything that is wrong is told at once"])
def test_a_large_register_gets_the_same_by_way_of_the_limited_process(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)
    case = next(case for case in CASES if case["name"] == name)
    check(case, done(case, tmp_path))


def test_thirty_thousand_titles_are_numbered_and_worker_numbers_stay_plain(tmp_path: Path) -> None:
    """Where most rows have a title of their own the column is sent plain; it is decided all the same."""
    path = tmp_path / "register.csv"
    rows = "".join(f"RN-{at:06d},2024,Nurse of ward {at % 30_000:05d},PHL\n" for at in range(36_000))
    path.write_text("registration number,year,occupation,country of training\n" + rows, encoding="utf-8")
    titles = {f"Nurse of ward {at:05d}": "2221" for at in range(30_000)}
    said = profile_of({"activity": "practising", "codes": {"occupation": titles}})
    made = tabulate([path], Asked("NZL", 2024, said), as_of=2026, beside=NOTHING_BESIDE)
    assert [each.code for each in made.findings.hard] == []
    table = next(each for each in made.tables if each.structure == "mds-stock-by-training")
    assert {row["headcount"] for row in table.frame.iter_rows(named=True) if row["row_kind"] == "total"} == {36_000}


@pytest.mark.parametrize(("differ", "most", "refused"), [(120, 1_000, False), (200, 1_000, True), (120, 50, True)])
def test_a_column_of_which_nearly_every_row_differs_is_no_occupation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, differ: int, most: int, refused: bool
) -> None:
    head = Head(("registration number", "occupation"), ("A", "B"), (1,))
    monkeypatch.setattr(texts, "MANY", 20)
    monkeypatch.setattr(landed, "MOST_DECIDED", most)
    with landed.Writer(landed.Landed("r.csv", None, tmp_path / "landed", head, decided={"B"})) as writer:
        for at in (0, 100):
            rows = np.arange(at + 2, at + 102, dtype=np.uint32)
            columns = [[f"RN-{n}" for n in rows], [f"title {n % differ}" for n in rows]]
            writer.take(Piece(rows, tuple(pa.array(each, pa.string()) for each in columns)))
    assert writer.landed.texts["A"].plain
    assert writer.landed.texts["B"].nearly_all_differ(writer.landed.count) is refused


def test_nothing_of_a_person_is_kept_or_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)
    rows = "".join(f"SECRET{i},2024,2221,PHL,{1960 + i % 30}-13-45\n" for i in range(30))
    path = tmp_path / "register.csv"
    path.write_text("person,year,occupation,training,birth_date\n" + rows, encoding="utf-8")
    folder = tmp_path / "rows"
    folder.mkdir()
    made = tabulate([path], Asked("NZL", None, profile_of({"activity": "practising"})), as_of=AS_OF, folder=folder)
    assert made.findings.hard
    assert not list(folder.iterdir())
    said = json.dumps([[each.value, dict(each.params), message(each)] for each in made.findings], default=str)
    said += repr(made.changes) + repr(made.profile)
    assert "SECRET" not in said
    assert "-13-45" not in said
    assert [(kept.rows, kept.counted) for kept in made.kept] == [(30, 30)]
    assert made.kept[0].digest == made.inputs[0].digest
    assert len(made.kept[0].digest) == 64


def test_the_rows_are_gone_even_where_the_work_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "check", interrupted)
    path = tmp_path / "register.csv"
    path.write_text("person,year,occupation,training\nA1,2024,2221,PHL\n", encoding="utf-8")
    folder = tmp_path / "rows"
    folder.mkdir()
    with pytest.raises(KeyboardInterrupt):
        tabulate([path], Asked("NZL"), as_of=AS_OF, folder=folder)
    assert not list(folder.iterdir())


def test_every_offending_row_can_be_had_as_a_table_of_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)
    lines = [f"A{i},2024,{'9999' if i % 3 == 0 else '2221'},PHL,{2030 if i % 5 == 0 else 2010}" for i in range(40)]
    path = tmp_path / "register.csv"
    path.write_text(
        "person,year,occupation,training,entered\n" + "\n".join([*lines, lines[1]]) + "\n", encoding="utf-8"
    )
    out = tmp_path / "offending.csv"
    found = register.tabulate_register(path, Asked("NZL"), as_of=AS_OF, offending=out)
    assert found is not None
    rows = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()[1:]]
    by_code: dict[str, list[int]] = {}
    for row, _, code in rows:
        by_code.setdefault(code, []).append(int(row))
    assert by_code["mds.occupation.unknown"] == [i + 2 for i in range(40) if i % 3 == 0]
    assert sorted(by_code["mds.person.entered-later"]) == [i + 2 for i in range(40) if i % 5 == 0]
    assert sorted(by_code["mds.person.twice"]) == [3, 42]
    counts = {each.code: each.params["count"] for each in found.findings if "count" in each.params}
    for code, listed in by_code.items():
        assert counts[code] == len(listed), code


def test_a_table_of_counts_is_not_taken_for_a_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "LARGE", 0)
    path = tmp_path / "stock.csv"
    path.write_text("country of training,year,occupation,headcount\nIndia,2018,221,10\n", encoding="utf-8")
    made = tabulate([path], Asked("NZL"), as_of=AS_OF)
    assert [table.structure for table in made.tables] == ["mds-stock-by-training"]
    assert not made.kept


def test_a_register_is_stored_and_written_by_the_desk(tmp_path: Path) -> None:
    path = written(CASES[0], tmp_path)
    finished = desk.tabulate(
        [path], asked(CASES[0]), as_of="2026-11-21", folder=tmp_path / "folder", out=tmp_path / "out"
    )
    assert finished.saved
    assert (tmp_path / "out" / "mds-stock-detail.csv").is_file()
    assert finished.tabulated.profile["rows"] == "persons"
    assert finished.tabulated.profile["columns"]["Registration number"] == "person"


def test_a_workbook_with_a_register_and_an_explanation_beside_it(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "register.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("2024")
        for row, cells in enumerate(
            [["person", "occupation", "training", "year"], ["A1", "2221", "PHL", 2024], ["A2", "2221", "NZL", 2024]]
        ):
            sheet.write_row(row, 0, cells)
    made = tabulate([path], Asked("NZL", None, profile_of({"activity": "practising"})), as_of=AS_OF)
    assert not made.findings.hard, list(made.findings)
    assert sums(next(t for t in made.tables if t.structure == "mds-totals"))["total"] == 2


def test_every_code_of_the_room_has_a_wording_that_can_be_said() -> None:
    from concord.mds.rules import rules

    declared = {rule.id for rule in rules("register")}
    folder = Path(landing.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    worded = set(read_yaml(Path(messages.__file__).parents[1] / "data" / "messages" / "mds-persons.yaml"))
    assert declared <= worded
    assert {code for code in worded - declared if code not in text} == set()
