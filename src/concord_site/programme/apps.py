"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """Programme: the Code, the strategy, its budget, the rounds."""

    name = "concord_site.programme"
    label = "programme"

    def ready(self) -> None:
        """Offer the room's entries to navigation and search."""
        from concord_site.programme import search
        from concord_site.shell import suppliers
        from concord_site.shell.navigation import Entry, register

        register(
            "programme",
            Entry("rooms", "programme:code", _("The Code"), order=30),
            Entry("find", "programme:code", _("The Code"), order=30),
            Entry("find", "programme:strategy", _("Strategy and targets"), order=40),
            Entry("find", "programme:rounds", _("Rounds of reporting"), order=45),
            Entry("trust", "programme:where", _("Where each paragraph is carried out"), order=40),
        )
        suppliers.register("search.entries", "programme", search.entries)
