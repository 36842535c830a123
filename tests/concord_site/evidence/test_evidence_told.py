"""Indicators are computed from published answers: real ones alone, with the digest of their report, never stale."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from concord_site.evidence import facts, jobs
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round

pytestmark = pytest.mark.django_db
TODAY, SHARE = timezone.now().date(), "foreign-trained-share"


@pytest.fixture
def made() -> Publication:
    """A published report of Kenya that says how many of its doctors trained abroad."""
    round = Round.objects.create(year="2027", state=Round.State.OPEN, opens_on=TODAY, due_on=TODAY)
    return Publication.objects.create(
        reference="NR-2027-KEN-1", round=round, area="KEN", instrument="nri-2027", instrument_digest="0" * 64,
        language="en", answers={"stock_date": "2026-06-30"}, calculated={"stock_doctors_share": 25.0}, digest="ab" * 32,
        submitted_on=TODAY,
    )  # fmt: skip


def newest() -> Any:
    jobs.note()
    return facts.evidence().newest(SHARE, "KEN", "221")


def test_a_published_answer_becomes_the_newest_result_with_its_report_and_digest(made: Publication) -> None:
    result = newest()
    assert (result.year, result.value, result.status, result.note) == (2026, 25.0, "normal", "as-reported")
    assert result.rows[0].file.startswith("NR-2027-KEN-1 abab")
    inputs = {each.id: each.digest for each in facts.evidence().facts.provenance.inputs}
    assert inputs["national-report:NR-2027-KEN-1"] == made.digest


def test_generated_and_withdrawn_answers_are_never_computed(made: Publication) -> None:
    before = newest()
    assert before.year == 2026
    Publication.objects.update(is_example=True)
    assert newest() is None or newest().year != 2026
    Publication.objects.update(is_example=False, state="withdrawn", ended_at=timezone.now())
    assert newest() is None or newest().year != 2026


def test_a_page_asks_the_database_nothing_for_it(made: Publication, django_assert_num_queries: Any) -> None:
    jobs.note()
    facts.evidence()
    with django_assert_num_queries(0):
        facts.evidence()


def test_a_reader_sees_the_figure(made: Publication, client: Any) -> None:
    jobs.note()
    page = client.get(f"/en/data/?indicator={SHARE}&year=2026")
    assert page.status_code == 200
    assert "Kenya" in page.content.decode()
    figure = client.get(f"/en/data/figures/{SHARE}/KEN/2026/221/")
    assert figure.status_code == 200
    assert "25" in figure.content.decode()
    assert "/en/reporting/published/reports/NR-2027-KEN-1/" in figure.content.decode(), "the way to its source"
