"""Facts for indicators: released tables of a folder, else the facts that come with Concord."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from concord.errors import NotFound
from concord.indicators.model import Facts, indicators

if TYPE_CHECKING:
    from concord.vocabulary.structures import Table


@dataclass(frozen=True, slots=True)
class Basis:
    """Where the tables came from, in words for a person and a script."""

    kind: str
    release: str
    folder: str


def needed_structures() -> tuple[str, ...]:
    """Every structure that a declared indicator reads, and the index the safeguards criteria need."""
    needed = {structure for each in indicators().values() for structure in each.needs} | {"uhc-index"}
    return tuple(sorted(needed))


def tables(folder: Path) -> tuple[dict[str, Table], Basis]:
    """The needed tables from the folder's newest release, else from the bundled facts.

    Returns:
        Tables by structure (only those that hold something), and where they came from.
    """
    from concord.mds.store import Store

    store = Store(folder)
    held: dict[str, Table] = {}
    for id in needed_structures():
        with suppress(NotFound):
            held[id] = store.answer(id).table
    newest = store.latest()
    return held, Basis("declared", "", "") if newest is None else Basis("release", newest.id, str(folder))


def indicator_facts(folder: Path, *, as_of: date) -> tuple[Facts, Basis]:
    """Tables and list memberships for :func:`concord.indicators.compute.compute`."""
    from concord import safeguards

    held, basis = tables(folder)
    lists = {edition.id: frozenset(edition.areas) for edition in safeguards.editions()}
    return Facts(held, lists, as_of), basis


def headline_given() -> dict[str, float]:
    """Figures of the safeguards lists that stand beside published ones: thresholds by edition, countries held red."""
    from concord import safeguards

    given = {
        f"threshold:{edition.id}:{criterion.measure}": float(criterion.threshold)
        for edition in safeguards.editions()
        for criterion in edition.criteria
    }
    return given | {
        f"national:{each.id}:red": float(len(each.of_colour("red"))) for each in safeguards.national_lists()
    }
