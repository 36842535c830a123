"""What things are called on these pages: parties, types, statuses, elements of the catalogue, dates as known."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.agreements import repository_words
from concord.agreements.repository_model import Agreement, Party
from concord.vocabulary import formats
from concord_site.public.comparing import names
from concord_site.shell.i18n import language

#: More members than this are counted, not named.
MOST_MEMBERS = 4


def code(kind: repository_words.Kind, value: str) -> str:
    """A code of the register in words."""
    return repository_words.name(kind, value, language()).text if value else ""


def party(each: Party) -> str:
    """A party; of a province or region its own code is said."""
    name = names.place(each.area)
    return _("%(country)s (%(part)s)") % {"country": name, "part": each.part} if each.part else name


def side(parties: Iterable[Party]) -> str:
    """The parties of one side in a few words."""
    return joined([party(each) for each in parties])


def joined(words: Iterable[str]) -> str:
    """Words as the language joins them."""
    from babel.lists import format_list

    return str(format_list(list(words), locale=formats.locale(language())))


def who(found: Agreement) -> str:
    """Who agreed, in one line."""
    members = found.of_side("member")
    if len(members) > MOST_MEMBERS:
        return _("%(count)s countries") % {"count": formats.number(len(members), language())}
    if members:
        return side(members)
    words = {"origin": side(found.of_side("origin")), "destination": side(found.of_side("destination"))}
    return _("%(origin)s to %(destination)s") % words


def verification(found: Agreement) -> tuple[str, str]:
    """Tag and words for what was verified."""
    return {
        "verified": ("done", pgettext("of facts", "Verified")),
        "partly": ("look", _("Partly verified")),
        "unverified": ("unverified", _("Not verified")),
    }[found.verification]


def verifications() -> dict[str, str]:
    """Words for each state of knowledge."""
    return {"verified": pgettext("of facts", "Verified"), "partly": _("Partly verified"),
            "unverified": _("Not verified")}  # fmt: skip


def doubts(found: Agreement) -> str:
    """What of it was not verified, as one line."""
    return joined(code("doubts", each) for each in found.doubts)


def status(found: Agreement) -> str:
    """The status with the time of which it was read."""
    word = code("statuses", found.status)
    if found.status_on is None:
        return word
    return _("%(status)s (as of %(date)s)") % {"status": word, "date": formats.date(found.status_on, language())}


def published_part(id: str) -> str:
    """A part of an agreement that its parties may publish."""
    return {
        "text": _("Text"), "profile": _("Measured against the Code"), "plan": _("Plan and progress"),
        "numbers": _("Numbers"), "account": _("Who gains, who pays"), "evaluation": _("Evaluation"),
        "lessons": _("Lessons"),
    }.get(id, id)  # fmt: skip
