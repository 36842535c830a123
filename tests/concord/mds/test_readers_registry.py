"""The one door: what is no message is read as intake reads it, and what intake refuses stays refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from concord import intake
from concord.errors import Invalid, NotFound
from concord.intake import Limits
from concord.mds.readers import registry

TABLE = "\ufeffPays de formation;2017;2018\nAlgérie;4 300;4 500\nTotal;4 300;4 500\n".encode()


def test_a_table_is_read_as_intake_reads_it() -> None:
    ours, theirs = registry.read(TABLE, "table.csv"), intake.read(TABLE, "table.csv")
    assert ours.sheets[0].frame().equals(theirs.sheets[0].frame())
    assert (ours.findings, ours.encoding, ours.decimal) == (theirs.findings, theirs.encoding, theirs.decimal)
    assert (ours.digest, ours.size, ours.signature) == (theirs.digest, theirs.size, theirs.signature)
    assert "format" not in ours.facts


def test_parquet_is_for_the_officers_own_computer_alone(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pl.DataFrame({"origin": ["IND"], "year": [2018], "occupation": ["221"], "headcount": [5]}).write_parquet(path)
    assert [finding.code for finding in registry.read(path).findings.hard] == ["intake.file.parquet"]
    reading = registry.read(path, limits=Limits.none())
    assert reading.sheet().headers == ("origin", "year", "occupation", "headcount")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<html><body><table></table></body></html>", "intake.file.html"),
        ("a.pdf", b"%PDF-1.7\n", "intake.file.pdf"),
        ("empty.xml", b"", "intake.file.empty"),
        ("table.xml", b"a,b\n1,2\n", "intake.file.name-and-content-differ"),
        ("shapes.topojson", b'{"type": "Topology"}', "intake.file.json"),
    ],
)
def test_what_is_neither_table_nor_message_is_refused_by_name(name: str, content: bytes, code: str) -> None:
    assert [finding.code for finding in registry.read(content, name).findings.hard] == [code]


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    reading = registry.read(b"<a/>" * 1000, "large.xml", limits=Limits(packed_bytes=1000))
    assert [finding.code for finding in reading.findings] == ["intake.limit.packed"]


def test_refusals_are_those_of_intake(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        registry.read(tmp_path / "none.xml")
    with pytest.raises(Invalid) as refused:
        registry.read(TABLE, "table.csv", encoding="klingon")
    assert refused.value.code == "intake.encoding.not-known"


def test_a_message_that_needs_too_much_is_ended_from_outside() -> None:
    rows = ",".join(f'"{number}:0": [1]' for number in range(400_000))
    content = '{"dataSets": [{"observations": {' + rows + "}}]}"
    reading = registry.read(content.encode(), "large.json", limits=Limits(memory_bytes=64 * 1024 * 1024))
    assert [finding.code for finding in reading.findings] == ["intake.limit.memory"]
