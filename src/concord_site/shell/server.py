"""Starting the web server: one process or several, and for a small installation the queue and the clock too."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from concord import __version__
from concord.errors import Unavailable
from concord_site.shell import health, jobs
from concord_site.shell.lock import held

#: Requests a process takes in before it makes others wait outside; were it few, some people would wait long.
BACKPRESSURE = 512
#: SQLite lets one write at a time: while one process waits for the disk, another one thinks; a third would wait.
SQLITE_WORKERS = 2
TARGET = "concord_site.wsgi:application"


def serve(
    *,
    host: str,
    port: int,
    with_worker: bool,
    workers: int = 1,
    threads: int = 4,
    on_ready: Callable[[], None] | None = None,
) -> None:
    """Serve until interrupted, then stop cleanly: requests in hand and the job in hand are finished first.

    Args:
        host: Network address to listen on.
        port: Port to listen on.
        with_worker: Also run the queue and the clock, in threads of this process.
        workers: Server processes.
        threads: Threads in each.
        on_ready: Called once the first request can be answered.

    Raises:
        Unavailable: ``site.serve.port``; ``site.serve.not-migrated``.
        Conflict: ``site.backup.in-use`` while a restore holds the data folder.
    """
    _require_port(host, port)
    if count := health.pending_migrations():
        raise Unavailable("site.serve.not-migrated", params={"count": count})
    collect_static()
    with held(settings.CONCORD.folder, alone=False):
        _run(host=host, port=port, with_worker=with_worker, workers=workers, threads=threads, on_ready=on_ready)


def _run(*, host: str, port: int, with_worker: bool, workers: int, threads: int, on_ready: Any) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    connections.close_all()
    # A new interpreter for each server process: nothing that a job has loaded here is shared by accident.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        TARGET, address=host, port=port, interface=Interfaces.WSGI, workers=workers, blocking_threads=threads,
        backpressure=BACKPRESSURE, respawn_failed_workers=True, workers_kill_timeout=20, log_enabled=False,
    )  # fmt: skip
    worker = jobs.WorkerThread() if with_worker else None
    announcer = threading.Thread(target=_announce, args=(host, port, worker, on_ready), daemon=True)
    server.on_startup(announcer.start)
    _keep_the_interrupt()
    try:
        server.serve()
    finally:
        _keep_the_interrupt(stop=True)
        if worker is not None and worker.is_alive():
            worker.close()


def _keep_the_interrupt(*, stop: bool = False) -> None:
    """Put the handler of Ctrl-C back once a second: native code that a job runs may take it for itself."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        return
    signal.signal(signal.SIGALRM, signal.SIG_IGN if stop else _put_back)
    signal.setitimer(signal.ITIMER_REAL, 0.0 if stop else 1.0, 0.0 if stop else 1.0)


def _put_back(*_: object) -> None:
    if callable(handler := signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, handler)


def _announce(host: str, port: int, worker: jobs.WorkerThread | None, on_ready: Any) -> None:
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host
    for _ in range(600):
        with suppress(OSError), socket.create_connection((reachable, port), timeout=0.5) as knock:
            knock.sendall(
                f"GET /health HTTP/1.1\r\nHost: {settings.CONCORD.host}\r\nConnection: close\r\n\r\n".encode()
            )
            if knock.recv(1):
                break
        time.sleep(0.05)
    if worker is not None:
        worker.start()
    if on_ready is not None:
        on_ready()


def _require_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Unavailable("site.serve.port", params={"port": port}) from problem


def collect_static() -> bool:
    """Collect style sheets, scripts and fonts where they have changed since the last time.

    Returns:
        Whether anything had to be collected.
    """
    stamp = _stamp()
    kept = Path(settings.STATIC_ROOT) / ".stamp"
    if kept.is_file() and kept.read_text(encoding="ascii") == stamp:
        return False
    with _manifest_storage():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    kept.write_text(stamp, encoding="ascii")
    return True


def _stamp() -> str:
    """A digest over the names, sizes and times of all static files."""
    found = [__version__]
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = os.stat(storage.path(path))  # noqa: PTH116
            found.append(f"{path}\0{state.st_size}\0{state.st_mtime_ns}")
    return sha256("\n".join(sorted(found)).encode()).hexdigest()


def _manifest_storage() -> Any:
    from django.test.utils import override_settings

    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": backend}})
