"""194 countries answering at once, on SQLite and on PostgreSQL: saves a second and how long they take.

Every save goes over HTTP through ``concord serve`` to a commit that waits for the disk. The limit
is as many bare commits of one row by one writer to the same database on the same disk. After each run every writing
that was acknowledged is looked for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harness import record
from reports_load import figures, grounded, kept, loaded, lost, port, served

COUNTRIES, SAVES, PACED_SAVES, A_SECOND, COMMITS = 194, 5, 5, 50.0, 300


def main() -> None:
    """Run both databases and record the figures."""
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        results["sqlite"] = measured(Path(place) / "sqlite", "") | {
            "limit_commits_per_second": _bare_sqlite(Path(place))
        }
        with cluster() as address:
            if address:
                results["postgresql"] = measured(Path(place) / "postgresql", address)
                results["postgresql"] |= {"limit_commits_per_second": _bare_postgresql(address)}
            else:
                results["postgresql"] = {"not_run": "PostgreSQL is not installed"}
    record("reports", results)


def measured(folder: Path, database: str) -> dict[str, Any]:
    """Ground, both loads, and what is left of them."""
    at = port()
    ground = grounded(folder, at, database, COUNTRIES)
    found: dict[str, Any] = {}
    with served(folder, at, database):
        for name, saves, a_second in (("all at once", SAVES, 0.0), ("fifty a second", PACED_SAVES, A_SECOND)):
            officers = loaded(ground, at, saves, a_second=a_second)
            found[name] = figures(officers)
            answers, written = kept(folder, at, database)
            since = {area: values[-saves:] for area, values in written.items()}
            found[name]["lost"] = len(lost(officers, answers, since))
    return found


def _bare_sqlite(place: Path) -> float:
    from concord_site.shell import database

    version = database.choose_sqlite()
    import sqlite3

    connection = sqlite3.connect(place / "bare.sqlite3", isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={database.journal_mode(version)}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE bare (at INTEGER PRIMARY KEY, value TEXT)")
    begun = time.perf_counter()
    for number in range(COMMITS):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare VALUES (?, ?)", (number, "x" * 200))
        connection.execute("COMMIT")
    return round(COMMITS / (time.perf_counter() - begun), 1)


def _bare_postgresql(address: str) -> float:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare (at integer PRIMARY KEY, value text)")
        begun = time.perf_counter()
        for number in range(COMMITS):
            connection.execute("INSERT INTO bare VALUES (%s, %s)", (number, "x" * 200))
        return round(COMMITS / (time.perf_counter() - begun), 1)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of an empty PostgreSQL that waits for its disk; empty where none is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: float(each.parts[-3]))
    if not found:
        yield ""
        return
    base = Path(tempfile.mkdtemp(prefix="concord-pg-"))
    owner: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(base, "postgres", "postgres")
        owner = ["runuser", "-u", "postgres", "--"]
    data, programs = base / "data", found[-1].parent
    control = [*owner, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    try:
        made = [*owner, str(programs / "initdb"), "-D", str(data), "-U", "concord", "--auth=trust", "-E", "UTF8"]
        subprocess.run([*made, "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/")
        options = f"-k {base} -c listen_addresses=''"
        begin = [*control, "-o", options, "-l", str(base / "log"), "start"]
        subprocess.run(begin, check=True, capture_output=True, cwd="/")
        yield f"postgres://concord@/postgres?host={base}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
