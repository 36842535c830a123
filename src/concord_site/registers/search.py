"""What the search finds of this room: countries whose authority is known here."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from concord.vocabulary.text import Text
from concord_site.registers import queries


def entries(words: str, *, language: str = "en") -> list[dict[str, str]]:
    """Designations in force whose country or office holds every word looked for."""
    if not words.split():
        return []
    shown = queries.register(None, language=language, on=timezone.now().date(), words=words, only="named")
    return [
        {
            "number": entry.area.id, "title": entry.name, "kind": _("National authority"),
            "href": reverse("registers:authority", kwargs={"area": entry.area.id}),
            "text": Text(entry.designation.office).best(language).text,
        }
        for region in shown for entry in region.entries if entry.designation is not None
    ]  # fmt: skip
