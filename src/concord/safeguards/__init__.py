"""Countries with critical shortages: WHO's lists by edition, national lists built on them, and their criteria.

Public face: :func:`editions`, :func:`edition`, :func:`in_force`, :func:`status`, :func:`listed`,
:func:`national_lists`, :func:`recompute`. The published names are the authority; recomputing the
criteria shows differences and decides nothing (article 5.1).
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
from concord.safeguards.recompute import Recomputed, recompute

__all__ = [
    "Colour",
    "Criterion",
    "Edition",
    "ListStatus",
    "Member",
    "NationalList",
    "Recomputed",
    "edition",
    "editions",
    "in_force",
    "listed",
    "national_lists",
    "recompute",
    "status",
]
