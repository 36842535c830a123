"""Keys of sealed spaces: all of them come from the installation's key, or are random and wrapped by it.

The installation's key stands outside database and backup (``config.secret_key``). Where it was changed, the keys
before it are named in ``SECRET_KEY_FALLBACKS``: what they wrapped can still be opened, and ``rewrap_spaces`` wraps it
anew. Every use has a key of its own (HKDF with SHA-256), so that a token never helps to open what it names.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SIZE = 32
_DOMAIN = b"concord.agreements.1"


@lru_cache(maxsize=256)
def _derived(secret: bytes, use: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=SIZE, salt=_DOMAIN, info=use.encode()).derive(secret)


def _token(secret: bytes, use: str, *said: object) -> str:
    text = "\0".join(str(each) for each in said).encode()
    return hmac.new(_derived(secret, use), text, hashlib.sha256).hexdigest()


def new_id() -> str:
    """A random id of 26 letters and digits (128 bits), for a dossier, a space, a file, a record."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


@dataclass(frozen=True, slots=True)
class Installation:
    """One key of the installation."""

    secret: bytes

    def place_token(self, person: object, slot: int) -> str:
        """Name of the row that holds a person's place number ``slot``; without the key it says nothing."""
        return _token(self.secret, "place.token", person, slot)

    def invitation_token(self, link: str) -> str:
        """Name of the row of an invitation whose link holds ``link``."""
        return _token(self.secret, "invitation.token", link)

    def wrapping(self, token: str) -> bytes:
        """The key that wraps what a person's place holds."""
        return _derived(self.secret, f"place.wrap:{token}")

    def invitation_wrapping(self, link: str) -> bytes:
        """The key of an invitation: it takes the installation's key and the link together."""
        return _derived(self.secret + b"\0" + link.encode(), "invitation.wrap")


def installations() -> tuple[Installation, ...]:
    """The installation's keys, the one in use first."""
    found = (settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", ()))
    return tuple(Installation(str(each).encode()) for each in found)


def current() -> Installation:
    """The key in use."""
    return installations()[0]


@dataclass(frozen=True, slots=True)
class SpaceKey:
    """The data key of one space: 32 random bytes, kept only wrapped in its members' places."""

    space: str
    secret: bytes

    def __repr__(self) -> str:
        return f"SpaceKey({self.space!r}, …)"

    @classmethod
    def new(cls) -> SpaceKey:
        """A new space with a new key."""
        return cls(new_id(), secrets.token_bytes(SIZE))

    @classmethod
    def from_text(cls, space: str, secret: str) -> SpaceKey:
        """Read from a place."""
        return cls(space, base64.b64decode(secret))

    @property
    def text(self) -> str:
        """The key as a place holds it."""
        return base64.b64encode(self.secret).decode("ascii")

    def row_token(self, sequence: int) -> str:
        """Name of the row number ``sequence`` of the space's journal."""
        return _token(self.secret, "row.token", self.space, sequence)

    def part_token(self, file: str, number: int) -> str:
        """Name of the row that holds part ``number`` of a file."""
        return _token(self.secret, "file.token", self.space, file, number)

    @property
    def sealing(self) -> bytes:
        """The key that seals the space's rows."""
        return _derived(self.secret, f"seal:{self.space}")
