"""A composed document on a page of the site, and as a file to take away.

Shapes and types of file are those of the library's own renderers; what they write is escaped there.
"""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.utils.safestring import SafeString

from concord.documents.model import Document

#: Formats that a document is given out in, with their media types.
FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: The same for a reader: name and format.
FILES = (("PDF", "pdf"), ("Word", "docx"))
#: A table that may scroll in its box: it is reached by the keyboard.
_WIDE = re.compile(r'(<div class="table")(?=[ >])')


def on_page(document: Document) -> SafeString:
    """The document's blocks as HTML for the middle of a page; headings begin at level 2."""
    from concord.documents.render import html

    return SafeString(_WIDE.sub(r'\1 tabindex="0"', html.fragment(document)))


def as_file(document: Document, format: str) -> HttpResponse:
    """The document as an answer with its own name, in one of :data:`FORMATS`."""
    from concord.documents.render import docx, pdf

    content = pdf.render(document) if format == "pdf" else docx.render(document)
    answer = HttpResponse(content, content_type=FORMATS[format])
    answer["Content-Disposition"] = f'attachment; filename="{document.id}.{format}"'
    return answer
