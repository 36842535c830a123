"""Runs in the locked reading process: spoils and reads very many files there, and says which of them broke it.

It stands where a reader of one file stands (:mod:`concord.mds.readers.child`, and :mod:`concord.mds.proposing.cells`
for raw cells), behind the same locks and limits. The "file" it is given says from which seeds, by which key and which
numbers the inputs are made.
"""

from __future__ import annotations

import base64
import json
import os
import time
import traceback
from typing import Any

import fuzz_mutations

from concord.intake import child
from concord.intake.limits import Limits
from concord.intake.remarks import Remarks
from concord.intake.source import Source
from concord.intake.tables import Hints, Tables
from concord.mds.proposing import cells
from concord.mds.readers import child as tables_child

#: Processor seconds beyond which one input counts as a hang; one that waits for ever ends with its batch, by the clock.
HANG = 2.0
#: Where the number of each input is written before it is read: whoever waits knows which one broke the process.
_numbers = 2


def main() -> None:
    """Answer the request in the environment; the error stream has the numbers, and not what readers shout on it."""
    global _numbers
    _numbers = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    child.main(_batch)


def _batch(source: Source, limits: Limits, remarks: Remarks, hints: Hints) -> Tables:
    asked: dict[str, Any] = json.loads(source.whole())
    read = cells.read if asked["door"] == "cells" else tables_child.read
    seeds = [base64.b64decode(each) for each in asked["seeds"]]
    found: dict[str, Any] = {"done": 0, "refused": 0, "rows": 0, "crashes": [], "hangs": [], "longest": 0.0}
    for number in asked["numbers"]:
        data = fuzz_mutations.mutated(seeds, asked["key"], number)
        os.write(_numbers, b"%d\n" % number)
        begun = time.process_time()
        one = Remarks()
        try:
            tables = read(Source(asked["name"], data), limits, one, hints)
            found["rows"] += sum(len(sheet) for sheet in tables.sheets)
        except BaseException as error:  # A panic of a reader written in Rust is no Exception.
            last = traceback.extract_tb(error.__traceback__)[-1]
            found["crashes"].append([number, f"{type(error).__name__}: {error}"[:200], f"{last.name}:{last.lineno}"])
        took = time.process_time() - begun
        found["longest"] = max(found["longest"], took)
        found["refused"] += one.hard
        found["done"] += 1
        if took > HANG:
            found["hangs"].append([number, round(took, 2)])
    return Tables([], found)
