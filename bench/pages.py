"""Pages (PERFORMANCE job 4): requests a second over 16 connections, beside the same server with nothing to do.

The limit is a WSGI application that returns one fixed page from the same server in the same run; the figure that counts
is the ratio to it. Peers (Datasette and others) are not installed here and are left out.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from harness import record

BIN = Path(sys.executable).parent
CONNECTIONS, SECONDS = 16, 4.0
WRK = shutil.which("wrk")
PATHS = (
    "/en/", "/en/countries/", "/en/countries/NZL/", "/ar/countries/KEN/", "/en/data/", "/en/programme/code/7.3/",
    "/en/data/tables/mds-totals/", "/api/v1/tables/mds-totals/rows?area=NZL", "/api/v1/tables",
)  # fmt: skip
#: Whoever shows a key is never answered from what is kept: what a page costs when it is made.
MADE = "/en/countries/KEN/"
LIMIT_TARGET = "limit:application"
LIMIT = """
page = b"x" * 30_000
def application(environ, start):
    start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(page)))])
    return [page]
"""


def port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(at: int, process: subprocess.Popen[bytes]) -> None:
    """Wait for the first answer."""
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("the server ended")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", at, timeout=5)
            connection.request("GET", "/health")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("no answer")


def measured(at: int, path: str, **headers: str) -> dict[str, float]:
    """Requests a second and the 99th percentile in milliseconds."""
    said = {"Accept-Encoding": "gzip", **headers}
    return by_wrk(at, path, said) if WRK else by_threads(at, path, said)


def by_wrk(at: int, path: str, headers: dict[str, str]) -> dict[str, float]:
    """As a compiled program asks, which takes little of the machine for itself."""
    call = [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS:.0f}s", "--latency"]
    call += [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    said = subprocess.run([*call, f"http://127.0.0.1:{at}{path}"], check=True, capture_output=True, text=True).stdout
    [centile] = re.findall(r"99%\s+([\d.]+)(us|ms|s)\b", said)
    wrong = re.findall(r"Non-2xx or 3xx responses: (\d+)", said)
    return {
        "requests_per_s": round(float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0])),
        "p99_ms": round(float(centile[0]) * {"us": 0.001, "ms": 1, "s": 1000}[centile[1]], 1),
        "errors": int(wrong[0]) if wrong else 0,
    }


def by_threads(at: int, path: str, headers: dict[str, str]) -> dict[str, float]:
    """Where no such program is installed: threads of this process, which weigh as much as the server."""
    taken: list[float] = []
    wrong: list[int] = []
    stop = time.perf_counter() + SECONDS

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", at, timeout=30)
        mine = []
        while time.perf_counter() < stop:
            begun = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                wrong.append(answer.status)
            mine.append(time.perf_counter() - begun)
        taken.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    centiles = statistics.quantiles(taken, n=100)
    return {
        "requests_per_s": round(len(taken) / SECONDS),
        "p99_ms": round(centiles[98] * 1000, 1),
        "errors": len(wrong),
    }


def main() -> None:
    """Measure both servers in one run."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "demo"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([str(BIN / "concord"), "demo", "--no-serve", "--folder", str(folder)], check=True, **quiet)
        (Path(place) / "limit.py").write_text(LIMIT, encoding="utf-8")
        here, there = port(), port()
        site = subprocess.Popen([str(BIN / "concord"), "demo", "--folder", str(folder), "--port", str(here)], **quiet)
        call = [str(BIN / "granian"), "--interface", "wsgi", "--port", str(there), "--blocking-threads", "4"]
        limit = subprocess.Popen([*call, LIMIT_TARGET], cwd=place, env={**os.environ, "PYTHONPATH": place}, **quiet)
        try:
            answered(here, site)
            answered(there, limit)
            fixed = measured(there, "/")
            figures: dict[str, object] = {"limit: fixed page": fixed}
            for path in PATHS:
                measured(here, path) if path == PATHS[0] else None  # the first call of a page fills what is kept
                found = measured(here, path)
                found["of_limit"] = round(found["requests_per_s"] / fixed["requests_per_s"], 3)
                figures[path] = found
            figures[f"{MADE}, made anew"] = measured(here, MADE, Authorization="Basic none")
        finally:
            for process in (site, limit):
                process.send_signal(signal.SIGINT)
                process.wait(timeout=60)
    record("pages", figures, note="client and server share two cores; goal 2,500 requests a second at p99 50 ms")


if __name__ == "__main__":
    main()
