"""The room's entry in Django's list."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit: the append-only log."""

    name = "concord_site.audit"
    label = "audit"

    def ready(self) -> None:
        """Let the shell, which stands below, write to the log too."""
        from concord_site.audit import log
        from concord_site.shell import suppliers

        suppliers.register("audit.recorder", "audit", log.record)
