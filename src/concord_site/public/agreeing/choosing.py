"""What the address asks of the register, made good; and the choices that the page offers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements import repository_words
from concord.agreements.repository_filters import Wanted
from concord.agreements.repository_model import Agreement
from concord.reporting.voice import sort_key
from concord.vocabulary.areas import regions, resolve
from concord_site.public.agreeing import elements, held, names
from concord_site.public.comparing import names as places
from concord_site.public.countries import Choice
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip

#: Names in the address, in the order of the form.
FILTERS = ("q", "party", "region", "occupation", "type", "status", "clause", "known", "from", "to")
KNOWN = ("known", "verified", "partly", "unverified")


@dataclass(frozen=True, slots=True)
class Asked:
    """The address as it was understood: what is not known is left out."""

    said: Mapping[str, str]
    wanted: Wanted

    def address(self, **more: str) -> str:
        """The address of this question."""
        said = {**self.said, **more}
        query = urlencode({name: value for name, value in said.items() if value})
        return reverse("public:agreements") + (f"?{query}" if query else "")

    def without(self, name: str) -> str:
        """The address without one filter."""
        return self.address(**{name: ""})


def asked(query: Mapping[str, str]) -> Asked:
    """Read the address."""
    register = held.register().values()
    given = {name: query.get(name, "").strip()[:80] for name in FILTERS}
    given["party"] = place(given["party"], {code for each in register for code in each.areas})
    given["region"] = given["region"] if given["region"] in regions().codes else ""
    kinds: tuple[tuple[str, repository_words.Kind], ...] = (
        ("occupation", "occupations"), ("type", "types"), ("status", "statuses"),
    )  # fmt: skip
    for name, kind in kinds:
        given[name] = given[name] if given[name] in repository_words.codes(kind) else ""
    given["clause"] = given["clause"] if given["clause"] in _clauses(register) else ""
    given["known"] = given["known"] if given["known"] in KNOWN else ""
    given["from"], given["to"] = (year(given[name]) for name in ("from", "to"))
    return Asked(given, Wanted(
        words=given["q"], party=given["party"], region=given["region"], occupation=given["occupation"],
        type=given["type"], status=given["status"], clause=given["clause"], verification=given["known"],
        first=int(given["from"]) if given["from"] else None, last=int(given["to"]) if given["to"] else None,
    ))  # fmt: skip


def place(words: str, known: Iterable[str]) -> str:
    """The code of a country that is named or coded exactly, where it is among the known ones."""
    found = resolve(words) if words else None
    code = found.area if found is not None and found.area else words.upper()
    return code if code in set(known) else ""


def year(text: str) -> str:
    """A year of four digits, else nothing."""
    return text if text.isascii() and text.isdigit() and len(text) == 4 else ""


def _clauses(register: Iterable[Agreement]) -> list[str]:
    return sorted({each.element for found in register for each in found.clauses})


def choices(now: Asked) -> dict[str, Any]:
    """What each filter offers, only what occurs; by name in the language of the page."""
    register = held.register().values()
    areas = {code for each in register for code in each.areas}
    return {
        "parties": _sorted(now.said["party"], [(code, places.place(code)) for code in areas]),
        "regions": _listed(now.said["region"], [(c, regions().name(c, language()).text) for c in regions().codes]),
        "occupations": _coded(now, "occupation", "occupations", {o for each in register for o in each.occupations}),
        "types": _coded(now, "type", "types", {each.type for each in register}),
        "statuses": _coded(now, "status", "statuses", {each.status for each in register}),
        "clauses": _listed(now.said["clause"], [(id, elements.name(id)) for id in _clauses(register)]),
        "known_choices": _listed(now.said["known"], list(_known_words().items())),
    }  # fmt: skip


def _known_words() -> dict[str, str]:
    return {"known": _("Read somewhere"), **names.verifications()}


def _coded(now: Asked, name: str, kind: repository_words.Kind, there: set[str]) -> list[Choice]:
    pairs = [(code, names.code(kind, code)) for code in repository_words.codes(kind) if code in there]
    return _listed(now.said[name], pairs)


def _listed(chosen: str, pairs: list[tuple[str, str]]) -> list[Choice]:
    return [Choice(code, label, code == chosen) for code, label in pairs]


def _sorted(chosen: str, pairs: list[tuple[str, str]]) -> list[Choice]:
    return sorted(_listed(chosen, pairs), key=lambda each: sort_key(each.label, language()))


def chips(now: Asked) -> list[Chip]:
    """Filters that are set, each to be taken off."""
    said = now.said
    words = {
        "q": said["q"],
        "party": places.place(said["party"]) if said["party"] else "",
        "region": regions().name(said["region"], language()).text if said["region"] else "",
        "occupation": names.code("occupations", said["occupation"]),
        "type": names.code("types", said["type"]),
        "status": names.code("statuses", said["status"]),
        "clause": elements.name(said["clause"]) if said["clause"] else "",
        "known": _known_words().get(said["known"], ""),
        "from": _("from %(year)s") % {"year": said["from"]} if said["from"] else "",
        "to": _("until %(year)s") % {"year": said["to"]} if said["to"] else "",
    }
    return [Chip(words[name], now.without(name)) for name in FILTERS if words[name]]
