"""Whoever looks for a secret in what is left behind finds it, however it is packed."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from email.message import EmailMessage

import pytest

from .inside_files import hides

WORD = "zqshared2342"
PLAIN = f"before {WORD} after".encode()


def zipped(content: bytes, name: str = "a.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return stream.getvalue()


def in_a_tar(content: bytes, mode: str = "w") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        about = tarfile.TarInfo("a")
        about.size = len(content)
        archive.addfile(about, io.BytesIO(content))
    return stream.getvalue()


def mailed(content: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Nothing"
    message.set_content("Nothing here")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="a")
    return message.as_bytes()


def titled() -> bytes:
    message = EmailMessage()
    message["Subject"] = f"Über {WORD}"
    message.set_content("Nothing here")
    return message.as_bytes()


HIDDEN = {
    "as it stands": PLAIN,
    "UTF-16": PLAIN.decode().encode("utf-16"),
    "a workbook": zipped(PLAIN),
    "an archive of any name": b"x" + zipped(PLAIN, "blob"),
    "gzip": gzip.compress(PLAIN),
    "bzip2": bz2.compress(PLAIN),
    "xz": lzma.compress(PLAIN),
    "zlib": zlib.compress(PLAIN),
    "a tar": in_a_tar(PLAIN),
    "a packed backup": in_a_tar(zipped(PLAIN), "w:gz"),
    "the attachment of a mail": mailed(zipped(PLAIN)),
    "the subject of a mail": titled(),
    "base64 in lines": base64.encodebytes(b"." * 40 + PLAIN * 3),
    "a workbook's base64 in a mail in a tar": in_a_tar(mailed(zipped(base64.b64encode(PLAIN)))),
    **{f"base64 after {n}": base64.b64encode(b"\xff" * n + PLAIN) for n in range(6)},
    **{f"base64 of addresses after {n}": base64.urlsafe_b64encode(b"\xfb" * n + PLAIN) for n in range(3)},
}


@pytest.mark.parametrize("content", [pytest.param(each, id=name) for name, each in HIDDEN.items()])
def test_a_word_is_found_however_it_is_packed(content: bytes) -> None:
    assert hides(content, WORD)
    assert not hides(content, "zqother99999")
