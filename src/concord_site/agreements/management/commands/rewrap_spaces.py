"""``rewrap_spaces``: after the installation's key was changed, wrap the places of sealed spaces with the new one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from concord_site.agreements.actions import rewrapping


class Command(BaseCommand):
    """Wrap places anew."""

    help = "Wrap the places of sealed spaces with the key in use; the key before must still be a fallback."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; how many there were is not said."""
        rewrapping.rewrap()
        self.stdout.write("places are wrapped with the key in use")
