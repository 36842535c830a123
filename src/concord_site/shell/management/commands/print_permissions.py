"""``print_permissions``: the page that shows who may do what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from concord_site.shell import permissions


class Command(BaseCommand):
    """Print docs/permissions.md."""

    help = "Print the page of permissions (docs/permissions.md)."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        self.stdout.write(permissions.page(), ending="")
