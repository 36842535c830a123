"""The SQL of conditions and counts, once for every engine: names from a closed list, values as parameters.

What two engines write differently is their :class:`Dialect`; all else is what DuckDB and Spark (in ANSI mode, names in
double quotes) both read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concord.errors import Invalid
from concord.mds.persons.columns import TYPED
from concord.mds.persons.conditions import Apart, Condition, Empty, OneOf, Outside, Same, Without

#: So many bad values are compared one by one, which is faster than a list.
FEW = 4


@dataclass(frozen=True, slots=True)
class Dialect:
    """What engines write differently.

    Args:
        mask: Type of a mask of conditions.
        lists: Whether a list of texts can be one parameter.
    """

    mask: str
    lists: bool


DUCKDB = Dialect("UBIGINT", lists=True)
SPARK = Dialect("BIGINT", lists=False)
_NAMES = {column: f'"{column}"' for column in TYPED}


def name(column: str) -> str:
    """A typed column's name in SQL.

    Raises:
        Invalid: ``mds.query.column`` for anything that is not a typed column.
    """
    try:
        return _NAMES[column]
    except KeyError:
        known = ", ".join(TYPED)
        raise Invalid("mds.query.column", params={"column": column, "structure": "–", "known": known}) from None


def condition_sql(condition: Condition, dialect: Dialect = DUCKDB) -> tuple[str, list[object]]:
    """When a row offends, as an expression that is true then and false or null else, and its parameters."""
    match condition:
        case Empty(column):
            return f"{name(column)} IS NULL", []
        case OneOf(column, values):
            if len(values) <= FEW:
                return " OR ".join(f"{name(column)} = ?" for _ in values), list(values)
            return one_of_sql(name(column), values, dialect)
        case Outside(column, least, most):
            return _outside(name(column), least, most)
        case Apart():
            return _apart(condition)
        case Same(first, second):
            return f"{name(first)} = {name(second)}", []
        case Without(first, second):
            return f"({name(first)} IS NOT NULL AND {name(second)} IS NULL)", []


def one_of_sql(expression: str, texts: Sequence[str], dialect: Dialect) -> tuple[str, list[object]]:
    """Whether an expression is one of several texts."""
    if dialect.lists:
        return f"list_contains(?::VARCHAR[], {expression})", [list(texts)]
    return f"{expression} IN ({', '.join('?' for _ in texts) or 'NULL'})", list(texts)


def masked_sql(conditions: Sequence[Condition], row: str, source: str, dialect: Dialect) -> tuple[str, list[object]]:
    """Rows that offend, each with the conditions it offends; the parameters stand in it twice, in the same order."""
    made = [condition_sql(each, dialect) for each in conditions]
    bits = " + ".join(f"CASE WHEN {sql} THEN {1 << bit} ELSE 0 END" for bit, (sql, _) in enumerate(made))
    any_of = " OR ".join(f"({sql})" for sql, _ in made)
    values = [value for _, own in made for value in own]
    return f'SELECT {row} AS "row", CAST({bits} AS {dialect.mask}) AS "mask" FROM {source} WHERE {any_of}', values


def doubles_sql(columns: Sequence[str], asked: str, source: str, where: str = "") -> str:
    """What is asked of each key that stands more than once; a key with an empty part is none."""
    keys = ", ".join(name(column) for column in columns)
    full = " AND ".join(f"{name(column)} IS NOT NULL" for column in columns)
    return f"SELECT {asked} FROM {source} WHERE {full}{where} GROUP BY {keys} HAVING count(*) > 1"


def _outside(value: str, least: float | None, most: float | None) -> tuple[str, list[object]]:
    parts, values = [], []
    for sign, bound in (("<", least), (">", most)):
        if bound is not None:
            parts.append(f"{value} {sign} ?")
            values.append(_plain(bound))
    return f"({' OR '.join(parts) or 'false'})", values


def _apart(condition: Apart) -> tuple[str, list[object]]:
    """The plain comparison where the bound is zero; else years are widened, so that no sum can overflow."""
    first, second = name(condition.first), name(condition.second)
    parts: list[str] = []
    values: list[object] = []
    for sign, bound in (("<", condition.least), (">", condition.most)):
        if bound == 0:
            parts.append(f"{first} {sign} {second}")
        elif bound is not None:
            parts.append(f"{first} {sign} CAST({second} AS INTEGER) + ?")
            values.append(_plain(bound))
    if condition.dates is not None:
        parts.append(f"{name(condition.dates[0])} < {name(condition.dates[1])}")
    sql = f"({' OR '.join(parts) or 'false'})"
    return (f"({sql} AND {name(condition.unless)} IS NULL)" if condition.unless else sql), values


def _plain(bound: float) -> object:
    return int(bound) if bound == int(bound) else bound


_NATIVE = "birth = area AND training <> area"
_YEARS = {
    "birth_year": 'CAST("year" AS INTEGER) - birth_year',
    "age": "CAST(age AS INTEGER)",
}
_BANDS = (
    "CASE WHEN {age} IS NULL THEN {other} WHEN {age} < 25 THEN 'Y_LT25' WHEN {age} < 35 THEN 'Y25T34' "
    "WHEN {age} < 45 THEN 'Y35T44' WHEN {age} < 55 THEN 'Y45T54' WHEN {age} < 65 THEN 'Y55T64' ELSE 'Y_GE65' END"
)
#: Keys that are worked out of typed columns.
DERIVED = frozenset({"band"})
#: Rows that may be counted; see :func:`chosen_sql`.
CHOSEN = frozenset({"stock", "inflow", "outflow", "returned", "native-stock", "native-inflow"})


def derived_sql(key: str, columns: frozenset[str]) -> str:
    """A key that is worked out: ``band``, the age group at the end of the year."""
    ages = [sql for column, sql in _YEARS.items() if column in columns]
    other = "age_band" if "age_band" in columns else "NULL"
    if not ages:
        return other if other != "NULL" else "CAST(NULL AS STRING)"
    age = f"coalesce({', '.join(ages)})" if len(ages) > 1 else f"({ages[0]})"
    return _BANDS.format(age=age, other=other)


def chosen_sql(where: str, columns: frozenset[str]) -> str:
    """Which rows are counted.

    ``stock``: there at the end of the year: not gone, and not left by then without having returned. ``inflow``:
    entered in the year. ``outflow``: left in the year. ``returned``: returned in the year. ``native-…``: of these, who
    were born where they work and trained elsewhere.
    """
    if where.startswith("native-"):
        rest = chosen_sql(where.removeprefix("native-"), columns)
        return f"{_NATIVE} AND {rest}" if rest else _NATIVE
    if where == "stock":
        parts = ['"gone" IS NULL'] if "gone" in columns else []
        if "left" in columns:
            back = (
                'coalesce("returned" >= "left" AND "returned" <= "year", false)' if "returned" in columns else "false"
            )
            gone = f"OR {back}" if back != "false" else ""
            parts.append(f'("left" IS NULL OR "year" IS NULL OR "left" > "year" {gone})')
        return " AND ".join(parts)
    column = {"inflow": "entered", "outflow": "left", "returned": "returned"}[where]
    return f'"{column}" = "year"'


def counted_sql(
    keys: Sequence[str],
    where: str,
    source: str,
    columns: frozenset[str],
    *,
    with_fte: bool,
    constant: Mapping[str, str],
) -> str:
    """Rows by keys; a text column that has one value alone needs no grouping and is put back afterwards."""
    made = [derived_sql(key, columns) if key in DERIVED else name(key) for key in keys if key not in constant]
    grouped = [key for key in keys if key not in constant]
    listed = "".join(f'{sql} AS "{key}", ' for key, sql in zip(grouped, made, strict=True))
    measures = "count(*) AS headcount"
    if with_fte:
        measures += ", round(sum(fte) * 10000) / 10000 AS fte, count(fte) AS fte_known"
    chosen = chosen_sql(where, columns) if where else ""
    condition = f" WHERE {chosen}" if chosen else ""
    places = ", ".join(str(place) for place in range(1, len(grouped) + 1))
    return f"SELECT {listed}{measures} FROM {source}{condition}" + (f" GROUP BY {places}" if places else "")
