"""The room's entry in Django's register."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Facts and results; it stores nothing of its own."""

    name = "concord_site.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Offer the release that pages say their figures are from, and what it knows of a country."""
        from concord_site.evidence import facts, jobs, known
        from concord_site.shell import suppliers

        suppliers.register("frame.release", "evidence", facts.newest_release)
        suppliers.register("instrument.known", "evidence", known.known)
        suppliers.register("instrument.known-figures", "evidence", known.figures)
        suppliers.register("tick.work", "evidence", jobs.note)
        suppliers.register("population.persons", "evidence", known.populations)
