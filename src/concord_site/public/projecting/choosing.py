"""What the address or the form asks for, made good; and the form as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import Refusal
from concord.labour_market.asked import Asked, read_own
from concord.labour_market.inputs import NURSES
from concord.labour_market.quantities import declared
from concord.labour_market.scenarios import Chosen, Plan, choose, plan, read_plan, scenarios
from concord_site.public.comparing import names
from concord_site.public.comparing.choosing import options
from concord_site.public.projecting import held
from concord_site.shell.i18n import language

#: Years that a page projects by default and at most, and draws.
SPAN, LONGEST, DRAWS = 14, 30, 500
#: Quantities that a reader may set on the page; all are shown.
OPEN = (
    "graduates-growth",
    "growth-before",
    "retirement-age",
    "exit-rate",
    "emigration-rate",
    "inflow-per-100",
    "return-rate",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A question that can be answered, and what of the address could not be read (refusals, in words)."""

    asked: Asked | None
    refused: tuple[Refusal, ...] = ()

    @property
    def page(self) -> str:
        """The page without a question."""
        return page()

    @property
    def address(self) -> str:
        """The canonical address."""
        return page() if self.asked is None else f"{page()}?{self.asked.query()}"


def page() -> str:
    """The page without a question."""
    return reverse("public:projection")


def is_form(query: QueryDict) -> bool:
    """Whether the form speaks, whose names an address does not keep."""
    return any(name in ("on", "partner", "sent") or name.startswith(("p.", "q.")) for name in query)


def chosen(query: QueryDict) -> Choice:
    """The question of an address or of the form."""
    refused: list[Refusal] = []

    def tried(work: Any, otherwise: Any) -> Any:
        try:
            return work()
        except Refusal as refusal:
            refused.append(refusal)
            return otherwise

    areas = _areas(query)
    if not areas:
        return Choice(None)
    there = held.offered()
    common = [each for each in there[areas[0]] if all(each in there[area] for area in areas)]
    occupation = query.get("occupation", "")
    occupation = occupation if occupation in common else next(iter(common), "")
    if not occupation:
        areas, occupation = areas[:1], there[areas[0]][0]
    first = max(held.inputs(area, occupation).year for area in areas)
    to = _year(query.get("to", ""), first)
    wanted = (
        tried(lambda: _of_form(query), Plan())
        if is_form(query)
        else tried(lambda: read_plan(query.get("s", "")), Plan())
    )
    wanted = Plan(tuple(each for each in wanted.chosen if not each.area or each.area in areas))
    own = tried(lambda: read_own(_own_of_form(query) if is_form(query) else query.get("a", "")), ())
    return Choice(Asked(areas, occupation, first, to, wanted, own, DRAWS), tuple(refused))


def _areas(query: QueryDict) -> tuple[str, ...]:
    given = [*query.get("area", "").upper().split(","), query.get("partner", "").upper()]
    return tuple(dict.fromkeys(each.strip() for each in given if each.strip() in held.offered()))[:2]


def _year(text: str, first: int) -> int:
    try:
        return min(max(int(text), first + 1), first + LONGEST)
    except ValueError:
        return first + SPAN


def _of_form(query: QueryDict) -> Plan:
    on = [each for each in query.getlist("on") if each in scenarios()]
    return plan(*(_with_values(id, query) for id in dict.fromkeys(on)))


def _with_values(id: str, query: QueryDict) -> Chosen:
    found = scenarios()[id]
    values = []
    for each in found.parameters:
        try:
            given = float(query.get(f"p.{id}.{each.id}", "").replace(",", "."))
        except ValueError:
            given = each.default
        values.append(min(max(given, each.low), each.high))
    return choose(found, values)


def _own_of_form(query: QueryDict) -> str:
    given = ((id, query.get(f"q.{id}", "").strip().replace(",", ".")) for id in OPEN)
    return ";".join(f"{id}:{value}" for id, value in given if value)


def form(choice: Choice) -> dict[str, Any]:
    """Everything the form shows."""
    asked = choice.asked
    there = held.offered()
    areas = asked.areas if asked else ()
    first = areas[0] if areas else ""
    occupations = there.get(first, ())
    return {
        "areas": options(first, there),
        "partners": options(areas[1] if len(areas) > 1 else "", [each for each in there if each != first]),
        "occupations": [
            (code, names.occupation(code), asked is not None and code == asked.occupation) for code in occupations
        ],
        "years": range(asked.first + 1, asked.first + LONGEST + 1) if asked else (),
        "scenarios": [_scenario(each, asked) for each in scenarios().values() if _fits(each.id, asked)],
        "own": _own(asked),
    }


def _fits(id: str, asked: Asked | None) -> bool:
    """A scenario that brings in care workers is for nurses: they are projected beside them."""
    return not scenarios()[id].adds or (asked is not None and asked.occupation in NURSES)


def _scenario(found: Any, asked: Asked | None) -> dict[str, Any]:
    held_values = {each.scenario.id: each.values for each in asked.plan.chosen} if asked else {}
    values = held_values.get(found.id, found.defaults)
    return {
        "id": found.id, "title": found.title.best(language()), "about": found.about.best(language()),
        "is_on": found.id in held_values,
        "parameters": [
            {"id": each.id, "title": each.title.best(language()), "value": f"{value:g}",
             "unit": "%" if each.unit == "percent" else unit(each.unit),
             "low": f"{each.low:g}", "high": f"{each.high:g}", "step": f"{each.step:g}"}
            for each, value in zip(found.parameters, values, strict=True)
        ],
    }  # fmt: skip


def _own(asked: Asked | None) -> list[dict[str, Any]]:
    given: Mapping[str, Any] = dict(asked.own) if asked else {}
    out = []
    for id in OPEN:
        each = declared()[id]
        value = given.get(id)
        out.append(
            {
                "id": id,
                "title": each.title.best(language()),
                "unit": unit(each.unit),
                "value": f"{value.central:g}" if value else "",
            }
        )
    return out


def without_scenarios(asked: Asked) -> Asked:
    """The same question with nothing but what is assumed."""
    return replace(asked, plan=Plan())


def unit(id: str) -> str:
    """A unit in words."""
    return {
        "percent": "%", "share": _("share, 0 to 1"), "per_100": _("for every 100 at work"),
        "per_1000": _("for every 1000"), "years": _("years"), "number": _("number"), "persons": _("persons"),
        "points": _("points"),
    }.get(id, id)  # fmt: skip
