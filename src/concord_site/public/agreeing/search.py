"""What the search finds of agreements: entries of the register, what parties have published, their lessons."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements.repository_filters import Wanted, wanted
from concord_site.public.agreeing import held, names, practice


def entries(words: str, *, language: str) -> list[dict[str, object]]:
    """Agreements whose title, parties or provisions hold every word; what was not verified says so."""
    if not words.split():
        return []
    found = wanted(held.register().values(), Wanted(words=words), on=held.today())
    entered: list[dict[str, object]] = [
        {
            "kind": pgettext("between countries", "Agreement"), "title": each.title, "rank": 4 if each.is_known else 6,
            "href": reverse("public:agreement", kwargs={"id": each.id}),
            "more": f"{names.who(each)} · {each.year or ''} · {names.verification(each)[1]}",
        }
        for each in found
    ]  # fmt: skip
    return entered + _published(words, language) + _lessons(words, language)


def _lessons(words: str, language: str) -> list[dict[str, object]]:
    every = practice.every()
    found = [each for kind in (False, True) for each in practice.wanted(every, practice.Asked(words, invented=kind))]
    return [
        {
            "kind": _("Lesson"), "title": each.lesson.title.best(language).text, "rank": 4, "href": each.address,
            "more": " · ".join([
                each.found.title.best(language).text, *([_("Invented example")] if each.found.invented else []),
            ]),
        }
        for each in found
    ]  # fmt: skip


def _published(words: str, language: str) -> list[dict[str, object]]:
    wanted_ = words.casefold().split()
    return [
        {
            "kind": pgettext("between countries", "Agreement"), "title": each.title.best(language).text, "rank": 3,
            "href": reverse("public:agreement", kwargs={"id": each.slug}),
            "more": _("Invented example") if each.invented else _("Published by its parties"),
        }
        for each in held.published()
        if all(any(word in title.casefold() for title in each.title.values()) for word in wanted_)
    ]  # fmt: skip
