"""All words inside an answer or a file, whatever it is: a page, PDF with its particulars, Word, workbooks, archives.

Whoever looks for a word in what was left behind looks for it as :func:`disguised` writes it, in every one of the
:func:`layers`.
"""

from __future__ import annotations

import base64
import bz2
import email
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from email import policy
from html import unescape
from typing import Any

import pypdf

#: How many archives inside one another are opened.
DEEP = 4


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


# ---- what a file hides ----------------------------------------------------------------------------------------------
def hides(content: bytes, word: str) -> bool:
    """Whether a word stands in a file: plainly, in UTF-16, in base64, in an archive, in mail, in what is packed."""
    looked_for = disguised(word)
    return any(each in layer for layer in layers(content) for each in looked_for)


def disguised(word: str) -> frozenset[bytes]:
    """A word as it may stand in a file: the three ways in which base64 writes it depend on what stands before it."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le")}
    for before in range(3):
        written = base64.b64encode(b"\0" * before + plain)
        kept = written[(8 * before + 5) // 6 : 8 * (before + len(plain)) // 6]
        found |= {kept, kept.replace(b"+", b"-").replace(b"/", b"_")}
    return frozenset(found)


def layers(content: bytes, deep: int = DEEP) -> Iterator[bytes]:
    """A file as it stands, without its line ends, and whatever is packed in it."""
    yield content
    if b"\n" in content:
        yield content.translate(None, b"\r\n")
    if deep:
        for part in _parts(content):
            yield from layers(part, deep - 1)


def _parts(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif content.startswith(b"BZh"):
        yield bz2.decompress(content)
    elif content.startswith(b"\xfd7zXZ"):
        yield lzma.decompress(content)
    elif content.startswith(b"%PDF"):
        yield squeezed(inside(content)).encode()
    elif content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            yield from (held.read() for each in archive if (held := archive.extractfile(each)) is not None)
    elif zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name) for name in package.namelist())
    elif re.match(rb"[A-Z][A-Za-z-]+: ", content):
        message = email.message_from_bytes(content, policy=policy.default)
        yield " ".join(str(each) for each in message.values()).encode()
        yield from (part.get_payload(decode=True) or b"" for part in message.walk() if not part.is_multipart())
    elif content[:2] in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        with suppress(zlib.error):
            yield zlib.decompress(content)
