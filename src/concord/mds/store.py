"""The store: the releases of one data folder, and rows of their tables.

A new release holds everything the last one held, with the series that were sent again put in their place; so one
release answers every question, and the one before it stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from concord.declarations.bundle import digest_of
from concord.errors import Conflict, Invalid, NotFound
from concord.mds import facts, freezing, released
from concord.mds.released import Release
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.structures import Table, conform, structure

if TYPE_CHECKING:
    import polars as pl

#: The columns that make one series; what is sent again for a series replaces all of it.
SERIES = ("area", "year", "occupation", "activity", "indicator", "measure")
#: Stock structures by base, in the glossary's words.
BASES = {
    "training": "mds-stock-by-training",
    "birth": "mds-stock-by-birth",
    "nationality": "mds-stock-by-nationality",
}

Values = Sequence[object] | str | int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with what is needed to cite them: the release's id (or ``bundled``) and on what they stand."""

    table: Table
    vintage: str
    basis: str
    release: Release | None = None


class Store:
    """The releases in ``<folder>/releases``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def releases(self) -> tuple[Release, ...]:
        """All releases, the oldest first; half-written ones are not releases."""
        return tuple(released.read(path) for path in self._places())

    def _places(self) -> list[Path]:
        """Their folders, the oldest first."""
        root = self.folder / "releases"
        found = [path for path in root.iterdir() if _is_release(path)] if root.is_dir() else []
        return sorted(found, key=lambda path: _order(path.name))

    def release(self, id: str) -> Release:
        """One release.

        Raises:
            NotFound: ``mds.release.unknown``.
        """
        path = next((each for each in self._places() if each.name == id), None)
        if path is None:
            raise NotFound("mds.release.unknown", params={"id": id})
        return released.read(path)

    def latest(self, id: str | None = None) -> Release | None:
        """The newest release, or the newest that holds a table of structure ``id``; None where there is none."""
        newest_first = map(released.read, reversed(self._places()))
        return next((each for each in newest_first if id is None or each.table(id) is not None), None)

    def verify(self, release: Release) -> tuple[str, ...]:
        """Names of the release's files whose bytes are no longer those that were frozen."""
        return tuple(
            each.file
            for each in release.tables
            if not (release.folder / each.file).is_file() or digest_of(release.folder / each.file) != each.sha256
        )

    def query(
        self,
        id: str,
        *,
        area: Values = None,
        year: Values = None,
        occupation: Values = None,
        origin: Values = None,
        base: str | None = None,
        release: Release | None = None,
        **more: Values,
    ) -> Table:
        """Rows of the newest release that holds the structure, else of the bundled facts.

        Args:
            id: A structure's id.
            area, year, occupation, origin: One value or several; None does not filter, an empty list gives no rows.
            base: ``training``, ``birth`` or ``nationality``: the stock structure on that base.
            release: A certain release.
            more: Any other column of the structure.

        Raises:
            NotFound: ``mds.query.nothing`` when neither a release nor the bundled facts hold the structure.
            Invalid: ``mds.query.column``, ``mds.query.base``.
        """
        filters = {"area": area, "year": year, "occupation": occupation, "origin": origin, **more}
        return self.answer(id, base=base, release=release, **filters).table

    def answer(self, id: str, *, base: str | None = None, release: Release | None = None, **filters: Values) -> Answer:
        """As :meth:`query`, with what the rows stand on."""
        id = on_base(id, base)
        structure(id)
        kept = {name: _several(values) for name, values in filters.items() if values is not None}
        held = release or self.latest(id)
        if held is None:
            return Answer(_bundled(id, kept), "bundled", "bundled facts")
        return Answer(_rows(held, id, kept), held.id, "release", held)

    def add(self, tables: Sequence[Table], *, as_of: str, notes: Sequence[str] = ()) -> Release:
        """Freeze tables as the next release, on top of what the newest one holds.

        The id is the year of ``as_of`` and a running number. When nothing changes, the newest release is given back.
        """
        before = self.latest()
        carried = _carried(before, tables)
        if before is not None and before.digest == freezing.digest(carried):
            return before
        return freezing.freeze(
            carried,
            folder=self.folder,
            id=self._next(as_of),
            as_of=as_of,
            notes=notes,
            previous=before.id if before else "",
        )

    def lay(self, pieces: Mapping[str, Sequence[Table]], *, as_of: str, notes: Sequence[str] = ()) -> Release:
        """Freeze the next release: what stands beneath all pieces, with the pieces laid over it in their order.

        A piece is a release of one country. What stands beneath is the newest release that was not made so; a piece
        that is left out is gone from the next release, and what it had replaced stands again.

        Args:
            pieces: Id of each piece → its tables.
            as_of: ISO date.
            notes: Sentences for readers.
        """
        before = self.latest()
        ground = next((each for each in reversed(self.releases()) if "pieces" not in each.about), None)
        tables = _carried(ground, ())
        for piece in pieces.values():
            tables = over(tables, piece)
        tables += _emptied(before, tables)
        if before is not None and before.digest == freezing.digest(tables):
            return before
        return freezing.freeze(
            tables,
            folder=self.folder,
            id=self._next(as_of),
            as_of=as_of,
            notes=notes or (ground.notes if ground else ()),
            previous=before.id if before else "",
            about={"beneath": ground.id if ground else "", "pieces": list(pieces)},
        )

    def _next(self, as_of: str) -> str:
        year = as_of[:4]
        taken = [int(each.id.partition(".")[2]) for each in self.releases() if re.fullmatch(rf"{year}\.\d+", each.id)]
        return f"{year}.{max(taken, default=0) + 1}"


def on_base(id: str, base: str | None) -> str:
    """The stock structure on a base; without a base the structure itself."""
    if base is None:
        return id
    if base not in BASES or not id.startswith("mds-stock"):
        raise Invalid("mds.query.base", params={"base": base, "structure": id, "known": ", ".join(BASES)})
    return BASES[base]


def _is_release(path: Path) -> bool:
    return not path.name.startswith(".") and (path / released.DECLARATION).is_file()


def _order(id: str) -> tuple[tuple[int, int | str], ...]:
    parts = re.findall(r"\d+|[^\d]+", id)
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)


def _several(values: Values) -> tuple[object, ...]:
    return (values,) if isinstance(values, str | int) else tuple(values or ())


def _rows(release: Release, id: str, filters: dict[str, tuple[object, ...]]) -> Table:
    from concord.mds.engines import duckdb

    held = release.table(id)
    if held is None:
        raise NotFound("mds.query.nothing", params={"structure": id})
    path = release.folder / held.file
    if digest_of(path) != held.sha256:
        raise Conflict("mds.release.changed", params={"file": held.file, "id": release.id})
    frame = duckdb.select(path, id, filters)
    given = Input(f"releases/{release.id}/{held.file}", held.sha256, release.id)
    return conform(id, frame, Provenance((given,), "released table", as_of=release.as_of))


def _bundled(id: str, filters: dict[str, tuple[object, ...]]) -> Table:
    try:
        table = facts.bundled(id)
    except NotFound:
        raise NotFound("mds.query.nothing", params={"structure": id}) from None
    return freezing.in_order(Table(id, filtered(table.frame, id, filters), table.provenance))


def filtered(frame: pl.DataFrame, id: str, filters: dict[str, tuple[object, ...]]) -> pl.DataFrame:
    """The rows of a frame that the filters keep, by the same rules as a released table's."""
    import polars as pl

    for name, values in filters.items():
        if name not in structure(id).names:
            known = ", ".join(structure(id).names)
            raise Invalid("mds.query.column", params={"column": name, "structure": id, "known": known})
        frame = frame.filter(pl.col(name).is_in(list(values)) if values else pl.lit(False))
    return frame


def _carried(before: Release | None, tables: Sequence[Table]) -> list[Table]:
    held = before.tables if before is not None else ()
    return over([_rows(before, each.structure, {}) for each in held if before is not None], tables)


def _emptied(before: Release | None, tables: Sequence[Table]) -> list[Table]:
    """Tables of the release before of which nothing is left: without rows, or readers would find the old ones."""
    there = {table.structure for table in tables}
    gone = [each.structure for each in before.tables if each.structure not in there] if before is not None else []
    return [Table(id, _rows(before, id, {}).frame.clear()) for id in gone if before is not None]


def over(tables: Sequence[Table], sent: Sequence[Table]) -> list[Table]:
    """Tables with the series that are sent again in their place."""
    new = {table.structure: table for table in sent}
    laid = [_replaced(each, new.pop(each.structure)) if each.structure in new else each for each in tables]
    return laid + list(new.values())


def _replaced(old: Table, new: Table) -> Table:
    import polars as pl

    keys = [name for name in SERIES if name in new.frame.columns]
    kept = old.frame.join(new.frame.select(keys).unique(), on=keys, how="anti", nulls_equal=True)
    frame = pl.concat([kept, conform(new.structure, new.frame).frame])
    return Table(new.structure, frame, new.provenance.merged(old.provenance))
