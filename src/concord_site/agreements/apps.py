"""The room's entry in Django's list."""

from __future__ import annotations

import logging

from django.apps import AppConfig


def says_no_address(record: logging.LogRecord) -> bool:
    """Leave out of the log what names a dossier: by its moment it would tell when a space is used."""
    return "/agreements/dossiers/" not in record.getMessage()


class AgreementsConfig(AppConfig):
    """Agreements: sealed spaces of parties, and what they publish."""

    name = "concord_site.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Offer the room's entries, and let the rooms inside register their parts."""
        from concord_site.agreements import wiring

        wiring.ready()
        logging.getLogger("django.security.csrf").addFilter(says_no_address)
