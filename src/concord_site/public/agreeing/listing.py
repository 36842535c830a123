"""The list of agreements: what the question finds, and what parties have published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements.repository_drawings import by_year
from concord.agreements.repository_filters import wanted
from concord.agreements.repository_model import Agreement
from concord.documents.figures import Style
from concord.vocabulary.provenance import source
from concord.vocabulary.text import Wording
from concord_site.agreements.queries.published import Published
from concord_site.public import pictures
from concord_site.public.agreeing import choosing, elements, held, names, notified
from concord_site.public.comparing import names as places
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement of the list, in words."""

    id: str
    title: str
    href: str
    who: str
    year: str
    basis: str
    type: str
    status: str
    tag: tuple[str, str]
    clause: str = ""


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One agreement that its parties have made public."""

    found: Published
    title: Wording
    href: str
    who: str
    status: str


def context(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the list shows."""
    asked = choosing.asked(query)
    register = tuple(held.register().values())
    found = wanted(register, asked.wanted, on=held.today())
    return {
        "asked": asked, "said": asked.said, "lines": [line(each, asked.said["clause"]) for each in found],
        "found": found, "total": len(register), "known": sum(each.is_known for each in found),
        "unread": sum(not each.is_known for each in found), "chips": choosing.chips(asked),
        "drawings": [(width, drawn(found, width)) for width in (820, 340)] if found else [],
        "published": [published_line(each) for each in _published(asked)], "views": views("list"),
        "csv": asked.address(format="csv"), "xlsx": asked.address(format="xlsx"), "json": asked.address(format="json"),
        "reports": notified.newest(), "composite": elements.note(), "source": source("agreements-register"),
        **choosing.choices(asked),
    }  # fmt: skip


def line(found: Agreement, clause: str = "") -> Line:
    """An entry in the words of the list; of a clause that was asked for, the words of its source."""
    said = next((each.words for each in found.clauses if each.element == clause), "")
    return Line(
        found.id, found.title, reverse("public:agreement", kwargs={"id": found.id}), names.who(found),
        str(found.year or ""), names.code("bases", found.year_basis), names.code("types", found.type),
        names.code("statuses", found.status), names.verification(found), said,
    )  # fmt: skip


def published_line(found: Published) -> PublishedLine:
    """A published agreement in the words of the list."""
    parties = names.joined(each.name.best(language()).text or places.place(each.area) for each in found.parties)
    last = str(found.status[-1].get("status", "")) if found.status else ""
    href = reverse("public:agreement", kwargs={"id": found.slug})
    return PublishedLine(found, found.title.best(language()), href, parties, status_word(last))


def status_word(code: str) -> str:
    """A status as parties note it, in words."""
    from concord.agreements import repository_words

    known: tuple[repository_words.Kind, ...] = ("events", "statuses")
    return next((names.code(kind, code) for kind in known if code in repository_words.codes(kind)), code)


def _published(asked: choosing.Asked) -> list[Published]:
    """Those that fit the question as far as it can be asked of them: words, party."""
    if any(asked.said[name] for name in asked.said if name not in ("q", "party")):
        return []
    party, words = asked.said["party"], asked.said["q"].casefold()
    return [
        each
        for each in held.published()
        if (not party or party in {one.area for one in each.parties})
        and (not words or any(words in title.casefold() for title in each.title.values()))
    ]


def drawn(found: tuple[Agreement, ...], width: int) -> pictures.Drawn:
    """Every agreement over its year."""
    figure = by_year(
        found, title=_("Agreements by year"), style=Style.web(language(), width=width),
        headings=(pgettext("between countries", "Agreement"), _("Year"), _("State of knowledge")),
        states=names.verifications(),
        description=_("One mark for each agreement; filled: verified, half: partly, hollow: not verified."),
    )  # fmt: skip
    return pictures.drawn(figure, f"agreements-years-{width}")


def views(now: str) -> list[Link]:
    """The ways of looking at agreements."""
    listed = (
        ("list", _("List"), "public:agreements"),
        ("map", _("Map and network"), "public:agreements-map"),
        ("clauses", _("Clauses over time"), "public:agreements-clauses"),
        ("compare", _("Side by side"), "public:agreements-compare"),
        ("practice", _("Library of practice"), "public:agreements-practice"),
        ("labour", _("All sectors"), "public:agreements-labour"),
        ("corridors", _("Two countries"), "public:corridors"),
    )
    return [Link(label, reverse(name), id == now) for id, label, name in listed]
