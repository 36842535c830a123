"""What the people of one country see of their work together: comments, delegations, clearance. Nobody else does."""

from concord_site.reporting.queries.team_clearances import clearance_open, declared, is_turn_of, turns, waits_for
from concord_site.reporting.queries.team_delegations import by_section, open_of, own
from concord_site.reporting.queries.team_places import Place, at_delegation, at_report, section_of
from concord_site.reporting.queries.team_remarks import Thread, open_by_section, remarks_of, threads

__all__ = [
    "Place",
    "Thread",
    "at_delegation",
    "at_report",
    "by_section",
    "clearance_open",
    "declared",
    "is_turn_of",
    "open_by_section",
    "open_of",
    "own",
    "remarks_of",
    "section_of",
    "threads",
    "turns",
    "waits_for",
]
