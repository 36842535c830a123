"""How every command speaks: one JSON document or a person's view; progress only on a terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Advance = Callable[[int], None]


def data_folder(given: Path | None = None) -> Path:
    """The folder a command works in: the one given, else ``CONCORD_FOLDER``, else the user's data folder for Concord.

    The command line is the library's edge; nothing but a command calls this.
    """
    if given is not None:
        return given.expanduser().resolve()
    if os.environ.get("CONCORD_FOLDER"):
        return Path(os.environ["CONCORD_FOLDER"]).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "Concord"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/Concord").expanduser()
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "concord"


def emit(data: Mapping[str, Any], *, as_json: bool, human: Callable[[], None]) -> None:
    """Print one JSON document on standard output, or let ``human`` print its view."""
    if as_json:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2, sort_keys=False)
        sys.stdout.write("\n")
    else:
        human()


def say(text: str = "") -> None:
    """A line for a person, on standard error, so that standard output stays one document."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def columns(rows: Sequence[Sequence[object]], *, header: Sequence[str] = ()) -> str:
    """Rows as aligned plain columns; the last column is not padded."""
    cells = [[str(cell) for cell in row] for row in ([header, *rows] if header else rows)]
    if not cells:
        return ""
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    if header:
        lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


@contextmanager
def progress(total: int, label: str) -> Iterator[Advance]:
    """A progress bar on standard error when that is a terminal; yields a function that advances it."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda step: bar.advance(task, step)


@contextmanager
def line() -> Iterator[Callable[[str], None] | None]:
    """A function that puts a line on standard error in place of the one before; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    clear = "\r\x1b[2K"

    def put(text: str) -> None:
        sys.stderr.write(clear + text)
        sys.stderr.flush()

    try:
        yield put
    finally:
        put("")
