"""Our own workbook: filled in any of six languages it is read back without a question."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from concord.intake.workbook_remarks import OWN_CODES_SHEET
from concord.mds import template
from concord.mds.harmonise import Asked, harmonise
from concord.mds.profile import Profile
from concord.mds.proposing.door import as_said
from concord.mds.proposing.propose import propose
from concord.mds.readers import sheets, words
from concord.mds.tabulate import tabulate
from concord.mds.template_columns import columns
from concord.mds.template_words import choices, own_sheets, said, sheet_name
from concord.vocabulary.areas import resolve
from concord.vocabulary.languages import LANGUAGES, direction
from concord.vocabulary.structures import structure, structures

SENT = [id for id in structures() if id.startswith("mds-") and "headcount" in structure(id).names]
STOCK = "mds-stock-by-training"
ROWS: list[dict[str, Any]] = [
    {"area": "KEN", "year": 2018, "occupation": "2221", "origin": "UGA", "row_kind": "origin", "headcount": 7},
    {"area": "KEN", "year": 2018, "occupation": "2221", "origin": "COG", "row_kind": "origin", "headcount": 0},
    {"area": "KEN", "year": 2018, "occupation": "2221", "row_kind": "unknown", "headcount": 3},
    {"area": "KEN", "year": 2018, "occupation": "2221", "row_kind": "total", "headcount": 10},
]
PERSON = {
    "person": "A-1", "area": "KEN", "year": 2018, "occupation": "2221", "activity": "practising", "sex": "F",
    "birth_date": "1980-05-21", "training": "UGA", "birth": "KEN", "nationality": "KEN", "sector": "public",
    "fte": 0.5, "entered": "2005-01-31",
}  # fmt: skip


def filled(id: str, language: str, path: Path, rows: list[dict[str, Any]]) -> Path:
    """The template filled as an officer fills it: with what its lists offer."""
    template.write(id, language, path, area="KEN")
    named = {each.name: each for each in columns(id, language)}
    offered = {name: dict(choices(each.codes, language)) if each.codes else {} for name, each in named.items()}
    cells = [[offered[name].get(row.get(name), row.get(name)) for name in named] for row in rows]
    if path.suffix == ".csv":
        with path.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(cells)
        return path
    book = openpyxl.load_workbook(path)
    for at, row in enumerate(cells, start=2):
        for place, value in enumerate(row, start=1):
            book[id].cell(at, place, value)
    book.save(path)
    return path


@pytest.mark.in_turn(1)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", SENT)
def test_every_structure_in_every_language_is_proposed_without_a_question(
    tmp_path: Path, id: str, language: str
) -> None:
    rows = [{**row, "destination": row.get("origin")} for row in ROWS]
    proposal = propose(filled(id, language, tmp_path / f"{id}.xlsx", rows))
    assert [each.id for each in proposal.questions if each.must] == []
    assert proposal.findings.hard == ()
    (table,) = proposal.to_read
    assert (table.sheet, table.kind, table.rows) == (id, "counts", len(rows))
    assert {each.sheet for each in proposal.tables} == {id}


@pytest.mark.in_turn(2)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_from_the_lists_becomes_the_same_codes(tmp_path: Path, language: str) -> None:
    said_ = as_said(propose(filled(STOCK, language, tmp_path / "t.xlsx", ROWS)))
    (part,) = said_.parts
    records, findings = sheets.records(part.sheet, profile=part.profile)
    assert records is not None, findings
    frame = harmonise([records], Asked(area="KEN", profile=said_.proposal.profile)).frame
    got = [
        (row["area"], row["occupation"], row["origin"], row["row_kind"], row["number"])
        for row in frame.rows(named=True)
    ]
    assert got == [(r["area"], r["occupation"], r.get("origin"), r["row_kind"], r["headcount"]) for r in ROWS]


@pytest.mark.in_turn(2)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_filled_template_becomes_a_checked_table(tmp_path: Path, language: str, suffix: str) -> None:
    path = filled(STOCK, language, tmp_path / f"{STOCK}{suffix}", ROWS)
    made = tabulate([path], Asked(area="KEN"), as_of=2026)
    assert [each.code for each in made.findings.hard] == []
    assert STOCK in {table.structure for table in made.tables}


@pytest.mark.in_turn(2)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_register_in_every_language_is_proposed_without_a_question(tmp_path: Path, language: str) -> None:
    path = filled(template.REGISTER, language, tmp_path / "register.xlsx", [PERSON, {**PERSON, "person": "A-2"}])
    proposal = propose(path)
    assert [each.id for each in proposal.questions] == []
    assert proposal.findings.hard == ()
    (table,) = proposal.to_read
    roles = {column.role for column in table.columns}
    assert table.kind == "persons"
    assert set(PERSON) <= roles
    assert "" not in roles


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("list_id", ["area", "occupation", "activity", "sex", "row-kind", "obs-status"])
def test_what_is_offered_is_read_as_the_code_it_stands_for(language: str, list_id: str) -> None:
    reads = {
        "area": lambda text: resolve(text).area, "activity": words.activity, "sex": words.sex,
        "row-kind": words.row_kind, "obs-status": words.status,
        "occupation": lambda text: text if words.occupation(text) is None else words.occupation(text),
    }[list_id]  # fmt: skip
    offered = choices(list_id, language)
    for code, text in offered:
        bare = text.partition(" ")[2] if list_id == "occupation" and text.startswith(f"{code} ") else text
        assert reads(bare) == code, (code, text)
    assert len({text for _, text in offered}) == len(offered)


@pytest.mark.in_turn(2)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_lists_checks_locked_heads_and_the_direction_of_its_language(
    tmp_path: Path, language: str
) -> None:
    given = template.Filled(area="KEN", area_name="Kenya", round="2027", years=(2026, 2027))
    book = openpyxl.load_workbook(template.write(STOCK, language, tmp_path / "t.xlsx", filled=given))
    notes, checks = sheet_name("notes", language), sheet_name("checks", language)
    assert book.sheetnames == [STOCK, notes, checks, OWN_CODES_SHEET]
    assert book[OWN_CODES_SHEET].sheet_state == "veryHidden"
    for name in (STOCK, notes, checks):
        assert bool(book[name].sheet_view.rightToLeft) is (direction(language) == "rtl")
        assert book[name].protection.sheet
    data = book[STOCK]
    assert data["A1"].protection.locked
    assert not data.column_dimensions["A"].protection.locked
    assert {rule.type for rule in data.data_validations.dataValidation} == {"list", "whole"}
    assert len(list(data.conditional_formatting)) == 1
    text = " ".join(str(row[0].value or "") for row in book[notes].iter_rows())
    for words_ in (said("lines", "country", language, area="Kenya"), said("definitions", "training", language), "2027"):
        assert words_ in text
    assert checks in own_sheets()


def test_the_checks_add_the_rows_beside_the_row_of_their_total(tmp_path: Path) -> None:
    given = template.Filled(years=(2018,))
    book = openpyxl.load_workbook(template.write(STOCK, "en", tmp_path / "t.xlsx", filled=given))
    checks = book[sheet_name("checks", "en")]
    assert [cell.value for cell in checks[2]][:2] == [2018, "221 Medical doctors"]
    assert checks["C2"].value.startswith("=SUMIFS('mds-stock-by-training'!$G$2:$G$20001,")
    assert '"domestic"' in checks["C2"].value.casefold()
    assert checks["E2"].value == '=IF(D2=0,"",D2-C2)'
    rules = [rule for each in checks.conditional_formatting for rule in each.rules]
    assert {rule.formula[0] for rule in rules} == {'AND($E2<>"",$E2<>0)', "AND($D2<>0,$E2=0)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_reported_before_stand_beside_and_are_not_read_again(tmp_path: Path, language: str) -> None:
    path = tmp_path / "t.xlsx"
    template.write(STOCK, language, path, filled=template.Filled(area="KEN", years=(2019,), last=ROWS))
    book = openpyxl.load_workbook(path)
    count = next(at for at, each in enumerate(columns(STOCK, language), start=1) if each.name == "headcount")
    beside = len(columns(STOCK, language)) + 1
    assert [book[STOCK].cell(row, beside).value for row in (2, 3, 4, 5)] == [7, 0, 3, 10]
    assert book[STOCK].cell(2, beside).protection.locked
    for row, number in ((2, 8), (3, 1), (4, 3), (5, 12)):
        book[STOCK].cell(row, count, number)
    book.save(path)
    proposal = propose(path, profile=Profile(area="KEN"))
    assert [each.id for each in proposal.questions if each.must] == []
    made = tabulate([path], Asked(area="KEN"), as_of=2026)
    assert [each.code for each in made.findings.hard] == []
    (table,) = [each for each in made.tables if each.structure == STOCK]
    assert sorted(each for each in table["headcount"] if each is not None) == [1, 3, 8, 12]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_a_country_used_last_stands_first_in_the_lists_of_a_register(tmp_path: Path, language: str) -> None:
    used = {"occupation": {"2221"}, "area": {"UGA", "IND"}, "activity": set[str]()}
    given = template.Filled(area="KEN", used=used)
    lists, plain = (
        openpyxl.load_workbook(template.write(template.REGISTER, language, tmp_path / name, filled=each))
        for name, each in (("used.xlsx", given), ("plain.xlsx", template.NOTHING_FILLED))
    )
    codes, usual = (
        {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in book[OWN_CODES_SHEET].columns}
        for book in (lists, plain)
    )
    assert codes["occupation"][0] == "2221"
    assert set(codes["area"][:2]) == {"UGA", "IND"}
    assert {name: sorted(held) for name, held in codes.items()} == {name: sorted(held) for name, held in usual.items()}
    assert codes["activity"] == usual["activity"]
    notes = [str(row[0].value) for row in lists[sheet_name("notes", language)].iter_rows()]
    assert said("how", "used", language) in notes
    seen = [[each.code for each in propose(tmp_path / name).findings] for name in ("used.xlsx", "plain.xlsx")]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_heads_are_different_from_each_other(language: str) -> None:
    for id in (*SENT, template.REGISTER):
        heads = [each.header for each in columns(id, language)]
        assert len(set(heads)) == len(heads), (id, heads)


def test_the_same_template_has_the_same_bytes(tmp_path: Path) -> None:
    first = template.write(STOCK, "ar", tmp_path / "a.xlsx").read_bytes()
    assert template.write(STOCK, "ar", tmp_path / "b.xlsx").read_bytes() == first
