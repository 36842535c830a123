"""What every benchmark shares: rounds in turn, medians, peak memory, and a dated result file.

Figures are ratios taken in one run on one machine; seconds are for orientation.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
ROUNDS = 3


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def side_by_side(jobs: Mapping[str, Callable[[], object]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each job; the jobs take turns, so that a slow moment falls on all of them."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, work in jobs.items():
            taken[name].append(timed(work))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def command(*arguments: str, environment: Mapping[str, str] | None = None) -> Callable[[], object]:
    """A whole process, its output thrown away."""

    def run() -> object:
        return subprocess.run(
            arguments,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            env={**os.environ, **(environment or {})},
        )

    return run


def peak_mb() -> float:
    """Peak resident memory of this process and of its children, in MB."""
    usage = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return max(each.ru_maxrss for each in usage) / 1024


def record(name: str, figures: Mapping[str, Any], *, note: str = "") -> None:
    """Write the dated result and print it."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    result = {
        "benchmark": name, "at": now.isoformat(timespec="seconds"), "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores", "figures": dict(figures),
        "peak_mb": round(peak_mb(), 1), "note": note,
    }  # fmt: skip
    text = json.dumps(result, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{name}-{now:%Y-%m-%d}.json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
