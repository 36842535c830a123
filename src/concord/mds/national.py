"""A country's release: its confirmed tables laid over each other, checked once more, protected, ready to be frozen.

The country's own file names stay at home: a published figure names its file by a number and the beginning of its
digest, so that whoever has the file can show that it is the one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from concord.findings import Findings
from concord.mds import checks
from concord.mds.beside import NOTHING_BESIDE, Beside
from concord.mds.checks import Explanation
from concord.mds.citation import SHORT
from concord.mds.freezing import hidden_rows, in_order
from concord.mds.protect import DEFAULT, FOR_REGISTERS, Protected, Rules, protect, rules
from concord.mds.protect.hiding import Progress, Stop
from concord.mds.rules import Rule
from concord.mds.rules import rules as rules_of_checks
from concord.mds.store import over
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    import polars as pl

#: The table that only rows of persons give.
DETAIL = "mds-stock-detail"
#: Predicates that ask whether tables are protected: before they are, they are not asked.
OF_PROTECTION = ("small", "hidden-alone")


@dataclass(frozen=True)
class Ready:
    """Tables that may be published, or why not.

    Args:
        protected: The tables before and after, what is lost, and the proof; None where a check forbids to go on.
        findings: Of the checks before publication, then of protecting.
    """

    protected: Protected | None
    findings: Findings

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables as they may be published, in the order of their dimensions; none where something forbids it."""
        if self.protected is None or self.findings.hard:
            return ()
        return tuple(sorted((in_order(each) for each in self.protected.tables), key=lambda table: table.structure))


def compose(deliveries: Sequence[Sequence[Table]]) -> tuple[Table, ...]:
    """The tables of several deliveries, the oldest first: of a series that is sent again the newer rows stand."""
    made: list[Table] = []
    for tables in deliveries:
        made = over(made, tables)
    return tuple(sorted(made, key=lambda table: table.structure))


def rules_for(tables: Iterable[Table], *, of_persons: bool = False) -> str:
    """The id of the rules by which tables are protected where nobody says otherwise."""
    is_counted = of_persons or any(each.structure == DETAIL for each in tables)
    return FOR_REGISTERS if is_counted else DEFAULT


def ready(
    tables: Sequence[Table],
    by: Rules | str,
    *,
    as_of: int,
    beside: Beside = NOTHING_BESIDE,
    earlier: Sequence[Sequence[Table]] = (),
    of_persons: bool = False,
    explanations: Iterable[Explanation] = (),
    invented: Collection[str] = (),
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Ready:
    """Check tables for publication, and protect them.

    The checks come first: afterwards nobody can add up what is hidden.

    Args:
        tables: One for each structure.
        by: The rules of protection, or the id of declared ones.
        as_of: The year as of which is checked.
        beside: Facts by which they are checked.
        earlier: The published tables of the country's earlier releases, the oldest first.
        of_persons: Whether rows of persons were counted.
        explanations: What the country has said of soft findings.
        invented: Codes of areas that are none, of generated tables.
        progress, stop: As of :func:`concord.mds.protect.protect`.

    Raises:
        NotFound: ``mds.protect.rules-unknown``.
        Unavailable: ``mds.protect.solver``, ``mds.protect.stopped``.
    """
    chosen = rules(by) if isinstance(by, str) else by
    declared = [each for each in _rules(invented) if each.predicate not in OF_PROTECTION]
    checked = checks.check_tables(
        tables, as_of=as_of, beside=beside, explanations=explanations, of_persons=of_persons, declared=declared
    )
    if checked.hard:
        return Ready(None, checked)
    done = protect(tables, chosen, earlier=earlier, progress=progress, stop=stop)
    left = [each for each in _rules(invented) if each.predicate == "small"]
    small = checks.check_tables(done.tables, as_of=as_of, of_persons=True, declared=left) if done.tables else ()
    return Ready(done, Findings([*checked, *done.findings, *small]))


def _rules(invented: Collection[str]) -> list[Rule]:
    """The declared rules; where areas are invented, without the question whether these are areas."""

    def without(rule: Rule) -> Rule:
        lists = {column: list for column, list in rule.params["lists"].items() if column != "area"}
        return replace(rule, columns=tuple(lists), params={**rule.params, "lists": lists})

    return [without(each) if invented and each.predicate == "in-codelist" else each for each in rules_of_checks()]


def unnamed(tables: Sequence[Table], digests: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables with each file named by a number and the beginning of its digest.

    Args:
        tables: Tables of the country.
        digests: Name of a file → its SHA-256 (hexadecimal). A name that is not among them stands as ``file``.
    """
    import polars as pl

    said = {name: file_name(number, digest) for number, (name, digest) in enumerate(sorted(digests.items()), 1)}
    made = []
    for each in tables:
        if "source_file" in each.frame.columns:
            column = pl.col("source_file")
            named = pl.when(column.is_not_null()).then(
                column.replace_strict(said, default="file", return_dtype=pl.String)
            )
            each = Table(each.structure, each.frame.with_columns(named.alias("source_file")), each.provenance)
        made.append(each)
    return tuple(made)


def file_name(number: int, digest: str) -> str:
    """How a file of the country is named in public."""
    return f"file {number}, sha256 {digest[:SHORT]}"


def as_piece(tables: Sequence[Table], id: str) -> tuple[Table, ...]:
    """The tables of a release as they stand among all countries' rows: each figure names the release and its row.

    Args:
        tables: As frozen.
        id: Of the release; ``source_file`` becomes ``<id>/<structure>``, ``source_row`` the row in that table, from 1.
    """
    return tuple(Table(each.structure, _as_piece(each, id), each.provenance) for each in map(in_order, tables))


def _as_piece(table: Table, id: str) -> pl.DataFrame:
    import polars as pl

    if "source_file" not in table.frame.columns:
        return table.frame
    place = pl.lit(f"{id}/{table.structure}").alias("source_file")
    return table.frame.with_columns(place, pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("source_row"))


def told(done: Protected) -> dict[str, Any]:
    """What is published of protecting: the rules, the proof in figures, and how much of each table is hidden.

    Never why a single row is hidden, and never how many persons stand in hidden rows.
    """
    return {
        "rules": {"id": done.rules.id, "version": done.rules.version, "digest": done.rules.digest},
        "proof": done.proof.as_json(),
        "hidden": {each.structure: hidden_rows(each) for each in done.tables},
    }
