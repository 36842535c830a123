"""A declared structure as SDMX has it: components with ids, code lists, and rows of their codes.

Every row of a table becomes one observation. A dimension that says nothing of a row has the code ``_Z`` (not
applicable); a status is said twice, as ``OBS_STATUS`` and as ``CONF_STATUS``, so that a value that was hidden is never
read as one that is missing. Codes are those of ``data/codelists`` (key ``sdmx`` where it has one) and of the register
of areas; component ids are the cross-domain ones where there is one.

Source: SDMX 3.0 information model; content-oriented guidelines (cross-domain concepts and code lists).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from concord.vocabulary import areas
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Column, Table, structure, structures
from concord.vocabulary.text import Text

AGENCY = "CONCORD"
VERSION, VERSION_21 = "1.0.0", "1.0"
NOTHING = "_Z"
#: Columns whose component has a cross-domain id; of the measures, the first is the observation's value.
IDS = {
    "area": "REF_AREA", "year": "TIME_PERIOD", "sex": "SEX", "age_band": "AGE", "occupation": "OCCUPATION",
    "status": "OBS_STATUS", "note": "COMMENT_OBS",
}  # fmt: skip
#: Statuses of a value that nobody may see, and what CONF_STATUS says then.
HIDDEN = {"suppressed": "C"}
ANNUAL = {"en": "Annual", "fr": "Annuelle", "es": "Anual", "ar": "سنوي", "ru": "Годовая", "zh": "年度"}
#: The code list that names our concepts.
CONCEPTS = "sdmx-concept"
Role = Literal["dimension", "time", "measure", "attribute"]


@dataclass(frozen=True, slots=True)
class Component:
    """One component.

    Args:
        id: Its id, which is its concept's too.
        role: ``time`` is the dimension of time.
        column: The column of the table; empty for one that is the same in every row.
        name: Its concept's name, in up to six languages.
        codes: Id of its code list (``CL_…``); empty where it has none.
        type: ``string``, ``integer`` or ``number``.
        constant: What it says of every row.
        required: Whether every row says it.
        description: What it says in this structure, in English; empty where the name is enough.
    """

    id: str
    role: Role
    column: str
    name: Text
    codes: str = ""
    type: str = "string"
    constant: str = ""
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """The components of one structure, in the order in which they are written."""

    id: str
    name: Text
    components: tuple[Component, ...]
    description: str = ""

    def of(self, *roles: Role) -> tuple[Component, ...]:
        """Components of some roles."""
        return tuple(each for each in self.components if each.role in roles)

    @property
    def dimensions(self) -> tuple[Component, ...]:
        """Dimensions that make a series, and last the one of time."""
        return (*self.of("dimension"), *self.of("time"))

    @property
    def measure(self) -> Component:
        """The observation's value."""
        return next(each for each in self.components if each.id == "OBS_VALUE")


def flow_id(structure_id: str) -> str:
    """Id of the flow and the structure, such as ``MDS_STOCK_BY_TRAINING``."""
    return structure_id.upper().replace("-", "_")


@lru_cache(maxsize=1)
def cubes() -> Mapping[str, str]:
    """Id of the flow → id of the declared structure, for structures whose rows are observations.

    A structure without an area, a year or a number (such as a history of classifications) is no cube.
    """
    return {flow_id(id): id for id in structures() if is_cube(id)}


def is_cube(id: str) -> bool:
    """Whether the rows of a structure are observations of a number, by area and year."""
    declared = structure(id)
    measures = [each for each in declared.columns if each.role == "measure"]
    return {"area", "year"} <= set(declared.of("dimension")) and bool(measures) and measures[0].type != "string"


def concept_name(id: str) -> Text:
    """The name of a concept, or its id where it has none."""
    found = codelist(CONCEPTS).codes.get(id)
    return found.name if found is not None else Text({"en": id})


@lru_cache(maxsize=64)
def shape(id: str) -> Shape:
    """A declared structure as SDMX has it.

    Raises:
        NotFound: ``vocabulary.structure.unknown``.
    """
    declared = structure(id)
    first = declared.of("measure")[0]
    found = [Component("FREQ", "dimension", "", concept_name("FREQ"), "CL_FREQ", constant="A", required=True)]
    found += [_component(each, is_value=each.name == first) for each in declared.columns]
    unit = next(each.unit for each in declared.columns if each.name == first)
    measured = codelist("unit").codes.get(unit)
    said = str(measured.extra.get("sdmx") or measured.code) if measured is not None else unit
    for name, column, codes, constant in (
        ("UNIT_MEASURE", "", "CL_UNIT", said), ("CONF_STATUS", "status", "CL_CONF_STATUS", ""),
    ):  # fmt: skip
        found.append(Component(name, "attribute", column, concept_name(name), codes, constant=constant))
    order = {"dimension": 0, "time": 1, "measure": 2, "attribute": 3}
    ordered = sorted(found, key=lambda each: (order[each.role], each.id != "OBS_VALUE" and each.role == "measure"))
    return Shape(flow_id(id), declared.title, tuple(ordered), declared.description)


def _component(column: Column, *, is_value: bool) -> Component:
    id = "OBS_VALUE" if is_value else IDS.get(column.name, column.name.upper())
    role: Role = "time" if column.name == "year" else "attribute" if column.role != "dimension" else "dimension"
    codes = f"CL_{column.codelist.upper().replace('-', '_')}" if column.codelist else ""
    return Component(
        id, "measure" if is_value else role, column.name, concept_name(id), codes,
        column.type, required=column.required or role == "dimension", description=column.description,
    )  # fmt: skip


# ---- codes -----------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=64)
def codes(id: str) -> Mapping[str, Text]:
    """Code → name of one code list (``CL_…``), in declared order, with the code for what does not apply."""
    if id == "CL_FREQ":
        return {"A": Text(ANNUAL)}
    if id == "CL_AREA":
        found = {each.id: Text({code: each.name(code) for code in ("en", "fr", "es", "ar", "ru", "zh")})
                 for each in areas.areas()}  # fmt: skip
    else:
        declared = codelist(_list_id(id))
        found = {}
        for each in declared.codes.values():
            found.setdefault(str(each.extra.get("sdmx") or each.code), each.name)
    return {**found, NOTHING: codelist("obs-status").codes["not-applicable"].name}


@lru_cache(maxsize=64)
def parents(id: str) -> Mapping[str, str]:
    """Code → its broader code of the same list, for codes that have one."""
    if id in ("CL_FREQ", "CL_AREA"):
        return {}
    declared = codelist(_list_id(id)).codes.values()
    said = said_as(id)
    return {said.get(each.code, each.code): said.get(each.parent, each.parent) for each in declared if each.parent}


def _list_id(id: str) -> str:
    return id.removeprefix("CL_").lower().replace("_", "-")


def code_title(id: str) -> Text:
    """The title of a code list."""
    if id == "CL_FREQ":
        return concept_name("FREQ")
    if id == "CL_AREA":
        return concept_name("AREA")
    return codelist(_list_id(id)).title


@lru_cache(maxsize=64)
def said_as(id: str) -> Mapping[str, str]:
    """Our code → the code in SDMX, where they differ."""
    if id in ("", "CL_FREQ", "CL_AREA"):
        return {}
    declared = codelist(_list_id(id))
    return {each.code: str(each.extra["sdmx"]) for each in declared.codes.values() if each.extra.get("sdmx")}


# ---- rows ------------------------------------------------------------------------------------------------------------
def rows(table: Table) -> Iterator[dict[str, str]]:
    """Each row of a table as component → text; what is empty is left out."""
    found = shape(table.structure)
    columns = [each for each in found.components if each.column]
    constant = {each.id: each.constant for each in found.components if not each.column}
    said = {each.id: said_as(each.codes) for each in columns}
    for row in table.frame.iter_rows(named=True):
        yield constant | {
            each.id: text for each in columns if (text := text_of(each, row[each.column], said[each.id])) is not None
        }


def text_of(component: Component, value: Any, said: Mapping[str, str]) -> str | None:
    """What a message says of a value of a component's column; None where it says nothing."""
    if component.id == "CONF_STATUS":
        return HIDDEN.get(value, "F")
    if value is None:
        return NOTHING if component.role == "dimension" else None
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return said.get(str(value), str(value))
