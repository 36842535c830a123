"""Whole files through the reading process: other kinds of workbook, the readers that follow, a real publication."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from concord.intake.limits import Limits
from concord.mds.harmonise import Asked, harmonise
from concord.mds.profile import Profile
from concord.mds.proposing.door import AsSaid, as_said, read_as_said
from concord.mds.proposing.opened import open_file
from concord.mds.proposing.propose import propose
from concord.mds.readers import sheets

from .profile_books import answered, book, opened

SPECIMENS = Path(__file__).parents[2] / "specimens" / "mds-messy"
REGISTRIES = Path(__file__).parents[4] / "shared" / "data" / "registries"
NHS = REGISTRIES / "EU_and_UK_nationals_by_staff_group_and_organisation__September_2016.xlsx"


def harmonised(said: AsSaid, area: str) -> pl.DataFrame:
    """The rows that the room's readers and harmonising make of a file read as its profile says."""
    assert said.parts, list(said.findings)
    frames = []
    for part in said.parts:
        records, findings = sheets.records(part.sheet, decimal=said.decimal, profile=part.profile)
        assert records is not None, findings
        made = harmonise([records], Asked(area=area, profile=said.proposal.profile))
        assert [each for each in made.findings if each.level == "hard"] == []
        frames.append(made.frame.select("area", "year", "occupation", "origin", "row_kind", "sex", "number"))
    return pl.concat(frames)


@pytest.mark.parametrize("name", ["effectifs.xls", "effectifs.ods"])
def test_old_workbooks_and_open_ones_are_read_alike(name: str) -> None:
    proposal = propose(SPECIMENS / name, profile=Profile(area="FRA"))
    shown, hidden = proposal.tables
    assert (shown.sheet, shown.range, shown.header_rows, shown.totals) == ("Effectifs 2018", "A2:D8", (2, 3), (8,))
    assert [(each.row, each.reason) for each in shown.aside] == [(1, "title"), (6, "subtotal"), (9, "note")]
    says = {column.letter: dict(column.says) for column in shown.of("value")}
    assert says["C"] == {"occupation": "221", "sex": "M"}
    assert says["D"] == {"occupation": "2222", "sex": "F"}
    assert (hidden.sheet, hidden.hidden, hidden.read) == ("ancien", "hidden", False)
    assert "intake.workbook.hidden-sheet" in {finding.code for finding in proposal.findings}
    assert [each.id for each in proposal.open] == ["hidden/ancien"]


def test_an_old_workbook_becomes_figures_once_it_is_answered() -> None:
    said = Profile(area="FRA", answered={"hidden/ancien": "leave-out"})
    frame = harmonised(read_as_said(SPECIMENS / "effectifs.xls", said), "FRA")
    origins = frame.filter(pl.col("row_kind") == "origin")
    assert set(frame["year"]) == {2018}
    assert origins.filter((pl.col("occupation") == "221") & (pl.col("sex") == "F"))["number"].sum() == 15
    assert frame.filter(pl.col("row_kind") == "total")["number"].sum() == 83


def test_a_text_in_windows_1252_keeps_its_letters_blanks_and_missing_numbers() -> None:
    frame = harmonised(read_as_said(SPECIMENS / "effectifs-1252.csv", Profile(area="FRA")), "FRA")
    got = {(row["origin"], row["occupation"]): row["number"] for row in frame.rows(named=True) if row["origin"]}
    assert got == {("DZA", "221"): 1234, ("DZA", "2261"): 12, ("CIV", "221"): None, ("CIV", "2261"): 5}


def test_several_tables_of_one_sheet_come_out_under_their_own_occupation_and_year() -> None:
    drawing = "\n".join(
        [
            "Doctors, 2017|||Nurses, 2018|",
            "Country of training|Stock||Country of training|Stock",
            "India|10||Philippines|40",
            "Kenya|4||Nigeria|6",
        ]
    )
    proposal = answered(opened(book([{"rows": drawing}]), "book.xlsx"), Profile(area="NZL"))
    frame = harmonised(as_said(proposal), "NZL")
    got = {(row["origin"], row["occupation"], row["year"]): row["number"] for row in frame.rows(named=True)}
    assert got == {
        ("IND", "221", 2017): 10,
        ("KEN", "221", 2017): 4,
        ("PHL", "2221_3221", 2018): 40,
        ("NGA", "2221_3221", 2018): 6,
    }


def test_headings_inside_a_table_become_a_column_and_its_rows_keep_their_places() -> None:
    drawing = "Country of training|2017|2018*\nDoctors||\nIndia|10|12\nNurses||\nIndia|20|22\n"
    proposal = answered(opened(book([{"rows": drawing}]), "book.xlsx"), Profile(area="NZL", measure="stock"))
    said = as_said(proposal)
    (part,) = said.parts
    assert list(part.sheet.rows) == [3, 5]
    assert part.sheet.headers[-1] == "2018*"
    frame = harmonised(said, "NZL")
    got = {(row["occupation"], row["year"]): row["number"] for row in frame.rows(named=True)}
    assert got == {("221", 2017): 10, ("221", 2018): 12, ("2221_3221", 2017): 20, ("2221_3221", 2018): 22}


def test_a_name_written_once_is_filled_down_where_that_was_said() -> None:
    drawing = "Occupation|Sex|2018\nDoctors|F|10\n|M|11\nNurses|F|20\n|M|5\n"
    file = opened(book([{"rows": drawing}]), "book.xlsx")
    frame = harmonised(as_said(answered(file, Profile(area="NZL"))), "NZL")
    got = {(row["occupation"], row["sex"]): row["number"] for row in frame.rows(named=True)}
    assert got == {("221", "F"): 10, ("221", "M"): 11, ("2221_3221", "F"): 20, ("2221_3221", "M"): 5}


def test_codes_of_isco_88_are_read_as_such_once_that_was_said() -> None:
    drawing = "ISCO|Country of training|2018\n2221|India|10\n3231|India|40\n"
    file = opened(book([{"rows": drawing}]), "book.xlsx")
    frame = harmonised(as_said(answered(file, Profile(area="NZL"))), "NZL")
    assert {row["occupation"]: row["number"] for row in frame.rows(named=True)} == {"221": 10, "3221": 40}


def test_rows_whose_code_is_left_out_are_not_read() -> None:
    drawing = "Country of training|Stock 2018\nIndia|10\nRest of the list|4\n"
    file = opened(book([{"rows": drawing}]), "book.xlsx")
    said = Profile(area="NZL", year=2018, occupation="221", codes={"origin": {"Rest of the list": "leave-out"}})
    (part,) = as_said(answered(file, said)).parts
    assert list(part.sheet.rows) == [2]


def test_further_marks_are_not_known_or_hidden_and_never_zero() -> None:
    drawing = "Country of training|2018\nIndia|10\nKenya|not yet\nNepal|few\n"
    file = opened(book([{"rows": drawing}]), "book.xlsx")
    said = Profile(area="NZL", missing=("not yet",), confidential=("few",))
    frame = harmonised(as_said(answered(file, said)), "NZL")
    assert {row["origin"]: row["number"] for row in frame.rows(named=True)} == {"IND": 10, "KEN": None, "NPL": None}


def test_a_file_that_is_no_table_is_refused_with_its_name() -> None:
    assert [each.code for each in propose(b"%PDF-1.4", name="t.pdf").findings.hard] == ["intake.file.pdf"]
    assert [each.code for each in propose(b"", name="t.csv").findings.hard] == ["intake.file.empty"]
    wrong = propose(SPECIMENS / "effectifs.xls", name="effectifs.xlsx")
    assert [each.code for each in wrong.findings.hard] == ["intake.file.name-and-content-differ"]


def test_limits_hold_for_proposals_too() -> None:
    data = b"a,b\n" + b"1,2\n" * 2000
    found = open_file(data, "t.csv", limits=Limits(text_rows=1000))
    assert [each.code for each in found.findings.hard] == ["intake.limit.rows"]
    assert found.grids == ()


def test_a_long_register_is_proposed_from_its_first_rows_and_counted_whole_when_read() -> None:
    rows = "".join(f"A-{number},{'FM'[number % 2]},1980-01-{1 + number % 28:02},221\n" for number in range(101_000))
    data = ("Registration number,Sex,Date of birth,Occupation\n" + rows).encode()
    proposal = propose(data, name="register.csv", profile=Profile(area="NZL", year=2018))
    (table,) = proposal.tables
    assert (table.kind, table.rows, proposal.sampled) == ("persons", 99_999, True)
    assert "mds.proposal.sampled" in {each.code for each in proposal.findings.notes}
    said = read_as_said(data, proposal.profile, name="register.csv")
    (part,) = said.parts
    assert len(part.sheet) == 101_000
    assert (part.sheet.rows[0], part.sheet.rows[-1]) == (2, 101_001)


@pytest.mark.shared
@pytest.mark.skipif(not NHS.is_file(), reason="the publishers' files are not beside the repository")
def test_the_english_hospitals_workbook_is_one_table_whose_regions_are_set_aside() -> None:
    proposal = propose(NHS, profile=Profile(area="GBR"))
    (table,) = proposal.tables
    assert (table.sheet, table.range, table.header_rows) == ("final", "A4:K467", (4, 5))
    assert (table.rows, table.says["year"], table.says["reference_day"]) == (435, "2016", "09-30")
    asked = [each.id for each in proposal.open]
    assert asked[:2] == ["role/final!A4/B", "means/EU"]
    regions = [each for each in table.aside if each.reason == "subtotal"]
    assert len(regions) == 14
    assert regions[0].text.startswith("England 59796")
    assert all(each.sure for each in regions)
    notes = [each.row for each in table.aside if each.reason == "note"]
    assert min(notes) > 467
    done = answered(open_file(NHS), Profile(area="GBR"))
    assert done.questions == ()
