"""``print_api``: the page of the reference about the interface for programs."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.test import RequestFactory
from django.urls import resolve, reverse

from concord_site.shell.interface import reference


class Command(BaseCommand):
    """Print docs/reference/api.md."""

    help = "Print the reference of the interface for programs (docs/reference/api.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask the interface for its description and write the page from it."""
        address = reverse("api:openapi")
        response = resolve(address).func(RequestFactory().get(address))
        self.stdout.write(reference.page(json.loads(response.content)), ending="")
