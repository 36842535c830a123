"""Reading and protecting in a process of their own: whoever stops it waits for no step, and nothing of it stays.

The process knows no database and no secret: it is handed the wish as files, and writes what it found as files
(:mod:`concord_site.mds.apart_process`). All of it, the rows of a register while they are counted too, stands in one
private folder that is gone when the call returns. The files of the delivery are opened by the limited process of
:mod:`concord.intake` alone, which ends with the one that started it.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from concord import errors
from concord.vocabulary.structures import Table
from concord_site.mds import apart_files, apart_tables, outcome, protecting, reading

#: How often somebody is asked whether to go on.
LOOK_EVERY_SECONDS = 0.5
SETTLE_SECONDS = 5
LAST_WORDS = 6_000
_START = "import sys; sys.path[:] = sys.argv[1:]; from concord_site.mds.apart_process import main; main()"
_KEPT = ("SYSTEMROOT", "POLARS_MAX_THREADS")
_REFUSALS = {kind.__name__: kind for kind in (
    errors.Invalid, errors.NotFound, errors.NotAllowed, errors.Conflict, errors.Unavailable,
)}  # fmt: skip


class Failed(Exception):
    """The process ended without an answer; what it said last is the message."""


def read(
    paths: Sequence[Path], wish: reading.Wish, step: reading.Step = reading.quiet
) -> tuple[outcome.Outcome, tuple[Table, ...]]:
    """As :func:`concord_site.mds.reading.read`, in another process; ``step`` is asked twice a second and may raise.

    Args:
        paths: The files, in a private folder beside which others may stand.
        wish: How they are read.
        step: Told how far it is; what it raises ends the process at once.

    Raises:
        Refusal: What the library refused.
        Failed: The process died.
    """
    with _folder(paths[0].parent.parent) as place:
        apart_files.ask(place, paths, wish)
        _done(place, step)
        return apart_files.answer(place)


def protect(wish: protecting.Wish, step: protecting.Step) -> protecting.Found:
    """As :func:`concord_site.mds.protecting.protected`, in another process; ``step`` is as of :func:`read`.

    Raises:
        Refusal: What the library refused.
        Failed: The process died.
    """
    ground = Path(settings.CONCORD.private) / "reading"
    ground.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _folder(ground) as place:
        apart_tables.ask(place, wish)
        _done(place, step)
        return apart_tables.answer(place)


@contextmanager
def _folder(ground: Path) -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(dir=ground))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _done(place: Path, step: reading.Step) -> None:
    with _started(place) as process:
        _watched(process, place, step)


@contextmanager
def _started(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (place / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-B", "-c", _START, *filter(None, sys.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, cwd=place, env=_environment(place),
            close_fds=True, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(OSError):
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SETTLE_SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _environment(place: Path) -> dict[str, str]:
    """Nothing of ours; what is written for a while is written into the private folder."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {**kept, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place)), "PYTHONUTF8": "1"}


def _watched(process: subprocess.Popen[bytes], place: Path, step: reading.Step) -> None:
    """Pass on how far it is until it ends; ask between whether to go on."""
    lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    assert process.stdout is not None
    threading.Thread(target=_listen, args=(process.stdout, lines), name="mds-reading", daemon=True).start()
    at: tuple[int, int, str] = (0, 1, "")
    while True:
        try:
            told = lines.get(timeout=LOOK_EVERY_SECONDS)
        except queue.Empty:
            step(*at)
            continue
        if told is None:
            raise Failed(_last_words(place))
        if "refused" in told:
            raise _REFUSALS[told["refused"]](told["code"], params=told["params"], hint=told["hint"])
        if "done" in told:
            return
        at = (told["at"], told["of"], told["note"])
        step(*at)


def _listen(stream: IO[bytes], lines: queue.SimpleQueue[dict[str, Any] | None]) -> None:
    with suppress(OSError, ValueError):
        for line in stream:
            lines.put(json.loads(line))
    lines.put(None)


def _last_words(place: Path) -> str:
    """What the process wrote to its error stream, for the log."""
    return (place / "said").read_bytes()[-LAST_WORDS:].decode("utf-8", "replace") or "no word"
