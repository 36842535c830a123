"""The room's entry in Django's list."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Reporting: instruments, trials of them, rounds and the reports of a round."""

    name = "concord_site.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Offer the room's entries to navigation and search, and its dated work to the clock."""
        from concord_site.reporting import search
        from concord_site.reporting.actions import instruments, trials
        from concord_site.shell import suppliers
        from concord_site.shell.navigation import Entry, register

        register("reporting", Entry("find", "reporting:instruments", _("Questionnaires"), order=55))
        suppliers.register("search.entries", "reporting", search.entries)
        suppliers.register("tick.work", "reporting.instruments", instruments.sweep_uploads)
        suppliers.register("tick.work", "reporting.trials", trials.sweep)
        for part in ("rounds", "reports", "team", "review", "published", "stakeholders", "coding"):
            if find_spec(f"concord_site.reporting.wiring.{part}") is not None:
                import_module(f"concord_site.reporting.wiring.{part}").register()
