"""How a good file is spoilt: by a seed, a reader and a number, so that every input can be made again.

Bytes are turned, cut, repeated, swapped with pieces of other files and with tokens that readers stumble over; of a
package it is mostly a part that is spoilt, so that the archive around it still opens.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

#: Pieces that readers stumble over.
TOKENS = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b'"', b"'", b",", b";", b"\t", b"|", b"=",
    b"\\", b"<", b">", b"&", b"&amp;", b"&x;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml?>", b"<!DOCTYPE a>",
    b"</", b"/>", b"{", b"}", b"[", b"]", b":", b"null", b"true", b"NaN", b"Infinity", b"1e999", b"-0", b"0x10",
    b"1,234", b"1.234", b"99999999999999999999999", b"-1", b"\xd9\xa1", b"\xe2\x80\xae", b"\xe2\x80\x8b",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"..", b"<5", b"#REF!", b"=1+1", b"2018-02-30", b"2221", b"NA", b"KEN",
    b"total", b"\\u0000", b"\\ud800", b"PK\x03\x04", b'r="0"', b'r="A0"', b'r="XFD1048577"', b't="s"', b't="e"',
    b"xmlns=", b"id", b"@", b"%s%n", b"{0}", b"../../a",
)  # fmt: skip
DAY = (2024, 1, 1, 0, 0, 0)
MOST = 200_000


def mutated(seeds: Sequence[bytes], key: str, number: int) -> bytes:
    """The input of this number.

    Args:
        seeds: Good files of one kind.
        key: The seed of the campaign and the reader.
        number: From 0.
    """
    chance = random.Random(f"{key}/{number}")
    data = chance.choice(list(seeds))
    if data[:4] == b"PK\x03\x04" and chance.random() < 0.85:
        return _package(data, seeds, chance)
    return _bytes(data, seeds, chance)


def _package(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """A package in which one part is spoilt, left out, doubled or called otherwise."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as new:
        names = old.namelist()
        chosen = chance.choice([n for n in names if "sheet" in n.lower() or "content" in n] * 3 + names)
        for name in names:
            body = old.read(name)
            if name == chosen:
                what = chance.random()
                if what < 0.03:
                    continue
                if what < 0.05:
                    name = chance.choice(names)
                else:
                    body = _bytes(body, [body], chance)
            if name not in new.namelist():
                new.writestr(zipfile.ZipInfo(name, DAY), body, zipfile.ZIP_STORED)
    return stream.getvalue()


def _bytes(data: bytes, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    made = bytearray(data[:MOST])
    for _ in range(1 + int(chance.expovariate(0.5))):
        _once(made, seeds, chance)
    return bytes(made[:MOST])


def _once(made: bytearray, seeds: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(made) + 1)
    length = min(int(chance.expovariate(0.05)) + 1, len(made) - at)
    match chance.randrange(9):
        case 0 if made and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        case 1 if made and at < len(made):
            made[at] = chance.randrange(256)
        case 2:
            del made[at : at + length]
        case 3:
            made[at:at] = made[at : at + length] * chance.choice((1, 2, 50))
        case 4 | 5:
            made[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 300))
        case 6:
            made[at : at + length] = chance.choice(TOKENS)
        case 7:
            other = chance.choice(list(seeds))
            start = chance.randrange(len(other) + 1)
            made[at : at + length] = other[start : start + chance.randrange(1, 400)]
        case _:
            if chance.random() < 0.2:
                del made[at:]
            else:
                made[at:at] = chance.randbytes(chance.randrange(1, 12))
