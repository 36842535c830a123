"""One agreement of the register: what is known of it, since when, from where, and what was not verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord import safeguards
from concord.agreements.appraisal_document import compose_facts
from concord.agreements.elements import catalogue, label_of_level
from concord.agreements.published_comparison import facts_of, of_entry
from concord.agreements.repository_corridors import between
from concord.agreements.repository_labour import LabourAgreement, labour_agreement
from concord.agreements.repository_model import Agreement
from concord.agreements.repository_words import coded_clauses
from concord.documents.model import Document
from concord.vocabulary import formats
from concord.vocabulary.provenance import source
from concord.vocabulary.text import Text
from concord_site.public.agreeing import citing, clauses, elements, held, listing, mapped, names, notified
from concord_site.public.comparing import names as places
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Event, Link

#: Other agreements between the same parties that are listed.
MOST_NEAR = 8
#: Before the format of the appraisal from known facts, in an address.
KNOWN = "known-"


@dataclass(frozen=True, slots=True)
class Named:
    """An element that a source names: in which words, and how specific they are at least, where that is known."""

    name: str
    articles: str
    words: Text
    level: str


@dataclass(frozen=True, slots=True)
class Coded:
    """What coders found in the text of a labour agreement: the clauses, and how many they looked for."""

    row: LabourAgreement
    has: tuple[str, ...]
    looked_for: int


def context(found: Agreement) -> dict[str, Any]:
    """Everything the page of an entry shows."""
    words, tag = names.verification(found), found.doubts
    return {
        "entry": found, "who": names.who(found), "tag": words, "doubts": names.doubts(found) if tag else "",
        "status": names.status(found), "type": names.code("types", found.type),
        "level": names.code("levels", found.level), "basis": names.code("bases", found.year_basis),
        "occupations": [names.code("occupations", each) for each in found.occupations],
        "sides": _sides(found), "events": events(found), "provisions": _items(found.provisions),
        "clauses": _named(found), "appraised": _appraised(found), "composite": elements.note(),
        "coded": _coded(found), "corridor": _corridor(found), "near": _near(found),
        "listed": _listed(found), "notified": _notified(found), "labour_source": source(clauses.SOURCE),
        "sources": found.sources, "box": citing.of_entry(found),
    }  # fmt: skip


def _named(found: Agreement) -> list[Named]:
    """Elements that a source names, in the order of the catalogue."""
    profile = of_entry(found)
    if profile is None:
        return []
    return [
        Named(
            elements.name(each.id), ", ".join(elements.articles(each.id)), profile.cells[each.id].words,
            label_of_level(level, language()) if (level := profile.cells[each.id].level) else "",
        )
        for each in catalogue().elements if each.id in profile.cells
    ]  # fmt: skip


def _appraised(found: Agreement) -> list[Link]:
    """The appraisal from known facts as a document: what is known of each element, and what to ask."""
    if facts_of(found) is None:
        return []
    return [Link(name, f"{address(found)}?format={KNOWN}{format}") for name, format in citing.FILES]


def appraised(found: Agreement, asked: str) -> Document | None:
    """The document that the address asks for; None where it asks for none, or nothing is declared of the entry."""
    facts = facts_of(found) if asked.removeprefix(KNOWN) in citing.PRINTED and asked.startswith(KNOWN) else None
    return compose_facts(facts, language(), as_of=held.today()) if facts is not None else None


def events(found: Agreement) -> list[Event]:
    """The dated history; a date that was not verified says so."""
    return [
        Event(names.code("events", each.code), formats.date(each.when, language()),
              more="" if each.is_verified else _("date not verified"))
        for each in found.history
    ]  # fmt: skip


def _sides(found: Agreement) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each side with its parties: class of the mark, name of the side, and name and code of each party."""
    sides = (("origin", _("Origin")), ("destination", _("Destination")), ("member", _("Members")))
    return [
        (side, label, [(names.party(each), each.area) for each in found.of_side(side)])  # type: ignore[arg-type]
        for side, label in sides if found.of_side(side)  # type: ignore[arg-type]
    ]  # fmt: skip


def _items(text: str) -> list[str]:
    return [each.strip() for each in text.split(";") if each.strip()]


def _coded(found: Agreement) -> list[Coded]:
    made = []
    for id in found.labour:
        row = labour_agreement(id)
        if row.clauses is not None:
            said = [each.name.best(language()).text for code, each in coded_clauses().items() if code in row.clauses]
            made.append(Coded(row, tuple(said), len(coded_clauses()) - len(row.not_coded)))
    return made


def _corridor(found: Agreement) -> list[Link]:
    pairs = {
        tuple(sorted((one.area, other.area)))
        for one in found.of_side("origin") for other in found.of_side("destination")
    }  # fmt: skip
    return [
        Link(_("%(one)s and %(other)s") % {"one": places.place(one), "other": places.place(other)},
             mapped.address(one, other))
        for one, other in sorted(pairs)
    ]  # fmt: skip


def _near(found: Agreement) -> list[listing.Line]:
    if found.is_mutual:
        return []
    register = held.register().values()
    pairs = ((one.area, two.area) for one in found.of_side("origin") for two in found.of_side("destination"))
    near = {each.id: each for pair in pairs for each in between(register, *pair) if each.id != found.id}
    return [listing.line(each) for each in list(near.values())[:MOST_NEAR]]


def _listed(found: Agreement) -> list[tuple[str, str, list[str]]]:
    """Origins that are or were on a list: name, code, editions."""
    origins = [each.area for each in found.of_side("origin")]
    listed = [(code, [each.id for each in safeguards.editions() if code in each]) for code in dict.fromkeys(origins)]
    return [(places.place(code), code, editions) for code, editions in listed if editions]


def _notified(found: Agreement) -> list[notified.Line]:
    """What the parties' published reports say of agreements with each other: perhaps this one."""
    said = notified.of_areas(found.areas)
    return [each for each in said if any(found.joins(each.found.area, other) for other in each.found.partners)]


def address(found: Agreement) -> str:
    """Where an entry stands."""
    return reverse("public:agreement", kwargs={"id": found.id})
