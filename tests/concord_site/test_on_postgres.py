"""The same promises on a real PostgreSQL: the suites that write, run again on a cluster of their own.

Skips with its reason where no PostgreSQL is installed; on CI that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUITES = (
    "tests/concord_site/audit", "tests/concord_site/publishing/test_document_path.py",
    "tests/concord_site/registers/test_designations_ways.py",
    "tests/concord_site/shell/test_outbox.py", "tests/concord_site/shell/test_jobs.py",
    "tests/concord_site/reporting/test_reports_at_once.py", "tests/concord_site/mds/test_deliveries_confirmed.py",
)  # fmt: skip
#: What ``CONCORD_CAMPAIGN`` runs there besides.
MORE = (
    "tests/concord_site/publishing/test_editions_pages.py", "tests/concord_site/reporting/test_reports_sent.py",
    "tests/concord_site/mds/test_releases_life.py",
    "tests/concord_site/shell/test_access.py", "tests/concord_site/shell/test_files.py",
    "tests/concord_site/reporting/test_instruments_upload.py", "tests/concord_site/mds/test_cells_questions.py",
    "tests/concord_site/mds/test_observatories_consents.py", "tests/concord_site/mds/test_deliveries_arriving.py",
    "tests/concord_site/mds/test_deliveries_clock.py",
)  # fmt: skip


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: float(each.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


def as_owner(folder: Path) -> list[str]:
    """PostgreSQL never runs as root: as root the system's own user runs it and owns its folder."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["runuser", "-u", "postgres", "--"]


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database on a cluster that listens on a unix socket alone."""
    place = programs()
    if place is None:
        message = "PostgreSQL is not installed"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    base = Path("/tmp") / f"concord-pg-{os.getpid()}"
    base.mkdir()
    owner = as_owner(base)
    data = base / "data"
    made = [
        *owner,
        str(place / "initdb"),
        "-D",
        str(data),
        "-U",
        "concord",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    control = [*owner, str(place / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    options = f"-k {base} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    try:
        subprocess.run(made, check=True, capture_output=True, cwd="/")
        subprocess.run(
            [*control, "-o", options, "-l", str(base / "log"), "start"], check=True, capture_output=True, cwd="/"
        )
        yield f"postgres://concord@/postgres?host={base}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")
        shutil.rmtree(base, ignore_errors=True)


def test_what_writes_keeps_its_promises_on_postgresql(cluster: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-m",
        "not browser and not slow",
        *SUITES,
        *(MORE if os.environ.get("CONCORD_CAMPAIGN") else ()),
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "CONCORD_DATABASE": cluster}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert " passed" in done.stdout
