"""CSV on the Web: the CSV that we write, and beside it what every column, code and mark of it means.

The metadata stand in a file of their own; a program that knows CSVW reads the table from them with its types, its empty
values and the names of its codes in six languages, whatever stands above the table in the CSV itself.

Source: W3C, Metadata Vocabulary for Tabular Data, Model for Tabular Data (Recommendations of 17 December 2015).
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import IO, Any

from concord.declarations.messages import fill
from concord.mds.catalogue.entry import words
from concord.mds.citation import known_sources, licences, source_ids, source_line
from concord.mds.writers.sheets import write_sheet
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Column, Structure, Table, structure
from concord.vocabulary.text import Text

#: Media type of the metadata.
MEDIA_TYPE = "application/csvm+json"
_BOM = b"\xef\xbb\xbf"
_TYPES = {"string": "string", "integer": "integer", "number": "number"}
_SDMX = "http://purl.org/linked-data/sdmx/2009/"
#: Columns that the RDF vocabulary of SDMX has a word for.
_PROPERTIES = {
    "area": "dimension#refArea", "year": "dimension#refPeriod", "occupation": "dimension#occupation",
    "sex": "dimension#sex", "age_band": "dimension#age", "status": "attribute#obsStatus", "note": "attribute#comment",
}  # fmt: skip
#: Names of columns that no code list, no unit and no role of a profile names.
_OWN = {"source": "source", "source_file": "source-file", "source_row": "source-row", "fiscal_year": "fiscal-year"}
#: Every entry of the archive has this time, so that the same table gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_zip(
    table: Table, stream: IO[bytes], language: str, citation: str, digest: str, notes: Sequence[str] = (),
    *, licence: str = "",
) -> int:  # fmt: skip
    """Write ``<structure>.csv`` and ``<structure>.csv-metadata.json`` into one archive; how many rows."""
    made = io.BytesIO()
    under = licence or licences(source_ids(table))
    rows = write_sheet(table, "csv", made, language, citation, digest, notes, licence=under)
    name = f"{table.structure}.csv"
    described = metadata(table, made.getvalue(), name, language=language, citation=citation, digest=digest, notes=notes)
    described |= {"dc:rights": under} if under else {}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in ((name, made.getvalue()), (f"{name}-metadata.json", as_bytes(described))):
            archive.writestr(zipfile.ZipInfo(file, _NO_TIME), content, zipfile.ZIP_DEFLATED)
    return rows


def as_bytes(described: Mapping[str, Any]) -> bytes:
    """Metadata as JSON (UTF-8)."""
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def metadata(
    table: Table, content: bytes, url: str, *, language: str, citation: str, digest: str, notes: Sequence[str] = ()
) -> dict[str, Any]:
    """What stands beside the CSV of a table.

    Args:
        table: Any table of a declared structure.
        content: The bytes of the CSV, which decide its dialect.
        url: Where the CSV is, from where the metadata are.
        language: Of sentences without a translation beside them.
        citation: How the table is cited.
        digest: Of the table's content, whatever the file.
        notes: Further sentences for readers.
    """
    declared = structure(table.structure)
    ids = source_ids(table)
    known = known_sources(ids)
    said = (*notes, *(fill(f"mds.catalogue.{code}", {}, language).message for code in ("status", "neutral")))
    links = list(dict.fromkeys(each.licence_link for each in known if each.licence_link))
    found = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": url,
        "dialect": dialect(content),
        "dc:title": in_languages(declared.title),
        "dc:description": {"@value": declared.description, "@language": "en"} if declared.description else None,
        "dc:identifier": [f"sha256:{digest}"],
        "dc:bibliographicCitation": citation,
        "dc:license": [{"@id": link} for link in links],
        "dc:rights": licences(ids),
        "dc:source": [source_line(each) for each in known],
        "schema:sha256": sha256(content).hexdigest(),
        "notes": [{"rdfs:comment": each} for each in said if each],
        "tableSchema": _schema(table, declared),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def dialect(content: bytes) -> dict[str, Any]:
    """How the bytes of a CSV of ours are to be read: its encoding, its separator, and the lines above its head."""
    lines = content.removeprefix(_BOM).split(b"\r\n")
    above = next((at for at, line in enumerate(lines) if not line.startswith(b"#")), len(lines))
    head = lines[above] if above < len(lines) else b""
    delimiter = max(",;\t", key=lambda sign: head.count(sign.encode()))
    return {
        "encoding": "utf-8",
        "lineTerminators": ["\r\n", "\n"],
        "delimiter": delimiter,
        "quoteChar": '"',
        "doubleQuote": True,
        "commentPrefix": "#",
        "skipRows": above,
        "header": True,
        "headerRowCount": 1,
        "skipBlankRows": False,
        "skipInitialSpace": False,
        "trim": False,
    }


def in_languages(text: Text) -> list[dict[str, str]]:
    """A text in every language it has."""
    return [{"@value": said, "@language": language} for language, said in text.items()]


# ---- columns ---------------------------------------------------------------------------------------------------------
def _schema(table: Table, declared: Structure) -> dict[str, Any]:
    columns = [_column(each, table, declared.id) for each in declared.columns]
    keys = list(declared.of("dimension"))
    is_key = bool(keys) and table.frame.select(keys).n_unique() == len(table)
    return {"columns": columns, **({"primaryKey": keys} if is_key else {})}


def _column(column: Column, table: Table, id: str) -> dict[str, Any]:
    found = {
        "name": column.name,
        "titles": {"und": column.name, **titles(column)},
        "dc:description": {"@value": column.description, "@language": "en"} if column.description else None,
        "datatype": _datatype(column),
        "null": [""],
        "required": True if column.required else None,
        "propertyUrl": _property(column, id),
        "schema:unitText": in_languages(_unit(column)) if column.unit else None,
        "skos:inScheme": _scheme(column, table) if column.codelist else None,
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def titles(column: Column) -> dict[str, str]:
    """What a column is called, in the languages there are."""
    if column.role == "measure" and column.unit:
        return dict(_unit(column))
    if column.name in _OWN:
        return dict(words(f"mds.catalogue.column-{_OWN[column.name]}"))
    if column.codelist and column.codelist != "area":
        return dict(codelist(column.codelist).title)
    return dict(words(f"mds.role.{column.name.replace('_', '-')}"))


def _unit(column: Column) -> Text:
    found = codelist("unit").codes.get(column.unit)
    return found.name if found is not None else Text({"en": column.unit})


def _property(column: Column, id: str) -> str:
    if column.role == "measure" and column.name == structure(id).of("measure")[0]:
        return f"{_SDMX}measure#obsValue"
    return _SDMX + _PROPERTIES[column.name] if column.name in _PROPERTIES else ""


def _datatype(column: Column) -> str | dict[str, str]:
    if not column.codelist:
        return _TYPES[column.type]
    if column.codelist == "area":
        return {"base": "string", "format": "[A-Z]{3}"}
    codes = codelist(column.codelist).codes
    return {"base": "string", "format": "|".join(re.escape(code) for code in codes)}


def _scheme(column: Column, table: Table) -> dict[str, Any]:
    """The code list of a column: its id, its title, and each code that occurs in the table with its names."""
    used = sorted(code for code in table.frame[column.name].unique().to_list() if code is not None)
    is_area = column.codelist == "area"
    title = [] if is_area else in_languages(codelist(column.codelist).title)
    concepts = [
        {"@type": "skos:Concept", "skos:notation": code, "skos:prefLabel": in_languages(_name(column.codelist, code))}
        for code in used
    ]
    found = {"@type": "skos:ConceptScheme", "dc:identifier": column.codelist, "dc:title": title}
    return {name: value for name, value in {**found, "skos:hasTopConcept": concepts}.items() if value}


def _name(list_id: str, code: str) -> Text:
    if list_id == "area":
        return area(code).names
    found = codelist(list_id).codes.get(code)
    return found.name if found is not None else Text({"en": code})
