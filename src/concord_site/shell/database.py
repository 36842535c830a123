"""Which SQLite the site stands on, and how safely it writes.

SQLite 3.7.0 to 3.51.2 in WAL mode with several connections has a known corruption race (mended in 3.51.3, and in the
back-ports 3.44.6 and 3.50.7). Where the wheel of ``pysqlite3`` is installed its newer library takes the place of
Python's own; on an affected library the journal is kept in DELETE mode, which is slower and safe.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from concord.errors import Invalid

_MENDED = ((3, 44, 6), (3, 50, 7))
_MENDED_FROM = (3, 51, 3)
_BEFORE_WAL = (3, 7, 0)


def choose_sqlite() -> str:
    """Put ``pysqlite3`` in place of ``sqlite3`` where it is installed; called before Django imports its backend.

    Returns:
        The version of the SQLite library that will be used.
    """
    try:
        better = importlib.import_module("pysqlite3")
    except ImportError:
        better = importlib.import_module("sqlite3")
    else:
        sys.modules["sqlite3"] = better
        sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    return str(better.sqlite_version)


def is_wal_safe(version: str) -> bool:
    """Whether several connections may write in WAL mode on this SQLite version."""
    number = tuple(int(part) for part in version.split("."))
    if number < _BEFORE_WAL or number >= _MENDED_FROM:
        return number >= _MENDED_FROM
    return any(number[:2] == mended[:2] and number >= mended for mended in _MENDED)


def journal_mode(version: str) -> str:
    """``WAL`` where it is safe, else ``DELETE``."""
    return "WAL" if is_wal_safe(version) else "DELETE"


def sqlite(path: Path, version: str) -> dict[str, Any]:
    """Django's settings for the SQLite file: every acknowledgement waits until the disk has the data."""
    pragmas = f"PRAGMA foreign_keys=ON; PRAGMA journal_mode={journal_mode(version)}; PRAGMA synchronous=FULL;"
    return {
        "ENGINE": "concord_site.shell.sqlite",
        "NAME": str(path),
        "TEST": {"NAME": ":memory:"},  # as with Django's own backend, whose name test runners know
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def postgres(address: str) -> dict[str, Any]:
    """Django's settings for ``postgres://user:password@host:port/name?host=/run/postgresql``.

    Raises:
        Invalid: ``site.config.database`` when the address is of another kind.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise Invalid("site.config.database", params={"scheme": parts.scheme})
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": asked.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": True, "options": "-c synchronous_commit=on", **asked},
    }
