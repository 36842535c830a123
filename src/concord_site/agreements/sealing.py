"""Sealing: AES-256-GCM over padded bytes, bound to the row they stand in.

A sealed value is one byte for the format, twelve random ones, then cipher text with its tag. Before sealing, bytes are
padded up to a size class, so that a row's length says little: 512 bytes, then powers of two up to 64 KiB, then whole
multiples of 64 KiB. What a value is bound to (its row's name) is authenticated: a row that was moved, copied or
altered does not open.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concord.errors import Unavailable

FORMAT = b"\x01"
NONCE = 12
SMALLEST, LARGEST_POWER = 512, 1 << 16
#: Bytes a sealed value is longer than its padded text: format, nonce, tag.
OVERHEAD = 1 + NONCE + 16


def size_class(length: int) -> int:
    """The padded size, in bytes, of a text of ``length`` bytes with its length written before it."""
    wanted = max(length + 4, SMALLEST)
    if wanted <= LARGEST_POWER:
        return 1 << (wanted - 1).bit_length()
    return -(-wanted // LARGEST_POWER) * LARGEST_POWER


def padded(content: bytes) -> bytes:
    """Length in four bytes, content, zeros up to the size class."""
    framed = len(content).to_bytes(4, "big") + content
    return framed.ljust(size_class(len(content)), b"\0")


def unpadded(framed: bytes) -> bytes:
    """The content of what :func:`padded` made."""
    return framed[4 : 4 + int.from_bytes(framed[:4], "big")]


def seal_bytes(key: bytes, content: bytes, *, bound_to: str) -> bytes:
    """Seal ``content`` under a 32-byte key."""
    nonce = secrets.token_bytes(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, padded(content), FORMAT + bound_to.encode())


def open_bytes(key: bytes, sealed: bytes | memoryview, *, bound_to: str) -> bytes:
    """The content again.

    Raises:
        Unavailable: ``agreements.space.damaged``: another key, another row, or altered bytes.
    """
    raw = bytes(sealed)
    if raw[:1] != FORMAT or len(raw) < OVERHEAD + SMALLEST:
        raise Unavailable("agreements.space.damaged")
    nonce, rest = raw[1 : 1 + NONCE], raw[1 + NONCE :]
    try:
        return unpadded(AESGCM(key).decrypt(nonce, rest, FORMAT + bound_to.encode()))
    except InvalidTag:
        raise Unavailable("agreements.space.damaged") from None


def seal(key: bytes, value: Mapping[str, Any], *, bound_to: str) -> bytes:
    """Seal a JSON value."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return seal_bytes(key, text.encode(), bound_to=bound_to)


def open_value(key: bytes, sealed: bytes | memoryview, *, bound_to: str) -> dict[str, Any]:
    """The JSON value again; raises as :func:`open_bytes`."""
    value: dict[str, Any] = json.loads(open_bytes(key, sealed, bound_to=bound_to))
    return value
