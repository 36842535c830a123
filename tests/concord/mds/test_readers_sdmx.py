"""SDMX messages: one table in eleven forms, with its places, its attributes and nothing lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.intake import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints
from concord.mds.harmonise import Asked
from concord.mds.readers import child, registry
from concord.mds.tabulate import Tabulated, tabulate

SPECIMENS = Path(__file__).parents[2] / "specimens" / "mds" / "sdmx"
FORMS = sorted(path.name for path in SPECIMENS.glob("stock-*"))
ROWS = [
    ("GBR", "origin", None, "suppressed", None),
    ("IND", "origin", 1020, "normal", None),
    ("PHL", "origin", 310, "provisional", "registered only"),
    ("VNM", "origin", 0, "normal", None),
    (None, "unknown", 12, "normal", None),
]


def stock(made: Tabulated) -> list[tuple[Any, ...]]:
    assert not (*made.findings.hard, *made.findings.soft), list(made.findings)
    (table,) = (each for each in made.tables if each.structure == "mds-stock-by-training")
    assert set(table["area"]) == {"NZL"}
    assert set(table["year"]) == {2018}
    assert set(table["occupation"]) == {"221"}
    frame = table.frame.select("origin", "row_kind", "headcount", "status", "note")
    return sorted(frame.rows(), key=lambda row: row[0] or "~")


def test_there_is_a_specimen_of_every_form() -> None:
    assert len(FORMS) == 11
    said = " ".join(FORMS)
    for form in ("csv-1.0", "csv-2.0", "ml-2.1-generic", "ml-2.1-specific", "ml-3.0", "json-1.0", "json-2.0"):
        assert form in said


@pytest.mark.parametrize("form", FORMS)
def test_one_table_is_the_same_in_every_form(form: str) -> None:
    assert stock(tabulate([SPECIMENS / form], Asked(), as_of=2026)) == ROWS


@pytest.mark.parametrize("form", [form for form in FORMS if form.endswith(".xml")])
def test_every_observation_stands_on_its_line(form: str) -> None:
    lines = (SPECIMENS / form).read_text(encoding="utf-8").splitlines()
    (sheet,) = registry.read(SPECIMENS / form).sheets
    assert len(sheet) == 5
    assert all(re.search(r"<(generic:)?Obs\b", lines[row - 1]) for row in sheet.rows)


def test_a_message_without_line_breaks_counts_its_observations() -> None:
    content = (SPECIMENS / "stock-ml-2.1-specific.xml").read_bytes().replace(b"\n", b" ")
    reading = registry.read(content, "one-line.xml")
    assert reading.facts["places"] == "observations"
    assert list(reading.sheets[0].rows) == [1, 2, 3, 4, 5]


def test_two_data_sets_of_one_structure_are_both_read() -> None:
    text = (SPECIMENS / "stock-ml-3.0-specific.xml").read_text(encoding="utf-8")
    whole = re.search(r"  <message:DataSet .*</message:DataSet>\n", text, re.DOTALL)
    assert whole is not None
    second = whole.group().replace('TIME_PERIOD="2018"', 'TIME_PERIOD="2019"')
    content = text.replace(whole.group(), whole.group() + second).encode()
    names = [sheet.name for sheet in registry.read(content, "two.xml").sheets]
    assert len(names) == len(set(names)) == 2


def test_attributes_of_the_data_set_reach_every_observation() -> None:
    """A reader that drops them reads thousands as units; pysdmx 1.21 does."""
    for form in ("stock-ml-2.1-generic-flat.xml", "stock-ml-3.0-specific.xml", "stock-json-1.0-flat.json"):
        (sheet,) = registry.read(SPECIMENS / form).sheets
        assert set(sheet.column("UNIT_MULT").texts()) == {"0"}
        assert set(sheet.column("UNIT_MEASURE").texts()) == {"PS"}


@pytest.mark.parametrize("form", ["structure-ml-2.1.xml", "structure-ml-3.0.xml", "structure-json-2.0.json"])
def test_code_lists_and_components_are_tables(form: str) -> None:
    reading = registry.opened(SPECIMENS / form)
    codes, components = reading.sheets
    assert (codes.name, components.name) == (
        "codelist CONCORD:CL_OCCUPATION(1.0)",
        "datastructure CONCORD:MDS_TOTALS(1.0)",
    )
    assert dict(zip(codes.column("code").texts(), codes.column("name").texts(), strict=True)) == {
        "HP": "Health professionals",
        "221": "Medical doctors",
        "2221_3221": "Nurses",
    }
    roles = dict(zip(components.column("component").texts(), components.column("role").texts(), strict=True))
    assert roles == {
        "REF_AREA": "dimension",
        "OCCUPATION": "dimension",
        "TIME_PERIOD": "dimension",
        "OBS_VALUE": "measure",
        "OBS_STATUS": "attribute",
    }


def test_too_many_observations_are_refused_before_they_are_all_held() -> None:
    rows = {str(number): [number] for number in range(10_000)}
    values = [{"id": str(number)} for number in range(10_000)]
    message = {
        "dataSets": [{"observations": rows}],
        "structure": {"dimensions": {"observation": [{"id": "TIME_PERIOD", "values": values}]}},
    }
    reading = registry.read(json.dumps(message).encode(), "many.json", limits=Limits(text_rows=5_000))
    assert [finding.code for finding in reading.findings] == ["intake.limit.rows"]
    assert not reading.sheets


def test_the_locks_are_up_while_a_message_is_read() -> None:
    locks = registry.read(SPECIMENS / "stock-ml-2.1-generic.xml").facts["locks"]
    assert locks["audit_hook"]


AREAS = st.sampled_from(["NZL", "AUS", "NAM", "NOR"])
NUMBERS = st.integers(min_value=0, max_value=10**15)
OBSERVATIONS = st.lists(st.tuples(AREAS, st.integers(1990, 2025), NUMBERS), min_size=1, max_size=12)


@given(OBSERVATIONS)
@settings(max_examples=40, deadline=None)
def test_json_and_xml_of_the_same_observations_give_the_same_cells(observations: list[tuple[str, int, int]]) -> None:
    wanted = [(area, str(year), str(number)) for area, year, number in observations]
    assert cells(child.read, as_json(observations), "m.json") == wanted
    assert cells(child.read, as_xml(observations), "m.xml") == wanted


def cells(reads: Any, content: bytes, name: str) -> list[tuple[str, ...]]:
    remarks = Remarks()
    found = reads(Source(name, content), Limits(), remarks, Hints())
    assert not remarks.hard, list(remarks)
    (sheet,) = found.sheets
    columns = [sheet.column(header).texts() for header in ("REF_AREA", "TIME_PERIOD", "OBS_VALUE")]
    return list(zip(*columns, strict=True))


def as_json(observations: list[tuple[str, int, int]]) -> bytes:
    sets = []
    areas = sorted({area for area, _, _ in observations})
    years = sorted({year for _, year, _ in observations})
    for number, (area, year, value) in enumerate(observations):
        key = f"{number}:{areas.index(area)}:{years.index(year)}"
        sets.append((key, [value]))
    dimensions = [
        {"id": "N", "values": [{"id": str(number)} for number in range(len(observations))]},
        {"id": "REF_AREA", "values": [{"id": area} for area in areas]},
        {"id": "TIME_PERIOD", "values": [{"id": str(year)} for year in years]},
    ]
    message = {"dataSets": [{"observations": dict(sets)}], "structure": {"dimensions": {"observation": dimensions}}}
    return json.dumps(message).encode()


def as_xml(observations: list[tuple[str, int, int]]) -> bytes:
    space = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"
    lines = [f'<Obs REF_AREA="{area}" TIME_PERIOD="{year}" OBS_VALUE="{value}"/>' for area, year, value in observations]
    body = "\n".join(lines)
    root = f'<m:StructureSpecificData xmlns:m="{space}">'
    return f'<?xml version="1.0"?>{root}<m:DataSet>{body}</m:DataSet></m:StructureSpecificData>'.encode()


@given(st.binary(max_size=400), st.sampled_from(["m.xml", "m.json"]), st.integers(0, 3))
@settings(max_examples=120, deadline=None)
def test_no_bytes_make_the_readers_fall(noise: bytes, name: str, where: int) -> None:
    """Noise put into real messages: a remark or a table, never an exception."""
    form = "stock-ml-2.1-generic.xml" if name.endswith("xml") else "stock-json-2.0.json"
    content = (SPECIMENS / form).read_bytes()
    at = len(content) * where // 3
    remarks = Remarks()
    child.read(Source(name, content[:at] + noise + content[at:]), Limits(), remarks, Hints())


TOKENS = st.sampled_from(
    ["0", "7", "-1", "null", '""', "[]", "{}", "true", '"0:0"', "1e999", '{"id": 5}', "[[[]]]", '"\\ud800"']
)


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_no_wrong_shape_of_a_message_makes_the_readers_fall(data: st.DataObject) -> None:
    form = data.draw(
        st.sampled_from(
            ["sdmx/stock-json-2.0.json", "sdmx/stock-json-1.0.json", "sdmx/structure-json-2.0.json", "fhir/bundle.json"]
        )
    )
    text = (SPECIMENS.parent / form).read_text(encoding="utf-8")
    parts = re.split(r'("(?:[^"\\]|\\.)*"|\d+)', text)
    for _ in range(data.draw(st.integers(1, 3))):
        parts[data.draw(st.integers(0, len(parts) - 1))] = data.draw(TOKENS)
    remarks = Remarks()
    child.read(Source("m.json", "".join(parts).encode("utf-8", "replace")), Limits(), remarks, Hints())
