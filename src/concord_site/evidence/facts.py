"""The facts of the newest release and everything computed from them, worked out once a release.

Readers ask :func:`evidence`; it is kept in memory until another release is published or the day changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils import timezone

from concord.client.figures import Basis, indicator_facts
from concord.errors import NotFound
from concord.indicators.compute import compute, latest
from concord.indicators.model import Facts, Result
from concord.mds.store import Store
from concord.vocabulary.structures import Table
from concord_site.evidence import answers

Key = tuple[str, str, str]
_computing = Lock()


@dataclass(frozen=True, eq=False)
class Evidence:
    """Facts, where they come from, and every declared indicator computed from them."""

    facts: Facts
    basis: Basis
    results: tuple[Result, ...]

    @cached_property
    def _by_area(self) -> Mapping[tuple[str, str], tuple[Result, ...]]:
        grouped: dict[tuple[str, str], list[Result]] = {}
        for result in self.results:
            grouped.setdefault((result.indicator, result.area), []).append(result)
        return {key: tuple(sorted(found, key=lambda each: each.year)) for key, found in grouped.items()}

    @cached_property
    def _by_indicator(self) -> Mapping[str, tuple[Result, ...]]:
        grouped: dict[str, list[Result]] = {}
        for result in self.results:
            grouped.setdefault(result.indicator, []).append(result)
        return {key: tuple(found) for key, found in grouped.items()}

    @cached_property
    def latest(self) -> Mapping[Key, Result]:
        """The newest result with a value by indicator, area and occupation."""
        return latest(self.results)

    def of(self, indicator: str, area: str | None = None, *, occupation: str | None = None) -> tuple[Result, ...]:
        """Results of one indicator, of one area if named, in order of year."""
        found = self._by_indicator.get(indicator, ()) if area is None else self._by_area.get((indicator, area), ())
        return tuple(each for each in found if occupation is None or each.occupation == occupation)

    def newest(self, indicator: str, area: str, occupation: str) -> Result | None:
        """The newest result with a value, or None."""
        return self.latest.get((indicator, area, occupation))


@lru_cache(maxsize=2)
def _evidence(folder: str, release: str, today: date) -> Evidence:
    facts, basis = indicator_facts(settings.CONCORD.folder, as_of=today)
    return Evidence(facts, basis, compute(facts))


def store() -> Store:
    """The releases of this installation."""
    return Store(settings.CONCORD.folder)


@lru_cache(maxsize=4)
def _newest(folder: str, changed: int) -> str:
    found = store().latest()
    return found.id if found else ""


def newest_release() -> str:
    """The newest release's id, empty where only the bundled facts are held.

    Declarations of releases are read again only when their folder has changed: a release appears there by being moved.
    """
    folder = Path(settings.CONCORD.folder)
    try:
        changed = (folder / "releases").stat().st_mtime_ns
    except FileNotFoundError:
        changed = 0
    return _newest(str(folder), changed)


def tables_of(ids: Iterable[str]) -> Mapping[str, Table]:
    """Tables as readers see them, by structure: of the newest release, else the bundled facts.

    Tables that the newest release does not hold are left out: what it no longer holds was taken back.

    Args:
        ids: Structures (``mds-totals``).
    """
    return _tables(str(settings.CONCORD.folder), newest_release(), tuple(ids))


@lru_cache(maxsize=8)
def _tables(folder: str, release: str, ids: tuple[str, ...]) -> Mapping[str, Table]:
    held = store()
    newest = held.release(release) if release else None
    found = {}
    for id in ids:
        if newest is None or newest.table(id) is not None:
            with suppress(NotFound):
                found[id] = held.answer(id, release=newest).table
    return found


def evidence() -> Evidence:
    """Facts and results of the newest release, as of today, with what published reports say of indicators."""
    newest, folder = newest_release(), str(settings.CONCORD.folder)
    with _computing:
        return _with_told(_evidence(folder, newest, timezone.now().date()), answers.mark(folder))


@lru_cache(maxsize=2)
def _with_told(found: Evidence, mark: str) -> Evidence:
    """The same where no report feeds an indicator; else the indicators that are fed, computed with their answers."""
    told, used = answers.told(mark, found.facts.as_of)
    if not told:
        return found
    facts = replace(found.facts, told=told, provenance=found.facts.provenance.merged(used))
    fed = {each.indicator for each in told}
    kept = (each for each in found.results if each.indicator not in fed)
    return Evidence(facts, found.basis, (*kept, *compute(facts, only=sorted(fed))))
