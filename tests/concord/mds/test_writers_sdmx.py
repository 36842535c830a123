"""SDMX out: what is written is read back equal by libraries of others and by our own reader."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from concord.mds.beside import Beside
from concord.mds.facts import bundled
from concord.mds.harmonise import Asked
from concord.mds.readers import registry
from concord.mds.tabulate import tabulate
from concord.mds.writers import ENDINGS, write
from concord.mds.writers.sdmx import STRUCTURE, write_structure
from concord.mds.writers.sdmx.shape import NOTHING, rows, shape
from concord.vocabulary.structures import Table, conform, structures

PREPARED = "2026-05-01T00:00:00Z"
#: A row of every status, empty dimensions, and texts that a careless writer breaks.
ODD = (
    ("AUS", 2018, "221", None, "IND", "origin", 7, "normal", 'a, "b"; <c> & d'),
    ("AUS", 2018, "221", None, "KEN", "origin", None, "suppressed", None),
    ("AUS", 2018, "221", None, "COD", "origin", None, "missing", "ministère, 部"),
    ("AUS", 2018, "221", None, None, "total", 0, "estimated", "=1+1"),
    ("AUS", 2019, "222", "licensed", None, "unknown", 12, "break", "two\nlines"),
)


def odd() -> Table:
    names = ("area", "year", "occupation", "activity", "origin", "row_kind", "headcount", "status", "note")
    frame = pl.DataFrame(ODD, schema=names, orient="row")
    return conform("mds-stock-by-training", frame.with_columns(pl.lit("country-submission").alias("source")))


def some(id: str) -> Table:
    table = bundled(id)
    return Table(id, table.frame.head(300), table.provenance)


TABLES = {"odd": odd, "stock": lambda: some("mds-stock-by-training"), "totals": lambda: some("mds-totals"),
          "density": lambda: some("density")}  # fmt: skip


def message(table: Table, format: str, folder: Path) -> Path:
    path = folder / f"table.{ENDINGS[format]}"
    with path.open("wb") as stream:
        assert write(table, format, stream, prepared=PREPARED) == len(table)
    return path


def structured(id: str, format: str, folder: Path) -> Path:
    path = folder / f"structure-{format}.{'json' if format == 'sdmx-json' else 'xml'}"
    with path.open("wb") as stream:
        write_structure(id, format, stream, prepared=PREPARED)
    return path


def plain(text: str) -> str:
    """Some readers make floats of all numbers of a column."""
    return text.removesuffix(".0")


def said(found: Any) -> list[dict[str, str]]:
    """Rows of a reader, what is empty left out, in an order of their own."""
    kept = [{key: plain(str(value)) for key, value in row.items() if value not in (None, "")} for row in found]
    return sorted(kept, key=lambda row: json.dumps(row, sort_keys=True))


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize("format", ["sdmx-csv", "sdmx-ml", "sdmx-ml-2.1"])
def test_pysdmx_reads_what_was_written(name: str, format: str, tmp_path: Path) -> None:
    pysdmx = pytest.importorskip("pysdmx.io")
    table = TABLES[name]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pysdmx.read_sdmx(message(table, format, tmp_path), validate=False)
    frame = found.get_datasets()[0].data
    assert said(frame.to_dict("records")) == said(rows(table))


@pytest.mark.parametrize("name", list(TABLES))
def test_sdmx1_reads_what_was_written(name: str, tmp_path: Path) -> None:
    sdmx = pytest.importorskip("sdmx")
    table = TABLES[name]()
    with structured(table.structure, "sdmx-ml-2.1", tmp_path).open("rb") as stream:
        declared = sdmx.read_sdmx(stream).structure[shape(table.structure).id]
    with message(table, "sdmx-ml-2.1", tmp_path).open("rb") as stream:
        found = sdmx.read_sdmx(stream, structure=declared)
    read = [
        {**{key: value.value for key, value in each.dimension.values.items()},
         **{key: value.value for key, value in each.attrib.items()}, "OBS_VALUE": each.value}
        for each in found.data[0].obs
    ]  # fmt: skip
    assert said(read) == said(rows(table))


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize("format", list(ENDINGS))
def test_our_own_reader_reads_what_was_written(name: str, format: str, tmp_path: Path) -> None:
    table = TABLES[name]()
    reading = registry.read(message(table, format, tmp_path))
    assert not reading.findings.hard, list(reading.findings)
    (sheet,) = reading.sheets
    ids = {each.id for each in shape(table.structure).components}
    texts = {column.header: column.texts() for column in sheet.columns if column.header in ids}
    assert said(dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)) == said(rows(table))


@pytest.mark.parametrize("name", ["stock", "totals"])
@pytest.mark.parametrize("format", list(ENDINGS))
def test_what_was_written_is_tabulated_to_the_same_table(name: str, format: str, tmp_path: Path) -> None:
    table = TABLES[name]()
    made = tabulate([message(table, format, tmp_path)], Asked(), as_of=2026, beside=Beside())
    assert not made.findings.hard, list(made.findings)
    again = next(each for each in made.tables if each.structure == table.structure)
    kept = [each for each in table.frame.columns if not each.startswith("source") and each != "note"]
    assert again.frame.select(kept).sort(kept).equals(table.frame.select(kept).sort(kept))


@pytest.mark.parametrize("format", list(STRUCTURE))
@pytest.mark.parametrize("id", ["mds-stock-by-training", "mds-totals", "mds-stock-detail", "density"])
def test_pysdmx_reads_every_structure_with_its_lists(id: str, format: str, tmp_path: Path) -> None:
    pysdmx = pytest.importorskip("pysdmx.io")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pysdmx.read_sdmx(structured(id, format, tmp_path), validate=False)
    (declared,) = found.get_data_structure_definitions()
    assert {each.id for each in declared.components} == {each.id for each in shape(id).components}
    assert {each.id for each in declared.components.dimensions} == {each.id for each in shape(id).dimensions}
    listed = {each.id: len(each) for each in found.get_codelists()}
    assert listed["CL_AREA"] > 240
    assert set(listed) == {each.codes for each in shape(id).components if each.codes}


@pytest.mark.parametrize("id", structures())
def test_every_declared_structure_has_a_value_a_time_and_codes_that_are_listed(id: str) -> None:
    if not {"area", "year"} <= {each.column for each in shape(id).components}:
        pytest.skip("a history, not a table of observations")
    found = shape(id)
    assert len(found.of("time")) == 1
    assert found.measure.column
    assert len({each.id for each in found.components}) == len(found.components)


def test_what_is_hidden_is_not_what_is_missing() -> None:
    by_origin = {row["ORIGIN"]: row for row in rows(odd())}
    assert (by_origin["KEN"]["OBS_STATUS"], by_origin["KEN"]["CONF_STATUS"]) == ("Q", "C")
    assert (by_origin["COD"]["OBS_STATUS"], by_origin["COD"]["CONF_STATUS"]) == ("O", "F")
    assert "OBS_VALUE" not in by_origin["KEN"]
    assert by_origin[NOTHING]["OBS_VALUE"] in ("0", "12")


@pytest.mark.parametrize("format", list(ENDINGS))
def test_the_same_table_gives_the_same_bytes(format: str) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write(odd(), format, first, prepared=PREPARED)
    write(odd(), format, second, prepared=PREPARED)
    assert first.getvalue() == second.getvalue()


def test_names_stand_in_every_language_they_are_declared_in(tmp_path: Path) -> None:
    whole = json.loads(structured("mds-totals", "sdmx-json", tmp_path).read_text(encoding="utf-8"))
    areas = next(each for each in whole["data"]["codelists"] if each["id"] == "CL_AREA")
    germany = next(each for each in areas["codes"] if each["id"] == "DEU")
    assert set(germany["names"]) == {"en", "fr", "es", "ar", "ru", "zh"}
