"""Everything a member can read of a dossier, as one JSON value to take along: the party's own copy."""

from __future__ import annotations

from typing import Any

from concord_site.agreements.queries.spaces import Dossier, Record, Space

FORMAT = 1


def everything(dossier: Dossier) -> dict[str, Any]:
    """Both spaces with every version of every record; invitations without the names of their rows."""
    return {
        "format": FORMAT, "title": dict(dossier.title), "invented": dossier.is_invented, "party": dossier.mine.id,
        "own": _space(dossier.own), "shared": _space(dossier.shared),
    }  # fmt: skip


def _space(space: Space) -> list[dict[str, Any]]:
    return [_version(record) for record in reversed(space.recent(len(space.journal.lines)))]


def _version(record: Record) -> dict[str, Any]:
    body = {name: value for name, value in record.body.items() if name != "token"}
    return {
        "kind": record.kind, "key": record.key, "version": record.version, "by": record.by,
        "at": record.at.isoformat(), "removed": record.is_removed, "body": body,
    }  # fmt: skip
