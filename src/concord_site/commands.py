"""Commands that run an installation: ``serve``, ``worker``, ``migrate``, ``tick``, ``backup``, ``restore``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path | None, typer.Option("--folder", help="The data folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Language = Annotated[str, typer.Option("--language", help="Language of the words.")]


def prepare(folder: Path | None = None, **options: object) -> None:
    """Set the site up for a data folder and further options (``address="http://…"``), making the folder if missing.

    Called before anything of Django is used; a second call in the same process changes nothing.
    """
    if folder is not None:
        os.environ["CONCORD_FOLDER"] = str(folder.expanduser().absolute())
    for name, value in options.items():
        os.environ[f"CONCORD_{name.upper()}"] = str(value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concord_site.settings")
    from concord_site import config

    config.prepare(config.load())
    import django

    django.setup()


def migrate_database() -> int:
    """Bring the database up to date.

    Returns:
        How many changes were waiting.
    """
    from django.core.management import call_command

    from concord_site.shell import health

    waiting = health.pending_migrations()
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
    return waiting


def serve_in_process(folder: Path, port: int, *, on_ready: Callable[[], None] | None = None) -> None:
    """Serve a demonstration on this computer alone: one server process, queue and clock in threads of this one.

    Returns when interrupted (Ctrl-C), with everything in hand finished. :func:`prepare` and :func:`migrate_database`
    come first.

    Args:
        folder: The data folder.
        port: The port on 127.0.0.1.
        on_ready: Called once the first request has been answered.
    """
    prepare(folder)
    from concord_site.shell import server

    server.serve(host="127.0.0.1", port=port, with_worker=True, on_ready=on_ready)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (serve, worker, migrate, tick, backup, restore):
        app.command()(command)


def serve(
    folder: Folder = None,
    host: Annotated[str, typer.Option("--host", help="Network address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.")] = 8000,
    alone: Annotated[bool, typer.Option("--alone", help="Run queue and clock here too.")] = False,
    language: Language = "en",
) -> None:
    """Serve the site until interrupted."""
    prepare(folder)
    from django.conf import settings

    from concord.vocabulary.console import say
    from concord_site.shell import server

    config = settings.CONCORD
    cores = os.cpu_count() or 1
    many = cores if config.database else min(cores, server.SQLITE_WORKERS)
    server.serve(
        host=host,
        port=port,
        with_worker=alone,
        workers=config.workers or many,
        threads=config.threads,
        on_ready=lambda: say(f"Serving {config.address} on {host}:{port}. Stop with Ctrl-C."),
    )


def worker(
    folder: Folder = None,
    batch: Annotated[bool, typer.Option("--batch", help="Run what waits, then stop.")] = False,
    language: Language = "en",
) -> None:
    """Run the queue of background work until interrupted."""
    prepare(folder)
    from concord_site.shell import jobs

    if batch:
        jobs.run_waiting()
        return
    from django.core.management import call_command

    call_command("db_worker", "--queue-name=*", "--no-reload", verbosity=0)


def migrate(folder: Folder = None, as_json: AsJson = False, language: Language = "en") -> None:
    """Bring the database up to date."""
    from concord.vocabulary.console import emit, say

    prepare(folder)
    count = migrate_database()
    words = f"{count} changes applied." if count else "The database is up to date."
    emit({"applied": count}, as_json=as_json, human=lambda: say(words))


def tick(folder: Folder = None, as_json: AsJson = False, language: Language = "en") -> None:
    """Do everything that has a date; run it every minute."""
    from concord.vocabulary.console import emit, say

    prepare(folder)
    from django.utils import timezone

    from concord_site.shell import jobs

    done = jobs.tick(now=timezone.now())
    emit(
        {"done": done}, as_json=as_json, human=lambda: say("\n".join(f"{name}: {what}" for name, what in done.items()))
    )


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    folder: Folder = None,
    as_json: AsJson = False,
    language: Language = "en",
) -> None:
    """Write a backup of database, private files and releases, while the site runs."""
    from concord.vocabulary.console import emit, say

    prepare(folder)
    from django.utils import timezone

    from concord_site.shell import backup as backups

    path = file.expanduser().absolute()
    manifest = backups.make(path, now=timezone.now())
    known = {"file": str(path), "bytes": path.stat().st_size, "files": len(manifest["files"])}
    words = (
        f"{known['files']} files, {known['bytes']:,} bytes. The installation's key is not inside: keep a copy of it."
    )
    emit({**known, "version": manifest["version"]}, as_json=as_json, human=lambda: say(words))


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    folder: Folder = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace what is there; it is kept beside.")] = False,
    as_json: AsJson = False,
    language: Language = "en",
) -> None:
    """Verify a backup to the last byte, then put it in place."""
    from concord.vocabulary.console import emit, say

    prepare(folder)
    from django.utils import timezone

    from concord_site.shell import restore as restores

    manifest = restores.restore(file.expanduser().absolute(), now=timezone.now(), replace=replace)
    known = {"made_at": manifest["made_at"], "files": len(manifest["files"]), "version": manifest["version"]}
    words = f"Restored the backup of {known['made_at']}: {known['files']} files."
    emit(known, as_json=as_json, human=lambda: say(words))
