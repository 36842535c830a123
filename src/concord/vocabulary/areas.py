"""Areas: countries and territories by code, with dated facts, and from any exact name to its code.

Public face: :func:`area`, :func:`areas`, :func:`member_states`, :func:`resolve`, :func:`regions`, :func:`incomes`,
:func:`groups`. The tables are declared in ``data/areas``; nothing is read before the first question.
"""

from __future__ import annotations

from concord.declarations import packs
from concord.declarations.read import CsvFile
from concord.errors import Invalid, NotFound
from concord.vocabulary.areas_fold import fold, lookalikes
from concord.vocabulary.areas_load import loaded, table
from concord.vocabulary.areas_model import Area, Fact, Kind, On, State, day
from concord.vocabulary.areas_resolve import Resolution, Status, resolve
from concord.vocabulary.codelists import Codelist, codelist

__all__ = [
    "Area",
    "Fact",
    "Kind",
    "On",
    "Resolution",
    "State",
    "Status",
    "area",
    "areas",
    "fold",
    "groups",
    "income_thresholds",
    "incomes",
    "lookalikes",
    "member_states",
    "regions",
    "resolve",
]


def area(code: str) -> Area:
    """One area by its alpha-3 code, former ones too.

    Raises:
        NotFound: ``areas.area.unknown``; names and other codes go through :func:`resolve`.

    Example:
        >>> area("IDN").region(2024), area("IDN").region(2025)
        ('SEAR', 'WPR')
    """
    try:
        return loaded().areas[code]
    except KeyError:
        raise NotFound("areas.area.unknown", params={"code": code}) from None


def areas(*, former: bool = False) -> tuple[Area, ...]:
    """All areas in order of code: ISO 3166-1 and the few outside it; the former ones too if asked."""
    found = (each for each in loaded().areas.values() if former or each.kind != "former")
    return tuple(sorted(found, key=lambda each: each.code))


def member_states(on: On = None, *, region: str | None = None) -> tuple[Area, ...]:
    """WHO Member States on a day in order of code, contested ones included; of one region if asked.

    Raises:
        Invalid: ``areas.members.not-known``: the list is not known before the adoption of the Code (21 May 2010).

    Example:
        >>> len(member_states()), len(member_states(2010)), len(member_states(region="WPR"))
        (194, 193, 28)
    """
    known = loaded()
    if day(on) < known.known_since:
        raise Invalid(
            "areas.members.not-known",
            params={"on": str(on), "since": known.known_since.isoformat()},
            hint="Ask for a later day; the days on which states joined before the Code were not found.",
        )
    members = (each for each in areas() if each.is_member(on))
    return tuple(each for each in members if region is None or each.region(on) == region)


def regions() -> Codelist:
    """The six WHO regions in WHO's order, with names in six languages."""
    return codelist("who-region")


def incomes() -> Codelist:
    """World Bank income groups from low to high, with names in six languages."""
    return codelist("income-group")


def groups() -> Codelist:
    """Groups of areas: least developed, landlocked developing, small island developing, OECD."""
    return codelist("area-group")


def income_thresholds() -> CsvFile:
    """Upper bounds of the income groups by fiscal year, US$ of gross national income a head."""
    return table("thresholds.csv", packs.roots())
