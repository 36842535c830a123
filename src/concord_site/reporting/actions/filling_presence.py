"""Who is where: one row a person, written when a page is opened; worth nothing a few minutes later."""

from __future__ import annotations

from django.utils import timezone

from concord_site.reporting.queries.filling import Opened


def note(found: Opened, page: str) -> None:
    """Note that whoever stands at the desk has opened a page; nothing where the kind does not keep it."""
    rows, person = getattr(found.row, "presences", None), found.desk.by
    if rows is None or getattr(person, "pk", None) is None:
        return
    made = rows.model(**{rows.field.name: found.row}, person=person, page=page, seen_at=timezone.now())
    rows.model.objects.bulk_create(
        [made], update_conflicts=True, unique_fields=[rows.field.name, "person"], update_fields=["page", "seen_at"]
    )
