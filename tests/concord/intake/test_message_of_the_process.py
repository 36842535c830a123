"""The message of the reading process reads back the same; anything else is garbled, never trusted, never a crash."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.intake import Limits, tables, wire
from concord.intake.columns import index_of, letter
from concord.intake.message import Garbled, Message
from concord.intake.remarks import Remarks
from concord.intake.source import Source


def written(body: bytes) -> bytes:
    remarks, out = Remarks(), io.BytesIO()
    found = tables.read(Source("a.csv", body), Limits(), remarks, tables.Hints())
    wire.write_begin(out)
    wire.write_remarks(out, remarks)
    for sheet in found.sheets:
        wire.write_sheet(out, sheet)
    wire.write_end(out, found.facts)
    return out.getvalue()


def understood(data: bytes, most: int | None = 10_000_000) -> Message:
    message = Message(io.BytesIO(data), "a.csv", most)
    message.read()
    return message


BODY = 'area,note,headcount\nKEN,"Côte\nd’Ivoire",12\n\nNAM,,-\nNOR,x,3\n'.encode()
WHOLE = written(BODY)


def test_a_sheet_reads_back_the_same() -> None:
    sheet = understood(WHOLE).sheets[0]
    assert [column.texts() for column in sheet.columns] == [
        ["KEN", "NAM", "NOR"],
        ["Côte\nd’Ivoire", "", "x"],
        ["12", "-", "3"],
    ]
    assert list(sheet.rows) == [2, 5, 6]
    assert [cell.kind for cell in sheet.cells()][3:6] == ["text", "empty", "text"]
    assert sheet.frame().to_dict(as_series=False) == {
        "source_row": [2, 5, 6],
        "area": ["KEN", "NAM", "NOR"],
        "note": ["Côte\nd’Ivoire", "", "x"],
        "headcount": ["12", "-", "3"],
    }
    assert list(sheet.records())[2] == {"area": "NOR", "note": "x", "headcount": "3"}
    assert sheet.place(1, "headcount").row == 5


@pytest.mark.parametrize("end", range(0, len(WHOLE), 7))
def test_a_message_cut_short_is_garbled(end: int) -> None:
    with pytest.raises(Garbled):
        understood(WHOLE[:end])


def test_a_message_that_is_too_long_is_garbled() -> None:
    with pytest.raises(Garbled):
        understood(WHOLE, most=100)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=6))
def test_a_changed_message_is_garbled_or_safe(at: int, put: bytes) -> None:
    changed = WHOLE[:at] + put + WHOLE[at + len(put) :]
    try:
        message = understood(changed)
    except (Garbled, ValueError, TypeError, KeyError, OverflowError, MemoryError):
        return
    for sheet in message.sheets:
        assert all(len(column) == len(sheet) for column in sheet.columns)
        list(sheet.cells())
        sheet.frame()


@given(st.binary(max_size=200))
def test_noise_is_garbled(noise: bytes) -> None:
    with pytest.raises((Garbled, ValueError)):
        understood(noise)


@given(st.integers(0, 20_000))
def test_column_letters_and_numbers_agree(number: int) -> None:
    assert index_of(letter(number)) == number
