"""What a proposal is: tables with places, columns with roles and reasons, and questions with choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.findings import Findings, Place
from concord.intake.columns import letter
from concord.intake.sheets import Hidden
from concord.mds.profile import Profile, SaidTable
from concord.mds.proposing.regions import Region


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is proposed: a code with its wording in ``data/messages/mds-profile.yaml``, and values for it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.code)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A role a column may have, how sure that is (0 to 1), and why."""

    role: str
    confidence: float
    reason: Reason
    base: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """One column of a found table.

    Args:
        at: Its position on the sheet, from 0.
        header: Its head; several rows are joined with " / ".
        role: Proposed role; ``value`` for numbers, ``nothing`` for what is not read, "" where it has to be asked.
        confidence: How sure that is, 0 to 1.
        reason: Why.
        says: What its head says of its numbers: ``year``, ``sex``, ``occupation``, ``origin``, ``measure`` → code.
        unknown: Parts of its head that say something nobody has declared.
        candidates: Roles it may have, likeliest first.
        base: Of an origin: ``training``, ``birth`` or ``nationality``; "" where the head does not say.
        measure: Of a value: ``stock``, ``inflow``, ``outflow``.
        filled: How many of its cells hold something.
        added: Whether it is none of the sheet's own, but says what headings inside the table say.
    """

    at: int
    header: str
    role: str
    confidence: float
    reason: Reason
    says: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    base: str = ""
    measure: str = ""
    filled: int = 0
    added: bool = False

    def __hash__(self) -> int:
        return hash((self.at, self.added))

    @property
    def letter(self) -> str:
        """Its letter on the sheet."""
        return letter(self.at)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is no row of data.

    Args:
        row: Physical row.
        reason: ``title``, ``note``, ``header-again``, ``section`` (a heading inside the table), ``total``,
            ``subtotal`` or ``left-out`` (said so in the profile).
        text: Its text.
        sure: Whether that is certain; else there is a question about it.
    """

    row: int
    reason: str
    text: str
    sure: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class FoundTable:
    """One table found on a sheet.

    Args:
        file, sheet: Names; ``sheet`` is "" for a text table.
        hidden: "" where everybody sees the sheet.
        range: A1 reference of head and body.
        header_rows: Physical rows of its head.
        data_rows: Physical rows of its data; of long tables the first and the last, with ``rows`` in all.
        rows: How many rows of data it has.
        aside: Rows that are no data, with the reason.
        totals: Rows of totals that are kept among the data, where they are checked and never added up.
        columns: Its columns, in order.
        kind: ``counts``, ``persons``, or "" where it is no table of data (an explanation, a list).
        says: What its titles and its sheet's name say of all of it: ``year``, ``occupation``, ``base``, ``measure`` …
        title: Its titles in one line.
        read: Whether it is to be read.
        said: What the profile says of it alone.
        sections: Physical row → what the heading above it says, where headings stand inside the table.
        region: Where it was found.
        indices: Positions of its rows of data among the rows of its sheet, those not walked over included.
        counted: Distinct values of columns that have been counted; by column, the added one under -1.
    """

    file: str
    sheet: str
    hidden: Hidden
    range: str
    header_rows: tuple[int, ...]
    data_rows: tuple[int, ...]
    rows: int
    aside: tuple[SetAside, ...]
    totals: tuple[int, ...]
    columns: tuple[FoundColumn, ...]
    kind: str
    says: Mapping[str, str]
    title: str
    read: bool
    said: SaidTable
    sections: Mapping[int, str]
    region: Region
    indices: Sequence[int]
    counted: dict[int, Counter[str]] = field(default_factory=dict, repr=False)

    @property
    def id(self) -> str:
        """What questions call it: its sheet and the first cell of its range."""
        return f"{self.sheet}!{self.range.partition(':')[0]}"

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.file, self.sheet or None, self.header_rows[-1] if self.header_rows else None)

    def place_of(self, column: FoundColumn) -> Place:
        """Where one of its columns is."""
        return Place(self.file, self.sheet or None, self.place.row, column.header or None, column.letter)

    def of(self, role: str) -> tuple[FoundColumn, ...]:
        """Its columns of one role."""
        return tuple(column for column in self.columns if column.role == role)

    def key(self, column: FoundColumn) -> str:
        """How a profile names a column of this table: by its header where that is unmistakable, else by its letter."""
        same = sum(each.header == column.header for each in self.columns)
        return column.header if column.header and same == 1 else column.letter


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the value, why it is offered, and how sure it is."""

    value: str
    reason: Reason | None = None
    confidence: float = 0.0
    params: Mapping[str, object] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can settle.

    Args:
        id: Stable: the same question about the same file has the same id.
        kind: What is asked; its wording is ``mds.ask.<kind>``.
        about: The place.
        choices: Possible answers, likeliest first; none is taken without being chosen.
        params: Values for the wording.
        free: What may be typed instead of a choice: ``year``, ``area``, ``occupation``, ``day``, or "".
        must: Whether the file cannot be read as long as it is open.
    """

    id: str
    kind: str
    about: Place
    choices: tuple[Choice, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    free: str = ""
    must: bool = True

    @property
    def code(self) -> str:
        """Code of its wording."""
        return f"mds.ask.{self.kind}"

    def __hash__(self) -> int:
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Difference:
    """What is otherwise than in the profile that was used before; its wording is ``mds.difference.<kind>``."""

    kind: str
    about: Place
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Code of its wording."""
        return f"mds.difference.{self.kind}"

    def __hash__(self) -> int:
        return hash((self.kind, self.about))


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """How a file is proposed to be read.

    Args:
        file: Its name.
        digest: SHA-256 of its bytes.
        tables: Every table found, on hidden sheets and of no use too.
        profile: The profile as far as it is settled.
        questions: What only a person can settle; those that must be answered first.
        findings: What is wrong with the file itself.
        differences: What is otherwise than in the profile given.
        decimal: The decimal sign of its texts, or "".
        sampled: Whether the proposal was made from the first part of the file.
        facts: How the file was read.
    """

    file: str
    digest: str
    tables: tuple[FoundTable, ...]
    profile: Profile
    questions: tuple[Question, ...]
    findings: Findings
    differences: tuple[Difference, ...] = ()
    decimal: str = ""
    sampled: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Question, ...]:
        """The questions without whose answers the file cannot be read."""
        return tuple(question for question in self.questions if question.must)

    @property
    def to_read(self) -> tuple[FoundTable, ...]:
        """The tables that are to be read."""
        return tuple(table for table in self.tables if table.read)

    def question(self, id: str) -> Question | None:
        """A question by its id."""
        return next((each for each in self.questions if each.id == id), None)
