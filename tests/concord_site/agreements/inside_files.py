"""All words inside an answer, whatever it is: a page, PDF with its particulars, Word and workbooks part by part."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import Any

import pypdf


def said(answer: Any) -> str:
    """Every word of an answer without white space, so that no end of line hides one; what is marked up twice: as it
    stands, with the names in it, and without its markup.
    """
    content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    return squeezed(inside(content))


def squeezed(text: str) -> str:
    """Without white space, and without the hyphens that end a line."""
    return "".join(text.split()).replace("\u00ad", "")


def inside(content: bytes) -> str:
    """The words of a file."""
    if content.startswith(b"%PDF"):
        read = pypdf.PdfReader(io.BytesIO(content))
        return "\n".join([*(page.extract_text() for page in read.pages), str(read.metadata)])
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
            return "\n".join(_both(package.read(name)) for name in parts)
    return _both(content)


def _both(content: bytes) -> str:
    text = content.decode(errors="replace")
    return unescape(text) + "\n" + unescape(re.sub(r"<[^>]*>", "", text))
