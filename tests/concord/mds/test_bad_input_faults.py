"""Faults that fuzzing has found, each with the smallest input that showed it."""

from __future__ import annotations

import io
import re
import sys
import time
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.intake import encodings, process
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.sheet_scan import MarkupRefused, Scanner
from concord.intake.source import Source
from concord.intake.tables import Hints
from concord.intake.unseen import parse
from concord.mds.proposing import cells, headings, suggesting, titles
from concord.mds.proposing.opened import open_file
from concord.mds.readers.registry import read
from concord.mds.readers.spread import across
from concord.vocabulary.areas_fold import lookalikes

from .bad_inputs import makers

#: An encoding that Python knows and no reader imports ahead: in the locked process its import is refused.
LOCKED_OUT = b'<?xml version="1.0" encoding="cp1026"?><workbook/>'
UNKNOWN = b'<?xml version="1.0" encoding="no-such-thing"?><workbook/>'


def repacked(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A package with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as after:
        for name in before.namelist():
            body = before.read(name)
            if name == part:
                assert old in body
                body = body.replace(old, new)
            after.writestr(name, body)
    return stream.getvalue()


@pytest.mark.parametrize("markup", [LOCKED_OUT, UNKNOWN], ids=["locked-out", "unknown"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "docProps/app.xml"])
def test_a_part_in_an_encoding_nobody_reads_does_not_end_the_process(part: str, markup: bytes) -> None:
    head = markup.partition(b"?>")[0] + b"?>"
    data = repacked(makers().shared(), part, b"<?xml", head[:-2] + b"?><?was")
    codes = {each.code for each in read(data, "book.xlsx").findings}
    assert not codes & {"intake.process.failed", "intake.process.garbled"}


def test_a_refusal_of_the_locks_is_a_refusal_of_the_part(monkeypatch: pytest.MonkeyPatch) -> None:
    from defusedxml import ElementTree

    def refused(*_: object, **__: object) -> None:
        raise PermissionError("import")

    monkeypatch.setattr(ElementTree, "fromstring", refused)
    assert parse(b"<a/>") is None


def test_a_sheet_in_an_encoding_nobody_reads_is_refused_as_markup() -> None:
    scanner = Scanner(frozenset())
    scanner(UNKNOWN)
    with pytest.raises(MarkupRefused):
        scanner(b"")


@pytest.mark.parametrize("maker", ["parquet-broken", "parquet-that-lies"])
def test_a_broken_parquet_file_says_that_it_is_broken(maker: str) -> None:
    found = read(makers().MAKERS[maker](), "table.parquet", limits=Limits.none()).findings
    assert [each.code for each in found] == ["intake.file.broken"]


@pytest.mark.parametrize("at", [30, 200, 400, -60, -20])
def test_a_turned_byte_in_a_parquet_file_ends_no_process(at: int) -> None:
    data = bytearray(makers().MAKERS["parquet"]())
    data[at] ^= 0xFF
    found = {each.code for each in read(bytes(data), "table.parquet", limits=Limits.none()).findings}
    assert not found & {"intake.process.failed", "intake.process.garbled"}


@pytest.mark.parametrize("end", [b"</table:tabel>", b"</table:table", b""], ids=["misspelt", "cut", "left-out"])
def test_an_open_document_whose_table_never_ends_is_refused_at_once(end: bytes) -> None:
    data = repacked(makers().MAKERS["opendocument"](), "content.xml", b"</table:table>", end)
    remarks, begun = Remarks(), time.perf_counter()
    cells.read(Source("book.ods", data), Limits(), remarks, Hints())
    assert [each.code for each in remarks if each.level == "hard"] == ["intake.package.markup"]
    assert time.perf_counter() - begun < 5


def test_a_reading_process_without_limits_still_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """On an officer's own computer nothing is limited, but a reader that goes round in circles is stopped."""
    seen: list[Limits] = []

    def started(stream: object, request: object, limits: Limits, *_: object) -> Iterator[None]:
        seen.append(limits)
        raise OSError("stop")

    monkeypatch.setattr(process, "_started", started)
    for limits in (Limits.none(), Limits(cpu_seconds=7)):
        with pytest.raises(OSError, match="stop"):
            process.run(io.BytesIO(b"x" * 3 * 1024 * 1024), "a.csv", limits, {})
    assert [each.cpu_seconds for each in seen] == [600 + 3 * 60, 7]
    assert seen[0].memory_bytes is None


def test_heads_of_very_many_columns_are_looked_up_without_suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidfuzz import process as alike

    def compared(*_: object, **__: object) -> None:
        raise AssertionError("a head was compared with every name")

    monkeypatch.setattr(alike, "extract", compared)
    heads = ",".join(["country", *(f"nowhere {number}" for number in range(400)), "India", "Kenya"])
    reading = read(f"{heads}\nx{',1' * 402}\n".encode(), "wide.csv")
    found = across(reading.sheets[0].columns, ())
    assert [each.column.header for each in found] == ["India", "Kenya"]


def test_a_cell_longer_than_a_name_is_compared_with_no_name() -> None:
    long = "registered nurse " * 3_000
    begun = time.perf_counter()
    assert suggesting.occupations_like(long) == ()
    assert headings.said_by(long) == headings.SILENT
    assert headings.across(long) == {}
    titles.said_by([long + " 2018"])
    assert lookalikes("К" + long)[:1] == ("К",)
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\u200b"])
def test_a_letter_that_is_not_seen_is_told_wherever_it_stands(letter: str) -> None:
    text = f"country of training,year,occupation,headcount\nIn{letter}dia,2018,221,1\n"
    found = {(each.code, each.where.row, each.where.letter) for each in read(text.encode(), "a.csv").findings}
    assert ("intake.text.invisible", 2, "A") in found


def test_a_very_long_line_without_foreign_letters_is_looked_through_once() -> None:
    """The search for lines with foreign letters took the square of a line's length: two seconds for ten kilobytes."""
    data = b"country,headcount\n" + b"a," * 200_000 + b"\nC\xf4te,1\n"
    begun = time.perf_counter()
    assert encodings.detect(data, None).name
    assert time.perf_counter() - begun < 5


@given(st.binary(max_size=80) | st.lists(st.sampled_from([b"a", b",", b"\n", b"\r", b"\xe9", b"\xff"])).map(b"".join))
def test_the_lines_with_foreign_letters_are_found(data: bytes) -> None:
    lines = [line for line in re.split(rb"[\r\n]", data) if any(byte > 127 for byte in line)]
    assert encodings._sample(data) == b"\n".join(lines)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited by the system on Linux")
def test_a_spoilt_workbook_of_1997_takes_no_more_memory_than_its_size_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """On an officer's own computer nothing is limited, but the reader believes whatever length a spoilt file says."""
    seen: list[Limits] = []

    def run(stream: object, name: str, limits: Limits, *_: object, **__: object) -> process.Outcome:
        seen.append(limits)
        raise OSError("stop")

    monkeypatch.setattr(process, "run", run)
    for name in ("book.xls", "book.xlsx"):
        with pytest.raises(OSError, match="stop"):
            open_file(b"x" * 1000, name, limits=Limits.none())
    assert [each.memory_bytes for each in seen] == [(1 << 30) + 100_000, None]
