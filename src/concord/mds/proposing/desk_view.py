"""How ``concord profile`` shows what it found: one JSON document, or lines for a person."""

from __future__ import annotations

import sys
from typing import Any

from concord.findings import as_json, line
from concord.mds.proposing import wording
from concord.mds.proposing.desk import Done
from concord.mds.proposing.explaining import explain
from concord.mds.proposing.model import Difference, FoundTable, Proposal, Question
from concord.vocabulary import console


def show(done: Done, *, language: str, json: bool) -> None:
    """Print the proposals, with the keys that scripts rely on."""
    data = {
        "files": [document(proposal, language) for proposal in done.proposals],
        "profile": done.profile.as_dict(),
        "out": None if done.out is None else str(done.out),
    }
    console.emit(data, as_json=json, human=lambda: _say(done, language))


def document(proposal: Proposal, language: str = "en") -> dict[str, Any]:
    """A proposal as plain values: tables, questions, findings, differences, the profile in words."""
    return {
        "file": proposal.file,
        "sha256": proposal.digest,
        "tables": [_table(table, language) for table in proposal.tables],
        "questions": [_question(question, language) for question in proposal.questions],
        "findings": [as_json(finding, language) for finding in proposal.findings],
        "differences": [_difference(each, language) for each in proposal.differences],
        "explanation": explain(proposal.profile, language),
        "sampled": proposal.sampled,
    }


def _table(table: FoundTable, language: str) -> dict[str, Any]:
    return {
        "sheet": table.sheet or None,
        "hidden": table.hidden or None,
        "range": table.range,
        "kind": table.kind or None,
        "read": table.read,
        "title": table.title,
        "header_rows": list(table.header_rows),
        "rows": table.rows,
        "totals": list(table.totals),
        "aside": [
            {"row": each.row, "reason": each.reason, "text": each.text, "sure": each.sure} for each in table.aside
        ],
        "says": dict(table.says),
        "columns": [
            {
                "letter": column.letter,
                "header": column.header,
                "role": column.role or None,
                "confidence": round(column.confidence, 2),
                "reason": wording.reason(column.reason, language),
                "says": dict(column.says),
            }
            for column in table.columns
        ],
    }


def _question(question: Question, language: str) -> dict[str, Any]:
    message, hint = wording.question(question, language)
    place = question.about
    return {
        "id": question.id,
        "kind": question.kind,
        "must": question.must,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": {"header": place.header, "letter": place.letter} if place.header or place.letter else None,
        "message": message,
        "hint": hint,
        "free": question.free or None,
        "choices": [
            {
                "value": each.value,
                "label": wording.choice(each, question, language),
                "reason": wording.reason(each.reason, language),
                "confidence": round(each.confidence, 2),
            }
            for each in question.choices
        ],
    }


def _difference(told: Difference, language: str) -> dict[str, Any]:
    place = told.about
    return {
        "kind": told.kind,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.header or place.letter,
        "message": wording.difference(told, language),
    }


def _say(done: Done, language: str) -> None:
    for proposal in done.proposals:
        _print(proposal.file)
        for finding in proposal.findings:
            _print("  " + line(finding, language))
        for table in proposal.tables:
            _say_table(table, language)
        for told in proposal.differences:
            _print(f"  ≠ {wording.difference(told, language)}")
        for sentence in explain(proposal.profile, language):
            _print(f"  · {sentence}")
        for question in proposal.questions:
            _say_question(question, language)
    if done.out is not None:
        _print(str(done.out))


def _say_table(table: FoundTable, language: str) -> None:
    where = f"{table.sheet}!{table.range}" if table.sheet else table.range
    state = (table.kind or "–") + ("" if table.read else " ✗") + (f" ({table.hidden})" if table.hidden else "")
    _print(f"  {where}  {state}  {table.rows}")
    rows = [
        (
            column.letter,
            column.header[:40] or "–",
            column.role or "?",
            f"{column.confidence:.2f}",
            wording.reason(column.reason, language),
        )
        for column in table.columns
    ]
    for text in console.columns(rows).splitlines():
        _print("    " + text)
    for each in table.aside[:20]:
        _print(f"    {each.row}: {each.reason}  {each.text[:60]}")


def _say_question(question: Question, language: str) -> None:
    message, hint = wording.question(question, language)
    mark = "?" if question.must else "(?)"
    _print(f"  {mark} {message} {hint}".rstrip())
    _print(f"      --answer '{question.id}=…'")
    for each in question.choices[:12]:
        why = wording.reason(each.reason, language)
        _print(f"      {each.value}: {wording.choice(each, question, language)}{f' – {why}' if why else ''}")


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
