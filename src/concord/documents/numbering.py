"""Numbers headings, tables and figures once, and fills in references to them, so that all formats agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from concord.documents.frame import numbered_label
from concord.documents.model import (
    Beside,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Phrase,
    Picture,
    Prose,
    Run,
    Table,
    Together,
    Value,
    walk,
)


def numbered(document: Document) -> Document:
    """The document with the number of every heading, table and figure, and every reference filled.

    A heading that already has a number keeps it; tables and figures are counted per ``series``.
    """
    counters: Counter[str] = Counter()
    blocks = tuple(_numbered(block, counters) for block in document.blocks)
    labels = Labels(dict(_numbers(blocks)), document.language)
    return replace(document, blocks=tuple(_resolved(block, labels) for block in blocks))


@dataclass(frozen=True, slots=True)
class Labels:
    """What each block with an id is called: its kind and number, or its title."""

    known: Mapping[str, tuple[str, str]]
    language: str

    def __contains__(self, id: str) -> bool:
        return id in self.known

    def of(self, id: str, language: str) -> str:
        """The label in the language of the sentence it stands in."""
        kind, number = self.known[id]
        return numbered_label(kind, number, language) if kind else number


def _numbered(block: Block, counters: Counter[str]) -> Block:
    if isinstance(block, Heading):
        return _heading(block, counters)
    if isinstance(block, Table | Picture):
        return _counted(block, counters)
    if isinstance(block, Together):
        return replace(block, blocks=tuple(_numbered(each, counters) for each in block.blocks))
    if isinstance(block, Beside):
        start = tuple(_numbered(each, counters) for each in block.start)
        return replace(block, start=start, end=tuple(_numbered(each, counters) for each in block.end))
    return block


def _heading(block: Heading, counters: Counter[str]) -> Heading:
    if block.plain or block.number:
        return block
    counters[f"h{block.level}"] += 1
    for below in range(block.level + 1, 4):
        counters[f"h{below}"] = 0
    steps = range(1, block.level + 1)
    return replace(block, number=".".join(str(counters[f"h{step}"]) for step in steps))


def _counted(block: Table | Picture, counters: Counter[str]) -> Table | Picture:
    kind = "table" if isinstance(block, Table) else "figure"
    counters[f"{kind} {block.series}"] += 1
    count = counters[f"{kind} {block.series}"]
    return replace(block, number=f"{block.series} {count}".strip())


def _numbers(blocks: Iterable[Block]) -> Iterable[tuple[str, tuple[str, str]]]:
    for block in walk(blocks):
        if isinstance(block, Table | Picture):
            yield block.id, ("table" if isinstance(block, Table) else "figure", block.number)
        elif isinstance(block, Heading) and block.id:
            yield block.id, ("", block.number or str(block.title))


def _resolved(block: Block, labels: Labels) -> Block:
    if isinstance(block, Heading):
        return replace(block, title=_phrase(block.title, labels))
    if isinstance(block, Paragraph):
        return replace(block, phrase=_phrase(block.phrase, labels))
    if isinstance(block, Prose):
        return replace(
            block, paragraphs=tuple(replace(each, phrase=_phrase(each.phrase, labels)) for each in block.paragraphs)
        )
    if isinstance(block, Bullets):
        return replace(block, items=tuple(_phrase(each, labels) for each in block.items))
    if isinstance(block, Table):
        return _table(block, labels)
    if isinstance(block, Picture):
        note, see = _phrase(block.note, labels), _phrase(block.see, labels)
        return replace(block, title=_phrase(block.title, labels), note=note, see=see)
    if isinstance(block, Together):
        return replace(block, blocks=tuple(_resolved(each, labels) for each in block.blocks))
    if isinstance(block, Beside):
        start = tuple(_resolved(each, labels) for each in block.start)
        return replace(block, start=start, end=tuple(_resolved(each, labels) for each in block.end))
    return block


def _table(block: Table, labels: Labels) -> Table:
    rows = block.rows
    if any(cell.reference for row in rows for cell in row):
        rows = tuple(tuple(_value(cell, labels) for cell in row) for row in rows)
    return replace(block, title=_phrase(block.title, labels), note=_phrase(block.note, labels), rows=rows)


def _value(cell: Value, labels: Labels) -> Value:
    if not cell.reference:
        return cell
    if cell.reference not in labels:
        return replace(cell, reference=None)
    return cell if cell.text else replace(cell, text=labels.of(cell.reference, labels.language))


def _phrase(phrase: Phrase, labels: Labels) -> Phrase:
    if not any(run.reference for run in phrase.runs):
        return phrase
    return replace(phrase, runs=tuple(_run(run, labels, phrase.language) for run in phrase.runs))


def _run(run: Run, labels: Labels, language: str) -> Run:
    """A reference with its label; one to a block that is not there becomes plain text."""
    if not run.reference:
        return run
    if run.reference not in labels:
        return replace(run, reference=None)
    return run if run.text else replace(run, text=labels.of(run.reference, language))
