"""Bundled real facts (``data/facts/*.csv``) as tables: each figure keeps its source, file and row.

A bundled file is in the layout of its structure, with notes first (``# structure``, ``# source``, ``# licence``,
``# vintage``). Several files may hold one structure (physicians and nurses); they are read in order of their names.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.declarations import packs
from concord.declarations.bundle import digest_of
from concord.declarations.read import CsvFile, read_csv
from concord.errors import Invalid, NotFound
from concord.mds.citation import BUNDLED
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.structures import Table, conform, polars_schema, structures

if TYPE_CHECKING:
    import polars as pl


def bundled_structures() -> tuple[str, ...]:
    """Ids of the structures that have bundled facts, in alphabetical order."""
    return tuple(sorted(_files()))


@lru_cache(maxsize=32)
def bundled(id: str) -> Table:
    """All bundled facts of one structure.

    Args:
        id: A structure's id, such as ``mds-stock-by-training``.

    Returns:
        The structure's columns; ``source``, ``source_file`` and ``source_row`` (physical row) lead to the figure's
        origin, and the provenance names every file with its digest and vintage.

    Raises:
        NotFound: ``mds.facts.none`` when nothing of this structure is bundled.
        Invalid: ``mds.facts.unreadable`` when a bundled value is not of its column's type.
    """
    return _table(id, [(path, read_csv(path)) for path in _paths(id)])


@lru_cache(maxsize=32)
def of_areas(id: str, areas: frozenset[str]) -> Table:
    """As :func:`bundled`, the rows of some areas alone: to check one country's table, no other country is parsed."""
    return _table(id, [(path, _only(path, areas)) for path in _paths(id)])


def _paths(id: str) -> list[Path]:
    paths = _files().get(id)
    if not paths:
        raise NotFound("mds.facts.none", params={"id": id, "known": ", ".join(bundled_structures())})
    return paths


def _table(id: str, read: Sequence[tuple[Path, CsvFile]]) -> Table:
    import polars as pl

    frame = pl.concat([_frame(id, file) for _, file in read], how="diagonal")
    inputs = tuple(Input(f"facts/{path.name}", digest_of(path), file.meta.get("vintage", "")) for path, file in read)
    return conform(id, frame, Provenance(inputs, BUNDLED))


def _only(path: Path, areas: frozenset[str]) -> CsvFile:
    """The rows of a file whose first column is one of the areas; where it is no area, all of them."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    notes = next((at for at, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = tuple(next(csv.reader(lines[notes : notes + 1]), ()))
    if header[:1] != ("area",):
        return read_csv(path)
    starts = tuple(f"{area}," for area in areas)
    kept = [at for at in range(notes + 1, len(lines)) if lines[at].startswith(starts)]
    rows = csv.reader([lines[at] for at in kept], strict=True)
    meta = {key.strip(): value.strip() for key, _, value in (line[1:].partition(":") for line in lines[:notes])}
    found = tuple(dict(zip(header, cells, strict=True)) for cells in rows)
    return CsvFile(path.name, meta, header, found, tuple(at + 1 for at in kept))


@lru_cache(maxsize=1)
def _files() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in packs.each("facts", "*.csv"):
        id = _structure_of(path)
        if id is not None:
            found.setdefault(id, []).append(path)
    return found


def _structure_of(path: Path) -> str | None:
    """The structure that a bundled file names in its notes, else the longest structure id its name begins with."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                break
            key, _, value = line[1:].partition(":")
            if key.strip() == "structure":
                return value.strip()
    return max((id for id in structures() if path.stem.startswith(id)), key=len, default=None)


def _frame(id: str, file: CsvFile) -> pl.DataFrame:
    import polars as pl

    schema = polars_schema(id)
    columns: dict[str, list[Any]] = {
        name: _cells(file, name, _reads(str(schema.get(name, "String")))) for name in file.header
    }
    rows = len(file.rows)
    if "source" in schema and "source" not in columns:
        columns["source"] = [file.meta.get("source")] * rows
    if "source_file" in schema and "source_file" not in columns:
        columns["source_file"] = [file.name] * rows
    if "source_row" in schema and "source_row" not in columns:
        columns["source_row"] = list(file.lines)
    return pl.DataFrame({name: pl.Series(name, cells, dtype=schema.get(name)) for name, cells in columns.items()})


def _reads(type: str) -> Callable[[str], Any]:
    return int if type.startswith("Int") else float if type.startswith("Float") else str


def _cells(file: CsvFile, name: str, read: Callable[[str], Any]) -> list[Any]:
    cells: list[Any] = []
    for index, row in enumerate(file.rows):
        try:
            cells.append(read(row[name]) if row[name] != "" else None)
        except ValueError:
            place = {"file": file.name, "row": file.line(index), "column": name, "value": row[name]}
            raise Invalid("mds.facts.unreadable", params=place) from None
    return cells
