"""Draws the sheets of case tables as files, and opens files without the reading process, for tests of proposals."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from concord.findings import Findings
from concord.intake.limits import Limits
from concord.intake.reading import finding
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints
from concord.mds.profile import Profile
from concord.mds.proposing import cells
from concord.mds.proposing.answering import answer
from concord.mds.proposing.grid import grid_of
from concord.mds.proposing.model import Proposal, Question
from concord.mds.proposing.opened import Opened
from concord.mds.proposing.propose import proposal_of

FREE = {"year": "2018", "area": "NZL", "occupation": "221", "day": "12-31", "column": "value"}


def cell(text: str) -> object:
    """A drawn cell as a workbook has it: figures are numbers, nothing is nothing."""
    if not text:
        return None
    try:
        return int(text) if text.isascii() and text.isdigit() else float(text)
    except ValueError:
        return text


def drawn(text: str) -> list[list[str]]:
    """The rows of a drawing."""
    return [[part.strip() for part in line.split("|")] for line in text.splitlines()]


def book(sheets: list[Mapping[str, Any]]) -> bytes:
    """A workbook of drawn sheets."""
    made = Workbook()
    made.remove(made.active)
    for at, sheet in enumerate(sheets):
        page = made.create_sheet(sheet.get("name", f"Sheet{at + 1}"))
        for row in drawn(sheet["rows"]):
            page.append([cell(text) for text in row])
        for merged in sheet.get("merge", ()):
            page.merge_cells(merged)
        for place in sheet.get("bold", ()):
            page[place].font = Font(bold=True)
        page.sheet_state = sheet.get("hidden", "visible")
    if all(page.sheet_state != "visible" for page in made):
        made.create_sheet("cover")["A1"] = "See the other sheets."
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def content(case: Mapping[str, Any]) -> tuple[bytes, str]:
    """The bytes and the name of a case's file."""
    if "text" in case:
        return case["text"].encode("utf-8"), "table.csv"
    return book(case["sheets"]), "book.xlsx"


def opened(data: bytes, name: str) -> Opened:
    """The file's cells, read in this process: the tests of the reading process are elsewhere."""
    remarks = Remarks()
    got = cells.read(Source(name, data), Limits.none(), remarks, Hints())
    bold = got.facts.get("bold") or {}
    assert isinstance(bold, dict)
    grids = tuple(grid_of(sheet, bold.get(sheet.name or "", ())) for sheet in got.sheets)
    found = Findings(finding(remark.as_dict(), name) for remark in remarks)
    return Opened(name, "", grids, found, False, got.facts)


def first_choice(question: Question) -> str:
    """The likeliest answer, or one that is typed."""
    return question.choices[0].value if question.choices else FREE[question.free]


def answered(file: Opened, profile: Profile, pick: Any = first_choice, rounds: int = 12) -> Proposal:
    """The proposal after every question has been answered, as often as answers raise new ones."""
    for _ in range(rounds):
        proposal = proposal_of(file, profile)
        if not proposal.questions:
            return proposal
        for question in proposal.questions:
            profile = answer(profile, question.id, pick(question))
    return proposal_of(file, profile)
