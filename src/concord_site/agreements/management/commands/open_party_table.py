"""``open_party_table``: let somebody into a party whose people are all gone; the party sees it for ever."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from concord.errors import Refusal
from concord_site.agreements.actions import breaking_glass
from concord_site.shell.problems import sentence


class Command(BaseCommand):
    """Break the glass."""

    help = "Give an account a seat at a party's table, through an account that has one. The party sees it for ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose place is used, who comes in, and why."""
        parser.add_argument("--through", required=True, help="address of an account with a place, closed or not")
        parser.add_argument("--person", required=True, help="address of the active account to let in")
        parser.add_argument("--reason", required=True, help="why; shown to the party")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say why not."""
        try:
            breaking_glass.let_in(
                through=options["through"], person=options["person"], reason=options["reason"], now=timezone.now()
            )
        except Refusal as refusal:
            raise CommandError(sentence(refusal)) from refusal
        self.stdout.write("done; the party's journal and pages say so")
