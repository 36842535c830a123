"""Reading processes by the thousand: one process imports the readers once, and forks a locked child for each file.

Starting a reading process costs a fresh interpreter and its imports each time (SECURITY rule 6 wants exactly that of a
site). To read very many hostile files the same way, this starts the interpreter once; every file still gets a process
of its own, which takes on the same locks (namespaces, Landlock, seccomp, limits, audit hook) before it looks at the
first byte, answers the same message and ends. Used by `bench/fuzz_mds.py` and by the tests of the corpus of bad inputs.
Linux and macOS alone.

    with Zygote() as zygote, zygote.in_place():
        read(b"...", "a.csv")          # concord.intake.read and every other reader that starts a process
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any
from unittest import mock

from concord.intake import process
from concord.intake.limits import Limits

_BOOT = """
import sys
sys.path[:0] = sys.argv[2:]
import importlib, json, os, socket
entries = {entries!r}
from concord.intake import child, jail
for name in entries: importlib.import_module(name)
for name in ("hook", "resources", "landlock", "seccomp", "namespaces", "libc"):
    importlib.import_module("concord.intake.jail." + name)
child._import_ahead(parquet={parquet!r})
if not {namespaces!r}: sys.modules["concord.intake.jail.namespaces"].enter = lambda: False
door = socket.socket(fileno=int(sys.argv[1]))
while True:
    data, fds, _, _ = socket.recv_fds(door, 1 << 16, 3)
    if not data: os._exit(0)
    pid = os.fork()
    if pid == 0:
        door.close()
        for target, fd in enumerate(fds): os.dup2(fd, target)
        for fd in fds: os.close(fd)
        entry, request = json.loads(data)
        os.environ["CONCORD_INTAKE"] = request
        code = 1
        try:
            importlib.import_module(entry).main()
            code = 0
        finally:
            os._exit(code)
    for fd in fds: os.close(fd)
    door.send(b"forked %d\\n" % pid)
    _, status = os.waitpid(pid, 0)
    door.send(b"ended %d\\n" % os.waitstatus_to_exitcode(status))
"""
ENTRIES = (
    "concord.intake.child", "concord.mds.readers.child", "concord.mds.proposing.cells", "concord.mds.proposing.sampled",
)  # fmt: skip


class Forked:
    """A forked reading process, with as much of :class:`subprocess.Popen` as its parent needs."""

    def __init__(self, zygote: Zygote, pid: int, stdout: IO[bytes], stderr: IO[bytes]) -> None:
        self._zygote, self.pid, self.stdout, self.stderr = zygote, pid, stdout, stderr
        self.returncode: int | None = None

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            ready, _, _ = select.select([self._zygote.door], [], [], timeout)
            if not ready:
                raise subprocess.TimeoutExpired("reading process", timeout or 0)
            self.returncode = self._zygote.number("ended")
        return self.returncode

    def kill(self) -> None:
        if self.returncode is None and self.pid > 1:  # 0 and -1 are no process: they are everybody's end
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Zygote:
    """The process that forks. One file at a time; start several for several at once."""

    def __init__(
        self,
        *,
        parquet: bool = False,
        entries: Sequence[str] = ENTRIES,
        folders: Sequence[str] = (),
        namespaces: bool = True,
    ) -> None:
        self.parquet, self.entries, self._folders = parquet, tuple(entries), folders
        self._boot = _BOOT.format(entries=self.entries, parquet=parquet, namespaces=namespaces)
        self._start()

    def _start(self) -> None:
        self.door, theirs = socket.socketpair()
        self._rest = b""
        roots = process._roots(Limits(parquet=self.parquet), ())
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", self._boot, str(theirs.fileno()), *roots, *self._folders],
            pass_fds=(theirs.fileno(),),
            env={},
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.door.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()

    def again(self) -> None:
        """Begin anew where a forked process does not end: what it may still say is never taken for something else."""
        self.door.close()
        self._process.kill()
        self._start()

    def number(self, of: str) -> int:
        """The next number it says, which is of what is asked for: ``forked`` or ``ended``."""
        while b"\n" not in self._rest:
            piece = self.door.recv(64)
            if not piece:
                raise RuntimeError("the forking process is gone")
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        said, _, value = line.decode().partition(" ")
        if said != of:
            raise RuntimeError(f"the forking process says {said} where it should say {of}")
        return int(value)

    @contextmanager
    def started(
        self, stream: IO[bytes], request: Mapping[str, object], limits: Limits, entry: str, *_: object
    ) -> Iterator[Forked]:
        """Stands in for :func:`concord.intake.process._started`."""
        stream.seek(0)
        out_read, out_write = os.pipe()
        error_read, error_write = os.pipe()
        said = json.dumps([entry, json.dumps(request)]).encode()
        socket.send_fds(self.door, [said], [stream.fileno(), out_write, error_write])
        os.close(out_write)
        os.close(error_write)
        with os.fdopen(out_read, "rb") as out, os.fdopen(error_read, "rb") as error:
            forked = Forked(self, self.number("forked"), out, error)
            try:
                yield forked
            finally:
                forked.kill()
                # A killed process may wait on the kernel for minutes; another forking process serves meanwhile.
                try:
                    forked.wait(5)
                except subprocess.TimeoutExpired:
                    self.again()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """While this lasts, every reading process of this process is forked."""
        with mock.patch.object(process, "_started", self.started):
            yield


@contextmanager
def both(*, namespaces: bool = False) -> Iterator[None]:
    """Two forking processes, one of which has the reader of Parquet; requests go to the one they need.

    Args:
        namespaces: Whether each file gets a network of its own too. The kernel takes such networks down one after
            another, and many at once hold up everything else; the tests of the locks themselves ask for them.
    """
    with Zygote(namespaces=namespaces) as plain, Zygote(parquet=True, namespaces=namespaces) as richer:

        def started(stream: Any, request: Any, limits: Limits, entry: str, *rest: object) -> Any:
            return (richer if limits.parquet else plain).started(stream, request, limits, entry, *rest)

        with mock.patch.object(process, "_started", started):
            yield


def main() -> None:
    """How long a file takes in a fresh process and in a forked one."""
    from concord.intake import read

    def seconds(times: int) -> float:
        begun = time.perf_counter()
        for _ in range(times):
            assert read(b"area,headcount\nKEN,1200\n", "a.csv").ok
        return (time.perf_counter() - begun) / times

    fresh = seconds(5)
    with Zygote() as zygote, zygote.in_place():
        seconds(1)
        forked = seconds(200)
    print(f"a fresh process {fresh * 1000:.1f} ms, a forked one {forked * 1000:.1f} ms")


if __name__ == "__main__":
    main()
