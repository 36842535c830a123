"""``concord serve`` as an operator meets it: it answers, serves its styles, ends cleanly, and backs itself up."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree

import pytest

pytestmark = pytest.mark.slow
PROGRAM = """
import sys, typer
from concord.errors import Refusal
from concord_site import commands
app = typer.Typer(rich_markup_mode=None)
commands.register(app)
if __name__ == "__main__":
    try:
        app(sys.argv[1:])
    except Refusal as refusal:
        sys.exit(f"refused: {refusal.code}")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("program") / "concord_program.py"
    path.write_text(PROGRAM)
    return path


def run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(program), *arguments, "--folder", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=_environment())


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CONCORD_", "DJANGO_"))}
    return {**kept, "CONCORD_LOG_LEVEL": "WARNING", "CONCORD_WORKERS": "1"}


@contextmanager
def serving(program: Path, folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(program), "serve", "--alone", "--port", str(port), "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment())
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)


def fetch(port: int, path: str, *, patience: float = 60.0) -> tuple[int, dict[str, str], bytes]:
    until = time.monotonic() + patience
    while True:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, {key.lower(): value for key, value in answer.headers.items()}, answer.read()
        if time.monotonic() > until:
            raise TimeoutError(path)
        time.sleep(0.1)


@pytest.fixture(scope="module")
def migrated(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose tables were made by the command; each test has a copy."""
    folder = tmp_path_factory.mktemp("migrated") / "data"
    assert "site.serve.not-migrated" in run(program, folder, "serve", "--port", str(free_port())).stderr
    assert run(program, folder, "migrate").returncode == 0
    return folder


def test_an_installation_starts_serves_and_ends_cleanly(program: Path, migrated: Path, tmp_path: Path) -> None:
    port, folder = free_port(), copytree(migrated, tmp_path / "installation")
    with serving(program, folder, port) as process:
        status, headers, body = fetch(port, "/health")
        assert (status, b'"status": "ok"' in body) == (200, True)
        assert headers["x-content-type-options"] == "nosniff"
        _, _, page = fetch(port, "/en/account/login/")
        style = page.decode().split('rel="stylesheet" href="')[1].split('"')[0]
        _, headers, _ = fetch(port, style)
        assert "immutable" in headers["cache-control"], "a digest is in its name"
        assert "site.serve.port" in run(program, folder, "serve", "--port", str(port)).stderr
        assert "site.backup.in-use" in run(program, folder, "restore", str(program), "--replace").stderr
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    assert "Traceback" not in output
    assert not list(folder.glob("*-journal"))


def test_backup_and_restore_at_the_command_line(program: Path, migrated: Path, tmp_path: Path) -> None:
    folder, file = copytree(migrated, tmp_path / "installation"), tmp_path / "concord.backup"
    (folder / "private" / "ab").mkdir()
    (folder / "private" / "ab" / "abc").write_bytes(b"kept")
    assert run(program, folder, "backup", str(file)).returncode == 0
    assert "site.backup.exists" in run(program, folder, "backup", str(file)).stderr
    other = tmp_path / "other"
    done = run(program, other, "restore", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert (other / "private" / "ab" / "abc").read_bytes() == b"kept"
    assert "site.backup.in-use" in run(program, other, "restore", str(file)).stderr
    assert run(program, other, "tick", "--json").returncode == 0
    assert run(program, other, "worker", "--batch").returncode == 0
