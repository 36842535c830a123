"""Rows of the register's file to entries, and entries to the same rows: what was written out reads in the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from concord.agreements.repository_model import Agreement, Clause, Event, Party, Side
from concord.declarations.read import read_csv
from concord.errors import Invalid
from concord.vocabulary.periods import PartialDate

COLUMNS = (
    "id", "title", "origin", "destination", "members", "year", "year_basis", "level", "type", "occupations",
    "occupations_said", "provisions", "clauses", "history", "status", "status_on", "doubts", "sources", "labour",
    "note",
)  # fmt: skip
_CLAUSE = re.compile(r"(CL\d{2}): (.+)\Z", re.DOTALL)
_EVENT = re.compile(r"(\d{4}(?:-\d{2}){0,2})(\??) ([a-z]+(?:-[a-z]+)*)\Z")
Held = tuple[tuple[Path, int], ...]


@lru_cache(maxsize=4)
def entries(held: Held) -> Mapping[str, Agreement]:
    """Entries of several files; a row of a later file replaces the one of its id.

    Args:
        held: Files with the time of their last change.
    """
    found: dict[str, Agreement] = {}
    for path, _changed in held:
        declared = read_csv(path)
        for index, row in enumerate(declared.rows):
            found[row["id"]] = entry(row, line=declared.line(index), file=path.name)
    return dict(sorted(found.items()))


def entry(row: Mapping[str, str], *, line: int = 0, file: str = "agreements.csv") -> Agreement:
    """One row as an entry.

    Raises:
        Invalid: ``agreements.register.row`` with file, row and column, for what cannot be read.
    """
    try:
        return Agreement(
            row["id"], row["title"], parties(row), int(row["year"]) if row["year"] else None, row["year_basis"],
            row["level"], row["type"], items(row["occupations"]), row["occupations_said"], row["provisions"],
            clauses(row["clauses"]), history(row["history"]), row["status"],
            PartialDate.parse(row["status_on"]) if row["status_on"] else None, items(row["doubts"]),
            items(row["sources"]), items(row["labour"]), row["note"], line,
        )  # fmt: skip
    except (ValueError, KeyError, Invalid) as problem:
        params = {"file": file, "row": line, "problem": str(problem)}
        raise Invalid("agreements.register.row", params=params) from problem


def items(text: str) -> tuple[str, ...]:
    """Parts of a cell, joined by semicolons."""
    return tuple(each.strip() for each in text.split(";") if each.strip())


def parties(row: Mapping[str, str]) -> tuple[Party, ...]:
    """Parties of a row, the origin first."""
    sides: tuple[tuple[str, Side], ...] = (("origin", "origin"), ("destination", "destination"), ("members", "member"))
    found = []
    for column, side in sides:
        for each in items(row[column]):
            area, _, part = each.partition("/")
            found.append(Party(area, side, part))
    return tuple(found)


def clauses(text: str) -> tuple[Clause, ...]:
    """``CL39: joint committee; CL23: …`` as clauses.

    Raises:
        ValueError: A part is not an element, a colon and words.
    """
    found = []
    for each in items(text):
        read = _CLAUSE.match(each)
        if read is None:
            raise ValueError(each)
        found.append(Clause(read[1], read[2]))
    return tuple(found)


def history(text: str) -> tuple[Event, ...]:
    """``2021-07-29 signed; 2003? made`` as events, the earliest first.

    Raises:
        ValueError: A part is not a date and an event.
    """
    found = []
    for each in items(text):
        read = _EVENT.match(each)
        if read is None:
            raise ValueError(each)
        found.append(Event(PartialDate.parse(read[1]), read[3], not read[2]))
    return tuple(sorted(found, key=lambda each: (each.when.last, each.when.first)))


def row_of(found: Agreement) -> dict[str, str]:
    """An entry as the row that it was read from."""
    return {
        "id": found.id, "title": found.title, "origin": _parties(found.of_side("origin")),
        "destination": _parties(found.of_side("destination")), "members": _parties(found.of_side("member")),
        "year": "" if found.year is None else str(found.year), "year_basis": found.year_basis, "level": found.level,
        "type": found.type, "occupations": ";".join(found.occupations), "occupations_said": found.occupations_said,
        "provisions": found.provisions, "clauses": "; ".join(f"{each.element}: {each.words}" for each in found.clauses),
        "history": "; ".join(
            f"{each.when}{'' if each.is_verified else '?'} {each.code}" for each in found.history
        ),
        "status": found.status, "status_on": "" if found.status_on is None else str(found.status_on),
        "doubts": ";".join(found.doubts), "sources": "; ".join(found.sources), "labour": ";".join(found.labour),
        "note": found.note,
    }  # fmt: skip


def _parties(found: Iterable[Party]) -> str:
    return ";".join(f"{each.area}/{each.part}" if each.part else each.area for each in found)
