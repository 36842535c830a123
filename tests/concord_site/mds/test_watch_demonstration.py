"""The room of the demonstration: generated figures, alive for every role, and marked wherever they are shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from concord_site.accounts import demonstration as accounts
from concord_site.accounts.models import Person
from concord_site.mds import demonstration
from concord_site.mds.models import CellQuestion, Consent, Delivery, Explanation, SavedProfile
from concord_site.mds.queries import observatories, watch

pytestmark = pytest.mark.django_db(transaction=True)
STOCK = demonstration.STOCK
#: The marks of a page, and what a file says.
MARKS = ("Generated, not real", "Invented example")
IN_FILES = "they are no facts"


@pytest.fixture
def filled(settings: Any) -> str:
    from dataclasses import replace

    settings.CONCORD = replace(settings.CONCORD, demonstration=True)
    accounts.create(now=timezone.now())
    return demonstration.fill(today=timezone.now().date(), seed="test")


def who(email: str) -> Person:
    return Person.objects.get(email=f"{email}@demo.example")


def test_the_room_is_filled_once_and_everything_is_marked(filled: str) -> None:
    assert "3 deliveries" in filled
    states = sorted(Delivery.objects.values_list("state", "organisation__what"))
    assert states == [("checked", "authority"), ("checked", "observatory"), ("confirmed", "authority")]
    for model in (Delivery, CellQuestion, Consent, SavedProfile):
        assert model.objects.exists()
        assert not model.objects.filter(is_example=False).exists()
    assert not Delivery.objects.exclude(area="XMA").exists()
    assert not Explanation.objects.exists()
    waits = Delivery.objects.get(subject=demonstration.SUBJECTS[1])
    assert waits.counts["unexplained"] > 0
    assert waits.counts["hard"] == 0
    assert Delivery.objects.get(subject=demonstration.SUBJECTS[2]).counts["unexplained"] == 0
    assert "already" in demonstration.fill(today=timezone.now().date(), seed="test")
    assert Delivery.objects.count() == 3


def test_the_same_seed_gives_the_same_figures() -> None:
    first, again = (demonstration.counts("test", 2025) for _ in range(2))
    assert first.equals(again)
    assert not first.equals(demonstration.counts("another", 2025))


def test_generated_figures_count_for_nothing(filled: str) -> None:
    found = watch.watch(who("desk"), as_of=timezone.now().date(), language="en")
    assert found.whole.count == 0
    assert [each.area for each in found.others] == ["XMA"]


def test_every_page_and_file_that_shows_them_says_that_they_are_generated(filled: str, signed_in: Any) -> None:
    question = CellQuestion.objects.get()
    for each in ("authority", "officer", "desk", "statistician"):
        client = signed_in(who(each))
        for row in Delivery.objects.all():
            pages = [reverse(f"mds:{name}", kwargs={"pk": row.pk}) for name in (
                "delivery", "findings", "profile", "before-after", "confirm", "history", "ask",
            )]  # fmt: skip
            pages.append(reverse("mds:figures", kwargs={"pk": row.pk, "structure": STOCK}))
            for page in pages:
                answer = client.get(page, follow=True)
                assert answer.status_code == 404 or any(mark in answer.content.decode() for mark in MARKS), page
            for form in ("csv", "xlsx", "parquet"):
                answer = client.get(reverse("mds:table", kwargs={"pk": row.pk, "structure": STOCK, "format": form}))
                if answer.status_code == 200 and form == "csv":
                    assert IN_FILES in answer.content.decode("utf-8-sig")
                if answer.status_code == 200 and form == "parquet":
                    assert b"no facts" in answer.content
                if answer.status_code == 200 and form == "xlsx":
                    assert IN_FILES in _sheets(answer.content)
        page = client.get(reverse("mds:question", kwargs={"pk": question.pk}))
        assert any(mark in page.content.decode() for mark in MARKS)
    desk = signed_in(who("desk"))
    for page in ("watch", "questions"):
        assert any(mark in desk.get(reverse(f"mds:{page}")).content.decode() for mark in MARKS), page
    assert any(
        mark in desk.get(reverse("mds:watch-country", kwargs={"area": "XMA"})).content.decode() for mark in MARKS
    )
    assert "generated figures" in desk.get(reverse("mds:watch-file", kwargs={"format": "csv"})).content.decode("utf-8")


def _sheets(content: bytes) -> str:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    return " ".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)


def test_the_observatory_has_a_consent_and_is_named(filled: str, signed_in: Any) -> None:
    brought = Delivery.objects.get(subject=demonstration.SUBJECTS[2])
    assert observatories.source(brought) == "Demonstration workforce observatory"
    page = signed_in(who("authority")).get(reverse("mds:delivery", kwargs={"pk": brought.pk})).content.decode()
    assert "Demonstration workforce observatory" in page
