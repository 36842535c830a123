"""The words of a PDF, page by page; running heads and page numbers left out."""

from __future__ import annotations

import io
import re
from collections import Counter

from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.texts.formats import pdf_layout as layout
from concord.texts.formats.segments import Read, Segment, shown

PAGES = 1_000
#: A line that stands first or last on at least this share of the pages is a running head.
RUNNING = 0.6
#: So many lines at the top and at the foot of a page may be running heads and page numbers.
MARGIN = 3
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-–—]\s*)?(?:page|p\.|страница|página|صفحة|第)?\s*\d{1,4}\s*(?:[/|]\s*\d{1,4}|页)?\s*(?:[-–—])?\s*\Z",
    re.IGNORECASE,
)
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")


def read(source: Source, remarks: Remarks) -> Read:
    """The lines of all pages. What reads PDF must have been imported before (:mod:`concord.texts.child`)."""
    import pypdf
    from pypdf.errors import PyPdfError

    into = Read()
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.whole()), strict=False)
        if reader.is_encrypted:
            raise remarks.stop("texts.pdf.encrypted")
        if len(reader.pages) > PAGES:
            raise remarks.stop("texts.pdf.pages", limit=PAGES, count=len(reader.pages))
        found = [layout.read_page(page) for page in reader.pages]
        beside = sum(layout.beside(page) for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise remarks.stop("texts.pdf.broken") from error
    pages = [said.splitlines() for said, _ in found]
    kept, margins = _lines(pages)
    for line in kept:
        into.add([Segment(line)], remarks=remarks)
    _remark(into, len(pages), remarks)
    _say(margins, sum(in_columns for _, in_columns in found), beside, remarks)
    return into


def _lines(pages: list[list[str]]) -> tuple[list[str], list[str]]:
    """What is kept, and what was taken for running heads and page numbers."""
    running = _running(pages)
    kept: list[str] = []
    margins: list[str] = []
    for page in pages:
        lines = [line.rstrip() for line in page]
        for edge in (0, -1):
            for _ in range(MARGIN):
                if lines and _is_margin(lines[edge], running):
                    margins.append(lines.pop(edge).strip())
        kept += lines
    return kept, [each for each in margins if each]


def _is_margin(line: str, running: frozenset[str]) -> bool:
    return not line.strip() or _without_figures(line) in running or bool(_PAGE_NUMBER.match(line))


def _running(pages: list[list[str]]) -> frozenset[str]:
    """Lines at the edge of most pages, their figures left out of account."""
    if len(pages) < 3:
        return frozenset()
    edges = Counter(
        each for page in pages for each in {_without_figures(line) for line in (*page[:2], *page[-2:])} if each
    )
    return frozenset(line for line, count in edges.items() if count >= RUNNING * len(pages))


def _without_figures(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _say(margins: list[str], columns: int, beside: int, remarks: Remarks) -> None:
    if margins:
        words = dict.fromkeys(each for each in margins if any(map(str.isalpha, each)))
        remarks.add("texts.pdf.margins", "note", count=len(margins), words=shown(words) or "–")
    if columns:
        remarks.add("texts.pdf.columns", "soft", count=columns)
    if beside:
        remarks.add("texts.pdf.beside", "soft", count=beside)


def _remark(read: Read, pages: int, remarks: Remarks) -> None:
    words = "".join(segment.text for _, segments in read.paragraphs for segment in segments)
    letters = sum(character.isalpha() for character in words)
    if letters < 20 * max(1, pages):
        remarks.add("texts.pdf.scanned", "hard" if letters < 20 else "soft", count=pages)
    elif len(_ARABIC.findall(words)) > letters / 4:
        remarks.add("texts.pdf.arabic", "soft")
    else:
        remarks.add("texts.pdf.read", "note", count=pages)
