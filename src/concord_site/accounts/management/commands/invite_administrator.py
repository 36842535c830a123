"""``invite_administrator ADDRESS``: start an installation with its first administrator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from concord.errors import Refusal
from concord_site.accounts import actions
from concord_site.shell import problems


class Command(BaseCommand):
    """Invite the first administrator of the secretariat."""

    help = "Invite the first administrator and print the link of the invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        """Address, name, language, and the name of the secretariat."""
        parser.add_argument("address")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="en")
        parser.add_argument("--secretariat", default="Secretariat")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite and print."""
        try:
            link = actions.first_administrator(
                email=options["address"], name=options["name"] or options["address"], language=options["language"],
                organisation={"en": options["secretariat"]}, now=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(problems.sentence(refusal)) from refusal
        self.stdout.write(f"Invitation, good for seven days: {link}")
