"""The tables of the minimum data set that readers see: those of the newest release, and of the releases before it.

Tables are asked for of the newest release alone, never of an older one that held more: what it no longer holds was
taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.conf import settings

from concord.errors import NotFound
from concord.mds.citation import SENT
from concord.mds.comparing import Came, Held, came_from
from concord.mds.comparing.declared import coverage_rules
from concord.mds.released import Release
from concord.vocabulary.structures import Table, structures
from concord_site.evidence.facts import newest_release, store, tables_of
from concord_site.mds.models import NationalRelease
from concord_site.mds.queries import releases as national

#: How many releases are looked back at, the newest ones.
MOST_RELEASES = 60


def tables() -> Mapping[str, Table]:
    """The minimum data set's tables by structure: of the newest release, else the bundled facts."""
    return tables_of(id for id in structures() if id.startswith("mds-"))


def releases() -> tuple[Release, ...]:
    """The releases of this installation, the oldest first."""
    return _releases(str(settings.CONCORD.folder), newest_release())


def given_out() -> tuple[Release, ...]:
    """The same, without older ones that hold what a country has withdrawn since."""
    known = releases()
    return tuple(each for each in known if each is known[-1] or not national.is_closed(each))


@lru_cache(maxsize=2)
def _releases(folder: str, release: str) -> tuple[Release, ...]:
    return store().releases()[-MOST_RELEASES:]


def vintage() -> tuple[str, str]:
    """Id and day of the newest release; both empty where only the bundled facts are held."""
    found = releases()
    return (found[-1].id, found[-1].as_of) if found else ("", "")


def in_releases(id: str, **filters: Any) -> tuple[Held, ...]:
    """Rows of one structure in every release that holds it, the oldest first; without releases the bundled ones."""
    held = store()
    found = [
        Held(each.id, each.as_of, held.query(id, release=each, **filters))
        for each in releases()
        if each.table(id) is not None
    ]
    if found or releases():
        return tuple(found)
    with suppress(NotFound):
        return (Held("", "", held.query(id, **filters)),)
    return ()


def came() -> tuple[Came, ...]:
    """When figures that countries sent were first published."""
    return _came(str(settings.CONCORD.folder), newest_release())


@lru_cache(maxsize=2)
def _came(folder: str, release: str) -> tuple[Came, ...]:
    given = {each.structure: in_releases(each.structure, source=SENT) for each in coverage_rules().tables}
    return came_from(given)


def withdrawn() -> frozenset[str]:
    """Keys of countries' releases that were withdrawn: what they said is not said again."""
    return frozenset(each.key for each in national.public() if each.state == NationalRelease.State.WITHDRAWN)
