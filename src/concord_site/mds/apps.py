"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class MdsConfig(AppConfig):
    """The minimum data set: deliveries of countries."""

    name = "concord_site.mds"
    label = "mds"

    def ready(self) -> None:
        """Offer the room's entries to navigation, home pages and the clock."""
        from concord_site.mds import wiring

        wiring.register()
