"""What the page shows of a question: the answer, the chart with its range, what matters, every assumption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from concord.declarations import messages
from concord.documents.figures import Style
from concord.labour_market.inputs import CARE_WORKERS
from concord.labour_market.quantities import declared
from concord.labour_market.tornado import tornado
from concord.reporting.projection_chart import Words, chart
from concord_site.public import pictures
from concord_site.public.comparing import names
from concord_site.public.projecting import held
from concord_site.public.projecting.choosing import Choice, form, unit, without_scenarios
from concord_site.shell.i18n import language

if TYPE_CHECKING:
    from concord.errors import Refusal
    from concord.labour_market.asked import Asked
    from concord.labour_market.projection import Curve, Note, Projection, Used

#: Bars of what matters that are shown.
MOST_BARS = 8
#: Flows of the last year that the page tells.
FLOWS = ("entered", "arrived", "returned", "retired", "died", "left-job", "emigrated", "foreign-left")


def context(choice: Choice, *, late: Refusal | None = None) -> dict[str, Any]:
    """Everything the page needs; no answer where it is refused for now."""
    refused = choice.refused if late is None else (*choice.refused, late)
    found = {
        "choice": choice,
        "refusals": [messages.said(each, language()) for each in refused],
        "form": form(choice),
        "is_late": late is not None,
    }
    return found if choice.asked is None or late is not None else {**found, **_answer(choice.asked)}


def _answer(asked: Asked) -> dict[str, Any]:
    base = held.ran(without_scenarios(asked))
    changed = held.ran(asked) if asked.plan.chosen else None
    known = [asked.applied(held.inputs(area, asked.occupation)) for area in asked.areas]
    storm = tornado(known, since=asked.first, to=asked.to, plan=asked.plan, area=asked.areas[0])
    newest = changed or base
    # a scenario that only brings in others leaves these as they are
    beside = changed if asked.plan.levers(asked.areas) else None
    return {
        "asked": asked, "occupation": names.coded("occupation", asked.occupation), "last": asked.to,
        "people": [*(_area(area, asked, base, beside) for area in asked.areas), *_care_workers(asked, changed)],
        "corridors": [
            (names.place(each.origin), names.place(each.destination), each.mean[-1], *each.quantiles[-1][1:4:2])
            for each in newest.corridors if each.occupation == asked.occupation
        ],
        "bars": [_bar(each) for each in storm.bars[:MOST_BARS]],
        "middle": storm.middle,
        "used": [(_whom(*pair, asked), _used(*pair, newest)) for pair in newest.pairs],
        "fits": [(names.place(each.area), each) for each in base.fits],
        "notes": [(each.id, names.place(each.area), each.year) for each in newest.notes if _is_told(each, asked)],
        "projection": newest, "plan": asked.plan.text,
        "scenarios": [each.scenario.title.best(language()) for each in asked.plan.chosen],
    }  # fmt: skip


def _care_workers(asked: Asked, changed: Projection | None) -> list[dict[str, Any]]:
    """Care workers of every country, where a scenario brings them in beside nurses: they are in no other run."""
    if changed is None or CARE_WORKERS not in asked.plan.adds:
        return []
    beside = replace(asked, occupation=CARE_WORKERS)
    there = [area for area, occupation in changed.pairs if occupation == CARE_WORKERS]
    return [{**_area(area, beside, changed, None), "is_beside": True} for area in there]


def _is_told(note: Note, asked: Asked) -> bool:
    """Of care workers one thing is told: that nobody counts them."""
    return note.occupation == asked.occupation or note.id == "stock-assumed"


def _whom(area: str, occupation: str, asked: Asked) -> str:
    if occupation == asked.occupation:
        return names.place(area)
    parts = {"place": names.place(area), "what": names.coded("occupation", occupation)}
    return _("%(place)s, %(what)s") % parts


def _area(area: str, asked: Asked, base: Projection, changed: Projection | None) -> dict[str, Any]:
    seen = () if asked.occupation == CARE_WORKERS else held.inputs(area, asked.occupation).history
    shown = changed or base
    return {
        "code": area, "name": names.place(area), "what": names.coded("occupation", asked.occupation),
        "base": _end(base.curve(area, asked.occupation)),
        "changed": _end(changed.curve(area, asked.occupation)) if changed else None,
        "start": base.curve(area, asked.occupation).median[0],
        "drawings": [
            (width, pictures.drawn(
                chart(base, area, asked.occupation, style=Style.web(language(), width=width), scenario=changed,
                      seen=seen, words=_words(area, asked)),
                f"projection-{area}-{asked.occupation}-{width}"))
            for width in (820, 340)
        ],
        "rows": _rows(area, asked, base, changed),
        "flows": [
            (_flow(each), curve.mean[-1], curve.quantiles[-1][1], curve.quantiles[-1][3])
            for each in FLOWS for curve in (shown.curve(area, asked.occupation, each),)
        ],
        "fte": _end(shown.curve(area, asked.occupation, "fte")),
    }  # fmt: skip


def _end(curve: Curve) -> tuple[float, float, float]:
    """Low, median and high of the last year, 80 of 100 draws between."""
    low, high = curve.range(80)[-1]
    return low, curve.median[-1], high


def _rows(area: str, asked: Asked, base: Projection, changed: Projection | None) -> list[tuple[Any, ...]]:
    """Year; low, median, high as assumed; the same with the scenario or None."""
    curve = base.curve(area, asked.occupation)
    other = changed.curve(area, asked.occupation) if changed else None
    return [
        (year, quantiles[1:4], None if other is None else other.quantiles[i][1:4])
        for i, (year, quantiles) in enumerate(zip(base.years, curve.quantiles, strict=True))
    ]


def _words(area: str, asked: Asked) -> Words:
    return Words(
        title=_("%(what)s at work in %(place)s, estimate") % {
            "what": names.coded("occupation", asked.occupation), "place": names.place(area),
        },
        about=_("Median of the draws, and the range that holds 80 of 100 of them. An exercise, not a forecast."),
        seen=_("Published"), base=_("As assumed"), scenario=_("With the scenario"),
    )  # fmt: skip


def _bar(bar: Any) -> dict[str, Any]:
    each = declared().get(bar.quantity)
    title = each.title.best(language()).text if each else _("Persons at work at the start")
    return {
        "title": title, "place": names.place(bar.area), "unit": unit(each.unit if each else "persons"),
        "low_value": bar.low_value, "high_value": bar.high_value, "low": bar.low, "high": bar.high,
    }  # fmt: skip


def _used(area: str, occupation: str, shown: Projection) -> Sequence[dict[str, Any]]:
    return [_quantity(each) for each in shown.used if (each.area, each.occupation) == (area, occupation)]


def _quantity(used: Used) -> dict[str, Any]:
    each = declared().get(used.quantity)
    return {
        "title": each.title.best(language()).text if each else _("Persons at work at the start"),
        "unit": unit(each.unit if each else "persons"), "used": used, "is_data": used.kind == "data",
        "is_own": used.source == "given by the user", "decimals": 0 if each is None else 2,
    }  # fmt: skip


def _flow(id: str) -> str:
    return {
        "entered": _("Graduates who enter"), "arrived": _("Arrive, trained abroad"),
        "returned": _("Come back from abroad"),
        "retired": _("Retire"), "died": _("Die"), "left-job": _("Leave the job"), "emigrated": _("Emigrate"),
        "foreign-left": _("Trained abroad, leave again"),
    }[id]  # fmt: skip
