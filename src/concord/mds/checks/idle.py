"""Which rules have nothing to judge in a table: told from its few distinct values, without asking row by row.

For a small table most of the time of checking is the asking itself, and most rules have nothing to ask about. Leaving a
rule out here never leaves out a finding: a test holds every rule's cases with and without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from concord.mds.beside import Given
from concord.mds.rules import Rule

if TYPE_CHECKING:
    import polars as pl

#: Distinct values of a frame's columns; None for a column that is not there.
Seen = Mapping[str, frozenset[object] | None]
_LOOKED_AT = ("structure", "row_kind", "status", "sex", "age_band", "activity", "occupation", "year")
_SEXES = frozenset({"F", "M", "X", "U"})


def seen(frame: pl.DataFrame) -> Seen:
    """The distinct values of the columns by which rules choose their rows."""
    import polars as pl

    there = [name for name in _LOOKED_AT if name in frame.columns]
    distinct = frame.select(pl.col(name).unique().implode() for name in there).row(0)
    values: dict[str, frozenset[object] | None] = dict.fromkeys(_LOOKED_AT)
    return values | {name: frozenset(held) for name, held in zip(there, distinct, strict=True)}


def is_idle(rule: Rule, seen: Seen, given: Given) -> bool:
    """Whether a rule can have nothing to say of a frame with these values."""
    for column, wanted in rule.where.items():
        held = seen.get(column)
        if column in _LOOKED_AT and held is not None and held.isdisjoint(wanted):
            return True
    said = rule.params
    kinds, structures = seen["row_kind"] or frozenset(), seen["structure"] or frozenset()
    match rule.predicate:
        case "sum-equals" | "not-above" | "share-at-most":
            wanted = [said[name] for name in ("total", "part", "whole") if name in said]
            needed = said.get("needs", ["origin"]) if rule.predicate == "sum-equals" else []
            return not kinds.issuperset([*wanted, *needed])
        case "sexes-add":
            return _SEXES.isdisjoint(seen["sex"] or ())
        case "parts-add":
            return seen[said["dimension"]] in (None, frozenset({None}))
        case "nested":
            return len((seen["activity"] or frozenset()) & set(said["order"])) < 2
        case "narrower-within":
            return len((seen["occupation"] or frozenset()) - {None}) < 2
        case "flow-within-stock":
            pairs = said["stock_of"].items()
            return not any(structures.issuperset(pair) for pair in pairs)
        case "jump":
            years = len(seen["year"] or ())
            return not given.beside.previous if said.get("against") == "previous" else years < 2
        case "exits-at-most" | "rise-within":
            once = len(seen["year"] or ()) < 2 and not given.beside.previous
            return once or structures.isdisjoint(said["stock"]) or _nobody_joined(rule, structures, given)
        case "mirrored":
            return not given.beside.mirror
        case "said-alike":
            return not given.beside.channels
        case "density-within":
            return given.beside.population is None or "total" not in kinds
        case "near-series":
            return given.beside.population is None or given.beside.density is None
        case "small":
            return not given.of_persons
        case "hidden-alone":
            return "suppressed" not in (seen["status"] or ())
    return False


def _nobody_joined(rule: Rule, structures: frozenset[object], given: Given) -> bool:
    if rule.predicate != "rise-within":
        return False
    if rule.params["joined_by"] == "graduates":
        return given.beside.graduates is None
    return structures.isdisjoint(rule.params["stock_of"])
