"""Self-sufficiency: those a country trains against those its health system loses in a year.

Who finishes training, retires, dies or leaves the occupation stands in no table of the minimum data set and is not
public for most countries. Where somebody knows, they hand it over as :class:`~concord.indicators.model.Movement`; where
not, the result has no value and says what is lacking, with an upper bound where a part of the exits is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from concord.indicators.counting import (
    Key,
    by_key,
    gravest,
    missing,
    newest_keys,
    part,
    persons,
    ref,
    wanted,
)
from concord.indicators.model import Facts, Indicator, Movement, MovementKind, Result, RowRef

#: What a health system loses people by; all of them are needed.
EXITS: Final[tuple[MovementKind, ...]] = ("retired", "died", "left", "emigrated")


def self_sufficiency(indicator: Indicator, facts: Facts) -> list[Result]:
    """Own graduates who enter practice in percent of all exits of the same year: 100 replaces what is lost.

    Those who entered are taken where they are known, else the graduates, all of whom then count as entering (the upper
    bound stays, the lower one is not told). Low: fewest entrants over most exits; high: the other way round.

    Source: Code, article 3.6; stock and flow as in Boniol and others 2022.
    """
    handed: dict[Key, dict[MovementKind, Movement]] = {}
    for each in (*_published(facts, indicator), *facts.movements):
        if _is_wanted(indicator, each.occupation):
            handed.setdefault((each.area, each.year, each.occupation), {})[each.kind] = each
    results = [_balanced(indicator, key, known) for key, known in sorted(handed.items())]
    spoken = {(each.area, each.occupation) for each in results}
    needs = f"needs:{','.join(('graduates', *EXITS))}"
    silent = [key for key in newest_keys(facts, indicator) if (key[0], key[2]) not in spoken]
    return sorted(
        [*results, *(missing(indicator, key, needs) for key in silent)],
        key=lambda each: (each.area, each.year, each.occupation),
    )


def _is_wanted(indicator: Indicator, occupation: str) -> bool:
    chosen = indicator.params.get("occupations")
    return not chosen or occupation in chosen


def _published(facts: Facts, indicator: Indicator) -> list[Movement]:
    """What the tables tell: newly registered who trained at home, and all who left the area."""
    return [
        *_movements(facts, indicator, "mds-inflow-by-training", "domestic", "entered"),
        *_movements(facts, indicator, "mds-outflow", "total", "emigrated"),
    ]


def _movements(facts: Facts, indicator: Indicator, structure: str, row_kind: str, kind: MovementKind) -> list[Movement]:
    found = []
    for key, rows in by_key(wanted(facts.frame(structure), indicator)).items():
        told = part(rows, row_kind)
        named = [row for row in rows if row["row_kind"] == "origin"]
        if told.persons is None and kind == "emigrated" and named and all(r["headcount"] is not None for r in named):
            count, used = persons(named), named
        elif told.persons is not None:
            count, used = told.persons, list(told.rows)
        else:
            continue
        found.append(Movement(*key, kind, count, ref(used[0]), status=gravest(used)))
    return found


def _balanced(indicator: Indicator, key: Key, known: Mapping[MovementKind, Movement]) -> Result:
    came = known.get("entered") or known.get("graduates")
    went = [known[kind] for kind in EXITS if kind in known]
    lacking = [*([] if came else ["graduates"]), *(kind for kind in EXITS if kind not in known)]
    used = [*([came] if came else []), *went]
    rows = tuple(dict.fromkeys(each.row for each in used))
    parts: dict[str, float] = {each.kind: each.persons for each in used}
    lost = sum(each.persons for each in went)
    if lacking or came is None:
        high = 100 * came.most / _least(went) if came is not None and _least(went) else None
        return missing(indicator, key, f"needs:{','.join(lacking)}", parts=parts, rows=rows, high=high)
    if not lost:
        return missing(indicator, key, "no-exits", parts=parts, rows=rows)
    return _result(indicator, key, came, went, parts, rows)


def _least(went: Sequence[Movement]) -> float:
    return sum(each.least for each in went)


def _result(
    indicator: Indicator, key: Key, came: Movement, went: Sequence[Movement], parts: Mapping[str, float],
    rows: tuple[RowRef, ...],
) -> Result:  # fmt: skip
    lost, most_lost = sum(each.persons for each in went), sum(each.most for each in went)
    is_all = came.kind == "entered"
    high = 100 * came.most / _least(went) if _least(went) else None
    statuses = [{"status": each.status} for each in (came, *went)]
    return Result(
        indicator.id, *key[:2], 100 * came.persons / lost, indicator.unit, gravest(statuses), key[2],
        parts={**parts, "exits": lost}, rows=rows, note="" if is_all else "graduates-all-enter",
        low=100 * came.least / most_lost if is_all else None, high=high,
    )  # fmt: skip
