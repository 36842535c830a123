"""The tables of one release, the newest or an older one; before there is a release, the bundled facts.

Everything here was published: rows of a release are as they were protected and frozen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from concord.errors import NotFound
from concord.mds import facts, freezing
from concord.mds.citation import content_digest
from concord.mds.released import Release
from concord.mds.writers.sdmx.shape import cubes
from concord.vocabulary.structures import Table
from concord_site.evidence.facts import store
from concord_site.mds.queries.releases import is_closed


@dataclass(frozen=True, eq=False)
class Held:
    """What one release holds.

    Args:
        id: Id of the release; empty for the bundled facts.
        as_of: The day up to which it knows.
        digest: Over the content of all its tables.
        tables: Structure → digest of its content.
        rows: Structure → how many rows.
        release: None for the bundled facts.
    """

    id: str
    as_of: str
    digest: str
    tables: Mapping[str, str]
    rows: Mapping[str, int]
    release: Release | None

    @property
    def flows(self) -> dict[str, str]:
        """Id of the flow in SDMX → structure, for the tables that are cubes and hold something."""
        return {flow: id for flow, id in cubes().items() if self.rows.get(id)}

    @property
    def prepared(self) -> str:
        """The moment of the release, as a message says it."""
        return f"{self.as_of}T00:00:00Z"

    def table(self, id: str, filters: Mapping[str, Sequence[object]] | None = None) -> Table:
        """Rows of one table, all or those that have one of the values in each column that is named.

        Raises:
            NotFound: ``mds.query.nothing``.
            Conflict: ``mds.release.changed``.
        """
        if id not in self.tables:
            raise NotFound("mds.query.nothing", params={"structure": id})
        wanted: dict[str, Any] = dict(filters or {})
        return store().answer(id, release=self.release, **wanted).table


def releases() -> tuple[Held, ...]:
    """All releases, the oldest first; read again only when their folder has changed."""
    folder = Path(settings.CONCORD.folder)
    try:
        changed = (folder / "releases").stat().st_mtime_ns
    except FileNotFoundError:
        changed = 0
    return _releases(str(folder), changed)


@lru_cache(maxsize=4)
def _releases(folder: str, changed: int) -> tuple[Held, ...]:
    return tuple(_held(each) for each in store().releases())


def _held(release: Release) -> Held:
    tables = {each.structure: each.digest for each in release.tables}
    rows = {each.structure: each.rows for each in release.tables}
    return Held(release.id, release.as_of, release.digest, tables, rows, release)


def newest() -> Held:
    """The newest release, else the bundled facts."""
    known = releases()
    return known[-1] if known else _bundled(timezone.now().date().isoformat())


def of_release(id: str) -> Held | None:
    """One release by its id; None where there is none."""
    return next((each for each in releases() if each.id == id and _is_open(each)), None)


def on_day(day: date) -> Held | None:
    """The newest release there was on a day; None where there was none."""
    known = [each for each in releases() if each.as_of <= day.isoformat()]
    return known[-1] if known and _is_open(known[-1]) else None


def _is_open(each: Held) -> bool:
    """Whether it is given out: an older release is not, once a country has withdrawn what it holds."""
    return each.id == releases()[-1].id or each.release is None or not is_closed(each.release)


@lru_cache(maxsize=2)
def _bundled(day: str) -> Held:
    tables = [facts.bundled(each) for each in facts.bundled_structures()]
    digests = {each.structure: content_digest(each) for each in tables}
    rows = {each.structure: len(each) for each in tables}
    return Held("", day, freezing.digest(tables), digests, rows, None)
