"""What can be asked of the register; reads alone."""

from concord_site.registers.queries.as_of import (
    Entry,
    Region,
    RoundCount,
    act_in_force,
    acts_by_area,
    authorities_of,
    counts_by_round,
    history,
    invented,
    known_of_rounds,
    proposals,
    register,
    stands,
    totals,
)
from concord_site.registers.queries.inside import (
    contacts,
    inside,
    may_propose,
    people_of_office,
    scan,
    waiting_for_decision,
)

__all__ = [
    "Entry", "Region", "RoundCount", "act_in_force", "acts_by_area", "authorities_of", "contacts", "counts_by_round",
    "history", "inside", "invented", "known_of_rounds", "may_propose", "people_of_office", "proposals", "register",
    "scan", "stands",
    "totals", "waiting_for_decision",
]  # fmt: skip
