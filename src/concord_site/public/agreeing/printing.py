"""Blocks of the documents of these pages: the words of the page as phrases, cells and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from concord.documents.figures import Figure
from concord.documents.model import Column, Heading, Paragraph, Phrase, Picture, Run, Table, Value, phrase
from concord.vocabulary.text import Wording
from concord_site.shell.i18n import language

#: Width of the text in points: A4 less margins of 16 mm.
FULL = 504.0
Cells = tuple[Value, ...]


def said(words: Wording | str, *, strong: bool = False) -> Phrase:
    """Words of the page, or what somebody wrote in the language in which it was written."""
    return phrase(words, language(), strong=strong)


def english(words: str) -> Phrase:
    """Words of a source, which are English whatever the page is in."""
    return Phrase((Run(words),), "en")


def beside(words: Wording | str, more: str) -> Phrase:
    """Words with a remark of the page after them."""
    first = said(words)
    return Phrase((*first.runs, Run(f" · {more}", language=language())), first.language) if more else first


def linked(label: str, address: str) -> Phrase:
    """Words that lead to an address."""
    return Phrase((Run(label, link=address),), language())


def cell(words: Wording | str, *, link: str | None = None) -> Value:
    """The same as :func:`said` for a table."""
    if isinstance(words, str):
        return Value(words, link=link)
    return Value(words.text, language=words.language if words.is_fallback else None, link=link)


def in_english(words: str) -> Value:
    """A cell in the words of a source."""
    return Value(words, language="en")


def address(words: str) -> Value:
    """An address as a cell that leads to it."""
    return Value(words, language="en", link=words)


def heading(words: Wording | str, id: str, *, new_page: bool = False) -> Heading:
    """The heading of a part."""
    return Heading(1, said(words), id, plain=True, new_page=new_page)


def smaller(words: Wording | str) -> Heading:
    """A heading within a part."""
    return Heading(2, said(words), plain=True, listed=False)


def note(words: Wording | str) -> Paragraph:
    """A remark in small letters."""
    return Paragraph(said(words), "note")


def table(id: str, title: str, heads: Sequence[tuple[str, float]], rows: Iterable[Cells], *, ends: int = 0) -> Table:
    """A table without a number.

    Args:
        heads: Each with its share of the width.
        ends: How many columns, counted from the last, hold numbers.
    """
    first_end = len(heads) - ends
    columns = tuple(
        Column(f"c{place}", said(words), align="end" if place >= first_end else "start", width=width)
        for place, (words, width) in enumerate(heads)
    )
    return Table(id, said(title), columns, tuple(rows), small=True)


def picture(id: str, figure: Figure) -> Picture:
    """A drawing across the whole width."""
    return Picture(id, said(figure.title), figure.svg, figure.description, table=figure.table)


def figure_table(id: str, figure: Figure, widths: Sequence[float]) -> Table:
    """The values of a drawing as a table that can be read out."""
    made = figure.table
    columns = tuple(
        Column(f"c{place}", said(words), align="end" if is_number else "start", width=width)
        for place, (words, is_number, width) in enumerate(zip(made.columns, made.numeric, widths, strict=True))
    )
    return Table(id, said(figure.title), columns, tuple(tuple(map(Value, row)) for row in made.rows), small=True)
