"""What an installation keeps of the register beside the built-in one: the newest file, and every one before it.

A spreadsheet that comes in is written whole or not at all. The file that it replaces is kept under its number, so that
nothing that stood there is lost and any state can come back.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from concord.agreements import repository_read
from concord.agreements.repository import agreements
from concord.agreements.repository_read import COLUMNS
from concord.agreements.repository_sheet import Rows, planned
from concord.errors import Conflict, Invalid, NotFound
from concord.intake.bulk import Applied, Plan

NAME = "agreements.csv"
HEAD = "Entries of the register that this installation keeps"


def folder_of(data: Path) -> Path:
    """Where an installation whose data folder this is keeps its own entries."""
    return data / "agreements" / "register"


def applied(made: Plan, folder: Path) -> Applied:
    """Write a plan: the rows of this installation with the new and changed ones among them.

    Raises:
        Invalid: ``intake.bulk.has-findings`` for a plan with hard findings.
        Conflict: ``intake.bulk.moved-on`` where the register has changed since the plan was made.
    """
    if made.findings.hard:
        raise Invalid("intake.bulk.has-findings", params={"count": len(made.findings.hard)})
    there = agreements(folder)
    _still_true(made, {(id,): repository_read.row_of(each) for id, each in there.items()})
    rows = {row["id"]: row for row in own(folder)}
    for each in made.new:
        rows[each.key[0]] = {name: str(each.row.get(name) or "") for name in COLUMNS}
    for change in made.changed:
        rows[change.key[0]] = {name: str(change.row.get(name) or "") for name in COLUMNS}
    if not made.is_empty:
        write(rows.values(), folder)
    return Applied(len(made.new), len(made.changed))


def own(folder: Path) -> list[dict[str, str]]:
    """Rows that this installation keeps, in the order of their ids."""
    path = folder / NAME
    held: tuple[tuple[Path, int], ...] = ((path, path.stat().st_mtime_ns),) if path.is_file() else ()
    return [repository_read.row_of(each) for each in repository_read.entries(held).values()]


def write(rows: Iterable[Mapping[str, str]], folder: Path) -> Path:
    """Write the installation's own rows; the file before stays under the next number."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / NAME
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-", suffix=".csv")
    with os.fdopen(handle, "wb") as stream:
        stream.write(_text(rows).encode())
        stream.flush()
        os.fsync(stream.fileno())
    if target.is_file():
        number = len(before(folder)) + 1
        os.link(target, folder / f"agreements.{number:04}.csv")
    Path(draft).replace(target)
    _sync(folder)
    return target


def _text(rows: Iterable[Mapping[str, str]]) -> str:
    """The file as the reader of declared files takes it; what was typed stays exactly as it is."""
    text = io.StringIO(newline="")
    text.write(f"# title: {HEAD}\n")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted((dict(row) for row in rows), key=lambda row: row["id"]))
    return text.getvalue()


def before(folder: Path) -> tuple[Path, ...]:
    """Files that stood there before, the oldest first."""
    return tuple(sorted(folder.glob("agreements.[0-9][0-9][0-9][0-9].csv")))


def restore(number: int, folder: Path) -> Path:
    """Bring back the file of a number; what stands there now is kept under the next one.

    Args:
        number: Of a file that stood there before; 0 for the time before the first one, when nothing was kept here.

    Raises:
        NotFound: ``agreements.register.no-state``.
    """
    if number == 0:
        return write((), folder)
    path = folder / f"agreements.{number:04}.csv"
    if not path.is_file():
        raise NotFound("agreements.register.no-state", params={"number": number})
    held = ((path, path.stat().st_mtime_ns),)
    return write([repository_read.row_of(each) for each in repository_read.entries(held).values()], folder)


def look(rows: Rows, folder: Path) -> Plan:
    """What rows of a sheet would do to the register of this installation."""
    return planned(agreements(folder), rows)


def _still_true(made: Plan, there: Mapping[tuple[str, ...], Mapping[str, object]]) -> None:
    appeared = [each.key for each in made.new if each.key in there]
    moved = [
        each.key
        for each in made.changed
        if each.key not in there or any(there[each.key].get(name) != old for name, (old, _) in each.fields.items())
    ]
    if appeared or moved:
        raise Conflict("intake.bulk.moved-on", params={"count": len(appeared) + len(moved)})


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
