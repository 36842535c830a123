"""An entry, or a table of it, as a schema.org data set: what search engines for data read from a page.

Source: schema.org, type Dataset; Google, structured data for data sets.
"""

from __future__ import annotations

import json
from typing import Any

from concord.errors import NotFound
from concord.mds.catalogue.cited import cite
from concord.mds.catalogue.entry import Distribution, Entry, Part, remarks
from concord.mds.catalogue.of_release import licences_for
from concord.mds.citation import known_sources
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure

#: More areas than these are not named one by one.
MOST_PLACES = 30


def dataset(entry: Entry, part: Part | None = None, *, language: str = "en", catalogue: str = "") -> dict[str, Any]:
    """A JSON-LD object.

    Args:
        entry: The release.
        part: The table, or rows of it, that the page shows.
        language: Of the words.
        catalogue: Absolute address of the catalogue it stands in.
    """
    title = (part.title if part is not None else entry.title).best(language)
    found = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": title.text,
        "description": " ".join((*remarks(entry, language, part), _about(entry, part, language))),
        "url": part.address if part is not None else entry.address,
        "identifier": _identifiers(entry, part),
        "version": entry.version,
        "inLanguage": title.language,
        "datePublished": entry.issued.isoformat(),
        "dateModified": entry.changed.isoformat() if entry.changed else "",
        "creativeWorkStatus": entry.status,
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": entry.publisher},
        "creator": {"@type": "Organization", "name": entry.publisher},
        "license": [each.link or each.text for each in licences_for(entry, part)],
        "creditText": cite(entry, part, language=language),
        "keywords": [
            "health personnel",
            "international migration",
            *(["generated data"] if _made(entry, part) else []),
        ],
        "temporalCoverage": "/".join(map(str, entry.years)) if entry.years else "",
        "spatialCoverage": _places(entry, language),
        "variableMeasured": _variables((part.structure,) if part is not None else entry.structures, language),
        "isBasedOn": [each.link for each in known_sources(part.sources if part else entry.sources) if each.link],
        "isPartOf": entry.address if part is not None else "",
        "includedInDataCatalog": {"@type": "DataCatalog", "url": catalogue} if catalogue else "",
        "distribution": [
            _download(each) for each in entry.distributions if part is None or each.structure == part.structure
        ],
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def as_block(value: dict[str, Any]) -> str:
    """The object as the content of a ``script`` element: the same JSON, in which nothing can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _made(entry: Entry, part: Part | None) -> bool:
    return part.is_generated if part is not None else entry.is_generated


def _about(entry: Entry, part: Part | None, language: str) -> str:
    if part is None:
        return entry.description.best(language).text
    return f"{structure(part.structure).description} {part.filter}".strip()


def _identifiers(entry: Entry, part: Part | None) -> list[Any]:
    digest = part.digest if part is not None else entry.digest
    name = f"{entry.id}/{part.structure}" if part is not None else entry.id
    if not digest:
        return [name]
    return [name, {"@type": "PropertyValue", "propertyID": "SHA-256", "value": digest}]


def _places(entry: Entry, language: str) -> list[dict[str, str]]:
    codes = (entry.area,) if entry.area else entry.areas
    if len(codes) > MOST_PLACES:
        return []
    return [{"@type": "Place", "name": _place(code, language), "identifier": code} for code in codes]


def _place(code: str, language: str) -> str:
    """The name of an area; of a code that is nobody's, such as that of a demonstration, the code."""
    try:
        return area(code).name(language)
    except NotFound:
        return code


def _variables(structures: tuple[str, ...], language: str) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for id in structures:
        for column in structure(id).columns:
            if column.role == "measure":
                unit = codelist("unit").name(column.unit, language).text if column.unit else ""
                said = {"@type": "PropertyValue", "name": column.name, "unitText": unit}
                found.setdefault(column.name, {name: text for name, text in said.items() if text})
    return list(found.values())


def _download(file: Distribution) -> dict[str, Any]:
    found = {
        "@type": "DataDownload",
        "name": file.structure,
        "contentUrl": file.address,
        "encodingFormat": file.media_type.partition(";")[0],
        "contentSize": f"{file.size} B" if file.size is not None else "",
        "sha256": file.sha256,
    }
    return {name: value for name, value in found.items() if value != ""}
