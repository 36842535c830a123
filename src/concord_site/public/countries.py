"""All countries: search, filters by region, income and list, and one line of figures for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from concord import safeguards
from concord.indicators.model import Result
from concord.vocabulary.areas import Area, fold, incomes, member_states, regions, resolve
from concord_site.evidence.facts import evidence
from concord_site.public import trace
from concord_site.public.pictures import DOCTORS
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip


@dataclass(frozen=True, slots=True)
class Line:
    """One country of the list with the figures shown beside it."""

    area: Area
    name: str
    region: str
    income: str
    is_listed: bool
    density: Result | None
    share: Result | None
    density_at: str = ""
    share_at: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str
    is_chosen: bool


FILTERS = ("q", "region", "income", "list")


def context(query: Mapping[str, str]) -> dict[str, Any]:
    """The list as filtered by ``q`` (a name or code), ``region``, ``income`` and ``list`` (an edition, or ``none``)."""
    chosen = {name: query.get(name, "").strip() for name in FILTERS}
    today = evidence().facts.as_of
    areas = [area for area in member_states(today) if _fits(area, chosen)]
    lines = sorted((_line(area) for area in areas), key=lambda line: fold(line.name))
    return {
        "lines": lines,
        "total": len(member_states(today)),
        "chosen": chosen,
        "regions": _choices(
            chosen["region"], [(code, regions().name(code, language()).text) for code in regions().codes]
        ),
        "incomes": _choices(
            chosen["income"], [(code, incomes().name(code, language()).text) for code in incomes().codes]
        ),
        "lists": _choices(chosen["list"], _lists()),
        "chips": _chips(chosen),
        "list_page": chosen["list"] if chosen["list"] in {each.id for each in safeguards.editions()} else "",
        "suggestions": _suggestions(chosen["q"]) if not lines else [],
        "edition": safeguards.editions()[-1],
    }


def _lists() -> list[tuple[str, str]]:
    names = [
        (each.id, _("On the list of %(edition)s") % {"edition": each.id}) for each in reversed(safeguards.editions())
    ]
    return [*names, ("none", _("On no list"))]


def _choices(chosen: str, values: list[tuple[str, str]]) -> list[Choice]:
    return [Choice(value, label, value == chosen) for value, label in values]


def _fits(area: Area, chosen: Mapping[str, str]) -> bool:
    today = evidence().facts.as_of
    if chosen["region"] and area.region(today) != chosen["region"]:
        return False
    if chosen["income"] and area.latest_income(today) != chosen["income"]:
        return False
    if chosen["list"] and not _is_listed(area, chosen["list"]):
        return False
    return not chosen["q"] or _is_meant(area, chosen["q"])


def _is_listed(area: Area, edition: str) -> bool:
    known = {each.id: each for each in safeguards.editions()}
    if edition == "none":
        return not any(area.code in each for each in known.values())
    return edition in known and area.code in known[edition]


def _is_meant(area: Area, words: str) -> bool:
    """Whether a name in any of the six languages holds the words, or a code or an exact alias is meant."""
    wanted = fold(words)
    if any(wanted in fold(name) for name in area.names.values()):
        return True
    return words.upper() in (area.code, area.alpha2) or resolve(words).area == area.code


def _line(area: Area) -> Line:
    found, today = evidence(), evidence().facts.as_of
    code = area.region(today) or ""
    income = area.latest_income(today) or ""
    density = found.newest("density-published", area.code, DOCTORS)
    share = found.newest("foreign-trained-share", area.code, DOCTORS)
    return Line(
        area,
        area.name(language()),
        regions().name(code, language()).text if code else "",
        incomes().name(income, language()).text if income else "",
        area.code in safeguards.editions()[-1],
        density,
        share,
        trace.address(density),
        trace.address(share),
    )


def _chips(chosen: Mapping[str, str]) -> list[Chip]:
    shown = {
        "q": chosen["q"],
        "region": regions().name(chosen["region"], language()).text if chosen["region"] else "",
        "income": incomes().name(chosen["income"], language()).text if chosen["income"] else "",
        "list": dict(_lists()).get(chosen["list"], chosen["list"]),
    }
    return [Chip(shown[name], _without(chosen, name)) for name in FILTERS if chosen[name]]


def _without(chosen: Mapping[str, str], name: str) -> str:
    rest = {key: value for key, value in chosen.items() if value and key != name}
    return reverse("public:countries") + (f"?{urlencode(rest)}" if rest else "")


def _suggestions(words: str) -> list[Area]:
    from concord.vocabulary.areas import area

    return [area(code) for code in resolve(words).suggestions] if words else []
