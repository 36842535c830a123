"""What figures, units and marks are called on pages of preparation, in the reader's language."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from concord.labour_market.analysis_model import Figure
from concord.labour_market.curves import Range
from concord.vocabulary.codelists import codelist
from concord.vocabulary.text import Text
from concord_site.shell.i18n import language
from concord_site.shell.parts import words

#: Occupations that a need may be about: the groups, then the unit groups of the minimum data set and care workers.
OCCUPATIONS = (
    "221", "2211", "2212", "222_322", "2221", "3221", "2222", "3222", "2261", "2262", "5321", "5322",
)  # fmt: skip


def figure_name(id: str) -> str:
    """What a figure of the labour market analysis is called."""
    names = {
        "stock-core": _("Doctors, nurses and midwives"), "now-doctors": _("Doctors"),
        "now-nurses": _("Nurses and midwives"), "density-doctors": _("Doctors for every 10,000 people"),
        "density-nurses": _("Nurses and midwives for every 10,000 people"), "inflow": _("Doctors who came in a year"),
        "foreign-trained-doctors": _("Doctors trained abroad"),
        "foreign-trained-share": _("Doctors trained abroad, of all doctors"),
        "outflow": _("Doctors who left in a year"), "abroad-doctors": _("Doctors working abroad"),
        "abroad-share": _("Doctors working abroad, of those trained"), "graduates": _("Graduates"),
        "entrants": _("New people who look for a post"), "beyond": _("New people without a new post"),
        "posts-budget": _("Posts that the pay budget pays for"), "vacant": _("Vacant posts"),
        "posts": _("Funded posts"), "unemployed": _("People without a post"),
        "could-meet": _("Vacant posts and people without a post that could meet"),
        "unmet": _("Missing by the chosen threshold"),
        "need-sdg-2016": _("Needed by the threshold of 2016 (44.5 for every 10,000)"),
        "need-whr-2006": _("Needed by the threshold of 2006 (22.8 for every 10,000)"),
        "need-list-median": _("Needed by the middle of all countries (48.6 for every 10,000)"),
        "need-sdg-2016-horizon": _("Needed at the end of the period, by the threshold of 2016"),
        "supply-horizon": _("Projected supply"), "listed": _("On the safeguards list in force"),
    }  # fmt: skip
    return names.get(id, id)


def units() -> list[tuple[str, str]]:
    """What a size may count."""
    return [
        ("persons", _("persons")), ("posts", _("posts")), ("places", _("training places")),
        ("facilities", _("facilities")), ("percent", _("percent")), ("per_10k", _("for every 10,000 people")),
        ("usd", _("US dollars")), ("months", _("months")), ("other", _("see the statement")),
    ]  # fmt: skip


def unit_name(unit: str) -> str:
    """What a unit is called after a number; a count needs no word."""
    names = {**dict(units()), "years": _("years"), "index": _("of 100"), "count": "", "factor": "", "other": ""}
    return names.get(unit, unit)


def range_words(of: Range, unit: str, year: int | None, *, at_least: bool = False) -> str:
    """A value with its range, unit and year: never one number without its range where it has one."""
    if of.is_exact:
        shown = words.number(of.value, _decimals(of.value))
    else:
        ends = {"value": of.value, "low": of.low, "high": of.high}
        told = {name: words.number(each, _decimals(of.value)) for name, each in ends.items()}
        shown = _("%(value)s (%(low)s to %(high)s)") % told
    if at_least:
        shown = _("at least %(value)s") % {"value": shown}
    named = unit_name(unit)
    if named:
        shown = _("%(value)s %(unit)s") % {"value": shown, "unit": named}
    return _("%(value)s, %(year)s") % {"value": shown, "year": year} if year else shown


def _decimals(value: float) -> int:
    return 0 if abs(value) >= 100 or value == int(value) else 1


def figure_words(figure: Figure) -> str:
    """A figure's value in words."""
    if figure.id == "listed":
        return _("yes") if figure.range.value else _("no")
    return range_words(figure.range, figure.unit, figure.year, at_least=figure.at_least)


def occupation_names(codes: tuple[str, ...]) -> str:
    """Occupations in the reader's language; all where none is named."""
    return listed_occupations(codes) if codes else _("All occupations")


def listed_occupations(codes: tuple[str, ...]) -> str:
    """Occupations by name, one after another; nothing where none is named."""
    known = codelist("occupation")
    return str(words.listed(known.name(code, language()).text for code in codes))


def occupation_choices() -> list[tuple[str, str]]:
    """Occupations that a need or an analysis may be about, by name."""
    known = codelist("occupation")
    return [(code, known.name(code, language()).text) for code in OCCUPATIONS]


def text(of: Text) -> SafeString | str:
    """What a person wrote, in the reader's language or visibly in another."""
    return words.passage(of) if of else ""


def plain(of: Text) -> str:
    """The same as plain words."""
    return of.best(language()).text
