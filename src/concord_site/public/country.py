"""One country: its answer in a sentence, who moves, series over time, list status, reports, authority."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from concord import safeguards
from concord.indicators.model import Result, indicator
from concord.reporting.rounds import Round, rounds
from concord.vocabulary.areas import Area, area, incomes, regions
from concord.vocabulary.structures import structure
from concord_site.evidence.facts import Evidence, evidence
from concord_site.public import of_code, pictures, releases, rows, trace
from concord_site.public.pictures import DOCTORS, NURSES
from concord_site.shell import suppliers
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Bar, Chip
from concord_site.shell.parts.words import number

MOST_BARS = 8
NURSING = "222_322"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its way to the source, ready for a sentence."""

    result: Result
    href: str

    @property
    def value(self) -> float:
        """The value; a fact always has one."""
        assert self.result.value is not None
        return self.result.value


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of the newest list against what is known of the country; no value where nothing is known."""

    label: str
    value: float | None
    maximum: float
    threshold: float
    years: str
    href: str


def known(code: str) -> Area:
    """A country or area by its alpha-3 code, former ones too.

    Raises:
        NotFound: ``areas.area.unknown``.
    """
    return area(code.upper())


def context(place: Area) -> dict[str, Any]:
    """Everything the country's page shows."""
    found = evidence()
    coming, going = _coming(found, place), _going(found, place)
    code_known, code_lacking = of_code.lines(found, place)
    scale = max([bar.value or 0 for bar in (*coming, *going)], default=0)
    return {
        "place": place,
        "name": place.wording(language()),
        "said": _named(place.code),
        "chips": _chips(place),
        "membership": place.membership_fact(found.facts.as_of),
        "share": _fact(found, "foreign-trained-share", place),
        "abroad": _fact(found, "foreign-trained", place),
        "emigration": _fact(found, "emigration", place),
        "emigration_main": _main_destination(found, place),
        "listed": _fact(found, "from-listed-share", place),
        "doctors": _fact(found, "density-published", place),
        "nurses": _fact(found, "density-published", place, NURSING),
        "coming": coming,
        "going": going,
        "has_zero": any(bar.value == 0 for bar in going),
        "has_silent": any(bar.value is None for bar in going),
        "scale": scale,
        "totals": _totals(found, place),
        "densities": _densities(found, place),
        "code_known": code_known,
        "code_lacking": code_lacking,
        "listed_part": _of_hundred(_fact(found, "from-listed-share", place)),
        "share_part": _of_hundred(_fact(found, "foreign-trained-share", place)),
        "lists": [(each, place.code in each) for each in safeguards.editions()],
        "newest": safeguards.editions()[-1],
        "listed_edition": indicator("from-listed-share").params["edition"],
        "has_lists": place.kind != "former" or any(place.code in each for each in safeguards.editions()),
        "is_member": place.is_member(found.facts.as_of),
        "successors": [area(code) for code in place.successors],
        "criteria": _criteria(found, place),
        "rounds": _rounds(place),
        "authorities": [line for supplier in suppliers.each("authority.of") for line in supplier(place.code)],
        "downloads": _downloads(place),
        "releases": releases.of(place.code),
        "cited_moves": rows.cited("mds-stock-by-training", area=place.code),
        "cited_totals": rows.cited("mds-totals", area=place.code),
        "cited_density": rows.cited("density", area=place.code),
        "cited_criteria": rows.cited("density", "uhc-index", area=place.code),
    }


def _of_hundred(fact: Fact | None) -> str:
    """A share as persons of every hundred, as a sentence begins with it: whole, and in words below one."""
    if fact is None:
        return ""
    if 0 < fact.value < 1:
        return pgettext("beginning of a sentence", "Fewer than 1 of every 100")
    return _("%(count)s of every 100") % {"count": number(fact.value, 0)}


def _fact(found: Evidence, indicator: str, place: Area, occupation: str = DOCTORS) -> Fact | None:
    result = found.newest(indicator, place.code, occupation)
    return None if result is None else Fact(result, trace.address(result))


def _chips(place: Area) -> list[Chip | str]:
    today = evidence().facts.as_of
    membership = {
        "member": _("Member State"), "contested": _("Member State, contested"), "associate": _("Associate Member"),
    }.get(place.membership(today))  # fmt: skip
    if place.kind == "former":
        return [place.code, _("Former country")]
    region, income = place.region(today), place.latest_income(today)
    newest = safeguards.editions()[-1]
    listed = (
        _("On the safeguards list of %(edition)s")
        if place.code in newest
        else _("Not on the safeguards list of %(edition)s")
    ) % {"edition": newest.id}
    shown = [
        place.code,
        membership or _("Not a Member State"),
        regions().name(region, language()).text if region else None,
        incomes().name(income, language()).text if income else None,
        listed if place.is_member(today) or place.code in newest else None,
    ]
    return [text for text in shown if text]


def _named(code: str) -> str:
    return pictures.short_name(code, language())


def _coming(found: Evidence, place: Area) -> list[Bar]:
    """Origins of the doctors who work here, largest first; the small ones together."""
    abroad = _fact(found, "foreign-trained", place)
    if abroad is None:
        return []
    rows = [row for row in trace.rows_of(abroad.result) if row.value]
    year = abroad.result.year
    shown = [
        Bar(_named(row.values["origin"]), row.value, row.values["status"],
            href=reverse("public:country", kwargs={"code": row.values["origin"]}),
            trace=trace.rows_address(row.structure, area=place.code, origin=row.values["origin"], year=year))
        for row in rows[:MOST_BARS]
    ]  # fmt: skip
    rest = rows[MOST_BARS:]
    if rest:
        label = ngettext("%(count)s other country or area", "%(count)s other countries and areas", len(rest))
        label %= {"count": number(len(rest))}
        shown.append(Bar(label, sum(row.value or 0 for row in rest), trace=abroad.href))
    return shown


def _going(found: Evidence, place: Area) -> list[Bar]:
    """Destinations that report doctors trained here; those that report none say so, which is not the same as zero."""
    emigration = _fact(found, "emigration", place)
    if emigration is None:
        return []
    year = emigration.result.year
    rows = trace.rows_of(emigration.result)
    shown = [
        Bar(_named(row.values["area"]), row.value, row.values["status"],
            href=reverse("public:country", kwargs={"code": row.values["area"]}),
            trace=trace.rows_address(row.structure, area=row.values["area"], origin=place.code, year=year))
        for row in rows[:MOST_BARS]
    ]  # fmt: skip
    rest = rows[MOST_BARS:]
    if rest:
        label = ngettext("%(count)s other destination", "%(count)s other destinations", len(rest))
        label %= {"count": number(len(rest))}
        shown.append(Bar(label, sum(row.value or 0 for row in rest), trace=emigration.href))
    reporting = {each.area for each in found.of("foreign-trained") if each.year == year and each.value is not None}
    silent = len(reporting - {row.values["area"] for row in rows} - {place.code})
    if silent:
        label = ngettext("%(count)s other reporting country", "%(count)s other reporting countries", silent)
        label %= {"count": number(silent)}
        shown.append(Bar(label, None, "missing", said=_("no pair reported")))
    return shown


def _main_destination(found: Evidence, place: Area) -> dict[str, Any] | None:
    emigration = _fact(found, "emigration", place)
    if emigration is None or not emigration.value:
        return None
    rows = [row for row in trace.rows_of(emigration.result) if row.value]
    most = rows[0]
    return {
        "name": _named(most.values["area"]),
        "of_hundred": round(100 * (most.value or 0) / emigration.value),
        "destinations": len(rows),
        "href": trace.rows_address(
            most.structure, area=most.values["area"], origin=place.code, year=emigration.result.year
        ),
    }


def _totals(found: Evidence, place: Area) -> list[tuple[str, pictures.Drawn]]:
    """Head counts over time, doctors and nurses apart, breaks not joined."""
    drawn = []
    for occupation, title in ((DOCTORS, _("Doctors")), (NURSES, _("Nurses"))):
        series = [
            Result("totals", place.code, row["year"], row["headcount"], "persons", row["status"], occupation)
            for row in found.facts.frame("mds-totals").iter_rows(named=True)
            if row["area"] == place.code and row["occupation"] == occupation and row["row_kind"] == "total"
        ]
        picture = pictures.over_time([("", sorted(series, key=lambda each: each.year))], title)
        if picture is not None:
            drawn.append((trace.rows_address("mds-totals", area=place.code, occupation=occupation), picture))
    return drawn


def _densities(found: Evidence, place: Area) -> tuple[str, pictures.Drawn, pictures.Drawn] | None:
    """Where the rows are, the drawing, and a narrow one for phones."""
    series = [
        (name, found.of("density-published", place.code, occupation=occupation))
        for name, occupation in ((_("Doctors"), DOCTORS), (_("Nurses and midwives"), NURSING))
    ]
    title = _("Per 10,000 people")
    broad, narrow = (pictures.over_time(series, title, width=width) for width in (820, 340))
    if broad is None or narrow is None:
        return None
    return trace.rows_address("density", area=place.code), broad, narrow


def _criteria(found: Evidence, place: Area) -> list[Criterion]:
    """The newest list's conditions against the newest facts; a density of doctors alone stands in and says so."""
    if place.membership(found.facts.as_of) not in ("member", "contested"):
        return []
    edition, facts = safeguards.editions()[-1], _judged(found).judged[place.code].facts
    return [_criterion(place, criterion, fact) for criterion, fact in zip(edition.criteria, facts, strict=True)]


@lru_cache(maxsize=2)
def _judged(found: Evidence) -> safeguards.Recomputed:
    """Every country, judged once for all their pages."""
    tables = found.facts.tables
    edition = safeguards.editions()[-1]
    return safeguards.recompute(edition, tables["density"], tables["uhc-index"], until=found.facts.as_of.year)


def _criterion(place: Area, criterion: safeguards.Criterion, fact: Any) -> Criterion:
    label = measure_name(criterion.measure)
    value = None if fact is None else fact.value
    # Where the scale has no end of its own, the threshold stands near its middle and the bar is never full.
    maximum = 100.0 if criterion.measure == "uhc-index" else max(2 * criterion.threshold, 1.1 * (value or 0))
    years = () if fact is None else tuple(dict.fromkeys((fact.years[0], fact.years[-1])))
    year = years[0] if len(years) == 1 else ""
    return Criterion(
        label, value, maximum, criterion.threshold, "–".join(map(str, years)),
        trace.rows_address(criterion.measure, area=place.code, year=year),
    )  # fmt: skip


def measure_name(measure: str) -> str:
    """What a criterion measures."""
    if measure == "uhc-index":
        return _("Universal health coverage index")
    return _("Doctors, nurses and midwives per 10,000 people")


def _rounds(place: Area) -> list[tuple[Round, dict[str, Any]]]:
    """What is known of this country in each round; rooms that keep reports and designations add to it."""
    every = rounds()
    known: dict[str, dict[str, Any]] = {each.id: {} for each in every}
    for supplier in suppliers.each("rounds.of"):
        for id, facts in supplier(place.code, tuple(known)).items():
            known[id] |= facts
    return [(each, known[each.id]) for each in every]


def _downloads(place: Area) -> list[tuple[str, str, int]]:
    """Tables with rows about the country: title, where they are, how many."""
    shown: list[tuple[str, str, int]] = []
    for id, table in evidence().facts.tables.items():
        count = table.frame["area"].to_list().count(place.code)
        if count:
            title = structure(id).title.best(language()).text
            shown.append((title, trace.rows_address(id, area=place.code), count))
    return sorted(shown)
