"""Our own workbook and CSV for sending a table or a register: heads in the sender's language, lists, checks, notes.

What is written here is read back by :mod:`concord.mds.readers` and :mod:`concord.mds.proposing` without a question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from concord.errors import Invalid
from concord.intake.out import write_csv
from concord.mds import template_book
from concord.mds.template_columns import REGISTER, columns
from concord.mds.template_words import register_title, said
from concord.vocabulary.structures import structure

__all__ = ["REGISTER", "Filled", "headers", "write"]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a template is filled with beforehand.

    Args:
        area: Alpha-3 code of the reporting area, written into the notes and into the rows of ``last``.
        area_name: Its name as it is to be shown; the code where it is left out.
        round: The round of reporting, such as ``2027``.
        years: Years that are asked for, for the sheet of checks and the rows of ``last``.
        last: Rows reported before (keys are the structure's columns): they come back with their numbers beside, and
            empty cells for the new ones.
        used: Code list → codes that the country used last: they stand first in the lists.
    """

    area: str = ""
    area_name: str = ""
    round: str = ""
    years: tuple[int, ...] = ()
    last: Sequence[Mapping[str, object]] = ()
    used: Mapping[str, Collection[str]] = field(default_factory=dict)


NOTHING_FILLED = Filled()


def write(id: str, language: str, path: Path, *, area: str = "", filled: Filled = NOTHING_FILLED) -> Path:
    """Write a template of a structure, or of a register of persons, by the suffix of ``path`` (``.xlsx`` or ``.csv``).

    Args:
        id: A structure of head counts, such as ``mds-stock-by-training``, or :data:`REGISTER`.
        language: Of heads, lists and notes; Arabic sheets run from right to left.
        path: Where to.
        area: Alpha-3 code of the reporting area (also in ``filled``).
        filled: Country, round, years, and last year's figures.

    Raises:
        Invalid: ``mds.template.structure`` for a structure that countries do not send, ``mds.template.suffix``.
    """
    made = columns(id, language)
    if path.suffix not in (".xlsx", ".csv"):
        raise Invalid("mds.template.suffix", params={"suffix": path.suffix or "–"})
    with path.open("wb") as stream:
        if path.suffix == ".xlsx":
            notes, title = _notes(id, language, area, filled), _title(id, language)
            book = template_book.Book(id, language, made, notes, title, used=filled.used)
            book.write(stream, years=filled.years, last=filled.last)
        else:
            if id != REGISTER:
                stream.write(f"# structure: {id}\r\n".encode())
            write_csv(stream, [column.header for column in made], ())
    return path


def headers(id: str, language: str) -> dict[str, str]:
    """The template's header of each column of the structure."""
    return {column.name: column.header for column in columns(id, language)}


def _title(id: str, language: str) -> str:
    return register_title(language) if id == REGISTER else structure(id).title.best(language).text


def _notes(id: str, language: str, area: str, filled: Filled) -> list[str]:
    """The lines of the sheet of instructions; the first names the structure for those who read it back."""
    code = filled.area or area
    notes = [] if id == REGISTER else [f"structure: {id}"]
    if code:
        notes.append(f"area: {code}")
        notes.append(said("lines", "country", language, area=filled.area_name or code))
    if filled.round:
        notes.append(said("lines", "round", language, round=filled.round))
    how = ["one-person", "lists", "dates"] if id == REGISTER else ["one-row", "lists", "zero", "total"]
    how += ["heads", *(["last"] if filled.last else []), *(["used"] if any(filled.used.values()) else [])]
    notes += [said("how", name, language) for name in how]
    return notes + [said("definitions", name, language) for name in _defined(id)]


def _defined(id: str) -> list[str]:
    """The definitions that a template needs."""
    if id == REGISTER:
        return ["training", "birth", "nationality", "activity"]
    declared = structure(id)
    measure = str(declared.extra.get("measure_of") or "stock")
    base = str(declared.extra.get("base") or "")
    named = [measure, *([base] if base else [])]
    return [*named, *(["activity"] if "activity" in declared.names else []), "headcount"]
