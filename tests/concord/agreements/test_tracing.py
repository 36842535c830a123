"""From need to result: every way is followed, what hangs loose is shown on both sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements.tracing import KINDS, Item, Kind, Link, trace
from concord.errors import Invalid

THERE: dict[Kind, list[Item]] = {
    "need": [
        Item("n1", "More nurses"),
        Item("n2", "Fair contracts"),
        Item("n3", "Data", excused="Met by the ministry"),
    ],
    "clause": [
        Item("c5", "Training places"),
        Item("c9", "Equal pay"),
        Item("c20", "Entry into force", excused="Frame"),
    ],
    "action": [Item("a1", "Fund places"), Item("a2", "Inspect contracts")],
    "indicator": [Item("i1", "Places filled")],
    "result": [Item("r1", "61 to 64 of 180")],
}
WHOLE = [
    Link("need", "n1", "clause", "c5"), Link("clause", "c5", "action", "a1"), Link("action", "a1", "indicator", "i1"),
    Link("indicator", "i1", "result", "r1"),
]  # fmt: skip


def test_a_need_is_followed_to_its_result() -> None:
    found = trace(THERE, WHOLE)
    first = found.rows[0]
    assert [getattr(first, kind).id for kind in KINDS] == ["n1", "c5", "a1", "i1", "r1"]
    assert found.reached() == {"n1": "result", "n2": "need", "n3": "need"}


def test_a_need_without_a_clause_is_shown_unless_somebody_said_why() -> None:
    assert [each.id for each in trace(THERE, WHOLE).needs_without_clause] == ["n2"]


def test_a_clause_without_a_need_is_shown_unless_it_is_of_the_frame() -> None:
    assert [each.id for each in trace(THERE, WHOLE).clauses_without_need] == ["c9"]


def test_every_kind_says_what_hangs_loose() -> None:
    found = trace(THERE, WHOLE)
    assert [each.id for each in found.loose_ends["clause"]] == ["c9"]
    assert [each.id for each in found.loose_ends["action"]] == ["a2"]
    assert found.loose_ends["indicator"] == ()
    assert [each.id for each in found.without_origin["action"]] == ["a2"]


def test_a_need_that_leads_to_two_clauses_goes_two_ways() -> None:
    found = trace(THERE, [*WHOLE, Link("need", "n1", "clause", "c9")])
    assert [(row.clause.id if row.clause else None, row.reaches) for row in found.rows if row.need.id == "n1"] == [
        ("c5", "result"), ("c9", "clause"),
    ]  # fmt: skip


def test_a_link_to_what_is_gone_is_said_and_not_followed() -> None:
    found = trace(THERE, [Link("need", "n1", "clause", "gone")])
    assert [each.to for each in found.unknown] == ["gone"]
    assert "n1" in {each.id for each in found.needs_without_clause}


@pytest.mark.parametrize(("first", "second"), [("need", "action"), ("clause", "need"), ("result", "result")])
def test_a_link_goes_one_step_onward(first: Kind, second: Kind) -> None:
    with pytest.raises(Invalid) as caught:
        Link(first, "x", second, "y")
    assert caught.value.code == "agreements.trace.kinds"


LINKS = st.builds(
    lambda step, id, to: Link(KINDS[step], f"{KINDS[step][0]}{id}", KINDS[step + 1], f"{KINDS[step + 1][0]}{to}"),
    st.integers(0, 3), st.integers(0, 2), st.integers(0, 3),
)  # fmt: skip
SMALL: dict[Kind, list[Item]] = {kind: [Item(f"{kind[0]}{at}") for at in range(3)] for kind in KINDS}


@given(st.lists(LINKS, max_size=8))
def test_every_need_is_told_once_and_every_link_is_followed_or_unknown(links: list[Link]) -> None:
    found = trace(SMALL, links)
    assert {row.need.id for row in found.rows} == {"n0", "n1", "n2"}
    assert set(found.unknown) == {each for each in links if each.to.endswith("3")}
    told = {each.id for each in found.needs_without_clause}
    linked = {each.id for each in links if each.kind == "need" and each not in found.unknown}
    assert told == {"n0", "n1", "n2"} - linked
    assert [Link.from_json(each.to_json()) for each in links] == links


@given(st.lists(LINKS, max_size=8), st.randoms())
def test_the_order_of_links_changes_nothing(links: list[Link], chance: object) -> None:
    assert trace(SMALL, links) == trace(SMALL, list(reversed(links)) + links)
