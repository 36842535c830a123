"""One register, from the sender's file to findings and tables; its rows are gone when the call returns.

Most tables are none, so that what reads and counts registers is loaded when the first one comes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from concord.errors import Invalid
from concord.findings import Finding, Findings, Place
from concord.intake.landing.pieces import Head
from concord.intake.limits import Limits
from concord.intake.sheets import Sheet
from concord.mds.citation import GENERATED, SUBMITTED
from concord.mds.engines.address import Engine, place_of
from concord.mds.engines.address import engine as engine_of
from concord.mds.harmonise.model import Asked
from concord.mds.harmonise.settle import Change
from concord.mds.persons import headers
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    from concord.mds.persons.standing import Stands

#: Told what is being done and how many rows of it are done.
Progress = Callable[[str, int], None]
#: Files that Spark reads itself.
PARQUET = (".parquet", ".pq")


@dataclass(frozen=True, slots=True)
class Kept:
    """All that is kept of the rows of a register.

    Args:
        file, sheet: Names.
        digest: SHA-256 of the file; of a register in a cluster, of the list of its files.
        rows: Rows that landed.
        counted: Rows of which the tables were made.
        left_out: Rows of other years than asked, and rows that the officer's codes leave out.
    """

    file: str
    sheet: str | None
    digest: str
    rows: int
    counted: int
    left_out: int


@dataclass(frozen=True)
class Registered:
    """What came of one register."""

    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: tuple[Kept, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()


def tabulate_register(
    path: Path,
    asked: Asked,
    *,
    as_of: int,
    limits: Limits | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
    encoding: str | None = None,
    offending: Path | None = None,
    engine: str = "",
) -> Registered | None:
    """A large text table or a Parquet file whose rows are persons; None where they are not.

    Args:
        path: The sender's file; it is opened in the limited process alone. Where the engine is Spark, Parquet is read
            by Spark itself: a file, a folder of them, or an address that the cluster knows.
        asked: Who reports, which year, and the officer's profile.
        as_of: The year as of which is checked.
        limits: What is too much; none by default, as on an officer's own computer.
        folder: Where the rows stand until they are counted; the system's own by default.
        progress: Told what is being done.
        encoding: Where the officer has confirmed it.
        offending: Where to write every row that has to change or be explained: its physical row, the column and the
            code of the finding, as CSV and without what stands in it.
        engine: Who counts: an address as of :func:`concord.mds.engines.address.engine`; DuckDB by default.

    Raises:
        Invalid: ``mds.engine.address``; ``mds.engine.not-found`` and ``mds.engine.not-a-register`` of a place in a
            cluster; ``mds.engine.file-here`` where Spark works elsewhere and the file stands on this computer.
        Unavailable: Spark is asked for and cannot be had.
    """
    counts_in = engine_of(engine)
    if counts_in.kind == "spark" and _is_read_there(path):
        return _in_cluster(path, asked, counts_in, as_of, progress, offending)
    if place_of(path):
        raise Invalid("mds.engine.place-without-spark", params={"place": place_of(path)})
    if not path.is_file():
        return None
    from concord.mds.persons.landing import is_large, land_file

    if not is_large(path):
        return None

    def wanted(head: Head) -> bool:
        return headers.is_register(head, asked.profile)

    def decided(head: Head) -> frozenset[str]:
        return headers.decided(head, asked.profile)

    with tempfile.TemporaryDirectory(prefix="concord-register-", dir=folder) as name:
        within = limits or Limits.none()
        taken = land_file(
            path, Path(name), wanted=wanted, decided=decided, limits=within, encoding=encoding, progress=progress
        )
        if not taken.landing.wanted or (taken.landed is None and taken.landing.reading.sheets):
            return None
        digest = taken.landing.reading.digest
        inputs = (Input(path.name, digest),)
        hard = any(finding.level == "hard" for finding in taken.findings)
        if taken.landed is None or hard:
            return Registered(findings=tuple(taken.findings), inputs=inputs)
        from concord.mds.persons.standing import Here

        try:
            done = _counted(Here(taken.landed, Path(name), counts_in), asked, digest, as_of, progress, offending)
        finally:
            taken.landed.heap.let_go()
    return Registered(done.tables, (*taken.findings, *done.findings), done.changes, done.kept, done.columns, inputs)


def tabulate_sheet(
    sheet: Sheet,
    asked: Asked,
    *,
    digest: str,
    as_of: int,
    folder: Path | None = None,
    progress: Progress | None = None,
    offending: Path | None = None,
    engine: str = "",
) -> Registered:
    """A sheet, read as every table is, whose rows are persons; arguments as of :func:`tabulate_register`."""
    from concord.mds.persons.landing import land_sheet
    from concord.mds.persons.standing import Here

    with tempfile.TemporaryDirectory(prefix="concord-register-", dir=folder) as name:
        landed = land_sheet(sheet, Path(name), decided=lambda head: headers.decided(head, asked.profile))
        try:
            return _counted(Here(landed, Path(name), engine_of(engine)), asked, digest, as_of, progress, offending)
        finally:
            landed.heap.let_go()


def _is_read_there(path: Path) -> bool:
    """Whether Spark reads it itself."""
    return bool(place_of(path)) or path.is_dir() or path.name.lower().endswith(PARQUET)


def _in_cluster(
    path: Path, asked: Asked, counts_in: Engine, as_of: int, progress: Progress | None, offending: Path | None
) -> Registered | None:
    """A register that Spark reads itself; None where a file of this computer is something else."""
    from concord.mds.engines import spark
    from concord.mds.persons.in_cluster import FIRST_ROW, InCluster

    place = place_of(path) or str(path.absolute())
    with spark.session(counts_in) as session, spark.answers(place):
        landed = InCluster(session, place, path.name)
        if not headers.is_register(landed.head, asked.profile):
            if path.is_file():
                return None
            raise Invalid("mds.engine.not-a-register", params={"place": place})
        digest = landed.digest()
        inputs = (Input(path.name, digest),)
        if not landed.count:
            nothing = Finding("intake.table.no-rows", "hard", Place(path.name, None, FIRST_ROW - 1))
            return Registered(findings=(nothing,), inputs=inputs)
        if progress is not None:
            progress("reading", landed.count)
        done = _counted(landed, asked, digest, as_of, progress, offending)
    return replace(done, inputs=inputs)


def _counted(
    landed: Stands,
    asked: Asked,
    digest: str,
    as_of: int,
    progress: Progress | None,
    offending: Path | None,
) -> Registered:
    from concord.mds.persons import tabulating
    from concord.mds.persons.checking import Source, check
    from concord.mds.persons.harmonising import harmonise
    from concord.mds.persons.offending import write_offending

    rows = harmonise(landed, asked, progress=progress)
    sent = GENERATED if landed.is_generated else SUBMITTED
    if sent == GENERATED:
        rows.findings.append(Finding("mds.register.generated", "note", Place(rows.file, rows.sheet)))
    columns = {mark.header or mark.letter: role for role, mark in rows.marks.items()}
    kept = Kept(rows.file, rows.sheet, digest, landed.count, rows.count, rows.left_out)
    said = Registered((), tuple(rows.findings), tuple(rows.changes), (kept,), columns)
    if rows.typed is None or not rows.count:
        return said
    if progress is not None:
        progress("checking", rows.count)
    with rows.typed.opened() as register:
        counts = tabulating.stocks(register)
        source = Source(rows.file, rows.sheet, rows.marks)
        checked = check(
            register,
            as_of=as_of,
            source=source,
            census=rows.census,
            stocks=counts.training,
            breaks=asked.profile.breaks,
        )
        findings = (*rows.findings, *checked.findings)
        if offending is not None:
            write_offending(offending, landed, rows, checked, register)
        made: Sequence[Table] = ()
        if not Findings(findings).hard:
            if progress is not None:
                progress("counting", rows.count)
            notes = (f"{rows.count} rows of persons were counted; none of them is kept.",)
            provenance = Provenance((Input(rows.file, digest),), tabulating.METHOD, notes=notes)
            made = tabulating.tables(register, file=rows.file, counts=counts, provenance=provenance, sent=sent)
    return Registered(tuple(made), findings, tuple(rows.changes), (kept,), columns)
