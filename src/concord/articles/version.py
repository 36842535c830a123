"""Versions of the Code: which there are, and which one is in force on a day (article 9.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from concord.articles.model import Citation, Version
from concord.declarations import packs
from concord.declarations.read import read_yaml
from concord.errors import NotFound


def versions() -> tuple[Version, ...]:
    """Every version of the Code, oldest first."""
    return _versions(packs.roots())


@lru_cache(maxsize=8)
def _versions(roots: tuple[Path, ...]) -> tuple[Version, ...]:
    declared = read_yaml(packs.find("articles/versions.yaml"))
    return tuple(sorted((_version(each) for each in declared["versions"]), key=lambda each: each.start))


def _version(declared: Mapping[str, Any]) -> Version:
    source = declared["source"]
    return Version(
        id=declared["id"],
        title=declared["title"],
        start=declared["from"],
        until=declared.get("until"),
        reported_days=tuple(declared["reported_days"]),
        adopted_by=declared["adopted_by"],
        source=Citation(source["document"], source["place"], source.get("link", "")),
        verification=declared["verification"],
        resolution=declared.get("resolution"),
        amendments=declared.get("amendments"),
        note=declared.get("note", "").strip(),
    )


def version(id: str | None = None) -> Version:
    """One version by its year; the latest for None.

    Raises:
        NotFound: ``articles.version.unknown``.
    """
    known = versions()
    if id is None:
        return known[-1]
    for each in known:
        if each.id == id:
            return each
    raise NotFound("articles.version.unknown", params={"version": id, "known": ", ".join(e.id for e in known)})


def version_at(on: date) -> Version | None:
    """The version in force on a day, or None before the Code was adopted (article 9.5).

    Where sources differ about the day of adoption, a version counts from the latest day reported.
    """
    day = on.isoformat()
    holding = [each for each in versions() if each.start <= day and (each.until is None or day <= each.until)]
    return holding[-1] if holding else None
