"""Back-test of the supply model: from 2010 to 2021 for every country with an OECD series, coverage printed as it is.

Twice: with entries calibrated to what was published up to the start (densities times population), and with the declared
ranges alone. Beside it the naive answers: nothing changes, and the growth of the known past goes on.
"""

from __future__ import annotations

import statistics
from typing import Any

from harness import record, timed

from concord.labour_market.backtest import Backtest, backtest
from concord.mds.facts import bundled

TABLES = ("mds-totals", "density", "population", "mds-stock-by-training")
DRAWS = 1000


def told(found: Backtest, **chosen: Any) -> dict[str, Any]:
    """Coverage of a part, in percent."""
    part = found.coverage(**chosen)
    percent = {name: None if value is None else round(100 * value, 1)
               for name, value in (("inside 80 %", part.inside_80), ("inside 95 %", part.inside_95))}  # fmt: skip
    return {
        "figures": part.count, **percent, "above 95 %": part.above, "below 95 %": part.below,
        "median error, %": None if part.error_percent is None else round(part.error_percent, 1),
        "error if nothing changed, %": None if part.unchanged_percent is None else round(part.unchanged_percent, 1),
    }  # fmt: skip


def main() -> None:
    """Run and print."""
    tables = {id: bundled(id) for id in TABLES}
    figures: dict[str, Any] = {}
    for name, calibrate in (("calibrated to what was known", True), ("declared ranges alone", False)):
        runs: list[Backtest] = []
        seconds = timed(lambda c=calibrate, held=runs: held.append(backtest(tables, draws=DRAWS, calibrate=c)))
        found = runs[0]
        naive = [100 * abs(each.same_growth / each.seen - 1) for each in found.tested if each.last and each.same_growth]
        figures[name] = {
            "last year of each series": told(found, last=True),
            "last year, no break flagged": told(found, last=True, broken=False),
            "doctors, last year": told(found, last=True, occupation="221"),
            "nurses, last year": told(found, last=True, occupation="2221_3221"),
            "with a series of their own, last year": told(found, last=True, calibrated=True),
            "every year": told(found),
            "error if the growth known had gone on, %": round(statistics.median(naive), 1) if naive else None,
            "seconds": round(seconds, 1),
        }
        figures["left out"] = [" ".join(each) for each in found.left_out]
        figures[f"outside the 95 % interval, {name}"] = [
            f"{each.area} {each.occupation} {each.start}-{each.year}: {each.seen:.0f} "
            f"({each.quantiles[0]:.0f} to {each.quantiles[4]:.0f})"
            for each in found.tested if each.last and not each.inside(95)
        ]  # fmt: skip
    record(
        "projection-backtest",
        figures,
        note="The general range of growth was put in after a first run without it covered 21 and 50 %",
    )


if __name__ == "__main__":
    main()
