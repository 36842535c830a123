"""The numbers of a published agreement: what each party says side by side, what is aimed at, and how that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from concord.agreements.account_words import Speech
from concord.agreements.evaluation_figures import baseline_said, figure_said, name_of, number_said, others, target_said
from concord.agreements.evaluation_report import DOMAIN
from concord.agreements.monitoring import PARTIES, Row, Target, Told, side_by_side
from concord.documents.model import Value
from concord_site.agreements.queries.published import Published
from concord_site.public.agreeing.dossier_words import Json, whose
from concord_site.shell.i18n import language

#: Indicators that the page begins with.
LEADING = ("persons-moved", "places-filled")


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in a year, in words; ``aim`` and ``before`` are empty where nothing is aimed at or known."""

    name: str
    year: str
    cells: tuple[Value, ...]
    sides: tuple[tuple[str, Value], ...]
    others: tuple[str, ...]
    aim: str
    before: str
    standing: str


def numbers(body: Json, found: Published) -> dict[str, Any]:
    """Each indicator and year with what each party says side by side, what is aimed at, and how that stands."""
    speech = Speech(language(), DOMAIN)
    told = [Told.from_json(each) for each in body["figures"]]
    rows = list(_rows(told, [Target.from_json(each) for each in body["targets"]]))
    parties = [whose(each, found) for each in PARTIES]
    lines = [_line(row, parties, speech) for row in rows]
    return {
        "lines": lines, "parties": parties, "leads": _leads(rows, speech),
        "has_others": any(each.others for each in lines),
    }  # fmt: skip


def _rows(told: Sequence[Told], targets: Sequence[Target]) -> Iterator[Row]:
    """Every indicator with its years, oldest first; what is aimed at and told by nobody is a row too."""
    years = sorted({each.year for each in told})
    newest = side_by_side(told, targets)
    by_year = {
        (row.indicator.id, tuple(row.of.items()), year): row
        for year in years for row in side_by_side(told, targets, year=year) if row.told
    }  # fmt: skip
    for row in newest:
        known = [by_year[key] for year in years if (key := (row.indicator.id, tuple(row.of.items()), year)) in by_year]
        yield from known or [row]


def _line(row: Row, parties: Sequence[str], speech: Speech) -> Line:
    cells = tuple(figure_said(row.told.get(each), speech, unit=row.indicator.unit) for each in PARTIES)
    has_aim = row.target is not None
    before = baseline_said(row, speech)
    return Line(
        name_of(row, speech), str(row.year) if row.told else "", cells, tuple(zip(parties, cells, strict=True)),
        others(row, speech), target_said(row, speech).text if has_aim else "", before.text if has_aim else "",
        speech.text(f"standing-{row.standing}") if has_aim else "",
    )  # fmt: skip


def _leads(rows: Sequence[Row], speech: Speech) -> list[str]:
    """What the page says first: of who moved and of what was trained, the newest figures beside what is aimed at."""
    made = []
    for id in LEADING:
        known = [row for row in rows if row.indicator.id == id and not row.of and set(PARTIES) & row.told.keys()]
        if not known or known[-1].target is None:
            continue
        row = known[-1]
        figures = sorted(row.told[each].value for each in PARTIES if each in row.told)
        least, most = (number_said(each, row.indicator.unit, speech) for each in (figures[0], figures[-1]))
        words = {
            "name": speech.text(f"indicator-{id}"), "year": row.year, "least": least, "most": most,
            "aim": target_said(row, speech).text,
        }  # fmt: skip
        if least == most:
            made.append(_("%(name)s in %(year)s: %(least)s. The aim: %(aim)s.") % words)
        else:
            made.append(_("%(name)s in %(year)s: %(least)s to %(most)s. The aim: %(aim)s.") % words)
    return made
