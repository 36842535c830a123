"""Starting (PERFORMANCE job 6): the help, a check of a small table, and what the interpreter alone takes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from harness import command, record, side_by_side

BIN = Path(sys.executable).with_name("concord")


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.csv"
        small.write_text(
            "area,year,occupation,country of training,headcount\nNZL,2018,221,GBR,3092\nNZL,2018,221,ZAF,717\n"
        )
        seconds = side_by_side(
            {
                "bare interpreter": command(sys.executable, "-c", "pass"),
                "concord --help": command(str(BIN), "--help"),
                "concord where 7.3": command(str(BIN), "where", "7.3"),
                "concord check small.csv": command(str(BIN), "check", str(small)),
            },
            rounds=7,
        )
    bare = seconds["bare interpreter"]
    figures = {
        name: {"seconds": round(s, 3), "times the interpreter": round(s / bare, 1)} for name, s in seconds.items()
    }
    record("start", figures, note="goals: help 0.15 s, check of a small table 0.5 s")


if __name__ == "__main__":
    main()
