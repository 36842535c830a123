"""Releases: frozen, citable sets of tables; the first one is made of everything that comes with Concord."""

from __future__ import annotations

from pathlib import Path

from concord.mds import facts
from concord.mds.freezing import digest, freeze, in_order
from concord.mds.released import Release, Released, read
from concord.mds.store import Store

__all__ = ["FIRST", "Release", "Released", "digest", "freeze", "from_bundled", "in_order", "read"]

FIRST = "2026.1"
NOTE = "Everything that comes with this version of Concord: facts that publishers allow to be passed on."


def from_bundled(folder: Path, *, as_of: str, id: str = FIRST) -> Release:
    """A release of all bundled facts: the first of a data folder, or one more where the bundled facts have changed.

    Args:
        folder: The data folder.
        as_of: ISO date.
        id: The id of the first one.

    Returns:
        The release; asked again with the same facts, the one that is there.
    """
    tables = [facts.bundled(each) for each in facts.bundled_structures()]
    store = Store(folder)
    if store.latest() is None:
        return freeze(tables, folder=folder, id=id, as_of=as_of, notes=(NOTE,))
    held = digest(tables)
    same = next((each for each in store.releases() if each.digest == held), None)
    return same or store.add(tables, as_of=as_of, notes=(NOTE,))
