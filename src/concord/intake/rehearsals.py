"""What the locks refuse, tried out; and the ways a reading process can go wrong, acted out for the tests.

Reached only by a request of our own code, never by a file.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from concord.intake import wire
from concord.intake.jail import Locks

_OUTSIDE = str(Path(__file__).resolve())
_FOLDER = tempfile.gettempdir()
_REFUSALS = frozenset({errno.EPERM, errno.EACCES, errno.ENETUNREACH, errno.ENOSYS, errno.EROFS})


def rehearse(what: str, out: BinaryIO, locks: Locks, *, readable: bool = False) -> None:
    """Try the locks (``self-test``), or misbehave."""
    if what == "self-test":
        _self_test(out, locks, readable)
    else:
        _MISBEHAVIOURS[what](out)


def _self_test(out: BinaryIO, locks: Locks, readable: bool) -> None:
    tried = {name: _refused(attempt) for name, attempt in ATTEMPTS.items()}
    facts: dict[str, object] = {
        "refused": sorted(name for name, refused in tried.items() if refused),
        "allowed": sorted(name for name, refused in tried.items() if not refused),
        "locks": locks.as_dict(),
    }
    if readable:
        out.write(json.dumps(facts, indent=2).encode() + b"\n")
        return
    wire.write_begin(out)
    wire.write_end(out, facts)


def _refused(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    except OSError as error:
        return error.errno in _REFUSALS
    return False


def _read_a_file() -> None:
    os.close(os.open(_OUTSIDE, os.O_RDONLY))


def _write_a_file() -> None:
    path = str(Path(_FOLDER) / f"concord-intake-{os.getpid()}")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    os.unlink(path)  # noqa: PTH108  # pathlib would hide which call was refused


def _list_a_folder() -> None:
    os.listdir(_FOLDER)  # noqa: PTH208  # as above


def _connect() -> None:
    with socket.socket() as connection:
        connection.settimeout(2)
        connection.connect(("127.0.0.1", 9))


def _connect_outside() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.connect(("192.0.2.1", 53))


def _start_a_process() -> None:
    process = os.fork()
    if process == 0:
        os._exit(0)
    os.waitpid(process, 0)


def _become_another_program() -> None:
    os.execv("/nonexistent/program", ["program"])


def _signal_the_parent() -> None:
    os.kill(os.getppid(), 0)


ATTEMPTS: dict[str, Callable[[], None]] = {
    "read a file": _read_a_file,
    "write a file": _write_a_file,
    "list a folder": _list_a_folder,
    "connect to this machine": _connect,
    "connect to another machine": _connect_outside,
    "start a process": _start_a_process,
    "become another program": _become_another_program,
    "signal the parent": _signal_the_parent,
}


def _burn(_: BinaryIO) -> None:
    while True:
        pass


def _hoard(_: BinaryIO) -> None:
    kept = []
    while True:
        kept.append(bytearray(os.urandom(1) * (8 << 20)))
        time.sleep(0.002)


def _leap(_: BinaryIO) -> None:
    kept = bytearray(64 << 30)
    kept[-1] = 1


def _sleep(_: BinaryIO) -> None:
    time.sleep(3600)


def _babble(out: BinaryIO) -> None:
    out.write(b"\x80\x04\x95 this is not the message\n" * 3)


def _flood(out: BinaryIO) -> None:
    wire.write_begin(out)
    while True:
        out.write(b'{"is":"remark"}\n' * 1000)


def _lie(out: BinaryIO) -> None:
    wire.write_begin(out)
    out.write(b'{"is":"sheet","name":null,"rows":1000000000000,"columns":3,"first_row":1,"hidden":""}\n')
    out.write(b'{"is":"column","bytes":9999999999999,"kinds":0,"formulas":0,"width":4}\n')


def _stop_half_way(out: BinaryIO) -> None:
    wire.write_begin(out)


def _abort(_: BinaryIO) -> None:
    os.abort()


_MISBEHAVIOURS: dict[str, Callable[[BinaryIO], None]] = {
    "cpu": _burn,
    "memory": _hoard,
    "leap": _leap,
    "sleep": _sleep,
    "garbage": _babble,
    "flood": _flood,
    "lie": _lie,
    "half": _stop_half_way,
    "abort": _abort,
}
