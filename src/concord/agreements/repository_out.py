"""The register to take away: JSON with words and sources, and the spreadsheet in which it comes in again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from concord.agreements import repository_words
from concord.agreements.repository_model import Agreement, Party
from concord.agreements.repository_read import COLUMNS, row_of
from concord.agreements.repository_sheet import ONE_CODE
from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.vocabulary.areas import area

#: Formats of the spreadsheet.
FORMATS = ("csv", "xlsx")
WIDE = {"title": 50, "provisions": 60, "clauses": 50, "history": 40, "sources": 60, "note": 60, "occupations_said": 30}


def as_json(found: Agreement, language: str) -> dict[str, Any]:
    """An entry for programs: codes with their words; a clause that is not listed is not known, not absent."""
    return {
        "id": found.id,
        "title": found.title,
        "parties": [_party(each, language) for each in found.parties],
        "is_mutual": found.is_mutual,
        "year": found.year,
        "year_basis": found.year_basis or None,
        "level": found.level,
        "type": found.type,
        "type_name": repository_words.name("types", found.type, language).text,
        "status": found.status,
        "status_name": repository_words.name("statuses", found.status, language).text,
        "status_on": None if found.status_on is None else str(found.status_on),
        "occupations": list(found.occupations),
        "occupations_said": found.occupations_said,
        "provisions": found.provisions,
        "clauses": [{"element": each.element, "words": each.words} for each in found.clauses],
        "history": [
            {"on": str(each.when), "event": each.code, "is_verified": each.is_verified} for each in found.history
        ],
        "verification": found.verification,
        "not_verified": list(found.doubts),
        "sources": list(found.sources),
        "labour_agreements": list(found.labour),
        "note": found.note,
    }


def _party(each: Party, language: str) -> Mapping[str, str]:
    return {"area": each.area, "name": area(each.area).name(language), "side": each.side, "part": each.part}


def columns() -> tuple[OutColumn, ...]:
    """The columns of the spreadsheet."""
    return tuple(OutColumn(name, width=WIDE.get(name, 16), codes=ONE_CODE.get(name, "")) for name in COLUMNS)


def write(stream: IO[bytes], found: Iterable[Agreement], format: str, meta: Meta) -> int:
    """Write entries as ``csv`` or ``xlsx``; the workbook offers the codes as choices.

    Returns:
        How many rows were written.
    """
    rows = [row_of(each) for each in found]
    if format == "csv":
        return write_csv(stream, columns(), rows, meta, excel=True)
    codes: dict[str, Sequence[tuple[str, str]]] = {
        kind: [(code, repository_words.name(kind, code, meta.language).text) for code in repository_words.codes(kind)]
        for kind in ONE_CODE.values()
    }
    return write_xlsx(stream, columns(), rows, meta, codes=codes)
