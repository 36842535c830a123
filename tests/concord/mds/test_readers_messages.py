"""Messages as files: ``tests/cases/mds/readers_messages.yaml``, through the whole of the room."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from concord.declarations.read import read_yaml
from concord.findings import Finding
from concord.mds import called
from concord.mds.beside import NOTHING_BESIDE
from concord.mds.tabulate import Tabulated, tabulate, total

TESTS = Path(__file__).parents[2]
SPECIMENS = TESTS / "specimens" / "mds"
CASES = read_yaml(TESTS / "cases" / "mds" / "readers_messages.yaml")
AS_OF = 2026


def path_of(case: dict[str, Any], folder: Path) -> Path:
    if "specimen" in case:
        return SPECIMENS / case["specimen"]
    path = folder / case["file"]
    content = "[" * case["nested"] if "nested" in case else case["content"]
    path.write_text('{"a": ' * case["nested"] if "nested" in case else content, encoding="utf-8")
    return path


def done(case: dict[str, Any], folder: Path) -> Tabulated:
    profile = None
    if "profile" in case:
        profile = folder / "profile.json"
        profile.write_text(json.dumps(case["profile"]), encoding="utf-8")
    return tabulate(
        [path_of(case, folder)], called.asked(case.get("area"), None, profile), as_of=AS_OF, beside=NOTHING_BESIDE
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_message_gets_its_findings_and_tables(case: dict[str, Any], tmp_path: Path) -> None:
    made = done(case, tmp_path)
    found = made.findings
    assert Counter(each.code for each in found.hard) == Counter(case.get("hard", [])), list(found)
    assert Counter(each.code for each in found.soft) == Counter(case.get("soft", [])), list(found)
    assert {each.code for each in found.notes} >= set(case.get("notes", [])), list(found)
    got = {table.structure: {"rows": len(table), "total": total(table)} for table in made.tables}
    assert {id: got.get(id) for id in case.get("tables", {})} == case.get("tables", {}), list(found)
    assert case.get("tables") or not got, "nothing is made of a message that must change"
    for id, values in case.get("values", {}).items():
        assert table_of(made, id) == values
    for code, params in case.get("says", {}).items():
        assert any(is_said(each, code, params) for each in found), list(found)


def table_of(made: Tabulated, id: str) -> list[Any]:
    (table,) = (each for each in made.tables if each.structure == id)
    return table.frame.sort("year")["headcount"].to_list()


def is_said(finding: Finding, code: str, params: dict[str, Any]) -> bool:
    return finding.code == code and all(finding.params.get(key) == value for key, value in params.items())
