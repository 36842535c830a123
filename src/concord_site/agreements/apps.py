"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements: sealed spaces of parties, and what they publish."""

    name = "concord_site.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Offer the room's entries, and let the rooms inside register their parts."""
        from concord_site.agreements import wiring

        wiring.ready()
