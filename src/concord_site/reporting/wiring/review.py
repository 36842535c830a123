"""What the review offers to the register of suppliers: counts by the clock, what waits for a reviewer or a country."""

from __future__ import annotations

from concord_site.reporting.actions import review_counts
from concord_site.reporting.queries import review_home
from concord_site.shell import suppliers


def register() -> None:
    """Offer this part of the room."""
    suppliers.register("tick.work", "reporting.review", review_counts.sweep)
    suppliers.register("home.waiting", "reporting.review", review_home.waiting)
    suppliers.register("home.entries", "reporting.review", review_home.entries)
