"""What the search finds of this room: published instruments by their title and statement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from concord_site.reporting.queries import instruments


def entries(words: str, *, language: str = "en") -> list[dict[str, str]]:
    """Instruments whose title or id holds every word looked for."""
    wanted = words.casefold().split()
    found = []
    for each in instruments.newest(None) if wanted else ():
        title = each.title.best(language).text
        hay = " ".join((each.id, *each.title.values())).casefold()
        if all(word in hay for word in wanted):
            href = reverse("reporting:instrument", kwargs={"id": each.id})
            found.append({"number": each.id, "title": title, "kind": _("Questionnaire"), "href": href, "text": title})
    return found
