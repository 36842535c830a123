"""Bilateral flows from two stock tables: closed accounting of 200 × 200, beside the R package migest if it is there.

``python bench/flows.py [places] [--speed]`` (``--speed``: our own times alone). Limit: one matrix product of the same
size. Peers: proportional fitting by sweeps (NumPy, to the same margins), and migest (an installed R package, or a
folder of its files in MIGEST_SOURCE with MIGEST_VERSION; its source is never part of this repository). The tables are
generated, so that everybody has them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from harness import record, side_by_side

from concord.flows.accounts import Account, account
from concord.flows.estimate import estimate
from concord.flows.settling import settle
from concord.vocabulary.threads import one_thread

PLACES, TABLES, COMPATIBLE = 200, 300, (10, 20, 60, 100)
R_SCRIPT = Path(__file__).with_name("flows_migest.R")


def world(places: int, *, seed: int) -> Account:
    """Tables like the world's: few natives abroad, sizes over five orders of magnitude, births and deaths, a gap."""
    random = np.random.default_rng(seed)
    people = np.round(np.minimum(np.exp(random.normal(15.5, 1.9, places)), 1.4e9))
    pull = np.exp(random.normal(0, 1.2, places))
    raw = people[:, None] ** 0.55 * pull * np.exp(random.normal(0, 1.5, (places, places)))
    raw *= random.random((places, places)) < 0.5
    np.fill_diagonal(raw, 0)
    start = np.round(raw * (0.03 * people.sum() / raw.sum()))
    start *= np.minimum(1, 0.4 * people / np.maximum(start.sum(axis=0), 1))
    start = np.round(start)
    births, deaths = (
        np.round(people * random.uniform(0.05, 0.2, places)),
        np.round(people * random.uniform(0.03, 0.07, places)),
    )
    end = np.round(start * np.exp(random.normal(0.05, 0.25, start.shape)))
    np.fill_diagonal(start, people)
    drift = np.round(people * random.normal(0, 0.004, places))
    np.fill_diagonal(end, np.maximum(people + births - deaths + drift, births + 1))
    names = [f"P{index:04d}" for index in range(places)]
    return account(names, start, end, births=births, deaths=deaths)


def swept(
    table: np.ndarray, rows: np.ndarray, columns: np.ndarray, error: float, most: int = 20_000
) -> tuple[np.ndarray, int]:
    """Proportional fitting until every row is met."""
    now = table.copy()
    for sweep in range(most):
        now *= np.divide(rows, now.sum(axis=1), out=np.zeros_like(rows), where=rows > 0)[:, None]
        now *= np.divide(columns, now.sum(axis=0), out=np.zeros_like(columns), where=columns > 0)
        if np.abs(now.sum(axis=1) - rows).max() <= error:
            return now, sweep + 1
    return now, most


def by_sweeps(given: Account) -> tuple[np.ndarray, int]:
    """Closed accounting with sweeps where ours has Newton, to a tenth of a person: it would not come nearer in time."""
    ours = settle(given, "closed")
    target = ours.start.sum(axis=1)
    open_ = Account(given.areas, given.start, given.end, given.births, given.deaths)
    start, end = _unbalanced(open_)
    start, first = swept(start, target, start.sum(axis=0), 0.1)
    end, second = swept(end, target, end.sum(axis=0), 0.1)
    stay = np.minimum(start, end)
    away, here = start - stay, end - stay
    sums = here.sum(axis=1, keepdims=True)
    flow = np.divide(away, sums, out=np.zeros_like(away), where=sums > 0).T @ here
    np.fill_diagonal(flow, 0)
    return flow, first + second


def _unbalanced(given: Account) -> tuple[np.ndarray, np.ndarray]:
    from concord.flows.settling import _share_gap, births_of, deaths_of

    assert given.births is not None
    assert given.deaths is not None
    start, end = given.start.copy(), given.end.copy()
    _share_gap(start, end, float(given.births.sum() - given.deaths.sum()), [])
    died, born = deaths_of(start, given.deaths, given.areas), births_of(end, given.births, given.areas, [])
    return np.maximum(start - died, 0), np.maximum(end - born, 0)


def migest(given: Account, residual: str, how: str) -> tuple[dict[str, Any], np.ndarray] | None:
    """The R package on the same tables; None where there is no R or no package."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        np.savetxt(home / "start.csv", given.start, delimiter=",", fmt="%.17g")
        np.savetxt(home / "end.csv", given.end, delimiter=",", fmt="%.17g")
        np.savetxt(home / "sums.csv", np.stack([given.births, given.deaths], axis=1), delimiter=",", fmt="%.17g")
        command = ["Rscript", "--vanilla", str(R_SCRIPT), folder, residual, how]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stderr.write(done.stderr[-2000:])
            return None
        return json.loads(done.stdout.strip().splitlines()[-1]), np.loadtxt(home / "flow.csv", delimiter=",")


def beside_migest(places: int) -> dict[str, Any]:
    """Agreement in the compatible mode by size, the spread of the package's own draws, and its time."""
    agreement: dict[str, Any] = {}
    version: dict[str, Any] = {}
    for size in COMPATIBLE:
        given = world(size, seed=size)
        for how, method, weight in (("quiet", "minimum-closed", None), ("independent", "pseudo-bayes-closed", 0.0)):
            there = migest(given, "fixed", how)
            if there is None:
                return {"migest": "not here"}
            version, flow = there
            ours = estimate(given, method, weight=weight, reference_compatible=True)
            agreement[f"{how}, {size} places"] = {
                "most_persons_apart": float(np.abs(ours.flow - flow).max()), "total": float(flow.sum()),
                "our_own_most_apart": float(np.abs(estimate(given, method, weight=weight).flow - flow).max()),
                "seconds": version["seconds"],
            }  # fmt: skip
    given = world(60, seed=60)
    draws = [there[1] for _ in range(2) if (there := migest(given, "draw", "quiet")) is not None]
    spread = float(np.abs(draws[0] - draws[1]).max()) if len(draws) == 2 else None
    given = world(places, seed=places)
    big = migest(given, "fixed", "quiet")
    figures: dict[str, Any] = {
        "migest": version["version"], "r": version["r"], "agreement_compatible": agreement,
        "two_runs_of_migest_apart": spread,
    }  # fmt: skip
    if big is not None:
        figures["migest_seconds"], figures["migest_peak_mb"] = big[0]["seconds"], big[0]["peak_mb"]
        ours = estimate(given, "minimum-closed")
        figures["migest_margins_error"] = _off(given, big[1])
        figures["total_migest_and_ours"] = [float(big[1].sum()), ours.total]
    return figures


def _off(given: Account, flow: np.ndarray) -> float:
    """By how many persons the net migration of a place is off what its stocks, births and deaths say."""
    settled = settle(given, "closed")
    wanted = settled.end.sum(axis=0) - settled.start.sum(axis=0)
    return float(np.abs(flow.sum(axis=0) - flow.sum(axis=1) - wanted).max())


def _busy(work: Callable[[], object], rounds: int = 40) -> float:
    """The least seconds of a processor that one call took: what the work costs where others share the machine."""
    taken = []
    for _ in range(rounds):
        begun = time.thread_time()
        work()
        taken.append(time.thread_time() - begun)
    return min(taken)


def main(places: int = PLACES, *, peers: bool = True) -> None:
    """Run all and write the result down; without the peers it is a result of its own."""
    given = world(places, seed=places)
    flow = estimate(given, "minimum-closed").flow
    many = [world(places, seed=1000 + number) for number in range(TABLES)]
    jobs: dict[str, Callable[[], object]] = {
        "one matrix product": lambda: flow @ flow,
        "minimum-closed": lambda: estimate(given, "minimum-closed"),
        "pseudo-bayes-closed": lambda: estimate(given, "pseudo-bayes-closed"),
    }
    with one_thread():
        seconds = side_by_side(jobs, rounds=15)
        busy = {name: _busy(work) for name, work in jobs.items()}
        begun, used = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(2) as pool:
            made = list(pool.map(lambda each: estimate(each, "minimum-closed"), many))
        tables, used = time.perf_counter() - begun, time.process_time() - used
        again = [estimate(each, "minimum-closed") for each in many[:30]]
    figures = {
        "places": places,
        "milliseconds": {name: round(1000 * each, 3) for name, each in seconds.items()},
        "least_processor_milliseconds": {name: round(1000 * each, 3) for name, each in busy.items()},
        "times_one_product": round(busy["minimum-closed"] / busy["one matrix product"], 1),
        "tables": TABLES, "seconds_of_all_tables_on_2_threads": round(tables, 2),
        "processor_seconds_of_all_tables": round(used, 2),
        "worst_margin_persons": max(each.margins_error or 0 for each in made),
        "worst_closing_persons": max(_off(each.account, each.flow) for each in made[:30]),
        "same_bytes_on_1_and_2_threads": all(
            one.flow.tobytes() == other.flow.tobytes() for one, other in zip(made, again, strict=False)
        ),
    }  # fmt: skip
    if peers:
        begun = time.perf_counter()
        theirs, sweeps = by_sweeps(given)
        figures |= {"sweeps": sweeps, "seconds_by_sweeps": round(time.perf_counter() - begun, 2)}
        figures |= {"by_sweeps_most_apart": float(np.abs(theirs - flow).max()), **beside_migest(places)}
    else:
        figures["load"] = [round(each, 1) for each in os.getloadavg()]
    note = "generated tables; goal: 8 ms a table, 300 in 3.5 s, margins to 1e-6 persons"
    record("flows" if peers else "flows-speed", figures, note=note)


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(*(int(each) for each in asked if each.isdigit()), peers="--speed" not in asked)
