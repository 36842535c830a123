"""One series over all releases that hold it: value by release, when it came first, when and by how much it was revised.

What a later release hides is not said again from an earlier one: there stands "hidden since". What a release that was
withdrawn said is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from concord.errors import NotFound
from concord.mds.comparing.figures import Figure, figure, measure_of, rows_of, safest
from concord.mds.store import Store
from concord.vocabulary.structures import Table, structure

#: What a release says of a year: it is the first to do so; the same as before; another number; another status; hidden
#: now; shown again; no longer there; not there yet; open here and hidden since; of a national release withdrawn.
What = Literal[
    "first", "same", "revised", "status", "hidden", "shown", "removed", "absent", "hidden-since", "withdrawn"
]


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of one structure as one release holds them."""

    release: str
    as_of: str
    table: Table


@dataclass(frozen=True, slots=True)
class Said:
    """What one release says of one year.

    Args:
        figure: The figure; None where there is no row, or where it may not be said again.
        what: How it stands to the release before.
        difference: Persons more (or less) than the last published number; None where one of them is not published.
    """

    release: str
    as_of: str
    what: What
    figure: Figure | None = None
    difference: float | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a series over all releases, the oldest release first."""

    year: int
    said: tuple[Said, ...]

    @property
    def first(self) -> Said | None:
        """The first release that says something of it."""
        return next((each for each in self.said if each.what not in ("absent", "withdrawn")), None)

    @property
    def now(self) -> Said:
        """What the newest release says."""
        return self.said[-1]

    @property
    def revisions(self) -> tuple[Said, ...]:
        """Releases that say another number than the one before."""
        return tuple(each for each in self.said if each.what == "revised")


@dataclass(frozen=True, slots=True)
class History:
    """A series over all releases.

    Args:
        structure: The table.
        key: Dimensions of the series, without the year.
        releases: Id and day of each release that holds the table, the oldest first.
        years: The oldest first.
    """

    structure: str
    key: tuple[tuple[str, Any], ...]
    releases: tuple[tuple[str, str], ...]
    years: tuple[Year, ...]

    @property
    def is_revised(self) -> bool:
        """Whether any number was changed after it was first published."""
        return any(each.revisions for each in self.years)

    @property
    def turns(self) -> tuple[int, ...]:
        """Places in ``releases`` at which something is not as it was: what is worth a column of its own."""
        return tuple(
            at
            for at in range(len(self.releases))
            if at == 0 or any(each.said[at].what not in ("same", "absent", "hidden-since") for each in self.years)
        )


def held(store: Store, id: str, **filters: Any) -> tuple[Held, ...]:
    """Rows of a structure in every release of a store that holds it, the oldest first.

    Args:
        store: The releases of an installation.
        id: The structure.
        filters: As of :meth:`~concord.mds.store.Store.query`.
    """
    found = []
    for release in store.releases():
        if release.table(id) is not None:
            try:
                table = store.query(id, release=release, **filters)
            except NotFound:
                continue
            found.append(Held(release.id, release.as_of, table))
    return tuple(found)


def history(id: str, key: Mapping[str, Any], given: Sequence[Held], *, withdrawn: Collection[str] = ()) -> History:
    """A series over releases.

    Args:
        id: The structure.
        key: Dimensions of the series; those that are not named must be empty, ``year`` is left out.
        given: What each release holds, the oldest first.
        withdrawn: Ids of national releases (``KEN-2026.1-v1``) that were withdrawn: figures whose file is theirs are
            not said.
    """
    names = [name for name in structure(id).of("dimension") if name != "year"]
    series = {name: key.get(name) for name in names}
    by_release = [_by_year(each.table, id, series) for each in given]
    years = sorted({year for each in by_release for year in each})
    return History(
        id,
        tuple(series.items()),
        tuple((each.release, each.as_of) for each in given),
        tuple(Year(year, tuple(_said(year, given, by_release, frozenset(withdrawn)))) for year in years),
    )


def _by_year(table: Table, id: str, series: Mapping[str, Any]) -> dict[int, Figure]:
    found: dict[int, list[Figure]] = {}
    for row in rows_of(table, **series):
        found.setdefault(row["year"], []).append(figure(row, measure_of(id)))
    return {year: safest(figures) for year, figures in found.items()}


def _said(
    year: int, given: Sequence[Held], by_release: Sequence[Mapping[int, Figure]], withdrawn: frozenset[str]
) -> Iterator[Said]:
    hidden_at = [at for at, each in enumerate(by_release) if year in each and each[year].is_hidden]
    last: Figure | None = None
    is_begun = False
    for at, (held_, figures) in enumerate(zip(given, by_release, strict=True)):
        now = figures.get(year)
        if now is not None and now.file.partition("/")[0] in withdrawn:
            yield Said(held_.release, held_.as_of, "withdrawn")
            continue
        if now is not None and not now.is_hidden and any(later > at for later in hidden_at):
            yield Said(held_.release, held_.as_of, "hidden-since")
            last, is_begun = None, True
            continue
        what, difference = _compared(now, last, is_begun)
        yield Said(held_.release, held_.as_of, what, now, difference)
        last, is_begun = now, is_begun or now is not None


def _compared(now: Figure | None, last: Figure | None, is_begun: bool) -> tuple[What, float | None]:
    if now is None:
        return ("removed" if last is not None else "absent"), None
    if not is_begun:
        return "first", None
    if now.is_hidden:
        return ("same" if last is not None and last.is_hidden else "hidden"), None
    if last is None or last.is_hidden:
        return "shown", None
    if now.value != last.value:
        known = now.value is not None and last.value is not None
        return "revised", float((now.value or 0) - (last.value or 0)) if known else None
    return ("same" if now.status == last.status else "status"), None
