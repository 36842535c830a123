"""Reading without the reading process, for tests that are about what happens after it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from concord.errors import NotFound
from concord.findings import Finding, Findings, Place
from concord.flows import reading
from concord.intake import tables
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source


@pytest.fixture
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading of intake without its process, which one test goes through."""

    def read(path: Path, *, limits: Limits, decimal: Any = None) -> SimpleNamespace:
        if not path.is_file():
            raise NotFound("intake.file.not-found", params={"file": path.name})
        data, remarks = path.read_bytes(), Remarks()
        made = tables.read(Source(path.name, data), limits, remarks, tables.Hints(decimal=decimal))
        found = Findings(
            Finding(
                each.code, each.level, Place(path.name, each.sheet, each.row, each.header, each.letter), each.params
            )
            for each in remarks
        )
        sheets = tuple(made.sheets)
        return SimpleNamespace(
            name=path.name, digest=hashlib.sha256(data).hexdigest(), findings=found, ok=not found.hard, decimal=None,
            visible=sheets, sheet=lambda: sheets[0],
        )  # fmt: skip

    monkeypatch.setattr(reading, "read_file", read)
