"""Files of officers (PERFORMANCE jobs 1 and 6): a workbook of 200,000 rows, 100,000 titles, a check of a small table.

``python bench/mds_files.py [--rounds 3] [--only workbook,titles,check]``

Every job runs in a process of its own and in turn with its limit: for the workbook that is opening it and looking at
every cell with the reader that Concord uses, for titles the bare scan of the file, for the check the interpreter alone.
The tables of the workbook are compared with those of the same rows as CSV. Peak memory is of the process tree.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import mds_register_data as data
from harness import record
from mds_register import Peak

ROWS = 200_000
TITLES = 100_000
TITLE_ROWS = 1_000_000
CHECK_ROUNDS = 7
BIN = Path(sys.executable).with_name("concord")
BASES = (
    "Specialist medical practitioner", "Nursing professional", "Registered nurse", "Midwife", "Dentist", "Pharmacist",
    "Enfermera", "Médecin généraliste", "Infirmier diplômé d'État", "Врач-терапевт", "ممرض", "Physiotherapist",
    "Médico cirujano", "Staff nurse",
)  # fmt: skip
WARDS = ("cardiology", "paediatrics", "community", "district hospital", "intensive care", "emergency", "theatre")


def workbook(folder: Path) -> tuple[Path, Path]:
    """The same rows as a workbook and as CSV."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(3)
    frame = pl.concat([data._year(rng, year, ROWS // len(data.YEARS), 0) for year in data.YEARS])
    frame.write_excel(folder / "register.xlsx")
    frame.write_csv(folder / "register.csv")
    return folder / "register.xlsx", folder / "register.csv"


def titles(folder: Path) -> Path:
    """A register in which 100,000 titles stand, some often and most seldom."""
    import numpy as np

    rng = np.random.default_rng(2)
    listed = [f"{BASES[i % len(BASES)]} {WARDS[i % len(WARDS)]} {i}" for i in range(TITLES)]
    often = np.minimum(rng.pareto(0.35, TITLE_ROWS).astype(np.int64), TITLES - 1)
    path = folder / "titles.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("person,area,year,occupation,activity,sex,training\n")
        for i in range(TITLE_ROWS):
            out.write(
                f"R{i},NZL,2024,{listed[i // 5 if i % 5 == 0 and i // 5 < TITLES else often[i]]},practising,F,GBR\n"
            )
    return path


_TABULATE = """
import hashlib, json, sys, time
from pathlib import Path
from concord.mds.beside import NOTHING_BESIDE
from concord.mds.harmonise import Asked
from concord.mds.tabulate import tabulate
begun = time.perf_counter()
done = tabulate([Path(sys.argv[1])], Asked("NZL"), as_of=2026, beside=NOTHING_BESIDE)
taken = time.perf_counter() - begun
shown = [(t.structure, t.frame.drop("source_file", strict=False).write_csv()) for t in done.tables]
digest = hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]
print(json.dumps({"seconds": taken, "tables": len(shown), "digest": digest, "hard": len(done.findings.hard)}))
"""
_CELLS = """
import json, sys, time
from python_calamine import CalamineWorkbook
begun = time.perf_counter()
book = CalamineWorkbook.from_path(sys.argv[1])
cells = sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).iter_rows())
print(json.dumps({"seconds": time.perf_counter() - begun, "cells": cells}))
"""
_SCAN = """
import json, sys, time
import duckdb
held = duckdb.connect(config={"threads": 2})
begun = time.perf_counter()
held.execute(f"SELECT year, training, count(occupation) FROM read_csv('{sys.argv[1]}', all_varchar=true) GROUP BY 1, 2")
print(json.dumps({"seconds": time.perf_counter() - begun}))
"""


def run(*command: str) -> dict[str, Any]:
    """A process of its own: what it says, and its peak memory."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = Peak(process.pid)
    out, errors = process.communicate()
    mb, whole = peak.end(), time.perf_counter() - begun
    if process.returncode:
        return {"not_run": errors.strip().splitlines()[-1][:300]}
    said = out.strip().splitlines()[-1] if out.strip().startswith("{") else "{}"
    return {"seconds": whole, **json.loads(said), "peak_mb": mb}


def in_turn(jobs: dict[str, Callable[[], dict[str, Any]]], rounds: int) -> dict[str, Any]:
    """Median seconds and greatest peak of each, and how many times the limit the median is."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            found[name].append(job())
    figures = {}
    for name, said in found.items():
        if "not_run" in said[0]:
            figures[name] = said[0]
            continue
        seconds = round(statistics.median(each["seconds"] for each in said), 3)
        figures[name] = {**said[0], "seconds": seconds, "peak_mb": max(each["peak_mb"] for each in said)}
    limit = figures["limit"]["seconds"]
    for each in figures.values():
        if "seconds" in each:
            each["times the limit"] = round(each["seconds"] / limit, 2)
    return figures


def of_workbook(folder: Path, rounds: int) -> dict[str, Any]:
    """The workbook, and whether its tables are those of the same rows as CSV."""
    book, plain = workbook(folder)
    jobs = {"concord": (_TABULATE, book), "limit": (_CELLS, book), "concord, the same rows as CSV": (_TABULATE, plain)}
    figures = in_turn({name: _script(code, path) for name, (code, path) in jobs.items()}, rounds)
    one, other = figures["concord"], figures["concord, the same rows as CSV"]
    one["right"] = one.get("digest") == other.get("digest") and bool(one.get("tables"))
    return {"rows": ROWS, **figures}


def of_titles(folder: Path, rounds: int) -> dict[str, Any]:
    """A register with very many titles."""
    path = titles(folder)
    jobs = {"concord": _script(_TABULATE, path), "limit": _script(_SCAN, path)}
    return {"rows": TITLE_ROWS, "titles": TITLES, **in_turn(jobs, rounds)}


def of_check(folder: Path, rounds: int) -> dict[str, Any]:
    """The check of a small table, the whole process."""
    small = folder / "small.csv"
    small.write_text(
        "area,year,occupation,country of training,headcount\nNZL,2018,221,GBR,3092\nNZL,2018,221,ZAF,717\n"
    )
    jobs = {
        "concord": lambda: run(str(BIN), "check", str(small)),
        "limit": lambda: run(sys.executable, "-c", "pass"),
    }
    return in_turn(jobs, max(rounds, CHECK_ROUNDS))


def _script(code: str, path: Path) -> Callable[[], dict[str, Any]]:
    return lambda: run(sys.executable, "-c", code, str(path))


JOBS = {"workbook": of_workbook, "titles": of_titles, "check": of_check}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--only", default="")
    said = asked.parse_args(arguments)
    only = [name for name in said.only.split(",") if name] or list(JOBS)
    figures: dict[str, Any] = {"load": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder:
        for name in only:
            figures[name] = JOBS[name](Path(folder), said.rounds)
    goals = "goals: a workbook of 200,000 rows in 60 s and 500 MB, a check of a small table in 0.5 s"
    record("mds-files", figures, note=f"{goals}; ended {time.strftime('%H:%M', time.gmtime())} UTC")


if __name__ == "__main__":
    main()
