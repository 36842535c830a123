"""Findings as JSON and as CSV: the same sentences as on the page, at most a hundred and how many more there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from concord.declarations.messages import Filled, fill
from concord.findings import SHOWN_AT_MOST, Finding, Findings, Level, filled
from concord.findings import as_json as _as_json
from concord.intake import write_csv
from concord.mds.checks.keys import key

COLUMNS = (
    "level", "code", "file", "sheet", "row", "column", "header", "cells", "count", "value", "message", "hint",
    "explanation", "key",
)  # fmt: skip


def sentence(finding: Finding, language: str = "en") -> Filled:
    """What was found and what to do; where it was explained, the explanation stands in place of what to do."""
    said = filled(finding, language)
    if "explanation" not in finding.params or "{explanation}" in said.message:
        return said
    return Filled(said.message, fill("mds.finding.explained", finding.params, language).message)


def as_json(finding: Finding, language: str = "en") -> dict[str, Any]:
    """The finding with the keys that scripts rely on, its stable ``key``, its ``cells`` and their ``count``.

    ``cells`` are named as a spreadsheet does (``D2:D9, D14``), null where the finding's own place says it;
    ``explanation`` is ``{"text", "by", "on"}`` or null.
    """
    said, params = sentence(finding, language), finding.params
    explanation = {name: params.get(f"explained_{name}") for name in ("by", "on")}
    return {
        **_as_json(finding, language),
        "message": said.message,
        "hint": said.hint,
        "key": key(finding),
        "count": params["count"] if isinstance(params.get("count"), int) else 1,
        "cells": params.get("cells") or None,
        "explanation": {"text": params["explanation"], **explanation} if "explanation" in params else None,
    }


def document(findings: Findings, language: str = "en", *, limit: int | None = SHOWN_AT_MOST) -> dict[str, Any]:
    """All findings as one document: ``findings``, ``left_out`` (a count) and ``counts`` by level."""
    shown, more = (findings, 0) if limit is None else findings.capped(limit)
    counts: Mapping[Level, int] = findings.counts()
    return {"findings": [as_json(each, language) for each in shown], "left_out": more, "counts": dict(counts)}


def write(stream: IO[bytes], findings: Findings, language: str = "en", *, limit: int | None = SHOWN_AT_MOST) -> int:
    """Write the findings as CSV that no spreadsheet takes for formulas; the last row counts what is left out.

    Returns:
        How many findings were written.
    """
    shown, more = (findings, 0) if limit is None else findings.capped(limit)
    rows = [_row(as_json(each, language)) for each in shown]
    if more:
        said = fill("mds.findings.more", {"count": more}, language)
        left = {"level": "note", "code": "mds.findings.more", "count": more}
        rows.append({**left, "message": said.message, "hint": said.hint})
    write_csv(stream, COLUMNS, rows, excel=True)
    return len(shown)


def _row(said: dict[str, Any]) -> dict[str, object]:
    column, explanation = said["column"] or {}, said["explanation"] or {}
    flat = {"column": column.get("letter"), "header": column.get("header"), "explanation": explanation.get("text")}
    return {name: flat.get(name, said.get(name)) for name in COLUMNS}


def keep(path: Path, content: Callable[[IO[bytes]], object]) -> Path:
    """Write a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            content(stream)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def save(path: Path, findings: Iterable[Finding], language: str = "en") -> Path:
    """Write the findings as a CSV file; what ``concord check --findings-csv`` calls."""
    listed = Findings(findings)
    return keep(path, lambda stream: write(stream, listed, language))
