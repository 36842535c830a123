"""One line on a terminal that says how far a register is; nothing anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from concord.vocabulary import console
from concord.vocabulary.text import wording

Progress = Callable[[str, int], None]
#: What is being done → how it is said.
_SAID = {
    "reading": "Reading: {rows} rows",
    "harmonising": "Putting into standard columns: {rows} rows",
    "checking": "Checking {rows} rows",
    "counting": "Counting {rows} rows",
}


@contextmanager
def on_terminal(progress: Progress | None = None, *, language: str = "en") -> Iterator[Progress | None]:
    """Who is told: the one given, else a line on the error stream where that is a terminal, else nobody."""
    with console.line() as put:
        if progress is not None or put is None:
            yield progress
            return

        def told(what: str, rows: int) -> None:
            said = wording("mds", f"progress.{what}", _SAID.get(what, what), language).text
            put(said.format(rows=f"{rows:,}".replace(",", "\u202f")))

        yield told
