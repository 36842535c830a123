"""Clauses of labour agreements of all sectors over time: base rates, with what so few texts leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from concord.agreements.repository_labour import Share, labour_agreements, periods, shares
from concord.agreements.repository_words import coded_clauses
from concord.documents import figures
from concord.documents.figures import Style, Value
from concord.vocabulary.provenance import source
from concord_site.public import pictures
from concord_site.public.agreeing import elements, held, listing
from concord_site.shell.i18n import language

#: Clauses that are drawn where the address names none.
FIRST = ("joint_commit", "prot_equal", "recruit_cost_mig", "credentials")
MOST = 5
SOURCE = "labour-agreements-1945"


@dataclass(frozen=True, slots=True)
class Cell:
    """A share as percent with the ends of its interval."""

    found: int
    texts: int
    percent: float | None
    low_percent: float
    high_percent: float


@dataclass(frozen=True, slots=True)
class Line:
    """One clause over the periods; ``near`` are elements of our catalogue that ask for something like it."""

    code: str
    name: str
    cells: tuple[Cell, ...]
    near: tuple[tuple[str, str, int], ...]
    is_chosen: bool


def chosen(query: Mapping[str, Any]) -> tuple[str, ...]:
    """Clauses to draw, at most five, in the order of the catalogue."""
    asked = query.getlist("clause") if hasattr(query, "getlist") else query.get("clause", ())
    found = tuple(code for code in coded_clauses() if code in set(asked))
    return found[:MOST] or FIRST


def context(query: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the page of clauses shows."""
    drawn_ = chosen(query)
    every = labour_agreements().values()
    return {
        "views": listing.views("clauses"), "chosen": drawn_, "periods": periods(),
        "drawings": [(width, drawn(drawn_, width)) for width in (820, 340)], "lines": lines(drawn_),
        "coded": sum(each.clauses is not None for each in every), "all": len(every), "most": MOST,
        "sources": [source(SOURCE)], "address": address(drawn_), "composite": elements.note(),
    }  # fmt: skip


def address(codes: tuple[str, ...]) -> str:
    """The address of the page with these clauses drawn."""
    return f"{reverse('public:agreements-clauses')}?{urlencode([('clause', code) for code in codes])}"


def lines(drawn_: tuple[str, ...]) -> list[Line]:
    """Every clause with its share in each period, the most frequent of the last period first."""
    named = {id: sum(each.has_clause(id) for each in held.register().values()) for id in _near_ids()}
    found = [
        Line(
            code, each.name.best(language()).text, tuple(_cell(one) for one in shares(code)),
            tuple((id, elements.name(id), named[id]) for id in each.near), code in drawn_,
        )
        for code, each in coded_clauses().items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: -(each.cells[-1].percent or 0))


def _cell(each: Share) -> Cell:
    percent = None if each.share is None else 100 * each.share
    return Cell(each.found, each.texts, percent, 100 * each.low, 100 * each.high)


def _near_ids() -> set[str]:
    return {id for each in coded_clauses().values() for id in each.near}


def drawn(codes: tuple[str, ...], width: int) -> pictures.Drawn:
    """The chosen clauses as lines with bands; each point stands in the middle of its years."""
    series = [
        figures.Series(
            coded_clauses()[code].name.best(language()).text,
            [((each.first + each.last) // 2, _value(each)) for each in shares(code)],
        )
        for code in codes
    ]
    figure = figures.lines(
        series, title=_("Share of coded texts with a clause, percent"),
        style=Style.web(language(), width=width, decimals=0), heading=_("Middle of the years"),
        height=340 if width > pictures.NARROW else 360,
        description=_("Labour agreements of all sectors; bands are 95 percent intervals."),
    )  # fmt: skip
    return pictures.drawn(figure, f"agreements-clauses-{width}")


def _value(each: Share) -> Value:
    if each.share is None:
        return figures.MISSING
    return Value(100 * each.share, low=100 * each.low, high=100 * each.high)
