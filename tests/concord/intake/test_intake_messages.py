"""Every code this room uses has a wording that says what to do, and every wording is used."""

from __future__ import annotations

import re
from pathlib import Path

from concord import intake
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.intake import signatures

ROOM = Path(intake.__file__).parent
WORDINGS = read_yaml(packs.find("messages/intake.yaml"))
MADE = {
    **{f"intake.file.{kind}": "signatures" for kind in signatures._NAMED},
    "intake.file.not-a-table": "signatures",
    "intake.workbook.hidden-sheet": "workbook_remarks",
    "intake.workbook.very-hidden-sheet": "workbook_remarks",
    **{
        f"intake.number.{reason}": "numbers"
        for reason in ("unreadable", "scientific", "grouping", "ambiguous", "other-decimal-sign")
    },
}


def used() -> set[str]:
    found: set[str] = set(MADE)
    for path in ROOM.rglob("*.py"):
        found.update(re.findall(r'"(intake\.[a-z0-9]+\.[a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    return found


def test_every_code_has_a_wording_and_every_wording_is_used() -> None:
    assert used() == set(WORDINGS)


def test_every_wording_has_a_message_and_a_hint_in_whole_sentences() -> None:
    for code, wording in WORDINGS.items():
        assert set(wording) == {"message", "hint"}, code
        for sentence in wording.values():
            assert sentence.strip().endswith((".", "?")), (code, sentence)
