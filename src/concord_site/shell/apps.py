"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Shell: the ground of the site."""

    name = "concord_site.shell"
    label = "shell"

    def ready(self) -> None:
        """Give the clock what the shell itself does by date, and boxes their words."""
        from concord_site.shell import files, outbox, suppliers
        from concord_site.shell.parts import refusals

        refusals.speak()
        suppliers.register("tick.work", "shell.files", files.tick)
        suppliers.register("tick.work", "shell.outbox", outbox.send_due)
