"""PDF by Typst: one template, the document as JSON, our own fonts, tagged (PDF/UA-1), the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.documents import frame
from concord.documents.model import Paragraph
from concord.documents.numbering import numbered
from concord.documents.render.payload import payload
from concord.documents.sentences import Plain
from concord.errors import Invalid, Unavailable

if TYPE_CHECKING:
    from types import ModuleType

    from concord.documents.model import Document

FONTS = Path(__file__).resolve().parent.parent / "fonts"
TEMPLATE = Path(__file__).resolve().parent / "templates" / "document.typ"
PICTURE = Path(__file__).resolve().parent / "templates" / "picture.typ"
NOTHING = Path(__file__).resolve().parent / "templates" / "nothing.typ"
#: Characters of JSON from which a document is large enough to be forgotten once it is made.
LARGE = 1_000_000
#: Stands for a letter that no font has.
SQUARE = "\u25a1"
#: What stands in a text and has no shape.
NOT_PRINTED = "\t\n\r\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"
#: Pixels per inch of a drawing's raster twin in a Word file.
PPI = 150.0


def render(document: Document) -> bytes:
    """The document as a tagged PDF (PDF/UA-1); equal documents give equal bytes.

    Raises:
        Unavailable: ``documents.pdf.no-typst`` when the PDF tool is not installed.
        Invalid: ``documents.pdf.failed`` when it refuses the document (a drawing that is no SVG, for instance).
    """
    return compiled(as_json(document))


def compiled(given: str) -> bytes:
    """What :func:`as_json` gives, compiled; the bare work of the PDF tool."""
    made = _compiled(TEMPLATE, {"data": given}, kind="pdf")
    if len(given) > LARGE:
        forget()
    return made if isinstance(made, bytes) else b"".join(made)


def forget() -> None:
    """Let the PDF tool's memory of earlier documents go.

    It keeps what it laid out for the next ten compiles, some 350 MB for a whole report; ten empty compiles age it out,
    so that a worker that makes a report in six languages stays below 700 MB.
    """
    for _ in range(10):
        _compiled(NOTHING, {}, kind="svg")


def as_json(document: Document) -> str:
    """What the template is given; our own share of the work, apart from the compile.

    A letter that none of the fonts has is written as a square, and the document says so at its end: a file that may not
    be made for one foreign name would help nobody.
    """
    given = _json(document)
    foreign = set(given) - _letters()
    if not foreign:
        return given
    note = Paragraph(frame.label("letters", document.language, square=Plain(SQUARE)), "note")
    said = _json(replace(document, blocks=(*document.blocks, note)))
    return said.translate({ord(each): SQUARE for each in foreign})


def _json(document: Document) -> str:
    return json.dumps(payload(numbered(document)), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    """Every letter that can be printed, and white space."""
    spans = json.loads((FONTS / "letters.json").read_text(encoding="utf-8"))
    return frozenset(chr(code) for first, last in spans for code in range(first, last + 1)) | frozenset(NOT_PRINTED)


def rasters(drawings: list[tuple[str, float]]) -> list[bytes]:
    """Each SVG as PNG, at a width in millimetres, for programs that cannot draw SVG."""
    if not drawings:
        return []
    given = json.dumps([{"svg": svg, "width": width} for svg, width in drawings], ensure_ascii=False)
    pages = _compiled(PICTURE, {"data": given}, kind="png")
    return list(pages) if isinstance(pages, list) else [pages]


def _compiled(template: Path, inputs: dict[str, str], *, kind: str) -> bytes | list[bytes]:
    typst = _typst()
    standards: dict[str, Any] = {"pdf_standards": ["ua-1"]} if kind == "pdf" else {"ppi": PPI} if kind == "png" else {}
    try:
        made: bytes | list[bytes] = typst.compile(
            _source(template),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            format=kind,
            **standards,
        )
        return made
    except RuntimeError as problem:
        raise Invalid("documents.pdf.failed", params={"problem": str(problem)[:400]}) from problem


@lru_cache(maxsize=4)
def _source(template: Path) -> bytes:
    return template.read_bytes()


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise Unavailable(
            "documents.pdf.no-typst", hint="Install the documents extra: pip install 'concord-platform[documents]'."
        ) from None
    return typst
