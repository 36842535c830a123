"""Word files by python-docx: named styles, real contents field, tables that repeat their heads, drawings as SVG.

Every drawing is let in twice: as SVG, and as PNG for programs that cannot draw SVG. The same document gives the same
bytes: dates come from the document, and the parts of the file carry a fixed time.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from concord.documents import frame
from concord.documents.figures.measure import wrapped
from concord.documents.model import Cover, Document, readable
from concord.documents.numbering import numbered
from concord.documents.render import word_styles
from concord.documents.render.word_body import Body, section
from concord.documents.render.word_pictures import Pictures
from concord.documents.render.word_text import field, paragraph, phrase, run, said, value
from concord.errors import Unavailable

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


def render(document: Document) -> bytes:
    """The document as a Word file; equal documents give equal bytes.

    Raises:
        Unavailable: ``documents.docx.no-python-docx`` when the Word library is not installed.
    """
    whole = numbered(document)
    word = _blank()
    rtl = whole.direction == "rtl"
    word_styles.apply(word, language=whole.language, rtl=rtl)
    word_styles.numbering(word)
    _settings(word)
    _properties(word, whole)
    _fill(word, whole, rtl=rtl)
    return _packed(word, whole.as_of)


def _blank() -> WordDocument:
    try:
        import docx
    except ImportError:
        raise Unavailable(
            "documents.docx.no-python-docx",
            hint="Install the documents extra: pip install 'concord-platform[documents]'.",
        ) from None
    return docx.Document()


def _settings(word: WordDocument) -> None:
    word.settings.odd_and_even_pages_header_footer = True
    for rel in [r for r in word.part.package.rels.values() if r.reltype.endswith("/thumbnail")]:
        del word.part.package.rels[rel.rId]


def _properties(word: WordDocument, document: Document) -> None:
    core = word.core_properties
    moment = dt.datetime.combine(document.as_of, dt.time(), dt.UTC).replace(tzinfo=None)
    core.title, core.subject = _short(str(document.title)), _short(str(document.subtitle))
    core.author = core.last_modified_by = _short(document.author)
    core.keywords = _short("; ".join(document.keywords))
    core.created = core.modified = moment
    core.revision, core.comments, core.language, core.identifier = 1, "", document.language, document.id
    core.category = core.content_status = core.version = ""


def _short(text: str) -> str:
    """Text as long as a property of a file may be."""
    return readable(text)[:255]


def _fill(word: WordDocument, document: Document, *, rtl: bool) -> None:
    from docx.oxml import parse_xml

    pictures = Pictures(word, document)
    body = Body(document, pictures.inline)
    head_and_foot = _heads(word, document, rtl=rtl)
    has_page = document.cover is not None and document.cover.is_page
    cover = _cover(document, pictures) if has_page else ""
    has_head = document.cover is not None and not has_page
    main = (_masthead(document) if has_head else "") + body.many(document.blocks)
    last = section(columns=1, rtl=rtl, kind="nextPage", references=head_and_foot, title_page=bool(cover))
    first = section(columns=1, rtl=rtl, kind="nextPage", references=head_and_foot, title_page=True) if cover else ""
    ended = f"<w:p><w:pPr>{first}</w:pPr></w:p>" if first else ""
    last = last.replace("<w:titlePg/>", "") if cover else last
    whole = parse_xml(f"<w:body {_W}>{cover}{ended}{main}{last}</w:body>")
    old = word.element.body
    for child in list(old):
        old.remove(child)
    for child in list(whole):
        old.append(child)


# --- Cover, heads and feet -------------------------------------------------------------------------------------------
#: On the field of the cover, in points: length of a line, room for words, what a line of title and subtitle takes.
FIELD_LINE, FIELD_ROOM, TITLE_LINE, SUBTITLE_LINE = 480, 341, 45, 25
MOST_ABOVE = 260


def _cover(document: Document, pictures: Pictures) -> str:
    cover = document.cover or Cover()
    language, above = document.language, _above(document)
    below = 95 if above == MOST_ABOVE else 50
    field_behind = paragraph(
        pictures.cover() + run(frame.plain("wordmark", language), language, strong=True, colour="FFFFFF"),
        "Cover Kicker",
        extra=f"<w:spacing w:before='0' w:after='{20 * above}'/>",
    )
    close = "<w:spacing w:before='0' w:after='20'/>"
    facts = "".join(
        paragraph(phrase(label) + run("  ", language) + value(each, language), "Body Text", extra=close)
        for label, each in cover.facts
    )
    parts = [
        field_behind,
        said(cover.kicker, "Cover Kicker", language),
        said(document.title, "Title", language),
        said(document.subtitle, "Subtitle", language),
        said(cover.promise, "Cover Promise", language, extra=f"<w:spacing w:before='{20 * below}' w:after='120'/>"),
        said(cover.notice, "Body Text", language),
        facts,
        said(cover.licence, "Note", language),
    ]
    return "".join(parts)


def _above(document: Document) -> int:
    """Points between the mark and what follows on the field: the longer title and subtitle, the higher they begin."""
    title = wrapped(str(document.title), FIELD_LINE, 30, bold=True, lines=20)
    subtitle = wrapped(str(document.subtitle), FIELD_LINE, 14, lines=20) if document.subtitle else []
    return max(20, min(MOST_ABOVE, FIELD_ROOM - TITLE_LINE * len(title) - SUBTITLE_LINE * len(subtitle)))


def _masthead(document: Document) -> str:
    """Title and facts above the text of a document without a cover page."""
    cover = document.cover or Cover()
    language = document.language
    dark = "<w:color w:val='16242A'/>"
    title = phrase(document.title).replace("<w:rPr>", f"<w:rPr>{dark}")
    facts = "".join(
        paragraph(phrase(label) + run("  ", language) + value(each, language), "Note") for label, each in cover.facts
    )
    subtitle = said(document.subtitle, "Lead", language) if document.subtitle else ""
    return facts + paragraph(title, "Title") + subtitle


def _heads(word: WordDocument, document: Document, *, rtl: bool) -> str:
    """Running heads and feet for odd and even pages; the number stands at the outer edge. Returns their references."""
    tab = "<w:r><w:tab/></w:r>"
    page = field("PAGE", run("1", document.language, strong=True))
    foot = phrase(document.running_foot)
    chapter = field("STYLEREF 1 \\n") + run("  ", document.language) + field("STYLEREF 1")
    head = paragraph(phrase(document.running_head) + tab + chapter, "Header", extra=_rule("bottom"))
    odd = paragraph(foot + tab + page, "Footer", extra=_rule("top"))
    even = paragraph(page + tab + foot, "Footer", extra=_rule("top"))
    parts = (
        ("header", "default", head), ("header", "even", head), ("footer", "default", odd), ("footer", "even", even),
        ("header", "first", "<w:p/>"), ("footer", "first", "<w:p/>"),
    )  # fmt: skip
    return "".join(_reference(word, kind, which, content) for kind, which, content in parts)


def _rule(side: str) -> str:
    return f"<w:pBdr><w:{side} w:val='single' w:sz='6' w:space='4' w:color='{word_styles.LINE}'/></w:pBdr>"


def _reference(word: WordDocument, kind: str, which: str, content: str) -> str:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    tag, content_type, relation = {
        "header": ("hdr", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
        "footer": ("ftr", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    }[kind]
    blob = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:{tag} {_W}>{content}</w:{tag}>".encode()
    part: Any = Part(PackURI(f"/word/{kind}-{which}.xml"), content_type, blob, word.part.package)
    return f"<w:{kind}Reference w:type='{which}' r:id='{word.part.relate_to(part, relation)}'/>"


# --- Packing ---------------------------------------------------------------------------------------------------------
def _packed(word: WordDocument, as_of: dt.date) -> bytes:
    """The file with every part in order of name and at one fixed time."""
    first, out = io.BytesIO(), io.BytesIO()
    word.save(first)
    moment = (max(as_of.year, 1980), as_of.month, as_of.day, 0, 0, 0)
    with zipfile.ZipFile(first) as given, zipfile.ZipFile(out, "w") as made:
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            made.writestr(info, given.read(name), compresslevel=6)
    return out.getvalue()
