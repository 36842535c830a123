"""What if: the criteria of an edition with other thresholds or at another date; who enters and leaves, with the data.

Nothing here changes a list: the published edition stays the authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from concord.errors import Invalid
from concord.safeguards.editions import Criterion, Edition
from concord.safeguards.recompute import Fact, Judged, Recomputed, Verdict, recompute
from concord.vocabulary.structures import Table

Direction = Literal["enters", "leaves"]


@dataclass(frozen=True, slots=True)
class Held:
    """One criterion of an area before and after: threshold, newest fact (None where not known), whether it is met."""

    measure: str
    threshold_before: float
    threshold_after: float
    before: Fact | None
    after: Fact | None

    @property
    def is_met_before(self) -> bool | None:
        """Whether the fact lay below the threshold; None where it is not known."""
        return None if self.before is None else self.before.value < self.threshold_before

    @property
    def is_met_after(self) -> bool | None:
        """The same with what was changed."""
        return None if self.after is None else self.after.value < self.threshold_after

    @property
    def decides(self) -> bool:
        """Whether it is met on one side and not on the other."""
        return self.is_met_before != self.is_met_after


@dataclass(frozen=True, slots=True)
class Moved:
    """An area that meets the criteria on one side only, with the data behind and what makes the difference."""

    area: str
    direction: Direction
    was: Verdict
    now: Verdict
    is_listed: bool
    criteria: tuple[Held, ...]

    @property
    def deciding(self) -> tuple[Held, ...]:
        """The criteria by which it moved."""
        return tuple(each for each in self.criteria if each.decides)


@dataclass(frozen=True)
class WhatIf:
    """The criteria as published and as changed, both recomputed, and who moves between them, in order of code."""

    edition: str
    before: Recomputed
    after: Recomputed
    thresholds: Mapping[str, float]
    moved: tuple[Moved, ...]

    @property
    def entering(self) -> tuple[Moved, ...]:
        """Areas that meet the criteria as changed and did not before."""
        return tuple(each for each in self.moved if each.direction == "enters")

    @property
    def leaving(self) -> tuple[Moved, ...]:
        """Areas that met the criteria and no longer do, those that can no longer be judged included."""
        return tuple(each for each in self.moved if each.direction == "leaves")


def with_thresholds(edition: Edition, thresholds: Mapping[str, float]) -> Edition:
    """An edition with other thresholds by measure, marked as our own computation; its members stay as published.

    Raises:
        Invalid: ``safeguards.threshold.no-criterion`` where the edition has no such criterion;
            ``safeguards.threshold.out-of-range`` where the threshold is not a number a measure can have.
    """
    known = {each.measure for each in edition.criteria}
    for measure, threshold in thresholds.items():
        if measure not in known:
            raise Invalid(
                "safeguards.threshold.no-criterion",
                params={"measure": measure, "edition": edition.id, "known": ", ".join(sorted(known))},
            )
        most = MOST[measure]
        if not 0 <= threshold <= most:
            raise Invalid(
                "safeguards.threshold.out-of-range", params={"measure": measure, "threshold": threshold, "most": most}
            )
    return replace(edition, criteria=tuple(_changed(each, thresholds) for each in edition.criteria))


#: The greatest threshold that is taken for each measure: the index ends at 100; no country has a density near 1 000.
MOST: Mapping[str, float] = {"density": 1000.0, "uhc-index": 100.0}


def _changed(criterion: Criterion, thresholds: Mapping[str, float]) -> Criterion:
    threshold = thresholds.get(criterion.measure, criterion.threshold)
    return criterion if threshold == criterion.threshold else replace(
        criterion, threshold=threshold, verification="computed"
    )  # fmt: skip


def what_if(
    edition: Edition,
    density: Table,
    uhc_index: Table,
    *,
    until: int,
    thresholds: Mapping[str, float] | None = None,
    base_until: int | None = None,
) -> WhatIf:
    """Recompute an edition's criteria as published and as changed, and say who moves.

    Args:
        edition: The published edition.
        density: Structure ``density``.
        uhc_index: Structure ``uhc-index``.
        until: The last year whose facts count in the changed computation.
        thresholds: Other thresholds by measure; those left out stay.
        base_until: The same of the computation as published; ``until`` where left out, so that thresholds alone differ.

    Raises:
        Invalid: as :func:`with_thresholds`.
    """
    changed = with_thresholds(edition, thresholds or {})
    before = recompute(edition, density, uhc_index, until=base_until if base_until is not None else until)
    after = recompute(changed, density, uhc_index, until=until)
    pairs = tuple(zip(edition.criteria, changed.criteria, strict=True))
    moved = [
        _moved(area, before.judged.get(area), after.judged.get(area), pairs, is_listed=area in edition)
        for area in sorted({*before.judged, *after.judged})
        if (area in before.areas) != (area in after.areas)
    ]
    new = {each.measure: each.threshold for each in changed.criteria}
    return WhatIf(edition.id, before, after, new, tuple(moved))


def _moved(
    area: str,
    before: Judged | None,
    after: Judged | None,
    criteria: tuple[tuple[Criterion, Criterion], ...],
    *,
    is_listed: bool,
) -> Moved:
    held = tuple(
        Held(
            old.measure, old.threshold, new.threshold,
            before.facts[place] if before else None, after.facts[place] if after else None,
        )
        for place, (old, new) in enumerate(criteria)
    )  # fmt: skip
    was: Verdict = before.verdict if before else "unknown"
    now: Verdict = after.verdict if after else "unknown"
    return Moved(area, "enters" if now == "meets" else "leaves", was, now, is_listed, held)
