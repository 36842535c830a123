"""The standard columns of a person row, and what kind of thing each holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Kind = Literal["text", "place", "occupation", "activity", "sex", "band", "sector", "year", "age", "day", "share"]


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard column.

    Args:
        name: Role in profiles, readers and headers; column of the typed rows.
        kind: What it holds. A ``day`` gives two columns: the year under its own name, and ``<name>_on``, the date,
            empty where only a year was written; ``birth_date`` gives ``birth_year`` and ``birth_date``.
        codelist: Whose codes it holds; "" for free text and numbers.
        personal: Whether its values are never shown in findings.
    """

    name: str
    kind: Kind
    codelist: str = ""
    personal: bool = False


COLUMNS: tuple[Standard, ...] = (
    Standard("person", "text", personal=True),
    Standard("area", "place", "area"),
    Standard("year", "year"),
    Standard("occupation", "occupation", "occupation"),
    Standard("speciality", "text"),
    Standard("activity", "activity", "activity"),
    Standard("sex", "sex", "sex"),
    Standard("birth_date", "day", personal=True),
    Standard("birth_year", "year"),
    Standard("age", "age"),
    Standard("age_band", "band", "age-band"),
    Standard("training", "place", "area"),
    Standard("birth", "place", "area"),
    Standard("nationality", "place", "area"),
    Standard("sector", "sector"),
    Standard("facility", "text"),
    Standard("subnational", "text"),
    Standard("fte", "share"),
    Standard("entered", "day"),
    Standard("left", "day"),
    Standard("left_for", "place", "area"),
    Standard("returned", "day"),
    Standard("graduated", "year"),
)
BY_NAME = {column.name: column for column in COLUMNS}
#: The physical row of the sender's file (from 1).
ROW = "row"


def names_of(column: Standard) -> tuple[str, ...]:
    """The typed columns that a role gives."""
    if column.kind == "activity":
        return (column.name, "gone")
    if column.kind != "day":
        return (column.name,)
    return ("birth_year", "birth_date") if column.name == "birth_date" else (column.name, f"{column.name}_on")


#: Why a person on the register is in no stock (retired, deceased …): said by the column of activity.
GONE = "gone"
#: Every column that typed rows may have, besides :data:`ROW` and the texts as typed.
TYPED = (*dict.fromkeys(name for column in COLUMNS for name in names_of(column)), GONE)


def arrow_type(name: str) -> pa.DataType:
    """The Arrow type of a typed column."""
    import pyarrow as pa

    if name == ROW:
        return pa.uint32()
    if name == "birth_date" or name.endswith("_on"):
        return pa.date32()
    if name == GONE:
        return pa.string()
    kind = BY_NAME[name].kind
    if kind in ("year", "age", "day"):
        return pa.int16()
    return pa.float64() if kind == "share" else pa.string()


def is_number(column: str) -> bool:
    """Whether a typed column holds numbers."""
    import pyarrow as pa

    return bool(pa.types.is_integer(arrow_type(column)) or pa.types.is_floating(arrow_type(column)))


def is_text(column: str) -> bool:
    """Whether a typed column holds texts."""
    import pyarrow as pa

    return bool(pa.types.is_string(arrow_type(column)))
