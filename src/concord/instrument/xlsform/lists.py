"""Choice lists: of the choices sheet, of external choices, of files that came along, of the house's code lists."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from concord.declarations import packs
from concord.errors import NotFound
from concord.instrument.model import Choice, ChoiceList
from concord.instrument.sheets import Row, Sheet, Sheets
from concord.instrument.xlsform.columns import OWN, base, normal
from concord.instrument.xlsform.languages import text_of
from concord.instrument.xlsform.links import link
from concord.instrument.xlsform.wording import text
from concord.vocabulary.text import Text

EXTERNAL = "external_choices"
_NOT_FILTERS = frozenset(
    {"list_name", "name", "label", "image", "audio", "video", "big-image", "media", *OWN["choices"]}
)


def of_sheet(sheet: Sheet, languages: tuple[str, ...], source: str = "choices") -> dict[str, ChoiceList]:
    """The lists of a choices sheet, in order of their first row."""
    found: dict[str, list[Choice]] = {}
    for row in sheet.rows:
        if row["list_name"] and row["name"]:
            found.setdefault(row["list_name"], []).append(_choice(row, languages))
    return {name: ChoiceList(name, tuple(choices), source) for name, choices in found.items()}


def _choice(row: Row, languages: tuple[str, ...]) -> Choice:
    filters = {column: cell for column, cell in row.cells.items() if base(column) not in _NOT_FILTERS}
    label = text(row, "label", languages)
    return Choice(
        name=row["name"],
        label=label,
        filters=MappingProxyType(filters),
        same_as=link(row["x_same_as"]),
        image=text(row, "image", languages),
        row=row.number,
    )


def of_file(name: str, sheets: Sheets, parameters: Mapping[str, str], language: str) -> ChoiceList | None:
    """The list behind a file's name: the file that came along, else one of the house's code lists, else None."""
    if name in sheets.files:
        return ChoiceList(name, tuple(_in_file(name, sheets.files[name], parameters, language)), f"file:{name}")
    return house_list(name)


@lru_cache(maxsize=64)
def house_list(name: str) -> ChoiceList | None:
    """A code list by the name a form gives it (``areas.csv``), with names in six languages; None if there is none."""
    id = name.removesuffix(".csv")
    found = _codes(id)
    if found is None:
        return None
    return ChoiceList(name, tuple(found), f"codelist:{id}")


def house_names() -> tuple[str, ...]:
    """The file names that stand for code lists."""
    ids = (path.stem for path in packs.each("codelists"))
    return tuple(f"{id}.csv" for id in ("areas", "member-states", "occupations", *ids))


def _codes(id: str) -> Iterable[Choice] | None:
    from concord.vocabulary.areas import areas, member_states
    from concord.vocabulary.codelists import codelist

    if id in ("areas", "member-states"):
        chosen = areas() if id == "areas" else member_states()
        return [Choice(each.code, each.names) for each in chosen]
    try:
        listed = codelist("occupation" if id == "occupations" else id)
    except NotFound:
        return None
    return [
        Choice(code.code, code.name, MappingProxyType({"parent": code.parent} if code.parent else {}))
        for code in listed.codes.values()
    ]


def _in_file(name: str, content: bytes, parameters: Mapping[str, str], language: str) -> Iterator[Choice]:
    value, label = parameters.get("value", "name"), parameters.get("label", "label")
    if name.endswith(".geojson"):
        value, label = parameters.get("value", "id"), parameters.get("label", "title")
        rows = _of_geojson(content)
    elif name.endswith(".xml"):
        rows = _of_xml(content)
    else:
        rows = _of_csv(content)
    for row in rows:
        if row.get(value):
            yield Choice(row[value], _labels(row, label, language), MappingProxyType(_rest(row, value, label)))


def _labels(row: Mapping[str, str], label: str, language: str) -> Text:
    said = {language: row.get(label, "")}
    for column, cell in row.items():
        first, _, code = normal("choices", column).partition("::")
        if code and first == label:
            said[code] = cell
    return text_of({code: cell for code, cell in said.items() if cell})


def _rest(row: Mapping[str, str], value: str, label: str) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell and column != value and base(column) != label}


def _of_csv(content: bytes) -> Iterator[dict[str, str]]:
    return (
        {k: v or "" for k, v in row.items() if k} for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    )


def _of_geojson(content: bytes) -> Iterator[dict[str, str]]:
    for feature in json.loads(content).get("features", ()):
        properties = {str(key): str(cell) for key, cell in (feature.get("properties") or {}).items()}
        yield {**({"id": str(feature["id"])} if "id" in feature else {}), **properties}


def _of_xml(content: bytes) -> Iterator[dict[str, str]]:
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    for item in fromstring(content, forbid_dtd=True).iter("item"):
        yield {part.tag: part.text or "" for part in item}
