"""Which encoding a text is in: detected, named, with confidence; or the place of the bytes that cannot be read.

A mark at the start decides; then valid UTF-8; then zeros on every second byte; then which candidate turns the bytes
beyond ASCII into words of a language. Where two candidates give different text and neither stands out, the uploader
is asked.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from concord.intake import guessing, signatures
from concord.intake.encoding_names import NAMES, decoder, title
from concord.intake.remarks import Remarks
from concord.intake.source import let_go

BLOCK = 1 << 20
SAMPLE = 1 << 16
LONGEST_LINE = 2_000
SURE = 0.9
MARGIN = 0.08
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text's bytes are read.

    Args:
        name: Python's name of it, such as ``utf-8`` or ``cp1256``.
        mark: Length in bytes of the mark at the start (0, 2, 3 or 4).
        confidence: From 0 to 1.
        alternatives: Other encodings that could be meant and would give other text.
        invalid: Byte offset of the first bytes that cannot be read, or None.
    """

    name: str
    mark: int = 0
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    invalid: int | None = None

    @property
    def decoder(self) -> str:
        """The codec that reads it."""
        return decoder(self.name)

    @property
    def title(self) -> str:
        """What people call it."""
        return title(self.name)


def detect(data: bytes, given: str | None = None) -> Encoding:
    """The encoding of ``data``; ``given`` is what the uploader said, which is only checked.

    Raises:
        LookupError: ``given`` is not an encoding that is known here.
    """
    if given is not None:
        return _given(data, given)
    for mark, name in _MARKS:
        if data[:4].startswith(mark):
            return Encoding(name, len(mark), invalid=first_invalid(data, name, len(mark)))
    wide = _wide(bytes(data[:SAMPLE]))
    if wide is not None:
        return Encoding(wide, confidence=0.95, invalid=first_invalid(data, wide))
    wrong = first_invalid(data, "utf-8")
    if wrong is None:
        return Encoding("ascii" if _all_ascii(data) else "utf-8")
    return _legacy(data, wrong)


def first_invalid(data: bytes, name: str, start: int = 0) -> int | None:
    """Byte offset of the first bytes that ``name`` cannot read, or None."""
    reader = codecs.getincrementaldecoder(decoder(name))("strict")
    for at in range(start, len(data), BLOCK):
        waiting = len(reader.getstate()[0])
        try:
            reader.decode(data[at : at + BLOCK], final=at + BLOCK >= len(data))
        except UnicodeDecodeError as error:
            return at - waiting + error.start
        let_go(data, at, BLOCK)
    return None


def remark_on(encoding: Encoding, data: bytes, remarks: Remarks) -> bool:
    """Name the encoding, ask where it is uncertain, give the place of invalid bytes; whether the text can be read."""
    if encoding.invalid is not None:
        row, column = place_of(data, encoding, encoding.invalid)
        shown = data[encoding.invalid : encoding.invalid + 4].hex(" ")
        remarks.add(
            "intake.encoding.invalid-bytes",
            "hard",
            row=row,
            encoding=encoding.title,
            offset=encoding.invalid,
            column_byte=column,
            bytes=shown,
        )
        return False
    if encoding.name == "":
        remarks.add("intake.encoding.unknown", "hard")
        return False
    if encoding.alternatives:
        others = "; ".join(title(name) for name in encoding.alternatives)
        remarks.add("intake.encoding.confirm", "soft", encoding=encoding.title, others=others)
    elif encoding.name not in ("ascii", "utf-8"):
        remarks.add("intake.encoding.detected", "note", encoding=encoding.title)
    return True


def place_of(data: bytes, encoding: Encoding, offset: int) -> tuple[int, int]:
    """The physical row (from 1) and the byte within it (from 1) of a byte offset."""
    if encoding.name.startswith(("utf-16", "utf-32")):
        width = 2 if "16" in encoding.name else 4
        newline = "\n".encode(encoding.name)
        start = data[encoding.mark : offset]
        ends = [at for at in range(0, len(start) - width + 1, width) if start[at : at + width] == newline]
        return len(ends) + 1, offset - encoding.mark - (ends[-1] + width if ends else 0) + 1
    begun = data[:offset]
    breaks = [found.end() for found in re.finditer(rb"\r\n|\r|\n", begun)]
    return len(breaks) + 1, offset - (breaks[-1] if breaks else 0) + 1


def _given(data: bytes, given: str) -> Encoding:
    name = codecs.lookup(given).name.replace("_sig", "").replace("-sig", "")
    name = {"iso8859-1": "cp1252", "latin-1": "cp1252", "utf-16": _wide(bytes(data[:SAMPLE])) or "utf-16-le"}.get(
        name, name
    )
    name = name.replace("iso8859-", "iso8859_")
    if name not in NAMES and name not in ("gbk", "gb2312", "cp949", "cp950", "cp932"):
        raise LookupError(given)
    mark = next((len(m) for m, marked in _MARKS if marked == name and data[:4].startswith(m)), 0)
    return Encoding(name, mark, invalid=first_invalid(data, name, mark))


def _all_ascii(data: bytes) -> bool:
    for at in range(0, len(data), BLOCK):
        if not bytes(data[at : at + BLOCK]).isascii():
            return False
        let_go(data, at, BLOCK)
    return True


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: zeros, which no other encoding of text has, and letters in one byte order."""
    return signatures.wide_order(head) if head.count(0) > max(4, len(head) // 200) else None


# ---- code pages and East Asian sets ----------------------------------------------------------------------------------

_HIGH = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(rb"[\r\n]")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _legacy(data: bytes, wrong_as_utf8: int) -> Encoding:
    sample = _sample(data)
    whole = len(_UTF8_PAIR.findall(sample))
    stray = len(re.findall(rb"[\x80-\xff]", _UTF8_PAIR.sub(b"", sample)))
    if whole >= 3 * stray and whole >= 2:
        return Encoding("utf-8", confidence=0.9, invalid=wrong_as_utf8)
    scored = guessing.ranked(sample)
    readable = [(s, name) for s, name in scored if s > 0 and first_invalid(data, name) is None]
    if not readable:
        return Encoding("", confidence=0.0)
    return _choose(sample, readable)


def _choose(sample: bytes, readable: list[tuple[float, str]]) -> Encoding:
    best, name = readable[0]
    text = _letters_only(sample, name)
    rivals = [(s, other) for s, other in readable[1:] if _letters_only(sample, other) != text]
    second = rivals[0][0] if rivals else 0.0
    close = tuple(other for s, other in rivals if s > best - MARGIN)[:3]
    confidence = max(0.05, min(0.99, best * (0.5 + 0.5 * min(1.0, (best - second) / (2 * MARGIN)))))
    if confidence < SURE and not close:
        close = tuple(other for _, other in rivals[:2])
    return Encoding(name, confidence=round(confidence, 2), alternatives=close if confidence < SURE else ())


def _sample(data: bytes) -> bytes:
    """Lines with bytes beyond ASCII, from all over the file."""
    parts: list[bytes] = []
    size = at = 0
    while size < SAMPLE and (high := _HIGH.search(data, at)) is not None:
        # Sought from the byte outwards: a pattern of whole lines would try every letter of a long one as its first.
        start = max(data.rfind(b"\n", at, high.start()), data.rfind(b"\r", at, high.start()), at - 1) + 1
        after = _LINE_END.search(data, high.end())
        at = len(data) if after is None else after.start()
        line = bytes(data[start:at])
        parts.append(line if len(line) <= LONGEST_LINE else _cut(line))
        size += len(parts[-1])
    return b"\n".join(parts)


def _cut(line: bytes) -> bytes:
    """The first part of a long line, ending before a byte that no encoding has inside a letter."""
    end = max(line.rfind(byte, 0, LONGEST_LINE) for byte in (b"\t", b" ", b",", b";", b'"'))
    return line[:end] if end > 0 else line[:SAMPLE]


def _letters_only(sample: bytes, name: str) -> str:
    return sample.decode(decoder(name), "replace")
