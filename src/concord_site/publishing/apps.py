"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Publishing: documents in preparation, and editions."""

    name = "concord_site.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Offer the room's entries to navigation and search, and its subjects to the log."""
        from concord_site.publishing import search
        from concord_site.shell import suppliers
        from concord_site.shell.navigation import Entry, register

        register(
            "publishing",
            Entry("rooms", "publishing:editions", _("Reports"), order=50),
            Entry("find", "publishing:editions", _("Reports"), order=50),
        )
        suppliers.register("search.entries", "publishing", search.entries)
