"""What is public of one state and bears on a position: answers of its reports to the Code, its place on the list.

Registered as the supplier ``agreements.told`` when the site starts. Nothing is kept of who asked: neither a log nor a
cache learns of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from concord.reporting.publication import Item, Published
    from concord_site.reporting.models import Publication

#: How long an answer may be where it is offered; the whole of it stands on its public page.
LONGEST = 1200


def told(area: str, *, is_example: bool, language: str) -> Iterator[dict[str, Any]]:
    """Everything that is offered of a state.

    Args:
        area: Alpha-3 code.
        is_example: Whether generated reports are asked for; real ones otherwise, never both.
        language: Of questions, choices and figures; what people wrote stays in theirs.

    Yields:
        Bodies of :class:`concord.agreements.coherence_offered.Offered`: first the list, then reports, newest first.
    """
    from concord_site.reporting.queries import published

    yield from _listed(area)
    for found in published.of_area(area, is_example=is_example):
        yield from _answers(found, published.published_of(found), language)


def _listed(area: str) -> Iterator[dict[str, Any]]:
    from concord import safeguards
    from concord.errors import NotFound

    try:
        found = safeguards.status(area, timezone.now().date())
    except NotFound:
        return
    if found.status == "no-list":
        return
    answers = {"listed": _("It is on the list."), "not-listed": _("It is not on the list.")}
    said = _("Is the country on the support and safeguards list of %(edition)s?") % {"edition": found.edition}
    code = _language()
    yield {
        "key": "safeguards:list", "kind": "safeguards", "edition": found.edition, "asked": said, "asked_in": code,
        "answered": answers[found.status], "answered_in": code, "articles": ["5.1"],
        "link": reverse("public:list", kwargs={"edition": found.edition}),
    }  # fmt: skip


def _language() -> str:
    from concord_site.shell.i18n import language

    return language()


def _answers(found: Publication, given: Published, language: str) -> Iterator[dict[str, Any]]:
    """Answers to questions that bear on an agreement; nothing that is withheld, not asked or not answered."""
    from concord.agreements.coherence_offered import kind_for
    from concord.instrument.numbering import numbers
    from concord.reporting.publication import items

    numbered = numbers(given.instrument)
    for item in items(given):
        kind = kind_for(item.question.about.source)
        if item.status == "answered" and kind:
            number = numbered.get(item.question.path, "")
            yield {"kind": kind, "number": number, **_answer(found, given, item, language)}


def _answer(found: Publication, given: Published, item: Item, language: str) -> dict[str, Any]:
    from concord.agreements.coherence_offered import articles_of
    from concord.reporting.instrument_print.voice import bare
    from concord.reporting.national_report import anchor
    from concord_site.reporting.queries import published_page

    label, shown = item.question.label.best(language), published_page.answer(given, item, language)
    said = f"{shown.text} {shown.unit}".strip()
    at = reverse("reporting:published-edition", kwargs={
        "year": found.round.year, "area": found.area, "edition": found.edition})  # fmt: skip
    return {
        "key": f"{found.round.year}:{item.address}", "edition": found.reference, "round": found.round.year,
        "asked": bare(label.text), "asked_in": label.language, "answered_in": shown.language,
        "answered": said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …",
        "link": f"{at}#{anchor(item.address)}", "entry": _place(item.entry), "is_example": found.is_example,
        "articles": list(articles_of(item.question.about.source)),
    }  # fmt: skip


def _place(entry: str) -> int:
    """``agreements[2]`` is the second."""
    number = entry.rpartition("[")[2].rstrip("]")
    return int(number) if number.isdigit() else 0
