"""A report's path: comments are answered, offices clear the text as it stands, and only then is it signed off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.publishing import actions, path
from concord_site.publishing.models import Document

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 1, 1)


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def administrator(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


@pytest.fixture
def statistician(person: Callable[..., Any]) -> Any:
    return person("statistician")


@pytest.fixture
def document(desk: Any) -> Document:
    made, _job = actions.draft(round="2024", as_of=dt.date(2025, 5, 1), languages=["en"], formats=["pdf"], by=desk)
    return actions.compile_document(document_id=made.pk, by=desk)


def test_a_comment_stands_against_signing_off_until_it_is_answered(
    document: Document, desk: Any, administrator: Any, statistician: Any
) -> None:
    written = path.comment(document_id=document.pk, text="Figure 3 lacks its year.", place="part-one", by=statistician)
    actions.submit(document_id=document.pk, by=desk)
    with pytest.raises(Conflict) as refused:
        actions.sign(document_id=document.pk, by=administrator)
    assert refused.value.code == "publishing.path.open-comments"
    path.answer(document_id=document.pk, comment_id=written.pk, text="Added.", by=desk)
    assert actions.sign(document_id=document.pk, by=administrator).state == "signed"


def test_an_approval_holds_for_the_text_that_was_read(
    document: Document, desk: Any, administrator: Any, statistician: Any, small_report: dict[str, Any]
) -> None:
    named = path.name_office(document_id=document.pk, office="Data", person_id=statistician.pk, due_on=None, by=desk)
    actions.submit(document_id=document.pk, by=desk)
    path.decide(document_id=document.pk, clearance_id=named.pk, is_approved=True, reason="", by=statistician)
    actions.send_back(document_id=document.pk, reason="A number is wrong.", by=administrator)
    small_report["digest"] = "c" * 64
    actions.compile_document(document_id=document.pk, by=desk)
    actions.submit(document_id=document.pk, by=desk)
    with pytest.raises(Conflict) as refused:
        actions.sign(document_id=document.pk, by=administrator)
    assert refused.value.code == "publishing.path.not-cleared"
    path.decide(document_id=document.pk, clearance_id=named.pk, is_approved=True, reason="", by=statistician)
    assert actions.sign(document_id=document.pk, by=administrator).state == "signed"


def test_only_the_person_who_was_named_decides_and_a_return_has_its_reason(
    document: Document, desk: Any, administrator: Any, statistician: Any
) -> None:
    named = path.name_office(document_id=document.pk, office="Data", person_id=statistician.pk, due_on=None, by=desk)
    actions.submit(document_id=document.pk, by=desk)
    with pytest.raises(NotAllowed):
        path.decide(document_id=document.pk, clearance_id=named.pk, is_approved=True, reason="", by=administrator)
    with pytest.raises(Invalid):
        path.decide(document_id=document.pk, clearance_id=named.pk, is_approved=False, reason=" ", by=statistician)


def test_nobody_is_named_who_may_not_read_the_draft(document: Document, desk: Any, person: Callable[..., Any]) -> None:
    outsider = person("national-authority")
    with pytest.raises(Invalid):
        path.name_office(document_id=document.pk, office="Abroad", person_id=outsider.pk, due_on=None, by=desk)


def test_the_number_of_a_governing_body_is_entered_and_shown_with_the_edition(
    document: Document, desk: Any, administrator: Any
) -> None:
    actions.submit(document_id=document.pk, by=desk)
    actions.sign(document_id=document.pk, by=administrator)
    edition = actions.publish(document_id=document.pk, by=administrator)
    path.enter(
        document_id=document.pk, stage="assembly", planned_on=None, done_on=dt.date(2025, 5, 26), number="A78/9",
        note="", by=desk,
    )  # fmt: skip
    assert "A78/9" in Client().get(f"/en/publishing/editions/{edition.number}/").content.decode()


def test_what_is_known_by_itself_is_not_entered_by_hand(document: Document, desk: Any) -> None:
    with pytest.raises(Invalid):
        path.enter(document_id=document.pk, stage="draft", planned_on=None, done_on=TODAY, number="", note="", by=desk)
    with pytest.raises(NotFound):
        path.enter(document_id=document.pk, stage="party", planned_on=TODAY, done_on=None, number="", note="", by=desk)


def test_the_page_is_for_those_who_may_read_the_draft(
    document: Document, desk: Any, person: Callable[..., Any]
) -> None:
    address = f"/en/publishing/documents/{document.pk}/path/"
    client = Client()
    client.force_login(desk)
    sent = {"act": "comment", "comment-text": "Please add the median.", "comment-place": ""}
    assert client.post(address, sent).status_code == 302
    assert "Please add the median." in client.get(address).content.decode()
    assert client.post(address, {"act": "comment", "comment-text": ""}).status_code == 422
    other = Client()
    other.force_login(person("national-authority"))
    assert other.get(address).status_code == 404
