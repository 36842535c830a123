"""A quotation mark that opens no quotation: read as written where one parting alone fits the table, else refused."""

from __future__ import annotations

from itertools import chain, repeat

import pytest

from concord.intake import tables
from concord.intake.limits import Limits
from concord.intake.quotes import MOST, parted
from concord.intake.remarks import Remarks
from concord.intake.source import Source

HEAD = "area,ward,headcount\n"
AFTER = "NAM,general,2\nNOR,general,3\n"


def read(text: str) -> tuple[list[tuple[str, ...]], list[tuple[str, str, int | None, object]]]:
    remarks = Remarks()
    found = tables.read(Source("t.csv", text.encode()), Limits(), remarks, tables.Hints())
    rows = list(zip(*(column.texts() for column in found.sheets[0].columns), strict=True)) if found.sheets else []
    said = [(each.code, each.level, each.row, each.params.get("rows")) for each in remarks]
    return rows, [each for each in said if each[0].startswith("intake.text.") or each[0].startswith("intake.row.")]


@pytest.mark.parametrize(
    ("typed", "ward", "noted"),
    [
        ('5" ward', '5" ward', False),
        ('the "old" ward', 'the "old" ward', False),
        ('"old" ward', '"old" ward', True),
        ('"old ward', '"old ward', True),
        ('"', '"', True),
        ('"A, "small" ward"', 'A, "small" ward', True),
        ('"the ""old"" ward"', 'the "old" ward', False),
        ('"old" ', "old", False),
    ],
)
def test_one_way_of_parting_is_read_and_noted_with_its_place(typed: str, ward: str, noted: bool) -> None:
    rows, said = read(HEAD + f"KEN,{typed},1\n" + AFTER)
    assert rows[0] == ("KEN", ward, "1")
    assert rows[1:] == [("NAM", "general", "2"), ("NOR", "general", "3")]
    assert said == ([("intake.text.quote-as-written", "note", 2, "2")] if noted else [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + 'KEN,"old" ward, east,1\n' + AFTER, "intake.text.quote-stray"),
        (HEAD + 'KEN,"old ward\n' + AFTER, "intake.text.quote-not-closed"),
        (HEAD + 'KEN,"old ward,1\nNAM,general\n' + AFTER, "intake.text.quote-not-closed"),
        ('"old" ward\nKEN\n', "intake.text.quote-stray"),
    ],
)
def test_what_can_be_parted_in_two_ways_or_in_none_is_refused(text: str, code: str) -> None:
    rows, said = read(text)
    assert rows == []
    assert [(each[0], each[1]) for each in said if each[1] == "hard"] == [(code, "hard")]


def test_two_ways_of_parting_are_none() -> None:
    assert parted('"a" b,c",d,"e" f,g",h', ",", '"', 5) is None
    assert parted('"a" b,c",d,"e" f,g",h', ",", '"', 6) is not None


def test_a_line_of_many_columns_or_many_signs_ends_soon() -> None:
    assert parted(",".join(repeat('"a" b', 12)), ",", '"', 12) is not None
    assert parted(",".join(chain(['"a" b'], repeat("x", 20_000))), ",", '"', 20_001) is not None
    assert parted(",".join(repeat('"a" b"', 1_000)), ",", '"', 1_000) is None


def test_many_rows_are_one_note_and_too_many_are_refused() -> None:
    rows, said = read(HEAD + "".join(f'KEN,"old" ward {at},1\n' for at in range(40)) + AFTER)
    assert len(rows) == 42
    assert said == [("intake.text.quote-as-written", "note", 2, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …")]
    rows, said = read(HEAD + 'KEN,"old" ward,1\n' * (MOST + 1) + AFTER)
    assert [each[0] for each in said if each[1] == "hard"] == ["intake.text.quote-stray"]
