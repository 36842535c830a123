"""A large text table lands as it stands: the same texts on the same rows as when every row is read by itself."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from concord.intake import tables
from concord.intake.landing import blocks, coded, text
from concord.intake.landing.pieces import Head, Piece
from concord.intake.landing.receiving import _message_for, land
from concord.intake.limits import Limits
from concord.intake.message import Garbled
from concord.intake.remarks import Remarks, Stop
from concord.intake.source import Source
from concord.intake.wire import write_begin, write_end

HEADER = "person,year,training\n"


class Taken:
    """Takes everything, as rows."""

    def __init__(self, wanted: bool = True) -> None:
        self.wanted = wanted
        self.head: Head | None = None
        self.rows: list[tuple[int, ...]] = []
        self.cells: list[tuple[str, ...]] = []

    def begin(self, head: Head) -> bool:
        self.head = head
        return self.wanted

    def take(self, piece: Piece) -> None:
        self.rows += piece.rows.tolist()
        self.cells += list(zip(*(column.to_pylist() for column in piece.columns), strict=True))


def landed(data: bytes, *, size: int = 64) -> tuple[Taken, list[tuple[str, int | None]]]:
    """The table by way of the pieces, in this process, with small blocks."""
    out, remarks, taken = io.BytesIO(), Remarks(), Taken()
    write_begin(out)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "SIZE", size)
        patch.setattr(blocks, "TAIL_LINES", 8)
        patch.setattr(text, "blocks", lambda *args: blocks.blocks(*args, size=size))
        with suppress(Stop):
            text.send(Source("t.csv", data), Limits(), remarks, tables.Hints(), out)
    write_end(out, {})
    out.seek(0)
    _message_for(taken)(out, "t.csv", None).read()
    return taken, [(remark.code, remark.row) for remark in remarks]


def ordinary(data: bytes) -> tuple[list[int], list[tuple[str, ...]], list[tuple[str, int | None]]]:
    """The table as every table is read."""
    remarks = Remarks()
    read = tables.read(Source("t.csv", data), Limits(), remarks, tables.Hints())
    said = [(remark.code, remark.row) for remark in remarks]
    if not read.sheets:
        return [], [], said
    sheet = read.sheets[0]
    return list(sheet.rows), list(zip(*(c.texts() for c in sheet.columns), strict=True)), said


MESSY = {
    "plain": HEADER + "".join(f"{i},2024,PHL\n" for i in range(60)),
    "without a last line end": HEADER + "".join(f"{i},2024,PHL\n" for i in range(60)) + "x,2024,IND",
    "carriage returns": (HEADER + "".join(f"{i},2024,PHL\n" for i in range(60))).replace("\n", "\r\n"),
    "titles above": "Register of nurses\n\n" + HEADER + "".join(f"{i},2024,PHL\n" for i in range(60)),
    "quoted line ends": HEADER + "".join(f'{i},2024,"PHL\n{i}"\n' for i in range(40)),
    "quoted delimiters": HEADER + "".join(f'"{i}",2024,"Congo, ""Dem."" Rep."\n' for i in range(40)),
    "blank rows": HEADER + "".join(f"{i},2024,PHL\n" + ("\n" if i % 9 == 0 else "") for i in range(60)),
    "rows of commas": HEADER + "".join(f"{i},2024,PHL\n" + (",,\n" if i % 9 == 0 else "") for i in range(60)),
    "header again": HEADER + "".join(f"{i},2024,PHL\n" + (HEADER if i == 30 else "") for i in range(60)),
    "rows too short": HEADER + "".join(f"{i},2024\n" if i % 11 == 5 else f"{i},2024,PHL\n" for i in range(60)),
    "rows too long": HEADER + "".join(f"{i},2024,PHL,x\n" if i % 31 == 5 else f"{i},2024,PHL\n" for i in range(60)),
    "notes below": HEADER + "".join(f"{i},2024,PHL\n" for i in range(60)) + "\nSource: the register\n",
    "a neutralised formula": HEADER + "".join(f"{i},2024,'=PHL\n" for i in range(60)),
    "an inch": HEADER + "".join(f'{i},2024,5" PHL\n' for i in range(40)),
    "a quote that opens nothing": HEADER + "".join(f'{i},2024,"old" PHL\n' for i in range(40)),
    "a quote that never closes": HEADER + "0,2024,PHL\n" * 9 + '1,2024,"PHL\n' + "2,2024,PHL\n" * 40,
    "a zero byte": HEADER + "".join(f"{i},2024,PHL\n" for i in range(60)) + "1,2024,\x00\n",
}


@pytest.mark.parametrize("name", MESSY)
def test_pieces_say_the_same_as_reading_row_by_row(name: str) -> None:
    data = MESSY[name].encode()
    taken, said = landed(data)
    rows, cells, expected = ordinary(data)
    hard = [code for code, _ in expected if code in ("intake.text.quote-stray", "intake.text.zero-byte")]
    if hard:
        assert [code for code, _ in said if code in hard] == hard
        return
    assert (taken.rows, taken.cells) == (rows, cells)
    layout = ("intake.row.", "intake.header.", "intake.text.")
    assert sorted(s for s in said if s[0].startswith(layout)) == sorted(e for e in expected if e[0].startswith(layout))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_every_encoding_lands_as_the_same_text(encoding: str) -> None:
    lines = "".join(f"{i},٢٠٢٤,مصر\n" if encoding != "cp1256" else f"{i},2024,مصر والعراق\n" for i in range(80))
    data = ("رقم التسجيل,السنة,بلد التدريب\n" + lines).encode(encoding)
    taken, _ = landed(data)
    rows, cells, _ = ordinary(data)
    assert (taken.rows, taken.cells) == (rows, cells)
    assert len(rows) == 80


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=6) | st.sampled_from(
    ["", " ", '"', ",", "a\nb", "'=1", "PHL", "x" * 40]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=5, max_size=40), st.integers(24, 200))
def test_whatever_stands_in_a_written_table_lands_on_its_row(cells: list[tuple[str, str, str]], size: int) -> None:
    import csv

    out = io.StringIO()
    out.write(HEADER)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("1", "2024", "PHL"))
    writer.writerow(("2", "2024", "PHL"))
    writer.writerows(cells)
    writer.writerow(("3", "2024", "PHL"))
    data = out.getvalue().encode()
    rows, expected, _ = ordinary(data)
    if not rows:
        return
    try:
        taken, _ = landed(data, size=size)
    except text.NotRegular:
        return
    assert (taken.rows, taken.cells) == (rows, expected)


TYPED = st.lists(st.sampled_from(['"', '""', ",", "\n", "\r\n", " ", "a", "b,c,d\n", "'", "é", "\r"]), max_size=24).map(
    "".join
)
HARD = ("intake.text.quote-not-closed", "intake.text.quote-stray", "intake.text.cell-too-long")


@settings(max_examples=60, deadline=None)
@example("", '""b,c,d\n', 24)
@given(TYPED, TYPED, st.integers(24, 400))
def test_whatever_is_typed_between_rows_is_read_alike_or_refused(first: str, second: str, size: int) -> None:
    """A quote that stands alone within a cell may have a block refused that is read as part of a whole file."""
    regular = "".join(f"{at},2024,PHL\n" for at in range(12))
    data = (HEADER + regular + first + "\n" + regular + second + "\n" + regular).encode()
    rows, expected, said = ordinary(data)
    try:
        taken, found = landed(data, size=size)
    except text.NotRegular:
        return
    hard = {code for code, _ in said if code in HARD}
    refused = {code for code, _ in found if code in HARD}
    assert refused or not hard
    assert not refused or '"' in first + second
    if not refused:
        assert (taken.rows, taken.cells) == (rows, expected)


def test_a_cut_never_falls_within_quotes() -> None:
    data = ('a,"x\ny\nz"\n' * 20).encode()
    source = Source("t.csv", data)
    from concord.intake.delimiters import Dialect
    from concord.intake.encodings import detect

    found = list(blocks.blocks(source, detect(data), Dialect(",", '"'), 1, size=17))
    assert b"".join(block.data for block in found) == data
    assert all(block.data.count(b'"') % 2 == 0 for block in found)
    lines = 1
    for block in found:
        assert block.line == lines
        lines += block.lines


def test_a_message_that_promises_other_numbers_than_it_has_is_not_believed() -> None:
    import numpy as np
    import pyarrow as pa

    from concord.intake.landing import sending

    out = io.BytesIO()
    write_begin(out)
    sending.send_head(out, Head(("a",), ("A",), (1,)))
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(3, dtype=np.int32)), pa.array(["x"]))
    sending.send_piece(out, [column], 2)
    write_end(out, {})
    good = out.getvalue()
    _message_for(Taken())(io.BytesIO(good), "t", None).read()
    for wrong in (
        good.replace(b'"rows":3', b'"rows":4'),
        good.replace(b"\x00\x00\x00{", b"\x07\x07\x07{"),
        good.replace(b'"first":2', b'"first":0'),
        good.replace(b'"values":1', b'"values":9'),
    ):
        if wrong == good:
            continue
        with pytest.raises((Garbled, ValueError)):
            _message_for(Taken())(io.BytesIO(wrong), "t", None).read()


def test_a_table_that_is_not_wanted_is_not_read_on(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "1,2024,PHL\n" * 5000, encoding="utf-8")
    taken = Taken(wanted=False)
    assert not land(path, taken).wanted
    assert taken.head is not None
    assert not taken.rows


def test_the_limited_process_lands_a_file_under_a_sites_limits_and_locks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "".join(f"{i},2024,PHL\n" for i in range(5000)), encoding="utf-8")
    taken = Taken()
    done = land(path, taken)
    assert done.reading.ok
    assert done.reading.facts["rows"] == len(taken.rows) == 5000
    assert done.reading.facts["locks"]["audit_hook"]
    assert taken.rows[0] == 2
    assert len(done.reading.digest) == 64


def test_parquet_is_refused_under_a_sites_limits_and_read_on_an_officers_own_computer(tmp_path: Path) -> None:
    import polars as pl

    path = tmp_path / "t.parquet"
    pl.DataFrame({"person": ["a", None], "year": [2024, 2023], "fte": [0.5, None]}).write_parquet(path)
    assert land(path, Taken()).reading.findings.hard
    taken = Taken()
    assert land(path, taken, limits=Limits.none()).reading.ok
    assert taken.cells == [("a", "2024", "0.5"), ("", "2023", "")]


def test_a_piece_is_coded_by_its_texts() -> None:
    columns = coded.of_rows([["a", "x"], ["a", "y"]], 2)
    assert [column.to_pylist() for column in columns] == [["a", "a"], ["x", "y"]]


def test_a_column_of_ids_stays_plain_where_the_first_rows_have_to_be_read_one_by_one() -> None:
    columns = coded.of_rows([[str(at), "x"] for at in range(coded.MANY + 2)], 2)
    assert [hasattr(column, "dictionary") for column in columns] == [False, True]


def test_blocks_parsed_at_once_arrive_in_their_order() -> None:
    data = (HEADER + "".join(f'{at},2024,"{"x" * (at % 40)}"\n' for at in range(3000))).encode()
    taken, _ = landed(data, size=512)
    assert taken.rows == list(range(2, 3002))
    assert [cells[0] for cells in taken.cells] == [str(at) for at in range(3000)]


@pytest.mark.skipif(sys.platform != "linux", reason="threads are listed by Linux alone")
def test_whoever_reads_a_file_does_so_under_the_locks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "".join(f"{at},2024,{at % 97:x<60}\n" for at in range(200_000)), encoding="utf-8")
    seen: dict[str, tuple[bool, int]] = {}

    class Looking(Taken):
        def take(self, piece: Piece) -> None:
            for process in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
                for thread in Path(f"/proc/{process}/task").iterdir():
                    with suppress(OSError):
                        locked = "Seccomp:\t2" in (thread / "status").read_text()
                        spent = (thread / "stat").read_text().rpartition(")")[2].split()[11:13]
                        seen[thread.name] = (locked, sum(map(int, spent)))

    done = land(path, Looking())
    if not done.reading.facts["locks"]["system_calls"]:
        pytest.skip("this kernel filters no system calls")
    assert sum(locked for locked, _ in seen.values()) > 1
    assert all(spent <= 1 for locked, spent in seen.values() if not locked)
