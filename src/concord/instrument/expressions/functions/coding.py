"""Digests, Base64, identifiers, and what is known of the form and the person."""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
import zlib

from concord.instrument.expressions.binding import Bound, Scope, bind, figure, wording
from concord.instrument.expressions.functions.declared import Function, plain, special
from concord.instrument.expressions.functions.nodes import purpose_of, seeded
from concord.instrument.expressions.shape import Frame, Run
from concord.instrument.expressions.tree import Call
from concord.instrument.expressions.values import bounded

_ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def digest(value: str, algorithm: str, encoding: str = "base64") -> str:
    """A digest by name (XForms 1.1), as ``base64`` or ``hex``; empty for an unknown algorithm."""
    data = value.encode("utf-8", "surrogatepass")
    name = algorithm.strip().upper()
    if name == "CRC32":
        made = zlib.crc32(data).to_bytes(4, "big")
    elif name in _ALGORITHMS:
        made = hashlib.new(_ALGORITHMS[name], data, usedforsecurity=False).digest()
    else:
        return ""
    return made.hex() if encoding.strip().lower() == "hex" else base64.b64encode(made).decode("ascii")


def encoded(value: str) -> str:
    """Base64 of the text in UTF-8."""
    return bounded(base64.b64encode(value.encode("utf-8", "surrogatepass")).decode("ascii"))


def decoded(value: str) -> str:
    """The text behind Base64; empty where it is none."""
    try:
        return base64.b64decode(value, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _uuid(call: Call, scope: Scope) -> Bound:
    """Version 4 in form; its bits follow from the run's seed, so that the same answers give the same one."""
    purpose = purpose_of(call, scope)
    if call.args:
        length = figure(bind(call.args[0], scope))
        return Bound(lambda f, r: _signs(f, r, purpose, length(f, r)), "text")
    return Bound(lambda f, r: str(uuid.UUID(bytes=seeded(f, r, purpose)[:16], version=4)), "text")


def _signs(f: Frame, r: Run, purpose: str, length: float) -> str:
    count, made = int(length) if 0 < length <= 200 else 0, ""
    while len(made) < count:
        made += base64.b32encode(seeded(f, r, f"{purpose}/{len(made)}")).decode("ascii").rstrip("=")
    return made[:count]


def _property(call: Call, scope: Scope) -> Bound:
    name = wording(bind(call.args[0], scope))
    return Bound(lambda f, r: r.person.get(name(f, r).strip(), ""), "text")


def _version(call: Call, scope: Scope) -> Bound:
    return Bound(lambda f, r: r.version, "text")


CODING: tuple[Function, ...] = (
    plain("digest", "ttt", "text", digest, least=2, shown="text, algorithm, encoding"),
    plain("base64-encode", "t", "text", encoded, shown="text"),
    plain("base64-decode", "t", "text", decoded, shown="text"),
    special("uuid", 0, 1, _uuid, shown="length", pure=False),
    special("version", 0, 0, _version, pure=False),
    special("property", 1, 1, _property, shown="name", pure=False),
)
