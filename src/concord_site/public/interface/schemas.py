"""Shapes of released tables, as programs get them: what a table is, its rows, its sums."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from concord.mds.asking.answering import group_names
from concord.vocabulary.structures import Column, structure, structures

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
LISTED = "Values separated by commas; `none` is an empty one."
_TYPES: dict[str, Any] = {"string": str, "integer": int, "number": float}


def _example(**values: Any) -> ConfigDict:
    return ConfigDict(json_schema_extra={"example": values})


# ---- what is held ----------------------------------------------------------------------------------------------------
class ReleaseOut(Schema):
    """A frozen set of tables."""

    model_config = _example(
        id="2026.1", as_of="2026-11-22", digest=DIGEST, previous="", tables=["mds-totals"], licence="CC BY 4.0",
        citation="Concord, release 2026.1.", is_newest=True,
    )  # fmt: skip

    id: str = Field(description="What it is asked for and cited by.")
    as_of: str = Field(description="The day up to which it knows.")
    digest: str = Field(description="SHA-256 over the content of all its tables.")
    previous: str = Field(description="The release before it; empty for the first.")
    tables: list[str] = Field(description="Ids of its tables.")
    licence: str = Field(description="Under which it may be used.")
    citation: str = Field(description="How it is cited.")
    is_newest: bool = Field(description="Whether it is what is given where no release is asked for.")


_TABLE: dict[str, Any] = {
    "id": "mds-totals", "title": "Totals", "description": "All personnel of an occupation.", "base": "",
    "measure_of": "stock", "rows": 506, "first_year": 2000, "last_year": 2024,
    "dimensions": ["area", "year", "occupation"], "measures": ["headcount"], "release": "2026.1", "digest": DIGEST,
    "flow": "MDS_TOTALS", "address": "/api/v1/tables/mds-totals",
}  # fmt: skip


class TableOut(Schema):
    """A table of a release."""

    model_config = _example(**_TABLE)

    id: str = Field(description="Names it in the addresses below.")
    title: str = Field(description="In the language asked for.")
    description: str = Field(description="What one row stands for.")
    base: str = Field(description="By country of `training`, `birth` or `nationality`; empty where it says none.")
    measure_of: str = Field(description="`stock`, `inflow` or `outflow`; empty for anything else.")
    rows: int = Field(description="How many rows it has.")
    first_year: int | None = Field(description="The first year of its rows.")
    last_year: int | None = Field(description="The last year of its rows.")
    dimensions: list[str] = Field(description="Columns that together name a row.")
    measures: list[str] = Field(description="Columns that hold figures.")
    release: str = Field(description="The release it is of; empty for the facts that come with Concord.")
    digest: str = Field(description="SHA-256 over its content.")
    flow: str = Field(description="Id of its dataflow in the SDMX interface; empty where it has none.")
    address: str = Field(description="Where its columns and codes are.")


class CodeOut(Schema):
    """A code that occurs in a table."""

    code: str = Field(description="As rows and filters have it.")
    name: str = Field(description="In the language asked for.")


class ColumnOut(Schema):
    """A column of a table."""

    name: str = Field(description="As rows have it.")
    role: str = Field(description="`dimension`, `measure` or `attribute`.")
    type: str = Field(description="`string`, `integer` or `number`.")
    unit: str = Field(description="Of a measure.")
    description: str = Field(description="What it says.")
    is_added: bool = Field(description="Whether figures in it, or rows over it, may be added up.")
    codes: list[CodeOut] = Field(description="The codes that occur, for a column with a list of codes.")


class TableWhole(TableOut):
    """A table with its columns, and how it can be asked."""

    model_config = _example(
        **_TABLE,
        columns=[
            {"name": "area", "role": "dimension", "type": "string", "unit": "", "description": "The reporting area.",
             "is_added": True, "codes": [{"code": "NZL", "name": "New Zealand"}]},
        ],
        groups={"area_region": [{"code": "AFR", "name": "African Region"}]}, group_by=["area", "year", "area_region"],
        always_kept=["year", "activity"], citation="Totals. Concord, release 2026.1.", licence="CC BY 4.0",
    )  # fmt: skip

    columns: list[ColumnOut] = Field(description="In order.")
    groups: dict[str, list[CodeOut]] = Field(description="Groups by which rows are filtered, each with its codes.")
    group_by: list[str] = Field(description="What sums can be kept apart by; empty where nothing is added up.")
    always_kept: list[str] = Field(description="What sums are kept apart by unasked, since adding over it is wrong.")
    citation: str = Field(description="How the table is cited.")
    licence: str = Field(description="Licences of its sources.")


# ---- rows and sums ---------------------------------------------------------------------------------------------------
def _columns() -> dict[str, Column]:
    found: dict[str, Column] = {}
    for each in map(structure, structures()):
        for column in () if each.is_of_persons else each.columns:
            found.setdefault(column.name, column)
    return found


def _fields(columns: list[Column]) -> dict[str, Any]:
    return {
        each.name: (_TYPES[each.type] | None, Field(None, description=each.description or each.name))
        for each in columns
    }


_GROUPS: dict[str, Any] = {
    name: (str | None, Field(None, description="The group at the end of the row's year; null where it is in none."))
    for name in group_names()
}
_SUMMED = {
    "at_least": (bool, Field(description="Whether something is hidden or missing, so that it is at least so many.")),
    "status": (str, Field(description="That of the added values which says most; without a value, why there is none.")),
    "rows": (int, Field(description="How many rows were added.")),
    "hidden": (int, Field(description="How many of them are hidden to protect persons.")),
    "missing": (int, Field(description="How many of them are missing.")),
}  # fmt: skip
_ROW: dict[str, Any] = {
    "area": "NZL", "year": 2018, "occupation": "221", "activity": None, "row_kind": "total", "headcount": 17025,
    "status": "normal", "note": None, "source": "oecd-wfmi-totals", "source_file": "oecd.csv", "source_row": 12,
}  # fmt: skip
_SUM: dict[str, Any] = {
    "area_region": "WPR", "year": 2018, "activity": None, "headcount": 119000, "at_least": False, "status": "break",
    "rows": 4, "hidden": 0, "missing": 0,
}  # fmt: skip

Row = create_model(
    "TableRow", __base__=Schema, __doc__="A row as it was published: the columns of its table, in order.",
    **_fields(list(_columns().values())),
)  # fmt: skip
Row.model_config["json_schema_extra"] = {"example": _ROW}
Row.model_rebuild(force=True)
Sum = create_model(
    "TableSum", __base__=Schema, __doc__="A sum: what it is kept apart by, its figures, and how much of it is known.",
    **{**_fields([each for each in _columns().values() if each.role != "attribute"]), **_GROUPS, **_SUMMED},
)  # fmt: skip
Sum.model_config["json_schema_extra"] = {"example": _SUM}
Sum.model_rebuild(force=True)


class About(Schema):
    """What an answer stands on."""

    table: str = Field(description="Id of the table.")
    title: str = Field(description="Its title in the language asked for.")
    release: str = Field(description="The release it is of; empty for the facts that come with Concord.")
    as_of: str = Field(description="The day up to which the release knows.")
    digest: str = Field(description="SHA-256 over the content of the whole table.")
    citation: str = Field(description="How the answer is cited: table, release, sources of these rows, digest.")
    licence: str = Field(description="Licences of the sources of these rows.")
    columns: list[str] = Field(description="Columns of the rows, in order.")
    count: int = Field(description="How many rows there are in all.")
    limit: int = Field(description="How many were asked for at most.")
    next: str | None = Field(description="Cursor of the next page in the same release; null at the end.")


class Rows(About):
    """Rows of a table."""

    items: list[Row] = Field(description="The rows of this page.")  # type: ignore[valid-type]  # made above


class Sums(About):
    """Sums of rows of a table."""

    keep: list[str] = Field(description="What the sums are kept apart by.")
    always_kept: list[str] = Field(description="Those of them that were not asked for: adding over them is wrong.")
    row_kinds: list[str] = Field(description="The kinds of row that were added; empty where a table has none.")
    items: list[Sum] = Field(description="The sums of this page.")  # type: ignore[valid-type]  # made above


# ---- what may be asked -----------------------------------------------------------------------------------------------
class Filters(Schema):
    """Conditions on rows; all of them hold at once."""

    area: str = Field("", max_length=1200, description=f"Who reports (alpha-3). {LISTED}", examples=["NZL,AUS"])
    origin: str = Field("", max_length=1200, description=f"Where from (alpha-3). {LISTED}")
    destination: str = Field("", max_length=1200, description=f"Where to (alpha-3). {LISTED}")
    year: str = Field("", max_length=400, description="Years separated by commas.", examples=["2018"])
    year_from: int | None = Field(None, ge=1900, le=2200, description="The first year.")
    year_to: int | None = Field(None, ge=1900, le=2200, description="The last year.")
    occupation: str = Field("", max_length=800, description=f"ISCO-08 codes as the table has them. {LISTED}")
    activity: str = Field("", max_length=200, description=f"Levels of activity. {LISTED}")
    row_kind: str = Field("", max_length=200, description=f"Kinds of row. {LISTED}")
    sex: str = Field("", max_length=40, description=f"Sexes. {LISTED}")
    age_band: str = Field("", max_length=200, description=f"Age groups. {LISTED}")
    sector: str = Field("", max_length=400, description=f"Sectors. {LISTED}")
    subnational: str = Field("", max_length=800, description=f"Areas within countries. {LISTED}")
    status: str = Field("", max_length=200, description=f"Statuses of values. {LISTED}")
    source: str = Field("", max_length=400, description=f"Ids of sources. {LISTED}")
    area_region: str = Field("", max_length=80, description="WHO regions of who reports, in the row's year.")
    area_income: str = Field(
        "", max_length=80, description="World Bank income groups of who reports, in the row's year."
    )
    area_group: str = Field("", max_length=80, description="Groups of countries of who reports: LDC, LLDC, SIDS, OECD.")
    origin_region: str = Field("", max_length=80, description="WHO regions of origin, in the row's year.")
    origin_income: str = Field("", max_length=80, description="Income groups of origin, in the row's year.")
    origin_group: str = Field("", max_length=80, description="Groups of countries of origin: LDC, LLDC, SIDS, OECD.")
    destination_region: str = Field("", max_length=80, description="WHO regions of destination, in the row's year.")
    destination_income: str = Field("", max_length=80, description="Income groups of destination, in the row's year.")
    destination_group: str = Field("", max_length=80, description="Groups of countries of destination.")
    occupation_group: str = Field("", max_length=80, description="Every occupation within one of these, such as HP.")
    sort: str = Field(
        "", max_length=200, description="Columns separated by commas, a hyphen for the largest first.",
        examples=["-headcount"],
    )  # fmt: skip
