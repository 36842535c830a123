"""How a figure changed: one series over all releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from concord.mds.citation import GENERATED
from concord.mds.comparing import History, history
from concord.mds.comparing.vintages import Said
from concord.vocabulary import formats
from concord.vocabulary.structures import structure, structures
from concord_site.public.comparing import addresses, held, names
from concord_site.shell.i18n import language
from concord_site.shell.parts.words import number


@dataclass(frozen=True, slots=True)
class Column:
    """A release as a column of a series: its id, its day, its rows."""

    id: str
    day: str
    href: str
    at: int


@dataclass(frozen=True, slots=True)
class Line:
    """One year of a series."""

    year: int
    cells: tuple[tuple[Said, str], ...]
    first: str
    revisions: int


def is_series(query: Mapping[str, str]) -> bool:
    """Whether the address names a table that is declared."""
    return query.get("table", "") in structures()


def series(query: Mapping[str, str]) -> History:
    """The series that the address names, over all releases."""
    id = query["table"]
    key = {name: query.get(name, "").strip() or None for name in structure(id).of("dimension") if name != "year"}
    chosen = {name: value for name, value in key.items() if value is not None}
    return history(id, key, held.in_releases(id, **chosen), withdrawn=held.withdrawn())


def of_series(query: Mapping[str, str]) -> dict[str, Any]:
    """Everything the page of one series shows."""
    found = series(query)
    turns = found.turns
    said = {name: value for name, value in found.key if value}
    return {
        "history": found,
        "table": names.table(found.structure),
        "particulars": [(names.head_of(name), names.value_of(name, value)) for name, value in said.items()],
        "columns": [Column(*found.releases[at], _rows(found, at), at) for at in turns],
        "folded": len(found.releases) - len(turns),
        "lines": [_line(each, turns) for each in reversed(found.years)],
        "statuses": {
            each.figure.status if each.figure is not None else _mark(each)
            for year in found.years
            for at, each in enumerate(year.said)
            if at in turns and each.what != "absent"
        },
        "newest": addresses.rows(found.structure, **{k: v for k, v in said.items() if k in ("area", "occupation")}),
        "has_withdrawn": any(each.what == "withdrawn" for year in found.years for each in year.said),
        "is_generated": any(
            each.figure is not None and each.figure.source == GENERATED for year in found.years for each in year.said
        ),
        "has_since": any(each.what == "hidden-since" for year in found.years for each in year.said),
    }


def _rows(found: History, at: int) -> str:
    """The rows of a series in a release: the page of rows shows those of the newest."""
    if at != len(found.releases) - 1:
        return ""
    said = {name: value for name, value in found.key if value}
    return addresses.rows(found.structure, **{k: v for k, v in said.items() if k in ("area", "origin", "occupation")})


def _line(year: Any, turns: tuple[int, ...]) -> Line:
    first = year.first
    return Line(
        year.year,
        tuple((year.said[at], words(year.said[at])) for at in turns),
        formats.date(first.as_of, language()) if first is not None and first.as_of else "",
        len(year.revisions),
    )


def _mark(said: Said) -> str:
    return "suppressed" if said.what == "hidden-since" else "missing"


def words(said: Said) -> str:
    """What a release did with a figure, in words; empty where it is the first to say it or says the same."""
    if said.what == "revised" and said.difference is not None:
        sign = "+" if said.difference > 0 else "−"
        return _("revised by %(persons)s") % {"persons": f"{sign}{number(abs(said.difference))}"}
    return {
        "revised": _("revised"), "status": _("another status"), "hidden": _("hidden from here on"),
        "shown": _("shown from here on"), "removed": _("no longer given"), "hidden-since": _("hidden since"),
        "withdrawn": _("withdrawn"),
    }.get(said.what, "")  # fmt: skip
