"""``verify_log``: walk the log and name every place where it does not hold; exit 1 if there is one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from concord_site.audit import log


class Command(BaseCommand):
    """Verify the log's chain of digests."""

    help = "Verify that no entry of the log was altered, removed, inserted or moved."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict."""
        verdict = log.verify()
        self.stdout.write(f"{verdict.entries} entries, newest digest {verdict.head}")
        for each in verdict.breaks:
            self.stdout.write(f"entry {each.sequence}: {each.what}")
        if not verdict.is_whole:
            raise CommandError(f"the log does not hold in {len(verdict.breaks)} places")
        self.stdout.write("the log is whole")
