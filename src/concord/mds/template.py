"""Our own workbook and CSV for sending a table: headers in the sender's language, lists to choose from, notes.

What is written here is read back by :mod:`concord.mds.readers` without a question.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from concord.errors import Invalid
from concord.intake.out import Meta, OutColumn, write_csv, write_xlsx
from concord.mds.readers import words
from concord.vocabulary.structures import Structure, structure
from concord.vocabulary.text import wording

#: Column of the structure → role of the header, where they have different names.
_ROLES = {"headcount": "value", "status": "flag"}
_LEFT_OUT = frozenset({"source", "source_file", "source_row"})
_NOTES = {
    "one-row": "One row for each area, year, occupation, level of activity, and country or kind of row.",
    "zero": "A zero means that there is nobody. Leave the cell empty where the number is not known.",
    "total": "Write domestic, unknown and total rows as rows of their own kind; they are never added up.",
    "codes": "Names of countries in any of the six languages are read as well as codes; what is not exact is asked.",
}


def write(id: str, language: str, path: Path, *, area: str = "") -> Path:
    """Write an empty template of a structure, by the suffix of ``path`` (``.xlsx`` or ``.csv``).

    Args:
        id: A structure of head counts, such as ``mds-stock-by-training``.
        language: Of headers and notes.
        path: Where to.
        area: Alpha-3 code of the reporting area, written into the notes.

    Raises:
        Invalid: ``mds.template.structure`` for a structure that countries do not send, ``mds.template.suffix``.
    """
    declared = structure(id)
    if "headcount" not in declared.names:
        raise Invalid("mds.template.structure", params={"id": id})
    if path.suffix not in (".xlsx", ".csv"):
        raise Invalid("mds.template.suffix", params={"suffix": path.suffix or "–"})
    columns = [_column(declared, name, language) for name in declared.names if name not in _LEFT_OUT]
    meta = _meta(declared, language, area)
    with path.open("wb") as stream:
        if path.suffix == ".xlsx":
            codes = {column.codes: _codes(column.codes, language) for column in columns if column.codes}
            write_xlsx(stream, columns, (), meta, sheet=id[:31], notes_sheet="notes", codes=codes)
        else:
            stream.write(f"# structure: {id}\r\n".encode())
            write_csv(stream, columns, ())
    return path


def headers(id: str, language: str) -> dict[str, str]:
    """The template's header of each column of the structure."""
    declared = structure(id)
    return {name: _header(declared, name, language) for name in declared.names if name not in _LEFT_OUT}


def _header(declared: Structure, name: str, language: str) -> str:
    base = str(declared.extra.get("base") or "") if name == "origin" else ""
    return words.header_of(_ROLES.get(name, name), language, base=base)


def _column(declared: Structure, name: str, language: str) -> OutColumn:
    column = next(each for each in declared.columns if each.name == name)
    width = 24 if column.codelist else 14
    return OutColumn(_header(declared, name, language), key=name, width=width, codes=column.codelist)


def _codes(list_id: str, language: str) -> list[tuple[str, str]]:
    if list_id == "area":
        from concord.vocabulary.areas import areas

        return [(each.code, each.name(language)) for each in areas()]
    from concord.vocabulary.codelists import codelist

    known: Any = codelist(list_id)
    return [(code, known.name(code, language).text) for code in known.codes]


def _meta(declared: Structure, language: str, area: str) -> Meta:
    notes = [f"structure: {declared.id}"]
    if area:
        notes.append(f"area: {area}")
    notes += [wording("mds", f"template.{key}", english, language).text for key, english in _NOTES.items()]
    return Meta(title=declared.title.best(language).text, notes=tuple(notes), language=language)
