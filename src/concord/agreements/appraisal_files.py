"""An appraisal's document as a file: page, Word or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from concord.agreements.files import ending, put
from concord.errors import Invalid

if TYPE_CHECKING:
    from concord.documents.model import Document

FORMATS = ("pdf", "docx", "html")


def content_of(document: Document, format: str) -> bytes:
    """The document's bytes in one format.

    Raises:
        Invalid: ``agreements.appraisal.format``.
    """
    if format == "html":
        from concord.documents.render import html

        return html.page(document).encode()
    if format == "pdf":
        from concord.documents.render import pdf

        return pdf.render(document)
    if format == "docx":
        from concord.documents.render import docx

        return docx.render(document)
    raise Invalid("agreements.appraisal.format", params={"format": format, "known": ", ".join(FORMATS)})


def written(document: Document, out: Path) -> dict[str, Any]:
    """Write the document in the format that the name asks for; see :func:`concord.agreements.files.put`.

    Raises:
        Invalid: ``agreements.appraisal.format``.
    """
    return put(content_of(document, ending(out)), out)
