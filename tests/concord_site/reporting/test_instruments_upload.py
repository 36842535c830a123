"""From a file to a published version: nothing half-saved, nothing published with mistakes, nothing changed after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.audit.models import Entry
from concord_site.reporting.actions import instruments as actions
from concord_site.reporting.models import InstrumentVersion
from concord_site.reporting.queries import instruments as queries
from concord_site.shell.models import PrivateFile

from . import workbooks

pytestmark = pytest.mark.django_db
ROOM = "/en/reporting/instruments/"


@pytest.fixture
def uploaded(
    author: Any, signed_in: Callable[..., Client], sent: Callable[..., Any]
) -> Callable[..., tuple[Client, str]]:
    """Send a file; the browser, and where it was led."""

    def make(content: bytes | None = None, name: str = "small.xlsx") -> tuple[Client, str]:
        client = signed_in(author)
        answer = client.post(f"{ROOM}upload/", {"file": sent(content, name)})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return client, answer["Location"]

    return make


def test_a_visitor_is_asked_to_sign_in_first() -> None:
    for path in ("upload/", "new/", "nri-2027/2027.1/copy/"):
        assert "/account/login/" in Client().get(ROOM + path)["Location"]


def test_an_upload_is_looked_at_before_anything_is_kept(uploaded: Any) -> None:
    client, page = uploaded()
    html = client.get(page).content.decode()
    assert "Nothing must change" in html
    assert "nothing has been kept" in html
    assert InstrumentVersion.objects.count() == 0


def test_findings_name_sheet_row_column_and_show_the_piece_of_the_sheet(uploaded: Any) -> None:
    client, page = uploaded(workbooks.broken())
    html = client.get(page).content.decode()
    assert "must change before it can be published" in html
    assert "survey" in html
    assert "row 3" in html
    assert "ring-hard" in html
    assert "What to do." in html
    assert "nowhere" in html


def test_the_question_map_is_checked_against_a_version_that_was_published_here(
    uploaded: Any, draft: Any, author: Any, administrator: Any
) -> None:
    actions.publish(version_id=draft.pk, by=administrator)
    survey = [list(row) for row in workbooks.SURVEY]
    survey[3][6] = "laws_gone"
    settings = [[*workbooks.SETTINGS[0], "x_previous"], ["Next", "next-2030", "1", "English (en)", "small-2027"]]
    client, page = uploaded(workbooks.workbook(survey, settings=settings))
    html = client.get(page).content.decode()
    assert "laws_gone" in html
    assert "must change before it can be published" in html
    client.post(page, {"do": "save"})
    made = InstrumentVersion.objects.get(instrument="next-2030")
    assert made.hard == 1
    with pytest.raises(Conflict):
        actions.publish(version_id=made.pk, by=administrator)


def test_a_map_to_a_version_that_nobody_knows_is_told(uploaded: Any) -> None:
    settings = [[*workbooks.SETTINGS[0], "x_previous"], ["Next", "next-2030", "1", "English (en)", "never-made"]]
    client, page = uploaded(workbooks.workbook(settings=settings))
    html = client.get(page).content.decode()
    assert "never-made" in html
    assert "Nothing must change" in html


def test_the_preview_speaks_all_six_languages(uploaded: Any) -> None:
    client, page = uploaded()
    assert "Votre pays a-t-il de telles lois" in client.get(f"{page}?show=preview&in=fr").content.decode()
    arabic = client.get(f"{page}?show=preview&in=ar").content.decode()
    assert 'class="preview" lang="ar" dir="rtl"' in arabic
    assert 'lang="en" dir="auto"' in arabic, "what is not translated says so"


def test_a_draft_with_mistakes_can_be_kept_and_not_published(uploaded: Any, administrator: Any) -> None:
    client, page = uploaded(workbooks.broken())
    answer = client.post(page, {"do": "save"})
    draft = InstrumentVersion.objects.get()
    assert answer["Location"] == f"{ROOM}drafts/{draft.pk}/"
    assert draft.hard > 0
    with pytest.raises(Conflict) as refused:
        actions.publish(version_id=draft.pk, by=administrator)
    assert refused.value.code == "reporting.instrument.hard-findings"


def test_an_upload_is_its_senders_alone(uploaded: Any, person: Any, signed_in: Any) -> None:
    _client, page = uploaded()
    assert signed_in(person()).get(page).status_code == 404
    assert signed_in(person()).post(page, {"do": "save"}).status_code == 404


def test_an_upload_can_be_discarded_and_is_swept_when_forgotten(uploaded: Any, now: Any) -> None:
    client, page = uploaded()
    client.post(page, {"do": "discard"})
    assert client.get(page).status_code == 404
    uploaded()
    assert actions.sweep_uploads(now=now) == 0
    assert actions.sweep_uploads(now=now + timedelta(days=3)) == 1
    assert set(PrivateFile.objects.values_list("state", flat=True)) == {"removed"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("notes.txt", b"hello"), ("empty.xlsx", b""), ("form.xml", b"<a>"), ("q.json", b"{"), ("x.xlsx", b"PK\x03\x04no")],
)
def test_what_cannot_be_read_is_refused_with_words_and_without_a_draft(
    name: str, content: bytes, author: Any, signed_in: Any, sent: Any
) -> None:
    client = signed_in(author)
    answer = client.post(f"{ROOM}upload/", {"file": sent(content, name)})
    if answer.status_code == 302:
        page = client.get(answer["Location"])
        assert page.status_code == 200
        assert "Save as a draft" not in page.content.decode()
        client.post(answer["Location"], {"do": "save"})
    else:
        assert answer.status_code == 422
    assert InstrumentVersion.objects.count() == 0


def test_a_fhir_questionnaire_becomes_a_draft(uploaded: Any) -> None:
    content = (
        b'{"resourceType":"Questionnaire","status":"draft","name":"Small","title":"Small","item":['
        b'{"linkId":"a","text":"How many?","type":"integer"}]}'
    )
    client, page = uploaded(content, "q.json")
    assert "Save as a draft" in client.get(page).content.decode()


def test_publishing_is_another_persons_right_and_freezes(draft: Any, author: Any, administrator: Any) -> None:
    with pytest.raises(NotAllowed):
        actions.publish(version_id=draft.pk, by=author)
    done = actions.publish(version_id=draft.pk, by=administrator)
    assert done.state == "published"
    assert done.digest == queries.version("small-2027", None).instrument.digest
    assert len(done.digest) == 64
    from concord_site.reporting.actions import drafts

    with pytest.raises((Conflict, NotAllowed)):
        drafts.save_row(version_id=draft.pk, row_id=2, mine={"label": "Other"}, by=author)
    for changed in ({"sheets": {}}, {"digest": "0" * 64}, {"title": {}}, {"number": "7"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            InstrumentVersion.objects.filter(pk=done.pk).update(**changed)
    assert Entry.objects.filter(action="reporting.instrument.published").count() == 1


def test_the_page_of_publishing_names_what_is_not_translated(draft: Any, administrator: Any, signed_in: Any) -> None:
    client = signed_in(administrator)
    page = client.get(f"{ROOM}drafts/{draft.pk}/publish/").content.decode()
    assert "Missing in" in page
    assert "laws_any" in page
    answer = client.post(f"{ROOM}drafts/{draft.pk}/publish/")
    assert answer["Location"] == f"{ROOM}small-2027/1/"
    assert "A small questionnaire" in Client().get(answer["Location"]).content.decode()


def test_the_same_version_is_not_published_twice(draft: Any, author: Any, administrator: Any) -> None:
    from concord.instrument import xlsform

    actions.publish(version_id=draft.pk, by=administrator)
    again = actions.begin(sheets=xlsform.read(workbooks.workbook(), "s.xlsx").sheets, by=author)
    with pytest.raises(Conflict) as refused:
        actions.publish(version_id=again.pk, by=administrator)
    assert refused.value.code == "reporting.instrument.number-taken"
    with pytest.raises(Conflict):
        actions.copy(id="small-2027", number="1", new_number="1", by=author)


def test_a_declared_version_is_not_published_again(author: Any, administrator: Any) -> None:
    from concord_site.reporting.actions import drafts

    first = queries.version("nri-2024", None)
    made = actions.copy(id="nri-2024", number=first.number, new_number="2024.9", by=author)
    drafts.save_settings(version_id=made.pk, mine={"version": first.number}, by=author)
    with pytest.raises(Conflict) as refused:
        actions.publish(version_id=made.pk, by=administrator)
    assert refused.value.code == "reporting.instrument.number-taken"


@pytest.mark.parametrize(
    ("id", "code"), [("upload", "reporting.instrument.reserved-id"), ("", "reporting.instrument.no-id")]
)
def test_an_id_that_no_address_can_have_is_refused(id: str, code: str, author: Any, administrator: Any) -> None:
    from concord.instrument import xlsform

    settings = (workbooks.SETTINGS[0], ("Title", id, "1", "en"))
    made = actions.begin(sheets=xlsform.read(workbooks.workbook(settings=settings), "s.xlsx").sheets, by=author)
    with pytest.raises((Invalid, Conflict)) as refused:
        actions.publish(version_id=made.pk, by=administrator)
    assert refused.value.code in (code, "reporting.instrument.hard-findings")


def test_withdrawing_needs_a_reason_and_keeps_the_version_readable(
    draft: Any, author: Any, administrator: Any, signed_in: Any
) -> None:
    actions.publish(version_id=draft.pk, by=administrator)
    at = f"{ROOM}small-2027/1/"
    assert signed_in(author).get(f"{at}withdraw/").status_code == 409
    with pytest.raises(Invalid):
        actions.withdraw(version_id=draft.pk, reason=" ", by=administrator)
    client = signed_in(administrator)
    assert client.post(f"{at}withdraw/", {"reason": ""}).status_code == 422
    assert client.post(f"{at}withdraw/", {"reason": "A question was wrong."})["Location"] == at
    page = Client().get(at).content.decode()
    assert "Withdrawn" in page
    assert "A question was wrong." in page


def test_a_draft_is_seen_by_its_author_and_those_who_prepare_instruments(
    draft: Any, person: Any, administrator: Any, translator: Any, signed_in: Any
) -> None:
    at = f"{ROOM}drafts/{draft.pk}/"
    assert "/account/login/" in Client().get(at)["Location"]
    assert signed_in(person()).get(at).status_code == 404
    assert signed_in(person("reviewer")).get(at).status_code == 200
    assert signed_in(translator).get(at).status_code == 200
    assert "A small questionnaire" in signed_in(administrator).get(ROOM).content.decode()
    assert "A small questionnaire" not in signed_in(person()).get(ROOM).content.decode()


def test_a_draft_that_is_put_away_stays_hidden_and_can_be_taken_up(draft: Any, author: Any) -> None:
    actions.put_away(version_id=draft.pk, by=author)
    assert queries.versions(None) == queries.declared() or draft.instrument not in {
        v.id for v in queries.versions(None)
    }
    with pytest.raises(NotFound):
        queries.draft(draft.pk, None)
    assert actions.put_away(version_id=draft.pk, by=author, is_away=False).put_away_at is None


def test_an_empty_draft_can_be_begun_and_is_sound(author: Any, administrator: Any, signed_in: Any) -> None:
    given = {"form_title": "Mine", "form_id": "mine-1", "version": "1", "default_language": "en", "x_use": "other"}
    answer = signed_in(author).post(f"{ROOM}new/", given)
    made = InstrumentVersion.objects.get()
    assert answer["Location"] == f"{ROOM}drafts/{made.pk}/"
    assert made.hard == 0
    assert actions.publish(version_id=made.pk, by=administrator).state == "published"


def test_the_next_version_begins_from_a_published_one(author: Any, signed_in: Any) -> None:
    first = queries.version("nri-2027", None)
    at = f"{ROOM}nri-2027/{first.number}/copy/"
    client = signed_in(author)
    assert client.post(at, {"number": first.number}).status_code == 422
    answer = client.post(at, {"number": "2027.9"})
    made = InstrumentVersion.objects.get()
    assert answer["Location"] == f"{ROOM}drafts/{made.pk}/"
    assert (made.instrument, made.number) == ("nri-2027", "2027.9")
    assert made.hard == 0
    assert made.questions == sum(each.is_asked for each in first.instrument.questions)
