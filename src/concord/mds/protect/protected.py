"""What protecting gives: tables that may be published, what was lost, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from concord.findings import Findings
from concord.mds.protect.attacking import Interval
from concord.mds.protect.declared import Rules
from concord.vocabulary.structures import Table, structure

if TYPE_CHECKING:
    import polars as pl

#: Why a row is hidden, for the officer alone: published, it would say that a count is small.
Sense = Literal["primary", "secondary"]


@dataclass(frozen=True, slots=True)
class Lost:
    """What one table loses.

    Args:
        structure: The table.
        rows: Its rows that could be hidden.
        primary, secondary: Rows hidden for themselves, and to protect others.
        persons: Persons counted in all those rows (somebody may be counted in several).
        hidden_persons: Of these, in hidden rows.
        given: Rows of the table before it was made coarser.
    """

    structure: str
    rows: int
    primary: int
    secondary: int
    persons: int
    hidden_persons: int
    given: int = 0

    @property
    def hidden(self) -> int:
        """Rows hidden."""
        return self.primary + self.secondary

    @property
    def share(self) -> float:
        """Rows hidden, of all rows (0-1)."""
        return self.hidden / self.rows if self.rows else 0.0

    @property
    def persons_share(self) -> float:
        """Persons in hidden rows, of the persons in all rows (0-1)."""
        return self.hidden_persons / self.persons if self.persons else 0.0


@dataclass(frozen=True, slots=True)
class Proof:
    """What an attacker can find out, by everything published together.

    Args:
        rules: Id, version and digest of the rules.
        releases: How many releases were attacked together.
        hidden: Hidden cells that were attacked.
        intervals: Least and greatest value of each, and of the remainders that tables leave out.
        open: Those that are found out too closely; none in a proof that holds.
        exact: Blocks of cells in which nothing cheaper could have been hidden, but for the gap that the rules allow.
        near: Blocks in which a good choice was taken.
    """

    rules: str
    releases: int
    hidden: int
    intervals: tuple[Interval, ...]
    open: tuple[Interval, ...]
    width: int
    exact: int = 0
    near: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing to be protected can be found out too closely."""
        return not self.open

    @property
    def recovered(self) -> int:
        """Hidden cells whose value is found out."""
        return sum(each.known for each in self.intervals if each.spots)

    @property
    def narrow(self) -> int:
        """Hidden cells between whose least and greatest value lie fewer persons than the rules ask."""
        return sum(each.narrower_than(self.width) for each in self.intervals if each.spots)

    @property
    def narrow_share(self) -> float:
        """The same, of all hidden cells (0-1)."""
        return self.narrow / self.hidden if self.hidden else 0.0

    @property
    def digest(self) -> str:
        """SHA-256 over the rules and every interval (hexadecimal)."""
        whole = sha256(f"{self.rules} {self.releases} {self.width}\n".encode())
        for each in self.intervals:
            whole.update(f"{each.release} {each.label()} {each.least} {each.most}\n".encode())
        return whole.hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The figures of the proof, without a line for each cell."""
        return {
            "rules": self.rules,
            "releases": self.releases,
            "hidden": self.hidden,
            "recovered": self.recovered,
            "narrow": self.narrow,
            "narrow_share": round(self.narrow_share, 6),
            "open": len(self.open),
            "holds": self.holds,
            "blocks": {"exact": self.exact, "near": self.near},
            "digest": self.digest,
        }


@dataclass(frozen=True)
class Protected:
    """Tables that may be published.

    Args:
        tables: As given, hidden rows without a number; none where the proof does not hold.
        rules: By which rules.
        findings: What was lost, in words, and what stands in the way; a hard one when the proof does not hold.
        lost: What each table loses.
        proof: What an attacker can find out.
        before: The tables as they were when hiding began (coarser than given, where the rules say so).
        senses: Why a row (table, row) is hidden; for the officer, never published.
    """

    tables: tuple[Table, ...]
    rules: Rules
    findings: Findings
    lost: tuple[Lost, ...]
    proof: Proof
    before: tuple[Table, ...]
    senses: Mapping[tuple[int, int], Sense] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Rows hidden, of all rows that could be (0-1)."""
        rows = sum(each.rows for each in self.lost)
        return sum(each.hidden for each in self.lost) / rows if rows else 0.0

    def before_and_after(self, id: str) -> pl.DataFrame:
        """One table's rows as they were, with ``after`` (null where hidden) and ``why`` (primary, secondary or null).

        For the officer's own eyes: it holds what is hidden.
        """
        import polars as pl

        number = next(at for at, table in enumerate(self.before) if table.structure == id)
        frame = self.before[number].frame
        why = [self.senses.get((number, row)) for row in range(frame.height)]
        measure = structure(id).of("measure")[0]
        hidden = pl.Series("why", why, dtype=pl.String)
        return frame.with_columns(hidden, pl.when(hidden.is_null()).then(pl.col(measure)).alias("after"))
