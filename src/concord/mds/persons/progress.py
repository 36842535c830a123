"""One line on a terminal that says how far a register is; nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from concord.vocabulary.text import wording

Progress = Callable[[str, int], None]
#: What is being done → how it is said.
_SAID = {
    "reading": "Reading: {rows} rows",
    "harmonising": "Putting into standard columns: {rows} rows",
    "checking": "Checking {rows} rows",
    "counting": "Counting {rows} rows",
}
_CLEAR = "\r\x1b[2K"


@contextmanager
def on_terminal(progress: Progress | None = None, *, language: str = "en") -> Iterator[Progress | None]:
    """Who is told: the one given, else a line on the error stream where that is a terminal, else nobody."""
    if progress is not None or not sys.stderr.isatty():
        yield progress
        return

    def told(what: str, rows: int) -> None:
        said = wording("mds", f"progress.{what}", _SAID.get(what, what), language).text
        sys.stderr.write(_CLEAR + said.format(rows=f"{rows:,}".replace(",", "\u202f")))
        sys.stderr.flush()

    try:
        yield told
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
