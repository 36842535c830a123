"""From files to tables: read, harmonise, check, tabulate. Nothing is stored here.

:func:`tables_of` makes the tables of checked rows; :func:`tabulate` does the whole for files. A file on which a row
is a person goes through :mod:`concord.mds.persons`, and its tables join the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.findings import Finding, Findings
from concord.intake.limits import Limits
from concord.mds import checks
from concord.mds.beside import Beside, bundled
from concord.mds.harmonise import Asked, Harmonised, harmonise
from concord.mds.harmonise.breaks import Break, apply
from concord.mds.harmonise.settle import Change
from concord.mds.persons.progress import on_terminal
from concord.mds.persons.register import Kept, Progress, Registered, tabulate_register, tabulate_sheet
from concord.mds.read import Read, Reads, read_files
from concord.mds.readers.registry import read_all
from concord.mds.rules import rules
from concord.vocabulary.provenance import Input, Provenance
from concord.vocabulary.structures import Table, conform, structure

if TYPE_CHECKING:
    import polars as pl

#: Kinds of row that say how many there are in all; they are kept as totals beside the table of origins.
TOTALS = ("total", "domestic", "foreign", "native-foreign", "unknown")
#: Kinds of row that may be added up: each person stands in one of them.
COUNTED = ("origin", "domestic")
#: Predicates that are asked of a register's counts too: about accounts over years, and against facts beside. The rest a
#: register is asked row by row, or cannot offend.
OF_COUNTS = frozenset(
    {"exits-at-most", "rise-within", "mirrored", "said-alike", "density-within", "near-series", "flow-within-stock"}
)
_STATUS_ORDER = ("suppressed", "missing", "not-applicable", "break", "difference", "provisional", "estimated", "normal")


@dataclass(frozen=True)
class Tabulated:
    """What tabulating gave.

    Args:
        tables: One for each structure; empty where a finding is hard.
        findings: All of reading, harmonising and checking.
        changes: Everything written otherwise than typed.
        profile: How the files were read, to be corrected and used again.
        inputs: The files and their digests.
        kept: Of registers of persons, all that is kept: file, digest and counts of rows.
    """

    tables: tuple[Table, ...]
    findings: Findings
    changes: tuple[Change, ...] = ()
    profile: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    kept: tuple[Kept, ...] = ()


def tabulate(
    paths: Sequence[Path],
    asked: Asked,
    *,
    as_of: int,
    progress: Progress | None = None,
    folder: Path | None = None,
    limits: Limits | None = None,
    beside: Beside | None = None,
    engine: str = "",
    reads: Reads = read_all,
) -> Tabulated:
    """Files to checked tables; a hard finding in any of them leaves no table.

    Args:
        paths: Files of one sender.
        asked: Who reports, which year, and the officer's profile.
        as_of: The year as of which is checked.
        progress: Told what is being done with a register of persons and how many rows are done; by default a line on
            the error stream where that is a terminal.
        folder: Where rows of persons stand until they are counted; the system's own by default.
        limits: What is too much; none by default, as on an officer's own computer.
        beside: Facts beside the tables, by which they are checked; by default those that come with Concord.
        engine: Who counts registers of persons, by address (:mod:`concord.mds.engines.address`); DuckDB by default.
        reads: What reads small files plainly; a caller's own may have begun before.

    Raises:
        Invalid: ``mds.area.required`` when no file names who reports and the call does not either.
    """
    with on_terminal(progress) as told:
        registers, rest = _registers(paths, asked, as_of, told, folder, limits, engine)
        read = read_files(rest, asked, limits=limits, reads=reads) if rest else Read()
        registers += _of_sheets(read, asked, as_of, told, folder, engine)
    findings = list(read.findings)
    harmonised = harmonise(read.records, asked) if read.records else None
    breaks = _breaks(asked)
    if harmonised is not None:
        harmonised = replace(harmonised, frame=apply(harmonised.frame, breaks)) if breaks else harmonised
        findings += _not_asked_yet(harmonised.findings, findings)
        findings += checks.check(harmonised, as_of=as_of, beside=_beside(beside, [harmonised.frame], breaks, as_of))
        findings += [] if Findings(findings).hard else checks.incomplete(harmonised)
    findings += [finding for each in registers for finding in each.findings]
    registers = [replace(each, tables=tuple(_broken(each.tables, breaks))) for each in registers]
    counted = [table for each in registers for table in each.tables]
    if counted and not Findings(findings).hard:
        given = _beside(beside, [each.frame for each in counted], breaks, as_of)
        asked_of = [rule for rule in rules() if rule.predicate in OF_COUNTS or "against" in rule.params]
        findings += checks.check_tables(
            counted, as_of=as_of, beside=given, when="upload", of_persons=True, declared=asked_of
        )
    whole = Findings(dict.fromkeys(findings))
    changes = tuple(harmonised.changes) if harmonised is not None else ()
    changes += tuple(change for each in registers for change in each.changes)
    inputs = tuple(dict.fromkeys((*(i for each in registers for i in each.inputs), *read.inputs)))
    tables = () if whole.hard else _joined(harmonised, inputs, registers)
    return Tabulated(tables, whole, changes, _profile(read, asked, registers), inputs, _kept(registers))


def _beside(given: Beside | None, frames: Iterable[pl.DataFrame], said: Sequence[Break], as_of: int) -> Beside:
    """The facts by which tables are checked, with the changes of definition that the profile tells of."""
    areas = {area for each in frames if "area" in each.columns for area in each["area"].drop_nulls().unique()}
    found = bundled(areas, as_of=as_of) if given is None else given
    return replace(found, breaks=(*found.breaks, *said)) if said else found


def _breaks(asked: Asked) -> tuple[Break, ...]:
    """The changes of definition that the officer's profile tells of."""
    return tuple(
        Break(tuple(sorted(each.series.items())), each.year, "definition", each.what) for each in asked.profile.breaks
    )


def _broken(tables: Sequence[Table], breaks: Sequence[Break]) -> list[Table]:
    """Tables with their breaks as statuses and notes of the series."""
    made = []
    for each in tables:
        own = [one for one in breaks if dict(one.series).get("structure", each.structure) == each.structure]
        made.append(Table(each.structure, apply(each.frame, own), each.provenance) if own else each)
    return made


def _registers(
    paths: Sequence[Path],
    asked: Asked,
    as_of: int,
    progress: Progress | None,
    folder: Path | None,
    limits: Limits | None,
    engine: str,
) -> tuple[list[Registered], list[Path]]:
    """Large registers of persons, and the files that are something else."""
    found: list[Registered] = []
    rest: list[Path] = []
    for path in paths:
        done = tabulate_register(
            path, asked, as_of=as_of, limits=limits, progress=progress, folder=folder, engine=engine
        )
        if done is None:
            rest.append(path)
        else:
            found.append(done)
    return found, rest


def _of_sheets(
    read: Read, asked: Asked, as_of: int, progress: Progress | None, folder: Path | None, engine: str
) -> list[Registered]:
    """Registers of persons on sheets that were read as every table is; not where the reading has found them unfit."""
    if any(finding.level == "hard" for finding in read.findings):
        return []
    digests = {each.id: each.digest for each in read.inputs}
    return [
        tabulate_sheet(
            each.sheet, replace(asked, profile=each.profile), digest=digests.get(each.sheet.file, ""), as_of=as_of,
            progress=progress, folder=folder, engine=engine,
        )
        for each in read.registers
    ]  # fmt: skip


def _joined(
    harmonised: Harmonised | None, inputs: Iterable[Input], registers: Iterable[Registered]
) -> tuple[Table, ...]:
    """The tables of counts and of registers, one for each structure."""
    import polars as pl

    made = list(tables_of(harmonised, inputs)) if harmonised is not None else []
    made += [table for each in registers for table in each.tables]
    found: dict[str, Table] = {}
    for table in made:
        there = found.get(table.structure)
        if there is None:
            found[table.structure] = table
        else:
            frame = pl.concat([there.frame, table.frame], how="vertical")
            found[table.structure] = Table(table.structure, frame, there.provenance.merged(table.provenance))
    return tuple(found[id] for id in sorted(found))


def _profile(read: Read, asked: Asked, registers: Iterable[Registered]) -> dict[str, Any]:
    """How the files were read; of registers, which column is what."""
    columns = {header: role for each in registers for header, role in each.columns.items()}
    if not columns:
        return read.profile
    said = {**asked.profile.as_dict(), **read.profile}
    return {**said, "rows": "persons", "columns": {**said.get("columns", {}), **columns}}


def _kept(registers: Iterable[Registered]) -> tuple[Kept, ...]:
    return tuple(kept for each in registers for kept in each.kept)


def _not_asked_yet(found: Iterable[Finding], asked: Iterable[Finding]) -> list[Finding]:
    """What is not settled by a question about the whole file: which sign is decimal is asked once."""
    once = any(each.code.startswith("intake.decimals.") for each in asked)
    return [each for each in found if not (once and each.code == "intake.number.ambiguous")]


def tables_of(harmonised: Harmonised, inputs: Iterable[Input] = ()) -> tuple[Table, ...]:
    """The tables of checked rows, one for each structure, with every figure's file and row.

    Rows by sex become one row: the total that was given, else the sum of the sexes. Rows of totals in a table of
    origins also stand in ``mds-totals``, as reported.
    """
    import polars as pl

    if harmonised.frame.is_empty():
        return ()
    frame = _both_sexes(harmonised.frame)
    whole = pl.concat([frame, _reported_totals(frame)])
    provenance = Provenance(tuple(inputs), "tabulated from files")
    made = []
    for (id,), rows in whole.group_by(["structure"], maintain_order=True):
        made.append(_table(str(id), rows, provenance))
    return tuple(sorted(made, key=lambda table: table.structure))


def _table(id: str, rows: pl.DataFrame, provenance: Provenance) -> Table:
    import polars as pl

    declared = structure(id)
    measures = declared.of("measure")
    columns = {
        "destination": pl.col("origin"),
        "source_file": pl.col("file"),
        "source_row": pl.col("row"),
        **_measures(id),
    }
    given = [name for name in declared.names if name in rows.columns and name not in columns]
    chosen = [pl.col(name) for name in given]
    chosen += [column.alias(name) for name, column in columns.items() if name in declared.names]
    assert measures
    return conform(id, rows.select(chosen), provenance)


def _measures(id: str) -> dict[str, pl.Expr]:
    import polars as pl

    if id == "density":
        return {"per_1000": pl.col("number"), "per_10k": (pl.col("number") * 10).round(9)}
    return {structure(id).of("measure")[0]: pl.col("number")}


def _both_sexes(frame: pl.DataFrame) -> pl.DataFrame:
    """One row where there were rows by sex: the given total of both, else the sum where every sex has a number."""
    import polars as pl

    keys = ["structure", "area", "year", "occupation", "activity", "origin", "row_kind"]
    by_sex = pl.col("sex").is_in(["F", "M", "X", "U"])
    if not frame.select(by_sex.any()).item():
        return frame
    has_total = (~by_sex.fill_null(False)).any().over(keys)
    given = frame.filter(~by_sex.fill_null(False))
    parts = frame.filter(by_sex.fill_null(False) & ~has_total)
    worst = pl.col("status").replace_strict({s: i for i, s in enumerate(_STATUS_ORDER)}, return_dtype=pl.Int64).min()
    others = [name for name in frame.columns if name not in (*keys, "number", "status", "sex")]
    added = parts.group_by(keys, maintain_order=True).agg(
        pl.when(pl.col("number").is_null().any()).then(None).otherwise(pl.col("number").sum()).alias("number"),
        worst.replace_strict(dict(enumerate(_STATUS_ORDER)), return_dtype=pl.String).alias("status"),
        *(pl.col(name).first() for name in others),
    )
    added = added.with_columns(pl.lit("T").alias("sex")).select(frame.columns)
    return pl.concat([given, added]).sort("index")


def _reported_totals(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of totals in tables of stock by origin, as rows of ``mds-totals``; a total given there already stands."""
    import polars as pl

    keys = ["area", "year", "occupation", "activity", "row_kind"]
    stock = pl.col("structure") == "mds-stock-by-training"
    totals = frame.filter(stock & pl.col("row_kind").is_in(TOTALS)).with_columns(
        pl.lit("mds-totals").alias("structure"), pl.lit(None, dtype=pl.String).alias("origin")
    )
    given = frame.filter(pl.col("structure") == "mds-totals")
    return totals.join(given.select(keys), on=keys, how="anti", nulls_equal=True).unique(keys, maintain_order=True)


def sums(table: Table) -> dict[str, int | float | None]:
    """The sum of the first measure by kind of row; None where a kind has no number at all."""
    import polars as pl

    measure = structure(table.structure).of("measure")[0]
    kind = pl.col("row_kind") if "row_kind" in table.frame.columns else pl.lit("row")
    grouped = table.frame.group_by(kind.alias("kind"), maintain_order=True).agg(
        pl.when(pl.col(measure).count() > 0).then(pl.col(measure).sum()).alias("sum")
    )
    return {str(row["kind"]): row["sum"] for row in grouped.sort("kind").iter_rows(named=True)}


def total(table: Table) -> int | float | None:
    """The sum of the rows that are places of origin or domestic, never of total rows; None where none has a number.

    In a table without kinds of row, every row counts; densities and indices have no sum.
    """
    measure = next(c for c in structure(table.structure).columns if c.role == "measure")
    if measure.unit != "persons":
        return None
    added = sums(table)
    counted = [added[kind] for kind in (*COUNTED, "row") if added.get(kind) is not None]
    known = [number for number in counted if number is not None]
    if known:
        return sum(known)
    return 0 if not {*COUNTED, "row"}.intersection(added) else None


__all__ = ["COUNTED", "Finding", "Tabulated", "sums", "tables_of", "tabulate", "total"]
