"""The bundled facts as a plain CSV reader sees them, apart from the code that is tested."""

from __future__ import annotations

import csv
from pathlib import Path

import concord

FACTS = Path(concord.__file__).parent / "data" / "facts"


def rows(name: str) -> list[dict[str, str]]:
    """All rows of one bundled file."""
    lines = [line for line in (FACTS / name).read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(lines))


def abroad() -> list[dict[str, str]]:
    """Doctors by country of training, those trained where they work apart; reporters of zeros alone left out."""
    found = [row for row in rows("oecd-foreign-trained-doctors-2018.csv") if row["origin"] != row["area"]]
    usable = {row["area"] for row in found if int(row["headcount"] or 0)}
    return [row for row in found if row["area"] in usable and row["headcount"]]
