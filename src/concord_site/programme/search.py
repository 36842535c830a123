"""What the search finds of this room: paragraphs of the Code, resolutions, targets.

A supplier of ``search.entries`` is called with the words looked for and the language, and gives dictionaries with
``title``, ``href``, ``kind`` and ``text``, best first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from concord import articles
from concord.programme import strategy

MOST = 20


def entries(words: str, *, language: str = "en") -> list[dict[str, str]]:
    """Paragraphs, resolutions and targets that hold every word looked for, or bear the number."""
    wanted = _folded(words).split()
    if not wanted:
        return []
    found = [(_rank(entry, wanted), entry) for entry in _all(language)]
    ranked = sorted((each for each in found if each[0] is not None), key=lambda each: each[0] or 0)
    return [entry for _rank_of, entry in ranked[:MOST]]


def _rank(entry: dict[str, str], wanted: list[str]) -> int | None:
    if wanted[-1] == _folded(entry["number"]):
        return 0
    title, text = _folded(entry["title"]), _folded(entry["text"])
    if all(word in title for word in wanted):
        return 1
    return 2 if all(word in f"{title} {text}" for word in wanted) else None


def _all(language: str) -> Iterator[dict[str, str]]:
    for each in articles.load().obligations:
        href = reverse("programme:paragraph", kwargs={"number": each.id})
        title = _("Paragraph %(number)s of the Code") % {"number": each.id}
        yield _entry(each.id, title, href, _("The Code"), str(each.said(language)))
    for resolution in articles.resolutions():
        href = reverse("programme:resolution", kwargs={"id": resolution.id})
        text = " ".join(str(resolution.said(p, language)) for p in resolution.paragraphs)
        title = f"{resolution.id}: {resolution.said_title(language)}"
        yield _entry(resolution.id, title, href, _("Resolution"), text)
    for target in strategy.load().targets:
        number = target.id.removeprefix("target-")
        href = f"{reverse('programme:strategy')}#{target.id}"
        yield _entry(
            number, _("Target %(number)s") % {"number": number}, href, _("Strategy"), str(target.said(language))
        )


def _entry(number: str, title: str, href: str, kind: str, text: str) -> dict[str, str]:
    return {"number": number, "title": title, "href": href, "kind": kind, "text": text}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
