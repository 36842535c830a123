"""Occupations of a register: the one seam to the room's maps from national codes and titles to ISCO-08.

The scheme of the codes is settled as for tables of counts: by the heading, by what cannot be of both schemes, else
asked; under our own heading it is read as ISCO-08 with a note where nothing leans the other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from concord.findings import Finding, Place
from concord.mds.harmonise.concordance import Scheme
from concord.mds.harmonise.deciders import Seen, about_occupations, decide_occupations, detect_scheme
from concord.mds.harmonise.schemed import declared_scheme, is_own_form
from concord.mds.harmonise.settle import Decision
from concord.mds.persons.deciding import Column, Decided


def occupations(column: Column, counts: Sequence[int], where: Place) -> tuple[list[Decided], list[Finding]]:
    """What every text stands for, and what there is to say of the column as a whole.

    Args:
        column: Its texts and the officer's codes.
        counts: Rows of each text.
        where: The column.
    """
    scheme, findings = _scheme(column, counts, where)
    order = sorted(range(len(column.among)), key=lambda index: -counts[index])
    pairs = [(column.among[index], "") for index in order]
    made = decide_occupations(pairs, scheme=scheme, said=column.codes, year=column.on, area=column.reporter)
    by_index = dict(zip(order, made, strict=True))
    findings += about_occupations([(column.among[index], by_index[index]) for index in order], where=where)
    return [_decided(by_index[index], asked=scheme is None) for index in range(len(column.among))], findings


def _scheme(column: Column, counts: Sequence[int], where: Place) -> tuple[Scheme | None, list[Finding]]:
    seen = [Seen(t.strip(), "", n) for t, n in zip(column.among, counts, strict=True) if t.strip() not in column.codes]
    found = detect_scheme(seen, declared=declared_scheme(column.header, column.scheme), year=column.on, where=where)
    if found.verdict == "ask" and not found.leaning and is_own_form(column.header, where.sheet):
        return "isco-08", [replace(each, code="mds.scheme.assumed", level="note") for each in found.findings]
    if found.verdict == "no-codes":
        return found.scheme or "isco-08", list(found.findings)
    return found.scheme, list(found.findings)


def _decided(decision: Decision, *, asked: bool) -> Decided:
    """One text; who is in no health occupation is set aside, and a question about the whole column is asked once."""
    problems = tuple(p for p in decision.problems if not (asked and p.code == "mds.scheme.ask"))
    values = {"occupation": decision.values.get("occupation")}
    return Decided(values, problems, decision.change, leave_out=decision.values.get("outside") is not None)
