"""Protecting the tables of a release: what is handed in, and what is kept of it. Knows no database.

It may run in a process of its own (:mod:`concord_site.mds.apart`), so that the site answers while it works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from concord.findings import Findings
from concord.mds import national
from concord.mds.beside import Beside
from concord.mds.checks import Explanation
from concord.mds.freezing import digest, hidden_rows
from concord.mds.protect import Protected
from concord.vocabulary.structures import Table

if TYPE_CHECKING:
    import polars as pl

Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is protected, and how: the arguments of :func:`concord.mds.national.ready`."""

    tables: tuple[Table, ...]
    rules: str
    as_of: int
    beside: Beside
    earlier: tuple[tuple[Table, ...], ...] = ()
    of_persons: bool = False
    explanations: tuple[Explanation, ...] = ()
    invented: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """One table as it may be published, with what that cost; ``both`` is for the country's own eyes."""

    table: Table
    cost: dict[str, Any]
    both: pl.DataFrame | None


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it.

    Args:
        findings: As they are kept: those that are explained are known where they stand; none names a value of a row.
        proof: What is published of protecting; empty where a check forbids to go on.
        tables: The tables; none where something forbids to publish them.
        digest: Over the tables.
    """

    findings: tuple[dict[str, Any], ...]
    proof: dict[str, Any]
    tables: tuple[Kept, ...]
    digest: str = ""


def protected(wish: Wish, step: Step) -> Found:
    """Check, hide and attack.

    Args:
        wish: The tables and the rules.
        step: Told how far it is; may raise to stop.

    Raises:
        Unavailable: ``mds.protect.solver``.
    """
    ready = national.ready(
        wish.tables, wish.rules, as_of=wish.as_of, beside=wish.beside, earlier=wish.earlier, of_persons=wish.of_persons,
        explanations=wish.explanations, invented=wish.invented,
        progress=lambda what, done, total: step(min(done, max(total - 1, 0)), max(total, 1), what),
    )  # fmt: skip
    found = tuple(_findings(ready.findings))
    if ready.protected is None:
        return Found(found, {}, ())
    kept = tuple(_kept(each, ready.protected) for each in ready.tables)
    return Found(found, national.told(ready.protected), kept, digest(ready.tables) if kept else "")


def _findings(found: Findings) -> list[dict[str, Any]]:
    kept, _ = found.capped()
    return [
        {"code": each.code, "level": each.level, "item": str(each.where.item or ""), "params": _plain(each.params)}
        for each in kept
    ]


def _plain(params: Any) -> dict[str, Any]:
    return {key: value if isinstance(value, int | float | str) else str(value) for key, value in params.items()}


def _kept(table: Table, done: Protected) -> Kept:
    lost = next((each for each in done.lost if each.structure == table.structure), None)
    is_of = any(each.structure == table.structure for each in done.before)
    cost = {
        "structure": table.structure, "rows": len(table), "hidden": hidden_rows(table),
        "given": lost.given if lost else len(table), "primary": lost.primary if lost else 0,
        "secondary": lost.secondary if lost else 0, "persons_share": lost.persons_share if lost else 0.0,
    }  # fmt: skip
    return Kept(table, cost, done.before_and_after(table.structure) if is_of else None)
