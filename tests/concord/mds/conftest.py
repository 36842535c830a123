"""Reading without the reading process, for tests that are about what happens after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from concord.findings import Finding, Findings, Place
from concord.intake import tables
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.mds import read as reading


@pytest.fixture
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The reading of intake without its process, which other tests go through: hundreds of tables in a second."""

    def read(path: Path, *, name: str, limits: Limits, decimal: Any) -> SimpleNamespace:
        remarks = Remarks()
        read = tables.read(Source(name, path.read_bytes()), limits, remarks, tables.Hints(decimal=decimal))
        found = [
            Finding(r.code, r.level, Place(name, r.sheet, r.row, r.header, r.letter), r.params, r.value)
            for r in remarks
        ]
        sheets, sign = tuple(read.sheets), read.facts.get("decimal")
        return SimpleNamespace(name=name, visible=sheets, findings=Findings(found), decimal=sign)

    def read_all(files: Sequence[tuple[Path, str]], *, limits: Limits, decimal: Any) -> list[SimpleNamespace]:
        return [read(path, name=name, limits=limits, decimal=decimal) for path, name in files]

    monkeypatch.setattr(reading, "read_all", read_all)
    return
