"""What a profile says of tables is obeyed by every way of reading; what stands beside a table is asked of it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from concord.mds.beside import Beside
from concord.mds.harmonise import Asked
from concord.mds.profile import Break, Profile, SaidTable
from concord.mds.proposing.answering import answer
from concord.mds.proposing.propose import propose
from concord.mds.tabulate import Tabulated, tabulate
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.structures import Table, conform

from .profile_books import book

TWO_ON_A_SHEET = {
    "name": "2022",
    "rows": """Doctors by country of training, stock at the end of 2022 |
Country of training | 2022
Germany | 120
India | 45
 |
Nurses and midwives by country of training, stock at the end of 2022 |
Country of training | 2022
Germany | 700
India | 310""",
}


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def stock(made: Tabulated) -> dict[tuple[str, str], int]:
    assert not made.findings.hard, made.findings
    frame = next(each for each in made.tables if each.structure == "mds-stock-by-training").frame
    rows = frame.filter(pl.col("row_kind") == "origin").iter_rows(named=True)
    return {(row["occupation"], row["origin"]): row["headcount"] for row in rows}


def test_two_tables_on_one_sheet_are_read_as_they_were_confirmed(tmp_path: Path) -> None:
    path = written(tmp_path, "two.xlsx", book([TWO_ON_A_SHEET]))
    proposal = propose(path, profile=Profile(area="NOR"))
    profile = proposal.profile
    for question in proposal.open:
        profile = answer(profile, question.id, question.choices[0].value)
    assert len(profile.tables) == 2
    made = tabulate([path], Asked("NOR", None, profile), as_of=2026)
    found = stock(made)
    assert sorted(found.values()) == [45, 120, 310, 700]
    assert {origin for _, origin in found} == {"DEU", "IND"}
    assert len({occupation for occupation, _ in found}) == 2


def test_a_table_that_the_officer_leaves_out_is_left_out(tmp_path: Path) -> None:
    rows = "area,year,occupation,origin,headcount\nNOR,2022,2211,DEU,120\nNOR,2022,2211,IND,45\n"
    path = written(tmp_path, "stock.csv", rows)
    assert len(stock(tabulate([path], Asked("NOR", None, Profile(base="training", measure="stock")), as_of=2026))) == 2
    out = Profile(base="training", measure="stock", tables=(SaidTable(range="A1:E3", read=False),))
    assert not tabulate([path], Asked("NOR", None, out), as_of=2026).tables


def test_a_table_of_which_no_more_is_said_than_is_seen_is_read_plainly(tmp_path: Path) -> None:
    """The findings of a plain reading name more: nothing of them is lost because a profile was kept."""
    rows = "area,year,occupation,origin,headcount\nNOR,2022,2211,DEU,120\nNOR,2022,2211,IND,\n"
    path = written(tmp_path, "stock.csv", rows)
    said = Profile(base="training", measure="stock")
    kept = Profile(base="training", measure="stock", tables=(SaidTable(range="A1:E3"),))
    plain, again = (tabulate([path], Asked("NOR", None, each), as_of=2026) for each in (said, kept))
    assert list(plain.findings) == list(again.findings)
    assert [each.frame.rows() for each in plain.tables] == [each.frame.rows() for each in again.tables]


# ---- a base alone over a column --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("header", "cells", "structure"),
    [
        ("training", ("India", "UGA"), "mds-stock-by-training"),
        ("Birth", ("Inde", "Ouganda"), "mds-stock-by-birth"),
        ("nationality", ("IND", "unknown"), "mds-stock-by-nationality"),
        ("Formación", ("India", "Total"), "mds-stock-by-training"),
        ("training", ("yes", "no"), ""),
        ("training", ("YES", "NO"), ""),
        ("training", ("Basic", "Master"), ""),
        ("birth", ("1980", "1981"), ""),
    ],
)
def test_a_base_alone_is_its_country_where_the_cells_are_countries(
    tmp_path: Path, header: str, cells: tuple[str, str], structure: str
) -> None:
    lines = [f"NOR,202{at},2211,{cell},120" for at, cell in enumerate(cells)]
    path = written(tmp_path, "stock.csv", "\n".join([f"area,year,occupation,{header},headcount", *lines, ""]))
    made = tabulate([path], Asked("NOR", None, Profile(measure="stock")), as_of=2026)
    by_origin = [table.structure for table in made.tables if table.structure.startswith("mds-stock-by-")]
    assert by_origin == ([structure] if structure else [])
    unread = [each for each in made.findings if each.code == "mds.column.not-read"]
    assert bool(unread) is not bool(structure)


@pytest.mark.parametrize(
    ("cells", "is_read"),
    [
        (("India", "UGA"), True),
        (("IND", "Atlantis", "Kenya"), True),
        (("yes", "no"), False),
        (("YES", "No", "n"), False),
    ],
)
def test_a_register_has_countries_of_training_only_where_its_cells_are(
    tmp_path: Path, cells: tuple[str, ...], is_read: bool
) -> None:
    rows = [f"RN-{at},2211,{cell},F" for at in range(12) for cell in (cells[at % len(cells)],)]
    path = written(tmp_path, "register.csv", "\n".join(["registration number,occupation,training,sex", *rows, ""]))
    made = tabulate([path], Asked("NOR", 2024, Profile(activity="practising")), as_of=2026)
    unread = [each.params["columns"] for each in made.findings if each.code == "mds.column.not-read"]
    assert ("training" in str(unread)) is not is_read


def test_names_of_courses_under_a_base_alone_are_told_of_and_never_left_out_unseen(tmp_path: Path) -> None:
    rows = [f"RN-{at},2211,{'Diploma' if at % 2 else 'BSc'},F" for at in range(12)]
    path = written(tmp_path, "register.csv", "\n".join(["registration number,occupation,training,sex", *rows, ""]))
    made = tabulate([path], Asked("NOR", 2024, Profile(activity="practising")), as_of=2026)
    assert {(each.code, each.where.letter) for each in made.findings if each.level == "hard"} == {
        ("mds.place.unknown", "C")
    }
    asked = [each for each in propose(path, area="NOR").questions if each.kind == "role"]
    assert [[choice.value for choice in each.choices] for each in asked] == [["training", "nothing"]]


# ---- breaks ----------------------------------------------------------------------------------------------------------
JUMPING = (
    "area,year,occupation,origin,row_kind,headcount\n"
    "NOR,2021,2211,,total,1000\nNOR,2022,2211,,total,1900\nNOR,2021,2212,,total,500\nNOR,2022,2212,,total,990\n"
)


def jumps(made: Tabulated) -> list[str]:
    return [each.code for each in made.findings if "jump" in each.code]


def test_a_break_that_was_told_is_an_attribute_of_the_series_and_no_jump_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "stock.csv", JUMPING)
    said = Profile(base="training", measure="stock")
    assert jumps(tabulate([path], Asked("NOR", None, said), as_of=2026)) == ["mds.stock.jump"] * 2
    told = Profile(base="training", measure="stock", breaks=(Break(2022, "Retired persons are counted."),))
    made = tabulate([path], Asked("NOR", None, told), as_of=2026)
    assert jumps(made) == []
    frame = next(each for each in made.tables if each.structure == "mds-stock-by-training").frame
    rows = {(row["year"], row["occupation"]): (row["status"], row["note"]) for row in frame.iter_rows(named=True)}
    assert rows[2022, "2211"] == ("break", "Retired persons are counted.")
    assert rows[2021, "2211"][0] == "normal"


def test_a_break_of_one_series_is_no_break_of_another(tmp_path: Path) -> None:
    path = written(tmp_path, "stock.csv", JUMPING)
    told = Profile(base="training", measure="stock", breaks=(Break(2022, "Coding", {"occupation": "2212"}),))
    assert jumps(tabulate([path], Asked("NOR", None, told), as_of=2026)) == ["mds.stock.jump"]


# ---- what stands beside ----------------------------------------------------------------------------------------------
def test_a_stock_that_no_population_carries_is_asked_about(tmp_path: Path) -> None:
    rows = "area,year,occupation,origin,row_kind,headcount\nNOR,2021,221,,total,900000\n"
    path = written(tmp_path, "stock.csv", rows)
    said = Profile(base="training", measure="stock")
    with_facts = {each.code for each in tabulate([path], Asked("NOR", None, said), as_of=2026).findings}
    without = {each.code for each in tabulate([path], Asked("NOR", None, said), as_of=2026, beside=Beside()).findings}
    assert "mds.stock.density" in with_facts
    assert "mds.stock.density" not in without


def test_what_was_sent_before_is_compared(tmp_path: Path) -> None:
    rows = "area,year,occupation,origin,row_kind,headcount\nNOR,2022,2211,,total,1900\n"
    path = written(tmp_path, "stock.csv", rows)
    frame = pl.DataFrame({
        "area": ["NOR"], "year": [2021], "occupation": ["2211"], "row_kind": ["total"], "headcount": [1000],
        "status": ["normal"], "source": ["country-submission"],
    })  # fmt: skip
    before = Table("mds-stock-by-training", conform("mds-stock-by-training", frame).frame, Provenance())
    said = Asked("NOR", None, Profile(base="training", measure="stock"))
    made = tabulate([path], said, as_of=2026, beside=Beside(previous=(before,)))
    assert jumps(made) == ["mds.stock.jump-since"]
    assert jumps(tabulate([path], said, as_of=2026, beside=Beside())) == []


def test_a_year_without_a_known_population_is_measured_by_the_newest_known_one(tmp_path: Path) -> None:
    rows = "area,year,occupation,origin,row_kind,headcount\nNOR,2026,221,,total,1000000\n"
    said = Asked("NOR", None, Profile(base="training", measure="stock"))
    made = tabulate([written(tmp_path, "stock.csv", rows)], said, as_of=2026)
    assert "mds.stock.density" in {each.code for each in made.findings}


# ---- several files of one sender -------------------------------------------------------------------------------------
DEMO = Path(__file__).parents[4] / "shared" / "data" / "registries"


@pytest.mark.skipif(not DEMO.is_dir(), reason="the demonstration bundles of iHRIS are not at hand")
def test_bundles_that_speak_of_the_same_persons_are_one_register() -> None:
    paths = sorted(DEMO.glob("ihris_demo_bundle_Practitioner*.json"))
    both = tabulate(paths, Asked("RWA", 2023, Profile(activity="practising")), as_of=2026)
    assert [each.rows for each in both.kept] == [250]
