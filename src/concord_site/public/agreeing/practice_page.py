"""The page of the library of practice, and what can be taken away of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from concord.agreements import lifecycle
from concord.intake.out import OutColumn
from concord.reporting.voice import sort_key
from concord.vocabulary.text import Wording
from concord_site.evidence.kept import kept
from concord_site.public import catalogue
from concord_site.public.agreeing import elements, held, listing, names, practice
from concord_site.public.agreeing.dossier_words import day, whose, wording
from concord_site.public.agreeing.practice import Asked, Held
from concord_site.public.comparing import files
from concord_site.public.countries import Choice
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip, Crumb, Link

NAMES = ("q", "phase", "element", "party", "year", "examples")
FORMATS = (*files.FORMATS, "json")


@dataclass(frozen=True, slots=True)
class Line:
    """A lesson in the words of the page."""

    held: Held
    title: Wording
    happened: Wording
    advice: Wording
    agreement: Wording
    who: str
    learnt: str
    phase: str
    about: str
    element: str
    articles: str
    on: str
    citation: str


@require_safe
@kept
def page(request: HttpRequest) -> HttpResponse:
    """Lessons, filtered; or as a file."""
    query = request.GET.dict()
    now = asked(query, every := practice.every())
    found = practice.wanted(every, now)
    if (format := query.get("format", "")) in FORMATS:
        return as_file(found, now, format)
    title = _("Library of practice")
    crumbs = [
        Crumb(_("Home"), reverse("public:home")), Crumb(_("Agreements"), reverse("public:agreements")), Crumb(title),
    ]  # fmt: skip
    shown = {"title": title, "crumbs": crumbs, **context(now, every, found)}
    return render(request, "public/agreeing/practice.html", shown)


def asked(query: Mapping[str, str], every: Iterable[Held]) -> Asked:
    """Read the address; what occurs in no lesson asks for nothing."""
    given = {name: query.get(name, "").strip()[:200] for name in NAMES}
    invented = given["examples"] == "yes"
    there = [each for each in every if each.found.invented == invented]
    known = {name: given[name] if given[name] in dict(_offered(name, there)) else "" for name in _filters()}
    return Asked(given["q"][:80], known["phase"], known["element"], known["party"], known["year"], invented)


def address(now: Asked, **more: str) -> str:
    """The address of a question, with some of it asked otherwise."""
    said = {
        "q": now.words, "phase": now.phase, "element": now.element, "party": now.party, "year": now.year,
        "examples": "yes" if now.invented else "", **more,
    }  # fmt: skip
    query = {name: value for name, value in said.items() if value}
    return reverse("public:agreements-practice") + (f"?{urlencode(query)}" if query else "")


def context(now: Asked, every: Iterable[Held], found: Iterable[Held]) -> dict[str, Any]:
    """Everything the page shows."""
    listed = tuple(every)
    counts = {kind: sum(each.found.invented == kind for each in listed) for kind in (False, True)}
    there = [each for each in listed if each.found.invented == now.invented]
    other = Asked(invented=not now.invented)
    return {
        "views": listing.views("practice"), "asked": now, "lines": [line(each) for each in found],
        "total": counts[now.invented], "real": counts[False], "examples": counts[True], "chips": _chips(now, there),
        "kinds": [
            Link(label, address(now if kind == now.invented else other), kind == now.invented)
            for kind, label in ((False, _("Real agreements")), (True, _("Invented examples")))
        ] if counts[True] else [],
        "filters": [
            (name, label, [Choice(id, words, id == getattr(now, name)) for id, words in _offered(name, there)])
            for name, label in _filters().items()
        ],
        "csv": address(now, format="csv"), "xlsx": address(now, format="xlsx"), "json": address(now, format="json"),
        "clear": address(Asked(invented=now.invented)), "instead": address(other), "composite": elements.note(),
    }  # fmt: skip


def line(each: Held) -> Line:
    """A lesson in words."""
    lesson, found = each.lesson, each.found
    is_element = practice.is_element(lesson.about)
    return Line(
        each, wording(lesson.title), wording(lesson.happened), wording(lesson.advice), found.title.best(language()),
        names.joined(practice.party_name(party) for party in found.parties), whose(lesson.whose, found),
        practice.phase(lesson.phase), practice.about(lesson.about), lesson.about if is_element else "",
        names.joined(elements.articles(lesson.about)) if is_element else "", day(lesson.on), each.citation,
    )  # fmt: skip


def _filters() -> dict[str, str]:
    return {
        "phase": _("Phase"), "element": _("Element of the catalogue"), "party": _("Party to the agreement"),
        "year": _("Year"),
    }  # fmt: skip


def _offered(name: str, there: Iterable[Held]) -> list[tuple[str, str]]:
    """What a filter offers: only what occurs, phases in their order, years newest first, else by name."""
    listed = list(there)
    if name == "phase":
        return [(each.id, practice.phase(each.id)) for each in lifecycle.phases()
                if each.id in {one.lesson.phase for one in listed}]  # fmt: skip
    if name == "year":
        return [(year, year) for year in sorted({each.year for each in listed if each.year}, reverse=True)]
    if name == "element":
        about = {each.lesson.about for each in listed if practice.is_element(each.lesson.about)}
        pairs = [(id, practice.about(id)) for id in about]
    else:
        parties = {practice.party_id(party): party for each in listed for party in each.parties}
        pairs = [(id, practice.party_name(party)) for id, party in parties.items()]
    return sorted(pairs, key=lambda pair: sort_key(pair[1], language()))


def _chips(now: Asked, there: Iterable[Held]) -> list[Chip]:
    """Filters that are set, each to be taken off."""
    words = {
        "q": now.words, "phase": practice.phase(now.phase) if now.phase else "",
        "element": practice.about(now.element) if now.element else "",
        "party": now.party and dict(_offered("party", there)).get(now.party, now.party), "year": now.year,
    }  # fmt: skip
    return [Chip(said, address(now, **{name: ""})) for name, said in words.items() if said]


# ---- to take away ----------------------------------------------------------------------------------------------------
def record(each: Held) -> dict[str, Any]:
    """A lesson for programs: what people wrote by language, names in the language of the page."""
    lesson, found = each.lesson, each.found
    is_element = practice.is_element(lesson.about)
    return {
        "id": f"{found.slug}/{lesson.id}", "title": dict(lesson.title), "happened": dict(lesson.happened),
        "advice": dict(lesson.advice), "phase": lesson.phase, "phase_name": practice.phase(lesson.phase),
        "element": lesson.about if is_element else "", "about": practice.about(lesson.about),
        "articles": list(elements.articles(lesson.about)) if is_element else [],
        "learnt_by": lesson.whose, "on": lesson.on.isoformat() if lesson.on else None,
        "agreement": found.slug, "agreement_title": found.title.best(language()).text,
        "agreement_version": found.version,
        "parties": [
            {"area": party.area, "name": practice.party_name(party), "side": party.side} for party in found.parties
        ],
        "invented": found.invented, "citation": each.citation, "address": catalogue.origin() + each.address,
    }  # fmt: skip


def as_file(found: Iterable[Held], now: Asked, format: str) -> HttpResponse:
    """What is shown, as JSON, CSV or Excel; each row with its citation, and whether it is invented."""
    rows, title = [record(each) for each in found], _("Library of practice")
    notes = [_("Lessons as the parties of agreements have published them.")]
    if now.invented:
        notes.append(_("Every lesson in this file is of an invented agreement."))
    cited = f"{title}. Concord. {catalogue.origin()}{address(now)}"
    if format == "json":
        whole = {
            "title": title, "notes": notes, "citation": cited, "as_of": held.today().isoformat(),
            "invented": now.invented, "count": len(rows), "lessons": rows,
        }  # fmt: skip
        response = HttpResponse(json.dumps(whole, ensure_ascii=False, indent=1), content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="concord-library-of-practice.json"'
        return response
    wide = ("title", "happened", "advice", "citation")
    columns = tuple(
        OutColumn(name, width=60 if name in wide else 24) for name in
        ("id", "invented", "title", "happened", "advice", "phase", "phase_name", "element", "about", "articles",
         "learnt_by", "on", "agreement", "agreement_title", "agreement_version", "parties", "citation", "address")
    )  # fmt: skip
    flat = [_flat(row) for row in rows]
    return files.given("library-of-practice", format, columns, flat, files.meta(title, (), cited, notes=notes))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a table: one wording of each text, lists as the language joins them."""
    said = {name: wording(row[name]).text for name in ("title", "happened", "advice")}
    return {
        **row, **said, "invented": "yes" if row["invented"] else "no", "articles": " ".join(row["articles"]),
        "agreement_version": str(row["agreement_version"]), "on": row["on"] or "",
        "parties": names.joined(party["name"] for party in row["parties"]),
    }  # fmt: skip
