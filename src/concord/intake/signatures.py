"""What a file is, by its content and its name together; where the two disagree, that is a finding."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from concord.intake.remarks import Remarks

HEAD = 65_536
# Share of letters, figures and signs from which two bytes a character make sense.
READABLE = 0.97
# What a damaged archive makes the unpacker raise.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, KeyError, RuntimeError)

# Kind → extensions that agree with it. Kinds that are read come first.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "text": ("csv", "tsv", "tab", "txt"),
    "xlsx": ("xlsx",),
    "zip": ("zip",),
    "parquet": ("parquet", "pq"),
    "xlsm": ("xlsm", "xltm"),
    "xlsb": ("xlsb",),
    "xltx": ("xltx",),
    "xls": ("xls", "xlt"),
    "encrypted-office": ("xlsx", "xlsm", "docx"),
    "ods": ("ods", "ots", "fods"),
    "docx": ("docx", "docm", "dotx"),
    "pptx": ("pptx",),
    "doc": ("doc",),
    "pdf": ("pdf",),
    "html": ("html", "htm", "xhtml"),
    "xml": ("xml",),
    "json": ("json", "ndjson", "geojson"),
    "rtf": ("rtf",),
    "arrow": ("arrow", "feather", "ipc"),
    "sqlite": ("sqlite", "db", "sqlite3"),
    "gzip": ("gz", "tgz"),
    "7z": ("7z",),
    "rar": ("rar",),
    "bzip2": ("bz2",),
    "xz": ("xz",),
    "zstd": ("zst",),
    "image": ("png", "jpg", "jpeg", "gif", "tif", "tiff", "webp", "bmp"),
    "program": ("exe", "dll", "so", "com"),
    "sas": ("sas7bdat",),
    "spss": ("sav",),
    "stata": ("dta",),
    "binary": (),
}
READ = frozenset({"text", "xlsx", "zip", "parquet"})

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PAR1", "parquet"),
    (b"%PDF-", "pdf"),
    (b"ARROW1", "arrow"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"MZ\x90", "program"),
    (b"\x7fELF", "program"),
    (b"$FL2@(#)", "spss"),
    (b"$FL3@(#)", "spss"),
    (b"<stata_dta>", "stata"),
    (bytes(12) + b"\xc2\xea\x81\x60", "sas"),
)
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a file is.

    Args:
        kind: By its content: ``text``, ``xlsx``, ``zip`` or ``parquet`` are read; every other kind is refused by name.
        extension: The last part of its name, lower case, without the dot.
        agrees: Whether the name says the same as the content.
    """

    kind: str
    extension: str
    agrees: bool


def identify(data: bytes, name: str) -> Signature:
    """What the file is, by content and extension together."""
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")
    kind = _kind(data)
    return Signature(kind, extension, extension in EXTENSIONS[kind])


def remark_on(signature: Signature, remarks: Remarks, *, parquet: bool = False) -> bool:
    """Say what is wrong with the kind of file; whether it may be read on."""
    kind = signature.kind
    if kind not in READ or (kind == "parquet" and not parquet):
        code = kind if kind in _NAMED else "not-a-table"
        remarks.add(f"intake.file.{code}", "hard", kind=kind)
        return False
    if not signature.agrees:
        expected = ", ".join(f".{extension}" for extension in EXTENSIONS[kind])
        shown = f".{signature.extension}" if signature.extension.isascii() and signature.extension else "–"
        remarks.add("intake.file.name-and-content-differ", "hard", extension=shown, kind=kind, expected=expected)
        return False
    return True


# Kinds with a wording of their own; the others share one.
_NAMED = frozenset(
    {"xlsm", "xlsb", "xltx", "xls", "encrypted-office", "ods", "docx", "pdf", "html", "xml", "json", "parquet", "image"}
)


def _kind(data: bytes) -> str:
    head = bytes(data[:HEAD])
    if head.startswith(_ZIP_MAGIC):
        return _zip_kind(data)
    if head.startswith(_OLE_MAGIC):
        return _ole_kind(data)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image"
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1024].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<style", b"<script")):
        return "html"
    if start.startswith((b"<?xml", b"<!doctype", b"<!--")):
        return "html" if b"<html" in start else "xml"
    if start.startswith((b'{"', b"[{", b"{\n", b"{\r", b"[[")) or start in (b"{}", b"[]"):
        return "json"
    return "text" if _looks_like_text(head) else "binary"


def _looks_like_text(head: bytes) -> bool:
    """Text has hardly a control byte; UTF-16 without its mark reads as letters in one of its two byte orders."""
    zeros = head.count(0)
    if zeros > max(4, len(head) // 200):
        return wide_order(head) is not None
    controls = sum(head.count(byte) for byte in range(1, 32) if byte not in (9, 10, 12, 13, 26))
    return controls <= len(head) // 200


def wide_order(head: bytes) -> str | None:
    """The byte order of UTF-16 without its mark, or None where neither order reads as lines of letters."""
    even = head[: len(head) // 2 * 2]
    best, share = None, READABLE
    for name in ("utf-16-le", "utf-16-be"):
        text = even.decode(name, "replace")
        letters = sum(character.isprintable() or character in "\t\r\n" for character in text)
        found = letters / max(1, len(text))
        if found > share and ("\n" in text or "\r" in text):
            best, share = name, found
    return best


def _zip_kind(data: bytes) -> str:
    if data[:HEAD].find(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 0, 256) >= 0:
        return "ods"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _package_kind(archive.namelist(), archive)
    except BROKEN:
        return "zip"


def _package_kind(names: Sequence[str], archive: zipfile.ZipFile) -> str:
    lowered = {name.lower() for name in names}
    if "[content_types].xml" not in lowered:
        return "zip"
    with archive.open(next(name for name in names if name.lower() == "[content_types].xml")) as part:
        types = part.read(HEAD * 4)
    return _office_kind(types, lowered)


def _office_kind(types: bytes, names: set[str]) -> str:
    if b"macroEnabled" in types or any(name.rpartition("/")[2] == "vbaproject.bin" for name in names):
        return "docx" if b"ms-word" in types else "xlsm"
    if b"excel.sheet.binary" in types or "xl/workbook.bin" in names:
        return "xlsb"
    if b"spreadsheetml.template" in types:
        return "xltx"
    if b"spreadsheetml.sheet.main" in types:
        return "xlsx"
    if b"wordprocessingml" in types:
        return "docx"
    return "pptx" if b"presentationml" in types else "zip"


def _ole_kind(data: bytes) -> str:
    if data.find("EncryptedPackage".encode("utf-16-le")) >= 0:
        return "encrypted-office"
    if data.find("WordDocument".encode("utf-16-le")) >= 0:
        return "doc"
    return "xls"
