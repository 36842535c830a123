"""Gathers the facts of a report from declared files and from the tables of a data folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from concord.declarations.doors import entries
from concord.reporting.facts import Budget, BudgetLine, Declared, Facts, Listing, Plan, Reported
from concord.reporting.numbers import Numbers
from concord.reporting.rounds import round_of, rounds
from concord.vocabulary.provenance import Input, Provenance

if TYPE_CHECKING:
    from concord.vocabulary.structures import Table

#: Structures a report reads; one without bundled facts is left out and said to be unknown.
STRUCTURES = ("mds-stock-by-training", "mds-totals", "density", "uhc-index", "population")
PLAN = "strategy-2010-2015"


def gather(folder: Path | None = None, *, as_of: dt.date, round: str) -> Facts:
    """Everything known on a day for a report on one round: a folder's release and database, else declared facts.

    Args:
        folder: A data folder: its newest release, and the database that a site's door finds there. None for what is
            bundled alone.
        as_of: Nothing published later is used where its date is known.
        round: The round's id ("2024").

    Raises:
        NotFound: ``reporting.round.unknown``.
    """
    from concord.indicators.compute import compute
    from concord.indicators.model import Facts as IndicatorFacts

    chosen = round_of(round)
    tables = _tables(folder)
    listings = _listings(as_of)
    lists = {each.edition: each.areas for each in _listings(dt.date.max)}
    results = compute(IndicatorFacts(tables, lists, as_of))
    reported = reported_by_doors(folder, as_of)
    return Facts(
        round=chosen.id,
        as_of=as_of,
        rounds=rounds(),
        numbers=Numbers.of(tables, results),
        listings=listings,
        reported=reported or {},
        plan=_plan(as_of),
        basis="declared" if reported is None else "database",
        provenance=_provenance(tables, as_of),
    )


def reported_by_doors(folder: Path | None, as_of: dt.date) -> Mapping[str, Mapping[str, Reported]] | None:
    """Who reported in which round, asked through the door ``concord.facts``; None where nobody there can say.

    An entry names a function ``(folder, as_of)`` that answers by round and area, or None when the folder holds no
    database of its own. Nobody offers one yet; the library has no other way into a database.
    """
    for entry in entries("concord.facts"):
        told: Mapping[str, Mapping[str, Reported]] | None = entry.load()(folder, as_of)
        if told is not None:
            return told
    return None


def _tables(folder: Path | None) -> dict[str, Table]:
    """Tables of the folder's newest release, else the bundled ones."""
    if folder is not None:
        from concord.client.figures import tables

        held, _ = tables(folder)
        return {id: held[id] for id in STRUCTURES if id in held}
    from concord.mds.facts import bundled, bundled_structures

    there = set(bundled_structures())
    return {id: bundled(id) for id in STRUCTURES if id in there}


def _listings(as_of: dt.date) -> tuple[Listing, ...]:
    from concord.safeguards import editions

    published = (each for each in editions() if each.start.first <= as_of)
    return tuple(Listing(each.id, each.areas, each.members_verification, each.source) for each in published)


def _plan(as_of: dt.date) -> Plan:
    from concord.programme import budget, strategy

    plan = strategy.load(PLAN)
    return Plan(
        title=plan.title,
        document=plan.document,
        link=plan.link,
        objectives={each.id: Declared(each.id, each.words, budget.DOMAIN) for each in plan.objectives},
        judged=strategy.results(plan, as_of=as_of),
        budget=_budget(plan),
    )


def _budget(plan: object) -> Budget:
    from concord.programme import budget, strategy

    assert isinstance(plan, strategy.Strategy)
    lines = tuple(
        BudgetLine(Declared(each.id, each.deliverable, budget.DOMAIN), each.by_year, each.total_usd, each.row)
        for each in plan.budget.lines
    )
    given = plan.budget
    return Budget(lines, given.by_year, given.total_usd, given.source, given.licence, given.file)


def _provenance(tables: dict[str, Table], as_of: dt.date) -> Provenance:
    """Every file that was read, with its digest, in order of name."""
    from concord.declarations import packs
    from concord.declarations.bundle import digest_of

    of_tables = {each for table in tables.values() for each in table.provenance.inputs}
    declared = [
        Input(path.relative_to(path.parent.parent).as_posix(), digest_of(path))
        for folder in ("rounds", "safeguards", "indicators", "history")
        for path in packs.each(folder)
    ]
    declared += [
        Input(f"programme/{PLAN}/{path.name}", digest_of(path))
        for path in [*packs.each(f"programme/{PLAN}", "*.yaml"), *packs.each(f"programme/{PLAN}", "*.csv")]
    ]
    inputs = sorted({*of_tables, *declared}, key=lambda each: each.id)
    return Provenance(tuple(inputs), method="declared facts", as_of=as_of.isoformat())
