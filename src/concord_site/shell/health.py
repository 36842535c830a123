"""How the installation is: version, database, backups, queue. For operators and for machines that watch."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concord import __version__
from concord.errors import Unavailable
from concord_site.shell import suppliers
from concord_site.shell.database import is_wal_safe
from concord_site.shell.models import Job, Milestone, OutboxMessage

QUEUE_IS_LATE_AFTER_SECONDS = 600
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def facts(*, now: datetime) -> dict[str, Any]:
    """Everything ``/health`` says; what is not known is null. Rooms add theirs through ``health.facts``."""
    try:
        known: dict[str, Any] = {
            "version": __version__,
            "database": _database(),
            "pending_migrations": pending_migrations(),
        }
        if not known["pending_migrations"]:
            known |= {
                "last_backup": _when("backup"),
                "last_restore": _when("restore"),
                "last_tick": _when("tick"),
                "queue": _queue(now),
                "outbox": _outbox(now),
            }
    except DatabaseError:
        return {"status": "unavailable", "version": __version__, "database": None}
    known["intake_protection"] = _intake_protection()
    for name, supplier in suppliers.named("health.facts").items():
        known[name] = supplier()
    return {"status": _status(known), "demonstration": settings.CONCORD.demonstration, **known}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
            cursor.execute("SHOW synchronous_commit")
            mode = cursor.fetchone()[0]
            return {
                "engine": "postgresql",
                "version": version,
                "journal_mode": None,
                "synchronous": mode,
                "safe": mode == "on",
            }
        cursor.execute("SELECT sqlite_version()")
        version = cursor.fetchone()[0]
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0]).upper()
        cursor.execute("PRAGMA synchronous")
        synchronous = SYNCHRONOUS.get(cursor.fetchone()[0], "unknown")
    is_safe = synchronous in {"FULL", "EXTRA"} and (journal != "WAL" or is_wal_safe(version))
    return {
        "engine": "sqlite",
        "version": version,
        "journal_mode": journal,
        "synchronous": synchronous,
        "safe": is_safe,
    }


_no_longer_pending = False


def pending_migrations() -> int:
    """How many migrations are waiting; looked up until there are none, since a process never gains any."""
    global _no_longer_pending
    if _no_longer_pending:
        return 0
    executor = MigrationExecutor(connection)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    _no_longer_pending = count == 0
    return count


def _when(name: str) -> str | None:
    found = Milestone.objects.filter(name=name).values_list("happened_at", flat=True).first()
    return found.isoformat() if found is not None else None


def _queue(now: datetime) -> dict[str, Any]:
    waiting = Job.objects.filter(state=Job.State.WAITING)
    oldest = waiting.order_by("asked_at").values_list("asked_at", flat=True).first()
    running = Job.objects.filter(state=Job.State.RUNNING).count()
    return {"waiting": waiting.count(), "running": running, "oldest_seconds": _age(oldest, now)}


def _outbox(now: datetime) -> dict[str, Any]:
    state = OutboxMessage.State
    waiting = OutboxMessage.objects.filter(state__in=(state.WAITING, state.SENDING))
    oldest = waiting.order_by("written_at").values_list("written_at", flat=True).first()
    failed = OutboxMessage.objects.filter(state=state.FAILED).count()
    return {"waiting": waiting.count(), "failed": failed, "oldest_seconds": _age(oldest, now)}


def _intake_protection() -> dict[str, Any] | None:
    """What guards this installation from the files it reads, as tried out; None where it cannot be tried."""
    from concord.intake.protection import protection

    try:
        return protection().as_dict()
    except Unavailable:
        return None


def _age(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds())) if since is not None else 0


def _status(known: dict[str, Any]) -> str:
    late = (
        max(known.get(part, {}).get("oldest_seconds", 0) for part in ("queue", "outbox")) > QUEUE_IS_LATE_AFTER_SECONDS
    )
    intake = known["intake_protection"] or {}
    is_open = intake.get("enforced_by") == "none"
    if known["pending_migrations"] or not known["database"]["safe"] or late or is_open:
        return "attention"
    return "ok"


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The state of the installation: JSON, or a small page for a browser. Status 503 when the database is away."""
    known = facts(now=timezone.now())
    status = 503 if known["status"] == "unavailable" else 200
    if "html" in request.headers.get("Accept", "") and request.GET.get("format") != "json":
        flat = _flat("", known)
        return HttpResponse(
            loader.render_to_string(
                "health.html", {"title": _("Health"), "facts": flat, "status": known["status"]}, request
            ),
            status=status,
        )
    return JsonResponse(known, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _flat(prefix: str, value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _flat(f"{prefix}.{key}".lstrip("."), inner)]
    return [(prefix, value)]
