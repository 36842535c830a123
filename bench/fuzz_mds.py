"""Very many spoilt files through every reader of the minimum data set: no crash, no hang, nothing half-saved.

    python bench/fuzz_mds.py                                  # a short run of every reader
    python bench/fuzz_mds.py --inputs 1000000 --readers csv   # a million through one
    python bench/fuzz_mds.py --inputs 1000000 --resume        # the campaign; stopped, it goes on where it was

Two ways. *Readers*: a locked reading process spoils and reads thousands of files one after the other, so that a million
take minutes and not days; a process that dies or hangs is tried again file by file, and the culprit is named. *Whole*:
one file in a reading process of its own, then harmonising, checking and freezing in this one, as the command line does
it; after each of them either nothing is stored or the whole release is there and can be read. A short run also says
what a million would take. How far it is stands on the error stream, and with ``--resume`` in a file beside the results.
"""

from __future__ import annotations

import argparse
import base64
import dataclasses
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tools")]

import bad_inputs  # noqa: E402
import fuzz_mutations  # noqa: E402
import zygote  # noqa: E402

from concord.errors import Refusal  # noqa: E402
from concord.intake import process  # noqa: E402
from concord.intake.limits import Limits  # noqa: E402

SPECIMENS = HERE.parent / "tests/specimens/mds"
BATCH = 250
HANG = 2.0
#: Seconds of a whole file that are the start of things and not the file's.
START = 1.0
#: Seconds that a process may wait for the machine besides; who sleeps for ever is found by it.
WAITING = 90


def seeds(reader: str) -> tuple[str, list[bytes]]:
    """The name under which files of a kind are sent, and good files of it."""
    text = bad_inputs.TEXT
    match reader.removeprefix("cells-"):
        case "csv":
            arabic = "بلد التدريب,السنة,المهنة,العدد\nمصر,٢٠١٨,الأطباء,١٢٣\n"
            french = (
                "pays de formation;année;profession;effectif\nAlgérie;2018;médecins;1 234\nTotal;2018;médecins;1 234\n"
            )
            found = [
                text.encode(),
                text.encode("utf-16"),
                arabic.encode(),
                french.encode("cp1252"),
                bad_inputs.register(),
            ]
            found.append((text.replace("India", '"India, the"') + "\n\nSource: x\n").encode())
            return "table.csv", found
        case "xlsx":
            names = (
                "hidden-rows",
                "merged-headings",
                "titles-and-notes",
                "formulas-with-values",
                "comments",
                "hidden-sheet",
            )
            return "book.xlsx", [bad_inputs.shared(), *(bad_inputs.MAKERS[name]() for name in names)]
        case "xls":
            forms = sorted((SPECIMENS.parent / "xlsform-examples").glob("*.xls"))
            kept = [path.read_bytes() for path in forms if path.stat().st_size < 40_000][:6]
            return "book.xls", [*_files("../mds-messy", "*.xls"), *kept]
        case "ods":
            return "book.ods", [bad_inputs.MAKERS["opendocument"](), *_files("../mds-messy", "*.ods")]
        case "sdmx-ml":
            return "data.xml", _files("sdmx", "*.xml")
        case "sdmx-json":
            return "data.json", _files("sdmx", "*.json")
        case "fhir":
            return "bundle.json", _files("fhir", "*.json")
        case "odk":
            return "export.csv", _files("odk", "*.csv")
        case "zip":
            return "tables.zip", [bad_inputs.MAKERS["zip-of-one-table"](), *_files("odk", "*.zip")]
    raise SystemExit(f"no reader {reader}")


READERS = ("csv", "xlsx", "xls", "ods", "sdmx-ml", "sdmx-json", "fhir", "odk", "zip", "cells-csv", "cells-xlsx")
#: Read as raw cells, from which a profile is proposed; the other doors refuse workbooks of 1997 and OpenDocument.
CELLS = ("xls", "ods", "cells-csv", "cells-xlsx")


def _files(folder: str, pattern: str) -> list[bytes]:
    return [path.read_bytes()[: fuzz_mutations.MOST] for path in sorted((SPECIMENS / folder).glob(pattern))]


@dataclass
class Tally:
    """What became of the inputs of one reader."""

    reader: str
    inputs: int = 0
    refused: int = 0
    rows: int = 0
    crashes: list[Any] = field(default_factory=list)
    hangs: list[Any] = field(default_factory=list)
    half_saved: list[Any] = field(default_factory=list)
    longest: float = 0.0
    seconds: float = 0.0

    @property
    def well(self) -> bool:
        """No crash, no hang, nothing half-saved."""
        return not (self.crashes or self.hangs or self.half_saved)

    def figures(self) -> dict[str, Any]:
        """For the result file; of crashes and hangs the first twenty."""
        rate = self.inputs / self.seconds if self.seconds else 0.0
        return {
            "inputs": self.inputs,
            "refused": self.refused,
            "rows_read": self.rows,
            "crashes": len(self.crashes),
            "hangs": len(self.hangs),
            "half_saved": len(self.half_saved),
            "longest_seconds": round(self.longest, 3),
            "inputs_a_second": round(rate, 1),
            "minutes_for_a_million": round(1_000_000 / rate / 60, 1) if rate else None,
            "first": [*self.crashes, *self.hangs, *self.half_saved][:20],
        }


#: Memory of a reading process: what leaps beyond it is refused soon.
MEMORY = 320 << 20
#: What is added up of two batches.
COUNTED = ("done", "refused", "rows", "crashes", "hangs")
#: How far a campaign has come that was not finished.
UNFINISHED = HERE / "results/fuzz_mds-unfinished.json"
#: Seconds between two lines of progress, and between two states kept.
EVERY = 10.0


class Course:
    """How far a campaign has come: told on the error stream, kept in a file, taken up again from there.

    Args:
        path: The file; None keeps nothing.
        key: What the inputs are made from; a file of another campaign is not taken up.
    """

    def __init__(self, path: Path | None, key: str) -> None:
        self._path, self._key, self._last = path, key, time.monotonic()
        there = json.loads(path.read_text(encoding="utf-8")) if path is not None and path.exists() else {}
        self._known: dict[str, Any] = there.get("tallies", {}) if there.get("key") == key else {}

    def tally(self, name: str) -> Tally:
        """What became of the inputs of a part so far."""
        return Tally(**self._known.get(name, {"reader": name}))

    def step(self, name: str, tally: Tally, *, of: int) -> None:
        """A batch is done."""
        now = time.monotonic()
        if now - self._last < EVERY and tally.inputs < of:
            return
        self._last = now
        wrong = len(tally.crashes) + len(tally.hangs) + len(tally.half_saved)
        sys.stderr.write(f"{name}: {tally.inputs:,} of {of:,}, {wrong} wrong\n")
        self.keep(name, tally)

    def keep(self, name: str, tally: Tally) -> None:
        """Write the state: a new file in the place of the old one."""
        self._known[name] = dataclasses.asdict(tally)
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps({"key": self._key, "tallies": self._known}), encoding="utf-8")
        new.replace(self._path)

    def figures(self) -> dict[str, Any]:
        """What is known of every reader that the campaign has been through, as the result file tells it."""
        known = {name: Tally(**each).figures() for name, each in self._known.items()}
        return {
            name: {"reader": known[name], "whole": known[f"{name}, whole"]}
            for name in READERS
            if name in known and f"{name}, whole" in known
        }

    def finished(self) -> None:
        """The state is of no more use."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


class Forks(threading.local):
    """A forking process for each thread."""

    zygote: zygote.Zygote | None = None
    heard: bytes = b""


FORKS = Forks()


class Heard:
    """An error stream of which all is remembered that was read."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.all = stream, b""

    def read(self, most: int = -1) -> bytes:
        """The next bytes."""
        piece: bytes = self._stream.read(most)
        self.all += piece
        return piece

    def close(self) -> None:
        """As of any stream."""
        self._stream.close()


@contextmanager
def forked(entries: Sequence[str], *, parquet: bool = False) -> Iterator[None]:
    """Every reading process of this process is forked, each thread from its own."""
    made: list[zygote.Zygote] = []
    mine = FORKS

    @contextmanager
    def started(*given: Any, **named: Any) -> Iterator[Any]:
        if mine.zygote is None or mine.zygote not in made:
            mine.zygote = zygote.Zygote(parquet=parquet, entries=entries, folders=(str(HERE),))
            made.append(mine.zygote)
        with mine.zygote.started(*given, **named) as running:
            heard = running.stderr = Heard(running.stderr)
            try:
                yield running
            finally:
                running.kill()
                heard.read()
                mine.heard = heard.all

    try:
        with mock.patch.object(process, "_started", started):
            yield
    finally:
        for each in made:
            each.__exit__()


def readers(reader: str, *, inputs: int, key: str, workers: int, course: Course | None = None) -> Tally:
    """Spoilt files through one reader, in locked processes that read hundreds each."""
    name, good = seeds(reader)
    course = course or Course(None, key)
    tally, begun = course.tally(reader), time.perf_counter()
    before = tally.seconds
    asked = {
        "door": "cells" if reader in CELLS else "tables",
        "name": name,
        "key": f"{key}/{reader}",
        "seeds": [base64.b64encode(each).decode() for each in good],
    }
    batches = [list(range(at, min(at + BATCH, inputs))) for at in range(tally.inputs, inputs, BATCH)]
    with forked(("fuzz_child",)), ThreadPoolExecutor(workers) as pool:
        for found in pool.map(lambda numbers: _batch(asked, numbers), batches):
            tally.inputs += found["done"]
            tally.refused += found["refused"]
            tally.rows += found["rows"]
            tally.crashes += found["crashes"]
            tally.hangs += found["hangs"]
            tally.longest = max(tally.longest, found["longest"])
            tally.seconds = before + time.perf_counter() - begun
            course.step(reader, tally, of=inputs)
    return tally


def _batch(asked: dict[str, Any], numbers: list[int]) -> dict[str, Any]:
    """What a locked process says of these inputs; where it ends or hangs, of those before and after the culprit."""
    if not numbers:
        return {"done": 0, "refused": 0, "rows": 0, "longest": 0.0, "crashes": [], "hangs": []}
    outcome = _run(asked, numbers)
    if not outcome.failure and "done" in outcome.message.facts:
        return dict(outcome.message.facts)
    last = FORKS.heard.split()[-1:]
    at = numbers.index(int(last[0])) if last and int(last[0]) in numbers else len(numbers) // 2
    if len(numbers) == 1 or last:
        parts = [_batch(asked, numbers[:at]), _culprit(asked, numbers[at], outcome.failure)]
        parts += [_batch(asked, numbers[at + 1 :])]
    else:
        parts = [_batch(asked, numbers[:at]), _batch(asked, numbers[at:])]
    joined = {key: sum((each[key] for each in parts[1:]), parts[0][key]) for key in COUNTED}
    return {**joined, "longest": max(each["longest"] for each in parts)}


def _run(asked: dict[str, Any], numbers: list[int]) -> process.Outcome:
    work = round(HANG + START + 0.06 * len(numbers))
    limits = Limits(wall_seconds=work + WAITING, cpu_seconds=work, memory_bytes=MEMORY)
    with tempfile.TemporaryFile() as stream:
        stream.write(json.dumps({**asked, "numbers": numbers}).encode())
        stream.seek(0)
        return process.run(stream, "inputs.json", limits, {}, entry="fuzz_child")


def _culprit(asked: dict[str, Any], number: int, failure: str) -> dict[str, Any]:
    """What the input is on which a process ended: a crash, a hang, or too much for its memory, which is told so."""
    said = [number, failure]
    if failure != "intake.limit.memory":
        data = fuzz_mutations.mutated([base64.b64decode(each) for each in asked["seeds"]], asked["key"], number)
        entry = "concord.mds.proposing.cells" if asked["door"] == "cells" else "concord.mds.readers.child"
        with tempfile.TemporaryFile() as stream:
            stream.write(data)
            stream.seek(0)
            work = round(HANG + START)
            limits = Limits(wall_seconds=work + WAITING, cpu_seconds=work, memory_bytes=MEMORY)
            failure = process.run(stream, asked["name"], limits, {}, entry=entry).failure
    told = {"done": 1, "refused": 0, "rows": 0, "longest": 0.0, "crashes": [], "hangs": []}
    if failure == "intake.limit.memory":
        return {**told, "refused": 1}
    return {**told, "hangs" if said[1] == "intake.limit.time" else "crashes": [said]}


def whole(reader: str, *, inputs: int, key: str, course: Course | None = None) -> Tally:
    """Spoilt files through everything that the command line does, one by one."""
    name, good = seeds(reader)
    course, part = course or Course(None, key), f"{reader}, whole"
    tally, begun = course.tally(part), time.perf_counter()
    before = tally.seconds
    with forked(zygote.ENTRIES, parquet=True):
        for number in range(tally.inputs, inputs):
            _through(fuzz_mutations.mutated(good, f"{key}/{reader}/whole", number), name, number, tally)
            tally.seconds = before + time.perf_counter() - begun
            course.step(part, tally, of=inputs)
    return tally


def _through(data: bytes, name: str, number: int, tally: Tally) -> None:
    from concord.mds import called, desk

    tally.inputs += 1
    with tempfile.TemporaryDirectory(prefix="concord-fuzz-") as folder:
        place = Path(folder)
        (place / name).write_bytes(data)
        begun = time.perf_counter()
        begun_cpu = time.process_time()
        saved = hard = False
        try:
            asked = called.asked("NZL", None, None)
            done = desk.tabulate([place / name], asked, as_of="2026-11-21", folder=place / "store", out=place / "out")
            saved, hard = done.saved, bool(done.findings.hard)
        except Refusal:
            hard = True
        except Exception as error:
            tally.crashes.append([number, f"{type(error).__name__}: {error}"[:200]])
        took = time.perf_counter() - begun
        tally.refused += hard
        tally.longest = max(tally.longest, took)
        # A reading process may wait long for the kernel where very many are started; this process then does nothing.
        if took > HANG + START and time.process_time() - begun_cpu > HANG:
            tally.hangs.append([number, round(took, 2)])
        if not _right(place, saved=saved, hard=hard):
            tally.half_saved.append(number)


def _right(place: Path, *, saved: bool, hard: bool) -> bool:
    """Whether nothing is stored, or a release that can be read."""
    from concord.mds.store import Store

    there = [(place / name).exists() for name in ("store", "out")]
    if not saved:
        return not any(there)
    release = Store(place / "store").latest()
    return not hard and all(there) and release is not None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and record; 1 where anything crashed, hung or was half-saved."""
    said = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    said.add_argument("--inputs", type=int, default=int(os.environ.get("CONCORD_FUZZ", "2000")))
    said.add_argument("--whole", type=int, default=None, help="files through everything (default: one of a hundred)")
    said.add_argument("--readers", default=",".join(READERS))
    said.add_argument("--seed", default="1")
    said.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    said.add_argument("--resume", action="store_true", help="go on where a campaign of this seed was stopped")
    said.add_argument("--no-record", action="store_true")
    given = said.parse_args(arguments)
    well = True
    course = Course(UNFINISHED if given.resume else None, given.seed)
    most = given.inputs // 100 if given.whole is None else given.whole
    for reader in given.readers.split(","):
        read = readers(reader, inputs=given.inputs, key=given.seed, workers=given.workers, course=course)
        through = whole(reader, inputs=most, key=given.seed, course=course)
        course.keep(reader, read)
        course.keep(f"{reader}, whole", through)
        well = well and read.well and through.well
        sys.stderr.write(f"{reader}: {json.dumps(course.figures()[reader], ensure_ascii=False)}\n")
    if not given.no_record:
        from harness import record

        record(
            "fuzz_mds",
            {"seed": given.seed, "workers": given.workers, **course.figures()},
            note="seconds are of a shared machine",
        )
    if all(each in course.figures() for each in READERS):
        course.finished()
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
