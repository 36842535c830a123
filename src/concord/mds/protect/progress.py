"""One line on a terminal that says how far hiding and attacking are; nothing anywhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from concord.mds.protect.hiding import Progress
from concord.vocabulary import console
from concord.vocabulary.text import wording

_SAID = {
    "hiding": "Hiding small counts: {done} of {total}",
    "attacking": "Attacking what is left: {done} of {total}",
}


@contextmanager
def on_terminal(progress: Progress | None = None, *, language: str = "en") -> Iterator[Progress | None]:
    """Who is told: the one given, else a line on the error stream where that is a terminal, else nobody."""
    with console.line() as put:
        if progress is not None or put is None:
            yield progress
            return

        def told(what: str, done: int, total: int) -> None:
            said = wording("mds", f"progress.{what}", _SAID.get(what, what), language).text
            put(said.format(done=done, total=total))

        yield told
