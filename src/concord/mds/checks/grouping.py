"""One finding for the same thing in many rows, and one for a whole wrong column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from concord.findings import Finding
from concord.mds.harmonise.settle import named_rows

#: From so many findings of one rule in one column on, they are one finding.
JOINED_FROM = 11
#: From so many findings on that say exactly the same, they are one finding.
SAME_FROM = 3
#: From so many cells on, a column that has nothing right is wrong as a whole.
WHOLE_FROM = 5
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Offended:
    """A finding that may be joined with others: its structure, and how many cells of its column were looked at."""

    finding: Finding
    structure: str
    looked_at: int


def joined(code: str, offended: Sequence[Offended]) -> list[Finding]:
    """The findings of one rule, those of one column and level joined where they are many or the same.

    Args:
        code: Of a joined finding.
        offended: The findings of one rule.
    """
    found: list[Finding] = []
    for _, group in groupby(sorted(offended, key=_column), key=_column):
        of_column = list(group)
        if len(of_column) >= JOINED_FROM or (len(of_column) >= WHOLE_FROM and _is_whole(of_column)):
            found.append(_one(code, of_column, whole=_is_whole(of_column)))
            continue
        for _, same in groupby(sorted(of_column, key=_said), key=_said):
            alike = list(same)
            found += [_one(code, alike)] if len(alike) >= SAME_FROM else [each.finding for each in alike]
    return found


def _column(offended: Offended) -> tuple[str, str, str, str, str]:
    place = offended.finding.where
    return (offended.structure, place.file or "", place.sheet or "", place.letter or "", offended.finding.level)


def _said(offended: Offended) -> str:
    told = {name: value for name, value in offended.finding.params.items() if name not in ("series", "cells")}
    return repr(sorted(told.items(), key=lambda item: item[0]))


def _is_whole(offended: Sequence[Offended]) -> bool:
    return len(offended) == offended[0].looked_at


def _one(code: str, offended: Sequence[Offended], *, whole: bool = False) -> Finding:
    ordered = sorted(offended, key=lambda each: each.finding.where.row or 0)
    first = ordered[0].finding
    place = first.where
    rows = [each.finding.where.row for each in ordered if each.finding.where.row]
    params = {
        **{name: value for name, value in first.params.items() if name in ("least", "most", "below", "list")},
        "count": len(ordered),
        "rows": named_rows(rows, len(rows)) if rows else "–",
        "examples": ", ".join(list(dict.fromkeys(_example(each.finding) for each in ordered))[:_EXAMPLES]),
        "cells": ranges(rows, place.letter),
        "series": "/".join(filter(None, (ordered[0].structure, f"column={place.header or place.letter or '-'}"))),
        "whole": whole,
    }
    return replace(first, code=code, where=replace(place, row=None) if whole else place, params=params)


def _example(finding: Finding) -> str:
    said = finding.params
    if "sum" in said:
        return f"{said.get('total')} ≠ {said['sum']}"
    if "whole" in said:
        return f"{said.get('part')} > {said['whole']}"
    return str(finding.value or said.get("value") or said.get("year") or said.get("lacking") or "–")


def ranges(rows: Iterable[int], letter: str | None) -> str:
    """Rows of one column as a spreadsheet names them: ``D2:D9, D14``; empty without a letter."""
    if not letter:
        return ""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(f"{letter}{a}" if a == b else f"{letter}{a}:{letter}{b}" for a, b in spans)
