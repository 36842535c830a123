"""The backend Django loads by its name; see :mod:`concord_site.shell.database`.

SQLite has one writer at a time. Left alone, those who wait sleep and knock again, ever longer, and whoever comes last
may get in first: with a few threads that write all the time some waited for a minute. Here the threads of a process
stand in a queue that wakes the next one at once; only the first of each process waits at SQLite's own door.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

#: Django's own connection; its stubs leave out what is extended here.
_Plain: Any = base.DatabaseWrapper


class Turns:
    """A lock whose turns come in the order in which they were asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def take(self, seconds: float) -> bool:
        """Wait for one's turn at most so long; whether it came."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came in the very moment of giving up

    def give(self) -> None:
        """End one's turn and wake the next."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_TURNS: dict[str, Turns] = {}
_MAKING = threading.Lock()


def turns(name: str) -> Turns:
    """The queue of one file, in this process."""
    with _MAKING:
        return _TURNS.setdefault(name, Turns())


class DatabaseWrapper(_Plain):
    """A connection that takes its turn before it begins to write."""

    _turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        self._take(seconds)
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._give()
            raise

    def _take(self, seconds: float) -> None:
        if self._turn is not None or self.transaction_mode is None or self.is_in_memory_db():
            return
        queue = turns(str(self.settings_dict["NAME"]))
        if not queue.take(seconds):
            raise OperationalError("database is locked")
        self._turn = queue

    def _give(self) -> None:
        queue, self._turn = self._turn, None
        if queue is not None:
            queue.give()

    def _commit(self) -> Any:
        done = super()._commit()
        self._give()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._give()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._give()
