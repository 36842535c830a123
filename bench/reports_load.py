"""The load of ``reports.py``: every country saves answers at once, over HTTP; what was acknowledged is looked for."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
QUESTION, PAGE = "contact_name", "1/2/"
TOKEN = "a" * 32


def port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, at: int, database: str) -> dict[str, str]:
    """What the processes of an installation are told."""
    told = {"CONCORD_FOLDER": str(folder), "CONCORD_ADDRESS": f"http://localhost:{at}"}
    return {**os.environ, **told, **({"CONCORD_DATABASE": database} if database else {})}


def grounded(folder: Path, at: int, database: str, countries: int) -> dict[str, Any]:
    """An installation with so many countries, each with a report that is being filled."""
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [sys.executable, str(HERE / "reports_ground.py"), str(countries)], env=environment(folder, at, database),
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(made.stdout.strip().splitlines()[-1])
    return found


@contextmanager
def served(folder: Path, at: int, database: str) -> Iterator[None]:
    """The installation, served as ``concord serve`` does it."""
    command = [str(BIN / "concord"), "serve", "--folder", str(folder), "--port", str(at)]
    with (folder / "serve.log").open("wb") as written:
        process = subprocess.Popen(command, env=environment(folder, at, database), stdout=written, stderr=written)
        try:
            _answered(at, process)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def _answered(at: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
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


@dataclass
class Officer:
    """Somebody of one country at the page, over one connection that stays open."""

    at: int
    area: str
    report: str
    cookies: str
    saves: int
    pace: float = 0.0  # seconds between two saves; 0 for one straight after the other
    offset: float = 0.0
    empty: str = ""  # what an unanswered box says of itself; with it no page is opened first
    acknowledged: list[str] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    first: float = 0.0  # when the first save was sent
    last: float = 0.0  # when the last one was acknowledged

    def run(self, begin: threading.Barrier, opened: threading.Barrier) -> None:
        """Open the page; when all have, save one answer after another, each upon the one before; look once more."""
        path = f"/en/reporting/reports/{self.report}/{PAGE}"
        self.connection = http.client.HTTPConnection("127.0.0.1", self.at, timeout=600)
        begin.wait()
        revision = self.empty or self._revision(self._asked("GET", path, None, self.pages))
        opened.wait()
        if not revision:
            return
        self.first = time.perf_counter()
        started = self.first + self.offset
        for number in range(1, self.saves + 1):
            time.sleep(max(0.0, started + number * self.pace - time.perf_counter()) if self.pace else 0.0)
            value = f"{self.area} {number}"
            sent = urlencode({"only": QUESTION, f"a:{QUESTION}": value, f"r:{QUESTION}": revision})
            body = self._asked("POST", path, sent, self.taken)
            if not body:
                return
            revision = self._revision(body)
            if "<time" not in body:  # the page says nothing of saving
                self.faults.append("not saved")
                return
            self.acknowledged.append(value)
            self.last = time.perf_counter()
        if not self.empty:
            self._asked("GET", f"/en/reporting/reports/{self.report}/", None, self.pages)

    def _asked(self, method: str, path: str, sent: str | None, times: list[float]) -> str:
        headers = {"Host": f"localhost:{self.at}", "Cookie": self.cookies}
        if sent is not None:
            form = "application/x-www-form-urlencoded"
            headers |= {"HX-Request": "true", "X-CSRFToken": TOKEN, "Content-Type": form}
        begun = time.perf_counter()
        try:
            self.connection.request(method, path, body=sent, headers=headers)
            answer = self.connection.getresponse()
            body = answer.read().decode()
        except (OSError, http.client.HTTPException) as problem:
            self.faults.append(f"{method} {type(problem).__name__}")
            return ""
        times.append(time.perf_counter() - begun)
        if answer.status != 200:
            self.faults.append(f"{method} {answer.status}")
            return ""
        return body

    def _revision(self, body: str) -> str:
        found = re.search(rf'name="r:{QUESTION}" value="([^"]+)"', body)
        return found[1] if found else ""


def unanswered(ground: dict[str, Any], at: int) -> str:
    """What an unanswered box says of itself; the same in every report."""
    first = ground["countries"][0]
    one = Officer(at, first["area"], first["report"], f"{ground['cookie']}={first['session']}", 0)
    one.connection = http.client.HTTPConnection("127.0.0.1", at, timeout=600)
    return one._revision(one._asked("GET", f"/en/reporting/reports/{first['report']}/{PAGE}", None, []))


def loaded(ground: dict[str, Any], at: int, saves: int, *, a_second: float = 0.0, looks: bool = True) -> list[Officer]:
    """Every country at once, one thread and one connection each; together ``a_second`` saves, or as many as can be."""
    many, empty = len(ground["countries"]), "" if looks else unanswered(ground, at)
    pace = many / a_second if a_second else 0.0
    officers = [
        Officer(
            at, each["area"], each["report"], f"{ground['cookie']}={each['session']}; {ground['csrf']}={TOKEN}", saves,
            pace, pace * place / many, empty,
        )
        for place, each in enumerate(ground["countries"])
    ]  # fmt: skip
    begin, opened = threading.Barrier(len(officers) + 1), threading.Barrier(len(officers))
    threads = [threading.Thread(target=each.run, args=(begin, opened)) for each in officers]
    for thread in threads:
        thread.start()
    begin.wait()
    for thread in threads:
        thread.join()
    return officers


FOUND = f"""
from concord_site.commands import prepare
prepare()
import json
from concord_site.reporting.models import Change, SubmissionAnswer
rows = SubmissionAnswer.objects.filter(address={QUESTION!r})
found = {{r.submission.area: [r.value, r.rival] for r in rows.select_related("submission")}}
written = {{}}
for area, value in Change.objects.filter(address={QUESTION!r}).order_by("pk").values_list("submission__area", "value"):
    written.setdefault(area, []).append(value)
print(json.dumps([found, written]))
"""


def kept(folder: Path, at: int, database: str) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """What the database holds: for each country the answer with its rival, and every writing in order."""
    told = subprocess.run(
        [sys.executable, "-c", FOUND], env=environment(folder, at, database), check=True, capture_output=True, text=True
    )
    found, written = json.loads(told.stdout.strip().splitlines()[-1])
    return found, written


def lost(officers: list[Officer], found: dict[str, Any], written: dict[str, list[Any]]) -> list[str]:
    """Acknowledged writings that are not there, and answers that are not the last one acknowledged."""
    faults = []
    for each in officers:
        if written.get(each.area, [])[: len(each.acknowledged)] != each.acknowledged:
            faults.append(f"{each.area}: writings")
        if each.acknowledged and found.get(each.area) != [each.acknowledged[-1], None] and not each.faults:
            faults.append(f"{each.area}: answer")
    return faults


def percentile(values: list[float], share: float) -> float:
    """In milliseconds."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)


def figures(officers: list[Officer]) -> dict[str, Any]:
    """Saves a second from the first to the last, percentiles of saving and of pages in milliseconds."""
    seconds = max(each.last for each in officers) - min(each.first for each in officers)
    saves = [each for officer in officers for each in officer.taken]
    pages = [each for officer in officers for each in officer.pages] or [float("nan")]
    return {
        "countries": len(officers), "saves": len(saves), "saves_per_second": round(len(saves) / seconds, 1),
        "save_median_ms": round(statistics.median(saves) * 1000, 1), "save_p99_ms": percentile(saves, 0.99),
        "page_median_ms": round(statistics.median(pages) * 1000, 1), "page_p99_ms": percentile(pages, 0.99),
        "faults": sum(len(each.faults) for each in officers),
    }  # fmt: skip
