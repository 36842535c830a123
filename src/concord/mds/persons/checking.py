"""The declared rules over rows of persons: every offending row is counted, the first are named, all can be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Place
from concord.mds.harmonise.settle import ROWS_NAMED, named_rows
from concord.mds.persons import series
from concord.mds.persons.columns import BY_NAME, is_number
from concord.mds.persons.conditions import (
    PREDICATES,
    ROW_PREDICATES,
    Apart,
    Census,
    Condition,
    OneOf,
    Outside,
    condition,
    texts_asked,
)
from concord.mds.persons.typed_rows import Offended, Statistics, TypedRows
from concord.mds.profile import Break
from concord.mds.rules import Rule, rules

if TYPE_CHECKING:
    import polars as pl

#: So many offending rows are held in memory with the rules they offend; more are counted, and fetched on demand.
HELD = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows were read: the sender's file, and role → column.

    Args:
        file, sheet: Names.
        marks: Role → something with ``header`` and ``letter``.
    """

    file: str = ""
    sheet: str | None = None
    marks: Mapping[str, Any] = field(default_factory=dict)

    def place(self, row: int | None, column: str = "") -> Place:
        """The cell of a typed column in a row."""
        mark = self.marks.get(column) or self.marks.get("birth_date" if column == "birth_year" else column)
        if mark is None:
            return Place(self.file or None, self.sheet, row, column or None)
        return Place(self.file or None, self.sheet, row, mark.header or None, mark.letter)


@dataclass(frozen=True)
class Checked:
    """What checking gave.

    Args:
        findings: One for each rule that is offended.
        counts: Id of a rule → rows that offend it.
        asked: Rules of single rows that could be offended, in the order of the bits of a mask, and their conditions.
        few: Every offending row with its mask, where they are few enough to be held.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    asked: tuple[tuple[Rule, Condition], ...] = ()
    few: pl.DataFrame | None = None

    def all_rows(self, register: TypedRows) -> Iterator[pl.DataFrame]:
        """Every row that offends a rule of single rows: ``row`` (physical) and ``rule`` (id), part by part."""
        import polars as pl

        ids = [rule.id for rule, _ in self.asked]
        parts = [self.few] if self.few is not None else register.all_offending([each for _, each in self.asked])
        for part in parts if ids else ():
            said = [
                part.filter((pl.col("mask") // (1 << bit)) % 2 == 1).select("row", pl.lit(id).alias("rule"))
                for bit, id in enumerate(ids)
            ]
            yield pl.concat(said).sort("row", "rule")


def check(
    register: TypedRows,
    *,
    as_of: int,
    source: Source | None = None,
    declared: Iterable[Rule] | None = None,
    census: Census | None = None,
    stocks: pl.DataFrame | None = None,
    breaks: Sequence[Break] = (),
) -> Checked:
    """What the declared rules have to say about rows of persons.

    Args:
        register: The typed rows.
        as_of: The year as of which is checked; later years are not facts.
        source: Where the rows were read, for places.
        declared: Other rules than those of ``data/checks/register.yaml``.
        census: What stands in the columns, where it is known already.
        stocks: Rows by area, year, occupation, activity and training, where they have been counted already.
        breaks: Changes of definition that the officer's profile tells of; over them nothing jumps.
    """
    asked = tuple(rules("register") if declared is None else declared)
    source = source or Source()
    known = census or take_census(register, asked, stocks)
    rowwise = [rule for rule in asked if rule.predicate in ROW_PREDICATES]
    found = [(rule, made) for rule in rowwise if (made := condition(rule, known, as_of=as_of)) is not None]
    conditions = [made for _, made in found]
    few = register.few_offending(conditions, most=HELD)
    masks = _masks(few) if few is not None else register.offending(conditions, first=ROWS_NAMED)
    findings, counts = _of_rows(register, found, masks, source)
    for rule in asked:
        said, count = _of_all(register, rule, known, source, stocks, breaks)
        findings += said
        counts.update({rule.id: count} if count else {})
    return Checked(tuple(findings), counts, tuple(found), few)


def _masks(few: pl.DataFrame) -> list[Offended]:
    """The rows by which rules they offend."""
    import polars as pl

    grouped = few.group_by("mask", maintain_order=True).agg(pl.len(), pl.col("row").head(ROWS_NAMED).alias("rows"))
    return [Offended(mask, count, tuple(rows)) for mask, count, rows in grouped.iter_rows()]


def take_census(register: TypedRows, asked: Sequence[Rule], stocks: pl.DataFrame | None = None) -> Census:
    """What stands in the columns of typed rows: what the file says itself, else one short query for each text column.

    Args:
        register: The typed rows.
        asked: The rules that want to know.
        stocks: Rows by some text columns, where they have been counted already.
    """
    columns, said, alike = register.columns, register.statistics(), register.constant()
    distinct: dict[str, frozenset[str]] = {}
    for column in texts_asked(asked, columns):
        if column in alike:
            distinct[column] = frozenset({alike[column]})
        elif stocks is not None and column in stocks.columns:
            distinct[column] = frozenset(stocks[column].drop_nulls().unique().to_list())
        else:
            distinct[column] = register.distinct(column)
    needed = [r.columns[0] for r in asked if r.predicate == "required"]
    needed += [r.columns[1] for r in asked if r.predicate == "needs"]
    unsure = [c for c in dict.fromkeys(needed) if c in columns and (c not in said or said[c].nulls is None)]
    count = register.count() if unsure else 0
    empty = {column for column, filled in register.filled(unsure).items() if filled < count}
    empty |= {column for column in said if said[column].nulls}
    return Census(columns, distinct, frozenset(empty), _ranges(said))


def _ranges(said: Mapping[str, Statistics]) -> dict[str, tuple[float, float]]:
    """Least and greatest of the columns of numbers."""
    found = {}
    for column, each in said.items():
        if each.least and is_number(column):
            found[column] = (min(map(float, each.least)), max(map(float, each.most)))
    return found


def _of_rows(
    register: TypedRows, found: Sequence[tuple[Rule, Condition]], masks: Iterable[Offended], source: Source
) -> tuple[list[Finding], dict[str, int]]:
    counts: dict[str, int] = {}
    rows: dict[str, list[int]] = {}
    for each in masks:
        for bit, (rule, _) in enumerate(found):
            if each.mask >> bit & 1:
                counts[rule.id] = counts.get(rule.id, 0) + each.count
                rows[rule.id] = sorted({*rows.get(rule.id, ()), *each.rows})[:ROWS_NAMED]
    offended = [(rule, made) for rule, made in found if rule.id in counts]
    shown = _shown(register, offended, rows)
    return [_finding(rule, made, rows[rule.id], counts[rule.id], shown, source) for rule, made in offended], counts


def _shown(
    register: TypedRows, offended: Sequence[tuple[Rule, Condition]], rows: Mapping[str, Sequence[int]]
) -> dict[int, dict[str, Any]]:
    """The values of the first offending row of each rule."""
    columns = tuple(dict.fromkeys(column for rule, _ in offended for column in rule.columns))
    wanted = sorted({rows[rule.id][0] for rule, _ in offended})
    return register.values(wanted, columns) if wanted else {}


def _finding(
    rule: Rule, made: Condition, rows: Sequence[int], count: int, shown: Mapping[int, Mapping[str, Any]], source: Source
) -> Finding:
    values = shown.get(rows[0], {})
    params: dict[str, object] = {"count": count, "rows": named_rows(rows, count)}
    value: str | None = None
    match made:
        case OneOf(column, bad):
            value = str(values.get(column))
            params["values"] = ", ".join(bad[:10])
        case Outside(column, least, most):
            value = None if BY_NAME.get(column) and BY_NAME[column].personal else _plain(values.get(column))
            params |= {"least": _plain(least), "most": _plain(most)}
        case Apart(first, second, least, most):
            a, b = values.get(first), values.get(second)
            params |= {"least": _plain(least), "most": _plain(most)}
            value = _plain(a - b) if a is not None and b is not None else None
    return Finding(rule.id, rule.level, source.place(rows[0], rule.columns[0]), params, value, rule.source)


def _plain(number: float | None) -> str:
    if number is None:
        return "–"
    return str(int(number)) if number == int(number) else f"{number:g}"


def _of_all(
    register: TypedRows,
    rule: Rule,
    census: Census,
    source: Source,
    stocks: pl.DataFrame | None,
    breaks: Sequence[Break],
) -> tuple[list[Finding], int]:
    """A rule about all rows together."""
    assert rule.predicate in PREDICATES
    columns = [column for column in rule.columns if column in census.columns]
    if rule.predicate == "unique" and len(columns) == len(rule.columns):
        return _doubles(register, rule, source)
    if rule.predicate == "filled" and columns:
        return _filled(register, rule, source)
    if rule.predicate == "jump" and {"area", "year", "occupation"} <= census.columns:
        if "training" in rule.columns and "training" not in census.columns:
            return [], 0
        counted = stocks if stocks is not None else series.counted(register)
        return series.jumps(counted, rule, columns, source.place(None), breaks)
    return [], 0


def _doubles(register: TypedRows, rule: Rule, source: Source) -> tuple[list[Finding], int]:
    found = register.doubles(rule.columns, first=ROWS_NAMED)
    if not found.keys:
        return [], 0
    pairs = "; ".join(f"{first} – {last}" for first, last in found.pairs)
    params = {"count": found.rows, "keys": found.keys, "rows": pairs + ("; …" if found.keys > len(found.pairs) else "")}
    first, last = found.pairs[0]
    params |= {"first": first, "second": last}
    return [Finding(rule.id, rule.level, source.place(last, "person"), params, None, rule.source)], found.rows


def _filled(register: TypedRows, rule: Rule, source: Source) -> tuple[list[Finding], int]:
    column, count = rule.columns[0], register.count()
    said = register.statistics().get(column)
    known = said.nulls if said is not None else None
    lacking = count - register.filled([column])[column] if known is None else known
    if not count or lacking * 100 <= count * rule.params["most_percent"]:
        return [], 0
    params = {"count": lacking, "percent": f"{100 * lacking / count:.1f}", "most": _plain(rule.params["most_percent"])}
    return [Finding(rule.id, rule.level, source.place(None, column), params, None, rule.source)], lacking
