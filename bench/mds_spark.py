"""Spark beside DuckDB on a generated register, from Parquet to findings, lists of offending rows and tables.

``python bench/mds_spark.py [--rows 1000000] [--spark-python PYTHON] [--rounds 3] [--threads 2]``

Two registers of the same size: one that can be counted, and one with every declared kind of error. Each job runs in a
process of its own and in turn; Spark's session is started before the clock, and what its start takes is told beside.
All findings, every table cell by cell and every line of the lists are digested in each process, and the digests
compared: where they differ, the result says so and the run fails. Spark is local, on as many threads as DuckDB has.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from harness import record
from mds_register import Peak

HERE = Path(__file__)
KINDS = {"to be counted": (), "with every error": ("all",)}
AS_OF = 2026


def job(address: str, path: Path) -> dict[str, Any]:
    """One register counted by one engine: seconds, what starting took, and digests of all that came of it."""
    import polars  # noqa: F401 - imports are not counted
    import pyarrow.parquet  # noqa: F401

    from concord.mds.engines import spark
    from concord.mds.engines.address import engine
    from concord.mds.harmonise import Asked
    from concord.mds.persons.register import tabulate_register

    with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
        offending, begun = Path(folder) / "rows.csv", time.perf_counter()
        if engine(address).kind == "spark":
            session = held.enter_context(spark.session(engine(address)))
            session.sql("SELECT count(*) FROM range(1000)").collect()
        ready = time.perf_counter()
        made = tabulate_register(path, Asked(), as_of=AS_OF, offending=offending, engine=address)
        taken = time.perf_counter() - ready
        assert made is not None
        lines = sorted(offending.read_text(encoding="utf-8").splitlines())
    return {
        "seconds": taken,
        "start": ready - begun,
        "rows": made.kept[0].rows,
        "findings": [len(made.findings), digest([repr(each) for each in made.findings])],
        "tables": [len(made.tables), digest([(t.structure, t.frame.rows(), repr(t.provenance)) for t in made.tables])],
        "offending": [len(lines) - 1, digest(lines)],
        "kept": repr(made.kept),
    }


def digest(said: object) -> str:
    """A digest of what was said."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def run(python: str, address: str, path: Path) -> dict[str, Any]:
    """A job in a process of its own, with its peak memory (children with it), or why there is none."""
    process = subprocess.Popen(
        [python, str(HERE), "--job", address, "--file", str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE.parents[1] / "src")]),
             "POLARS_MAX_THREADS": "2"},
    )  # fmt: skip
    peak = Peak(process.pid)
    out, errors = process.communicate()
    mb = peak.end()
    if process.returncode:
        return {"not_run": (errors.strip().splitlines() or ["it ended"])[-1][:300]}
    return {**json.loads(out.strip().splitlines()[-1]), "peak_mb": mb}


def measure(path: Path, engines: dict[str, tuple[str, str]], rounds: int) -> dict[str, Any]:
    """The engines in turn on one file: medians, ratio, and whether all that came of it is equal."""
    taken: dict[str, list[dict[str, Any]]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, (python, address) in engines.items():
            answer = run(python, address, path)
            if "not_run" in answer:
                return {"not_run": f"{name}: {answer['not_run']}"}
            taken[name].append(answer)
    figures: dict[str, Any] = {}
    for name, answers in taken.items():
        figures[name] = {
            "seconds": round(statistics.median(each["seconds"] for each in answers), 3),
            "start": round(statistics.median(each["start"] for each in answers), 3),
            "peak_mb": max(each["peak_mb"] for each in answers),
        }
    said = [
        {key: each[key] for key in ("rows", "findings", "tables", "offending", "kept")}
        for answers in taken.values()
        for each in answers
    ]
    figures["times DuckDB"] = round(figures["spark"]["seconds"] / figures["duckdb"]["seconds"], 1)
    figures["equal"] = all(each == said[0] for each in said)
    figures |= {key: said[0][key] for key in ("rows", "findings", "tables", "offending")}
    return figures


def generated(rows: int, broken: tuple[str, ...], folder: Path) -> Path:
    """A register as Parquet."""
    from concord.mds.generating.wish import Wish
    from concord.mds.generating.writing import write

    path = folder / f"register-{'broken' if broken else 'whole'}.parquet"
    quality = "usual" if broken else "tidy"
    write(Wish("NZL", 11, rows=rows, years=4, quality=quality, broken=broken), path)
    return path


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--spark-python", default=sys.executable)
    asked.add_argument("--job", default="")
    asked.add_argument("--file", default="")
    said = asked.parse_args()
    if said.job:
        sys.stdout.write("\n" + json.dumps(job(said.job, Path(said.file))) + "\n")
        return
    if subprocess.run([said.spark_python, "-c", "import pyspark"], capture_output=True, check=False).returncode:
        sys.stdout.write("pyspark is not installed: nothing is measured (see docs/explanation/spark.md)\n")
        return
    engines = {"duckdb": (said.spark_python, "duckdb"), "spark": (said.spark_python, f"spark://local[{said.threads}]")}
    figures: dict[str, Any] = {"load": os.getloadavg()[0], "threads": said.threads}
    with tempfile.TemporaryDirectory() as folder:
        for name, broken in KINDS.items():
            figures[name] = measure(generated(said.rows, broken, Path(folder)), engines, said.rounds)
    ended = time.strftime("%H:%M", time.gmtime())
    record(f"mds-spark-{said.rows}", figures, note=f"equal: findings, tables and offending rows; ended {ended} UTC")
    if not all(figures[name].get("equal") for name in KINDS):
        raise SystemExit("the engines differ")


if __name__ == "__main__":
    main()
