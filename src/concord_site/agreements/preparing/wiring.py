"""The parts of a dossier that preparation gives, and the facts it states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concord_site.agreements import parts
from concord_site.agreements.parts import Part
from concord_site.agreements.preparing import facts


def ready() -> None:
    """Register them."""
    for part in (
        Part("needs", _("Needs assessment"), "needs-assessment", "agreements:needs", summary=facts.needs_summary,
             order=10),
        Part("position", _("National position"), "national-position", "agreements:position", ("own",),
             facts.position_summary, 10),
        Part("consultations", _("Consultations"), "consultation", "agreements:consultations", ("own",),
             facts.consultations_summary, 10),
        Part("objectives", _("Objectives"), "negotiation", "agreements:objectives", ("shared",),
             facts.objectives_summary, 10),
        Part("tracing", _("From need to result"), "room", "agreements:tracing", ("own",), facts.tracing_summary, 15),
    ):  # fmt: skip
        parts.register(part)
    parts.register_facts("preparing", facts.facts)
