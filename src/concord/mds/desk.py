"""What the commands do: the officer's desk. Nothing here is a rule; everything is asked of the rest of the room."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.mds import protect as protecting
from concord.mds import tabulate as tabulating
from concord.mds.beside import Beside, bundled
from concord.mds.called import area_of
from concord.mds.citation import SENT, citation
from concord.mds.harmonise import Asked
from concord.mds.national import rules_for
from concord.mds.protect import Protected
from concord.mds.protect.hiding import Progress
from concord.mds.protect.progress import on_terminal
from concord.mds.release import Release, in_order
from concord.mds.store import Answer, Store
from concord.mds.writers import check_format, write
from concord.vocabulary.structures import Table, structure

#: Files in which tables stand as they were laid out for readers.
BOOKS = frozenset({".xlsx", ".xls", ".ods"})


@dataclass(frozen=True)
class Done:
    """What ``tabulate`` did.

    Args:
        tabulated: What was made of the files, nothing hidden.
        findings: All there is to say.
        files: Structure → where its table was written.
        saved: False where nothing was stored.
        release: The release that the tables joined.
        protected: How they were protected; None where that was not asked, or not come to.
    """

    tabulated: tabulating.Tabulated
    findings: Findings
    files: Mapping[str, Path]
    saved: bool
    release: Release | None = None
    protected: Protected | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables as they were stored, or would be."""
        return self.tabulated.tables if self.protected is None else self.protected.tables


def tabulate(
    files: Sequence[Path],
    asked: Asked,
    *,
    as_of: str,
    folder: Path | None,
    out: Path | None = None,
    protect: bool | str = True,
    accept_soft: bool = False,
    beside: Beside | None = None,
    progress: Progress | None = None,
    engine: str = "",
) -> Done:
    """Tabulate files, protect the tables and, unless a finding forbids it, freeze them.

    Args:
        files: Files of one sender.
        asked: What the call says besides.
        as_of: ISO date.
        folder: The data folder whose store the tables join; None joins no store.
        out: A folder in which the tables are also written.
        protect: Hide small counts with what would give them away, by the rules that fit or the named ones; False
            leaves the tables as they are.
        accept_soft: Freeze over soft findings.
        beside: Facts by which the tables are checked; by default those that come with Concord, and what the data
            folder's newest release holds of the same country.
        progress: Told what protecting is doing, how many are done and of how many.
        engine: Who counts registers of persons, by address; DuckDB by default.
    """
    given = _beside(asked, folder, int(as_of[:4])) if beside is None else beside
    made = tabulating.tabulate(files, asked, as_of=int(as_of[:4]), beside=given, engine=engine)
    if made.findings.hard or not made.tables:
        return Done(made, made.findings + _may_help(files, asked), {}, saved=False)
    safe = _protected(made, protect, folder, progress) if protect and has_own(made.tables) else None
    findings = made.findings + (list(safe.findings) if safe is not None else [])
    if findings.hard or (findings.soft and not accept_soft):
        return Done(made, findings, {}, saved=False, protected=safe)
    tables = made.tables if safe is None else safe.tables
    written = _write_out(tables, out) if out is not None else {}
    release = None
    if folder is not None:
        release = Store(folder).add(tables, as_of=as_of)
        frozen = {table.structure: release.path(table.structure) for table in tables}
        written = {**{id: path for id, path in frozen.items() if path is not None}, **written}
    return Done(made, findings, written, saved=True, release=release, protected=safe)


def _may_help(files: Sequence[Path], asked: Asked) -> list[Finding]:
    """That a profile finds tables on sheets that are laid out for readers; said where none was given."""
    books = [each.name for each in files if each.suffix.lower() in BOOKS]
    if not books or asked.profile.tables or asked.profile.columns:
        return []
    return [Finding("mds.profile.may-help", "note", Place(file=books[0]), {"file": books[0]})]


def _protected(made: tabulating.Tabulated, by: bool | str, folder: Path | None, progress: Progress | None) -> Protected:
    """The tables protected, together with what earlier releases of the data folder show of the same countries."""
    chosen = by if isinstance(by, str) else rules_for(made.tables, of_persons=bool(made.kept))
    earlier = _earlier(made.tables, folder)
    with on_terminal(progress) as told:
        return protecting.protect(made.tables, chosen, earlier=earlier, progress=told)


def _earlier(tables: Sequence[Table], folder: Path | None) -> list[list[Table]]:
    """What each release of the data folder shows of figures that were sent, the oldest first."""
    if folder is None:
        return []
    areas = sorted({area for each in tables for area in each.frame["area"].unique().to_list()})
    store, found = Store(folder), []
    for release in store.releases():
        held = [store.query(each.structure, release=release, area=areas) for each in release.tables]
        own = [_own(each) for each in held if "source" in each.frame.columns]
        found.append([each for each in own if len(each)])
    return [each for each in found if each]


def _own(table: Table) -> Table:
    """The rows that somebody sent."""
    import polars as pl

    return Table(table.structure, table.frame.filter(pl.col("source").is_in(SENT)), table.provenance)


def has_own(tables: Sequence[Table]) -> bool:
    """Whether a table holds rows that somebody sent: what is published already needs no protection."""
    return any("source" in each.frame.columns and len(_own(each)) for each in tables)


def _beside(asked: Asked, folder: Path | None, as_of: int) -> Beside | None:
    """The bundled facts, and what was released of the country that the call names; None where it names none."""
    area = asked.area or asked.profile.area
    if folder is None or not area:
        return None
    store = Store(folder)
    held = store.latest()
    tables = [store.query(each.structure, area=area) for each in held.tables] if held is not None else []
    return replace(bundled([area], as_of=as_of), previous=tuple(each for each in tables if len(each)))


def _write_out(tables: Sequence[Table], out: Path) -> dict[str, Path]:
    """Every table as Parquet and CSV; a file appears whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    written = {}
    for table in map(in_order, tables):
        for format in ("csv", "parquet"):
            path = out / f"{table.structure}.{format}"
            content = BytesIO()
            write(table, format, content, citation=citation(table))
            _replace(path, content.getvalue())
            written[table.structure] = path
    return written


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def query(id: str, base: str | None, filters: Mapping[str, Sequence[str] | None], folder: Path) -> Answer:
    """Rows of the data folder's newest release, or of the bundled facts."""
    given: dict[str, Any] = {name: _values(name, values) for name, values in filters.items() if values}
    return Store(folder).answer(id, base=base, **given)


def _values(name: str, values: Sequence[str]) -> list[object]:
    parts = [part.strip() for value in values for part in value.split(",") if part.strip()]
    if name in ("area", "origin"):
        return [area_of(part) for part in parts]
    if name != "year":
        return list(parts)
    years: list[object] = []
    for part in parts:
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()):
            raise Invalid("mds.query.year", params={"year": part})
        years += list(range(int(first), int(last or first) + 1))
    return years


def export(id: str, format: str, out: Path, folder: Path, language: str, today: str) -> list[dict[str, Any]]:
    """Write a table of the newest release, or of the bundled facts as they stand today (ISO date), as one file."""
    check_format(format)
    structure(id)
    answer = Store(folder).answer(id)
    release = answer.release.id if answer.release is not None else ""
    content = BytesIO()
    day = answer.release.as_of if answer.release is not None else today
    cited = citation(answer.table, release=release, language=language)
    rows = write(answer.table, format, content, language, cited, prepared=f"{day}T00:00:00Z")
    out.parent.mkdir(parents=True, exist_ok=True)
    _replace(out, content.getvalue())
    return [
        {"path": str(out), "sha256": sha256(content.getvalue()).hexdigest(), "rows": rows, "vintage": answer.vintage}
    ]
