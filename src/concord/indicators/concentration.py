"""How concentrated the origins of foreign-trained personnel are: the Herfindahl index and the largest share.

Where the table also says how many are foreign-trained in all, and the named origins are fewer, the rest is told both
ways: spread so thin that it adds nothing, or all from the largest origin.
"""

from __future__ import annotations

from typing import Any

from concord.indicators.counting import (
    Key,
    Row,
    by_key,
    gravest,
    has_hidden,
    origins,
    part,
    persons,
    ref,
    unusable,
    wanted,
)
from concord.indicators.model import Facts, Indicator, Result


def concentration(indicator: Indicator, facts: Facts) -> list[Result]:
    """Herfindahl index of origins, 0 to 1 (``as: index``), or percent from the largest origin (``as: largest``).

    Over the origins that are named; hidden where one of them is.

    Source: Herfindahl-Hirschman index over published origins; Code, article 6.4.
    """
    stock = by_key(wanted(facts.frame("mds-stock-by-training"), indicator))
    results = []
    for key, rows in sorted(origins(facts, indicator).items()):
        if not persons(rows) or has_hidden(rows):
            results.append(unusable(indicator, key, rows))
        else:
            results.append(_concentrated(indicator, key, rows, stock[key]))
    return results


def _concentrated(indicator: Indicator, key: Key, rows: list[Row], stock: list[Row]) -> Result:
    abroad = persons(rows)
    largest = max(rows, key=lambda row: row["headcount"] or 0)
    said = part(stock, "foreign")
    rest = (said.persons or 0) - abroad
    counts = [row["headcount"] or 0 for row in rows]
    return Result(
        indicator.id, *key[:2], _of(indicator, counts, largest["headcount"]), indicator.unit, gravest(rows), key[2],
        parts={"foreign_trained": abroad, "largest": largest["headcount"]},
        rows=tuple(map(ref, (*rows, *said.rows) if rest > 0 else rows)), note=f"largest:{largest['origin']}",
        **(_both_ways(indicator, counts, largest["headcount"], rest) if rest > 0 else {}),
    )  # fmt: skip


def _of(indicator: Indicator, counts: list[int], largest: int, *, whole: int = 0) -> float:
    abroad = whole or sum(counts)
    if indicator.params.get("as") == "largest":
        return 100 * largest / abroad
    return sum((each / abroad) ** 2 for each in counts)


def _both_ways(indicator: Indicator, counts: list[int], largest: int, rest: int) -> dict[str, Any]:
    """The least and the greatest value that the persons of unnamed origin allow."""
    whole = sum(counts) + rest
    with_rest = [*counts, largest + rest]
    with_rest.remove(largest)
    return {
        "low": _of(indicator, counts, largest, whole=whole),
        "high": _of(indicator, with_rest, largest + rest, whole=whole),
    }
