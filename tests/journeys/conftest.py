"""A stranger's demonstration: the real command in an empty folder, a real server on a free port."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

BIN = Path(sys.executable).with_name("concord")


def environment(home: Path) -> dict[str, str]:
    """Nothing of the tester's own settings, an empty home, and one server process: a journey has one reader."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CONCORD_", "DJANGO_"))}
    return {**kept, "HOME": str(home), "XDG_DATA_HOME": str(home / "share"), "CONCORD_WORKERS": "1"}


@dataclass(frozen=True)
class Demonstration:
    """A running demonstration."""

    address: str
    folder: Path
    filled: dict[str, object]

    def get(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body of a page."""
        with urllib.request.urlopen(self.address + path, timeout=60) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()

    def page(self, path: str) -> str:
        """A page's text."""
        status, kind, body = self.get(path)
        assert status == 200
        assert kind.startswith("text/html")
        return body.decode()


def heeds_ctrl_c() -> None:
    """A program started from one that ignores the interrupt would ignore it too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object], dict[str, str]]:
    """A folder filled by ``concord demo --no-serve --json``, what it said, and the environment it ran in.

    It is filled once for all processes that test side by side; each serves a copy of its own.
    """
    home = tmp_path_factory.mktemp("home")
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "filled-once"
    said = shared / "said.json"
    try:
        shared.mkdir()
    except FileExistsError:
        _await(said)
    else:
        _fill(shared, said)
    answer = said.read_text(encoding="utf-8")
    assert not answer.startswith("failed"), answer
    shutil.copytree(shared / "demonstration", home / "demonstration")
    return home / "demonstration", json.loads(answer), environment(home)


def _fill(shared: Path, said: Path) -> None:
    done = subprocess.run(
        [str(BIN), "demo", "--no-serve", "--json", "--folder", str(shared / "demonstration")],
        capture_output=True, text=True, env=environment(shared), timeout=600, check=False,
    )  # fmt: skip
    part = said.with_suffix(".part")
    part.write_text(done.stdout if done.returncode == 0 else f"failed\n{done.stderr}", encoding="utf-8")
    part.replace(said)


def _await(said: Path) -> None:
    for _ in range(6000):
        if said.is_file():
            return
        time.sleep(0.1)
    raise AssertionError("the demonstration was not filled")


@pytest.fixture(scope="session")
def demonstration(filled: tuple[Path, dict[str, object], dict[str, str]]) -> Iterator[Demonstration]:
    """The second start of the same folder, serving; it ends as Ctrl-C ends it."""
    folder, said, env = filled
    port = free_port()
    process = subprocess.Popen(
        [str(BIN), "demo", "--folder", str(folder), "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=env, preexec_fn=heeds_ctrl_c,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield Demonstration(address, folder, said)
    finally:
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "Traceback" not in err


def _wait(address: str, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        try:
            urllib.request.urlopen(address + "/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no answer")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database and the style sheets, made once for all processes; each test copies it."""
    from .life_walker import prepared

    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "empty-once"
    done = shared / "done"
    try:
        shared.mkdir()
    except FileExistsError:
        _await(done)
    else:
        prepared(shared)
        done.touch()
    return shared / "site"
