"""Projection of the world (PERFORMANCE job 3): 194 areas × 6 occupations × 25 years × 10,000 draws.

Concord's compiled kernel (where numba is installed) and its NumPy one, beside a plain NumPy way, a pandas loop over a
few rows extrapolated (and said so), and the physical limit: the matrix products and the normal draws alone. Each runs
in a process of its own, so that its memory is its own; jobs take turns. Wall seconds are those of a machine that
others use too, so the processor seconds stand beside them: over two idle cores a run takes about half of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
from harness import ROUNDS, record
from projection_data import AREAS, OCCUPATIONS, YEARS, made

DRAWS, FEW = 10_000, 1_000
PROBABILITIES = (0.025, 0.1, 0.5, 0.9, 0.975)
#: Rows of the pandas loop that are run; the rest is extrapolated.
PANDAS_AREAS, PANDAS_YEARS, PANDAS_DRAWS = 6, 2, 1_000


def ours(engine: Literal["numpy", "compiled"], draws: int, threads: int) -> dict[str, object]:
    from concord.labour_market.world import world

    inputs = made()
    if engine == "compiled":
        world(inputs, years=1, draws=50, engine="compiled")
    begun, used = time.perf_counter(), time.process_time()
    found = world(inputs, years=YEARS, draws=draws, threads=threads, engine=engine)
    taken = time.perf_counter() - begun, time.process_time() - used
    digest = hashlib.sha256(found.quantiles.tobytes() + found.mean.tobytes()).hexdigest()
    return {"wall": taken[0], "processor": taken[1], "digest": digest, "sum": float(found.mean[-1].sum())}


def naive(draws: int) -> dict[str, object]:
    """What a statistician writes first: whole arrays, np.quantile, every result kept."""
    inputs, chance = made(), np.random.default_rng(1)
    begun, used = time.perf_counter(), time.process_time()
    total = 0.0
    for o in range(OCCUPATIONS):
        stock = np.repeat(inputs.stock[:, o, None], draws, axis=1)
        loss = np.clip(chance.normal(inputs.loss[:, o, None], inputs.loss_sd[:, o, None], stock.shape), 0, 1)
        out = np.clip(chance.normal(inputs.out[:, o, None], inputs.out_sd[:, o, None], stock.shape), 0, 1 - loss)
        entries = np.maximum(0, chance.normal(inputs.entries[:, o, None], inputs.entries_sd[:, o, None], stock.shape))
        sd = inputs.swing[o]
        for _ in range(YEARS):
            swing = np.exp(sd * chance.standard_normal(draws) - sd * sd / 2)
            leaving = stock * out
            stock = stock * (1 - loss - out) + entries * swing + inputs.routes.T @ leaving
            mean, _, _ = stock.mean(axis=1), stock.std(axis=1), np.quantile(stock, PROBABILITIES, axis=1)
        total += float(mean.sum())
    return {"wall": time.perf_counter() - begun, "processor": time.process_time() - used, "sum": total}


def limit(draws: int) -> dict[str, object]:
    """Only what cannot be left out: the products, and the normal draws."""
    inputs, chance = made(), np.random.default_rng(1)
    routes, block, into = inputs.routes.T.copy(), np.ones((AREAS, draws)), np.empty((AREAS, draws))
    begun, used = time.perf_counter(), time.process_time()
    for _ in range(OCCUPATIONS):
        for _ in range(3):
            chance.standard_normal(block.shape)
        for _ in range(YEARS):
            np.matmul(routes, block, out=into)
    return {"wall": time.perf_counter() - begun, "processor": time.process_time() - used}


def pandas_loop() -> dict[str, object]:
    """A data frame of draws, area by area and year by year; a few rows, the rest by rule of three."""
    import pandas as pd

    inputs, chance = made(), np.random.default_rng(1)
    begun = time.perf_counter()
    frame = pd.DataFrame({i: np.full(PANDAS_DRAWS, inputs.stock[i, 0]) for i in range(AREAS)})
    for _ in range(PANDAS_YEARS):
        leaving = frame * inputs.out[:, 0]
        new = {}
        for i in range(PANDAS_AREAS):
            arriving = sum(leaving[k] * inputs.routes[k, i] for k in range(AREAS))
            loss = pd.Series(chance.normal(inputs.loss[i, 0], inputs.loss_sd[i, 0], PANDAS_DRAWS))
            new[i] = frame[i] * (1 - loss) - leaving[i] + inputs.entries[i, 0] + arriving
            new[i].quantile(list(PROBABILITIES))
        frame[list(new)] = pd.DataFrame(new)
    taken = time.perf_counter() - begun
    rows = PANDAS_AREAS * PANDAS_YEARS * PANDAS_DRAWS
    return {"wall": taken * AREAS * OCCUPATIONS * YEARS * DRAWS / rows, "extrapolated_from_seconds": taken}


JOBS: dict[str, Callable[[], dict[str, object]]] = {
    "limit: products and normal draws": lambda: limit(DRAWS),
    "Concord, compiled, 2 threads": lambda: ours("compiled", DRAWS, 2),
    "Concord, compiled, 1 thread": lambda: ours("compiled", DRAWS, 1),
    "Concord, NumPy, 1,000 draws, 2 threads": lambda: ours("numpy", FEW, 2),
    "Concord, NumPy, 1,000 draws, 1 thread": lambda: ours("numpy", FEW, 1),
    "NumPy, plain": lambda: naive(DRAWS),
    "NumPy, plain, 1,000 draws": lambda: naive(FEW),
    "pandas loop, extrapolated": pandas_loop,
}
ONCE = {"NumPy, plain", "pandas loop, extrapolated"}


def alone(name: str) -> dict[str, Any]:
    """One job in a process of its own."""
    threads = {} if name.startswith("Concord") else {"OPENBLAS_NUM_THREADS": "2"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), name], capture_output=True, text=True, check=False,
        env={**os.environ, **threads},
    )  # fmt: skip
    return json.loads(done.stdout) if done.returncode == 0 else {"not run": done.stderr.strip().splitlines()[-1][:200]}


def main() -> None:
    """Measure."""
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in JOBS}
    for turn in range(ROUNDS):
        for name in JOBS:
            if turn == 0 or name not in ONCE:
                runs[name].append(alone(name))
    figures: dict[str, object] = {}
    for name, found in runs.items():
        if "not run" in found[0]:
            figures[name] = found[0]
            continue
        middle = {key: round(statistics.median(float(each[key]) for each in found), 2)
                  for key in ("wall", "processor", "peak_mb") if key in found[0]}  # fmt: skip
        figures[name] = {**middle, "runs": len(found)}
    two, one = (runs[f"Concord, compiled, {each}"][0].get("digest") for each in ("2 threads", "1 thread"))
    few = [runs[f"Concord, NumPy, 1,000 draws, {each}"][0].get("digest") for each in ("2 threads", "1 thread")]
    figures["same bytes on 1 and 2 threads"] = {"compiled": two is not None and two == one, "NumPy": few[0] == few[1]}
    sums = [runs[name][0].get("sum") for name in ("Concord, compiled, 2 threads", "NumPy, plain")]
    if all(sums):
        figures["sum of means against plain NumPy, relative difference"] = abs(sums[0] / sums[1] - 1)
    load = os.getloadavg()[0]
    record(
        "projection",
        {**figures, "load of the machine at the end": round(load, 1)},
        note="goals: compiled 2.2 s and 350 MB, 1,000 draws 0.5 s with NumPy alone, both on two idle cores",
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        told = JOBS[sys.argv[1]]()
        told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps(told))
    else:
        main()
