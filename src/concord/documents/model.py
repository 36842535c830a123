"""What a document is made of: blocks as frozen values, the same for every renderer.

Text is kept as :class:`Run` values, never as markup, so that nothing a stranger wrote can become a command of Word, of
a browser or of the PDF tool. Every phrase knows the language it is really in, so that a fallback can be marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from concord.vocabulary.languages import direction
from concord.vocabulary.provenance import Provenance
from concord.vocabulary.text import Wording

if TYPE_CHECKING:
    import datetime as dt

    from concord.documents.figures.model import FigureTable
    from concord.documents.forms import Ask

Status = Literal["normal", "estimated", "provisional", "break", "difference", "missing", "not-applicable", "suppressed"]
#: The order in which marks are explained; ``normal`` needs none.
STATUSES: tuple[Status, ...] = (
    "estimated", "provisional", "break", "difference", "missing", "not-applicable", "suppressed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look.

    Args:
        text: Plain text; never markup.
        strong: Set in the heavier weight.
        language: The language it is in; None is that of the phrase.
        status: Status of the figure it shows; its raised mark is added by the renderer.
        link: An https address it leads to.
        reference: Id of a block of the same document it leads to; its label is put in by :func:`numbered`.
    """

    text: str
    strong: bool = False
    language: str | None = None
    status: Status = "normal"
    link: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Runs that belong together, in one language; ``is_fallback`` when that is not the document's own."""

    runs: tuple[Run, ...] = ()
    language: str = "en"
    is_fallback: bool = False

    @property
    def direction(self) -> Literal["rtl", "ltr"]:
        """Reading direction of the language it is in."""
        return direction(self.language)

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    def __bool__(self) -> bool:
        return any(run.text for run in self.runs)


def phrase(wording: Wording | str, language: str = "en", *, strong: bool = False) -> Phrase:
    """A phrase of one run."""
    if isinstance(wording, str):
        return Phrase((Run(wording, strong=strong),), language)
    return Phrase((Run(wording.text, strong=strong),), wording.language, wording.is_fallback)


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: its text, its status and, where it is a number, the number itself for sorting and for spreadsheets."""

    text: str
    status: Status = "normal"
    number: float | None = None
    strong: bool = False
    language: str | None = None
    link: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its unit, which edge its values stand at, and its share of the width (0 is as needed)."""

    id: str
    head: Phrase
    unit: str = ""
    align: Literal["start", "end"] = "start"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class RowsUsed:
    """Rows of one file of a source that figures were taken from, so that each can be followed to its place.

    ``mark`` is the source's short name in the document's own table of sources (``S4``), shown instead of its title.
    """

    source: str
    file: str = ""
    rows: tuple[int, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; the first of its level is numbered by :func:`numbered` unless ``plain``."""

    level: Literal[1, 2, 3]
    title: Phrase
    id: str = ""
    plain: bool = False
    number: str = ""
    new_page: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` is set larger, ``note`` smaller."""

    phrase: Phrase
    style: Literal["body", "lead", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs set in two text columns where the page is wide enough."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered when ``ordered``."""

    items: tuple[Phrase, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure that stands large, with the words that say what it is and from when."""

    value: Value
    label: Phrase
    note: Phrase = field(default_factory=Phrase)
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The summary in numbers."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, columns, rows and sources; the first column is the head of each row.

    ``series`` names the run of numbers it is counted in (the main text's is empty; a country's is its code).
    """

    id: str
    title: Phrase
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    sources: tuple[RowsUsed, ...] = ()
    note: Phrase = field(default_factory=Phrase)
    series: str = ""
    number: str = ""
    last_is_total: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure drawn as SVG, with its title, description and sources.

    ``table`` holds the same values as words; ``table_id`` names the table of the document where they stand too, and
    ``see`` says so.
    """

    id: str
    title: Phrase
    svg: str
    description: str
    sources: tuple[RowsUsed, ...] = ()
    note: Phrase = field(default_factory=Phrase)
    statuses: tuple[Status, ...] = ()
    table_id: str = ""
    table: FigureTable | None = None
    see: Phrase = field(default_factory=Phrase)
    series: str = ""
    number: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Particulars:
    """Pairs of label and value side by side, such as an area's region and income group."""

    items: tuple[tuple[Phrase, Value], ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """What is not known here and what that may mean; stands where a table or chart would be empty."""

    title: Phrase
    text: Phrase = field(default_factory=Phrase)


@dataclass(frozen=True, slots=True)
class Beside:
    """Two groups of blocks side by side where the page is wide enough."""

    start: tuple[Block, ...]
    end: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that are kept on one page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, down to ``depth`` levels."""

    title: Phrase
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Index:
    """Unnumbered headings of one level in several columns with their pages, such as the countries of an annex."""

    prefix: str
    columns: int = 3


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page starts here; ``only_pdf`` where a Word file is better left to flow."""

    only_pdf: bool = False


Block: TypeAlias = (
    "Heading | Paragraph | Prose | Bullets | KeyFigures | Table | Picture | Particulars | Empty | Beside | Together"
    " | Contents | Index | PageBreak | Ask"
)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the title page says beside title and subtitle; ``is_page`` False sets it above the text instead."""

    kicker: Phrase = field(default_factory=Phrase)
    promise: Phrase = field(default_factory=Phrase)
    notice: Phrase = field(default_factory=Phrase)
    facts: tuple[tuple[Phrase, Value], ...] = ()
    licence: Phrase = field(default_factory=Phrase)
    is_page: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A composed document, the same for every renderer.

    Args:
        id: Names the file: ``dg-report-2024-en``.
        language: The language asked for.
        as_of: Date of the document; the only date a renderer writes into a file.
        demonstration: Compiled from public facts and marked on every page as not a document of WHO.
        sources: Ids of all sources used, in the order of the method annex.
    """

    id: str
    title: Phrase
    language: str
    as_of: dt.date
    blocks: tuple[Block, ...]
    subtitle: Phrase = field(default_factory=Phrase)
    cover: Cover | None = None
    running_head: Phrase = field(default_factory=Phrase)
    running_foot: Phrase = field(default_factory=Phrase)
    author: str = "Concord"
    keywords: tuple[str, ...] = ()
    demonstration: bool = False
    sources: tuple[str, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def direction(self) -> Literal["rtl", "ltr"]:
        """Reading direction of the document's language."""
        return direction(self.language)


#: Characters that are no text: controls, lone surrogates, and the marks that turn text around.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    """Text as it may be shown: what cannot be, or would turn the text around it, is left out."""
    return _NOT_TEXT.sub("", text)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in reading order, those inside others included."""
    for block in blocks:
        yield block
        if isinstance(block, Beside):
            yield from walk((*block.start, *block.end))
        elif isinstance(block, Together):
            yield from walk(block.blocks)


def phrases(value: object) -> Iterator[Phrase]:
    """Every phrase anywhere inside a block or a document."""
    if isinstance(value, Phrase):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from phrases(each)
    elif is_dataclass(value) and not isinstance(value, type | Provenance):
        for each in fields(value):
            yield from phrases(getattr(value, each.name))


def statuses_of(block: Table | Picture) -> tuple[Status, ...]:
    """The statuses that occur in a block and need explaining, in the order of every legend."""
    if isinstance(block, Picture):
        found: set[Status] = set(block.statuses)
    else:
        found = {cell.status for row in block.rows for cell in row}
    return tuple(status for status in STATUSES if status in found)


def by_id(document: Document) -> Mapping[str, Block]:
    """Blocks that have an id."""
    return {block.id: block for block in walk(document.blocks) if isinstance(block, Heading | Table | Picture)}
