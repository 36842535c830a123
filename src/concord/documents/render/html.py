"""HTML: a page that stands alone, and a fragment for a site's own page. Everything that is text is escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape as escaped
from itertools import groupby
from pathlib import Path
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
    Status,
    Table,
    Together,
    Value,
    readable,
    statuses_of,
    walk,
)
from concord.documents.numbering import numbered
from concord.documents.render import forms_html, marks
from concord.documents.render.drawings import checked
from concord.vocabulary.languages import direction, native_name

TEMPLATES = Path(__file__).resolve().parent / "templates"


def page(document: Document) -> str:
    """A whole HTML page with its own style, complete without scripts and without any outside address."""
    whole = numbered(document)
    title = escape(str(whole.title))
    return (
        f'<!DOCTYPE html>\n<html lang="{whole.language}" dir="{whole.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f'<meta name="author" content="{escape(whole.author)}">\n<meta name="date" content="{whole.as_of}">\n'
        f'<meta name="keywords" content="{escape(", ".join(whole.keywords))}">\n<style>\n{_style()}</style>\n</head>\n'
        f'<body>\n{_cover(whole)}<main class="report">\n{_body(whole)}</main>\n'
        f"<footer>{_phrase(whole.running_foot)}</footer>\n</body>\n</html>\n"
    )


def fragment(document: Document) -> str:
    """The document's blocks alone, for the page of a site; headings begin at level 2, style is the site's."""
    return _body(numbered(document))


def escape(text: str) -> str:
    """Text for a page or an attribute: readable, and never markup."""
    return escaped(readable(text))


@lru_cache(maxsize=1)
def _style() -> str:
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


class _Writer:
    """What the makers need to know of the whole document."""

    def __init__(self, document: Document) -> None:
        self.language = document.language
        self.blocks = document.blocks

    def many(self, blocks: Iterable[Block]) -> str:
        return "".join(self.one(block) for block in blocks)

    def one(self, block: Block) -> str:
        make: Callable[[_Writer, Any], str] = _MAKERS[type(block)]
        return make(self, block)


def _body(document: Document) -> str:
    return _Writer(document).many(document.blocks)


def _cover(document: Document) -> str:
    cover = document.cover
    wordmark = f'<p class="wordmark">{marks.mark(on_dark=True)}{escape(frame.plain("wordmark", document.language))}</p>'
    title = f"<h1>{_phrase(document.title)}</h1>"
    subtitle = f'<p class="subtitle">{_phrase(document.subtitle)}</p>' if document.subtitle else ""
    if cover is None:
        return f'<header><div class="cover">{wordmark}{title}{subtitle}</div></header>\n'
    facts = "".join(
        f"<div><dt>{_phrase(label)}</dt><dd>{_value(each, document.language)}</dd></div>" for label, each in cover.facts
    )
    kicker = f'<p class="kicker">{_phrase(cover.kicker)}</p>' if cover.kicker else ""
    below = (
        f'<div class="about"><div><p class="promise">{_phrase(cover.promise)}</p><p>{_phrase(cover.notice)}</p>'
        f'<p class="licence">{_phrase(cover.licence)}</p></div><dl>{facts}</dl></div>'
    )
    return f'<header><div class="cover">{wordmark}{kicker}{title}{subtitle}</div>\n{below}</header>\n'


# --- Phrases ---------------------------------------------------------------------------------------------------------
def _phrase(phrase: Phrase) -> str:
    inner = _runs(phrase.runs)
    return f"<span{_lang(phrase.language)}>{inner}</span>" if phrase.is_fallback else inner


def _runs(runs: Iterable[Run]) -> str:
    """Runs one after another; neighbours in one language other than the phrase's are kept in their own order."""
    parts = []
    for language, group in groupby(runs, key=lambda run: run.language):
        inner = "".join(_run(run) for run in group)
        parts.append(f"<bdi{_lang(language)}>{inner}</bdi>" if language else inner)
    return "".join(parts)


def _lang(language: str) -> str:
    return f' lang="{language}" dir="{direction(language)}"'


def _run(run: Run) -> str:
    shown = escape(run.text)
    if run.status in frame.RAISED:
        shown += f"<sup>{frame.MARKS[run.status]}</sup>"
    if run.strong:
        shown = f"<strong>{shown}</strong>"
    if run.reference:
        shown = f'<a href="#{escape(run.reference)}">{shown}</a>'
    elif run.link and run.link.startswith(("https://", "http://")):
        shown = f'<a href="{escape(run.link)}">{shown}</a>'
    return shown


def _value(value: Value, language: str) -> str:
    if value.status == "suppressed":
        return (
            f'<span class="hatched"></span><span class="vh">{escape(frame.plain("mark-suppressed", language))}</span>'
        )
    if value.status in {"missing", "not-applicable"} and value.text in ("", frame.MARKS[value.status]):
        said = escape(frame.plain(f"mark-{value.status}", language))
        return f'<span class="mark" aria-hidden="true">{frame.MARKS[value.status]}</span><span class="vh">{said}</span>'
    return _runs((Run(value.text, value.strong, value.language, value.status, value.link, value.reference),))


def _paragraph_tag(phrase: Phrase, attributes: str = "") -> str:
    if not phrase.is_fallback:
        return f"<p{attributes}>{_phrase(phrase)}</p>\n"
    inner = _runs(phrase.runs)
    tag = f'<span class="untranslated">{escape(native_name(phrase.language))}</span> '
    return f"<p{attributes}{_lang(phrase.language)}>{tag}{inner}</p>\n"


# --- Blocks ----------------------------------------------------------------------------------------------------------
def _heading(writer: _Writer, block: Heading) -> str:
    level = block.level + 1
    number = f'<span class="number">{escape(block.number)}</span> ' if block.number else ""
    where = f' id="{escape(block.id)}"' if block.id else ""
    return f"<h{level}{where}>{number}{_phrase(block.title)}</h{level}>\n"


def _paragraph(writer: _Writer, block: Paragraph) -> str:
    return _paragraph_tag(block.phrase, "" if block.style == "body" else f' class="{block.style}"')


def _prose(writer: _Writer, block: Prose) -> str:
    inner = "".join(_paragraph_tag(each.phrase) for each in block.paragraphs)
    return f'<div class="prose">\n{inner}</div>\n'


def _bullets(writer: _Writer, block: Bullets) -> str:
    tag = "ol" if block.ordered else "ul"
    return f"<{tag}>{''.join(f'<li>{_phrase(item)}</li>' for item in block.items)}</{tag}>\n"


def _key_figures(writer: _Writer, block: KeyFigures) -> str:
    items = "".join(
        f"<div><dd>{_value(each.value, writer.language)}</dd><dt>{_phrase(each.label)}"
        f"<small>{_phrase(each.note)}</small></dt></div>\n"
        for each in block.items
    )
    return f'<dl class="key-figures">\n{items}</dl>\n'


def _title(kind: str, number: str, title: Phrase, language: str) -> str:
    label = escape(frame.numbered_label(kind, number, language)) if number else ""
    stop = "" if not label else "　" if language == "zh" else ". "
    return f'<span class="label">{label}{stop}</span>{_phrase(title)}'


def _notes(lines: Iterable[Phrase]) -> str:
    return "".join(_paragraph_tag(line, ' class="source"') for line in lines)


def _table(writer: _Writer, block: Table) -> str:
    where = f' id="{escape(block.id)}"' if block.id else ""
    caption = f"<caption>{_title('table', block.number, block.title, writer.language)}</caption>\n"
    notes = _notes(frame.note_line(statuses_of(block), block.note, block.sources, writer.language))
    return f'<div class="table"{where}>\n<table>\n{caption}{_grid(block, writer.language)}</table>\n{notes}</div>\n'


def _grid(block: Table, language: str) -> str:
    heads = "".join(
        f'<th scope="col" class="{column.align}">{_phrase(column.head)}'
        + (f" <small>{escape(column.unit)}</small>" if column.unit else "")
        + "</th>"
        for column in block.columns
    )
    rows = "".join(_row(row, block, language) for row in block.rows)
    return f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n"


def _row(row: tuple[Value, ...], block: Table, language: str) -> str:
    cells = []
    for position, (value, column) in enumerate(zip(row, block.columns, strict=True)):
        tag, scope = ("th", ' scope="row"') if position == 0 else ("td", "")
        number = f' data-value="{value.number:g}"' if value.number is not None else ""
        cells.append(f'<{tag}{scope} class="{column.align}"{number}>{_value(value, language)}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>\n"


def _picture(writer: _Writer, block: Picture) -> str:
    where = f' id="{escape(block.id)}"' if block.id else ""
    caption = f"<figcaption>{_title('figure', block.number, block.title, writer.language)}</figcaption>\n"
    notes = _notes(frame.note_line(block.statuses, block.note, block.sources, writer.language, see=block.see))
    drawing = f'<div class="drawing">{checked(block.svg)}</div>\n'
    return f"<figure{where}>\n{caption}{drawing}{notes}{_twin(block, writer.language)}</figure>\n"


def _twin(block: Picture, language: str) -> str:
    """The same values as a table, folded away beside the drawing."""
    given = block.table
    if given is None:
        return ""
    edges = ["end" if numeric else "start" for numeric in given.numeric] or ["start"] * len(given.columns)
    heads = "".join(
        f'<th scope="col" class="{edge}">{escape(head)}</th>' for head, edge in zip(given.columns, edges, strict=True)
    )
    nothing: tuple[None, ...] = (None,) * len(given.columns)
    statuses = given.statuses or (nothing,) * len(given.rows)
    rows = "".join(_twin_row(row, marks, edges, language) for row, marks in zip(given.rows, statuses, strict=True))
    summary, title = escape(frame.plain("figure-table", language)), _phrase(block.title)
    table = (
        f'<table><caption class="vh">{title}</caption><thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table>'
    )
    return f"<details><summary>{summary}</summary>{table}</details>\n"


def _twin_row(row: Sequence[str], marks: Sequence[Status | None], edges: Sequence[str], language: str) -> str:
    cells = []
    for position, (text, status, edge) in enumerate(zip(row, marks, edges, strict=True)):
        tag, scope = ("th", ' scope="row"') if position == 0 else ("td", "")
        without = status in ("missing", "not-applicable", "suppressed")
        shown = _value(Value("" if without else text, status or "normal"), language)
        cells.append(f'<{tag}{scope} class="{edge}">{shown}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>\n"


def _particulars(writer: _Writer, block: Particulars) -> str:
    items = "".join(
        f"<div><dt>{_phrase(label)}</dt><dd>{_value(value, writer.language)}</dd></div>" for label, value in block.items
    )
    return f'<dl class="particulars">{items}</dl>\n'


def _empty(writer: _Writer, block: Empty) -> str:
    text = _paragraph_tag(block.text) if block.text else ""
    return f'<div class="empty"><p><strong>{_phrase(block.title)}</strong></p>{text}</div>\n'


def _beside(writer: _Writer, block: Beside) -> str:
    return f'<div class="beside"><div>\n{writer.many(block.start)}</div><div>\n{writer.many(block.end)}</div></div>\n'


def _together(writer: _Writer, block: Together) -> str:
    return f'<section class="together">\n{writer.many(block.blocks)}</section>\n'


def _contents(writer: _Writer, block: Contents) -> str:
    entries = [
        h for h in walk(writer.blocks) if isinstance(h, Heading) and h.listed and h.id and h.level <= block.depth
    ]
    items = "".join(
        f'<li class="level-{h.level}"><a href="#{escape(h.id)}"><span class="number">{escape(h.number)}</span> '
        f"{_phrase(h.title)}</a></li>\n"
        for h in entries
    )
    title = f'<h2 id="contents">{_phrase(block.title)}</h2>'
    return f'<nav class="contents" aria-labelledby="contents">{title}\n<ul>\n{items}</ul></nav>\n'


def _index(writer: _Writer, block: Index) -> str:
    entries = [h for h in walk(writer.blocks) if isinstance(h, Heading) and h.id.startswith(block.prefix)]
    items = "".join(f'<li><a href="#{escape(h.id)}">{_phrase(h.title)}</a></li>\n' for h in entries)
    return f'<ul class="index">\n{items}</ul>\n'


def _page_break(writer: _Writer, block: PageBreak) -> str:
    return ""


def _ask(writer: _Writer, block: Ask) -> str:
    return forms_html.ask(block, _phrase, escape)


_MAKERS: dict[type, Callable[[_Writer, Any], str]] = {
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
