"""Reports: drafts seen by those who prepare them, signed off by another person, frozen once published."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.vocabulary.languages import LANGUAGES
from concord_site.audit.models import Entry
from concord_site.publishing import actions, queries
from concord_site.publishing.models import Document, Edition, Rendition
from concord_site.shell import jobs
from concord_site.shell.models import Job, PrivateFile

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 5, 1)
CHOICE: dict[str, Any] = {"round": "2024", "as_of": DAY, "languages": ["en"], "formats": ["pdf", "docx"]}


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def administrator(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


@pytest.fixture
def document(desk: Any) -> Document:
    made, _job = actions.draft(by=desk, **CHOICE)
    return actions.compile_document(document_id=made.pk, by=desk)


@pytest.fixture
def edition() -> Edition:
    return actions.compile_edition(**CHOICE)


# ---- the demonstration's edition ------------------------------------------------------------------------------------
def test_the_demonstrations_edition_is_made_once(edition: Edition, small_report: dict[str, Any]) -> None:
    assert (edition.number, edition.is_demonstration, edition.state) == ("2024.1", True, "published")
    before = list(small_report["made"])
    assert actions.compile_edition(**CHOICE).pk == edition.pk
    assert small_report["made"] == before
    actions.compile_edition(**{**CHOICE, "languages": ["en", "ar"]})
    assert small_report["made"][len(before) :] == [("2024.1", "ar", each) for each in ("html", "pdf", "docx")]


def test_progress_is_told_for_each_file() -> None:
    told: list[tuple[int, int, str]] = []
    actions.compile_edition(**CHOICE, progress=lambda done, total, note: told.append((done, total, note)))
    assert told == [(1, 3, "en.html"), (2, 3, "en.pdf"), (3, 3, "en.docx")]


def test_an_edition_is_not_made_of_a_round_or_language_that_does_not_exist() -> None:
    with pytest.raises(NotFound):
        actions.compile_edition(**{**CHOICE, "round": "1999"})
    with pytest.raises(Invalid):
        actions.compile_edition(**{**CHOICE, "languages": ["xx"]})
    assert not Edition.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_there_for_everybody_in_every_language(edition: Edition, language: str) -> None:
    client = Client()
    for page in (
        "",
        "editions/2024.1/",
        "editions/2024.1/read/",
        "editions/2024.1/read/part-one/",
        "editions/2024.1/read/area-nzl/",
    ):
        answer = client.get(f"/{language}/publishing/{page}")
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000
        assert answer.content.decode().count("<h1") == 1


def test_what_is_not_there_is_not_found(edition: Edition) -> None:
    for page in ("editions/2030.1/", "editions/2024.1/read/nothing/", "editions/2024.1/files/xx.pdf", "documents/999/"):
        assert Client().get(f"/en/publishing/{page}").status_code in (302, 404), page
    assert Client().get("/en/publishing/editions/2024.1/files/en.exe").status_code == 404


@pytest.mark.parametrize(("format", "kind"), [
    ("pdf", "application/pdf"), ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
])  # fmt: skip
def test_files_of_an_edition_download_with_type_and_digest(edition: Edition, format: str, kind: str) -> None:
    answer = Client().get(f"/en/publishing/editions/2024.1/files/en.{format}")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    found = queries.rendition(edition.document, "en", format)
    assert found is not None
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert hashlib.sha256(body).hexdigest() == found.sha256
    assert answer["ETag"] == f'"{found.sha256}"'
    assert "attachment" in answer["Content-Disposition"]
    assert found.sha256 in Client().get("/en/publishing/editions/2024.1/").content.decode()


def test_links_between_the_pages_of_a_report_lead_to_the_right_page(edition: Edition) -> None:
    html = Client().get("/en/publishing/editions/2024.1/read/part-one/").content.decode()
    assert 'href="/en/publishing/editions/2024.1/read/area-ken/#area-ken"' in html
    section = Client().get("/en/publishing/editions/2024.1/read/area-nzl/").content.decode()
    assert '<h1 id="area-nzl">' in section
    assert "<h2>More</h2>" in section


def test_a_language_is_made_when_somebody_first_asks_and_once(edition: Edition, small_report: dict[str, Any]) -> None:
    address = "/en/publishing/editions/2024.1/files/fr.pdf"
    assert Client().get(address).status_code == 202
    assert Client().get(address).status_code == 202
    assert Rendition.objects.filter(language="fr").count() == 1
    found = Rendition.objects.get(language="fr", format="pdf")
    actions.make_rendition.func(found.pk)
    actions.make_rendition.func(found.pk)
    assert small_report["made"].count(("2024.1", "fr", "pdf")) == 1
    answer = Client().get(address)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"2024.1 fr pdf")  # type: ignore[attr-defined]


def test_a_language_is_not_made_from_other_facts(edition: Edition, small_report: dict[str, Any]) -> None:
    asked = actions.ask(edition=edition, language="ru", format="pdf")
    small_report["digest"] = "c" * 64
    with pytest.raises(Conflict):
        actions.make_rendition.func(asked.pk)
    assert Rendition.objects.get(pk=asked.pk).file is None


def test_a_report_that_is_not_made_in_a_language_is_shown_in_one_it_has(edition: Edition) -> None:
    html = Client().get("/ar/publishing/editions/2024.1/read/part-one/").content.decode()
    assert '<article class="report" lang="en" dir="ltr">' in html


# ---- frozen ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("field", ["number", "digest", "title", "inputs", "as_of", "version"])
def test_the_database_refuses_to_change_an_edition(edition: Edition, field: str) -> None:
    value = {"title": {}, "inputs": [], "as_of": dt.date(2000, 1, 1)}.get(field, "x")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{field: value})


def test_an_edition_is_withdrawn_with_a_reason_and_stays_readable(
    edition: Edition, administrator: Any, desk: Any, signed_in: Any
) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw(edition_id=edition.pk, reason="wrong", by=desk)
    with pytest.raises(Invalid):
        actions.withdraw(edition_id=edition.pk, reason=" ", by=administrator)
    answer = signed_in(administrator).post("/en/publishing/editions/2024.1/withdraw/", {"reason": "A table was wrong."})
    assert answer.status_code == 302
    assert "A table was wrong." in Client().get("/en/publishing/editions/2024.1/").content.decode()
    assert Client().get("/en/publishing/editions/2024.1/files/en.pdf").status_code == 200


# ---- in preparation -------------------------------------------------------------------------------------------------
def test_a_draft_is_invisible_to_others_exactly_as_if_it_were_not_there(
    document: Document, person: Any, signed_in: Any
) -> None:
    client = signed_in(person("stakeholder"))
    for page in ("", "files/en.pdf", "read/"):
        forbidden = client.get(f"/en/publishing/documents/{document.pk}/{page}")
        missing = client.get(f"/en/publishing/documents/99999/{page}")
        assert (forbidden.status_code, missing.status_code) == (404, 404)
        assert _same(forbidden, document.pk) == _same(missing, 99999)
    assert "In preparation" not in client.get("/en/publishing/").content.decode()
    file = document.renditions.get(format="pdf").file
    assert file is not None
    assert Client().get(f"/files/{file.pk}").status_code == 404


def _same(answer: Any, pk: int) -> str:
    return answer.content.decode().replace(f"/documents/{pk}/", "/documents/0/")


def test_visitors_are_asked_to_sign_in_and_strangers_cannot_draft(person: Any, signed_in: Any) -> None:
    assert Client().get("/en/publishing/documents/new/").status_code == 302
    assert signed_in(person("country-officer")).get("/en/publishing/documents/new/").status_code == 403
    with pytest.raises(NotAllowed):
        actions.draft(by=person("statistician"), **CHOICE)


def test_drafting_starts_a_job_that_compiles(desk: Any, signed_in: Any) -> None:
    form = {"round": "2024", "as_of": "2025-05-01", "languages": ["en", "fr"], "formats": ["pdf"]}
    answer = signed_in(desk).post("/en/publishing/documents/new/", form)
    document = Document.objects.get()
    assert answer["Location"] == f"/en/publishing/documents/{document.pk}/"
    job = Job.objects.get(pk=document.job)
    assert (job.name, job.state) == (actions.COMPILE, "waiting")
    assert "Compiling 2024.1" in signed_in(desk).get(answer["Location"]).content.decode()
    jobs.run_job.func(job.pk)
    job.refresh_from_db()
    document.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 4, 4)
    assert document.digest == "a" * 64
    assert {(e.language, e.format) for e in document.renditions.all()} == {
        (language, format) for language in ("en", "fr") for format in ("html", "pdf")
    }


def test_a_form_without_languages_is_refused_in_place(desk: Any, signed_in: Any) -> None:
    assert signed_in(desk).post("/en/publishing/documents/new/", {"round": "2024", "as_of": "x"}).status_code == 422


def test_sign_off_needs_the_role_and_another_person(document: Document, desk: Any, administrator: Any) -> None:
    actions.submit(document_id=document.pk, by=desk)
    with pytest.raises(NotAllowed):
        actions.sign(document_id=document.pk, by=desk)
    Document.objects.filter(pk=document.pk).update(drafted_by=administrator)
    with pytest.raises(NotAllowed) as refusal:
        actions.sign(document_id=document.pk, by=administrator)
    assert refusal.value.code == "publishing.document.own"


def test_nothing_is_published_that_is_not_signed(document: Document, administrator: Any) -> None:
    with pytest.raises(Conflict):
        actions.publish(document_id=document.pk, by=administrator)
    assert not Edition.objects.exists()


def test_a_draft_that_is_not_compiled_is_not_sent(desk: Any) -> None:
    made, _job = actions.draft(by=desk, **CHOICE)
    with pytest.raises(Conflict) as refusal:
        actions.submit(document_id=made.pk, by=desk)
    assert refusal.value.code == "publishing.document.not-compiled"


def test_the_whole_way_through_pages(document: Document, desk: Any, administrator: Any, signed_in: Any) -> None:
    page, act = f"/en/publishing/documents/{document.pk}/", f"/en/publishing/documents/{document.pk}/act/"
    assert "Send for sign-off" in signed_in(desk).get(page).content.decode()
    signed_in(desk).post(act, {"act": "submit"})
    assert "Sign off" in signed_in(administrator).get(page).content.decode()
    assert signed_in(administrator).post(act, {"act": "send-back", "reason": ""}).status_code == 422
    signed_in(administrator).post(act, {"act": "send-back", "reason": "Check table 3."})
    assert "Check table 3." in signed_in(desk).get(page).content.decode()
    signed_in(desk).post(act, {"act": "submit"})
    signed_in(administrator).post(act, {"act": "sign"})
    signed_in(administrator).post(act, {"act": "publish"})
    edition = Edition.objects.get()
    assert (edition.number, edition.digest) == (document.number, "a" * 64)
    assert set(PrivateFile.objects.values_list("state", flat=True)) == {"published"}
    assert Client().get("/en/publishing/editions/2024.1/files/en.pdf").status_code == 200
    assert "It is published as edition" in signed_in(desk).get(page).content.decode()
    written = list(Entry.objects.filter(action__startswith="publishing.").values_list("action", flat=True))
    for each in (
        "document.drafted",
        "document.compiled",
        "document.submitted",
        "document.sent-back",
        "document.signed",
        "edition.published",
    ):
        assert f"publishing.{each}" in written


def test_a_published_document_cannot_be_put_away_or_published_again(
    document: Document, desk: Any, administrator: Any
) -> None:
    actions.submit(document_id=document.pk, by=desk)
    actions.sign(document_id=document.pk, by=administrator)
    actions.publish(document_id=document.pk, by=administrator)
    for act in (lambda: actions.publish(document_id=document.pk, by=administrator),
                lambda: actions.put_away(document_id=document.pk, reason="no", by=administrator)):  # fmt: skip
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "publishing.document.published"


def test_numbers_of_a_round_follow_one_another(desk: Any) -> None:
    numbers = [actions.draft(by=desk, **CHOICE)[0].number for _ in range(3)]
    assert numbers == ["2024.1", "2024.2", "2024.3"]


def test_compiling_again_takes_the_old_files_out_of_use(document: Document, desk: Any) -> None:
    old = document.renditions.get(format="pdf").file_id
    actions.compile_document(document_id=document.pk, by=desk)
    assert PrivateFile.objects.get(pk=old).state == "removed"


def test_the_search_finds_an_edition(edition: Edition) -> None:
    from concord_site.publishing.search import entries

    assert entries("2024")[0]["href"] == "/en/publishing/editions/2024.1/"
    assert entries("nothing of it") == []
