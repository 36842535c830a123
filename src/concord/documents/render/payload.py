"""The document as plain JSON values for the PDF template: text stays data, markup is never built from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from concord.documents import frame
from concord.documents.forms import Ask
from concord.documents.model import (
    Beside,
    Block,
    Bullets,
    Contents,
    Cover,
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
    Value,
    readable,
    statuses_of,
)
from concord.documents.render import forms_payload, marks
from concord.documents.widths import weights
from concord.vocabulary.languages import native_name

Json = dict[str, Any]


def payload(document: Document) -> Json:
    """Everything the template needs, as values of JSON."""
    language = document.language
    return {
        "id": document.id,
        "language": language,
        "dir": document.direction,
        "title": phrase(document.title),
        "plain_title": readable(str(document.title)),
        "subtitle": phrase(document.subtitle),
        "author": readable(document.author),
        "keywords": [readable(each) for each in document.keywords],
        "date": [document.as_of.year, document.as_of.month, document.as_of.day],
        "head": phrase(document.running_head),
        "foot": phrase(document.running_foot),
        "words": {
            "untranslated": native_name("en"),
            "hidden": frame.plain("mark-suppressed", language),
            "wordmark": frame.plain("wordmark", language),
            "tagged": phrase(frame.label("tagged", language)),
        },
        "marks": dict(frame.MARKS),
        "mark": marks.mark(on_dark=True),
        "mark_light": marks.mark(on_dark=False),
        "field": marks.cover_field(),
        "cover": _cover(document.cover) if document.cover else None,
        "blocks": [block(each, language) for each in document.blocks],
    }


def phrase(value: Phrase) -> Json | None:
    """A phrase as its language, direction and runs; None when it is empty."""
    if not value:
        return None
    said: Json = {"l": value.language, "d": value.direction, "r": [run(each) for each in value.runs]}
    if value.is_fallback:
        said["f"] = 1
    return said


def run(value: Run) -> str | Json:
    """A run as its text, or as a mapping where it is more than text."""
    if not (value.strong or value.language or value.link or value.reference or value.status != "normal"):
        return readable(value.text)
    said: Json = {"t": readable(value.text)}
    if value.strong:
        said["b"] = 1
    if value.language:
        said["l"] = value.language
    if value.link and value.link.startswith(("https://", "http://")):
        said["u"] = value.link
    if value.reference:
        said["x"] = value.reference
    if value.status in frame.RAISED:
        said["s"] = frame.MARKS[value.status]
    elif value.status in {"missing", "not-applicable"}:
        said["m"] = 1
    return said


def cell(value: Value) -> str | Json:
    """A cell of a table; a plain one is its text."""
    if value.status == "suppressed":
        return {"hidden": 1}
    if value.status in {"missing", "not-applicable"} and not value.text:
        return {"t": frame.MARKS[value.status], "m": 1}
    if value.status == "missing":
        return {"t": readable(value.text), "m": 1}
    as_run = Run(value.text, value.strong, value.language, value.status, value.link, value.reference)
    return run(as_run)


def block(value: Block, language: str) -> Json:
    """One block with its ``kind``."""
    make: Callable[[Any, str], Json] = _MAKERS[type(value)]
    return make(value, language)


def _many(values: Sequence[Block], language: str) -> list[Json]:
    return [block(each, language) for each in values]


def _heading(value: Heading, language: str) -> Json:
    return {
        "kind": "heading",
        "level": value.level,
        "title": phrase(value.title),
        "number": value.number,
        "id": value.id,
        "new_page": value.new_page,
        "listed": value.listed,
    }


def _paragraph(value: Paragraph, language: str) -> Json:
    return {"kind": "paragraph", "phrase": phrase(value.phrase), "style": value.style}


def _prose(value: Prose, language: str) -> Json:
    start, end = halves(value.paragraphs)
    return {
        "kind": "prose",
        "start": [phrase(each.phrase) for each in start],
        "end": [phrase(each.phrase) for each in end],
    }


def halves(paragraphs: tuple[Paragraph, ...]) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Paragraphs split where the two columns come closest to each other in length."""
    lengths = [len(str(each.phrase)) + 30 for each in paragraphs]
    whole = sum(lengths)
    cuts = range(1, len(paragraphs))
    best = min(cuts, key=lambda cut: abs(whole - 2 * sum(lengths[:cut])), default=1)
    return paragraphs[:best], paragraphs[best:]


def _bullets(value: Bullets, language: str) -> Json:
    return {"kind": "bullets", "items": [phrase(each) for each in value.items], "ordered": value.ordered}


def _key_figures(value: KeyFigures, language: str) -> Json:
    items = [
        {"value": cell(each.value), "label": phrase(each.label), "note": phrase(each.note)} for each in value.items
    ]
    return {"kind": "key-figures", "items": items}


def _table(value: Table, language: str) -> Json:
    lines = frame.note_line(statuses_of(value), value.note, value.sources, language)
    return {
        "kind": "table",
        "id": value.id,
        "label": frame.numbered_label("table", value.number, language) if value.number else "",
        "title": phrase(value.title),
        "heads": [phrase(each.head) for each in value.columns],
        "units": [each.unit for each in value.columns],
        "aligns": [each.align for each in value.columns],
        "widths": [round(each, 2) for each in weights(value)],
        "rows": [[cell(each) for each in row] for row in value.rows],
        "lines": [phrase(_unlinked(each) if value.series else each) for each in lines],
        "total": value.last_is_total,
        "small": value.small,
    }


def _unlinked(given: Phrase) -> Phrase:
    """A line of sources in an annex without its links: fifteen hundred of them would add a fifth to the compile."""
    return replace(given, runs=tuple(replace(each, reference=None) if each.reference else each for each in given.runs))


def _picture(value: Picture, language: str) -> Json:
    lines = frame.note_line(value.statuses, value.note, value.sources, language, see=value.see)
    return {
        "kind": "picture",
        "id": value.id,
        "label": frame.numbered_label("figure", value.number, language) if value.number else "",
        "title": phrase(value.title),
        "svg": value.svg,
        "alt": readable(value.description or str(value.title)),
        "width": value.width,
        "lines": [phrase(_unlinked(each) if value.series else each) for each in lines],
    }


def _particulars(value: Particulars, language: str) -> Json:
    return {"kind": "particulars", "items": [[phrase(label), cell(each)] for label, each in value.items]}


def _empty(value: Empty, language: str) -> Json:
    return {"kind": "empty", "title": phrase(value.title), "text": phrase(value.text)}


def _beside(value: Beside, language: str) -> Json:
    sides = {"start": _many(value.start, language), "end": _many(value.end, language)}
    for each in (*sides["start"], *sides["end"]):
        if each["kind"] == "picture":
            each["width"] = 1
    return {"kind": "beside", **sides}


def _together(value: Together, language: str) -> Json:
    return {"kind": "together", "blocks": _many(value.blocks, language)}


def _contents(value: Contents, language: str) -> Json:
    return {"kind": "contents", "title": phrase(value.title), "depth": value.depth}


def _index(value: Index, language: str) -> Json:
    return {"kind": "index", "prefix": value.prefix, "columns": value.columns}


def _page_break(value: PageBreak, language: str) -> Json:
    return {"kind": "page-break"}


def _ask(value: Ask, language: str) -> Json:
    return forms_payload.ask(value, phrase)


def _cover(value: Cover) -> Json:
    return {
        "is_page": value.is_page,
        "kicker": phrase(value.kicker),
        "promise": phrase(value.promise),
        "notice": phrase(value.notice),
        "licence": phrase(value.licence),
        "facts": [[phrase(label), cell(each)] for label, each in value.facts],
    }


_MAKERS: dict[type, Callable[[Any, str], Json]] = {
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
