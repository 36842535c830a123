"""Text of a Word file as its XML: every character escaped, every run with its language and direction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from concord.documents import frame
from concord.documents.model import Phrase, Run, Value, readable
from concord.documents.render.word_styles import LOCALES
from concord.vocabulary.languages import direction, native_name


def clean(text: str) -> str:
    """Text with XML's own characters escaped and what is no text left out."""
    return escape(readable(text))


@lru_cache(maxsize=1024)
def style_id(name: str) -> str:
    """The id under which Word keeps a style: its name without spaces."""
    return name.replace(" ", "")


def run(text: str, language: str, *, strong: bool = False, raised: bool = False, colour: str = "") -> str:
    """One run."""
    if not text:
        return ""
    looks = "".join(
        (
            "<w:b/><w:bCs/>" if strong else "",
            f"<w:color w:val='{colour}'/>" if colour else "",
            "<w:vertAlign w:val='superscript'/>" if raised else "",
            "<w:rtl/>" if direction(language) == "rtl" else "",
            _spoken(language),
        )
    )
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space='preserve'>{clean(text)}</w:t></w:r>"


@lru_cache(maxsize=12)
def _spoken(language: str) -> str:
    attribute = {"ar": "bidi", "zh": "eastAsia"}.get(language, "val")
    return f"<w:lang w:{attribute}='{LOCALES.get(language, language)}'/>"


def runs(given: Iterable[Run], language: str) -> str:
    """Runs of a phrase; references become links inside the file, addresses are left as text."""
    return "".join(_one(each, each.language or language) for each in given)


def _one(given: Run, language: str) -> str:
    shown = run(given.text, language, strong=given.strong)
    if given.status in frame.RAISED:
        shown += run(frame.MARKS[given.status], "en", raised=True)
    if given.reference:
        return f"<w:hyperlink w:anchor='{bookmark(given.reference)}' w:history='1'>{shown}</w:hyperlink>"
    return shown


def phrase(given: Phrase) -> str:
    """A phrase inside a paragraph."""
    return runs(given.runs, given.language)


def value(given: Value, language: str) -> str:
    """A cell's content."""
    if given.status == "suppressed":
        return run(frame.plain("mark-suppressed", language), language)
    if given.status in {"missing", "not-applicable"} and not given.text:
        return run(frame.MARKS[given.status], language)
    return _one(
        Run(given.text, given.strong, given.language, given.status, given.link, given.reference),
        given.language or language,
    )


def paragraph(content: str, style: str, *, extra: str = "") -> str:
    """A paragraph of one style; ``extra`` goes into its properties."""
    return f"<w:p><w:pPr><w:pStyle w:val='{style_id(style)}'/>{extra}</w:pPr>{content}</w:p>"


def turned(given: Phrase, document_language: str) -> str:
    """The property that turns a paragraph where its own direction is not the document's."""
    own, whole = direction(given.language), direction(document_language)
    return "" if own == whole or not given.is_fallback else f"<w:bidi w:val='{1 if own == 'rtl' else 0}'/>"


def said(given: Phrase, style: str, document_language: str, *, extra: str = "") -> str:
    """A phrase as a paragraph; a fallback says which language it is in."""
    if not given:
        return ""
    tag = run(f"[{native_name(given.language)}] ", given.language, colour="5A666C") if given.is_fallback else ""
    return paragraph(tag + phrase(given), style, extra=turned(given, document_language) + extra)


def field(instruction: str, shown: str = "", *, dirty: bool = False) -> str:
    """A Word field with its last result."""
    stale = " w:dirty='true'" if dirty else ""
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'{stale}/></w:r>"
        f"<w:r><w:instrText xml:space='preserve'> {clean(instruction)} </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{shown}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


@lru_cache(maxsize=4096)
def bookmark(id: str) -> str:
    """The name of a bookmark for a block's id: letters, digits and underscores, at most 40."""
    return "b_" + re.sub(r"[^A-Za-z0-9]", "_", id)[:38]


def marked(content: str, id: str, number: int) -> str:
    """Content inside a bookmark."""
    if not id:
        return content
    return f"<w:bookmarkStart w:id='{number}' w:name='{bookmark(id)}'/>{content}<w:bookmarkEnd w:id='{number}'/>"
