"""Countries with critical shortages: WHO's lists by edition, national lists built on them, and their criteria.

Public face: :func:`editions`, :func:`edition`, :func:`in_force`, :func:`status`, :func:`listed`,
:func:`national_lists`, :func:`recompute`, :func:`what_if`, :func:`project`. The published names are the authority;
recomputing the criteria, changing their thresholds and carrying their facts forward shows differences and decides
nothing (article 5.1).
"""

from __future__ import annotations

from concord.safeguards.editions import (
    Criterion,
    Edition,
    ListStatus,
    Member,
    edition,
    editions,
    in_force,
    listed,
    status,
)
from concord.safeguards.national import Colour, NationalList, national_lists
from concord.safeguards.projection import Carried, Exercise, Outlooked, project
from concord.safeguards.projection_method import ProjectionMethod, projection_method
from concord.safeguards.recompute import Fact, Judged, Recomputed, recompute
from concord.safeguards.what_if import Held, Moved, WhatIf, what_if, with_thresholds

__all__ = [
    "Carried",
    "Colour",
    "Criterion",
    "Edition",
    "Exercise",
    "Fact",
    "Held",
    "Judged",
    "ListStatus",
    "Member",
    "Moved",
    "NationalList",
    "Outlooked",
    "ProjectionMethod",
    "Recomputed",
    "WhatIf",
    "edition",
    "editions",
    "in_force",
    "listed",
    "national_lists",
    "project",
    "projection_method",
    "recompute",
    "status",
    "what_if",
    "with_thresholds",
]
