"""A text cut into blocks is the same rows as the text read in one go, wherever its quotation marks stand."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.intake import encodings
from concord.intake.delimiters import Dialect
from concord.intake.landing.blocks import Block, blocks
from concord.intake.quotes import LONGEST_CELL, Records
from concord.intake.remarks import Remarks
from concord.intake.source import Source

COMMA = Dialect(",", '"')
HEAD = "area,ward,headcount\n"
PLAIN = "NAM,general,2\n"
STRAY = ['a 5" tube', 'tube of 5"', 'a 5" and 6" tube', '"old" ward', '"old ward']


def cut(text: str, size: int) -> list[Block]:
    source = Source("t.csv", text.encode())
    return list(blocks(source, encodings.detect(source.data), COMMA, 2, size=size))


def rows(text: str, line: int = 0) -> list[tuple[int, list[str]]]:
    return list(Records(io.StringIO(text, newline=""), COMMA, Remarks(), None, line=line, width=3))


def joined(found: list[Block]) -> list[tuple[int, list[str]]]:
    return [row for block in found for row in rows(block.data.decode(), block.line - 1)]


@pytest.mark.parametrize("ward", STRAY)
def test_one_stray_sign_holds_up_one_block_alone(ward: str) -> None:
    text = HEAD + PLAIN * 3_000 + f"KEN,{ward},1\n" + PLAIN * 90_000
    found = cut(text, 4 * LONGEST_CELL)
    assert joined(found) == rows(text)[1:]
    assert max(len(each.data) for each in found) < 9 * LONGEST_CELL
    assert sum(b"KEN" in each.data for each in found) == 1


CELLS = st.text(st.sampled_from('ab,"\n '), max_size=6)
WRITTEN = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=150)


@settings(deadline=None, max_examples=60)
@given(WRITTEN, st.integers(40, 3_000))
def test_what_a_program_writes_is_never_cut_within_a_cell(table: list[tuple[str, str, str]], size: int) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(table)
    text = HEAD + written.getvalue() + PLAIN * 70
    assert joined(cut(text, size)) == rows(text)[1:]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["general", *STRAY[:4], '"two\nlines"']), min_size=1, max_size=60), st.integers(40, 900)
)
def test_signs_within_cells_beside_cells_of_two_lines_change_nothing(wards: list[str], size: int) -> None:
    text = HEAD + "".join(f"KEN,{ward},1\n{PLAIN * 25}" for ward in wards) + PLAIN * 70
    assert joined(cut(text, size)) == rows(text)[1:]
