"""Findings of a position told as people know what they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from concord.agreements.position import declared
from concord.findings import Finding, Findings, Place
from concord_site.agreements.preparing import naming, queries
from concord_site.agreements.queries.spaces import Dossier
from concord_site.shell.parts import words


def names(dossier: Dossier) -> Mapping[str, str]:
    """What findings speak of by an id, in words."""
    named = {id: naming.plain(each.label) for id, each in declared().ministries.items()}
    named |= {id: naming.plain(each.label) for id, each in declared().cited.items()}
    named |= {each.id: naming.plain(each.subject) for each in queries.position_of(dossier).lines}
    return named | {each.id: each.title or named[each.kind] for each in queries.cited_of(dossier)}


def named(found: Findings, names: Mapping[str, str]) -> Findings:
    """Findings with what they are about named as people know it; those that say the same are told once."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for each in found:
        same.setdefault((each.code, str(each.params.get("title", ""))), []).append(each)
    return Findings(
        replace(alike[0], where=Place(item=None if title else _items(alike, names)))
        for (_code, title), alike in same.items()
    )


def _items(alike: list[Finding], names: Mapping[str, str]) -> str | None:
    named = [names.get(each.where.item, each.where.item) for each in alike if each.where.item]
    return str(words.listed(named)) if named else None
