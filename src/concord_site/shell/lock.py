"""Who holds the data folder: a running site holds it together with others, a restore holds it alone."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from concord.errors import Conflict

try:
    import fcntl
except ImportError:  # Windows has no such lock; the message of `restore` asks to stop the site
    fcntl = None  # type: ignore[assignment]


@contextmanager
def held(folder: Path, *, alone: bool) -> Iterator[None]:
    """Hold the folder while the block runs; the system lets go of it when the process ends, however it ends.

    Raises:
        Conflict: ``site.backup.in-use`` when somebody else holds it in a way that excludes this.
    """
    if fcntl is None:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as problem:
            raise Conflict("site.backup.in-use") from problem
        yield
    finally:
        os.close(handle)


_turns = threading.Lock()


@contextmanager
def in_turn(folder: Path, name: str) -> Iterator[None]:
    """Do something in a folder while nobody else does the same, in this process or another one; others wait."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _turns:
        handle = os.open(folder / f".{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
