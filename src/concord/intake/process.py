"""Starts the reading process, watches it from outside, and never lets it outlive the call."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, BinaryIO, cast

from concord.errors import Unavailable
from concord.intake.limits import MEBIBYTE, Limits
from concord.intake.message import Garbled, Message

LOOK_EVERY_SECONDS = 0.02
SETTLE_SECONDS = 5
OUT_OF_MEMORY = 75
LAST_WORDS = 16_384
ENTRY = "concord.intake.child"
#: Processor time of a process whose limits name none: far more than any file needs that ends at all.
WORK_SECONDS, WORK_SECONDS_PER_MEBIBYTE = 600, 60
_START = "import sys; sys.path[:0] = sys.argv[1:]; from {entry} import main; main()"


@dataclass(slots=True)
class Outcome:
    """How the process ended: its message, the code of what went wrong or "", and the memory it was seen to use."""

    message: Message
    failure: str = ""
    params: dict[str, object] = field(default_factory=dict)
    peak_bytes: int = 0


#: Makes a reader of the message: the stream, the file's name, and how many bytes it may have.
Understands = Callable[[BinaryIO, str, int | None], Message]


def run(
    stream: IO[bytes],
    name: str,
    limits: Limits,
    request: Mapping[str, object],
    *,
    entry: str = ENTRY,
    message: Understands = Message,
    needs: Sequence[str] = (),
) -> Outcome:
    """Have the process read ``stream``; whatever it does, it is gone when this returns.

    Args:
        stream: The file, opened for bytes.
        name: Its name, for findings.
        limits: What the process may use.
        request: What else it is told.
        entry: The module whose ``main`` the process runs; another room's own reader stands under the same locks.
        message: What reads its message, where that holds more than sheets.
        needs: Packages that it imports besides the usual readers.

    Raises:
        Unavailable: The process cannot be started on this system.
    """
    # The process loads what opens Parquet where this may be Parquet, and nowhere else: it takes a third of a second.
    limits = replace(limits, parquet=limits.parquet and _begins_with(stream, b"PAR1"))
    limits = replace(limits, cpu_seconds=limits.cpu_seconds or _longest_work(stream))
    with _started(stream, {"name": name, "limits": limits.as_dict(), **request}, limits, entry, needs) as process:
        watch = _Watch(process, limits)
        said = message(cast(BinaryIO, process.stdout), name, _longest(limits))
        try:
            understood = _understood(said)
            if not understood:
                _stop(process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(SETTLE_SECONDS)
        finally:
            watch.end()
        failure, params = _failure(process, understood, watch, limits)
        return Outcome(said, failure, params, watch.peak)


def _understood(message: Message) -> bool:
    try:
        message.read()
    except (Garbled, MemoryError, OverflowError, ValueError, TypeError, KeyError):
        return False
    return True


def _longest(limits: Limits) -> int | None:
    return None if limits.unpacked_bytes is None else 4 * limits.unpacked_bytes


def _longest_work(stream: IO[bytes]) -> int | None:
    """Processor seconds after which a reader is taken to go round in circles, where no limit was given."""
    if not stream.seekable():
        return None
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return WORK_SECONDS + WORK_SECONDS_PER_MEBIBYTE * size // MEBIBYTE


def _begins_with(stream: IO[bytes], sign: bytes) -> bool:
    if not stream.seekable():
        return True
    stream.seek(0)
    found = stream.read(len(sign)) == sign
    stream.seek(0)
    return found


def _stop(process: subprocess.Popen[bytes]) -> None:
    """A process that is ending leaves its reason in its return code; one that still runs is stopped."""
    try:
        process.wait(0.3)
    except subprocess.TimeoutExpired:
        process.kill()


def _failure(
    process: subprocess.Popen[bytes], understood: bool, watch: _Watch, limits: Limits
) -> tuple[str, dict[str, object]]:
    """What went wrong, as the code of a finding and its parameters; "" where nothing did."""
    if watch.reason:
        return watch.reason, watch.params
    code = process.returncode
    if code == OUT_OF_MEMORY or (code not in (0, None) and b"memory allocation" in _last_words(process)):
        return "intake.limit.memory", {"limit_mb": (limits.memory_bytes or 0) // MEBIBYTE}
    if code is not None and code == -getattr(signal, "SIGXCPU", 24):
        return "intake.limit.time", {"limit": limits.cpu_seconds}
    # A message that is whole stands, also where the system takes long to take the process down behind it.
    if code == 0 or (understood and code is None):
        return ("", {}) if understood else ("intake.process.garbled", {})
    still_running = code is None or code == -getattr(signal, "SIGKILL", 9)
    return ("intake.process.garbled" if still_running else "intake.process.failed"), {}


def _last_words(process: subprocess.Popen[bytes]) -> bytes:
    """What the ended process wrote to its error stream; looked through for one phrase, never shown."""
    return b"" if process.stderr is None else process.stderr.read(LAST_WORDS)


@contextmanager
def _started(
    stream: IO[bytes], request: Mapping[str, object], limits: Limits, entry: str, needs: Sequence[str]
) -> Iterator[subprocess.Popen[bytes]]:
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", _START.format(entry=entry), *_roots(limits, needs)],
            stdin=stream,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(request),
            cwd=Path(sys.executable).anchor or None,
            close_fds=True,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise Unavailable("intake.process.unavailable") from error
    try:
        yield process
    finally:
        with suppress(OSError):
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SETTLE_SECONDS)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _environment(request: Mapping[str, object]) -> dict[str, str]:
    """Nothing of ours but the request, and on Windows what the system itself needs to start a program."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}
    return {**kept, "CONCORD_INTAKE": json.dumps(request)}


def _roots(limits: Limits, needs: Sequence[str]) -> list[str]:
    """The folders from which the process imports: ours, and those of the readers."""
    found: dict[str, None] = {}
    for name in ("concord", "defusedxml", "python_calamine", *(("pyarrow", "numpy") if limits.parquet else ()), *needs):
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise Unavailable("intake.process.unavailable", params={"missing": name})
        found[str(Path(spec.origin).resolve().parent.parent)] = None
    return list(found)


class _Watch:
    """Looks at the process from outside, at its memory and at the clock, and stops it where it goes too far."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self.reason = ""
        self.params: dict[str, object] = {}
        self.peak = 0
        self._process = process
        self._limits = limits
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, name="intake-watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        limits = self._limits
        started = time.monotonic()
        while not self._ended.wait(LOOK_EVERY_SECONDS):
            self.peak = max(self.peak, resident(self._process.pid))
            if limits.memory_bytes is not None and self.peak > limits.memory_bytes:
                self._kill("intake.limit.memory", limit_mb=limits.memory_bytes // MEBIBYTE)
                return
            if limits.wall_seconds is not None and time.monotonic() - started > limits.wall_seconds:
                self._kill("intake.limit.time", limit=limits.wall_seconds)
                return

    def _kill(self, reason: str, **params: object) -> None:
        self.reason, self.params = reason, params
        with suppress(OSError):
            self._process.kill()


def resident(process: int) -> int:
    """Resident memory of a process in bytes; 0 where this system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
