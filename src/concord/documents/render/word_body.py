"""Blocks as the body of a Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from concord.documents import frame
from concord.documents.forms import Ask
from concord.documents.model import (
    Beside,
    Block,
    Bullets,
    Contents,
    Document,
    Empty,
    Heading,
    Index,
    KeyFigures,
    PageBreak,
    Paragraph,
    Particulars,
    Phrase,
    Picture,
    Prose,
    Run,
    Table,
    Together,
    statuses_of,
    walk,
)
from concord.documents.render.forms_word import Writer
from concord.documents.render.word_styles import COUNTRY_STYLE, FIGURES_STYLE, LAKE, TABLE_STYLE
from concord.documents.render.word_text import (
    bookmark,
    field,
    marked,
    paragraph,
    phrase,
    run,
    said,
    style_id,
    turned,
    value,
)
from concord.documents.widths import weights

#: Width of the text in twentieths of a point: 210 mm less margins of 17 mm.
TEXT_WIDTH = 9978


class Body:
    """Writes blocks one after another; pictures are asked from ``picture`` (a function from block to XML)."""

    def __init__(self, document: Document, picture: Callable[[Picture], str]) -> None:
        self.language = document.language
        self.rtl = document.direction == "rtl"
        self.blocks = document.blocks
        self.is_short = document.cover is not None and not document.cover.is_page
        self.picture = picture
        self.bookmarks = 0
        self.forms = Writer(self.language, rtl=self.rtl, width=TEXT_WIDTH)

    def many(self, blocks: Iterable[Block]) -> str:
        """Several blocks."""
        return "".join(self.one(block) for block in blocks)

    def one(self, block: Block) -> str:
        """One block."""
        make: Callable[[Body, Any], str] = _MAKERS[type(block)]
        return make(self, block)

    def mark(self, content: str, id: str) -> str:
        """Content that references may lead to."""
        self.bookmarks += 1
        return marked(content, id, self.bookmarks)


def _heading(body: Body, block: Heading) -> str:
    style = COUNTRY_STYLE if not block.listed and block.level == 2 else f"Heading {block.level}"
    own = block.plain or not block.number or not block.number[0].isdigit()
    unnumbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='0'/></w:numPr>" if own and style != COUNTRY_STYLE else ""
    before = run(f"{block.number}\u2002", body.language, colour=LAKE) if own and block.number else ""
    content = body.mark(before + phrase(block.title), block.id)
    extra = unnumbered + turned(block.title, body.language)
    if body.is_short and block.level == 1:  # a short document goes on, on the same page
        extra = f"<w:pageBreakBefore w:val='0'/>{extra}<w:spacing w:before='480' w:after='160'/>"
    return paragraph(content, style, extra=extra)


def _paragraph(body: Body, block: Paragraph) -> str:
    style = {"body": "Body Text", "lead": "Lead", "note": "Note"}[block.style]
    return said(block.phrase, style, body.language)


def _prose(body: Body, block: Prose) -> str:
    return "".join(said(each.phrase, "Body Text", body.language) for each in block.paragraphs)


def _bullets(body: Body, block: Bullets) -> str:
    style = "List Number" if block.ordered else "List Bullet"
    return "".join(said(item, style, body.language) for item in block.items)


def _caption(body: Body, kind: str, block: Table | Picture) -> str:
    label = ""
    if block.number:
        before, _, after = frame.plain(kind, body.language).partition("{number}")
        counted = run(block.number, body.language, colour=LAKE)
        if not block.series:
            counted = field(f"SEQ {kind.capitalize()} \\* ARABIC", counted)
        stop = "　" if body.language == "zh" else ". "
        label = run(before, body.language, colour=LAKE) + counted + run(after + stop, body.language, colour=LAKE)
    return paragraph(body.mark(label + phrase(block.title), block.id), "Caption")


def _notes(body: Body, lines: Iterable[Phrase]) -> str:
    return "".join(said(line, "Source", body.language) for line in lines)


def _table(body: Body, block: Table) -> str:
    notes = _notes(body, frame.note_line(statuses_of(block), block.note, block.sources, body.language))
    return (
        _caption(body, "table", block) + grid(block, body.language, rtl=body.rtl) + (notes or paragraph("", "Source"))
    )


def grid(block: Table, language: str, *, rtl: bool) -> str:
    """A table: header row repeated on every page, rows never split, columns mirrored where reading mirrors."""
    count = len(block.columns)
    wanted = weights(block)
    widths = [round(TEXT_WIDTH * each / sum(wanted)) for each in wanted]
    ends = ["<w:jc w:val='right'/>" if column.align == "end" else "" for column in block.columns]
    sized = [f"<w:tcPr><w:tcW w:w='{width}' w:type='dxa'/></w:tcPr>" for width in widths]
    head = "".join(
        f"<w:tc>{sized[i]}{paragraph(_head(column.head, column.unit, language), 'Table Head', extra=ends[i])}</w:tc>"
        for i, column in enumerate(block.columns)
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f"<w:tc>{sized[i]}{paragraph(value(row[i], language), 'Table Text', extra=ends[i])}</w:tc>"
            for i in range(count)
        )
        + "</w:tr>"
        for row in block.rows
    )
    columns = "".join(f"<w:gridCol w:w='{width}'/>" for width in widths)
    last = 1 if block.last_is_total else 0
    look = (
        f"<w:tblLook w:val='0420' w:firstRow='1' w:lastRow='{last}' w:firstColumn='0' w:lastColumn='0' "
        "w:noHBand='1' w:noVBand='1'/>"
    )
    return (
        f"<w:tbl><w:tblPr><w:tblStyle w:val='{style_id(TABLE_STYLE)}'/>{'<w:bidiVisual/>' if rtl else ''}"
        f"<w:tblW w:w='5000' w:type='pct'/><w:tblLayout w:type='autofit'/>{look}"
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _head(head: Phrase, unit: str, language: str) -> str:
    return phrase(head) + (run(f" ({unit})", language) if unit else "")


def _picture(body: Body, block: Picture) -> str:
    notes = _notes(body, frame.note_line(block.statuses, block.note, block.sources, body.language, see=block.see))
    drawn = paragraph(body.picture(block), "Body Text", extra="<w:keepNext/>" if notes else "")
    return _caption(body, "figure", block) + drawn + notes


def _key_figures(body: Body, block: KeyFigures) -> str:
    third = TEXT_WIDTH // 3
    columns = f"<w:gridCol w:w='{third}'/>" * 3
    rows = []
    for first in range(0, len(block.items), 3):
        cells = "".join(_key_figure(body, each, third) for each in block.items[first : first + 3])
        empty = 3 - len(block.items[first : first + 3])
        cells += f"<w:tc><w:tcPr><w:tcW w:w='{third}' w:type='dxa'/></w:tcPr><w:p/></w:tc>" * empty
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    return (
        f"<w:tbl><w:tblPr><w:tblStyle w:val='{style_id(FIGURES_STYLE)}'/>{'<w:bidiVisual/>' if body.rtl else ''}"
        f"<w:tblW w:w='5000' w:type='pct'/><w:tblLayout w:type='fixed'/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>" + paragraph("", "Body Text")
    )


def _key_figure(body: Body, each: Any, width: int) -> str:
    border = f"<w:tcBorders><w:top w:val='single' w:sz='12' w:space='0' w:color='{LAKE}'/></w:tcBorders>"
    content = paragraph(value(each.value, body.language), "Key Figure") + paragraph(phrase(each.label), "Key Label")
    note = paragraph(phrase(each.note), "Source") if each.note else ""
    return f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>{border}</w:tcPr>{content}{note}</w:tc>"


def _particulars(body: Body, block: Particulars) -> str:
    parts = []
    for position, (label, each) in enumerate(block.items):
        parts.append(run("   " if position else "", body.language))
        parts.append(phrase(label) + run(" ", body.language))
        parts.append(
            phrase(
                Phrase(
                    (Run(each.text or frame.MARKS[each.status], strong=True, language=each.language),), body.language
                )
            )
        )
    return paragraph("".join(parts), "Particulars")


def _empty(body: Body, block: Empty) -> str:
    side = "<w:{0} w:val='dashed' w:sz='6' w:space='6' w:color='77736A'/>"
    border = f"<w:pBdr>{''.join(side.format(each) for each in ('top', 'left', 'bottom', 'right'))}</w:pBdr>"
    strong = Phrase(
        tuple(Run(r.text, True, r.language) for r in block.title.runs), block.title.language, block.title.is_fallback
    )
    text = run(" ", body.language) + phrase(block.text) if block.text else ""
    return paragraph(phrase(strong) + text, "Empty State", extra=border + turned(block.title, body.language))


def _beside(body: Body, block: Beside) -> str:
    return body.many((*block.start, *block.end))


def _together(body: Body, block: Together) -> str:
    return body.many(block.blocks)


def _contents(body: Body, block: Contents) -> str:
    listed = [h for h in walk(body.blocks) if isinstance(h, Heading) and h.listed and h.level <= block.depth]
    lines = [(f"toc {h.level}", _entry(body, h)) for h in listed]
    return paragraph(phrase(block.title), "TOC Heading") + _toc(f'TOC \\o "1-{block.depth}" \\h \\z', lines)


def _entry(body: Body, heading: Heading) -> str:
    number = run(f"{heading.number}\u2002", body.language) if heading.number else ""
    return f"<w:hyperlink w:anchor='{bookmark(heading.id)}' w:history='1'>{number}{phrase(heading.title)}</w:hyperlink>"


def _toc(instruction: str, lines: list[tuple[str, str]]) -> str:
    """A contents field whose last result is the list of headings; Word fills in the pages when the file is opened."""
    begin, _, end = field(instruction, "\x00", dirty=True).partition("\x00")
    if not lines:
        return ""
    shown = [paragraph(content, style) for style, content in lines]
    shown[0] = paragraph(begin + lines[0][1], lines[0][0])
    shown[-1] = shown[-1].removesuffix("</w:p>") + end + "</w:p>"
    return "".join(shown)


def _index(body: Body, block: Index) -> str:
    found = [h for h in walk(body.blocks) if isinstance(h, Heading) and h.id.startswith(block.prefix)]
    lines = [("toc 3", _entry(body, h)) for h in found]
    one = _section(1, body.rtl)
    return one + _toc(f'TOC \\h \\z \\t "{COUNTRY_STYLE},3"', lines) + _section(block.columns, body.rtl)


def _section(columns: int, rtl: bool) -> str:
    """Ends a part of the page set in so many columns."""
    return f"<w:p><w:pPr><w:pStyle w:val='Note'/>{section(columns=columns, rtl=rtl, kind='continuous')}</w:pPr></w:p>"


def section(*, columns: int, rtl: bool, kind: str, references: str = "", title_page: bool = False) -> str:
    """Page size, margins and columns of a part of the file."""
    margins = "w:top='1300' w:right='964' w:bottom='1134' w:left='964' w:header='624' w:footer='510' w:gutter='0'"
    several = f"<w:cols w:num='{columns}' w:space='340'/>" if columns > 1 else "<w:cols w:space='720'/>"
    return (
        f"<w:sectPr>{references}<w:type w:val='{kind}'/><w:pgSz w:w='11906' w:h='16838'/><w:pgMar {margins}/>{several}"
        f"{'<w:titlePg/>' if title_page else ''}{'<w:bidi/>' if rtl else ''}</w:sectPr>"
    )


def _page_break(body: Body, block: PageBreak) -> str:
    return "" if block.only_pdf else "<w:p><w:r><w:br w:type='page'/></w:r></w:p>"


def _ask(body: Body, block: Ask) -> str:
    return body.forms.ask(block)


_MAKERS: dict[type, Callable[[Body, Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Prose: _prose,
    Bullets: _bullets,
    KeyFigures: _key_figures,
    Table: _table,
    Picture: _picture,
    Particulars: _particulars,
    Empty: _empty,
    Beside: _beside,
    Together: _together,
    Contents: _contents,
    Index: _index,
    PageBreak: _page_break,
    Ask: _ask,
}
