"""What a country's people offer to the register of suppliers: what waits, comments at questions, dated reminders."""

from __future__ import annotations

from concord_site.reporting.actions import team_clearances, team_delegations
from concord_site.reporting.queries import team_delegations as delegations
from concord_site.reporting.queries import team_home
from concord_site.reporting.team_marks import beside
from concord_site.shell import suppliers


def register() -> None:
    """Offer this part of the room."""
    suppliers.register("accounts.sees-protected", "reporting.team", delegations.sees_protected)
    suppliers.register("filling.beside", "reporting.team", beside)
    suppliers.register("home.waiting", "reporting.team", team_home.waiting)
    suppliers.register("home.entries", "reporting.team", team_home.entries)
    suppliers.register("tick.work", "reporting.team.delegations", team_delegations.remind_of_days)
    suppliers.register("tick.work", "reporting.team.clearance", team_clearances.remind_of_days)
