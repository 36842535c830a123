"""What is written can be read again: by another library, and by our own readers."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from concord.errors import Invalid
from concord.mds import facts, template
from concord.mds.citation import citation, content_digest
from concord.mds.harmonise import Asked
from concord.mds.tabulate import tabulate
from concord.mds.writers import write
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import Table, table

FILES = ("csv", "xlsx", "parquet")
STRUCTURES = ("mds-stock-by-training", "mds-stock-by-birth", "mds-stock-by-nationality", "mds-inflow-by-training")


def sample(id: str = "mds-stock-by-training") -> Table:
    return table(
        id,
        area=["NAM"] * 5,
        year=[2018] * 5,
        occupation=["221"] * 5,
        origin=["NOR", "ZAF", "CUB", None, None],
        row_kind=["origin", "origin", "origin", "domestic", "unknown"],
        headcount=[0, 12, None, 100, None],
        status=["normal", "provisional", "suppressed", "normal", "missing"],
        note=[None, "=1+1", None, None, None],
        source=["submitted"] * 5,
        source_file=["stock.csv"] * 5,
        source_row=[2, 3, 4, 5, 6],
    )


def written(made: Table, format: str, language: str = "en") -> bytes:
    stream = io.BytesIO()
    assert write(made, format, stream, language) == len(made)
    return stream.getvalue()


@pytest.mark.parametrize("format", FILES)
def test_the_same_table_gives_the_same_bytes(format: str) -> None:
    assert written(sample(), format) == written(sample(), format)


@pytest.mark.parametrize("format", FILES)
def test_structure_citation_and_digest_are_inside_the_file(format: str) -> None:
    content = written(sample(), format)
    digest, said = content_digest(sample()), citation(sample())
    if format == "xlsx":
        notes = openpyxl.load_workbook(io.BytesIO(content))["notes"]
        text = "\n".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row)
    elif format == "parquet":
        text = str(pl.read_parquet_metadata(io.BytesIO(content)))
    else:
        text = content.decode()
    assert all(part in text for part in ("mds-stock-by-training", digest, said))


def test_csv_and_parquet_are_read_equal_by_another_library() -> None:
    read = pl.read_parquet(io.BytesIO(written(sample(), "parquet")))
    assert read.equals(sample().frame)
    lines = [line for line in written(sample(), "csv").decode().splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert [row["area"] for row in rows] == ["NAM"] * 5
    assert [(row["headcount"], row["status"]) for row in rows] == [
        ("0", "normal"),
        ("12", "provisional"),
        ("", "suppressed"),
        ("100", "normal"),
        ("", "missing"),
    ]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_cell_of_what_is_written_is_a_formula(format: str) -> None:
    content = written(sample(), format)
    if format == "csv":
        assert ",=1+1" not in content.decode()
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content))["mds-stock-by-training"]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("format", FILES)
@pytest.mark.parametrize("id", STRUCTURES)
def test_our_own_readers_give_back_the_table(tmp_path: Path, format: str, id: str) -> None:
    path = tmp_path / f"{id}.{format}"
    path.write_bytes(written(sample(id), format))
    made = tabulate([path], Asked(), as_of=2026)
    assert not made.findings.hard, list(made.findings)
    (read,) = (each for each in made.tables if each.structure == id)
    kept = [name for name in read.frame.columns if not name.startswith("source") and name != "note"]
    assert read.frame.select(kept).equals(sample(id).frame.select(kept))


@pytest.mark.parametrize("id", ["population", "density", "uhc-index", "mds-totals"])
def test_bundled_facts_are_read_back_from_what_was_exported(tmp_path: Path, id: str) -> None:
    given = facts.bundled(id)
    few = Table(id, given.frame.head(60), given.provenance)
    path = tmp_path / "table.csv"
    path.write_bytes(written(few, "csv"))
    made = tabulate([path], Asked(), as_of=2026)
    assert not made.findings.hard, list(made.findings)
    (read,) = made.tables
    kept = [name for name in read.frame.columns if not name.startswith("source") and name != "note"]
    assert read.frame.select(kept).equals(few.frame.select(kept))


def test_a_format_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Invalid):
        write(sample(), "docx", io.BytesIO())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_filled_template_is_read_without_a_question(tmp_path: Path, language: str, suffix: str) -> None:
    path = template.write("mds-stock-by-birth", language, tmp_path / f"template{suffix}")
    row = {"area": "KEN", "year": 2018, "occupation": "2221", "origin": "UGA", "row_kind": "origin", "headcount": 7}
    fill(path, row, template.headers("mds-stock-by-birth", language))
    made = tabulate([path], Asked(area="KEN"), as_of=2026)
    grave = (*made.findings.hard, *made.findings.soft)
    assert [each.code for each in grave if not each.code.startswith("intake.encoding")] == [], list(made.findings)
    (read,) = made.tables
    assert read.structure == "mds-stock-by-birth"
    assert {name: read.frame[name][0] for name in row} == row


def fill(path: Path, row: dict[str, object], headers: dict[str, str]) -> None:
    cells = [row.get(name) for name in headers]
    if path.suffix == ".csv":
        with path.open("a", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerow(cells)
        return
    book = openpyxl.load_workbook(path)
    for index, cell in enumerate(cells, start=1):
        book["mds-stock-by-birth"].cell(2, index, cell)
    book.save(path)


def test_a_template_is_for_tables_of_persons(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        template.write("density", "en", tmp_path / "t.xlsx")
    assert refused.value.code == "mds.template.structure"
    with pytest.raises(Invalid) as refused:
        template.write("mds-totals", "en", tmp_path / "t.docx")
    assert refused.value.code == "mds.template.suffix"
