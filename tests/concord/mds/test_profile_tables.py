"""Tables found on messy sheets: ``tests/cases/mds/profile_tables.yaml``, and what is asked about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from concord.declarations.read import read_yaml
from concord.mds.profile import Profile
from concord.mds.proposing.model import FoundColumn, FoundTable
from concord.mds.proposing.propose import proposal_of

from .profile_books import answered, content, opened

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "profile_tables.yaml")


def shown(column: FoundColumn) -> str:
    """A column as the cases write it."""
    if column.role != "value":
        return column.role
    said = [code for axis in ("measure", "occupation", "origin", "sex", "kind") if (code := column.says.get(axis))]
    order = ("occupation", "origin", "year", "sex", "kind")
    said = [column.says[axis] for axis in order if axis in column.says]
    return " ".join(["value", *said, *(["?"] if column.unknown else [])])


def check_table(want: dict[str, Any], table: FoundTable) -> None:
    assert (table.range, table.kind) == (want["range"], want["kind"])
    assert table.sheet == want.get("sheet", table.sheet)
    assert table.rows == want["rows"], table.data_rows
    assert table.read is want.get("read", True)
    assert table.hidden == want.get("hidden", "")
    roles = {"+" if column.added else column.letter: shown(column) for column in table.columns}
    for letter, role in want.get("roles", {}).items():
        assert roles[letter] == role, roles
    if "heads" in want:
        assert list(table.header_rows) == want["heads"]
    assert list(table.totals) == want.get("totals", [])
    for reason, rows in want.get("aside", {}).items():
        assert [each.row for each in table.aside if each.reason == reason] == rows, table.aside
    for key, code in want.get("says", {}).items():
        assert table.says.get(key) == code, table.says


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_table_is_found_with_its_roles_and_questions(case: dict[str, Any]) -> None:
    proposal = proposal_of(opened(*content(case)))
    found = [table for table in proposal.tables if table.kind]
    assert [table.range for table in found] == [want["range"] for want in case["tables"]]
    for want, table in zip(case["tables"], found, strict=True):
        check_table(want, table)
    if "refused" in case:
        assert [finding.code for finding in proposal.findings.hard] == case["refused"]
    elif not case.get("open"):
        without = [each.id.replace("Sheet1!", "!") for each in proposal.open]
        assert without == case["asked"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_when_all_is_answered_nothing_is_asked_again(case: dict[str, Any]) -> None:
    proposal = answered(opened(*content(case)), Profile())
    assert proposal.questions == ()


UNDIVIDED = [
    "T", "_T", "both", "Both sexes", "Total", "TOTAL", "All", "M+F", "Men and women", "Les deux", "Ensemble",
    "hommes et femmes", "Ambos", "ambos sexos", "оба пола", "Итого", "كلا الجنسين", "الجنسان", "男女", "合计",
]  # fmt: skip


@pytest.mark.parametrize("word", UNDIVIDED)
def test_persons_of_both_sexes_are_found_and_asked_about_as_persons_whose_sex_is_not_said(word: str) -> None:
    rows = [("Country", "Year", "Occupation", "Sex", "Headcount"), ("KEN", "2023", "221", word, "500"),
            ("KEN", "2024", "221", word, "520"), ("KEN", "2024", "222", word, "300")]  # fmt: skip
    said, without = (
        proposal_of(opened("\n".join(",".join(row[at] for at in columns) for row in rows).encode(), "t.csv"))
        for columns in ((0, 1, 2, 3, 4), (0, 1, 2, 4))
    )
    assert [(table.kind, table.read, table.rows) for table in said.tables] == [("counts", True, 3)]
    assert [table.of("sex")[0].role for table in said.tables] == ["sex"]
    assert [(each.id, each.must) for each in said.questions] == [(each.id, each.must) for each in without.questions]
