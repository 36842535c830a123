"""Makes ``src/concord/data/flows`` of the publishers' files; :func:`written` writes them, a test compares.

The same files give the same bytes. Codes for names, joint states for two places that were counted together at the time;
nothing else is changed, and a pair that the publisher leaves out stays out.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from concord.vocabulary.areas import area

from .flow_world import JOINT, PERIODS, components, over, stocks

HOME = Path(__file__).parents[3] / "src" / "concord" / "data" / "flows"
YEARS = (*PERIODS, 2010)
WHOLE = {part: joint for joint, parts in JOINT.items() for part in parts}
STOCKS = """# title: Persons by place of birth and of residence, mid-year, both sexes
# source: un-migrant-stock-2020
# made-from: un2020_bilateral_stock_1990_2010.csv
# licence: CC BY 3.0 IGO
# vintage: International Migrant Stock 2020
# note: An empty cell is a pair that the publisher leaves out, which is zero. Serbia and Montenegro, and Sudan and South Sudan, are put together (moves between the two left out).
"""  # noqa: E501
SUMS = """# title: Births and deaths from mid-year to mid-year five years on
# source: un-wpp-2024
# made-from: wpp2024_components_1990_2023.csv
# licence: CC BY 3.0 IGO
# vintage: World Population Prospects 2024
# note: Half of the first and of the last calendar year, and the years between; persons.
"""


def files() -> dict[str, str]:
    """Text of each file by name."""
    pairs: dict[tuple[str, str], dict[int, float]] = {}
    for year in YEARS:
        for (origin, residence), value in stocks()[year].items():
            pair = WHOLE.get(origin, origin), WHOLE.get(residence, residence)
            if pair[0] != pair[1]:
                held = pairs.setdefault(pair, {})
                held[year] = held.get(year, 0) + value
    rows = [
        [*pair, *(f"{held[year]:.0f}" if year in held else "" for year in YEARS)]
        for pair, held in sorted(pairs.items())
    ]
    places = sorted({place for pair in pairs for place in pair})
    known = [place for place in places if all(_numeric(each) in _numbers() for each in JOINT.get(place, (place,)))]
    sums = [
        [place, f"{year}-{year + 5}", round(over(place, year, 0)), round(over(place, year, 1))]
        for place in known for year in PERIODS
    ]  # fmt: skip
    return {
        "people-stocks.csv": STOCKS + _text([["origin", "residence", *YEARS], *rows]),
        "people-births-deaths.csv": SUMS + _text([["area", "period", "births", "deaths"], *sums]),
    }


def _numeric(code: str) -> int:
    return int(area(code).numeric or 0)


def _numbers() -> set[int]:
    return {number for number, _ in components()}


def _text(rows: list[list[object]]) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def written() -> None:
    """Write them."""
    for name, text in files().items():
        (HOME / name).write_text(text, encoding="utf-8")
