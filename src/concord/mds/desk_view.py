"""How the commands show what was done: one JSON document, or lines for a person."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from concord.findings import Findings, as_json, line
from concord.mds import tabulate as tabulating
from concord.mds.citation import citation
from concord.mds.desk import Done
from concord.mds.freezing import hidden_rows
from concord.mds.national import told
from concord.mds.store import Answer
from concord.vocabulary import console
from concord.vocabulary.structures import Table


def show(done: Done, *, language: str, json: bool) -> None:
    """Print what was done, with the keys that scripts rely on."""
    said, more = done.findings.capped()
    stored = {table.structure: table for table in done.tables}
    data = {
        "findings": [as_json(each, language) for each in said],
        "findings_left_out": more,
        "normalised": [change.as_json() for change in done.tabulated.changes],
        "tables": [_table(table, done.files.get(table.structure), stored) for table in done.tabulated.tables],
        "protection": None if done.protected is None else told(done.protected),
        "profile": done.tabulated.profile,
        "saved": done.saved,
        "release": done.release.id if done.release is not None else None,
    }
    console.emit(data, as_json=json, human=lambda: _say(done, said, more, language))


def _table(table: Table, file: Path | None, stored: Mapping[str, Table]) -> dict[str, Any]:
    """One table: what was counted, and how many of the stored rows are hidden (``total`` and ``sums`` are before)."""
    kept = stored.get(table.structure, table)
    return {
        "structure": table.structure,
        "rows": len(kept),
        "hidden": hidden_rows(kept),
        "total": tabulating.total(table),
        "sums": tabulating.sums(table),
        "file": None if file is None else str(file),
    }


def _say(done: Done, said: Findings, more: int, language: str) -> None:
    for finding in said:
        print_line(line(finding, language))
    if more:
        print_line(f"… {more}")
    stored = {table.structure: table for table in done.tables}
    rows = []
    for table in done.tabulated.tables:
        kept = stored.get(table.structure, table)
        total, file = _shown(tabulating.total(table)), done.files.get(table.structure, "–")
        rows.append((table.structure, len(kept), hidden_rows(kept), total, file))
    if rows:
        print_line(console.columns(rows, header=("structure", "rows", "hidden", "total", "file")))


def _shown(number: float | None) -> str:
    return "–" if number is None else str(number)


def print_line(text: str) -> None:
    """One line on standard output."""
    sys.stdout.write(text + "\n")


def show_rows(answer: Answer, *, language: str, json: bool) -> None:
    """Print rows, their citation and what they stand on."""
    table = answer.table
    release = answer.release.id if answer.release is not None else ""
    data = {
        "columns": list(table.frame.columns),
        "rows": [list(row) for row in table.frame.iter_rows()],
        "citation": citation(table, release=release, language=language),
        "vintage": answer.vintage,
        "basis": answer.basis,
    }
    console.emit(data, as_json=json, human=lambda: _say_rows(data))


def _say_rows(data: Mapping[str, Any]) -> None:
    shown = [["" if cell is None else cell for cell in row] for row in data["rows"]]
    print_line(console.columns(shown, header=data["columns"]) if shown else "–")
    print_line("")
    print_line(str(data["citation"]))


def show_files(files: Sequence[Mapping[str, Any]], *, json: bool) -> None:
    """Print the files that were written."""
    data = {"files": [dict(file) for file in files], "findings": []}
    console.emit(data, as_json=json, human=lambda: print_line("\n".join(str(file["path"]) for file in files)))
