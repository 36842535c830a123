"""The process that reads a stranger's file can do nothing else, and never outlives the call."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from concord.errors import Invalid, NotFound, Unavailable
from concord.intake import Limits, process, read
from concord.intake.protection import protection

MEGABYTE = 1024 * 1024
TABLE = b"area,headcount\nKEN,1200\n"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's locks are Linux's")


def rehearse(what: str, **limits: Any) -> process.Outcome:
    with tempfile.TemporaryFile() as stream:
        return process.run(stream, "a.csv", Limits(**limits), {"rehearse": what})


def self_test(**asked: bool) -> dict[str, Any]:
    with tempfile.TemporaryFile() as stream:
        outcome = process.run(stream, "", Limits(), {"rehearse": "self-test", **asked})
    assert outcome.failure == ""
    return outcome.message.facts


def children() -> set[str]:
    found: set[str] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread of this process that ends while it is looked at
            found |= set((task / "children").read_text().split())
    return found


def test_a_file_is_read() -> None:
    reading = read(TABLE, "stock.csv")
    assert reading.ok
    assert reading.sheet().cell(0, "headcount").text == "1200"
    assert reading.facts["locks"]["audit_hook"] is True


@linux
def test_the_kernel_alone_refuses_everything_tried() -> None:
    facts = self_test(hook=False)
    if not (facts["locks"]["landlock"] or facts["locks"]["system_calls"]):
        pytest.skip("this kernel has neither Landlock nor a filter of system calls")
    assert facts["allowed"] == []
    assert len(facts["refused"]) == 8


def test_the_interpreters_hook_alone_refuses_everything_tried() -> None:
    facts = self_test(system=False)
    assert facts["locks"]["landlock"] == 0
    assert facts["allowed"] == []


def test_without_any_lock_the_same_attempts_succeed() -> None:
    """Else the two tests above would prove nothing."""
    facts = self_test(system=False, hook=False)
    assert {"read a file", "write a file", "list a folder", "start a process"} <= set(facts["allowed"])


def test_health_says_what_is_in_force() -> None:
    told = protection()
    assert told.enforced_by in ("system", "interpreter")
    assert told.allowed == ()
    assert json.dumps(told.as_dict())


@pytest.mark.parametrize(
    ("what", "limits", "code"),
    [
        ("cpu", {"cpu_seconds": 1}, "intake.limit.time"),
        ("sleep", {"wall_seconds": 1}, "intake.limit.time"),
        ("memory", {"memory_bytes": 150 * MEGABYTE}, "intake.limit.memory"),
        ("leap", {"memory_bytes": 150 * MEGABYTE}, "intake.limit.memory"),
        ("garbage", {}, "intake.process.garbled"),
        ("flood", {"unpacked_bytes": MEGABYTE}, "intake.process.garbled"),
        ("lie", {}, "intake.process.garbled"),
        ("half", {}, "intake.process.garbled"),
        ("abort", {}, "intake.process.failed"),
    ],
)
def test_a_process_that_misbehaves_is_stopped_and_nothing_is_left(
    what: str, limits: dict[str, int], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # others write beside us in the system's own
    before = children() if sys.platform.startswith("linux") else set()
    assert rehearse(what, **limits).failure == code
    if sys.platform.startswith("linux"):
        assert children() <= before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("returned", "understood", "code"),
    [
        (0, True, ""),
        (0, False, "intake.process.garbled"),
        (None, True, ""),  # whole, but not yet taken down by a busy system
        (None, False, "intake.process.garbled"),
        (-9, True, "intake.process.garbled"),
        (-9, False, "intake.process.garbled"),
        (1, True, "intake.process.failed"),
        (-11, False, "intake.process.failed"),
    ],
)
def test_what_is_believed_of_a_process_by_how_it_ended(returned: int | None, understood: bool, code: str) -> None:
    ended = cast(Any, SimpleNamespace(returncode=returned, stderr=io.BytesIO(b"")))
    watch = cast(Any, SimpleNamespace(reason="", params={}))
    assert process._failure(ended, understood, watch, Limits())[0] == code


def test_a_stopped_reading_is_one_hard_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    run = process.run
    monkeypatch.setattr(process, "run", lambda s, n, li, r: run(s, n, Limits(wall_seconds=1), {"rehearse": "sleep"}))
    reading = read(TABLE, "stock.csv")
    assert [finding.code for finding in reading.findings.hard] == ["intake.limit.time"]
    assert reading.sheets == ()


@linux
def test_nothing_of_ours_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORD_SECRET_KEY", "canary")
    assert set(process._environment({})) <= {"CONCORD_INTAKE", "SYSTEMROOT"}


@linux
def test_stopping_the_reader_stops_the_process() -> None:
    """Ctrl-C in the parent: the child is gone at once."""
    script = (
        "import tempfile, sys\n"
        "from concord.intake import Limits, process\n"
        "print('ready', flush=True)\n"
        "process.run(tempfile.TemporaryFile(), 'a.csv', Limits(), {'rehearse': 'sleep'})\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        child = _wait_for_child(parent.pid)
        parent.send_signal(signal.SIGINT)
        parent.wait(10)
    assert _gone(child)


@linux
def test_a_killed_parent_takes_the_process_with_it() -> None:
    script = (
        "import tempfile\n"
        "from concord.intake import Limits, process\n"
        "process.run(tempfile.TemporaryFile(), 'a.csv', Limits(), {'rehearse': 'sleep'})\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL) as parent:
        child = _wait_for_child(parent.pid)
        time.sleep(0.5)
        parent.kill()
        parent.wait(10)
    assert _gone(child)


def _wait_for_child(parent: int) -> int:
    for _ in range(200):
        found = [
            child
            for task in Path(f"/proc/{parent}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
        if found:
            time.sleep(0.5)
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("no process was started")


def _gone(process_id: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as refusal:
        read(tmp_path / "absent.csv")
    assert refusal.value.code == "intake.file.not-found"
    with pytest.raises(Invalid) as invalid:
        read(tmp_path)
    assert invalid.value.code == "intake.file.not-a-file"
    with pytest.raises(Invalid) as unknown:
        read(TABLE, "a.csv", encoding="klingon")
    assert unknown.value.code == "intake.encoding.not-known"


def test_a_system_that_cannot_start_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    with pytest.raises(Unavailable) as refusal:
        read(TABLE, "a.csv")
    assert refusal.value.code == "intake.process.unavailable"


def test_too_large_a_file_is_refused_before_it_is_read() -> None:
    reading = read(b"x" * 2_000_000, "a.csv", limits=Limits(packed_bytes=MEGABYTE))
    assert [finding.code for finding in reading.findings] == ["intake.limit.packed"]


def test_on_an_officers_own_computer_parquet_is_read(tmp_path: Path) -> None:
    import polars as pl

    path = tmp_path / "register.parquet"
    pl.DataFrame({"area": ["KEN", "NAM"], "headcount": [1200, None], "share": [0.5, 0.25]}).write_parquet(path)
    assert [finding.code for finding in read(path).findings] == ["intake.file.parquet"]
    reading = read(path, limits=Limits.none())
    assert reading.ok
    assert [column.texts() for column in reading.sheet().columns] == [["KEN", "NAM"], ["1200", ""], ["0.5", "0.25"]]


def test_the_same_file_has_the_same_digest_by_path_bytes_and_stream(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_bytes(TABLE)
    with path.open("rb") as stream:
        digests = {read(path).digest, read(TABLE, "stock.csv").digest, read(stream, "stock.csv").digest}
    assert len(digests) == 1


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="this system has no files in memory")
@pytest.mark.parametrize("content", [b"area,n\nKEN,1\n", b"area,n\n" + b"KEN,1\n" * 200_000])
def test_bytes_are_read_without_any_file(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    def refuse(*_: object, **_named: object) -> None:
        raise AssertionError("a file was made")

    for name in ("TemporaryFile", "NamedTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    assert read(content, "a.csv").sheet().cell(0, "area").text == "KEN"


def test_a_system_without_files_in_memory_reads_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    assert read(b"area,n\nKEN,1\n", "a.csv").sheet().cell(0, "area").text == "KEN"


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import concord.intake, sys; concord.intake.read; "
        "heavy = ('polars', 'numpy', 'pyarrow', 'duckdb', 'xlsxwriter', 'python_calamine', 'babel'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
