"""Released tables as the plain values that programs get."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concord.mds.asking import adding
from concord.mds.asking.answering import Answered
from concord.mds.asking.question import OCCUPATION_GROUP, codes_of, groupings, keepable
from concord.mds.citation import citation, licences, source_ids
from concord.mds.released import Release
from concord.mds.writers.sdmx.shape import flow_id, is_cube
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import Column, Structure, Table, structure
from concord_site.public.interface.held import Held

BASE = "/api/v1/tables"
#: Grouping → the code list that names it.
LISTS = {"region": "who-region", "income": "income-group", "group": "area-group"}


def release(each: Release, *, is_newest: bool) -> dict[str, Any]:
    """One release."""
    return {
        "id": each.id, "as_of": each.as_of, "digest": each.digest, "previous": each.previous,
        "tables": [table.structure for table in each.tables], "licence": each.licence, "citation": each.citation,
        "is_newest": is_newest,
    }  # fmt: skip


def summary(held: Held, id: str, language: str) -> dict[str, Any]:
    """One table, as a list shows it."""
    declared, table = structure(id), held.table(id)
    years = table.frame["year"].drop_nulls() if "year" in table.frame.columns else table.frame.to_series(0).head(0)
    return {
        "id": id, "title": declared.title.best(language).text, "description": declared.description,
        "base": str(declared.extra.get("base") or ""), "measure_of": str(declared.extra.get("measure_of") or ""),
        "rows": len(table), "first_year": years.min(), "last_year": years.max(),
        "dimensions": list(declared.of("dimension")), "measures": list(declared.of("measure")), "release": held.id,
        "digest": held.tables[id], "flow": flow_id(id) if is_cube(id) else "", "address": f"{BASE}/{id}",
    }  # fmt: skip


def whole(held: Held, id: str, language: str) -> dict[str, Any]:
    """One table with its columns and codes, and how it can be asked."""
    declared, table = structure(id), held.table(id)
    can_be_added = bool(adding.measures(declared))
    ids = source_ids(table)
    return {
        **summary(held, id, language),
        "columns": [_column(declared, each, table, language) for each in declared.columns],
        "groups": {name: _named(codes_of(name), _list(name), language) for name in groupings(declared)},
        "group_by": list(keepable(declared)) if can_be_added else [],
        "always_kept": list(adding.never_added(declared)) if can_be_added else [],
        "citation": citation(table, release=held.id, digest=held.tables[id], language=language),
        "licence": licences(ids),
    }  # fmt: skip


def _column(declared: Structure, each: Column, table: Table, language: str) -> dict[str, Any]:
    added = adding.measures(declared)
    is_added = each.name in added if each.role == "measure" else bool(added) and each.role == "dimension"
    there = table.frame[each.name].drop_nulls().unique().sort().to_list() if each.codelist else []
    return {
        "name": each.name, "role": each.role, "type": each.type, "unit": each.unit, "description": each.description,
        "is_added": is_added and each.name not in adding.never_added(declared),
        "codes": _named(there, each.codelist, language),
    }  # fmt: skip


def _list(grouping: str) -> str:
    return "occupation" if grouping == OCCUPATION_GROUP else LISTS[grouping.rpartition("_")[2]]


def _named(codes: Any, id: str, language: str) -> list[dict[str, str]]:
    if id == "area":
        return [{"code": code, "name": area(code).name(language)} for code in codes]
    return [{"code": code, "name": codelist(id).name(code, language).text} for code in codes]


def about(held: Held, table: Table, language: str) -> dict[str, Any]:
    """What an answer stands on: ``table`` has the rows that were used."""
    id, ids = table.structure, source_ids(table)
    return {
        "table": id, "title": structure(id).title.best(language).text, "release": held.id, "as_of": held.as_of,
        "digest": held.tables[id], "licence": licences(ids),
        "citation": citation(table, release=held.id, digest=held.tables[id], language=language),
    }  # fmt: skip


def page(answered: Answered, said: Mapping[str, Any], *, after: int, limit: int, next: str | None) -> dict[str, Any]:
    """One page of an answer."""
    frame, plan = answered.frame, answered.plan
    how = {} if plan is None else {
        "keep": list(plan.keep), "always_kept": list(plan.always), "row_kinds": list(plan.kinds),
    }  # fmt: skip
    return {
        **said, "columns": frame.columns, "count": frame.height, "limit": limit, "next": next, **how,
        "items": frame.slice(after, limit).to_dicts(),
    }  # fmt: skip
