"""Generated releases in a data folder of its own: two countries that speak of each other, a correction, hidden rows.

Every row is generated, and says so by its source; none is a fact about the country that is named.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from concord.mds.freezing import freeze
from concord.vocabulary.structures import Table, table

from .once import copied

GENERATED = "generated"
#: Numbers that stand nowhere but beneath a hidden row of the ground's makers: a page that says one gives it away.
SECRET = 73_131


def flow(id: str, *lines: tuple[str, str, int, int | None, str], occupation: str = "221") -> Table:
    """Rows of one corridor table: area, other country, year, persons, status."""
    place = "destination" if id == "mds-outflow" else "origin"
    count = len(lines)
    return table(
        id,
        area=[each[0] for each in lines],
        year=[each[2] for each in lines],
        occupation=[occupation] * count,
        row_kind=["origin"] * count,
        headcount=[each[3] for each in lines],
        status=[each[4] for each in lines],
        **{place: [each[1] for each in lines]},
        **_from(count, f"GEN-2026.1-v1/{id}"),
    )


def totals(*lines: tuple[str, int, int | None, str]) -> Table:
    """Rows of totals: area, year, persons, status."""
    count = len(lines)
    return table(
        "mds-totals",
        area=[each[0] for each in lines],
        year=[each[1] for each in lines],
        occupation=["221"] * count,
        row_kind=["total"] * count,
        headcount=[each[2] for each in lines],
        status=[each[3] for each in lines],
        **_from(count, "GEN-2026.1-v1/mds-totals"),
    )


def _from(count: int, file: str) -> dict[str, Any]:
    return {"source": [GENERATED] * count, "source_file": [file] * count, "source_row": list(range(2, 2 + count))}


def first() -> list[Table]:
    """The first release."""
    return [
        flow("mds-outflow", ("KEN", "GBR", 2022, 310, "normal"), ("KEN", "GBR", 2023, 350, "normal"),
             ("KEN", "CAN", 2023, 41, "normal")),
        flow("mds-inflow-by-training", ("GBR", "KEN", 2022, 402, "normal"), ("GBR", "KEN", 2023, 431, "estimated"),
             ("GBR", "KEN", 2024, 512, "normal"), ("GBR", "IND", 2023, 9_120, "normal")),
        totals(("KEN", 2022, 8_000, "normal"), ("KEN", 2023, 8_400, "normal"), ("GBR", 2023, 190_000, "normal")),
    ]  # fmt: skip


def second() -> list[Table]:
    """The second one: Kenya's total of 2023 revised, its outflow to Canada hidden, its outflow of 2024 new."""
    return [
        flow("mds-outflow", ("KEN", "GBR", 2022, 310, "normal"), ("KEN", "GBR", 2023, 350, "normal"),
             ("KEN", "GBR", 2024, None, "suppressed"), ("KEN", "CAN", 2023, None, "suppressed")),
        first()[1],
        totals(("KEN", 2022, 8_000, "normal"), ("KEN", 2023, 8_650, "normal"), ("GBR", 2023, 190_000, "normal")),
    ]  # fmt: skip


def release(folder: Path) -> None:
    """Both releases, frozen in a data folder."""
    copied("comparing", folder, _freeze)


def _freeze(folder: Path) -> None:
    freeze(first(), folder=folder, id="2026.1", as_of="2026-02-01", notes=("Generated.",))
    freeze(second(), folder=folder, id="2026.2", as_of="2026-06-01", notes=("Generated.",), previous="2026.1")
