"""Labour agreements of all sectors, to look through: few about health personnel, and marked so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements.repository_labour import LabourAgreement, labour_agreements
from concord.agreements.repository_words import coded_clauses
from concord.reporting.voice import sort_key
from concord.vocabulary.provenance import source
from concord_site.public.agreeing import choosing, clauses, held, listing
from concord_site.public.comparing import names
from concord_site.public.countries import Choice
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip, Link

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One of them in words; ``entry`` leads to the register where the same text is an entry of it."""

    found: LabourAgreement
    one: str
    other: str
    clauses: str
    entry: str
    corridor: str


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """What the address asks for, made good."""
    every = labour_agreements().values()
    party = choosing.place(query.get("party", "").strip()[:80], {code for each in every for code in each.areas})
    years = {name: choosing.year(query.get(name, "").strip()) for name in ("from", "to")}
    clause = query.get("clause", "")
    return {"party": party, **years, "clause": clause if clause in coded_clauses() else ""}


def found(said: Mapping[str, str]) -> list[LabourAgreement]:
    """Those that fit, newest first."""
    first, last = int(said["from"] or 0), int(said["to"] or 9999)
    kept = [
        each
        for each in labour_agreements().values()
        if (not said["party"] or said["party"] in each.areas)
        and (not (said["from"] or said["to"]) or (each.year is not None and first <= each.year <= last))
        and (not said["clause"] or (each.clauses is not None and said["clause"] in each.clauses))
    ]
    return sorted(kept, key=lambda each: (each.year is None, -(each.year or 0), each.signed, int(each.id)))


def context(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page shows: fifty at a time."""
    said = asked(query)
    every = found(said)
    pages = max(1, -(-len(every) // PAGE))
    now = min(pages, max(1, int(query["page"]) if query.get("page", "").isascii() and query.get("page", "").isdigit()
                         and len(query["page"]) < 5 else 1))  # fmt: skip
    areas = {code for each in labour_agreements().values() for code in each.areas}
    return {
        "views": listing.views("labour"), "said": said, "count": len(every), "all": len(labour_agreements()),
        "lines": lines(every[(now - 1) * PAGE : now * PAGE]), "pages": _pages(said, now, pages),
        "back": address(said, page=str(now - 1)) if now > 1 else "",
        "onward": address(said, page=str(now + 1)) if now < pages else "",
        "parties": sorted(
            (Choice(code, names.place(code), code == said["party"]) for code in areas),
            key=lambda each: sort_key(each.label, language()),
        ),
        "clauses": [
            Choice(code, each.name.best(language()).text, code == said["clause"])
            for code, each in coded_clauses().items()
        ],
        "chips": _chips(said), "sources": [source(clauses.SOURCE)], "csv": address(said, format="csv"),
        "xlsx": address(said, format="xlsx"), "json": address(said, format="json"),
    }  # fmt: skip


def lines(listed: list[LabourAgreement]) -> list[Line]:
    """In words, with the entry of the register that is the same text."""
    entries = {row: each.id for each in held.register().values() for row in each.labour}
    return [_line(each, entries.get(each.id, "")) for each in listed]


def _line(found_: LabourAgreement, entry: str) -> Line:
    one, other = sorted(found_.areas)
    said = ", ".join(
        coded_clauses()[code].name.best(language()).text for code in coded_clauses() if code in (found_.clauses or ())
    )
    return Line(
        found_, names.place(found_.areas[0]), names.place(found_.areas[1]), said,
        reverse("public:agreement", kwargs={"id": entry}) if entry else "",
        reverse("public:corridor", kwargs={"one": one, "other": other}),
    )  # fmt: skip


def address(said: Mapping[str, str], **more: str) -> str:
    """The address of a question."""
    query = {name: value for name, value in {**said, **more}.items() if value}
    return reverse("public:agreements-labour") + (f"?{urlencode(query)}" if query else "")


def _pages(said: Mapping[str, str], now: int, last: int) -> list[Link]:
    near = sorted({1, last, *range(max(1, now - 2), min(last, now + 2) + 1)})
    return [Link(str(page), address(said, page=str(page)), page == now) for page in near] if last > 1 else []


def _chips(said: Mapping[str, str]) -> list[Chip]:
    words = {
        "party": names.place(said["party"]) if said["party"] else "",
        "from": _("from %(year)s") % {"year": said["from"]} if said["from"] else "",
        "to": _("until %(year)s") % {"year": said["to"]} if said["to"] else "",
        "clause": coded_clauses()[said["clause"]].name.best(language()).text if said["clause"] else "",
    }
    return [Chip(words[name], address(said, **{name: ""})) for name in words if words[name]]
