"""Consultations: who was asked, what they said, what was done; every word is answered, missing types are told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.consultations.as_json import from_json, to_json
from concord.consultations.model import OUTCOMES, Comment, Consultation, Invited
from concord.consultations.standing import findings, standing
from concord.declarations.messages import known_codes
from concord.errors import Refusal
from concord.vocabulary.text import Text

OPENED, CLOSES, TODAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 11, 22)


def refused(code: str, what: Any) -> None:
    with pytest.raises(Refusal) as caught:
        what()
    assert caught.value.code == code
    assert code in known_codes()


def asked() -> Consultation:
    empty = Consultation(
        "first", Text(en="First round"), Text(en="What must the agreement settle?"), "consultation", "meeting", OPENED,
        CLOSES,
    )  # fmt: skip
    return empty.invite(Invited("u", "unions", "Union of Nurses", OPENED)).invite(
        Invited("s", "schools", "College of the North", OPENED)
    )


def word(id: str, invited: str = "u", type: str = "unions") -> Comment:
    return Comment(id, type, Text(en="Pay must be equal."), date(2026, 3, 9), invited, "equal-treatment")


def test_a_consultation_tells_who_was_asked_who_spoke_and_what_is_owed() -> None:
    one = asked().hear(word("w1")).hear(word("w2"))
    found = standing([one], expected=["unions", "schools", "regulators"])
    assert (found.asked, found.heard) == ({"unions": 1, "schools": 1}, {"unions": 1})
    assert (found.comments, found.answered, found.owed) == (2, 0, 2)
    assert found.missing == ("regulators",)


def test_an_answer_says_what_was_done() -> None:
    one = asked().hear(word("w1")).answer("w1", "taken", Text(en="Line 4."), on=date(2026, 4, 2))
    assert one.owed == ()
    assert standing([one]).outcomes["taken"] == 1


@pytest.mark.parametrize("outcome", ["partly", "not-taken"])
def test_whoever_is_not_followed_is_told_why(outcome: Any) -> None:
    one = asked().hear(word("w1"))
    refused("consultations.no-reason", lambda: one.answer("w1", outcome, Text(), on=TODAY))
    assert one.answer("w1", outcome, Text(en="There is no money for it."), on=TODAY).owed == ()


def test_a_word_that_is_only_noted_needs_no_reason() -> None:
    assert asked().hear(word("w1")).answer("w1", "noted", Text(), on=TODAY).owed == ()


def test_the_same_body_is_asked_once() -> None:
    refused("consultations.asked-already", lambda: asked().invite(Invited("x", "unions", "Union of Nurses", OPENED)))


def test_nobody_is_asked_after_closing() -> None:
    refused("consultations.asked-late", lambda: asked().invite(Invited("x", "unions", "Late", date(2026, 4, 2))))


def test_a_late_word_is_heard_and_an_early_one_is_not() -> None:
    late = Comment("w", "unions", Text(en="Late"), date(2026, 5, 1), "u")
    assert asked().hear(late).comments == (late,)
    refused("consultations.comment-early", lambda: asked().hear(Comment("w", "unions", Text(en="x"), date(2026, 1, 1))))


def test_somebody_may_speak_unasked_and_counts_as_heard() -> None:
    one = asked().hear(Comment("w", "regulators", Text(en="Unasked"), date(2026, 3, 3)))
    assert standing([one], expected=["regulators"]).missing == ()
    refused("consultations.not-asked", lambda: asked().hear(word("w", invited="nobody")))


def test_a_word_is_recorded_once_and_only_a_known_one_is_answered() -> None:
    one = asked().hear(word("w1"))
    refused("consultations.comment-already", lambda: one.hear(word("w1")))
    refused("consultations.comment-unknown", lambda: one.answer("w9", "noted", Text(), on=TODAY))


def test_it_does_not_close_before_it_opens() -> None:
    refused(
        "consultations.days",
        lambda: Consultation("x", Text(en="x"), Text(en="x"), "idea", "letter", CLOSES, OPENED),
    )


def test_what_is_still_to_be_done_is_told_after_closing() -> None:
    silent, owing = asked(), asked().hear(word("w1"))
    told = {
        each.code
        for each in findings(standing([silent, owing], expected=["unions", "regulators"]), [silent, owing], today=TODAY)
    }
    assert told == {"consultations.type-missing", "consultations.answer-owed", "consultations.silent"}
    assert told <= known_codes()
    early = findings(standing([owing]), [owing], today=date(2026, 3, 15))
    assert not early


def test_a_body_asked_in_two_consultations_counts_once() -> None:
    again = Consultation("second", Text(en="x"), Text(en="x"), "negotiation", "letter", OPENED, CLOSES).invite(
        Invited("u", "unions", "Union of Nurses", OPENED)
    )
    assert standing([asked(), again]).asked == {"unions": 1, "schools": 1}


TEXTS = st.text("abc", min_size=1).map(lambda said: Text(es=said))
COMMENTS = st.lists(
    st.tuples(st.sampled_from(["u", "s", ""]), TEXTS, st.none() | st.sampled_from(OUTCOMES), TEXTS), max_size=5
)


@given(COMMENTS)
def test_every_word_is_answered_or_owed_and_nothing_is_lost_in_writing(said: list[tuple[str, Text, Any, Text]]) -> None:
    one = asked()
    for at, (invited, text, outcome, answer) in enumerate(said):
        one = one.hear(Comment(str(at), "unions", text, OPENED, invited))
        if outcome is not None:
            one = one.answer(str(at), outcome, answer, on=TODAY)
    found = standing([one])
    assert found.comments == len(said) == found.answered + found.owed
    assert len(one.owed) == found.owed
    assert sum(found.outcomes.values()) == found.answered
    assert from_json(to_json(one)) == one


@pytest.mark.parametrize(
    ("field", "value"),
    [("id", ""), ("way", "pigeon"), ("title", {}), ("opened", "soon"), ("invited", "all"), ("question", "why")],
)
def test_what_cannot_be_read_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(Refusal) as caught:
        from_json({**to_json(asked()), field: value})
    assert (caught.value.code, caught.value.params["field"]) == ("consultations.unreadable", field)
