"""Contact persons of an authority: entered, corrected and removed by the country or the desk; never public."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from concord.errors import Conflict, Invalid
from concord_site.audit import log
from concord_site.registers.models import AuthorityContact
from concord_site.shell import access


def add(*, area: str, by: Any, **given: Any) -> AuthorityContact:
    """Name a contact person.

    Raises:
        NotAllowed: ``site.access.forbidden``.
        Invalid: ``registers.contact.nothing``: neither mail nor telephone.
    """
    access.permit(AuthorityContact, by, "create", state="recorded", area=area)
    _require_a_way(given)
    with transaction.atomic():
        made = AuthorityContact.objects.create(area=area, changed_by=by, **given)
        log.record("registers.contact.added", by=by, subject=made, area=area)
    return made


def change(*, contact_id: int, version: int, by: Any, **given: Any) -> AuthorityContact:
    """Correct a contact person.

    Raises:
        Conflict: ``registers.designation.changed``: somebody else has since.
        Invalid: As :func:`add`.
    """
    _require_a_way(given)
    with transaction.atomic():
        found = access.get(AuthorityContact, contact_id, by, "edit", lock=True)
        if found.version != version:
            raise Conflict("registers.designation.changed", params={"area": found.area})
        changed = sorted(name for name, value in given.items() if getattr(found, name) != value)
        for name, value in given.items():
            setattr(found, name, value)
        found.version, found.changed_by, found.changed_at = version + 1, by, timezone.now()
        found.save()
        details = {"fields": changed}  # which, never what they hold
        log.record("registers.contact.changed", by=by, subject=found, area=found.area, details=details)
    return found


def remove(*, contact_id: int, by: Any) -> str:
    """Remove a contact person; name, mail and number are erased at once.

    Returns:
        The area.
    """
    with transaction.atomic():
        found = access.get(AuthorityContact, contact_id, by, "withdraw", lock=True)
        log.record("registers.contact.removed", by=by, subject=found, area=found.area)
        found.delete()
    return found.area


def _require_a_way(given: dict[str, Any]) -> None:
    if not given.get("email") and not given.get("telephone"):
        raise Invalid("registers.contact.nothing")
