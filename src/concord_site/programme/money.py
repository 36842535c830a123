"""The budget as pages show it: lines, years and tiers, drawn and as tables, and as files."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from concord.documents.figures import Part, Style, Value, stacked
from concord.documents.figures.palette import Tone
from concord.documents.model import Phrase, Picture, Run
from concord.intake import Meta, OutColumn, write_csv, write_xlsx
from concord.programme.budget import Budget
from concord.programme.strategy import Item, load
from concord.vocabulary.text import Wording
from concord_site.shell.i18n import language
from concord_site.shell.parts.values import Bar

WIDE, NARROW = 820, 340
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the budget: amounts in whole US$ by year, in all, and its part of the whole in percent."""

    id: str
    said: Wording | str
    tier: Wording | str
    amounts: tuple[int, ...]
    total: int
    percent: Decimal
    row: int


def rows(budget: Budget) -> tuple[Row, ...]:
    """The lines in the plan's order."""
    tiers = _tiers()
    return tuple(
        Row(
            each.id, each.said(language()), tiers[each.tier].said(language()) if each.tier else "",
            tuple(each.by_year[year] for year in budget.years), each.total_usd, budget.percent(each), each.row,
        )
        for each in budget.lines
    )  # fmt: skip


def totals(budget: Budget) -> tuple[int, ...]:
    """The printed totals of the years."""
    return tuple(budget.by_year[year] for year in budget.years)


def years_percent(budget: Budget) -> tuple[Decimal, ...]:
    """Each year's part of the whole, in percent."""
    return tuple(budget.percent_of_year(year) for year in budget.years)


def _tiers() -> dict[str, Item]:
    return {each.id.removeprefix("tier."): each for each in load().tiers}


def line_bars(budget: Budget) -> list[Bar]:
    """Lines as bars, largest first."""
    ordered = sorted(budget.lines, key=lambda each: -each.total_usd)
    return [Bar(each.said(language()).text, each.total_usd, trace=f"#{each.id}") for each in ordered]


def tier_bars(budget: Budget) -> list[Bar]:
    """Tiers as bars; what the plan does not divide stands under its own name."""
    tiers = _tiers()
    found = sorted(budget.by_tier().items(), key=lambda each: -each[1])
    return [
        Bar(tiers[id].said(language()).text if id else _("Not divided by the plan"), amount, trace="#rows")
        for id, amount in found
    ]


@lru_cache(maxsize=24)
def _drawn(budget: Budget, reader: str, width: int, decimals: int) -> Picture:
    # Four parts at most beside one another, in the plan's order; names stand beside the last column.
    tones: tuple[Tone, ...] = ("lake", "origin", "destination", "sky", "workers")
    parts = [
        Part(each.said(reader).text, [Value(float(each.by_year[year]) / 1_000_000) for year in budget.years], tone)
        for each, tone in zip(budget.lines, tones, strict=False)
    ]
    title = _("Budget of the plan by year and line, million US$")
    description = _("One column a year from 2010 to 2015, each made of four lines. The table below has every amount.")
    style = Style.web(reader, width=width, decimals=decimals)
    figure = stacked([str(year) for year in budget.years], parts, title=title, style=style, description=description)
    return Picture("budget-by-year", Phrase((Run(title),), reader), figure.svg, description)


def charts(budget: Budget) -> tuple[Picture, Picture]:
    """The chart of lines by year for wide pages, and for phones."""
    return _drawn(budget, language(), WIDE, 2), _drawn(budget, language(), NARROW, 1)


def written(budget: Budget, kind: str) -> bytes:
    """The whole table as CSV or XLSX, with source, licence and notes."""
    stream = io.BytesIO()
    (write_csv if kind == "csv" else write_xlsx)(stream, _columns(budget), _cells(budget), _meta(budget))
    return stream.getvalue()


def _columns(budget: Budget) -> list[OutColumn]:
    years = [OutColumn(str(year), kind="integer", width=12) for year in budget.years]
    return [
        OutColumn("id", width=24), OutColumn(pgettext("of a budget", "Line"), width=34),
        OutColumn(_("Tier"), width=24), *years,
        OutColumn(_("Total, US$"), kind="integer", width=14), OutColumn(_("Percent of all"), kind="decimal", width=14),
        OutColumn(_("Row in the declared file"), kind="integer", width=14),
    ]  # fmt: skip


def _cells(budget: Budget) -> Iterator[list[object]]:
    for each in rows(budget):
        yield [each.id, str(each.said), str(each.tier) or None, *each.amounts, each.total, each.percent, each.row]
    yield ["total", _("Total"), None, *totals(budget), budget.total_usd, Decimal(100), None]


def _meta(budget: Budget) -> Meta:
    notes = [str(each.said(language())) for id in ("budget", "budget-staff") for each in load().notes_on(id)]
    return Meta(
        title=_("Budget of the plan 2010-2015, US$"), source=budget.source, licence=budget.licence,
        notes=(*dict.fromkeys(notes), _("File: %(file)s") % {"file": budget.file}), language=language(),
    )  # fmt: skip
