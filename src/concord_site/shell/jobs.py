"""Work in the background: rooms declare it, people start, watch and stop it.

A room declares a job in its ``jobs.py`` and starts it from an action::

    @jobs.job("publishing.document.compile", title="Compile a document")
    def compile(by, progress, *, document_id): ...

    jobs.start("publishing.document.compile", by=person, arguments={"document_id": 7})

``by`` is read from the database when the job runs, so what the person may do is what they may do *then*. This is the
one module that imports ``django_tasks``.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import task

from concord.errors import NotAllowed, NotFound, Refusal
from concord_site.shell import access, suppliers
from concord_site.shell.models import Job, Milestone

__all__ = ["Progress", "Stopped", "WorkerThread", "abandon", "job", "run_waiting", "start", "state", "stop", "task"]

log = logging.getLogger("concord.jobs")
ABANDONED_AFTER = timedelta(minutes=30)
WRITE_EVERY_SECONDS = 0.4


class Stopped(Exception):
    """The person asked to stop; raised inside the job at its next step."""


class Progress:
    """Where a job is: ``step`` says how far, and raises :class:`Stopped` when the person has asked to stop."""

    def __init__(self, pk: str) -> None:
        self._pk = pk
        self._written = 0.0

    def step(self, done: int, total: int, note: str = "") -> None:
        """Note the count of things done out of all; written at most every half second, and always the last."""
        now = time.monotonic()
        if done < total and now - self._written < WRITE_EVERY_SECONDS:
            return
        self._written = now
        values = {"done": done, "total": total, "note": note[:200], "beat_at": timezone.now()}
        if Job.objects.filter(pk=self._pk, stop_asked=False).update(**values) == 0:
            raise Stopped


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared job."""

    name: str
    title: str
    function: Callable[..., Any]


_declared: dict[str, Declared] = {}


def job(name: str, *, title: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a job; the function takes ``by``, ``progress`` and its arguments by keyword, and returns JSON or None."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        _declared[name] = Declared(name, title, function)
        return function

    return declare


def _find(name: str) -> Declared:
    if name not in _declared:
        for room in settings.ROOMS_PRESENT:
            module = f"concord_site.{room}.jobs"
            if find_spec(module) is not None:
                import_module(module)
    if name not in _declared:
        raise NotFound("site.job.unknown", params={"name": name})
    return _declared[name]


def start(name: str, *, by: Any, title: str = "", arguments: dict[str, Any] | None = None) -> Job:
    """Put a job in the queue for ``by``, together with whatever else the transaction around it writes.

    Raises:
        NotAllowed: ``site.access.forbidden`` when this person may not start jobs.
        NotFound: ``site.job.unknown``.
    """
    declared = _find(name)
    access.permit(Job, by, "create", state=Job.State.WAITING)
    with transaction.atomic():
        row = Job.objects.create(name=name, title=title or declared.title, owner=by, arguments=arguments or {})
        run_job.enqueue(row.pk)
    return row


def stop(pk: str, *, by: Any) -> Job:
    """Ask a job to stop; one that waits is stopped at once, one that runs at its next step."""
    with transaction.atomic():
        row = access.get(Job, pk, by, "withdraw", lock=True)
        row.stop_asked = True
        if row.state == Job.State.WAITING:
            row.state, row.finished_at = Job.State.STOPPED, timezone.now()
        row.save(update_fields=["stop_asked", "state", "finished_at"])
    return row


def state(row: Job, *, now: datetime | None = None) -> dict[str, Any]:
    """What the page of a job shows: counts, seconds left by the pace so far (None while unknown), result or problem."""
    at = now or timezone.now()
    spent = ((row.finished_at or at) - row.started_at).total_seconds() if row.started_at else 0.0
    left = spent / row.done * (row.total - row.done) if row.done and row.state == Job.State.RUNNING else None
    return {
        "id": row.pk, "name": row.name, "title": row.title, "state": row.state, "done": row.done, "total": row.total,
        "note": row.note, "seconds": round(spent, 1), "seconds_left": None if left is None else round(left),
        "may_stop": row.state in (Job.State.WAITING, Job.State.RUNNING) and not row.stop_asked,
        "result": row.result, "problem": row.problem,
    }  # fmt: skip


@task()
def run_job(pk: str) -> None:
    """Run one job of the queue, at most once, and keep how it ended."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=pk, state=Job.State.WAITING, stop_asked=False)
    if not claimed.update(state=Job.State.RUNNING, started_at=now, beat_at=now):
        return
    row = Job.objects.get(pk=pk)
    try:
        result = _run(row)
    except Stopped:
        _finish(pk, Job.State.STOPPED)
    except Refusal as refusal:
        params = {key: str(value) for key, value in refusal.params.items()}
        _finish(pk, Job.State.FAILED, problem={"code": refusal.code, "params": params, "hint": refusal.hint})
    except KeyboardInterrupt:  # raised here by native code that took Ctrl-C for itself: it was meant for the server
        _finish(pk, Job.State.STOPPED)
        os.kill(os.getpid(), signal.SIGTERM)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("reference %s: job %s (%s) failed", reference, row.name, pk)
        _finish(pk, Job.State.FAILED, problem={"code": "site.bug", "params": {}, "reference": reference})
    else:
        _finish(pk, Job.State.DONE, result=result)


def _run(row: Job) -> Any:
    declared = _find(row.name)
    if row.owner_id is None:
        raise NotAllowed("site.access.forbidden")
    by = get_user_model()._default_manager.get(pk=row.owner_id)  # as the person is now
    access.permit(Job, by, "create", state=Job.State.WAITING)
    return declared.function(by, Progress(row.pk), **row.arguments)


def _finish(pk: str, ended: str, *, result: Any = None, problem: dict[str, Any] | None = None) -> None:
    Job.objects.filter(pk=pk).update(state=ended, finished_at=timezone.now(), result=result, problem=problem)


def abandon(*, before: datetime) -> int:
    """Mark running jobs that have not been heard of since ``before`` as failed: their worker has died."""
    lost = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=before)
    return lost.update(
        state=Job.State.FAILED, finished_at=timezone.now(), problem={"code": "site.job.abandoned", "params": {}}
    )


def _worker(*, batch: bool) -> Any:
    """The queue's own loop; its process-wide signal handling stays unused."""
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["*"], interval=0.5, batch=batch, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id=f"concord-{secrets.token_hex(6)}", excluded_queue_names=[],
    )  # fmt: skip


def run_waiting() -> None:
    """Run everything that waits in the queue now, then return."""
    _worker(batch=True).run()


def tick(*, now: datetime) -> dict[str, Any]:
    """Everything that has a date: each supplier of ``tick.work`` is called; one that fails stops no other."""
    done: dict[str, Any] = {"shell.jobs": abandon(before=now - ABANDONED_AFTER)}
    for name, work in suppliers.named("tick.work").items():
        try:
            done[name] = work(now=now)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("reference %s: tick of %s failed", reference, name)
            done[name] = {"failed": reference}
    Milestone.objects.update_or_create(name="tick", defaults={"happened_at": now, "details": {}})
    return done


class WorkerThread(threading.Thread):
    """The queue and the clock of a single-process installation; ``close`` ends it after the job in hand."""

    def __init__(self, *, tick_every: float = 60.0) -> None:
        super().__init__(name="concord-worker", daemon=True)
        self._worker = _worker(batch=False)
        self._clock = threading.Thread(target=self._ticks, args=(tick_every,), name="concord-clock", daemon=True)
        self._ended = threading.Event()

    def run(self) -> None:
        """Take jobs from the queue until closed; a database that is busy or away is tried again."""
        abandon(before=timezone.now())  # this process is new: whatever "runs" belonged to one that died
        self._clock.start()
        while self._worker.running:
            with suppress(SystemExit):
                try:
                    self._worker.run()
                except Exception:
                    log.exception("the queue stopped; trying again")
                    self._ended.wait(2)
            close_old_connections()
        connection.close()

    def _ticks(self, every: float) -> None:
        while not self._ended.wait(every):
            try:
                tick(now=timezone.now())
            except Exception:
                log.exception("a tick failed")
            finally:
                connection.close()

    def close(self, timeout: float = 10.0) -> None:
        """Ask the thread to end and wait for it."""
        self._worker.running = False
        self._ended.set()
        self.join(timeout)
