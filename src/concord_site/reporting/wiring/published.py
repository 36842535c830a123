"""What this part offers to navigation, search, country pages and home pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concord_site.reporting import published_search
from concord_site.shell import suppliers
from concord_site.shell.navigation import Entry
from concord_site.shell.navigation import register as navigation


def register() -> None:
    """Called when the room starts."""
    navigation("reporting.published", Entry("find", "reporting:published", _("Published reports"), order=50))
    suppliers.register("search.entries", "reporting.published", published_search.entries)
    suppliers.register("rounds.of", "reporting.published", published_search.rounds_of)
    suppliers.register("home.changes", "reporting.published", published_search.changes)
