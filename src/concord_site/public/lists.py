"""One edition of the safeguards list: its countries, criteria, source, and what the criteria give with newest facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from concord import safeguards
from concord.safeguards import Criterion, Edition
from concord.vocabulary.areas import area, fold, regions
from concord.vocabulary.provenance import sources
from concord_site.evidence.facts import evidence
from concord_site.public import rows, trace
from concord_site.public.country import measure_name
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Link
from concord_site.shell.parts.words import number


@dataclass(frozen=True, slots=True)
class Known:
    """One fact of a country against one criterion: value, years, and where its rows are."""

    value: float | None
    years: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One country with its facts in the order of the criteria."""

    code: str
    name: str
    region: str
    facts: tuple[Known, ...]
    verdict: str
    is_new: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Countries for which list and criteria say different things, or which cannot be judged."""

    title: str
    words: str
    lines: tuple[Line, ...]


def context(edition: Edition) -> dict[str, Any]:
    """Everything the page of an edition shows."""
    facts = evidence().facts
    judged = safeguards.recompute(edition, facts.tables["density"], facts.tables["uhc-index"], until=facts.as_of.year)
    lines = {code: _line(edition, code, judged) for code in {*judged.judged, *edition.areas}}
    editions = safeguards.editions()
    return {
        "edition": edition,
        "editions": [
            Link(each.id, reverse("public:list", kwargs={"edition": each.id}), each.id == edition.id)
            for each in editions
        ],
        "cited": rows.cited("density", "uhc-index"),
        "source": sources().get(edition.source),
        "verification": {
            "verified": _("Names checked"),
            "derived": _("Names derived, not read in the list itself"),
            "unverified": _("Names not verified"),
        }[edition.members_verification],
        "criteria": [(measure_name(each.measure), each) for each in edition.criteria],
        "heads": [_head(each) for each in edition.criteria],
        "members": _sorted(lines, edition.areas),
        "added": _sorted(lines, edition.added),
        "differences": _differences(lines, judged),
        "judged": len(judged.judged),
        "until": facts.as_of.year,
        "agreeing": len(judged.areas & edition.areas),
    }


def _head(criterion: Criterion) -> str:
    return _("%(measure)s (below %(threshold)s)") % {
        "measure": measure_name(criterion.measure), "threshold": number(criterion.threshold),
    }  # fmt: skip


def _line(edition: Edition, code: str, judged: safeguards.Recomputed) -> Line:
    found, member = judged.judged.get(code), edition.members.get(code)
    place = area(code)
    region = member.region if member else place.region(evidence().facts.as_of) or ""
    held = found.facts if found else (None,) * len(edition.criteria)
    facts = tuple(
        Known(None, "", "") if fact is None else Known(
            fact.value, "–".join(str(year) for year in dict.fromkeys((fact.years[0], fact.years[-1]))),
            trace.rows_address(criterion.measure, area=code, year=fact.years[0] if len(fact.years) == 1 else ""),
        )
        for criterion, fact in zip(edition.criteria, held, strict=True)
    )  # fmt: skip
    words = {"meets": _("meets them"), "does-not-meet": _("does not meet them"), "unknown": _("cannot be judged")}
    return Line(
        code, place.name(language()), regions().name(region, language()).text if region else "", facts,
        words[found.verdict if found else "unknown"], code in edition.added, member.note if member else "",
    )  # fmt: skip


def _sorted(lines: dict[str, Line], codes: Collection[str]) -> tuple[Line, ...]:
    return tuple(sorted((lines[code] for code in codes), key=lambda line: fold(line.name)))


def _differences(lines: dict[str, Line], judged: safeguards.Recomputed) -> list[Difference]:
    return [
        Difference(
            _("Meet the criteria and are not on the list"),
            _("With newer facts than the list was made from, or where a value as published is not the one used."),
            _sorted(lines, judged.extra),
        ),
        Difference(
            _("On the list and do not meet the criteria"),
            _("The facts at hand are newer, or of another publisher; being listed does not change with them."),
            _sorted(lines, judged.missing),
        ),
        Difference(
            _("Cannot be judged"),
            _("A fact is not known here. That says nothing about the country."),
            _sorted(lines, judged.unknown),
        ),
    ]
