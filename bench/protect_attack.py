"""Attack on everything published from a generated register: three releases, overlapping filters, small cells.

``python bench/protect_attack.py [rows]``: how many small counts are found out, how many hidden ones are pinned closely,
how many rows are hidden, and how long protecting and attacking take. Beside it, the same by the cell-key method.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "concord" / "mds"))

from harness import record
from protect_register import attacked, published, tables_of, versions

AREA, ROWS = "NZL", 240_000


def main(rows: int = ROWS, rules: str = "register-5") -> None:
    """Protect three releases, attack them together, and write the result down."""
    with tempfile.TemporaryDirectory() as folder:
        truths = [tables_of(path) for path in versions(Path(folder), area=AREA, rows=rows)]
    begun = time.perf_counter()
    done = published(truths, rules)
    protected = time.perf_counter()
    shown = attacked(done)
    ended = time.perf_counter()
    figures: dict[str, Any] = {
        "rows_of_persons": rows, "rules": rules, "releases": len(done), "cells": shown.cells,
        "hidden": shown.hidden, "hidden_percent": round(100 * shown.hidden_share, 2),
        "hidden_cells_attacked": shown.attacked, "small_cells": shown.small, "small_open": shown.open,
        "small_recovered": shown.recovered, "any_recovered": shown.known, "narrow": shown.narrow,
        "narrow_percent": round(100 * shown.narrow_share, 3), "attacker_wrong": shown.wrong,
        "guesses_wrong": shown.guessed_wrong,
        "proofs_hold": all(each.proof.holds for each in done),
        "blocks_exact": sum(each.proof.exact for each in done), "blocks_near": sum(each.proof.near for each in done),
        "seconds_protecting": round(protected - begun, 1), "seconds_attacking": round(ended - protected, 1),
        "by_table": {id: f"{hidden} of {cells}" for id, (cells, hidden) in sorted(shown.by_table.items())},
    }  # fmt: skip
    record("protect_attack", figures, note=f"generated register of {AREA}, 2022-2024, views by two divisions")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
