"""The workbook of a whole round: made once in the background, with its progress, and a notice when it is ready."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from concord_site.accounts.notice_models import Notice
from concord_site.reporting.actions import publishing, round_files
from concord_site.reporting.models import Publication, RoundFile
from concord_site.reporting.queries import round_files as queries
from concord_site.shell import jobs

from .filed_reports import filed

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
FILE = "/en/reporting/published/2027/answers.xlsx"


@pytest.fixture
def reports(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> list[Publication]:
    """A round that counts as a large one."""
    monkeypatch.setattr(queries, "HEAVY_FROM", 1)
    every = [filed(area, state="accepted") for area in ("KEN", "NOR", "PER")]
    return [publishing.publish(each, by=administrator, today=TODAY) for each in every]


def areas(content: bytes) -> set[str]:
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["data"]
    rows = [[str(each or "") for each in row] for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "reference" in row)
    return {row[head.index("area")] for row in rows if row[head.index("reference")].startswith("NR-")}


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_first_who_asks_sees_that_it_is_made_and_is_told_when_it_is_ready(
    reports: list[Publication], author: Any, signed_in: Callable[..., Client], client: Client
) -> None:
    answer = signed_in(author).get(FILE)
    assert answer.status_code == 202
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//meta[@http-equiv='refresh']")
    assert page.xpath("//*[contains(@class,'job')]")
    assert client.get(FILE).status_code == 202
    jobs.run_waiting()
    assert RoundFile.objects.count() == 1
    assert areas(body(client.get(FILE))) == {"KEN", "NOR", "PER"}
    told = Notice.objects.get(what="file-ready")
    assert (told.person, told.href) == (author, FILE)


def test_it_says_how_far_it_is(reports: list[Publication], client: Client) -> None:
    client.get(FILE)
    row = RoundFile.objects.get()
    RoundFile.objects.update(done=3, total=12, begun_at=row.asked_at)
    page = html.fromstring(client.get(FILE).content.decode())
    assert page.xpath("//*[@role='progressbar']/@aria-valuenow") == ["3"]


def test_a_file_never_outlives_a_report_that_was_withdrawn(
    reports: list[Publication], administrator: Any, client: Client
) -> None:
    client.get(FILE)
    jobs.run_waiting()
    first = RoundFile.objects.get().file
    publishing.withdraw(reports[0], by=administrator, reason="A mistake")
    assert client.get(FILE).status_code == 202
    jobs.run_waiting()
    assert areas(body(client.get(FILE))) == {"NOR", "PER"}
    first.refresh_from_db()
    assert (first.state, RoundFile.objects.count()) == ("removed", 1)


def test_what_is_withdrawn_while_the_file_is_made_stops_it(
    reports: list[Publication], administrator: Any, client: Client
) -> None:
    client.get(FILE)
    publishing.withdraw(reports[0], by=administrator, reason="A mistake")
    jobs.run_waiting()
    assert not RoundFile.objects.exclude(file=None).exists()


def test_a_file_whose_maker_died_is_asked_for_again(reports: list[Publication], monkeypatch: Any) -> None:
    asked: list[int] = []
    monkeypatch.setattr(type(round_files.make), "enqueue", lambda _self, pk: asked.append(pk))
    row = round_files.ask("2027", language="en", by=None)
    round_files.ask("2027", language="en", by=None)
    round_files.ask("2027", language="en", by=None, now=timezone.now() + 2 * round_files.ASK_AGAIN_AFTER)
    assert asked == [row.pk, row.pk]


def test_a_small_round_is_written_at_once(reports: list[Publication], client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "HEAVY_FROM", 20)
    assert areas(client.get(FILE).content) == {"KEN", "NOR", "PER"}
