"""Registers of persons (PERFORMANCE jobs 1, 1b, 1c): sixteen rules, doubles, jumps and a table, beside peers and limit.

``python bench/mds_register.py [--rows 1000000] [--peers-python PYTHON] [--only NAME,…] [--rounds 3] [--folder DIR]``

Every job runs in a process of its own and in turn; its answer (which rows offend which rule, which stand twice, the
jumps, every cell of the table, empty keys included) is compared with what was put into the file. The limit is what
DuckDB needs to read every column and count by one group of keys. ``--rows 10000000`` and ``50000000`` are jobs 1 and
1c; peers that would take many minutes are asked once, or about fewer rows. A peer that cannot be imported is not run,
and the reason is recorded.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import mds_register_data as data
from harness import record

HERE = Path(__file__).parent
OURS = ("concord", "concord-all-tables", "limit")
#: Rows above which a peer is not asked: it would take many minutes, or more memory than there is.
AT_MOST = {"frictionless": 100_000, "great_expectations": 1_000_000, "pandera": 10_000_000, "pandas": 10_000_000}
PEERS = (
    "polars",
    "duckdb",
    "pandas",
    "pandera",
    "pointblank",
    "dataframely",
    "great_expectations",
    "frictionless",
    "pyspark",
)
#: Peers that take minutes are run in one round alone.
SLOW = frozenset({"great_expectations", "pyspark", "frictionless"})
FROM_CSV = ("concord", "limit", "polars", "duckdb", "pandas")


class Peak:
    """The most memory that a process and its children held together, in MB."""

    def __init__(self, process: int) -> None:
        self.mb = 0.0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE") / 1e6
        while not self._ended.wait(0.02):
            self.mb = max(self.mb, sum(_resident(each) for each in _tree(self._process)) * page)

    def end(self) -> float:
        self._ended.set()
        self._thread.join()
        return round(self.mb, 1)


def _tree(process: int) -> list[int]:
    found = [process]
    for each in found:
        try:
            found += [int(c) for c in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        except OSError:
            continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0


def run(python: str, job: str, path: Path, codes: Path) -> dict[str, Any]:
    """One job in a process of its own: its answer, seconds inside and peak memory, or why there is none."""
    script = HERE / ("mds_register_ours.py" if job in OURS else "mds_register_peers.py")
    environment = {**os.environ, "PYTHONPATH": str(HERE), "POLARS_MAX_THREADS": "2"}
    process = subprocess.Popen(
        [python, str(script), job, str(path), str(codes)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True,
    )  # fmt: skip
    peak = Peak(process.pid)
    out, errors = process.communicate()
    mb = peak.end()
    if process.returncode:
        last = errors.strip().splitlines()[-1] if errors.strip() else f"ended with {process.returncode}"
        return {"not_run": last[:300]}
    return {**json.loads(out.strip().splitlines()[-1]), "peak_mb": mb}


def measure(rows: int, kind: str, jobs: list[str], python: str, rounds: int, folder: Path) -> dict[str, Any]:
    """The jobs in turn on one file: median seconds, peak, ratio to the limit, and whether the answer is right."""
    expected = data.make(rows, folder, kinds=(kind,))
    path, codes = folder / f"register-{rows}.{kind}", folder / "codes.json"
    codes.write_text(json.dumps({"area": data.known_areas()}), encoding="utf-8")
    taken: dict[str, list[float]] = {job: [] for job in jobs}
    figures: dict[str, Any] = {job: {} for job in jobs}
    for turn in range(rounds):
        for job in [each for each in jobs if "not_run" not in figures[each] and not (turn and each in SLOW)]:
            answer = run(sys.executable if job in OURS else python, job, path, codes)
            if "not_run" in answer:
                figures[job] = answer
                continue
            taken[job].append(answer.pop("seconds"))
            most = max(answer.pop("peak_mb"), figures[job].get("peak_mb", 0))
            figures[job] = {"peak_mb": most, "right": job == "limit" or _same(answer, expected)}
    for job, seconds in taken.items():
        if seconds:
            figures[job] = {"seconds": round(statistics.median(seconds), 3), **figures[job]}
    limit = figures.get("limit", {}).get("seconds")
    for each in figures.values():
        if limit and "seconds" in each:
            each["times the limit"] = round(each["seconds"] / limit, 2)
    return figures


def _same(answer: dict[str, Any], expected: dict[str, Any]) -> bool | str:
    wrong = [key for key in expected if key in answer and answer[key] != expected[key]]
    wrong += [key for key in ("rules", "doubles", "jumps") if key not in answer]
    return True if not wrong else f"differs in {', '.join(wrong)}"


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--peers-python", default=sys.executable)
    asked.add_argument("--only", default="")
    asked.add_argument("--folder", default="")
    asked.add_argument("--kinds", default="parquet,csv")
    said = asked.parse_args()
    only = [name for name in said.only.split(",") if name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(said.folder or temporary)
        figures: dict[str, Any] = {"rows": said.rows, "load": os.getloadavg()[0]}
        for kind in said.kinds.split(","):
            names = [*OURS, *PEERS] if kind == "parquet" else list(FROM_CSV)
            names = [name for name in names if not only or name in only]
            jobs = [name for name in names if said.rows <= AT_MOST.get(name, said.rows) and name != "frictionless"]
            figures[kind] = measure(said.rows, kind, jobs, said.peers_python, said.rounds, folder)
            for name in set(names) - set(jobs) - {"frictionless"}:
                figures[kind][name] = {"not_run": f"asked for at most {AT_MOST[name]} rows"}
        if not only or "frictionless" in only:
            few = measure(AT_MOST["frictionless"], "csv", ["limit", "frictionless"], said.peers_python, 1, folder)
            figures[f"csv of {AT_MOST['frictionless']} rows"] = few
        ended = time.strftime("%H:%M", time.gmtime())
    note = f"goals: at most 5 times the limit from Parquet, 2.5 from CSV, 0.8 of the best by hand; ended {ended} UTC"
    record(f"mds-register-{said.rows}", figures, note=note)


if __name__ == "__main__":
    main()
