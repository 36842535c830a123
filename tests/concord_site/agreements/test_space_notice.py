"""Public by default at signature: after its notice, never sooner, and never what a party keeps back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from concord.agreements.lifecycle import StatusStep
from concord.agreements.monitoring import Target, Told
from concord.agreements.notice import notice_days
from concord.agreements.plan import Action
from concord.vocabulary.text import Text
from concord_site.agreements import parts
from concord_site.agreements.actions import leaving, noticing, publishing, writing
from concord_site.agreements.actions import life as acting
from concord_site.agreements.appraising import publishing as profile
from concord_site.agreements.demonstration.stories import story
from concord_site.agreements.demonstration.telling import DONE, Telling
from concord_site.agreements.demonstration.telling import _at as _day
from concord_site.agreements.following import wiring as following
from concord_site.agreements.parts import PublicPart
from concord_site.agreements.queries import published
from concord_site.agreements.texting import actions as text_actions
from concord_site.agreements.texting import publishing as text_publishing
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import Version

pytestmark = pytest.mark.django_db
SIGNED_ON = datetime(2026, 3, 1, 10, tzinfo=UTC)
NOTICE = timedelta(days=notice_days())
DUE = SIGNED_ON + NOTICE


def _at(table: Any, page: str = "") -> str:
    return f"/en/agreements/dossiers/{table.id}/{page}"


@pytest.fixture(autouse=True)
def offered() -> Any:
    """Two parts of this test: a text that may be a draft, and lessons."""

    def text(dossier: Any) -> Any:
        record = dossier.shared.record("text.version", "t")
        return {"text": record.body["text"]} if record else None

    def lessons(dossier: Any) -> Any:
        found = dossier.shared.records("lesson")
        return {"lessons": [record.body["text"] for record in found]} if found else None

    def is_finished(dossier: Any) -> bool:
        return dossier.shared.record("text.mark", "signed") is not None

    before = dict(parts._public)
    parts._public.clear()
    parts.register_public(PublicPart("text", "Text", text, 1, is_finished))
    parts.register_public(PublicPart("lessons", "Lessons", lessons, 2))
    yield
    parts._public.clear()
    parts._public.update(before)


def put(table: Any, kind: str, key: str, *, now: datetime = SIGNED_ON, text: str = "Article 1") -> None:
    writing.put(table.origin().shared, kind, key, {"text": text}, by=table.asha, now=now, based_on=None)


def signed(table: Any, *, by_both: bool = True) -> None:
    """The text is there, finished, signed; both parties have noted it on the same day."""
    put(table, "text.version", "t")
    put(table, "text.mark", "signed")
    step = StatusStep.from_json({"status": "signed", "on": "2026-02-27"})
    acting.note_status(table.origin(), step, by=table.asha, now=SIGNED_ON)
    if by_both:
        noticing.note(table.destination(), by=table.ben, now=SIGNED_ON)


def out(table: Any, now: datetime) -> dict[str, Any]:
    """What is public after a visit of the other party at that moment."""
    dossier = table.destination()
    noticing.release(dossier, noticing.standing(dossier), by=table.ben, now=now)
    found = published.published_all()
    return dict(found[0].parts) if found else {}


def test_a_finished_part_goes_out_after_its_notice_and_not_a_day_sooner(table) -> None:
    signed(table)
    assert out(table, DUE - timedelta(days=1)) == {}
    assert out(table, DUE) == {"text": {"text": "Article 1"}}
    found = publishing.standing(table.origin(), "text")
    assert found is not None
    assert (found.is_agreed, found.by_default, found.agreed) == (True, True, frozenset())


def test_nothing_goes_out_before_both_parties_have_noted_the_signature(table) -> None:
    signed(table, by_both=False)
    assert out(table, DUE + timedelta(days=1000)) == {}
    assert [party.id for party in noticing.standing(table.origin()).waits_for] == ["destination"]
    noticing.note(table.destination(), by=table.ben, now=DUE)
    assert out(table, DUE + NOTICE - timedelta(days=1)) == {}
    assert out(table, DUE + NOTICE) != {}


@pytest.mark.parametrize("who", ["origin", "destination"])
def test_one_party_that_withholds_keeps_a_part_back_whatever_the_other_proposes(table, who: str) -> None:
    signed(table)
    by = {"origin": table.asha, "destination": table.ben}
    other = "destination" if who == "origin" else "origin"
    publishing.withhold(getattr(table, who)(), "text", "Prices of places", None, by=by[who], now=SIGNED_ON)
    publishing.publish(getattr(table, other)(), "text", {"text": "Article 1"}, by=by[other], now=SIGNED_ON)
    assert out(table, DUE + timedelta(days=1000)) == {}
    coming = {each.part.id: each for each in noticing.standing(table.origin()).coming}
    assert (coming["text"].why, [party.id for party in coming["text"].withheld_by]) == ("withheld", [who])


def test_whoever_withheld_and_then_agrees_has_changed_their_mind(table) -> None:
    signed(table)
    body = {"text": "Article 1"}
    publishing.withhold(table.origin(), "text", "Prices", None, by=table.asha, now=SIGNED_ON)
    publishing.publish(table.origin(), "text", body, by=table.asha, now=SIGNED_ON)
    assert out(table, DUE) == {"text": body}


def test_withheld_until_a_day_goes_out_only_after_a_notice_beyond_that_day(table) -> None:
    signed(table)
    until = date(2027, 1, 1)
    for dossier, by in ((table.origin(), table.asha), (table.destination(), table.ben)):
        publishing.withhold(dossier, "text", "Prices", until, by=by, now=SIGNED_ON)
    after = datetime(2027, 1, 1, tzinfo=UTC) + NOTICE
    assert out(table, after - timedelta(days=1)) == {}
    assert out(table, after) != {}


def test_a_party_that_has_left_can_withhold_nothing_so_nothing_goes_out_by_itself(table) -> None:
    signed(table)
    leaving.leave_as_party(table.origin(), reason="No mandate", by=table.asha, now=SIGNED_ON)
    assert out(table, DUE + timedelta(days=1000)) == {}
    assert noticing.standing(table.destination()).state == "left"


def test_a_note_that_is_taken_back_stops_the_notice_and_a_new_one_begins_it_anew(table) -> None:
    signed(table)
    noticing.take_back(table.origin(), by=table.asha, now=DUE)
    assert out(table, DUE + timedelta(days=1000)) == {}
    later = DUE + timedelta(days=1000)
    noticing.note(table.origin(), by=table.asha, now=later)
    assert out(table, later) == {}
    assert out(table, later + NOTICE) != {}


def test_a_signature_that_is_taken_out_of_the_history_takes_every_note_with_it(table) -> None:
    signed(table)
    key = table.origin().shared.records("status")[0].key
    writing.remove(table.origin().shared, "status", key, by=table.asha, now=DUE, based_on=None)
    assert out(table, DUE + timedelta(days=1000)) == {}
    step = StatusStep.from_json({"status": "signed", "on": "2026-03-10"})
    acting.note_status(table.origin(), step, by=table.asha, now=DUE)
    assert [party.id for party in noticing.standing(table.origin()).waits_for] == ["destination"]
    writing.restore(table.origin().shared, "status", key, by=table.asha, now=DUE + NOTICE)
    assert out(table, DUE + NOTICE) == {}, "what was brought back has its notice from then on"


def test_a_change_on_the_last_day_begins_the_notice_anew_and_other_writing_does_not(table) -> None:
    signed(table)
    put(table, "message", "m", now=DUE)
    put(table, "text.version", "t", now=DUE, text="Article 1, and a list of names")
    assert out(table, DUE) == {}
    assert out(table, DUE + NOTICE) == {"text": {"text": "Article 1, and a list of names"}}


def test_drafts_and_parts_with_nothing_to_show_stay_back(table) -> None:
    signed(table)
    writing.remove(table.origin().shared, "text.mark", "signed", by=table.asha, now=SIGNED_ON, based_on=None)
    assert out(table, DUE + timedelta(days=1000)) == {}
    why = {each.part.id: each.why for each in noticing.standing(table.origin()).coming}
    assert why == {"text": "unfinished", "lessons": "empty"}


def test_what_is_written_after_signature_has_a_notice_of_its_own(table) -> None:
    signed(table)
    assert set(out(table, DUE)) == {"text"}
    put(table, "lesson", "l", now=DUE + timedelta(days=100), text="Start early")
    assert set(out(table, DUE + timedelta(days=100))) == {"text"}
    assert set(out(table, DUE + timedelta(days=100) + NOTICE)) == {"text", "lessons"}


def test_what_went_out_by_default_stays_and_is_brought_out_once(table) -> None:
    signed(table)
    out(table, DUE)
    out(table, DUE + timedelta(days=3))
    found = published.published_all()[0]
    assert found.version == 1
    publishing.publish(table.origin(), "text", {"text": "Article 1"}, by=table.asha, now=DUE)
    standing = publishing.standing(table.origin(), "text")
    assert standing is not None
    assert standing.is_agreed, "one party that agrees to what is out takes nothing back"


def test_a_record_of_any_kind_that_a_part_reads_is_a_change_of_it(table) -> None:
    signed(table)
    watched = noticing.Watched(table.origin().shared)
    watched.records("lesson"), watched.record("text.version", "t"), watched.history("a", "b"), watched.latest("c", "d")
    assert watched.kinds == {"lesson", "text.version", "a", "c"}
    assert watched.changed == SIGNED_ON.date()


# ---- pages -----------------------------------------------------------------------------------------------------------
def test_the_notice_stands_on_the_first_page_from_the_signature_on(table, signed_in, now) -> None:
    one, two = signed_in(table.asha), signed_in(table.ben)
    assert b"public by itself" not in one.get(_at(table)).content
    one.post(_at(table, "life/"), {"do": "status", "status": "signed", "on": "2026-02-27"})
    assert b"Nothing becomes public by itself yet" in one.get(_at(table)).content
    assert b"Is the agreement signed? Note it for your party" in two.get(_at(table)).content
    assert two.post(_at(table, "publication/"), {"do": "noted"}).status_code == 302
    assert b"No part becomes public by itself for now" in one.get(_at(table)).content
    put(table, "lesson", "l", now=datetime.now(UTC), text="Start early")
    for client in (one, two):
        page = " ".join(client.get(_at(table)).content.decode().split())
        assert "These parts become public by themselves" in page
        assert "Lessons</b>: from" in page
    assert "Becomes public by itself from" in one.get(_at(table, "publication/")).content.decode()
    assert two.post(_at(table, "publication/"), {"do": "not-signed"}).status_code == 302
    assert b"Note it for your party" in two.get(_at(table)).content


@pytest.mark.parametrize("page", ["", "publication/"])
def test_a_visit_after_the_notice_brings_out_what_is_due_and_a_visit_before_does_not(
    table, signed_in, page: str
) -> None:
    signed(table)
    put(table, "lesson", "l", now=datetime.now(UTC), text="Start early")
    client = signed_in(table.ben)
    client.head(_at(table, page))
    assert published.published_all() == ()
    assert client.get(_at(table, page)).status_code == 200
    assert set(published.published_all()[0].parts) == {"text"}


def test_whoever_withholds_without_opening_the_page_first_is_in_time(table, signed_in) -> None:
    signed(table)
    withheld = {"do": "withhold", "part": "text", "reason": "Prices of places"}
    client = signed_in(table.ben)
    assert client.post(_at(table, "publication/"), withheld).status_code == 302
    page = client.get(_at(table, "publication/")).content.decode()
    assert "Does not become public by itself. It is withheld by:" in page
    assert published.published_all() == ()


def test_nobody_brings_the_note_of_another_party_back_by_hand(table, signed_in) -> None:
    signed(table)
    noticing.take_back(table.origin(), by=table.asha, now=SIGNED_ON)
    back = {"kind": noticing.NOTED, "key": "origin"}
    assert signed_in(table.ben).post(_at(table, "journal/shared/bring-back/"), back).status_code == 404
    assert noticing.standing(table.destination()).state == "waits"


def test_the_preview_is_the_public_page_and_stays_among_the_parties(table, signed_in, person) -> None:
    signed(table, by_both=False)
    page = signed_in(table.asha).get(_at(table, "publication/text/"))
    words = " ".join(page.content.decode().split())
    assert page["Cache-Control"] == "no-store, private"
    assert "Not public: what everybody would see of" in words
    assert "Article 1" in words
    assert "Invented example" in words
    assert 'href="/en/agreements/preview/' not in words
    for nothing in ("publication/lessons/", "publication/unknown/"):
        assert signed_in(table.asha).get(_at(table, nothing)).status_code == 404
    stranger, address = signed_in(person()), _at(table, "publication/text/")
    refused, missing = stranger.get(address), stranger.get(address.replace(table.id, "a" * 26))
    assert (refused.status_code, missing.status_code) == (404, 404)
    assert refused.content.replace(table.id.encode(), b"a" * 26) == missing.content


# ---- what the rooms call finished ------------------------------------------------------------------------------------
def test_a_text_is_finished_once_a_version_is_marked_as_signed_and_so_is_what_belongs_to_it(table, now) -> None:
    texts = Texts(table.origin(), "shared")
    key = text_actions.write_version(texts, Version("Article 1\nFees", "en", "T"), by=table.asha, now=now).key
    assert not text_publishing.is_finished(table.origin())
    text_actions.mark_signed(Texts(table.origin(), "shared"), key, by=table.asha, now=now)
    assert text_publishing.is_finished(table.origin())
    draft = {
        "title": "Protocol",
        "kind": "protocol",
        "text": "",
        "amendment": {
            "id": "p",
            "title": "Protocol",
            "signed": "",
            "in_force": "",
            "until": None,
            "language": "en",
            "changes": [],
        },
    }
    shared = table.origin().shared
    writing.put(shared, "text.amendment", "p", draft, by=table.asha, now=now, based_on=None)
    assert not text_publishing.is_finished(table.origin())
    withheld = {**draft, "withheld": True, "reason": "Negotiated"}
    writing.put(table.origin().shared, "text.amendment", "p", withheld, by=table.asha, now=now, based_on=None)
    assert text_publishing.is_finished(table.origin())


def test_a_profile_of_a_text_that_is_not_signed_or_with_open_elements_is_not_finished(table, now) -> None:
    texts = Texts(table.origin(), "shared")
    key = text_actions.write_version(texts, Version("Article 1\nFees", "en", "T"), by=table.asha, now=now).key
    assert not profile.is_finished(table.origin())
    text_actions.mark_signed(Texts(table.origin(), "shared"), key, by=table.asha, now=now)
    assert not profile.is_finished(table.origin())


@pytest.mark.parametrize("is_public", [True, False])
def test_a_plan_of_which_everything_is_private_does_not_go_out_by_itself(table, now, is_public: bool) -> None:
    action = Action("a", Text(en="Open the office"), "origin", is_public=is_public).to_json()
    writing.put(table.origin().shared, "plan.action", "a", action, by=table.asha, now=now, based_on=None)
    assert following.is_plan_open(table.origin()) is is_public


def test_aims_without_a_figure_do_not_go_out_by_themselves(table, now) -> None:
    target = Target("persons-moved", 120, "at-most", 2026).to_json()
    writing.put(table.origin().shared, "indicator.target", "a", target, by=table.asha, now=now, based_on=None)
    assert not following.has_figures(table.origin())
    told = Told("persons-moved", 2026, "origin", 104).to_json()
    writing.put(table.origin().shared, "indicator.value", "a", told, by=table.asha, now=now, based_on=None)
    assert following.has_figures(table.origin())


def test_every_kind_of_record_that_changes_a_part_of_the_story_is_seen_as_a_change_of_it(table) -> None:
    """What a part reads is observed: taking any record of the story away changes its body only if its kind was read."""
    told = Telling(story("nurses"), table.id, {"origin": table.asha, "destination": table.ben})
    for step in told.story.steps:
        if step.act in ("put", "text"):
            DONE[step.act](told, step, told.people[step.who], _day(step.on))
    dossier = table.origin()
    for body in (text_publishing.body, profile.body, following.public_plan, following.public_lessons,
                 following.public_evaluation):  # fmt: skip
        watched = noticing.Watched(dossier.shared)
        whole = body(replace(dossier, shared=watched))
        kinds = {line.kind for line in dossier.shared.journal.lines} - watched.kinds
        assert body(replace(dossier, shared=Without(dossier.shared, kinds))) == whole, kinds


class Without(noticing.Watched):
    """A space in which nothing of some kinds was ever written."""

    def __init__(self, of: Any, kinds: set[str]) -> None:
        super().__init__(of)
        lines = [line for line in of.journal.lines if line.kind not in kinds]
        self.journal = SimpleNamespace(lines=lines, bodies=of.journal.bodies, key=of.journal.key)  # type: ignore[assignment]
