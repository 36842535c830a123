"""The what-if page of an edition: who enters and leaves with other thresholds, and the exercise of years ahead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord import safeguards
from concord.safeguards import Carried, Edition, Exercise, Held, Moved, Outlooked, WhatIf
from concord.vocabulary.areas import area, fold, regions
from concord_site.evidence.facts import Evidence, evidence
from concord_site.public import rows, trace
from concord_site.public.country import measure_name
from concord_site.public.measures.asked import EARLIEST, Asked, asked
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link
from concord_site.shell.parts.words import number


@dataclass(frozen=True, slots=True)
class Value:
    """One known value: number, years, where its rows are, and whether it is what makes the difference."""

    value: float | None
    years: str
    href: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A country that enters or leaves, with its values in the order of the criteria."""

    code: str
    name: str
    region: str
    values: tuple[Value, ...]
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Ahead:
    """A country near the line: each criterion's newest value, its line and its range, and how it stands now."""

    code: str
    name: str
    now: str
    is_listed: bool
    criteria: tuple[tuple[Value, Carried], ...]


def context(edition: Edition, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page shows."""
    found = evidence()
    this_year = found.facts.as_of.year
    choice = asked(edition, query, latest=newest_year(found), this_year=this_year)
    changed = _computed(found, edition.id, tuple(sorted(choice.thresholds.items())), choice.until)
    ahead = _ahead(found, choice) if choice.to else None
    furthest = choice.until + safeguards.projection_method().furthest_years
    return {
        "edition": edition,
        "choice": choice,
        "address": choice.address(),
        "fields": [_field(each, choice) for each in edition.criteria],
        "years": range(this_year, EARLIEST - 1, -1),
        "ahead_years": range(choice.until + 1, furthest + 1),
        "before": changed.before,
        "after": changed.after,
        "entering": _lines(changed.entering),
        "leaving": _lines(changed.leaving),
        "heads": [_head(each.measure, choice.thresholds[each.measure]) for each in edition.criteria],
        "unlisted": len(changed.after.areas - edition.areas),
        "unknown": len(changed.after.unknown),
        "ahead": ahead,
        "near": _near(ahead) if ahead else (),
        "outlooks": _outlooks(ahead) if ahead else (),
        "ahead_heads": [measure_name(each.measure) for each in edition.criteria],
        "percent": round(100 * ahead.method.coverage) if ahead else 0,
        "years_back": ahead.method.window_years if ahead else 0,
        "links": _other_editions(edition),
        "cited": rows.cited("density", "uhc-index"),
    }  # fmt: skip


def newest_year(found: Evidence) -> int:
    """The newest year of the coverage index, else of the densities, that is known here."""
    for structure, measure in (("uhc-index", "index_0_100"), ("density", "per_10k")):
        frame = found.facts.frame(structure).drop_nulls(measure)
        if len(frame):
            return int(str(frame["year"].max()))
    return found.facts.as_of.year


@lru_cache(maxsize=64)
def _computed(found: Evidence, edition: str, thresholds: tuple[tuple[str, float], ...], until: int) -> WhatIf:
    tables = found.facts.tables
    return safeguards.what_if(
        safeguards.edition(edition), tables["density"], tables["uhc-index"], until=until, thresholds=dict(thresholds)
    )


def _ahead(found: Evidence, choice: Asked) -> Exercise:
    return _projected(found, choice.edition.id, tuple(sorted(choice.thresholds.items())), choice.until, choice.to)


@lru_cache(maxsize=64)
def _projected(
    found: Evidence, edition: str, thresholds: tuple[tuple[str, float], ...], until: int, to: int
) -> Exercise:
    tables = found.facts.tables
    changed = safeguards.with_thresholds(safeguards.edition(edition), dict(thresholds))
    return safeguards.project(changed, tables["density"], tables["uhc-index"], until=until, to=to)


def _field(criterion: safeguards.Criterion, choice: Asked) -> dict[str, Any]:
    hint = _("Published: below %(threshold)s") % {"threshold": number(criterion.threshold)}
    said = choice.wrong.get(criterion.measure)
    return {
        "name": criterion.measure,
        "label": measure_name(criterion.measure),
        "value": said if said is not None else f"{choice.thresholds[criterion.measure]:g}",
        "hint": hint,
        "wrong": _("“%(said)s” is not a threshold; the published one is used.") % {"said": said} if said else "",
    }


def _head(measure: str, threshold: float) -> str:
    return _("%(measure)s (below %(threshold)s)") % {"measure": measure_name(measure), "threshold": number(threshold)}


def _lines(moved: tuple[Moved, ...]) -> tuple[Line, ...]:
    lines = [
        Line(each.area, area(each.area).name(language()), _region(each.area),
             tuple(_of_held(each.area, held) for held in each.criteria), each.is_listed)
        for each in moved
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: fold(line.name)))


def _region(code: str) -> str:
    region = area(code).region(evidence().facts.as_of)
    return regions().name(region, language()).text if region else ""


def _of_held(code: str, held: Held) -> Value:
    fact = held.after or held.before
    if fact is None:
        return Value(None, "", "", held.decides)
    return Value(fact.value, _spelled(fact.years), _rows_at(code, held.measure, fact.years), held.decides)


def _spelled(years: tuple[int, ...]) -> str:
    return "–".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""


def _rows_at(code: str, measure: str, years: tuple[int, ...]) -> str:
    return trace.rows_address(measure, area=code, year=years[0] if len(years) == 1 else "")


def _near(found: Exercise) -> tuple[Ahead, ...]:
    lines = [_of_area(each) for each in found.near]
    return tuple(sorted(lines, key=lambda line: fold(line.name)))


def _of_area(each: Outlooked) -> Ahead:
    words = {"meets": _("meets them"), "does-not-meet": _("does not meet them"), "unknown": _("cannot be judged")}
    criteria = tuple(
        (Value(held.last, _spelled(held.last_years), _rows_at(each.area, held.measure, held.last_years), False), held)
        for held in each.criteria
    )
    return Ahead(each.area, area(each.area).name(language()), words[each.now], each.is_listed, criteria)


def _outlooks(found: Exercise) -> tuple[tuple[str, int], ...]:
    return (
        (_("would meet them, with the whole range"), len(found.of("meets"))),
        (_("near the line: the range lies on both sides"), len(found.near)),
        (_("would not meet them, with the whole range"), len(found.of("does-not-meet"))),
        (_("cannot be carried on: too few or too old facts"), len(found.of("unknown"))),
    )


def _other_editions(edition: Edition) -> list[Link]:
    return [
        Link(each.id, reverse("public:what-if", kwargs={"edition": each.id}), each.id == edition.id)
        for each in safeguards.editions()
    ]
