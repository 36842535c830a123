"""What ``import-sdmx`` does: data messages to checked, frozen tables; structure messages to files of their lists."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concord.errors import Invalid
from concord.findings import Findings, as_json, line
from concord.intake import Limits, write_csv
from concord.intake.reading import Reading
from concord.intake.sheets import Sheet
from concord.mds import called, desk
from concord.mds.desk_view import print_line
from concord.mds.readers import registry, sdmx_csv
from concord.mds.tabulate import total
from concord.vocabulary import console


@dataclass(frozen=True, slots=True)
class Asking:
    """What the call says besides the files."""

    area: str | None = None
    year: int | None = None
    profile: Path | None = None
    out: Path | None = None
    folder: Path | None = None
    accept_soft: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made of the messages; ``saved`` is False where a finding forbade it."""

    files: tuple[dict[str, Any], ...]
    findings: Findings
    saved: bool


def store_folder(folder: Path | None, out: Path | None) -> Path | None:
    """The data folder whose store the tables join; none where only ``--out`` was named."""
    named = folder is not None or "CONCORD_FOLDER" in os.environ
    return console.data_folder(folder) if named or out is None else None


def messages(files: Sequence[Path], asking: Asking, *, as_of: str) -> Imported:
    """Import messages.

    Args:
        files: Messages of one sender.
        asking: What the call says besides.
        as_of: ISO date.

    Raises:
        Invalid: ``mds.file.not-found``; ``mds.import.not-sdmx`` for a file that is another kind of table.
    """
    lists: list[dict[str, Any]] = []
    data: list[Path] = []
    refused = Findings()
    for path in files:
        if not path.is_file():
            raise Invalid("mds.file.not-found", params={"file": str(path)})
        reading = registry.opened(path, limits=Limits.none())
        if reading.findings.hard:
            refused += reading.findings
        elif reading.facts.get("message") == "structures":
            lists += [_listed(path, sheet, asking.out) for sheet in reading.sheets]
        elif _is_data(reading):
            data.append(path)
        else:
            raise Invalid("mds.import.not-sdmx", params={"file": path.name})
    if refused.hard or not data:
        return Imported(tuple(lists), refused, saved=not refused.hard)
    asked = called.asked(asking.area, asking.year, asking.profile)
    done = desk.tabulate(data, asked, as_of=as_of, folder=asking.folder, out=asking.out, accept_soft=asking.accept_soft)
    tables = [_table(table, done) for table in done.tabulated.tables]
    return Imported((*lists, *tables), done.findings, saved=done.saved)


def _is_data(reading: Reading) -> bool:
    if reading.facts.get("format") in ("sdmx-ml", "sdmx-json"):
        return True
    return bool(reading.visible) and all(sdmx_csv.is_message(sheet.headers) for sheet in reading.visible)


def _table(table: Any, done: desk.Done) -> dict[str, Any]:
    path = done.files.get(table.structure)
    return {
        "file": None if path is None else str(path),
        "message": "data",
        "structure": table.structure,
        "rows": len(table),
        "total": total(table),
    }


def _listed(path: Path, sheet: Sheet, out: Path | None) -> dict[str, Any]:
    """One code list or structure, written as CSV where a folder is given."""
    name = sheet.name or ""
    file = None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        file = out / f"{re.sub(r'[^A-Za-z0-9.@_-]+', '-', name).strip('-')}.csv"
        _write(file, sheet)
    return {
        "file": None if file is None else str(file),
        "message": "structures",
        "structure": name,
        "rows": len(sheet),
        "source_file": path.name,
    }


def _write(file: Path, sheet: Sheet) -> None:
    """The sheet as safe CSV; the file appears whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as stream:
        write_csv(stream, sheet.headers, zip(*(column.texts() for column in sheet.columns), strict=True))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


def show(done: Imported, *, language: str, json: bool) -> None:
    """Print what was imported, with the keys that scripts rely on."""
    said, more = done.findings.capped()
    data = {
        "files": list(done.files),
        "findings": [as_json(each, language) for each in said],
        "findings_left_out": more,
        "saved": done.saved,
    }
    console.emit(data, as_json=json, human=lambda: _say(done, said, more, language))


def _say(done: Imported, said: Findings, more: int, language: str) -> None:
    for finding in said:
        print_line(line(finding, language))
    if more:
        print_line(f"… {more}")
    rows = [(each["structure"], each["rows"], each.get("total") or "–", each["file"] or "–") for each in done.files]
    if rows:
        print_line(console.columns(rows, header=("structure", "rows", "total", "file")))
