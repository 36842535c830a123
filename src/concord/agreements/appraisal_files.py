"""An appraisal's document as a file: page, Word or PDF."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    """Write beside the name first, then take the name, so that nothing half-written is left behind.

    Raises:
        Invalid: ``agreements.appraisal.format``.
    """
    content = content_of(document, out.suffix.removeprefix(".").lower() or str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(out.name + ".part")
    beside.write_bytes(content)
    beside.replace(out)
    return {"path": str(out), "sha256": hashlib.sha256(content).hexdigest()}
