"""Estimated moves in an analysis: those that the flows say, with the range between methods, called what they are."""

from __future__ import annotations

import datetime as dt

import pytest

from concord.documents.model import Table, walk
from concord.flows.people import people
from concord.flows.side_by_side import side_by_side
from concord.labour_market import told
from concord.mds.facts import bundled
from concord.reporting import labour_market_report
from concord.reporting.labour_market_report_moves import PARTNERS, moves
from concord.reporting.labour_market_report_sources import STRUCTURES, analysed

TODAY = dt.date(2026, 11, 22)


def test_moves_lie_between_the_least_and_the_most_of_all_methods() -> None:
    found = moves("PHL", TODAY)
    assert found is not None
    assert (found.first, found.last, found.methods) == (2005, 2010, 7)
    beside = side_by_side(people("2005-2010").account)
    at = beside.areas.index("PHL")
    out = [float(each.flow[at].sum()) for each in beside.flows.values()]
    assert found.out.value == pytest.approx(sorted(out)[3])
    assert found.out.low == pytest.approx(min(float(each.low[at].sum()) for each in beside.flows.values()))
    assert found.out.high == pytest.approx(max(float(each.high[at].sum()) for each in beside.flows.values()))
    into = [float(each.flow[:, at].sum()) for each in beside.flows.values()]
    assert found.into.value == pytest.approx(sorted(into)[3])
    assert found.to[0].partner == beside.areas[int(beside.high[at].argmax())]
    assert len(found.to) == len(found.of) == PARTNERS
    assert found.inputs[0].digest == people("2005-2010").account.digest


def test_nothing_later_than_the_day_is_used_and_who_is_in_no_account_has_none() -> None:
    earlier = moves("PHL", dt.date(2006, 1, 1))
    assert earlier is not None
    assert (earlier.first, earlier.last) == (2000, 2005)
    assert moves("PHL", dt.date(1993, 1, 1)) is None
    assert moves("VAT", TODAY) is None


def test_the_document_says_whose_moves_they_are_with_method_sources_and_range() -> None:
    tables = {id: bundled(id) for id in STRUCTURES if id in ("density", "population", "mds-stock-by-training")}
    found = analysed("KEN", tables, as_of=TODAY, draws=50)
    assert found.moves is not None
    document = labour_market_report.compose(found, "en")
    named = {each.id: each for each in walk(document.blocks) if isinstance(each, Table)}
    assert {"table-moved-out", "table-moved-in"} <= set(named)
    assert len(named["table-moved-out"].rows) == PARTNERS
    assert {each.source for each in named["table-moved-out"].sources} == {"un-migrant-stock-2020", "un-wpp-2024"}
    assert {"un-migrant-stock-2020"} <= set(document.sources)
    text = str(document)
    assert "people of all occupations" in text
    assert "How many of them were health personnel is not known." in text
    assert told.analysis(found)["moves"]["out"]["low"] == found.moves.out.low
