"""One line on a terminal that says how far hiding and attacking are; nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from concord.mds.protect.hiding import Progress
from concord.vocabulary.text import wording

_SAID = {
    "hiding": "Hiding small counts: {done} of {total}",
    "attacking": "Attacking what is left: {done} of {total}",
}
_CLEAR = "\r\x1b[2K"


@contextmanager
def on_terminal(progress: Progress | None = None, *, language: str = "en") -> Iterator[Progress | None]:
    """Who is told: the one given, else a line on the error stream where that is a terminal, else nobody."""
    if progress is not None or not sys.stderr.isatty():
        yield progress
        return

    def told(what: str, done: int, total: int) -> None:
        said = wording("mds", f"progress.{what}", _SAID.get(what, what), language).text
        sys.stderr.write(_CLEAR + said.format(done=done, total=total))
        sys.stderr.flush()

    try:
        yield told
    finally:
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
