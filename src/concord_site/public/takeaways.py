"""What a view of the explorer finds, in a sentence computed from its figures; one pattern for each indicator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from concord.indicators.model import Result
from concord_site.public import pictures
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number


@dataclass(frozen=True, slots=True)
class Pattern:
    """A limit, and the sentence that says in how many areas the value lies beyond it; its noun goes by all areas."""

    limit: float
    words: Callable[[int], str]
    is_below: bool = False

    def count(self, values: Sequence[float]) -> int:
        """How many values lie beyond the limit."""
        return sum(1 for value in values if (value < self.limit if self.is_below else value > self.limit))


def _share(n: int) -> str:
    return ngettext(
        "In %(n)s of %(all)s destination, more than a fifth of doctors trained abroad",
        "In %(n)s of %(all)s destinations, more than a fifth of doctors trained abroad", n,
    )  # fmt: skip


def _listed_share(n: int) -> str:
    return ngettext(
        "In %(n)s of %(all)s destination, more than a fifth of the doctors trained abroad come from listed countries",
        "In %(n)s of %(all)s destinations, more than a fifth of the doctors trained abroad come from listed countries",
        n,
    )  # fmt: skip


def _emigration_rate(n: int) -> str:
    return ngettext(
        "In %(n)s of %(all)s country, more than a fifth of the doctors trained there work abroad",
        "In %(n)s of %(all)s countries, more than a fifth of the doctors trained there work abroad", n,
    )  # fmt: skip


def _emigration_density(n: int) -> str:
    return ngettext(
        "In %(n)s of %(all)s country or area, more than 10 doctors trained there for every 100,000 people work abroad",
        "In %(n)s of %(all)s countries and areas, "
        "more than 10 doctors trained there for every 100,000 people work abroad",
        n,
    )  # fmt: skip


def _density(n: int) -> str:
    return ngettext(
        "In %(n)s of %(all)s country or area there are fewer than 10 for every 10,000 people",
        "In %(n)s of %(all)s countries and areas there are fewer than 10 for every 10,000 people", n,
    )  # fmt: skip


def _concentration(n: int) -> str:
    return ngettext(
        "In %(n)s of %(all)s destination, origins are so few that the index is above 0.25",
        "In %(n)s of %(all)s destinations, origins are so few that the index is above 0.25", n,
    )  # fmt: skip


PATTERNS: dict[str, Pattern] = {
    "foreign-trained-share": Pattern(20, _share),
    "from-listed-share": Pattern(20, _listed_share),
    "emigration-rate": Pattern(20, _emigration_rate),
    "emigration-per-100000": Pattern(10, _emigration_density),
    "density": Pattern(10, _density, is_below=True),
    "density-published": Pattern(10, _density, is_below=True),
    "concentration": Pattern(0.25, _concentration),
}


def _abroad(n: int) -> str:
    return ngettext(
        "Doctors trained abroad work in %(n)s destination: %(sum)s in all, most in %(most)s",
        "Doctors trained abroad work in %(n)s destinations: %(sum)s in all, most in %(most)s", n,
    )  # fmt: skip


def _from_listed(n: int) -> str:
    return ngettext(
        "Doctors trained in listed countries work in %(n)s destination: at least %(sum)s in all, most in %(most)s",
        "Doctors trained in listed countries work in %(n)s destinations: at least %(sum)s in all, most in %(most)s", n,
    )  # fmt: skip


def _emigrated(n: int) -> str:
    return ngettext(
        "Doctors from %(n)s country or area of training work abroad: at least %(sum)s in all, most trained in %(most)s",
        "Doctors from %(n)s countries and areas of training work abroad: "
        "at least %(sum)s in all, most trained in %(most)s",
        n,
    )  # fmt: skip


SUMS: dict[str, Callable[[int], str]] = {
    "foreign-trained": _abroad, "from-listed": _from_listed, "emigration": _emigrated,
}  # fmt: skip


def takeaway(indicator: str, results: Sequence[Result]) -> str:
    """The sentence over a chart; empty where nothing is known or no pattern is declared."""
    known = [each for each in results if each.value is not None]
    values = [each.value or 0 for each in known]
    if not known:
        return ""
    if indicator in PATTERNS:
        n = PATTERNS[indicator].count(values)
        return PATTERNS[indicator].words(len(known)) % {"n": number(n), "all": number(len(known))}
    if indicator not in SUMS:
        return ""
    most = max(known, key=lambda each: each.value or 0)
    counted = sum(1 for value in values if value)
    return SUMS[indicator](counted) % {
        "sum": number(sum(values), 0), "n": number(counted), "most": pictures.short_name(most.area, language()),
    }  # fmt: skip


#: Who joins and who leaves an occupation in a year.
MOVEMENTS: dict[str, Callable[[], str]] = {
    "graduates": lambda: _("graduates"), "entered": lambda: _("entrants to practice"),
    "retired": lambda: _("retirements"), "died": lambda: _("deaths"),
    "left": lambda: _("departures from the occupation"), "emigrated": lambda: _("emigration"),
}  # fmt: skip


def movement(kind: str) -> str:
    """A kind of movement in words, as it stands within a list."""
    return MOVEMENTS[kind]() if kind in MOVEMENTS else kind


def part_name(part: str) -> str:
    """What a figure was made from, in words with its unit."""
    return {
        "foreign_trained": _("Trained abroad, persons"), "all": _("All, persons"),
        "from_listed": _("From listed countries, persons"), "listed_origins": _("Listed countries published"),
        "largest": _("From the largest origin, persons"), "origins": _("Origins published"),
        "abroad": _("Working abroad, persons"), "destinations": _("Destinations"), "population": _("Population"),
        "headcount": _("Persons counted"), "at_home": _("Trained and working at home, persons"),
        "foreign": _("Foreign, persons"), "known_place": _("Of known place, persons"),
        "unknown_place": _("Of unknown place, persons"), "came": _("Counted coming in, persons"),
        "went": _("Counted going out, persons"), "corridors": _("Corridors that both sides publish"),
        "returned": _("Came back, persons"), "departed": _("Left, persons"),
        "years_of_departures": _("Years of departures known"), "at_start": _("At the start, persons"),
        "at_end": _("At the end, persons"), "exits": _("All exits, persons"),
        **{kind: words() for kind, words in MOVEMENTS.items()},
    }.get(part, part)  # fmt: skip
