"""Bundled facts: the publishers' values, each with its source, file and row."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concord.declarations.read import CsvFile, read_csv, read_yaml
from concord.declarations.schema import problems
from concord.vocabulary.areas import areas
from concord.vocabulary.codelists import codelist
from concord.vocabulary.provenance import source, sources
from concord.vocabulary.structures import structure, structures

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/concord/data"
SHARED = ROOT.parent / "shared"
FILES = sorted((DATA / "facts").glob("*.csv"))
ROWS = {
    "income-history": 3240,
    "nurses-midwives-density": 1469,
    "oecd-doctors-nurses-2010-2021": 506,
    "oecd-foreign-trained-doctors-2018": 1026,
    "physicians-density": 4890,
    "population": 8024,
    "uhc-index": 1358,
}
PUBLISHED = {
    "income-history": "domain/wb_income_history.csv",
    "nurses-midwives-density": "data/owid/nurses-and-midwives-per-1000-people.csv",
    "oecd-doctors-nurses-2010-2021": "data/oecd_wfmi/totals_doctors_nurses_2010_2021.csv",
    "oecd-foreign-trained-doctors-2018": "data/oecd_wfmi/ftds_2018_15_destinations.csv",
    "physicians-density": "data/owid/physicians-per-1000-people.csv",
    "population": "data/population_economy/wpp2024_components_1990_2023.csv",
    "uhc-index": "data/owid/universal-health-coverage-index.csv",
}
#: For each file: our measure, and the publisher's column (from 0) and factor.
VALUES = {
    "income-history": ("income_group", 3, None),
    "nurses-midwives-density": ("per_1000", 3, 1),
    "oecd-doctors-nurses-2010-2021": ("headcount", 8, 1),
    "oecd-foreign-trained-doctors-2018": ("headcount", 8, 1),
    "physicians-density": ("per_1000", 3, 1),
    "population": ("persons", 7, 1000),
    "uhc-index": ("index_0_100", 3, 1),
}
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the publishers' files are not at hand")
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def _bundled(name: str) -> CsvFile:
    return read_csv(DATA / "facts" / f"{name}.csv")


def _published(name: str) -> dict[int, list[str]]:
    with (SHARED / PUBLISHED[name]).open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream)
        return dict(_numbered(reader))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        yield reader.line_num, cells


def test_every_bundled_file_has_the_rows_it_should_have() -> None:
    assert {path.stem: len(read_csv(path).rows) for path in FILES} == ROWS


@each_file
def test_a_bundled_file_names_a_structure_a_source_and_a_licence(path: Path) -> None:
    declared = read_csv(path)
    assert problems(dict(declared.meta), DATA / "facts/schema.json", file=path.name) == ()
    assert source(declared.meta["source"]).licence
    columns = structure(declared.meta["structure"])
    assert set(declared.header) <= set(columns.names)
    required = {column.name for column in columns.columns if column.required}
    assert required <= set(declared.header)


@each_file
def test_codes_in_a_bundled_file_are_declared_ones(path: Path) -> None:
    declared = read_csv(path)
    known = {each.code for each in areas(former=True)}
    for column in structure(declared.meta["structure"]).columns:
        if column.codelist and column.name in declared.header:
            allowed = known if column.codelist == "area" else set(codelist(column.codelist).codes)
            assert {row[column.name] for row in declared.rows} - {""} <= allowed, column.name


@each_file
def test_a_bundled_file_has_one_row_for_each_key_and_a_status_for_each_row(path: Path) -> None:
    declared = read_csv(path)
    keys = [name for name in structure(declared.meta["structure"]).of("dimension") if name in declared.header]
    counted = Counter(tuple(row[key] for key in keys) for row in declared.rows)
    assert max(counted.values()) == 1
    assert all(row["status"] and row["source_file"] and int(row["source_row"]) > 1 for row in declared.rows)


def test_zeros_of_the_oecd_table_are_kept_as_zeros_and_explained() -> None:
    rows = _bundled("oecd-foreign-trained-doctors-2018").rows
    assert sum(row["headcount"] == "0" for row in rows) == 72
    greece = [row for row in rows if row["area"] == "GRC"]
    assert [row["headcount"] for row in greece] == ["0", "0", "0"]
    assert all(row["note"] for row in greece)
    assert [(row["area"], row["headcount"]) for row in rows if row["area"] == row["origin"]] == [("CAN", "0")]
    assert not any(row["headcount"] == "" for row in rows)


def test_the_oecd_tables_have_the_publishers_sums() -> None:
    assert sum(int(row["headcount"]) for row in _bundled("oecd-foreign-trained-doctors-2018").rows) == 165_951
    by_status = Counter(row["status"] for row in _bundled("oecd-doctors-nurses-2010-2021").rows)
    assert by_status == {"normal": 487, "difference": 12, "break": 7}


def test_a_density_per_10_000_is_the_published_one_with_its_point_moved() -> None:
    for name in ("physicians-density", "nurses-midwives-density"):
        for row in _bundled(name).rows:
            assert Decimal(row["per_10k"]) == Decimal(row["per_1000"]) * 10


def test_syria_is_taken_by_name_where_the_source_forgot_its_code() -> None:
    assert any(row["area"] == "SYR" for row in _bundled("nurses-midwives-density").rows)


def test_all_but_two_member_states_have_population_for_2023() -> None:
    from concord.vocabulary.areas import member_states

    known = {row["area"] for row in _bundled("population").rows if row["year"] == "2023"}
    assert {each.code for each in member_states()} <= known


@needs_shared
@pytest.mark.shared
@each_file
def test_every_value_is_the_publishers_in_the_row_it_names(path: Path) -> None:
    measure, column, factor = VALUES[path.stem]
    published = _published(path.stem)
    for row in read_csv(path).rows:
        assert row["source_file"] == Path(PUBLISHED[path.stem]).name
        said = published[int(row["source_row"])][column]
        assert row[measure] == said if factor is None else Decimal(row[measure]) == Decimal(said) * factor, row


@needs_shared
@pytest.mark.shared
def test_no_row_of_the_oecd_tables_was_lost() -> None:
    for name in ("oecd-foreign-trained-doctors-2018", "oecd-doctors-nurses-2010-2021"):
        published = {row: cells for row, cells in _published(name).items() if row > 1}
        bundled = {int(row["source_row"]): row for row in _bundled(name).rows}
        assert bundled.keys() == published.keys()
        by_area = Counter[str]()
        for row in bundled.values():
            by_area[row["area"]] += int(row["headcount"])
        for cells in published.values():
            by_area[cells[0]] -= int(cells[8])
        assert not any(by_area.values())


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize(("tool", "folder"), [("carry_areas", "areas"), ("carry_facts", "facts")])
def test_carrying_again_gives_the_same_bytes(tool: str, folder: str, tmp_path: Path) -> None:
    for kept in (DATA / folder).glob("*.csv"):
        (tmp_path / kept.name).write_bytes(kept.read_bytes())
    where = ["--data", str(SHARED / "data"), "--domain", str(SHARED / "domain"), "--out", str(tmp_path)]
    subprocess.run([sys.executable, str(ROOT / "tools" / f"{tool}.py"), *where], check=True, capture_output=True)
    for made in tmp_path.glob("*.csv"):
        assert made.read_bytes() == (DATA / folder / made.name).read_bytes(), made.name


@pytest.mark.parametrize("room", ["codelists", "rounds", "sources", "structures"])
def test_declared_files_follow_their_schema_and_are_named_by_their_id(room: str) -> None:
    for path in sorted((DATA / room).glob("*.yaml")):
        declared = read_yaml(path)
        assert problems(declared, DATA / room / "schema.json", file=path.name) == ()
        assert declared["id"] == path.stem


@pytest.mark.parametrize("room", ["codelists", "structures"])
def test_declared_lists_and_structures_have_a_declared_source(room: str) -> None:
    for path in sorted((DATA / room).glob("*.yaml")):
        assert read_yaml(path)["source"] in sources(), path.name


def test_columns_name_code_lists_that_exist() -> None:
    for id in structures():
        for column in structure(id).columns:
            assert column.codelist in ("", "area") or codelist(column.codelist).codes


def test_parents_and_parts_of_codes_are_codes_of_the_same_list() -> None:
    for path in sorted((DATA / "codelists").glob("*.yaml")):
        codes = codelist(path.stem).codes
        for code in codes.values():
            wider = [name for name in (code.parent, code.extra.get("within")) if name]
            related = [*wider, *code.extra.get("parts", ())]
            assert set(related) <= set(codes), code.code


def test_old_occupation_codes_lead_to_declared_new_ones_and_look_alikes_are_told_apart() -> None:
    concordance = read_csv(DATA / "codelists/isco-88-to-08.csv")
    assert {row["isco08"] for row in concordance.rows} <= set(codelist("occupation").codes)
    assert {row["isco08"] for row in concordance.rows if row["isco88"] == "2221"} == {"2211", "2212"}
    assert {row["verification"] for row in concordance.rows} == {"unverified"}
    assert concordance.meta["version"] == "1"


def test_rounds_run_every_three_years_and_regions_add_up() -> None:
    declared = [read_yaml(path) for path in sorted((DATA / "rounds").glob("*.yaml"))]
    assert [each["year"] for each in declared] == [2012, 2015, 2018, 2021, 2024, 2027]
    for each in declared:
        assert each["report_year"] == each["year"] + 1
        assert int(each["assembly"].removeprefix("WHA")) == each["report_year"] - 1947
        for fact in each["facts"]:
            assert sum(fact.get("by_region", {"": fact["value"]}).values()) == fact["value"]
            assert fact["source"] in sources() or fact["source"].startswith("https://")
            assert fact["measure"] not in each["not_found"]


def test_known_counts_of_rounds_are_declared_as_verified() -> None:
    def verified(round: str, measure: str) -> list[tuple[int, str]]:
        facts = read_yaml(DATA / f"rounds/{round}.yaml")["facts"]
        return [(f["value"], f["as_of"]) for f in facts if f["measure"] == measure and f["verification"] == "verified"]

    assert verified("2012", "national-reports") == [(56, "2012")]
    assert verified("2012", "designated-authorities") == [(85, "2012")]
    assert verified("2015", "national-reports") == [(74, "2016-03")]
    assert verified("2015", "designated-authorities") == []
    assert verified("2018", "national-reports") == [(40, "2018-09-10")]
    assert verified("2018", "designated-authorities") == [(108, "2018-09")]
