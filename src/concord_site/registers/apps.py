"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    """Registers: designated national authorities."""

    name = "concord_site.registers"
    label = "registers"

    def ready(self) -> None:
        """Offer the room's entries to navigation, search, home pages and the clock."""
        from concord_site.registers import home, queries, search
        from concord_site.registers.actions import clock
        from concord_site.shell import suppliers
        from concord_site.shell.navigation import Entry, register

        register(
            "registers",
            Entry("rooms", "registers:authorities", _("Registers"), order=60),
            Entry("find", "registers:authorities", _("National authorities"), order=60),
        )
        suppliers.register("search.entries", "registers", search.entries)
        suppliers.register("authority.of", "registers", queries.authorities_of)
        suppliers.register("rounds.of", "registers", queries.known_of_rounds)
        suppliers.register("tick.work", "registers.designations", clock.tick)
        suppliers.register("home.waiting", "registers", home.waiting)
        suppliers.register("home.entries", "registers", home.entries)
