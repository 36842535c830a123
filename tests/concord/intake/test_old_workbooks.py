"""A workbook of 1997 is read where it is sound; where it would ask for memory without end, the finding says why."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from concord.intake import compound, old_workbooks
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks, Stop
from concord.mds.proposing.opened import open_file

SPECIMENS = Path(__file__).parents[2] / "specimens"
GOOD = SPECIMENS / "mds-messy/effectifs.xls"
ALL = sorted([GOOD, *SPECIMENS.glob("xlsform-examples/*.xls")])


def _put(data: bytearray, form: str, at: int, *values: int) -> bytes:
    struct.pack_into(form, data, at, *values)
    return bytes(data)


def _record(data: bytearray, kind: int) -> int:
    """Where the body of the first record of a kind begins, in a stream that lies in one piece behind the header."""
    at = 512
    while True:
        found, length = struct.unpack_from("<HH", data, at)
        if found == kind:
            return at + 4
        at += 4 + length


def _table(data: bytearray) -> int:
    """Where the table of what comes next begins."""
    return 512 * (1 + struct.unpack_from("<I", data, 76)[0])


def _circle(data: bytearray) -> bytes:
    return _put(data, "<I", _table(data) + 4, 0)


def _circle_in_the_list_of_the_table(data: bytearray) -> bytes:
    sector = (len(data) - 512) // 512
    struct.pack_into("<2I", data, 68, sector, 1)
    return bytes(data) + struct.pack("<128I", *[0] * 127, sector)


def _directory(data: bytearray) -> int:
    return 512 * (1 + struct.unpack_from("<I", data, 48)[0])


CASES: dict[str, tuple[Callable[[bytearray], bytes], str]] = {
    "a chain that comes back to itself": (_circle, "intake.package.markup"),
    "a list of the table that does": (_circle_in_the_list_of_the_table, "intake.package.markup"),
    "a stream larger than the file": (
        lambda data: _put(data, "<I", _directory(data) + 128 + 120, 1 << 30), "intake.package.markup",
    ),
    "a table larger than the file": (lambda data: _put(data, "<I", 44, 1 << 20), "intake.package.markup"),
    "sectors of no size": (lambda data: _put(data, "<H", 30, 60), "intake.package.markup"),
    "a sheet that says it is immense": (
        lambda data: _put(data, "<IIHH", _record(data, 0x0200), 0, 1 << 27, 0, 60_000), "intake.limit.far-cell",
    ),
    "a number far from the others": (
        lambda data: _put(data, "<HH", _record(data, 0x027E), 65_535, 16_000), "intake.limit.far-cell",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_would_ask_for_memory_without_end_is_refused_with_its_reason(name: str) -> None:
    spoil, code = CASES[name]
    reading = open_file(spoil(bytearray(GOOD.read_bytes())), "effectifs.xls", limits=Limits())
    assert {each.code for each in reading.findings.hard} == {code}
    assert not reading.grids


def test_a_sheet_that_is_too_large_is_named() -> None:
    remarks = Remarks()
    with pytest.raises(Stop):
        old_workbooks.check(CASES["a number far from the others"][0](bytearray(GOOD.read_bytes())), Limits(), remarks)
    (said,) = remarks
    assert (said.sheet, said.row) == (open_file(GOOD).grids[1].name, 65_536)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_a_sound_workbook_is_let_through_and_its_stream_is_whole(path: Path) -> None:
    data = path.read_bytes()
    stream = compound.Container(data).stream("Workbook")
    assert stream is not None
    assert stream[:2] == b"\x09\x08", "begins with the record that begins a workbook"
    assert stream.rstrip(b"\0").endswith(b"\x0a"), "and ends with the one that ends it"
    old_workbooks.check(data, Limits(), Remarks())
