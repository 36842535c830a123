"""What the people of one country do together: ask colleagues, comment, clear. See the modules for each."""

from concord_site.reporting.actions.team_clearances import approve, send_back, start_clearing, take_back
from concord_site.reporting.queries.team_clearances import clearance_open

__all__ = ["approve", "clearance_open", "send_back", "start_clearing", "take_back"]
