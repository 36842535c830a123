"""The text on a day, what each amendment changed, and the texts that stand on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.declarations.read import read_yaml
from concord.errors import Invalid
from concord.texts.amending import Amendment, Change
from concord.texts.clauses import by_id, joined
from concord.texts.consolidating import days_of_change, text_on, texts_on, what_changed
from concord.texts.family import Member, standing

CASES = Path(__file__).parents[2] / "cases" / "texts"
TEXT = (
    "Article 1\nFees\n\n1. Workers shall pay no fee.\n2. Agencies shall register.\n\nArticle 2\nTerm\n\nThree years.\n"
)
LATER = Amendment("later", "Later", date(2028, 1, 1), (Change("words", "art-2", "Seven", "Five"),))
EARLIER = Amendment("earlier", "Earlier", date(2027, 1, 1), (Change("words", "art-2", "Five", "Three"),))


@pytest.mark.parametrize("case", read_yaml(CASES / "amending.yaml"), ids=lambda case: case["name"])
def test_the_text_on_a_day_is_the_first_text_with_what_counts(case: Mapping[str, Any]) -> None:
    amendments = [Amendment.from_json(each) for each in case["amendments"]]
    found = text_on(case["text"], amendments, date.fromisoformat(case["on"]), language=case.get("language", "en"))
    clauses = by_id(found.clauses)
    for id, words in case["expect"].items():
        assert (clauses[id].body if id in clauses else None) == words
    assert {id: list(ids) for id, ids in found.amended_by.items()} == case["amended"]
    assert sorted(each.code for each in found.findings) == sorted(case.get("findings", ()))
    assert found.as_of.isoformat() == case.get("as_of", case["on"])
    assert list(found.lacking) == case.get("lacking", [])
    assert joined(found.clauses) == found.text


def test_the_order_in_which_amendments_are_listed_does_not_matter() -> None:
    first = Amendment("first", "First", date(2027, 1, 1), (Change("words", "art-2", "Five", "Three"),))
    second = Amendment("second", "Second", date(2028, 1, 1), (Change("words", "art-2", "Seven", "Five"),))
    for listed in ([first, second], [second, first]):
        found = text_on(TEXT, listed, date(2029, 1, 1), language="en")
        assert by_id(found.clauses)["art-2"].body == "Seven years."
        assert found.amendments == ("first", "second")


def test_what_one_amendment_changed_is_seen_beside_what_was_there_before_it() -> None:
    found = what_changed(TEXT, [LATER, EARLIER], "later", language="en")
    changed = found.changed()
    assert [pair.clause.id for pair in changed] == ["art-2"]
    assert [(piece.kind, piece.text) for piece in changed[0].words if piece.kind != "same"] == [
        ("removed", "Five"),
        ("added", "Seven"),
    ]
    assert days_of_change([LATER, EARLIER]) == (date(2027, 1, 1), date(2028, 1, 1))


def test_what_an_amendment_not_in_force_would_change_is_seen_too() -> None:
    signed = Amendment("signed", "Signed", None, (Change("repeal", "art-1.2"),))
    found = what_changed(TEXT, [EARLIER, signed], "signed", language="en")
    assert [(pair.kind, pair.clause.id) for pair in found.changed()] == [("removed", "art-1.2")]
    assert text_on(TEXT, [signed], date(2099, 1, 1), language="en").text == TEXT


@settings(max_examples=40, deadline=None)
@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2040, 1, 1)), min_size=1, max_size=5),
    on=st.dates(date(2019, 1, 1), date(2041, 1, 1)),
)
def test_only_what_is_in_force_counts(days: list[date], on: date) -> None:
    amendments = [
        Amendment(str(n), f"A{n}", day, (Change("append", text=f"Annex {n + 1}\n\nWords {n}."),))
        for n, day in enumerate(days)
    ]
    found = text_on(TEXT, amendments, on, language="en")
    assert sorted(found.amendments) == sorted(str(n) for n, day in enumerate(days) if day <= on)
    assert all((f"Words {n}." in found.text) == (day <= on) for n, day in enumerate(days))


@settings(max_examples=40, deadline=None)
@given(
    action=st.sampled_from(["replace", "insert-after", "insert-before", "repeal", "words", "append"]),
    clause=st.text(max_size=8),
    text=st.text(max_size=20),
    words=st.text(max_size=8),
)
def test_an_amendment_reads_back_as_it_was_written_and_never_breaks_the_text(
    action: Any, clause: str, text: str, words: str
) -> None:
    amendment = Amendment(
        "a", "A", date(2027, 1, 1), (Change(action, clause, text, words),), date(2026, 1, 1), None, "en"
    )
    assert Amendment.from_json(amendment.to_json()) == amendment
    found = text_on(TEXT, [amendment], date(2027, 1, 1), language="en")
    assert joined(found.clauses) == found.text


def test_changes_of_a_language_are_kept_apart_and_those_of_old_records_stay_as_they_were() -> None:
    french = (Change("words", "art-2", "Cinq", "Trois"),)
    both = EARLIER.with_changes("fr", french)
    assert Amendment.from_json(both.to_json()) == both
    assert (both.changes_in("fr-CA"), both.changes_in("en"), both.changes_in("ar")) == (french, EARLIER.changes, ())
    assert (both.is_made_in("fr"), both.is_made_in("ar"), both.lacks("ar")) == (True, False, ("art-2",))
    assert both.with_changes("fr", ()) == EARLIER
    assert "others" not in EARLIER.to_json()
    assert [each.as_of for each in texts_on({"en": TEXT, "ar": "المادة 1"}, [both], date(2027, 5, 1)).values()] == [
        date(2027, 5, 1), date(2026, 12, 31),
    ]  # fmt: skip


def test_an_amendment_of_the_first_of_all_days_breaks_nothing() -> None:
    first = Amendment("a", "A", date.min, (Change("repeal", "art-1"),), language="fr")
    assert text_on(TEXT, [first], date(2027, 1, 1), language="en").as_of == date.min


def test_what_is_no_action_and_what_is_no_date_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        Change("burn")  # type: ignore[arg-type]
    assert refused.value.code == "texts.amendment.action"
    with pytest.raises(Invalid) as refused:
        Amendment.from_json({"id": "a", "in_force": "soon"})
    assert refused.value.code == "texts.amendment.date"


def test_the_texts_that_stand_on_a_day_hang_on_their_main_text() -> None:
    main = Member("main", "main", "Agreement", in_force=date(2026, 1, 1), ended=date(2030, 1, 1))
    annex = Member("annex", "annex", "Annex", in_force=date(2026, 6, 1), belongs_to="main")
    protocol = Member("protocol", "protocol", "Protocol", signed=date(2026, 1, 1), belongs_to="main")
    members = [annex, protocol, main]
    assert [each.id for each in standing(members, date(2026, 3, 1))] == ["main"]
    assert [each.id for each in standing(members, date(2026, 6, 1))] == ["main", "annex"]
    assert standing(members, date(2030, 1, 1)) == ()
    assert all(Member.from_json(each.to_json()) == each for each in members)
    with pytest.raises(Invalid) as refused:
        Member("x", "poem", "X")  # type: ignore[arg-type]
    assert refused.value.code == "texts.family.kind"


def test_texts_that_belong_to_each_other_in_a_ring_end() -> None:
    ring = [Member(a, "annex", a, in_force=date(2026, 1, 1), belongs_to=b) for a, b in (("a", "b"), ("b", "a"))]
    assert standing(ring, date(2027, 1, 1)) == ()
