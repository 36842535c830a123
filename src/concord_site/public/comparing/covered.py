"""What every country has given and how old it is: a table to filter and sort, never a ranking by one number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord.mds.comparing import Coverage, coverage
from concord.mds.comparing.declared import coverage_rules
from concord.vocabulary.areas import area, member_states, regions
from concord_site.evidence.facts import evidence, newest_release
from concord_site.mds import due
from concord_site.public.comparing import addresses, held, names
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Chip

SORTS = ("name", "given", "newest", "hidden")


@dataclass(frozen=True, slots=True)
class Line:
    """One country of the list."""

    coverage: Coverage
    name: str
    region: str
    complete: str
    timely: str
    tables: int
    href: str
    quality: str


def today() -> dt.date:
    """The day that age is told from: that of the facts shown."""
    return evidence().facts.as_of


def every() -> tuple[Coverage, ...]:
    """Completeness and timeliness of all Member States, and of whoever else has figures here."""
    areas = _areas(str(settings.CONCORD.folder), newest_release(), today())
    asked = due.of_all(areas, today=today())
    dues = tuple((code, tuple(each.day for each in listed)) for code, listed in sorted(asked.items()))
    return _every(str(settings.CONCORD.folder), newest_release(), today(), dues)


@lru_cache(maxsize=2)
def _areas(folder: str, release: str, on: dt.date) -> tuple[str, ...]:
    found = held.tables()
    codes = [each.code for each in member_states(on)]
    for each in coverage_rules().tables:
        if each.structure in found:
            codes += found[each.structure].frame["area"].unique().sort().to_list()
    return tuple(dict.fromkeys(codes))


@lru_cache(maxsize=2)
def _every(
    folder: str, release: str, on: dt.date, dues: tuple[tuple[str, tuple[dt.date, ...]], ...]
) -> tuple[Coverage, ...]:
    areas = _areas(folder, release, on)
    return coverage(areas, held.tables(), as_of=on, came=held.came(), dues=dict(dues))


def of(code: str) -> Coverage:
    """One country's; one of which nobody has heard here has nothing yet."""
    known = next((each for each in every() if each.area == code), None)
    return (
        known
        or coverage([code], held.tables(), as_of=today(), came=[one for one in held.came() if one.area == code])[0]
    )


def _region(code: str) -> str:
    try:
        return area(code).region(today()) or ""
    except NotFound:
        return ""


def context(query: Mapping[str, str]) -> dict[str, Any]:
    """The list as filtered by ``region`` and ``given``, and sorted."""
    region = query.get("region", "") if query.get("region", "") in regions() else ""
    only = "some" if query.get("given") == "some" else ""
    sort = query.get("sort", "name") if query.get("sort") in SORTS else "name"
    listed = lines(region, only, sort)
    found = every()
    release, day = held.vintage()
    return {
        "lines": listed,
        "shown": len(listed),
        "total": len(found),
        "with_any": sum(each.has_anything for each in found),
        "regions": [(code, regions().name(code, language()).text, code == region) for code in regions().codes],
        "only": only,
        "region": region,
        "sort": sort,
        "chips": _chips(region, only, sort),
        "sorts": {name: _address(region, only, name) for name in SORTS},
        "address": _address(region, only, sort),
        "asked": len(coverage_rules().tables) * len(coverage_rules().occupations),
        "tables": [names.table(each.structure) for each in coverage_rules().tables],
        "occupations": [names.coded("occupation", code) for code in coverage_rules().occupations],
        "release": release,
        "day": day,
    }


def lines(region: str = "", only: str = "", sort: str = "name") -> list[Line]:
    """Countries of a region, or those with figures alone, in order."""
    from concord.reporting.voice import sort_key

    made = [
        _line(each)
        for each in every()
        if (not region or _region(each.area) == region) and (not only or each.has_anything)
    ]
    made.sort(key=lambda each: (sort_key(each.name, language()), each.coverage.area))
    if sort == "given":
        made.sort(key=lambda each: -each.coverage.given)
    elif sort == "newest":
        made.sort(key=lambda each: -(each.coverage.timeliness.newest or 0))
    elif sort == "hidden":
        made.sort(key=lambda each: -(each.coverage.hidden_share or 0))
    return made


def _line(each: Coverage) -> Line:
    code = _region(each.area)
    return Line(
        each, names.place(each.area), regions().name(code, language()).text if code else "",
        names.coded("completeness", each.grade), names.coded("timeliness", each.timeliness.grade),
        sum(bool(one.rows) for one in each.tables), reverse("public:country", kwargs={"code": each.area}),
        addresses.quality(each.area),
    )  # fmt: skip


def _address(region: str, only: str, sort: str) -> str:
    said = {"region": region, "given": only, "sort": "" if sort == "name" else sort}
    kept = {name: value for name, value in said.items() if value}
    return reverse("public:coverage") + (f"?{urlencode(kept)}" if kept else "")


def _chips(region: str, only: str, sort: str) -> list[Chip]:
    shown = []
    if region:
        shown.append(Chip(regions().name(region, language()).text, _address("", only, sort)))
    if only:
        shown.append(Chip(_("With figures"), _address(region, "", sort)))
    return shown
