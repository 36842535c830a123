"""What an instrument asks: sections, questions, choices, repeating blocks and grids, as frozen values.

Made from sheets by :mod:`~concord.instrument.xlsform`; it stores no answers and knows no page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from concord.instrument.sheets import Sheets
from concord.vocabulary.text import Text

Kind = Literal[
    "text", "long-text", "integer", "decimal", "range", "one", "many", "rank", "date", "time", "datetime", "year",
    "month", "link", "file", "image", "audio", "video", "point", "line", "shape", "barcode", "acknowledge", "note",
    "calculate", "hidden", "meta",
]  # fmt: skip
#: Kinds that nobody answers on a page.
SILENT: frozenset[Kind] = frozenset({"note", "calculate", "hidden", "meta"})
CHOOSING: frozenset[Kind] = frozenset({"one", "many", "rank"})
NUMBERS: frozenset[Kind] = frozenset({"integer", "decimal", "range"})
FILES: frozenset[Kind] = frozenset({"file", "image", "audio", "video"})
Status = Literal["not-known", "not-available", "not-applicable"]
STATUSES: tuple[Status, ...] = ("not-known", "not-available", "not-applicable")
Mode = Literal["same", "reworded", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a question or a choice stood before: ``mode`` and ids as ``nri-2024/authority_office``."""

    mode: Mode
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list; ``filters`` are the author's own columns, for choice filters."""

    name: str
    label: Text
    filters: Mapping[str, str] = field(default_factory=dict)
    same_as: Link | None = None
    image: Text = field(default_factory=Text)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A list of choices; ``source`` is ``choices`` (the sheet), ``codelist:<id>`` or ``file:<name>``."""

    name: str
    choices: tuple[Choice, ...]
    source: str = "choices"

    def choice(self, name: str) -> Choice | None:
        """The choice of this name, or None."""
        return next((each for each in self.choices if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Rules:
    """XLSForm expressions of one row; empty where the author wrote none."""

    relevant: str = ""
    required: str = ""
    constraint: str = ""
    calculation: str = ""
    readonly: str = ""
    choice_filter: str = ""
    default: str = ""
    count: str = ""  # repeat_count
    trigger: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What our own columns say of a row."""

    source: str = ""  # x_source: art:7.3
    provenance: str = ""  # x_provenance: verified, unverified, proposal
    same_as: Link | None = None  # x_same_as
    unit: str = ""  # x_unit: id in codelist unit, or words
    statuses: tuple[Status, ...] = ()  # x_status: which of "not known" ... may be said
    part: str = ""  # x_part: measures, results, difficulties, lessons (article 9.1)
    indicator: str = ""  # x_indicator
    known: str = ""  # x_known: what Concord may already know
    confidential: bool = False  # x_confidential: the country may keep the answer to itself
    short: bool = False  # x_short: asked anew in the short mode even where nothing has changed
    minutes: float | None = None  # x_minutes


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Args:
        name: As the author wrote it.
        key: What its answer is stored under, within its repeat or the whole: the name where that is one of its kind
            there, else the path below (``section_b/remarks``).
        path: Names of all groups around it, then its own.
        repeat: Keys of the repeating blocks around it, outermost first.
    """

    name: str
    key: str
    path: tuple[str, ...]
    kind: Kind
    label: Text
    row: int
    repeat: tuple[str, ...] = ()
    hint: Text = field(default_factory=Text)
    help: Text = field(default_factory=Text)  # guidance_hint
    choices: str = ""  # name of the list
    rules: Rules = Rules()
    constraint_message: Text = field(default_factory=Text)
    required_message: Text = field(default_factory=Text)
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Text] = field(default_factory=dict)
    accept: str = ""  # body::accept, or of the file's kind
    about: About = About()
    meta: str = ""  # for kind "meta": start, end, today, username, deviceid ...
    cell: tuple[str, ...] = ()  # row and columns of the grid it is a cell of

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def is_asked(self) -> bool:
        """Whether somebody answers it (not a note, a calculation or metadata)."""
        return self.kind not in SILENT


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows × columns of one kind of cell; names are choice lists, ``cells`` lead to the questions' keys."""

    template: str
    rows: str
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, ...], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A section, a group inside one, a repeating block (``repeats``) or a grid (``grid``)."""

    name: str
    key: str
    path: tuple[str, ...]
    label: Text
    row: int
    children: tuple[Node, ...] = ()
    repeats: bool = False
    repeat: tuple[str, ...] = ()
    rules: Rules = Rules()
    hint: Text = field(default_factory=Text)
    appearance: tuple[str, ...] = ()
    grid: Grid | None = None
    about: About = About()

    def __hash__(self) -> int:
        return hash(self.path)


Node = Question | Group


@dataclass(frozen=True)
class Instrument:
    """A questionnaire: what it is called, which languages it speaks, what it asks.

    Args:
        id: ``nri-2027``; XLSForm's ``form_id``.
        version: The author's version.
        digest: SHA-256 over the sheets in their normal form, wordings of all languages included.
        languages: BCP 47 codes, the default first.
        round: The round it was made for, or empty.
        previous: Id of the instrument that its question map leads to, or empty.
    """

    id: str
    title: Text
    version: str
    digest: str
    languages: tuple[str, ...]
    children: tuple[Node, ...]
    lists: Mapping[str, ChoiceList]
    sheets: Sheets
    round: str = ""
    use: str = ""  # x_use: national, stakeholder, other
    previous: str = ""
    about: Text = field(default_factory=Text)  # x_statement
    provenance: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]

    def nodes(self) -> Iterator[Node]:
        """Every group and question, in order, groups before what is in them."""
        return _walk(self.children)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question in order, silent ones included."""
        return tuple(node for node in self.nodes() if isinstance(node, Question))

    @cached_property
    def sections(self) -> tuple[Group, ...]:
        """The groups of the first level that do not repeat, in order."""
        return tuple(node for node in self.children if isinstance(node, Group) and not node.repeats)

    @cached_property
    def by_path(self) -> Mapping[tuple[str, ...], Node]:
        """Nodes by their path."""
        return {node.path: node for node in self.nodes()}

    @cached_property
    def by_key(self) -> Mapping[tuple[tuple[str, ...], str], Node]:
        """Questions and repeating blocks by the repeats around them and their key: what answers are found by."""
        return {(n.repeat, n.key): n for n in self.nodes() if isinstance(n, Question) or n.repeats}

    def named(self, name: str) -> tuple[Node, ...]:
        """All nodes of this name (XLSForm allows one name in several groups)."""
        return self._by_name.get(name, ())

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Node, ...]]:
        found: dict[str, list[Node]] = {}
        for node in self.nodes():
            found.setdefault(node.name, []).append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from _walk(node.children)
