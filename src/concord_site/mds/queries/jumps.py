"""A change from one year to the next: of which series it is, how far a change of definition reaches, and in words.

An officer who sees one says either that something else is counted from that year on, which becomes a break of the
series, or that the change is real, which is an explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from concord.errors import NotFound
from concord.findings import Finding
from concord.mds.beside import DIVIDED_BY
from concord.mds.rules import rules
from concord.vocabulary.areas import area
from concord.vocabulary.codelists import codelist
from concord.vocabulary.structures import structure
from concord_site.mds import wording
from concord_site.shell.i18n import language

#: Predicates that compare a year with the one before, and that do not where the year is a break.
_PREDICATES = frozenset({"jump", "exits-at-most", "rise-within"})
_DIMENSIONS = ("area", "year", "occupation", "activity", "origin", "row_kind", *DIVIDED_BY)
_PARTED = re.compile(rf"/(?=(?:{'|'.join(_DIMENSIONS)})=)")
#: What a rule of registers calls the origin of a series.
_REGISTER = {"occupation": "occupation", "activity": "activity", "training": "origin"}
#: What a series of one origin says besides the origin itself.
_ORIGIN = ("row_kind", "origin")
#: In which order a series is named: what is its own first, for a list on a telephone shows the first words.
_ORDER = ("origin", "row_kind", *DIVIDED_BY, "occupation", "activity")
SERIES, OCCUPATION, TABLE, ALL = "series", "occupation", "table", "all"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a finding is about.

    Args:
        year: The year of the change.
        series: Dimension → code, with ``structure``; the country is left out.
        of_register: Whether it was seen in rows of persons, so that it is seen again whatever is said of the tables.
    """

    year: int
    series: Mapping[str, str]
    of_register: bool = False

    def reaching(self, scope: str) -> dict[str, str]:
        """The series of a break of some reach: this series, its occupation, its table, or everything."""
        names = {OCCUPATION: ("structure", "occupation"), TABLE: ("structure",), ALL: ()}.get(scope)
        return {name: code for name, code in self.series.items() if names is None or name in names}

    @property
    def scopes(self) -> tuple[str, ...]:
        """How far a break may reach: the likeliest first."""
        found = [OCCUPATION] if "occupation" in self.series else []
        is_narrow = self.series.get("row_kind", "origin" if "origin" in self.series else "") not in ("total", "")
        ordered = [SERIES, *found] if is_narrow else [*found, SERIES]
        return (*ordered, *([TABLE] if "structure" in self.series else []), ALL)


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    every = (*rules(), *rules("register"))
    return frozenset(rule.id for rule in every if rule.predicate in _PREDICATES) | {"mds.break.unexplained"}


def change_of(finding: Finding) -> Change | None:
    """The change that a soft finding is about; None for a finding about something else."""
    if finding.level != "soft" or finding.code not in _codes():
        return None
    said = str(finding.params.get("series") or "")
    if said:
        head, *parts = _PARTED.split(said)
        series = {"structure": head, **dict(part.split("=", 1) for part in parts)}
    else:
        series = {
            name: str(finding.params[key]) for key, name in _REGISTER.items()
            if finding.params.get(key) not in (None, "–")
        }  # fmt: skip
    year = str(series.pop("year", finding.params.get("year") or ""))
    series.pop("area", None)
    return Change(int(year), series, not said) if year.isdigit() else None


def is_within(change: Change, break_: Mapping[str, Any]) -> bool:
    """Whether a break of a profile (plain values) is of the series and the year of a change."""
    said = dict(break_.get("series") or {})
    if change.of_register:
        said.pop("structure", None)
    return int(break_["year"]) == change.year and all(change.series.get(name) == code for name, code in said.items())


def scope_words(change: Change, scope: str) -> str:
    """How far a break would reach, in words."""
    series = change.reaching(scope)
    if scope == ALL:
        return _("all figures of these files")
    if scope == TABLE:
        return _("all figures of the table “%(table)s”") % {"table": _structure(series["structure"])}
    if scope == OCCUPATION:
        return _("all figures of %(occupation)s") % {"occupation": _name("occupation", series["occupation"])}
    named = {name: series[name] for name in _ORDER if name in series and (name, series[name]) != _ORIGIN}
    return _("this series alone: %(series)s") % {"series": series_words(named)}


def series_words(series: Mapping[str, str]) -> str:
    """The series of a break in words; of one that names none, all figures."""
    if not series:
        return _("all figures")
    return " · ".join(_word(name, code) for name, code in series.items())


def _word(name: str, code: str) -> str:
    if name == "structure":
        return _structure(code)
    if name == "origin":
        return _place(code)
    listed = {"row_kind": "row-kind", "age_band": "age-band"}.get(name, name)
    said = _name(listed, code)
    return said if said != code else f"{wording.role(name)} {code}"


def _structure(id: str) -> str:
    try:
        return structure(id).title.best(language()).text
    except NotFound:
        return id


def _place(code: str) -> str:
    try:
        return area(code).name(language())
    except NotFound:
        return code


def _name(list_id: str, code: str) -> str:
    try:
        return codelist(list_id).name(code, language()).text
    except (NotFound, KeyError):
        return code


def with_break(breaks: Iterable[Mapping[str, Any]], year: int, what: str, series: Mapping[str, str]) -> list[Any]:
    """The breaks of a profile with one more; one of the same year and series says what was said last."""
    kept = [dict(each) for each in breaks if (each["year"], dict(each.get("series") or {})) != (year, dict(series))]
    return [*kept, {"year": year, "what": what, **({"series": dict(series)} if series else {})}]
