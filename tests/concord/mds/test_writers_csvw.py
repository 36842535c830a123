"""CSV on the Web: whoever knows the standard reads our CSV back from its metadata alone, types and empty values too."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from concord.intake.neutral import restored
from concord.intake.out import Meta, write_csv
from concord.mds import facts
from concord.mds.citation import citation, content_digest
from concord.mds.writers import ending, write
from concord.mds.writers.csvw import dialect, metadata
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.structures import Table, polars_schema, structure, structures, table

#: Of what is released: rows that are persons are not.
STRUCTURES = [id for id in structures() if not structure(id).is_of_persons]
#: What a cell of each data type of the metadata becomes.
READS = {"string": str, "integer": int, "number": float}


def sample() -> Table:
    return table(
        "mds-stock-by-training",
        area=["NAM"] * 5, year=[2018] * 5, occupation=["221"] * 5,
        origin=["NOR", "ZAF", "CUB", None, None], row_kind=["origin", "origin", "origin", "domestic", "unknown"],
        headcount=[0, 12, None, 100, None], status=["normal", "provisional", "suppressed", "normal", "missing"],
        note=['says "so", twice\nover', "=1+1", "# no comment", None, "أطباء"], source=["un-wpp-2024"] * 5,
        source_file=["a,b.csv"] * 5, source_row=[2, 3, 4, 5, 6],
    )  # fmt: skip


def archive(made: Table, language: str = "en") -> tuple[bytes, dict[str, Any], bytes]:
    """The whole archive, its metadata, and the CSV that they name."""
    stream = io.BytesIO()
    assert write(made, "csvw", stream, language) == len(made)
    with zipfile.ZipFile(stream) as held:
        (name,) = (each for each in held.namelist() if each.endswith("-metadata.json"))
        described = json.loads(held.read(name))
        assert name == f"{described['url']}-metadata.json"
        assert set(held.namelist()) == {name, described["url"]}
        return stream.getvalue(), described, held.read(described["url"])


def read(described: dict[str, Any], content: bytes) -> list[dict[str, Any]]:
    """A table as the model for tabular data reads it: from its dialect and its columns, and from nothing else."""
    said, columns = described["dialect"], described["tableSchema"]["columns"]
    text = content.decode(said["encoding"]).removeprefix("\ufeff")
    for _ in range(said["skipRows"]):
        text = text.partition("\r\n")[2]
    assert said["doubleQuote"]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=said["delimiter"], quotechar=said["quoteChar"], strict=True
    )
    heads = [next(rows) for _ in range(said["headerRowCount"])]
    for column, head in zip(columns, heads[0], strict=True):
        assert head in column["titles"].values()
        assert head == column["name"]
    return [{column["name"]: _cell(column, cell) for column, cell in zip(columns, row, strict=True)} for row in rows]


def _cell(column: dict[str, Any], cell: str) -> Any:
    if cell in column["null"]:
        assert not column.get("required"), column["name"]
        return None
    type = column["datatype"]
    if isinstance(type, dict):
        assert re.fullmatch(type["format"], cell), (column["name"], cell)
        type = type["base"]
    return READS[type](cell)


def expected(made: Table) -> list[dict[str, Any]]:
    return made.frame.to_dicts()


def unarmed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The texts as they were: an apostrophe before what a spreadsheet would calculate is taken off, as is said."""
    return [{name: restored(cell) if isinstance(cell, str) else cell for name, cell in row.items()} for row in rows]


def test_a_table_is_read_back_equal_from_its_metadata_alone() -> None:
    _, described, content = archive(sample())
    assert unarmed(read(described, content)) == expected(sample())
    assert any("apostrophe" in each["rdfs:comment"] for each in described["notes"])


@pytest.mark.parametrize("id", [id for id in facts.bundled_structures() if id in STRUCTURES])
def test_bundled_facts_are_read_back_equal_from_their_metadata_alone(id: str) -> None:
    held = facts.bundled(id)
    few = Table(id, held.frame.head(300), held.provenance)
    _, described, content = archive(few)
    found = pl.DataFrame(unarmed(read(described, content)), schema=polars_schema(id))
    assert found.equals(few.frame)


def test_the_csv_of_the_archive_is_the_one_that_is_written_alone() -> None:
    _, described, content = archive(sample())
    alone = io.BytesIO()
    write(sample(), "csv", alone)
    assert content == alone.getvalue()
    assert described["schema:sha256"] == sha256(content).hexdigest()
    assert ending("csvw") == "csvw.zip"


def test_the_same_table_gives_the_same_archive_whatever_the_time() -> None:
    whole = archive(sample())[0]
    assert whole == archive(sample())[0]
    with zipfile.ZipFile(io.BytesIO(whole)) as held:
        assert {each.date_time for each in held.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_dialect_is_that_of_the_bytes() -> None:
    rows = [{"area": "KEN", "note": "#"}]
    plain, marked = io.BytesIO(), io.BytesIO()
    write_csv(plain, ["area", "note"], rows)
    write_csv(marked, ["area", "note"], rows, Meta(title="a", source="b"), delimiter=";", excel=True)
    assert (dialect(plain.getvalue())["skipRows"], dialect(plain.getvalue())["delimiter"]) == (0, ",")
    assert (dialect(marked.getvalue())["skipRows"], dialect(marked.getvalue())["delimiter"]) == (3, ";")


@pytest.mark.parametrize("id", STRUCTURES)
def test_every_column_has_its_name_a_title_in_six_languages_and_a_type(id: str) -> None:
    described = metadata(table(id), b"", "a.csv", language="en", citation="", digest="")
    columns = described["tableSchema"]["columns"]
    assert [each["name"] for each in columns] == list(structure(id).names)
    for each in columns:
        assert each["titles"]["und"] == each["name"]
        assert set(each["titles"]) == {"und", *LANGUAGES}, each["name"]
        assert each["null"] == [""]
        assert each["datatype"]
    titles = [each["titles"]["en"] for each in columns]
    assert len(set(titles)) == len(titles)


def test_codes_that_occur_are_named_in_their_languages_and_others_are_refused() -> None:
    _, described, content = archive(sample())
    columns = {each["name"]: each for each in described["tableSchema"]["columns"]}
    concepts = {each["skos:notation"]: each for each in columns["status"]["skos:inScheme"]["skos:hasTopConcept"]}
    assert set(concepts) == {"normal", "provisional", "suppressed", "missing"}
    assert {each["@language"] for each in concepts["suppressed"]["skos:prefLabel"]} == set(LANGUAGES)
    areas = {each["skos:notation"] for each in columns["origin"]["skos:inScheme"]["skos:hasTopConcept"]}
    assert areas == {"NOR", "ZAF", "CUB"}
    with pytest.raises(AssertionError):
        read(described, content.replace(b",suppressed,", b",hidden,"))
    with pytest.raises(AssertionError):
        read(described, content.replace(b"NAM,2018", b",2018"))


def test_the_dimensions_are_the_key_only_where_no_two_rows_share_them() -> None:
    _, described, _ = archive(sample())
    assert described["tableSchema"]["primaryKey"] == list(structure("mds-stock-by-training").of("dimension"))
    twice = Table("mds-stock-by-training", pl.concat([sample().frame, sample().frame]))
    assert "primaryKey" not in archive(twice)[1]["tableSchema"]


def test_source_licence_citation_and_digest_are_in_the_metadata() -> None:
    _, described, _ = archive(sample())
    assert described["dc:bibliographicCitation"] == citation(sample())
    assert described["dc:identifier"] == [f"sha256:{content_digest(sample())}"]
    assert described["dc:license"] == [{"@id": "https://creativecommons.org/licenses/by/3.0/igo/"}]
    assert described["dc:source"] == ["United Nations, World Population Prospects 2024"]
    assert {each["@language"] for each in described["dc:title"]} == set(LANGUAGES)


def test_another_library_reads_the_same_table(tmp_path: Path) -> None:
    csvw = pytest.importorskip("csvw")
    stream, _, _ = archive(sample())
    with zipfile.ZipFile(io.BytesIO(stream)) as held:
        held.extractall(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = csvw.CSVW(str(tmp_path / "mds-stock-by-training.csv-metadata.json"), validate=True)
        assert found.is_valid, found.warnings
        rows = [dict(row) for row in found.tables[0]]
    assert unarmed(rows) == expected(sample())
