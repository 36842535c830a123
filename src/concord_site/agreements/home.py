"""What the home page of a signed-in person says of this room: where it is, for whoever can begin or has a seat."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotAllowed
from concord_site.agreements.models import SealedRow
from concord_site.agreements.queries import places
from concord_site.shell import access
from concord_site.shell.parts.home import Start


def may_begin(person: Any) -> bool:
    """Whether a role of the person lets them begin an agreement."""
    try:
        access.permit(SealedRow, person, "create", state="sealed")
    except NotAllowed:
        return False
    return not places.is_of_the_house(person)


def entries(person: Any) -> list[Start]:
    """One line, which tells nothing of what is behind it."""
    if not places.has_place(person) and not may_begin(person):
        return []
    note = _("Sealed spaces of the parties: prepare, negotiate, carry out and evaluate an agreement")
    return [Start(_("Agreements in preparation"), reverse("agreements:dossiers"), note, order=45)]
