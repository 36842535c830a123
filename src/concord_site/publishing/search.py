"""What the search finds of this room: editions of reports."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.vocabulary.text import Text
from concord_site.publishing import queries


def entries(words: str, *, language: str = "en") -> list[dict[str, str]]:
    """Published editions whose title or number holds every word looked for."""
    wanted = words.casefold().split()
    found = []
    for each in queries.editions(None) if wanted else ():
        title = Text(each.title).best(language).text
        if all(word in f"{title} {each.number} {each.round}".casefold() for word in wanted):
            href = reverse("publishing:edition", kwargs={"number": each.number})
            found.append(
                {"number": each.number, "title": title, "href": href, "kind": _("Report"), "text": each.number}
            )
    return found
