"""Preparing an agreement on pages: needs, position, consultations, objectives, thread; nobody else learns of it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest

from concord.agreements.coherence import Cited
from concord.agreements.needs import Evidence, Kept, Need
from concord.agreements.needs import declared as declared_needs
from concord.agreements.plan import Action
from concord.agreements.position import Line, SignOff, View, declared
from concord.labour_market.analysis_model import Analysis, Figure, Step
from concord.labour_market.curves import Range
from concord.vocabulary.text import Text
from concord_site.agreements import parts
from concord_site.agreements.actions import writing
from concord_site.agreements.following.actions import keep_answers
from concord_site.agreements.preparing import actions, facts, queries, thread
from concord_site.agreements.queries import life
from concord_site.shell import suppliers

pytestmark = pytest.mark.django_db
CANARY = "zq-canary-need-8812"
PAGES = (
    "needs/", "needs/new/", "needs/figures/", "position/", "position/views/health/", "position/lines/new/",
    "position/coherence/", "position/cited/new/", "consultations/", "consultations/new/change/", "objectives/",
    "objectives/new/", "thread/",
)  # fmt: skip


def at(table: Any, page: str, language: str = "en") -> str:
    return f"/{language}/agreements/dossiers/{table.id}/prepare/{page}"


def body(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def put(table: Any, kind: str, key: str, value: Any, now: Any, *, shared: bool = False) -> None:
    dossier = table.origin()
    space = dossier.shared if shared else dossier.own
    writing.put(
        space, kind, key, value if isinstance(value, dict) else value.to_json(), by=table.asha, now=now, based_on=None
    )


def need(key: str = "n1", **more: Any) -> Need:
    first: dict[str, Any] = {
        "evidence": (Evidence("Survey of 2025", year=2025),), "size": Range(300, 250, 400), "unit": "persons",
        "year": 2030, "owner": "Ministry of Health",
    }  # fmt: skip
    return Need(key, "origin", "education", Text(en=f"{CANARY} nurses"), **{**first, **more})


@pytest.fixture(autouse=True)
def _nobody_offers_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the installation itself would work out is not asked."""
    monkeypatch.setitem(suppliers._register, "agreements.analysis", {})


@pytest.fixture
def analysis() -> Any:
    """An analysis as another room would offer it."""
    figures = (
        Figure("unmet", Range(500, 100, 900), "persons", 2024), Figure("vacant", Range.exact(40), "persons", 2024),
        Figure("graduates", Range.exact(210), "persons", 2023), Figure("places", Range.exact(8), "count", 2023),
    )  # fmt: skip
    made = Analysis(
        "KEN", date(2026, 3, 1), 2024, 2035, "sdg-2016", (Step("stock", figures, (), ()),), {}, {}, (), (), (), {},
        None, None, {}, None, (), (), (), (),
    )  # fmt: skip
    suppliers.register("agreements.analysis", "test", lambda area: made if area == "KEN" else None)
    yield made
    suppliers.withdraw("agreements.analysis", "test")


# ---- every page -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_answers_its_party_and_is_kept_by_no_browser(table, signed_in, language) -> None:
    client = signed_in(table.asha)
    for page in PAGES:
        answer = client.get(at(table, page, language))
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private"), page


def test_to_a_stranger_every_page_is_one_that_does_not_exist(table, signed_in, person, organisation, now) -> None:
    put(table, "need", "n1", need(), now)
    strangers = (person("negotiator", organisation("ministry", "KEN")), person("secretariat-administrator"))
    for stranger, pages in zip(strangers, ((*PAGES, "needs/n1/"), ("needs/", "needs/n1/", "position/")), strict=True):
        client = signed_in(stranger)
        for page in pages:
            there, missing = client.get(at(table, page)), client.get(at(table, page).replace(table.id, "a" * 26))
            assert (there.status_code, missing.status_code) == (404, 404), page
            assert there.content.replace(table.id.encode(), b"a" * 26) == missing.content, page
            assert client.post(at(table, page), {"do": "show", "key": "n1"}).status_code == 404, page


def test_the_other_party_reads_nothing_of_ones_preparation(table, signed_in, now) -> None:
    put(table, "need", "n1", need(), now)
    put(table, "position.view", "health", View("health", "opposes", Text(en=CANARY), date(2026, 1, 1)), now)
    put(table, "position.line", "l1", Line("l1", Text(en=CANARY), Text(en=CANARY)), now)
    put(table, "position.cited", "c1", Cited("c1", "law", CANARY, "strains"), now)
    client = signed_in(table.ben)
    for page in PAGES:
        assert CANARY not in client.get(at(table, page)).content.decode(), page
    assert client.get(at(table, "needs/n1/")).status_code == 404
    assert client.get(at(table, "position/lines/l1/")).status_code == 404


# ---- needs ----------------------------------------------------------------------------------------------------------
def test_the_analysis_is_drawn_kept_and_proposes_needs(table, signed_in, analysis, now) -> None:
    client = signed_in(table.asha)
    assert body(client.get(at(table, "needs/"))).count("not known here") == len(declared_needs().looked_at)
    assert client.post(at(table, "needs/"), {"do": "draw"}).status_code == 302
    page = body(client.get(at(table, "needs/")))
    assert "500 (100 to 900) persons, 2024" in page
    assert "not known here" in page
    assert "More people are needed than are there" in page
    assert client.post(at(table, "needs/"), {"do": "propose", "rule": "short"}).status_code == 302
    taken = queries.needs_of(table.origin())
    assert [(each.need.area, each.need.size) for each in taken] == [("education", Range(500, 100, 900))]
    assert queries.analysis_of(table.origin()).on == date(2026, 3, 1)


def test_a_proposal_is_taken_once_and_only_while_figures_propose_it(table, analysis, now) -> None:
    from concord.errors import NotFound

    dossier = table.origin()
    actions.draw_analysis(dossier, by=table.asha, now=now)
    for _ in range(2):
        actions.take_proposal(table.origin(), "short", by=table.asha, now=now)
    assert len(table.origin().own.history("need", "short")) == 1
    with pytest.raises(NotFound):
        actions.take_proposal(table.origin(), "reliance", by=table.asha, now=now)


def test_without_an_analysis_one_of_the_countrys_own_is_named(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert client.post(at(table, "needs/"), {"do": "draw"}).status_code == 422
    named = {"do": "name", "title": "Analysis of Inventland", "on": "2025-06-01"}
    assert client.post(at(table, "needs/"), named).status_code == 302
    assert facts.facts(table.origin())[0]["analysis-says"] is False
    assert "it opens no phase" in body(client.get(at(table, "needs/")))
    told = {**named, "says": "600 nurses without a post", "occupations": ["222_322"]}
    assert client.post(at(table, "needs/"), told).status_code == 302
    found = facts.facts(table.origin())[0]
    assert (found["analysis-on"], found["analysis-says"], found["analysis-covers"]) == (date(2025, 6, 1), True, True)


def test_an_analysis_of_nurses_is_none_of_pharmacists(table, signed_in, now) -> None:
    put(table, "need.analysis", "a", Kept(now.date(), "Ours", says=Text(en="Few"), occupations=("222_322",)), now)
    put(table, "need", "n1", need(occupations=("2221",)), now)
    assert facts.facts(table.origin())[0]["analysis-covers"] is True
    put(table, "need", "n2", need("n2", occupations=("2262",)), now)
    assert facts.facts(table.origin())[0]["analysis-covers"] is False
    page = body(signed_in(table.asha).get(at(table, "needs/")))
    assert "Needs name occupations that no analysis is about: Pharmacists." in page


def test_a_countrys_own_figures_take_the_place_of_those_of_the_analysis(table, signed_in, analysis, now) -> None:
    actions.draw_analysis(table.origin(), by=table.asha, now=now)
    client = signed_in(table.asha)
    sent = {"year": "2025", "source": "Pay roll", "graduates": "1 900", "posts": "1000", "filled": "950",
            "unemployed": "30", "version": "0"}  # fmt: skip
    assert client.post(at(table, "needs/figures/"), {**sent, "filled": "1001"}).status_code == 422
    assert client.post(at(table, "needs/figures/"), sent).status_code == 302
    page = body(client.get(at(table, "needs/")))
    assert "1,900 persons, 2025" in page
    assert "210 persons, 2023" not in page
    assert "Posts stay vacant while people look for a post." in page
    assert "500 (100 to 900) persons, 2024" in page


def test_a_need_is_stated_with_its_range_and_says_what_it_lacks(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent = {"statement": "Nurses for the north", "area": "distribution", "priority": "1", "least": "1 200",
            "most": "1 500", "unit": "persons", "year": "2030", "version": "0"}  # fmt: skip
    assert client.post(at(table, "needs/new/"), sent).status_code == 302
    stated = queries.needs_of(table.origin())[0].need
    assert (stated.size, stated.year, stated.side) == (Range(1350, 1200, 1500), 2030, "origin")
    page = body(client.get(at(table, "needs/")))
    assert "1,350 (1,200 to 1,500) persons, 2030" in page
    assert "The need rests on nothing yet." in page
    assert "Nobody answers for this need." in page


@pytest.mark.parametrize(
    ("least", "likely", "most"), [("5", "", ""), ("9", "5", "12"), ("x", "5", "12"), ("", "7", "6")]
)
def test_a_range_that_cannot_be_is_refused_and_what_was_typed_stays(table, signed_in, least, likely, most) -> None:
    client = signed_in(table.asha)
    sent = {
        "statement": "Words that stay",
        "area": "finance",
        "priority": "2",
        "least": least,
        "likely": likely,
        "most": most,
    }
    answer = client.post(at(table, "needs/new/"), sent)
    assert answer.status_code == 422
    assert "Words that stay" in answer.content.decode()
    assert queries.needs_of(table.origin()) == ()


def test_where_two_write_both_texts_stand_on_the_page(table, signed_in, now) -> None:
    put(table, "need", "n1", need(), now)
    client = signed_in(table.asha)
    sent = {"statement": "Mine", "area": "education", "priority": "2", "version": "1", "likely": "5", "unit": "persons"}
    put(table, "need", "n1", need(owner="Somebody else's words"), now)
    answer = client.post(at(table, "needs/n1/"), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else&#x27;s words" in page
    assert ">Mine<" in re.sub(r"\s*\n\s*", "", page)
    assert client.post(at(table, "needs/n1/"), {**sent, "version": "2"}).status_code == 302
    assert queries.needs_of(table.origin())[0].need.statement["en"] == "Mine"


def test_a_translation_is_added_and_unchanged_words_stay_in_their_language(table, signed_in, now) -> None:
    put(table, "need", "n1", need(), now)
    client = signed_in(table.asha)
    sent = {"statement": f"{CANARY} nurses", "area": "education", "priority": "2", "version": "1"}
    assert client.post(at(table, "needs/n1/", "fr"), sent).status_code == 302
    assert dict(queries.needs_of(table.origin())[0].need.statement) == {"en": f"{CANARY} nurses"}
    sent |= {"statement": "Des infirmiers", "version": "2"}
    assert client.post(at(table, "needs/n1/", "fr"), sent).status_code == 302
    assert dict(queries.needs_of(table.origin())[0].need.statement) == {
        "en": f"{CANARY} nurses", "fr": "Des infirmiers",
    }  # fmt: skip


def test_a_need_is_shown_to_the_others_and_taken_out_again(table, signed_in, now) -> None:
    put(table, "need", "n1", need(no_clause="A private thought"), now)
    client, other = signed_in(table.asha), signed_in(table.ben)
    assert client.post(at(table, "needs/"), {"do": "show", "key": "n1"}).status_code == 302
    page = other.get(at(table, "needs/")).content.decode()
    assert CANARY in page
    assert "A private thought" not in page
    assert [each.party.id for each in queries.shown_needs(table.destination())] == ["origin"]
    assert client.post(at(table, "needs/"), {"do": "hide", "key": "n1"}).status_code == 302
    assert CANARY not in other.get(at(table, "needs/")).content.decode()


def test_a_need_that_is_taken_away_can_be_brought_back(table, signed_in, now) -> None:
    put(table, "need", "n1", need(), now)
    client = signed_in(table.asha)
    assert client.post(at(table, "needs/n1/"), {"do": "remove"}).status_code == 302
    assert queries.needs_of(table.origin()) == ()
    assert [each.key for each in table.origin().own.removed("need")] == ["n1"]


# ---- position -------------------------------------------------------------------------------------------------------
def whole_position(table: Any, now: Any) -> None:
    for id in declared().ministries:
        put(table, "position.view", id, View(id, "supports", Text(en=f"View of {id}"), date(2026, 1, 1)), now)
    line = Line(
        "l1", Text(en="Places"), Text(en="Three each"), (Text(en="Two each"),), state="agreed", is_safeguard=True
    )
    put(table, "position.line", "l1", line, now)


def test_a_position_is_written_agreed_and_signed(table, signed_in, now) -> None:
    client = signed_in(table.asha)
    view = {"stance": "conditions", "view": "Yes, if", "on": "2026-02-01", "version": "0"}
    assert client.post(at(table, "position/views/health/"), view).status_code == 422
    assert client.post(at(table, "position/views/health/"), {**view, "conditions": "places"}).status_code == 302
    line = {"subject": "Places", "wanted": "Three", "fallback": "Two", "state": "agreed", "version": "0"}
    assert "Nothing can be signed off yet" in body(client.get(at(table, "position/sign-off/health/"), follow=True))
    assert client.post(at(table, "position/lines/new/"), line).status_code == 302
    digest = queries.position_of(table.origin()).digest
    sign = {"says": "signs", "by": "A. Person, Minister", "on": "2026-02-02", "digest": digest, "version": "0"}
    assert client.post(at(table, "position/sign-off/health/"), {**sign, "digest": "0" * 64}).status_code == 422
    assert client.post(at(table, "position/sign-off/health/"), sign).status_code == 302
    stands = {each.ministry: each.stands for each in queries.position_of(table.origin()).signatures()}
    assert stands["health"] == "signed"
    key = queries.position_of(table.origin()).lines[0].id
    assert (
        client.post(at(table, f"position/lines/{key}/"), {**line, "wanted": "One", "version": "1"}).status_code == 302
    )
    assert "Signed before a line changed" in body(client.get(at(table, "position/")))


def test_what_a_position_lacks_is_named_as_people_know_it(table, signed_in, now) -> None:
    page = body(signed_in(table.asha).get(at(table, "position/")))
    assert "The view of the health ministry is missing." in page
    assert "Foreign affairs" in page
    assert "foreign-affairs" not in page.replace("views/foreign-affairs", "")


def test_what_strains_a_policy_is_open_until_it_is_settled(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent = {"kind": "workforce-policy", "title": "Workforce plan 2030", "verdict": "strains", "version": "0"}
    assert client.post(at(table, "position/cited/new/"), sent).status_code == 302
    assert facts.facts(table.origin())[0]["conflicts-open"] == 1
    assert "nothing settles that: Workforce plan 2030" in body(client.get(at(table, "position/")))
    key = queries.cited_of(table.origin())[0].id
    settled = {**sent, "version": "1", "settled": "The plan is changed in 2027."}
    assert client.post(at(table, f"position/cited/{key}/"), settled).status_code == 302
    assert facts.facts(table.origin())[0]["conflicts-open"] == 0


def test_that_there_is_no_such_text_is_an_answer_without_a_title(table, signed_in) -> None:
    client = signed_in(table.asha)
    sent = {"kind": "law", "verdict": "serves", "version": "0"}
    assert client.post(at(table, "position/cited/new/"), sent).status_code == 422
    assert client.post(at(table, "position/cited/new/"), {**sent, "verdict": "none"}).status_code == 302


# ---- consultations --------------------------------------------------------------------------------------------------
def test_somebody_is_asked_heard_and_answered(table, signed_in) -> None:
    client = signed_in(table.asha)
    opened = {"title": "First round", "question": "What matters?", "occasion": "consultation", "way": "meeting",
              "opened": "2026-03-01", "closes": "2026-04-01", "version": "0"}  # fmt: skip
    assert client.post(at(table, "consultations/new/change/"), opened).status_code == 302
    key = queries.consultations_of(table.origin())[0].id
    page = at(table, f"consultations/{key}/")
    invite = {"do": "invite", "type": "unions", "name": "Union of Nurses", "on": "2026-03-02"}
    assert client.post(page, invite).status_code == 302
    assert client.post(page, invite).status_code == 422
    asked = queries.consultations_of(table.origin())[0].invited[0].id
    hear = {"do": "hear", "who": f"asked:{asked}", "said": "Equal pay first", "on": "2026-03-09"}
    assert client.post(page, hear).status_code == 302
    assert facts.facts(table.origin())[0]["answers-owed"] == 1
    word = queries.consultations_of(table.origin())[0].comments[0].id
    answer = {"do": f"answer-{word}", "outcome": "not-taken"}
    assert client.post(page, answer).status_code == 422
    assert client.post(page, {**answer, "answer": "There is no money for it."}).status_code == 302
    assert facts.facts(table.origin())[0]["answers-owed"] == 0
    shown = body(client.get(page))
    assert "Equal pay first" in shown
    assert "There is no money for it." in shown
    flags = {each.type.id: each.state for each in queries.flags_in(table.origin(), "consultation")}
    assert (flags["unions"], flags["recruiters"]) == ("heard", "not-asked")


def test_changing_the_days_keeps_who_was_asked(table, signed_in) -> None:
    client = signed_in(table.asha)
    opened = {"title": "First", "question": "What?", "occasion": "consultation", "way": "meeting",
              "opened": "2026-03-01", "closes": "2026-04-01", "version": "0"}  # fmt: skip
    client.post(at(table, "consultations/new/change/"), opened)
    key = queries.consultations_of(table.origin())[0].id
    client.post(
        at(table, f"consultations/{key}/"), {"do": "invite", "type": "schools", "name": "College", "on": "2026-03-01"}
    )
    changed = {**opened, "closes": "2026-05-01", "version": "2"}
    assert client.post(at(table, f"consultations/{key}/change/"), changed).status_code == 302
    found = queries.consultations_of(table.origin())[0]
    assert (found.closes, [each.name for each in found.invited]) == (date(2026, 5, 1), ["College"])
    wrong = {**changed, "closes": "2026-01-01", "version": "3"}
    assert client.post(at(table, f"consultations/{key}/change/"), wrong).status_code == 422


# ---- what the site knows of the state -------------------------------------------------------------------------------
def told_of(area: str, *, is_example: bool, language: str) -> list[dict[str, Any]]:
    first = {
        "key": "2027:plan", "kind": "report", "edition": "NR-2027-KEN-1", "round": "2027", "number": "3.1",
        "asked": "Is there a plan?", "answered": "Yes, until 2030", "articles": ["5.4"],
        "link": "/en/reporting/published/2027/KEN/1/#q-plan", "is_example": True,
    }  # fmt: skip
    second = {**first, "key": "2027:laws", "kind": "law", "asked": "Which laws?", "answered": "Two laws"}
    return [first, second] if area == "KEN" and is_example else []


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports as another room would offer them."""
    monkeypatch.setitem(suppliers._register, "agreements.told", {"test": told_of})


def test_answers_of_reports_are_offered_with_question_answer_and_public_link(table, signed_in, told) -> None:
    answer = signed_in(table.asha).get(at(table, "position/coherence/"))
    for words in ("Report of the round 2027", "Is there a plan?", "Yes, until 2030", "not looked at: 2 of 2"):
        assert words in body(answer), words
    assert 'href="/en/reporting/published/2027/KEN/1/#q-plan"' in answer.content.decode()
    assert "nobody has looked at: 2" in body(answer)
    assert "Is there a plan?" not in body(signed_in(table.ben).get(at(table, "position/coherence/")))


def test_a_party_says_what_an_answer_means_for_its_position_and_why(table, signed_in, told, now) -> None:
    put(table, "position.line", "l1", Line("l1", Text(en="Places"), Text(en="Three each")), now)
    client = signed_in(table.asha)
    page = client.get(at(table, "position/cited/new/") + "?told=0").content.decode()
    assert "Yes, until 2030" in page
    assert 'value="2027:plan"' in page
    assert 'value="none"' not in page
    sent = {"asked": "2027:plan", "verdict": "contradicts", "lines": "l1", "version": "0"}
    assert client.post(at(table, "position/cited/new/"), sent).status_code == 422
    sent["why"] = "The plan counts on every nurse"
    assert client.post(at(table, "position/cited/new/"), sent).status_code == 302
    kept = queries.cited_of(table.origin())[0]
    assert (kept.kind, kept.title, kept.edition, kept.asked, kept.lines) == (
        "report", "Is there a plan?", "NR-2027-KEN-1", "2027:plan", ("l1",),
    )  # fmt: skip
    assert kept.says["en"] == "Yes, until 2030"
    page = body(client.get(at(table, "position/coherence/")))
    assert "not looked at: 1 of 2" in page
    assert "The plan counts on every nurse" in page
    assert facts.facts(table.origin())[0]["conflicts-open"] == 1
    sent |= {"settled": "The plan is changed", "version": "1"}
    assert client.post(at(table, f"position/cited/{kept.id}/"), sent).status_code == 302
    assert facts.facts(table.origin())[0]["conflicts-open"] == 0


def test_a_link_to_an_offer_names_neither_question_nor_country(table, signed_in, told) -> None:
    page = signed_in(table.asha).get(at(table, "position/coherence/")).content.decode()
    own = [each for each in re.findall(r'href="([^"]+)"', page) if "told=" in each]
    assert len(own) == 2
    assert all(re.fullmatch(r".*/cited/new/\?told=\d+", each) for each in own)
    for strange in ("9", "x", "-1", "²", "99999999999"):
        answer = signed_in(table.asha).get(at(table, "position/cited/new/") + f"?told={strange}")
        assert answer.status_code == 200
        assert "What stands in public" not in body(answer)


def test_a_policy_has_date_lines_and_what_of_it_is_served_and_its_lack_is_flagged(table, signed_in, now) -> None:
    put(table, "position.line", "l1", Line("l1", Text(en="Places"), Text(en="Three each")), now)
    client = signed_in(table.asha)
    assert body(client.get(at(table, "position/coherence/"))).count("No policy of this kind is cited.") >= 5
    sent = {"kind": "trade-policy", "title": "Schedule on services", "dated": "May 2024", "verdict": "serves",
            "link": "https://example.org/schedule", "lines": "l1", "version": "0"}  # fmt: skip
    assert client.post(at(table, "position/cited/new/"), sent).status_code == 422
    assert client.post(at(table, "position/cited/new/"), {**sent, "dated": "2024-05"}).status_code == 302
    page = body(client.get(at(table, "position/coherence/")))
    assert "It is not said what of it the position serves or strains: Schedule on services" in page
    for words in ("May 2024", "Lines: Places"):
        assert words in page, words
    key = queries.cited_of(table.origin())[0].id
    more = {**sent, "dated": "2024-05", "why": "Temporary entry", "version": "1"}
    assert client.post(at(table, f"position/cited/{key}/"), more).status_code == 302
    page = body(client.get(at(table, "position/coherence/")))
    assert "It is not said what of it" not in page
    assert "Temporary entry" in page


# ---- papers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["position/paper", "consultations/record"])
def test_papers_go_out_as_word_and_pdf_sealed_as_other_files_of_the_room(table, signed_in, name, now) -> None:
    put(table, "position.line", "l1", Line("l1", Text(en=CANARY), Text(en=CANARY)), now)
    client, other = signed_in(table.asha), signed_in(table.ben)
    for format, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(at(table, f"{name}.{format}"))
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "attachment" in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(client.get(at(table, "position/paper.docx")).content)) as file:
        assert CANARY in file.read("word/document.xml").decode()
    with zipfile.ZipFile(io.BytesIO(other.get(at(table, "position/paper.docx")).content)) as file:
        assert all(CANARY not in file.read(each).decode(errors="ignore") for each in file.namelist())
    assert client.get(at(table, f"{name}.exe")).status_code == 404


# ---- objectives and thread ------------------------------------------------------------------------------------------
def test_objectives_are_set_for_both_countries_and_seen_by_both_parties(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert client.post(at(table, "objectives/"), {"do": "take", "id": "origin-areas"}).status_code == 302
    own = {"statement": "Nobody pays to be hired", "goal": "worker-welfare", "side": "destination", "version": "0"}
    assert client.post(at(table, "objectives/new/"), own).status_code == 422
    assert client.post(at(table, "objectives/new/"), {**own, "no_indicator": "Nobody counts it"}).status_code == 302
    page = body(signed_in(table.ben).get(at(table, "objectives/")))
    assert "Vacant posts in the origin" in page
    assert "Nobody pays to be hired" in page
    assert "Nobody counts it" in page


TEXT = (
    "Article 1 Training places\nThe destination shall fund places.\n\n"
    "Article 2 Entry into force\nIt enters into force.\n"
)


def test_the_thread_runs_from_need_to_plan_and_shows_what_hangs_loose(table, signed_in, now) -> None:
    client = signed_in(table.asha)
    assert "State a need first" in body(client.get(at(table, "thread/")))
    put(table, "need", "n1", need(), now)
    put(table, "need", "n2", need("n2"), now)
    put(table, "text.version", "t", {"text": TEXT, "language": "en"}, now, shared=True)
    assert list(thread.clauses_of(table.origin())) == ["art-1", "art-2"]
    assert facts.facts(table.origin())[0]["needs-without-clause"] == 2
    action = Action("a1", Text(en="Fund places"), "destination", clauses=("art-1",), indicator="places-filled")
    put(table, "plan.action", "a1", action, now, shared=True)
    link = {"do": "link-need", "id": "n1", "to": "art-1"}
    assert client.post(at(table, "thread/"), link).status_code == 302
    assert client.post(at(table, "thread/"), {**link, "to": "art-9"}).status_code == 422
    assert facts.facts(table.origin())[0]["needs-without-clause"] == 1
    found = thread.thread_of(table.origin())
    assert found.trace.reached()["n1"] == "indicator"
    assert [each.id for each in found.trace.clauses_without_need] == ["art-2"]
    assert client.post(at(table, "thread/"), {"do": "frame", "clause": "art-2", "why": "Frame"}).status_code == 302
    assert thread.thread_of(table.origin()).trace.clauses_without_need == ()
    key = next(iter(found.drawn.values())).key
    assert client.post(at(table, "thread/"), {"do": "drop", "key": key}).status_code == 302
    assert facts.facts(table.origin())[0]["needs-without-clause"] == 2


def test_a_result_is_what_anybody_tells_of_the_newest_year_the_workers_too(table, signed_in, now) -> None:
    put(table, "need", "n1", need(), now)
    put(table, "text.version", "t", {"text": TEXT, "language": "en"}, now, shared=True)
    put(table, "plan.action", "a1", Action("a1", Text(en="Stop fees"), "destination", clauses=("art-1",),
                                           indicator="paid-fees"), now, shared=True)  # fmt: skip
    put(table, "trace.link", "l", {"kind": "need", "id": "n1", "to_kind": "clause", "to": "art-1"}, now)
    assert "Indicator: nothing follows" in body(signed_in(table.asha).get(at(table, "thread/")))
    answers = [{"consent": "yes", "paid_recruiter": "no" if at else "yes"} for at in range(20)]
    for year in (2024, 2025):
        keep_answers(table.origin(), answers, year=year, by=table.asha, now=now)
    found = thread.thread_of(table.origin())
    assert found.trace.reached()["n1"] == "result"
    paid = [each for each in found.items["result"] if each.id.startswith("paid-fees:")]
    assert [each.id for each in paid] == ["paid-fees:2025:survey"]
    assert "Indicator: nothing follows" not in body(signed_in(table.asha).get(at(table, "thread/")))
    assert paid[0].title == "5 (1 to 24) percent, 2025, from the workers' survey"


def test_the_gate_of_needs_reads_no_figures(table, now, monkeypatch) -> None:
    put(table, "need", "n1", need(), now)
    put(table, "text.version", "t", {"text": TEXT, "language": "en"}, now, shared=True)
    monkeypatch.setitem(suppliers._register, "agreements.results", {"test": lambda dossier: 1 / 0})
    assert facts.facts(table.origin())[0]["needs-without-clause"] == 1


def test_a_clause_within_an_article_is_the_articles_and_chapters_are_left_out(table, now) -> None:
    articles = "Article 1 Places\n1.1 Places are paid.\n1.2 They are many.\n\nArticle 2 Force\nIt is.\n"
    text = f"Chapter I Recruitment\n\n{articles}"
    put(table, "text.version", "t", {"text": text, "language": "en"}, now, shared=True)
    assert list(thread.clauses_of(table.origin())) == ["art-1", "art-2"]
    for at, clause in enumerate(("1.2", "art-1.1", "Article 2", "art-9")):
        action = Action(f"a{at}", Text(en="Pay"), "destination", clauses=(clause,))
        put(table, "plan.action", action.id, action, now, shared=True)
    found = thread.thread_of(table.origin()).trace
    assert [each.id for each in found.without_origin["action"]] == ["a3"]
    assert [each.id for each in found.unknown] == ["art-9"]


def test_an_excused_need_asks_for_no_clause(table, now) -> None:
    put(table, "need", "n1", need(no_clause="The ministry does it alone"), now)
    put(table, "text.version", "t", {"text": TEXT, "language": "en"}, now, shared=True)
    assert facts.facts(table.origin())[0]["needs-without-clause"] == 0


# ---- gates ----------------------------------------------------------------------------------------------------------
def test_preparation_opens_the_gates_of_ones_own_party(table, now) -> None:
    today = now.date()
    states = {each.gate.id: each.state for each in life.seen(table.origin(), "signature", on=today)}
    assert (states["analysis"], states["needs-stated"]) == ("not-known", "not-met")
    assert (states["health-view"], states["heard-before-negotiation"]) == ("not-met", "not-met")
    put(table, "need.analysis", "a", Kept(today, "Ours", says=Text(en="600 nurses without a post")), now)
    put(table, "need", "n1", need(), now)
    whole_position(table, now)
    position = queries.position_of(table.origin())
    for id in declared().ministries:
        put(table, "position.sign-off", id, SignOff(id, "signs", position.digest, "A. Person", today), now)
    for id in declared().cited:
        put(table, "position.cited", id, Cited(id, id, "A text", "serves", on=today), now)
    states = {each.gate.id: each.state for each in life.seen(table.origin(), "signature", on=today)}
    met = ("analysis", "needs-stated", "health-view", "position-signed", "coherent", "health-consent")
    assert {states[id] for id in met} == {"met"}
    other = {each.gate.id: each.state for each in life.seen(table.destination(), "signature", on=today)}
    assert {other[id] for id in met} <= {"not-met", "not-known"}


def test_every_gate_that_preparation_meets_is_a_part_that_is_there() -> None:
    from concord.agreements.gates import gates

    known = {each.id for each in parts.all_parts()}
    assert {"needs", "position", "consultations", "objectives", "tracing"} <= known
    own = {each.part for each in gates() if each.looks_at == "own"}
    assert own <= known


def test_the_summaries_say_what_is_to_be_done(table, now) -> None:
    assert facts.needs_summary(table.origin()).state == "open"
    put(table, "need", "n1", need(owner=""), now)
    assert (facts.needs_summary(table.origin()).state, facts.position_summary(table.origin()).state) == ("look", "open")
    put(table, "need", "n1", need(), now)
    assert facts.needs_summary(table.origin()).state == "done"
    put(table, "position.line", "l1", Line("l1", Text(en="x"), Text(en="y")), now)
    assert facts.position_summary(table.origin()).state == "look"
