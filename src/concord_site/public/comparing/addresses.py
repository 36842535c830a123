"""Addresses that lead to these pages from others: a corridor, a figure's vintages, a country's quality report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from concord.vocabulary.structures import structure


def mirror(origin: str, destination: str, occupation: str = "", **more: Any) -> str:
    """The page of a corridor."""
    return _with("public:mirror", {"origin": origin, "destination": destination, "occupation": occupation, **more})


def vintages(id: str, row: Mapping[str, Any]) -> str:
    """How the figures of one series changed.

    Args:
        id: The structure.
        row: A row of it; its dimensions but the year make the series.
    """
    names = [name for name in structure(id).of("dimension") if name != "year"]
    return _with("public:vintages", {"table": id, **{name: row.get(name) for name in names}})


def changed(before: str, after: str, **more: Any) -> str:
    """What changed from one release to another."""
    return _with("public:vintages", {"before": before, "after": after, **more})


def quality(area: str) -> str:
    """The published quality report of a country."""
    return reverse("public:quality", kwargs={"code": area})


def rows(id: str, **filters: Any) -> str:
    """The page of the rows of a table."""
    return reverse("public:rows", kwargs={"structure": id}) + _query(filters)


def _with(name: str, query: Mapping[str, Any]) -> str:
    return reverse(name) + _query(query)


def _query(values: Mapping[str, Any]) -> str:
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""
