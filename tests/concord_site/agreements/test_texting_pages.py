"""The negotiation room's text: two parties bring it from a first draft to an agreed version, page by page."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.errors import Conflict, Invalid, NotFound
from concord.texts.clauses import cut
from concord.texts.proposing import Proposal, proposals_in
from concord.texts.reading import read_text
from concord.texts.word_out import write_word
from concord_site.agreements import parts
from concord_site.agreements.texting import actions, files, publishing, shown, wiring
from concord_site.agreements.texting.queries import Texts
from concord_site.agreements.texting.records import (
    Attached,
    Comment,
    LanguageVersion,
    Mark,
    Proposed,
    Version,
    digest_of,
)
from concord_site.agreements.texting.views import amendments

pytestmark = pytest.mark.django_db
TEXT = """Agreement of Inventland and Fictia

Article 1
Purpose

1. The Parties shall cooperate in training.
2. Fictia shall pay 100 dollars for each nurse.

Article 2
Fees

Workers shall pay no fee.

Done at Inventville in English and French, both texts being equally authentic.
"""
FRENCH = """Accord entre Inventland et Fictia

Article 1
Objet

1. Les Parties coopèrent pour la formation.
2. Fictia paie 200 dollars par infirmier.

Fait à Inventville en anglais et en français, les deux textes faisant également foi.
"""


def at(table: Any, page: str = "", language: str = "en") -> str:
    return f"/{language}/agreements/dossiers/{table.id}/text/{page}"


@pytest.fixture
def texts(table: Any, now: Any) -> Any:
    """The shared space with one version in it; ``origin()`` and ``destination()`` see it."""

    class Both:
        def origin(self, side: str = "shared") -> Texts:
            return Texts(table.origin(), side)

        def destination(self, side: str = "shared") -> Texts:
            return Texts(table.destination(), side)

    both = Both()
    actions.write_version(both.origin(), Version(TEXT, "en", "Invented agreement"), by=table.asha, now=now)
    return both


def test_every_page_answers_both_parties_and_nobody_else(table, texts, signed_in, person, now) -> None:
    actions.write_language(
        texts.origin(), LanguageVersion(FRENCH, "fr", texts.origin().current.key), by=table.asha, now=now
    )
    actions.write_version(texts.origin("own"), Version(TEXT, "en"), by=table.asha, now=now)
    actions.write_attached(texts.origin(), "first", _amendment(), by=table.asha, now=now, based_on=0)
    key = texts.origin().current.key
    pages = (
        "",
        "own/",
        "?show=waiting",
        "?show=strength",
        "shared/versions/new/",
        f"shared/versions/{key}/",
        "compare/",
        "shared/clauses/art-1.2/",
        "shared/add/",
        "shared/add/?element=CL13",
        "library/",
        "library/?in=ar",
        "languages/",
        "languages/?all=1",
        "own/languages/",
        "amendments/",
        "amendments/?on=2030-01-01",
        "amendments/?on=never",
        "amendments/new/change/",
        "amendments/first/",
        "amendments/first/change/",
        "shared/files/docx",
        "shared/files/tracked.docx",
        "shared/files/xml",
        "shared/files/txt",
        "amendments/on/2030-01-01/docx",
    )
    for who, seen in ((table.asha, pages), (table.ben, ("", "own/", "compare/"))):
        client = signed_in(who)
        for page in seen:
            answer = client.get(at(table, page))
            assert answer.status_code == 200, (page, who)
            assert "no-store" in answer["Cache-Control"]
    client, missing = signed_in(person("administrator")), "x" * len(table.id)
    for page in ("", "own/", "compare/", f"shared/versions/{key}/", "languages/", "shared/files/docx"):
        answer, other = client.get(at(table, page)), client.get(at(table, page).replace(table.id, missing))
        assert (answer.status_code, other.status_code) == (404, 404)
        assert answer.content == other.content.replace(missing.encode(), table.id.encode())


def test_a_first_text_is_written_shared_and_compared(table, signed_in, now) -> None:
    client = signed_in(table.asha)
    assert "Your party has no draft yet" in client.get(at(table, "own/")).content.decode()
    typed = {"title": "Draft", "language": "en", "text": TEXT.replace("\n", "\r\n"), "note": "Secret line"}
    sent = client.post(at(table, "own/versions/new/"), typed)
    assert sent.status_code == 302
    assert "\r" not in Texts(table.origin(), "own").current.version.text
    assert "There is no text on the table yet" in signed_in(table.ben).get(at(table)).content.decode()
    key = Texts(table.origin(), "own").current.key
    client = signed_in(table.asha)
    assert client.post(at(table, f"own/versions/{key}/"), {"do": "share"}).status_code == 302
    page = signed_in(table.ben).get(at(table)).content.decode()
    assert "Workers shall pay no fee." in page
    assert "Secret line" not in page
    weaker = TEXT.replace("shall pay no fee", "should pay no fee").replace("100", "150")
    client = signed_in(table.asha)
    client.post(at(table, "shared/versions/new/"), {"title": "Draft", "language": "", "text": weaker, "note": ""})
    page = client.get(at(table, "compare/")).content.decode()
    assert "Weaker than before" in page
    assert "Numbers or dates changed." in page
    assert "<del>" in page


def test_the_other_party_s_drafts_are_never_offered(table, texts, signed_in, now) -> None:
    actions.write_version(
        texts.origin("own"), Version("Article 1\nCanary of the origin.\n", "en"), by=table.asha, now=now
    )
    key = texts.origin("own").current.key
    client = signed_in(table.ben)
    for page in (
        "",
        "own/",
        "compare/",
        f"own/versions/{key}/",
        f"shared/versions/{key}/",
        f"compare/?a=own:{key}",
        "library/",
    ):
        assert "Canary" not in client.get(at(table, page)).content.decode()
    assert client.get(at(table, f"own/versions/{key}/")).status_code == 404
    assert client.get(at(table, f"compare/?a=own:{key}")).status_code == 404


def test_a_clause_is_agreed_when_every_party_agrees_to_the_same_words(table, texts, signed_in, now) -> None:
    digest = digest_of(texts.origin().clause("art-2"))
    for who in (table.asha, table.ben):
        assert texts.origin().marks_on(texts.origin().clause("art-2")).state == "open"
        answer = signed_in(who).post(at(table, "shared/clauses/art-2/"), {"do": "mark:agreed", "digest": digest})
        assert answer.status_code == 302
    assert texts.origin().marks_on(texts.origin().clause("art-2")).state == "agreed"
    actions.write_version(texts.origin(), Version(TEXT.replace("no fee", "no fees"), "en"), by=table.asha, now=now)
    marks = texts.origin().marks_on(texts.origin().clause("art-2"))
    assert (marks.state, len(marks.earlier)) == ("open", 2)
    with pytest.raises(Conflict) as refused:
        actions.mark(texts.origin(), "art-2", "agreed", digest, by=table.asha, now=now)
    assert refused.value.code == "texts.mark.moved-on"
    digest = digest_of(texts.origin().clause("art-2"))
    actions.mark(texts.destination(), "art-2", "bracketed", digest, by=table.ben, now=now)
    assert texts.origin().mark_counts()["bracketed"] == 1
    news = signed_in(table.asha).get(f"/en/agreements/dossiers/{table.id}/").content.decode()
    assert "Clause 2" in news.split('id="new"')[1].split("</section>")[0]


def test_a_proposal_is_answered_countered_accepted_and_taken_into_the_text(table, texts, signed_in) -> None:
    asha, ben = signed_in(table.asha), None
    page = at(table, "shared/clauses/art-1.2/")
    asha.post(
        page,
        {"do": "propose", "propose-text": "2. Fictia shall pay 300 dollars for each nurse.", "propose-reason": "Cost"},
    )
    first = texts.origin().proposals[0]
    assert (first.standing, first.proposed.proposal.reason) == ("open", "Cost")
    ben = signed_in(table.ben)
    assert "Waits for an answer" in ben.get(page).content.decode()
    ben.post(page, {"do": "rejected", "key": first.record.key, "version": first.record.version})
    shown_counter = ben.get(f"{page}?counter={first.record.key}").content.decode()
    assert "300 dollars" in shown_counter
    ben.post(
        page,
        {
            "do": "propose",
            "propose-text": "2. Fictia shall pay 200 dollars for each nurse.",
            "counters": first.record.key,
        },
    )
    second = texts.origin().proposals[1]
    assert second.proposed.counters == first.record.key
    asha = signed_in(table.asha)
    asha.post(page, {"do": "accepted", "key": second.record.key, "version": second.record.version})
    assert [each.standing for each in texts.origin().proposals] == ["rejected", "accepted"]
    assert asha.post(at(table), {"do": "take-in", "note": "Payment"}).status_code == 302
    assert "200 dollars" in texts.origin().current.version.text
    assert [each.standing for each in texts.origin().proposals] == ["rejected", "taken"]
    assert asha.post(at(table), {"do": "take-in", "note": ""}).status_code == 422


def test_nobody_accepts_their_own_proposal_or_takes_back_the_other_party_s(table, texts, now) -> None:
    actions.propose(texts.origin(), Proposal("art-2", "remove"), by=table.asha, now=now)
    key = texts.origin().proposals[0].record.key
    with pytest.raises(NotFound):
        actions.answer(texts.origin(), key, "accepted", by=table.asha, now=now, based_on=None)
    with pytest.raises(NotFound):
        actions.withdraw(texts.destination(), key, by=table.ben, now=now)
    actions.withdraw(texts.origin(), key, by=table.asha, now=now)
    assert texts.origin().proposals[0].standing == "withdrawn"
    actions.withdraw(texts.origin(), key, by=table.asha, now=now, back=True)
    with pytest.raises(Conflict):
        actions.answer(texts.destination(), key, "accepted", by=table.ben, now=now, based_on=1)
    with pytest.raises(Invalid):
        actions.propose(texts.origin(), Proposal("art-9", "remove"), by=table.asha, now=now)


def test_a_word_file_goes_out_tracked_and_comes_back_as_proposals_that_can_be_undone(
    table, texts, signed_in, now
) -> None:
    made = [
        Proposal(
            "art-2",
            "change",
            "Article 2\nFees\n\nWorkers and families pay no fee.",
            "Jean Fictif",
            "2026-05-01T10:00:00Z",
        )
    ]
    content = write_word(texts.origin().clauses, title="T", language="en", proposals=made)
    client = signed_in(table.ben)
    sent = client.post(at(table), {"do": "return", "file": SimpleUploadedFile("back.docx", content)})
    assert sent.status_code == 302
    brought = texts.origin().proposals
    assert [(each.proposed.proposal.clause, each.proposed.party) for each in brought] == [("art-2", "destination")]
    assert brought[0].proposed.proposal.author == "Ben Invented (Province of Fictia)"
    assert "1 proposal or comment came out of the file" in client.get(sent["Location"].split("#")[0]).content.decode()
    out = client.get(at(table, "shared/files/tracked.docx")).content
    file = read_text(out, "out.docx")
    assert [each.clause for each in proposals_in(file, texts.origin().clauses, language="en")] == ["art-2"]
    client.post(at(table), {"do": "undo", "batch": brought[0].proposed.batch})
    assert texts.origin().proposals == ()
    again = client.post(at(table), {"do": "return", "file": SimpleUploadedFile("same.txt", TEXT.encode())})
    assert again["Location"].endswith("nothing=1")
    wrong = client.post(at(table), {"do": "return", "file": SimpleUploadedFile("x.zip", b"PK\x05\x06" + b"\0" * 18)})
    assert wrong.status_code == 422


def test_a_file_with_both_parties_proposals_names_each_party_and_brings_nothing_in_twice(
    table, texts, signed_in, now
) -> None:
    said = {table.asha: "Nobody pays a fee.", table.ben: "Employers pay all fees."}
    for who, words in said.items():
        side = texts.origin() if who is table.asha else texts.destination()
        actions.propose(side, Proposal("art-2", "change", f"Article 2\nFees\n\n{words}"), by=who, now=now)
    actions.comment(texts.origin(), "art-2", "Which fees?", by=table.asha, now=now)
    client = signed_in(table.ben)
    out = client.get(at(table, "shared/files/tracked.docx")).content
    file = read_text(out, "out.docx")
    parties = {str(party) for party in texts.origin().dossier.parties}
    assert set(file.authors) == parties
    found = proposals_in(file, texts.origin().clauses, language="en")
    assert {each.author for each in found} == parties
    assert {each.text.split("\n")[-1] for each in found} == set(said.values())
    again = client.post(at(table), {"do": "return", "file": SimpleUploadedFile("same.docx", out)})
    assert again["Location"].endswith("nothing=1")
    assert (len(texts.origin().proposals), len(texts.origin().comments)) == (2, 1)


def test_what_a_file_that_comes_back_holds_beside_proposals_is_told_and_can_be_taken_away(
    table, texts, signed_in
) -> None:
    into = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_word(cut(TEXT.replace("no fee", "no fees"), language="en"), title="T",
                                              language="en"))) as given,
        zipfile.ZipFile(into, "w") as made,
    ):  # fmt: skip
        for name in given.namelist():
            content = given.read(name).decode()
            made.writestr(name, content.replace("</w:body>", "<w:p><w:r><w:object/></w:r></w:p></w:body>"))
    client = signed_in(table.ben)
    sent = client.post(at(table), {"do": "return", "file": SimpleUploadedFile("b.docx", into.getvalue())})
    page = client.get(sent["Location"].split("#")[0]).content.decode()
    assert "1 pictures, formulas or other objects" in page
    batch = texts.origin().proposals[0].proposed.batch
    assert texts.destination().upload(batch).file == "b.docx"
    client.post(at(table), {"do": "undo", "batch": batch})
    assert (texts.destination().proposals, texts.destination().upload(batch)) == ((), None)


def test_a_file_on_its_way_into_a_sealed_space_touches_no_disk(table, signed_in, monkeypatch) -> None:
    """Nor before it is refused: other rooms write what comes to a temporary file."""
    written: list[object] = []
    real = uploadhandler.TemporaryUploadedFile
    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", lambda *args: written.append(args) or real(*args))
    client = signed_in(table.asha)
    file = SimpleUploadedFile("large.txt", b"Article 1\n" + b"A canary that nobody sees. " * 60_000)
    said = {"title": "T", "language": "en", "text": "", "note": "", "file": file}
    assert client.post(at(table, "shared/versions/new/"), said).status_code in (302, 422)
    assert written == []
    client.post("/en/account/login/", {"file": SimpleUploadedFile("x.txt", b"x")})
    assert len(written) == 1


def test_an_uploaded_text_keeps_what_its_reader_had_to_say_sealed(table, texts, signed_in) -> None:
    made = [Proposal("art-2", "remove", "", "Canary Author", "2026-05-01T10:00:00Z")]
    content = write_word(texts.origin().clauses, title="T", language="en", proposals=made)
    client = signed_in(table.asha)
    sent = client.post(
        at(table, "shared/versions/new/"),
        {"title": "T", "language": "", "text": "", "note": "", "file": SimpleUploadedFile("Canary.docx", content)},
    )
    assert sent.status_code == 302
    assert "Canary Author" in client.get(sent["Location"]).content.decode()
    assert "Canary" not in str(dict(client.session))
    assert "Canary" not in str(client.cookies)
    assert "Workers shall pay no fee." in texts.origin().current.version.text
    refused = client.post(at(table, "shared/versions/new/"), {"title": "T", "language": "en", "text": " "})
    assert refused.status_code == 422


def test_comments_are_read_by_all_and_notes_by_one_s_own_party_alone(table, texts, signed_in, now) -> None:
    page = at(table, "shared/clauses/art-2/")
    asha = signed_in(table.asha)
    asha.post(page, {"do": "comment", "comment-text": "Seen by both"})
    asha.post(page, {"do": "note", "note-text": "Canary for us alone"})
    assert "Canary for us alone" in asha.get(page).content.decode()
    seen = signed_in(table.ben).get(page).content.decode()
    assert "Seen by both" in seen
    assert "Canary" not in seen
    assert texts.destination("own").comments == ()
    key = texts.origin().comments[0][0].key
    assert signed_in(table.ben).post(page, {"do": "uncomment", "key": key}).status_code == 404
    assert signed_in(table.asha).post(page, {"do": "uncomment", "key": key}).status_code == 302
    assert texts.origin().comments == ()


def test_a_new_clause_from_a_sample_wording_is_proposed_after_the_chosen_one(table, texts, signed_in) -> None:
    client = signed_in(table.asha)
    page = client.get(at(table, "shared/add/?element=CL13")).content.decode()
    assert "[" in page
    sent = client.post(at(table, "shared/add/"), {"after": "art-2", "text": "Article 3\nEnd\n\nIt ends.", "reason": ""})
    assert sent.status_code == 302
    proposal = texts.origin().proposals[0].proposed.proposal
    assert (proposal.clause, proposal.kind) == ("art-2", "add")
    assert "A new clause after this one" in client.get(at(table, "shared/clauses/art-2/")).content.decode()


def test_language_versions_show_what_is_missing_and_which_prevails(table, texts, signed_in) -> None:
    client = signed_in(table.ben)
    sent = client.post(at(table, "languages/"), {"do": "add", "language": "fr", "text": FRENCH})
    assert sent.status_code == 302
    page = client.get(at(table, "languages/")).content.decode()
    assert "All language versions are equally authentic" in page
    assert "has no clause 2" in page
    assert "does not state the same numbers" in page
    assert client.get(at(table, "languages/", "ar")).status_code == 200
    client.post(at(table, "languages/"), {"do": "remove", "key": "fr"})
    assert texts.origin().languages == ()


def test_a_party_lays_languages_of_its_own_draft_beside_each_other_and_no_other_party_reads_them(
    table, texts, signed_in, now
) -> None:
    unsaid = TEXT.partition("Done")[0]
    actions.write_version(texts.origin("own"), Version(unsaid, "en"), by=table.asha, now=now)
    asha = signed_in(table.asha)
    assert "The language of your newest draft" in asha.get(at(table, "own/languages/")).content.decode()
    canary = FRENCH.partition("Fait")[0] + "\nCanari\n"
    sent = asha.post(at(table, "own/languages/"), {"do": "add", "language": "fr", "text": canary})
    assert sent["Location"].endswith("own/languages/")
    page = asha.get(at(table, "own/languages/?all=1")).content.decode()
    assert "The text does not say which language version prevails" in page
    assert "Canari" in page
    assert "Canari" not in asha.get(at(table, "languages/?all=1")).content.decode()
    assert texts.origin().languages == ()
    ben = signed_in(table.ben)
    for address in ("own/languages/?all=1", "languages/?all=1"):
        assert "Canari" not in ben.get(at(table, address)).content.decode()
    asha = signed_in(table.asha)
    asha.post(at(table, "own/languages/"), {"do": "remove", "key": "fr"})
    assert texts.origin("own").languages == ()


def _amendment() -> Attached:
    body = {
        "title": "First amendment",
        "kind": "amendment",
        "text": "Own text",
        "amendment": {
            "id": "first",
            "title": "First amendment",
            "in_force": "2028-01-01",
            "language": "en",
            "changes": [{"action": "words", "clause": "art-1.2", "words": "100", "text": "400"}],
        },
    }
    return Attached.from_json(body)


def test_the_text_in_force_on_a_day_follows_its_amendments(table, texts, signed_in, now) -> None:
    client = signed_in(table.asha)
    given = {
        "title": "First amendment",
        "kind": "amendment",
        "signed": "2027-06-01",
        "in_force": "2028-01-01",
        "text": "x",
        "version": 0,
    }
    assert client.post(at(table, "amendments/new/change/"), given).status_code == 302
    key = texts.origin().attached[0][0].key
    change = {"do": "add", "action": "words", "clause": "art-1.2", "words": "100", "text": "400"}
    assert client.post(at(table, f"amendments/{key}/"), change).status_code == 302
    assert "100 dollars" in amendments.on_day(texts.origin(), date(2027, 12, 31)).text
    assert "400 dollars" in amendments.on_day(texts.origin(), date(2028, 1, 1)).text
    page = client.get(at(table, "amendments/?on=2028-01-01")).content.decode()
    assert "400 dollars" in page
    assert "First amendment" in page
    assert "400" in client.get(at(table, f"amendments/{key}/")).content.decode()
    assert b"100 dollars" in client.get(at(table, "amendments/on/2027-12-31/txt")).content
    assert client.get(at(table, "amendments/on/never/txt")).status_code == 404
    wrong = client.post(
        at(table, f"amendments/{key}/"), {"do": "add", "action": "words", "clause": "", "words": "", "text": ""}
    )
    assert wrong.status_code == 422
    client.post(at(table, f"amendments/{key}/"), {"do": "drop", "place": "0"})
    assert texts.origin().attached[0][1].amendment.changes == ()
    stale = {**given, "title": "Other", "version": 1}
    assert client.post(at(table, f"amendments/{key}/change/"), stale).status_code == 422
    client.post(at(table, f"amendments/{key}/"), {"do": "remove"})
    assert texts.origin().attached == ()


def test_an_amendment_is_made_in_each_language_and_the_one_it_lacks_stands_still(table, texts, signed_in, now) -> None:
    signed = texts.origin().current.key
    actions.write_language(texts.origin(), LanguageVersion(FRENCH, "fr", signed), by=table.asha, now=now)
    actions.write_attached(texts.origin(), "first", _amendment(), by=table.asha, now=now, based_on=0)
    client = signed_in(table.asha)
    page = unescape(client.get(at(table, "amendments/?on=2028-01-02&in=fr")).content.decode())
    assert "First amendment is not yet made in Français: the text in Français stands as it did on 31 December" in page
    assert "Not yet made in: Français" in page
    assert "Not yet made in: Français" in unescape(client.get(at(table, "amendments/first/?in=fr")).content.decode())
    change = {"do": "add", "action": "words", "clause": "art-1.2", "words": "200", "text": "400"}
    sent = client.post(at(table, "amendments/first/?in=fr"), change)
    assert (sent.status_code, sent["Location"]) == (302, at(table, "amendments/first/?in=fr"))
    made = texts.origin().attached[0][1].amendment
    assert [each.text for each in made.changes_in("fr")] == ["400"]
    assert made.changes == _amendment().amendment.changes
    assert "not yet made" not in client.get(at(table, "amendments/?on=2028-01-02&in=fr")).content.decode()
    for code, words in (("en", b"400 dollars"), ("fr", b"400 dollars")):
        assert words in client.get(at(table, f"amendments/on/2028-01-02/txt?in={code}")).content
    assert b"200 dollars" in client.get(at(table, "amendments/on/2027-12-31/txt?in=fr")).content
    assert publishing.body(table.origin())["attached"][0]["amendment"]["others"]["fr"][0]["text"] == "400"
    client.post(at(table, "amendments/first/?in=fr"), {"do": "drop", "place": "0"})
    assert texts.origin().attached[0][1].amendment == _amendment().amendment


def test_the_languages_of_the_text_in_force_are_laid_beside_each_other(table, texts, signed_in, now) -> None:
    signed = texts.origin().current.key
    actions.write_language(texts.origin(), LanguageVersion(FRENCH, "fr", signed), by=table.asha, now=now)
    client = signed_in(table.asha)
    assert "In force today" not in client.get(at(table, "languages/")).content.decode()
    early = replace(_amendment().amendment, in_force=date(2020, 1, 1))
    actions.write_attached(texts.origin(), "first", Attached("amendment", early), by=table.asha, now=now, based_on=0)
    page = unescape(client.get(at(table, "languages/?text=in-force&all=1")).content.decode())
    assert "400 dollars" in page
    assert "First amendment is not yet made in Français" in page
    assert "400 dollars" not in client.get(at(table, "languages/?all=1")).content.decode()


def test_what_is_withheld_goes_out_as_a_name_with_its_reason_alone(table, texts, signed_in) -> None:
    client = signed_in(table.asha)
    given = {"title": "Side letter", "kind": "letter", "in_force": "2028-01-01", "text": "Secret words", "version": 0,
             "is_withheld": "on"}  # fmt: skip
    refused = client.post(at(table, "amendments/new/change/"), given)
    assert refused.status_code == 422
    assert "Say why it is not made public" in refused.content.decode()
    sent = client.post(at(table, "amendments/new/change/"), {**given, "reason": "Prices of places"})
    key = texts.origin().attached[0][0].key
    assert sent["Location"].endswith(f"amendments/{key}/")
    client.post(at(table, f"amendments/{key}/"), {
        "do": "add", "action": "words", "clause": "art-1.2", "words": "100", "text": "Hidden sum"})  # fmt: skip
    told = json.dumps(publishing.body(table.origin()), ensure_ascii=False)
    assert "Side letter" in told
    assert "Prices of places" in told
    assert "2028-01-01" in told
    assert "Secret words" not in told
    assert "Hidden sum" not in told
    assert "Prices of places" in client.get(at(table, f"amendments/{key}/")).content.decode()


def test_what_becomes_public_is_the_signed_text_with_its_languages(table, texts, signed_in, now) -> None:
    dossier = table.origin()
    assert publishing.body(dossier)["text"] == TEXT
    signed = texts.origin().current.key
    actions.write_language(texts.origin(), LanguageVersion(FRENCH, "fr", signed), by=table.asha, now=now)
    signed_in(table.asha).post(at(table, f"shared/versions/{signed}/"), {"do": "signed"})
    actions.write_version(texts.origin(), Version("Article 1\nLater.\n", "en"), by=table.asha, now=now)
    found = publishing.body(table.origin())
    assert found["text"] == TEXT
    assert (found["prevails"], [each["language"] for each in found["languages"]]) == ("equal", ["fr"])
    assert "akomaNtoso" in found["akoma"]
    assert "(invented example)" in found["akoma"]
    signed_in(table.asha).post(at(table, f"shared/versions/{signed}/"), {"do": "not-signed"})
    assert publishing.body(table.origin())["text"] == "Article 1\nLater.\n"


def test_the_task_list_says_what_waits(table, texts, now) -> None:
    wiring.ready()
    part = parts.part("texts")
    assert part.summary(table.origin()).state == "going"
    actions.propose(texts.origin(), Proposal("art-2", "remove"), by=table.asha, now=now)
    assert part.summary(table.destination()).state == "look"
    assert part.summary(table.origin()).state == "going"
    assert parts.part("amendments").summary(table.origin()).state == "open"


def test_files_hold_the_text_and_say_when_it_is_invented(table, texts) -> None:
    for format in ("docx", "xml", "txt", files.TRACKED):
        opened = files.given(texts.origin(), format)
        if format.endswith("docx"):
            with zipfile.ZipFile(io.BytesIO(opened.content)) as archive:
                content = archive.read("word/document.xml").decode()
        else:
            content = opened.content.decode()
        assert "Workers shall pay no fee." in content
    assert "invented-agreement" in files.given(texts.origin(), "xml").content.decode()
    with pytest.raises(NotFound):
        files.given(texts.origin(), "exe")


def test_records_read_back_as_they_were_written() -> None:
    for value in (
        Version("t", "en", "T", "n", "f"),
        Comment("art-1", "x", "v", "s", "b"),
        Mark("art-1", "origin", "agreed", "d", "v"),
        LanguageVersion("t", "fr", "v"),
        _amendment(),
        Proposed(Proposal("art-1", "remove"), "origin", "v", {"x": "accepted"}),
    ):
        assert type(value).from_json(value.to_json()) == value


def test_words_of_strength_stand_in_the_clause_as_they_are_said(texts) -> None:
    words = shown.words_of(texts.origin().clause("art-2"), "en")
    assert "".join(each.text for each in words) == "Workers shall pay no fee."
    assert [each.text for each in words if each.level] == ["shall"]
