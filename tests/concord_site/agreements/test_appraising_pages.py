"""The appraisal of a dossier's text, page by page: marks, profile, comparison, files, and who may see them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from concord.errors import Conflict, NotFound
from concord_site.agreements import parts
from concord_site.agreements.appraising import actions, publishing, wiring
from concord_site.agreements.appraising.queries import MARK, Desk
from concord_site.agreements.texting import actions as texting
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import Version

pytestmark = pytest.mark.django_db
TEXT = """Article 1
Numbers

No more than 30 nurses shall be recruited each year.

Article 2
Committee

A joint committee should meet every six months.

Article 3
Secret canary-of-the-text

The Parties shall keep canary-of-the-text to themselves.
"""
LATER = (
    TEXT.replace("No more than 30", "No more than 50")
    + "\nArticle 4\nDisputes\n\nDisputes are settled by the ministers.\n"
)


def at(table: Any, page: str = "", language: str = "en") -> str:
    return f"/{language}/agreements/dossiers/{table.id}/appraisal/{page}"


def write(table: Any, now: Any, text: str = TEXT, side: str = "shared") -> None:
    texting.write_version(
        Texts(table.origin(), side), Version(text, "en", "Invented agreement"), by=table.asha, now=now
    )


@pytest.fixture
def desk(table: Any, now: Any) -> Any:
    """A text on the table; gives the appraisal anew, as the lead of the party of origin has it."""
    write(table, now)
    return lambda side="shared", text="": Desk(table.origin(), side, text)


def send(client: Any, address: str, **more: Any) -> Any:
    return client.post(address, {"mark": "met", "level": "detailed", "clauses": ["art-1"], "note": "", **more})


PAGES = (
    "", "own/", "known/", "shared/elements/CL08/", "own/elements/CL50/", "shared/beside/", "own/beside/?known=AGR005",
    "shared/beside/?show=differing",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_answers_both_parties_and_nobody_else(table, desk, signed_in, person, language) -> None:
    other = signed_in(person("negotiator"))
    for page in PAGES:
        for who in (table.asha, table.ben):
            answer = signed_in(who).get(at(table, page, language))
            assert answer.status_code == 200, page
            assert answer["Cache-Control"] == "no-store, private"
        missing = other.get(at(table, page, language).replace(table.id, "no-such-dossier"))
        assert other.get(at(table, page, language)).status_code == missing.status_code == 404


def test_before_there_is_a_text_the_page_says_what_to_do(table, signed_in) -> None:
    client = signed_in(table.asha)
    assert "There is no text to appraise yet" in client.get(at(table)).content.decode()
    assert client.get(at(table, "shared/elements/CL08/")).status_code == 404
    assert client.get(at(table, "shared/files/pdf")).status_code == 404
    assert client.get(at(table, "shared/beside/")).status_code == 404


def test_a_draft_of_ones_own_is_appraised_by_its_party_alone(table, now, signed_in) -> None:
    write(table, now, TEXT, "own")
    mine = signed_in(table.asha).get(at(table, "own/")).content.decode()
    theirs = signed_in(table.ben).get(at(table, "own/")).content.decode()
    assert "draft 1" in mine
    assert "There is no text to appraise yet" in theirs
    assert "There is no text to appraise yet" in signed_in(table.asha).get(at(table)).content.decode()


def test_an_element_shows_the_passage_with_the_words_that_raised_it(table, desk, signed_in) -> None:
    page = signed_in(table.asha).get(at(table, "shared/elements/CL08/")).content.decode()
    assert "<mark>" in page
    assert "Article 1 Numbers" in page
    assert "composite" in page


def test_a_mark_is_kept_changed_and_taken_away(table, desk, signed_in) -> None:
    client = signed_in(table.asha)
    address = at(table, "shared/elements/CL08/")
    assert send(client, address, version=0).status_code == 302
    row = desk().appraisal().row("CL08")
    assert (row.mark, row.level, [each.id for each in row.cited]) == ("met", "detailed", ["art-1"])
    assert [each.words for each in row.strengths] == ["shall"]
    assert send(client, address, version=1, mark="partly", note="Too low a number").status_code == 302
    marking = desk().appraisal().row("CL08").marking
    assert marking is not None
    assert (marking.mark, dict(marking.note)) == ("partly", {"en": "Too low a number"})
    assert client.post(address, {"do": "remove"}).status_code == 302
    assert desk().appraisal().row("CL08").marking is None
    assert len(desk().space.history(MARK, f"{desk().text.key}.CL08")) == 3


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"clauses": []}, "cite at least one clause"), ({"level": "absent"}, "say how specific"),
        ({"mark": ""}, "required"), ({"clauses": ["art-9"]}, "art-9"), ({"mark": "perfect"}, "perfect"),
    ],
)  # fmt: skip
def test_a_mark_that_contradicts_itself_is_refused_at_its_box(table, desk, signed_in, sent, where) -> None:
    answer = send(signed_in(table.asha), at(table, "shared/elements/CL08/"), version=0, **sent)
    assert answer.status_code == 422
    assert where in answer.content.decode().lower()
    assert desk().appraisal().row("CL08").marking is None


def test_what_another_marked_meanwhile_is_shown_and_nothing_is_lost(table, desk, signed_in) -> None:
    address = at(table, "shared/elements/CL08/")
    assert send(signed_in(table.ben), address, version=0, note="Word of the other party").status_code == 302
    answer = send(signed_in(table.asha), address, version=0, mark="absent", level="absent", clauses=[], note="My word")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Word of the other party" in page
    assert "My word" in page
    assert 'name="version" value="1"' in page
    assert desk().appraisal().row("CL08").mark == "met"


def test_own_marks_are_not_seen_by_the_other_party(table, desk, signed_in) -> None:
    address = at(table, "own/elements/CL08/")
    send(signed_in(table.asha), address, version=0, note="canary-of-the-note")
    for page in ("", "own/", "own/elements/CL08/", "own/beside/", "shared/beside/"):
        assert "canary-of-the-note" not in signed_in(table.ben).get(at(table, page)).content.decode()
    assert "canary-of-the-note" in signed_in(table.asha).get(at(table, "own/")).content.decode()
    assert desk("shared").appraisal().row("CL08").marking is None


def test_keeping_leads_to_the_next_element_without_a_mark(table, desk, signed_in) -> None:
    client = signed_in(table.asha)
    answer = send(client, at(table, "shared/elements/CL01/"), version=0, do="next")
    assert answer["Location"].endswith("/shared/elements/CL02/")
    assert send(client, at(table, "shared/elements/CL02/"), version=0)["Location"].endswith("/appraisal/#CL02")


def test_the_profile_tells_gaps_and_no_score(table, desk, signed_in) -> None:
    client = signed_in(table.asha)
    send(client, at(table, "shared/elements/CL08/"), version=0)
    send(client, at(table, "shared/elements/CL10/"), version=0, mark="absent", level="absent", clauses=[])
    page = client.get(at(table)).content.decode()
    assert "Of 50 elements 1 are met" in page
    assert "48 elements are not marked yet" in page
    assert page.count("<svg") >= 2
    gaps = page[page.index('id="gaps"') : page.index('id="quality"')]
    assert "Can the origin suspend" in gaps
    assert "may suspend recruitment" in gaps


def test_marks_are_taken_over_where_the_words_are_the_same(table, desk, signed_in, now) -> None:
    client = signed_in(table.asha)
    send(client, at(table, "shared/elements/CL08/"), version=0)
    send(client, at(table, "shared/elements/CL39/"), version=0, mark="partly", level="mentioned", clauses=["art-2"])
    send(client, at(table, "shared/elements/CL42/"), version=0, mark="absent", level="absent", clauses=[])
    write(table, now, LATER)
    assert "Take them over" in client.get(at(table)).content.decode()
    assert client.post(at(table)).status_code == 302
    of = desk().appraisal()
    assert (of.row("CL39").mark, of.row("CL08").marking, of.row("CL42").marking) == ("partly", None, None)
    earlier = desk(text=desk().sources[0].key).appraisal()
    assert earlier.row("CL08").mark == "met"
    beside = client.get(at(table, "shared/beside/")).content.decode()
    assert "version 1" in beside
    assert "version 2" in beside


def test_nothing_is_taken_over_where_nothing_is_marked(table, desk, now) -> None:
    with pytest.raises(NotFound):
        actions.take_over(desk(), by=table.asha, now=now)


def test_a_version_that_is_not_here_is_not_found(table, desk, signed_in) -> None:
    assert signed_in(table.asha).get(at(table, "?text=nothing")).status_code == 404
    assert signed_in(table.asha).get(at(table, "shared/elements/CL99/")).status_code == 404
    assert signed_in(table.asha).get(at(table, "elsewhere/elements/CL08/")).status_code == 404
    assert signed_in(table.asha).get(at(table, "shared/files/exe")).status_code == 404
    assert signed_in(table.asha).get(at(table, "known/AGR999/pdf")).status_code == 404


@pytest.mark.parametrize(("format", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!"), ("json", b"{")])
def test_the_appraisal_goes_out_as_a_file_nobody_keeps(table, desk, signed_in, format, begins) -> None:
    client = signed_in(table.asha)
    send(client, at(table, "shared/elements/CL08/"), version=0)
    answer = client.get(at(table, f"shared/files/{format}"))
    content = answer.getvalue() if answer.streaming else answer.content
    assert content.startswith(begins)
    assert answer["Cache-Control"] == "no-store, private"
    if format == "json":
        said = json.loads(content)
        assert said["invented"] is True
        assert next(each for each in said["elements"] if each["id"] == "CL08")["mark"] == "met"
    if format == "html":
        assert b"Invented example" in content


def test_a_real_agreement_from_facts_goes_out_as_a_file(table, desk, signed_in) -> None:
    answer = signed_in(table.asha).get(at(table, "known/AGR005/html"))
    assert "not known here" in answer.content.decode()


def test_the_task_list_and_the_gates_know_how_far_it_is(table, desk, signed_in) -> None:
    client = signed_in(table.asha)
    summary = parts.part("appraisal").summary
    assert summary is not None
    assert summary(table.origin()).state == "open"
    send(client, at(table, "shared/elements/CL07/"), version=0)
    assert summary(table.origin()).state == "going"
    own, shared = wiring._facts(table.origin())
    assert own == {}
    assert shared == {"appraised-percent": 2.0, "list-clauses": True}


def test_what_is_made_public_is_the_shared_appraisal_alone(table, desk, signed_in) -> None:
    client = signed_in(table.asha)
    send(client, at(table, "own/elements/CL08/"), version=0, note="canary-of-the-note")
    assert publishing.body(table.origin()) is None
    send(client, at(table, "shared/elements/CL39/"), version=0, mark="partly", level="mentioned", clauses=["art-2"])
    body = publishing.body(table.origin())
    assert body is not None
    assert "canary" not in json.dumps(body)
    assert {each["mark"] for each in body["elements"]} == {"partly", None}
    assert "not WHO's own list" in body["note"]["en"]


def test_two_who_mark_at_once_are_told_by_the_action(table, desk, now) -> None:
    from concord.agreements.appraisal_marks import Marking

    marking = Marking("CL08", "met", "detailed", ("art-1",))
    actions.mark(desk(), marking, by=table.asha, now=now, based_on=0)
    with pytest.raises(Conflict):
        actions.mark(desk(), marking, by=table.asha, now=now, based_on=0)
