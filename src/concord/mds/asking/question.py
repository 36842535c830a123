"""A question as a value, and whether a table can answer it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from concord.errors import Invalid
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Structure, structure

#: Columns whose values are areas, and the groups that areas are of.
AREAS = ("area", "origin", "destination")
GROUPINGS: Mapping[str, str] = {"region": "who-region", "income": "income-group", "group": "area-group"}
#: Groupings in which an area is in one group at most, so that groups may be counted side by side.
EXCLUSIVE = ("region", "income")
#: What an empty dimension is asked for by.
EMPTY = "none"
OCCUPATION_GROUP = "occupation_group"
MOST_VALUES = 400

Grouping = Literal["region", "income", "group"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one table.

    Args:
        structure: Id of the declared structure.
        filters: Column → values it may have; ``none`` is an empty value.
        groups: ``area_region``, ``origin_income``, ``destination_group``, ``occupation_group`` … → codes of groups.
        years: First and last year; None for no bound.
        keep: What sums are kept apart by; empty for rows as they are.
        sort: Names of columns in the order in which they sort, with ``-`` for the largest first.
    """

    structure: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    years: tuple[int | None, int | None] = (None, None)
    keep: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()


def groupings(declared: Structure) -> tuple[str, ...]:
    """Names of the groups by which rows of a structure may be filtered."""
    names = [f"{area}_{kind}" for area in AREAS if area in declared.names for kind in GROUPINGS]
    return (*names, *([OCCUPATION_GROUP] if "occupation" in declared.names else []))


def keepable(declared: Structure) -> tuple[str, ...]:
    """What sums of a structure may be kept apart by: its dimensions, and groups of which a row has one at most."""
    names = [f"{area}_{kind}" for area in AREAS if area in declared.names for kind in EXCLUSIVE]
    return (*declared.of("dimension"), *names, *([OCCUPATION_GROUP] if "occupation" in declared.names else []))


def codes_of(name: str) -> tuple[str, ...]:
    """Codes of the groups that a grouping has."""
    if name == OCCUPATION_GROUP:
        return tuple(codelist("occupation").codes)
    return tuple(codelist(GROUPINGS[name.rpartition("_")[2]]).codes)


def check(question: Question) -> None:
    """Refuse what a table cannot answer.

    Raises:
        Invalid: ``mds.asking.column``, ``mds.asking.group``, ``mds.asking.code``, ``mds.asking.years``,
            ``mds.asking.keep``, ``mds.asking.sort``, ``mds.asking.values``.
        NotFound: ``vocabulary.structure.unknown``.
    """
    declared = structure(question.structure)
    _among("mds.asking.column", question.filters, (*declared.of("dimension"), "status", "source"), question.structure)
    _among("mds.asking.group", question.groups, groupings(declared), question.structure)
    _among("mds.asking.keep", question.keep, keepable(declared), question.structure)
    sorted_by = [name.removeprefix("-") for name in question.sort]
    allowed = (*question.keep, *declared.of("measure")) if question.keep else declared.names
    _among("mds.asking.sort", sorted_by, allowed, question.structure)
    for name, values in question.groups.items():
        _among("mds.asking.code", values, codes_of(name), name)
    first, last = question.years
    if first is not None and last is not None and first > last:
        raise Invalid("mds.asking.years", params={"first": first, "last": last})
    if sum(len(values) for values in (*question.filters.values(), *question.groups.values())) > MOST_VALUES:
        raise Invalid("mds.asking.values", params={"most": MOST_VALUES})


def _among(code: str, names: Collection[str], known: Collection[str], of: str) -> None:
    for name in names:
        if name not in known:
            shown = ", ".join(known) if len(known) <= 60 else ", ".join([*known][:60]) + ", …"
            raise Invalid(code, params={"name": name[:60], "of": of, "known": shown})
