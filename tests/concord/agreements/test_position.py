"""A national position: what is missing, what a sign-off holds for, and whether it fits with other promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord import articles
from concord.agreements import coherence, stakeholders
from concord.agreements.coherence import Cited, Known
from concord.agreements.coherence_offered import Offered, kind_for
from concord.agreements.lifecycle_declared import phases
from concord.agreements.position import Line, Position, SignOff, View, declared
from concord.declarations.messages import known_codes
from concord.errors import Invalid, NotFound
from concord.vocabulary.text import Text

TODAY = date(2026, 11, 22)


def view(ministry: str, stance: str = "supports", **more: Text) -> View:
    return View(ministry, stance, Text(en=f"{ministry} speaks"), TODAY, **more)


def line(id: str, **more: object) -> Line:
    return replace(
        Line(id, Text(en=f"Subject {id}"), Text(en="Three places each"), (Text(en="Two places each"),), state="agreed"),
        **more,  # type: ignore[arg-type]
    )


def every() -> tuple[View, ...]:
    return tuple(view(id) for id in declared().ministries)


def signed(position: Position) -> Position:
    signs = tuple(
        SignOff(each.ministry, "signs", position.digest, "A. Person", TODAY) for each in position.signatures()
    )
    return replace(position, sign_offs=signs)


# --- The position ----------------------------------------------------------------------------------------------------
def test_the_ministries_are_those_of_the_issue() -> None:
    named = {"health", "labour", "finance", "trade", "foreign-affairs", "education", "immigration"}
    assert set(declared().ministries) == named


def test_an_empty_position_lacks_health_first() -> None:
    found = Position().findings()
    assert [each.code for each in found.hard] == ["agreements.position.no-lines", "agreements.position.no-health"]
    assert {each.where.item for each in found.soft} == {
        "labour",
        "finance",
        "foreign-affairs",
        "education",
        "immigration",
    }


def test_a_whole_position_that_all_signed_lacks_nothing() -> None:
    position = signed(Position(every(), (line("a"),)))
    assert position.is_signed
    assert not position.findings()
    assert position.facts() == {
        "health-view": True, "health-signed": True, "position-signed": True, "list-conditions": False,
    }  # fmt: skip


def test_a_sign_off_is_stale_when_an_agreed_line_changes() -> None:
    position = signed(Position(every(), (line("a"),)))
    changed = replace(position, lines=(line("a", wanted=Text(en="One place each")),))
    assert not changed.is_signed
    assert {each.stands for each in changed.signatures()} == {"stale"}
    assert changed.facts()["health-signed"] is False


def test_a_draft_line_changes_no_sign_off() -> None:
    position = signed(Position(every(), (line("a"),)))
    more = replace(position, lines=(line("a"), line("b", state="draft")))
    assert more.is_signed
    assert {each.code for each in more.findings()} == {"agreements.position.draft"}


def test_the_order_of_lines_changes_no_sign_off() -> None:
    position = signed(Position(every(), (line("a"), line("b"))))
    assert replace(position, lines=(line("b"), line("a"))).is_signed


def test_a_position_without_an_agreed_line_is_not_signed() -> None:
    assert not signed(Position(every(), ())).is_signed


def test_one_ministry_that_refuses_is_enough() -> None:
    position = signed(Position(every(), (line("a"),)))
    no = replace(position.sign_offs[2], says="refuses", note="The sum is not in the budget.")
    refusing = replace(position, sign_offs=(*position.sign_offs, no))
    assert not refusing.is_signed
    assert "agreements.position.refused" in {each.code for each in refusing.findings()}


def test_a_reservation_signs() -> None:
    position = signed(Position(every(), (line("a"),)))
    reserves = tuple(replace(each, says="reserves") for each in position.sign_offs)
    assert replace(position, sign_offs=reserves).is_signed


def test_views_and_lines_say_what_they_lack() -> None:
    views = (
        view("health", "conditions"),
        view("labour", "opposes"),
        *(view(id) for id in list(declared().ministries)[2:]),
    )
    position = Position(views, (line("a", fallbacks=()),))
    codes = {each.code for each in position.findings()}
    assert codes == {
        "agreements.position.no-conditions", "agreements.position.opposed", "agreements.position.no-fallback",
    }  # fmt: skip
    assert codes <= known_codes()


def test_a_limit_is_as_good_as_a_fallback() -> None:
    position = Position(every(), (line("a", fallbacks=(), never=Text(en="No fee for the worker")),))
    assert not position.findings()


def test_conditions_for_a_listed_origin_are_agreed_lines_that_protect() -> None:
    assert Position(lines=(line("a", is_safeguard=True),)).facts()["list-conditions"] is True
    assert Position(lines=(line("a", is_safeguard=True, state="draft"),)).facts()["list-conditions"] is False


def test_another_body_may_hold_a_view_and_then_signs_too() -> None:
    position = Position((*every(), view("Council of Nurses")), (line("a"),))
    assert position.signatures()[-1].ministry == "Council of Nurses"


def test_what_is_written_and_read_is_the_same() -> None:
    for each in (view("health", "conditions", conditions=Text(ar="شروط")),):
        assert View.from_json(each.to_json()) == each
    for one in (line("a"), line("b", is_safeguard=True, never=Text(en="x"), needs=("n1",), ministries=("health",))):
        assert Line.from_json(one.to_json()) == one
    sign = SignOff("health", "reserves", "d" * 64, "A. Person", TODAY, "Only for two years.")
    assert SignOff.from_json(sign.to_json()) == sign
    with pytest.raises(Invalid):
        View.from_json({"ministry": "health", "stance": "maybe", "view": {"en": "x"}, "on": "2026-01-01"})


# --- Coherence -------------------------------------------------------------------------------------------------------
def cited(kind: str, verdict: str = "serves", **more: object) -> Cited:
    first: dict[str, object] = {"on": TODAY, "why": Text(en="It asks for the same.")}
    return Cited(f"c-{kind}", kind, f"The {kind}", verdict, **{**first, **more})  # type: ignore[arg-type]


def all_kinds() -> list[Cited]:
    return [cited(id) for id in declared().cited]


def test_the_check_covers_agreements_laws_reports_and_the_five_policies() -> None:
    policies = {id for id, kind in declared().cited.items() if kind.is_policy}
    assert policies == {"health-policy", "workforce-policy", "labour-policy", "trade-policy", "migration-policy"}
    assert set(declared().cited) - policies == {"agreement", "law", "report", "safeguards"}
    for kind in declared().cited.values():
        assert all(articles.where(each).obligations for each in kind.articles)


def test_where_everything_was_looked_at_and_fits_nothing_is_found() -> None:
    assert not coherence.check(all_kinds(), today=TODAY)
    assert coherence.facts(all_kinds()) == {"coherence-looked-at": True, "conflicts-open": 0}


def test_a_kind_that_nobody_looked_at_is_said() -> None:
    found = coherence.check([each for each in all_kinds() if each.kind != "trade-policy"], today=TODAY)
    assert [(each.code, each.where.item) for each in found] == [("agreements.coherence.policy-missing", "trade-policy")]
    found = coherence.check([each for each in all_kinds() if each.kind != "law"], today=TODAY)
    assert [(each.code, each.where.item) for each in found] == [("agreements.coherence.kind-missing", "law")]


def test_the_safeguards_list_may_be_left_out() -> None:
    found = [each for each in all_kinds() if each.kind != "safeguards"]
    assert not coherence.check(found, today=TODAY)
    assert coherence.facts(found)["coherence-looked-at"] is True


def test_a_policy_is_asked_what_of_it_the_position_serves_or_strains() -> None:
    bare = [replace(each, why=Text()) for each in all_kinds()]
    found = coherence.check(bare, today=TODAY)
    assert {each.code for each in found} == {"agreements.coherence.no-why"}
    assert {each.where.item for each in found} == {f"c-{id}" for id, kind in declared().cited.items() if kind.is_policy}


def offer(key: str = "2027:measures", edition: str = "NR-2027-KEN-1") -> Offered:
    return Offered(key, "report", edition, "Which measures?", "Training places", "/en/reporting/", articles=("5.4",))


def test_an_answer_that_is_offered_is_asked_for_until_somebody_says_what_it_means() -> None:
    found = coherence.check(all_kinds(), today=TODAY, offered=[offer(), offer("2027:plan")])
    assert [(each.code, each.params["count"]) for each in found] == [("agreements.coherence.answers-left", 2)]
    judged = [cited("report", "apart", asked=each.key, edition=each.edition) for each in (offer(), offer("2027:plan"))]
    assert not coherence.check([*all_kinds(), *judged], today=TODAY, offered=[offer(), offer("2027:plan")])


def test_an_answer_that_was_corrected_since_is_to_be_read_again() -> None:
    judged = [*all_kinds(), cited("report", asked=offer().key, edition=offer().edition)]
    found = coherence.check(judged, today=TODAY, offered=[offer(edition="NR-2027-KEN-2")])
    assert [each.code for each in found] == ["agreements.coherence.corrected"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("art:5.2", "report"), ("art:5.1c", "report"), ("art:3.6", "report"), ("art:4.5 art:4.7", "report"),
        ("art:8.2", "law"), ("art:7.2a", "law"), ("art:7.2b", ""), ("art:9.1", ""), ("art:10.3", ""), ("", ""),
        ("art:2026-3", ""), ("art:8.1 art:8.2", "law"),
    ],
)  # fmt: skip
def test_answers_on_articles_three_to_five_and_on_laws_are_offered(source: str, kind: str) -> None:
    assert kind_for(source) == kind


def test_that_there_is_none_is_an_answer() -> None:
    none = [replace(each, verdict="none", title="") if each.kind == "law" else each for each in all_kinds()]
    assert not coherence.check(none, today=TODAY)
    assert Cited.from_json(next(each for each in none if each.kind == "law").to_json()).verdict == "none"


def test_a_strain_is_open_until_it_is_settled() -> None:
    for verdict in ("strains", "contradicts"):
        assert cited("agreement", verdict).is_open
    strained = [*all_kinds()[1:], cited("agreement", "strains")]
    assert [each.code for each in coherence.check(strained, today=TODAY).hard] == ["agreements.coherence.open"]
    assert coherence.facts(strained)["conflicts-open"] == 1
    settled = [*strained[:-1], replace(strained[-1], settled=Text(en="The older one is ended first."))]
    assert not coherence.check(settled, today=TODAY)


def test_what_was_looked_at_long_ago_is_noted() -> None:
    old = [replace(each, on=date(2024, 1, 1)) for each in all_kinds()]
    assert {each.code for each in coherence.check(old, today=TODAY).notes} == {"agreements.coherence.old"}


def test_a_known_agreement_with_the_same_partner_must_be_looked_at() -> None:
    known = [
        Known("agr004", "Memorandum of 2022", same_partner=True),
        Known("agr001", "Another"),
        Known("x", "Dead", True, False),
    ]
    found = coherence.check(all_kinds(), today=TODAY, known=known)
    assert [(each.code, each.where.item) for each in found.soft] == [("agreements.coherence.not-cited", "agr004")]
    assert {each.where.item for each in found.notes} == {"agr001", "x"}
    looked = [*all_kinds(), Cited("c", "agreement", "Memorandum of 2022", "silent", register="agr004", on=TODAY)]
    assert not coherence.check(looked, today=TODAY, known=known).soft


def test_a_line_that_is_gone_is_said() -> None:
    bearing = [*all_kinds()[1:], cited("agreement", lines=("a", "gone"))]
    found = coherence.check(bearing, today=TODAY, lines=["a"])
    assert [each.params["line"] for each in found] == ["gone"]


def test_nothing_cited_is_not_known() -> None:
    assert coherence.facts(()) == {}


def test_the_balance_tells_what_is_served_and_what_is_strained() -> None:
    told = coherence.balance([cited("law", "strains"), cited("health-policy"), cited("trade-policy")])
    assert {id: len(found) for id, found in told.items()} == {"serves": 2, "strains": 1}
    assert list(told) == ["serves", "strains"]


@given(st.lists(st.tuples(st.sampled_from(sorted(declared().cited)), st.sampled_from(sorted(declared().verdicts)))))
def test_every_hard_finding_is_one_open_conflict(pairs: list[tuple[str, str]]) -> None:
    listed = [Cited(str(at), kind, kind, verdict) for at, (kind, verdict) in enumerate(pairs)]
    open_ones = sum(verdict in ("strains", "contradicts") for _, verdict in pairs)
    assert len(coherence.check(listed, today=TODAY).hard) == open_ones


# --- Stakeholders ----------------------------------------------------------------------------------------------------
def test_every_type_is_heard_in_some_phase_and_rests_on_the_code() -> None:
    known = {each.id for each in phases()}
    for each in stakeholders.types().values():
        assert each.phases
        assert set(each.phases) <= known
        assert all(articles.where(paragraph).obligations for paragraph in each.articles)


def test_a_type_is_heard_asked_or_not_asked() -> None:
    flags = stakeholders.flags("negotiation", asked={"unions": 2, "schools": 1}, heard={"unions": 1, "regulators": 1})
    assert {each.type.id: each.state for each in flags} == {
        "professional": "not-asked", "unions": "heard", "regulators": "heard", "schools": "asked",
        "public-employers": "not-asked", "social-security": "not-asked",
    }  # fmt: skip
    assert not stakeholders.all_asked(flags)


def test_whoever_was_asked_and_kept_silent_was_given_the_chance() -> None:
    asked = {each.id: 1 for each in stakeholders.expected("consultation")}
    assert stakeholders.all_asked(stakeholders.flags("consultation", asked=asked, heard={}))


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(NotFound) as caught:
        stakeholders.type_of("angels")
    assert caught.value.code == "agreements.stakeholder.unknown"
