"""Declared table structures, and the table that crosses rooms.

A :class:`Table` is a Polars frame with its structure's id and its provenance; status is a column. Polars is imported
inside functions so that ``import concord`` stays light.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.text import Text

if TYPE_CHECKING:
    import polars as pl

Role = Literal["dimension", "measure", "attribute"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a structure: what it is, its type and unit, and the code list its values come from."""

    name: str
    role: Role
    type: Literal["string", "integer", "number"]
    unit: str = ""
    codelist: str = ""
    required: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """A table's structure (``data/structures/<id>.yaml``)."""

    id: str
    title: Text
    columns: tuple[Column, ...]
    description: str = ""
    source: str = ""
    extra: dict[str, Any] = field(default_factory=dict, hash=False)

    def of(self, role: Role) -> tuple[str, ...]:
        """Names of the columns with this role, in order."""
        return tuple(column.name for column in self.columns if column.role == role)

    @property
    def names(self) -> tuple[str, ...]:
        """All column names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def is_of_persons(self) -> bool:
        """Whether a row is a person: such rows stay with whoever holds them and are in no release."""
        return "person" in self.names


def structures() -> tuple[str, ...]:
    """Ids of all declared structures."""
    return tuple(path.stem for path in packs.each("structures"))


@lru_cache(maxsize=64)
def structure(id: str) -> Structure:
    """A declared structure.

    Raises:
        NotFound: ``vocabulary.structure.unknown``.
    """
    try:
        declared = read_yaml(packs.find(f"structures/{id}.yaml"))
    except NotFound:
        raise NotFound("vocabulary.structure.unknown", params={"id": id, "known": ", ".join(structures())}) from None
    columns = tuple(
        Column(**{key: each[key] for key in Column.__dataclass_fields__ if key in each}) for each in declared["columns"]
    )
    title = declared["title"]
    known = {"id", "title", "columns", "description", "source"}
    return Structure(
        declared["id"],
        Text({"en": title}) if isinstance(title, str) else Text(title),
        columns,
        declared.get("description") or "",
        str(declared.get("source") or ""),
        {key: value for key, value in declared.items() if key not in known},
    )


def polars_schema(id: str) -> dict[str, Any]:
    """Column names and Polars types of a structure."""
    import polars as pl

    types = {"string": pl.String(), "integer": pl.Int64(), "number": pl.Float64()}
    return {column.name: types[column.type] for column in structure(id).columns}


@dataclass(frozen=True)
class Table:
    """A frame with the id of its structure and where it comes from."""

    structure: str
    frame: pl.DataFrame
    provenance: Provenance = field(default_factory=Provenance)

    def __getitem__(self, column: str) -> pl.Series:
        return self.frame[column]

    def __len__(self) -> int:
        return self.frame.height


def conform(id: str, frame: pl.DataFrame, provenance: Provenance | None = None) -> Table:
    """Put a frame into its structure's order and types; columns that are not required are filled with null.

    ``status`` is never null: absent, it is ``normal`` where the first measure has a value and ``missing`` where not.

    Raises:
        Invalid: ``vocabulary.structure.columns`` when a required column is absent or an unknown one is present.
    """
    import polars as pl

    declared = structure(id)
    missing = [c.name for c in declared.columns if c.required and c.name not in frame.columns and c.name != "status"]
    extra = [name for name in frame.columns if name not in declared.names]
    if missing or extra:
        raise Invalid(
            "vocabulary.structure.columns",
            params={"id": id, "missing": ", ".join(missing) or "none", "extra": ", ".join(extra) or "none"},
        )
    schema = polars_schema(id)
    frame = frame.with_columns(
        pl.lit(None, dtype=schema[name]).alias(name) for name in declared.names if name not in frame.columns
    )
    frame = frame.select(pl.col(name).cast(schema[name]) for name in declared.names)
    measures = declared.of("measure")
    if "status" in declared.names and measures:
        known = pl.when(pl.col(measures[0]).is_null()).then(pl.lit("missing")).otherwise(pl.lit("normal"))
        frame = frame.with_columns(pl.coalesce("status", known).alias("status"))
    return Table(id, frame, provenance or Provenance())


def table(id: str, /, **columns: Sequence[object]) -> Table:
    """A small table from columns, for examples and tests; columns that are not given are null.

    Example:
        >>> len(table("population")), table("population", area=["KEN"], year=[2020], persons=[10_000])["area"].item()
        (0, 'KEN')
    """
    import polars as pl

    schema = polars_schema(id)
    rows = len(next(iter(columns.values()), ()))
    given = {name: list(columns.get(name, [None] * rows)) for name in (*schema, *columns)}
    series = [pl.Series(name, values, dtype=schema.get(name), strict=False) for name, values in given.items()]
    return conform(id, pl.DataFrame(series))
