"""Deciding once for each distinct text of a column, with one finding and one listed change for all its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Level
from concord.mds.readers.records import Records

if TYPE_CHECKING:
    import polars as pl

ROWS_NAMED = 10
#: From so many different wrong texts on, a column that has nothing right is one finding.
WHOLLY_WRONG = 10


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text, without its place."""

    code: str
    level: Level
    params: Mapping[str, object] = field(default_factory=dict)
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text stands for: values of the columns it settles, what is wrong with it, and what was changed."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    change: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something written in the standard way instead of the sender's."""

    before: str
    after: str
    count: int
    file: str
    sheet: str | None
    header: str | None
    letter: str | None
    row: int | None

    def as_json(self) -> dict[str, Any]:
        """The keys that scripts rely on."""
        where = {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": {"header": self.header, "letter": self.letter} if self.header or self.letter else None,
        }
        return {"from": self.before, "to": self.after, "count": self.count, "where": where}


Decide = Callable[[Mapping[str, Any]], Decision]


@dataclass(slots=True)
class Settled:
    """A frame with the settled columns, findings and changes."""

    frame: pl.DataFrame
    findings: list[Finding] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def settle(
    records: Records,
    frame: pl.DataFrame,
    keys: Sequence[str],
    decide: Decide,
    *,
    role: str,
    schema: Mapping[str, Any],
) -> Settled:
    """Decide for every distinct combination of ``keys`` and join what was decided to the rows.

    Args:
        records: For the places.
        frame: Its rows so far.
        keys: Columns on which the decision rests.
        decide: Called once for each combination.
        role: The role whose column findings and changes point to; "value" points to the value's own cell.
        schema: Names and types of the columns that ``decide`` gives.
    """
    import polars as pl

    firsts = [pl.col("row").head(ROWS_NAMED).alias("_rows"), pl.len().alias("_count")]
    firsts += [pl.col(name).first().alias(f"_{name}") for name in ("letter", "header")]
    groups = frame.group_by(list(keys), maintain_order=True).agg(firsts)
    decided: dict[str, list[Any]] = {name: [] for name in schema}
    result = Settled(frame)
    problems: list[tuple[Problem, dict[str, Any]]] = []
    for group in groups.iter_rows(named=True):
        decision = decide(group)
        for name in schema:
            decided[name].append(decision.values.get(name))
        problems += [(problem, group) for problem in decision.problems]
        if decision.change is not None and decision.change[0] != decision.change[1]:
            _list(result.changes, _change(records, decision.change, group, role))
    result.findings = _findings(records, problems, groups.height, role)
    out = [pl.Series(name, decided[name], dtype=dtype, strict=False) for name, dtype in schema.items()]
    known = groups.select(keys).with_columns(out)
    result.frame = frame.join(known, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
    return result


def _list(changes: list[Change], change: Change) -> None:
    """Add a change, or its rows to the same change that is listed already."""
    last = changes[-1] if changes else None
    same = last is not None and replace(last, count=0, row=None) == replace(change, count=0, row=None)
    if last is not None and same:
        changes[-1] = replace(last, count=last.count + change.count)
    else:
        changes.append(change)


def _change(records: Records, change: tuple[str, str], group: Mapping[str, Any], role: str) -> Change:
    place = records.place(group["_rows"][0], role, letter=group["_letter"], header=group["_header"])
    return Change(*change, group["_count"], place.file or "", place.sheet, place.header, place.letter, place.row)


def _findings(
    records: Records, problems: list[tuple[Problem, dict[str, Any]]], groups: int, role: str
) -> list[Finding]:
    wrong = [(problem, group) for problem, group in problems if problem.level == "hard"]
    if len(wrong) == groups and groups >= WHOLLY_WRONG and len({problem.code for problem, _ in wrong}) == 1:
        return [_whole_column(records, wrong, role)]
    return [_finding(records, problem, group, role) for problem, group in _joined(records, problems, role)]


def _joined(
    records: Records, problems: list[tuple[Problem, dict[str, Any]]], role: str
) -> list[tuple[Problem, dict[str, Any]]]:
    """One for each thing to say: the same problem with the same text in one column is said once."""
    joined: dict[tuple[object, ...], tuple[Problem, dict[str, Any]]] = {}
    for problem, group in problems:
        letter = records.place(None, role, letter=group["_letter"]).letter
        key = (problem.code, problem.value, letter, repr(sorted(problem.params.items())))
        if key not in joined:
            joined[key] = (problem, dict(group))
            continue
        first = joined[key][1]
        first["_rows"] = sorted({*first["_rows"], *group["_rows"]})[:ROWS_NAMED]
        first["_count"] += group["_count"]
    return list(joined.values())


def _finding(records: Records, problem: Problem, group: Mapping[str, Any], role: str) -> Finding:
    place = records.place(group["_rows"][0], role, letter=group["_letter"], header=group["_header"])
    params = {"count": group["_count"], "rows": named_rows(group["_rows"], group["_count"]), **problem.params}
    return Finding(problem.code, problem.level, place, params, problem.value)


def _whole_column(records: Records, wrong: list[tuple[Problem, dict[str, Any]]], role: str) -> Finding:
    first, group = wrong[0]
    place = records.place(group["_rows"][0], role, letter=group["_letter"], header=group["_header"])
    examples = ", ".join(str(problem.value) for problem, _ in wrong[:5] if problem.value)
    params = {
        "count": sum(each["_count"] for _, each in wrong),
        "examples": examples,
        "problem": first.code,
        "role": role,
    }
    return Finding("mds.column.wholly-unreadable", "hard", place, params, first.value)


def named_rows(rows: Sequence[int], count: int) -> str:
    """The first rows, and a sign that there are more."""
    shown = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    return shown if count <= ROWS_NAMED else f"{shown} …"
