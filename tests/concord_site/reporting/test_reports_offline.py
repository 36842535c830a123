"""Answering without a line: the workbook goes out and comes back in several copies; what changed is chosen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from concord.instrument import xform
from concord_site.reporting.models.copies import SubmissionCopy
from concord_site.reporting.models.submissions import Change, Submission, SubmissionUpload
from concord_site.reporting.queries.reports import ReportDesk

from .reports import SMALL, TODAY, answers, at, page_of, write

pytestmark = pytest.mark.django_db


def workbook(client: Client, report: Submission, code: str = "en") -> bytes:
    """The workbook as it is given out."""
    answer = client.get(at(report, f"workbook-{code}.xlsx"))
    assert answer.status_code == 200
    return bytes(answer.content)


def filled(content: bytes, **values: Any) -> bytes:
    """A workbook in which somebody has written into the cells of some answers."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    machine = book["concord-codes"]
    cells: dict[str, tuple[str, str]] = {}
    for row in machine.iter_rows(min_row=2, values_only=True):
        cells.setdefault(row[4], (row[2], row[3]))
    for address, value in values.items():
        sheet, cell = cells[address]
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bring(client: Client, report: Submission, content: bytes, name: str = "copy.xlsx") -> Any:
    """Send a file back."""
    return client.post(at(report, "files/"), {"file": SimpleUploadedFile(name, content)})


def take(client: Client, href: str, do: str = "take") -> Any:
    """Take over what is marked."""
    page = page_of(client, href)
    data: dict[str, Any] = {each.get("name"): each.get("value") for each in page.xpath("//input[@type='hidden']")}
    marked = page.xpath("//input[@name='take' and @checked]/@value")
    return client.post(href, {**data, "take": marked, "do": do})


def test_a_workbook_that_nobody_touched_changes_nothing_even_if_answers_moved_meanwhile(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    desk, client = ReportDesk(report.pk, authority), signed_in(authority)
    write(desk, gate="no", count=12)
    content = workbook(client, report)
    write(desk, count=20)
    page = page_of(client, bring(client, report, content)["Location"])
    assert not page.xpath("//input[@name='take']")
    assert answers(report, authority)["count"] == 20


def test_copies_of_several_ministries_wait_and_are_taken_over_one_by_one(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    desk, client = ReportDesk(report.pk, authority), signed_in(authority)
    write(desk, gate="no", count=12)
    content = workbook(client, report)
    one = bring(client, report, filled(content, count=30), "health.xlsx")["Location"]
    two = bring(client, report, filled(content, remarks="From the statistics office"), "numbers.xlsx")["Location"]
    assert SubmissionUpload.objects.count() == 2
    assert answers(report, authority) == {"gate": "no", "count": 12}  # nothing before somebody has looked
    shown = page_of(client, at(report, "files/")).text_content()
    assert "health.xlsx" in shown
    assert "numbers.xlsx" in shown
    take(client, one)
    take(client, two)
    assert answers(report, authority) == {"gate": "no", "count": 30, "remarks": "From the statistics office"}
    assert {each.way for each in Change.objects.filter(address__in=("count", "remarks")).exclude(value=12)} == {
        "workbook"
    }
    assert not SubmissionUpload.objects.exists()


def test_where_both_sides_changed_it_is_said_and_not_marked(
    report: Submission, authority: Any, officer: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    client = signed_in(authority)
    content = filled(workbook(client, report), count=30)
    write(ReportDesk(report.pk, officer), count=25)
    href = bring(client, report, content)["Location"]
    page = page_of(client, href)
    assert "Changed here by Rami Adan" in page.text_content()
    assert not page.xpath("//input[@name='take' and @checked]")
    client.post(href, {"take": ["count"], "do": "take"})
    assert answers(report, authority)["count"] == 30


def test_what_somebody_wrote_after_the_differences_were_shown_is_not_overwritten(
    report: Submission, authority: Any, officer: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    client = signed_in(authority)
    href = bring(client, report, filled(workbook(client, report), count=30))["Location"]
    page = page_of(client, href)
    seen = {each.get("name"): each.get("value") for each in page.xpath("//input[@type='hidden']")}
    write(ReportDesk(report.pk, officer), count=25)
    client.post(href, {**seen, "take": ["count"], "do": "take"})
    assert answers(report, authority)["count"] == 25
    shown = page_of(client, at(report, "1/1/")).xpath("//fieldset[contains(@class,'conflict')]")[0].text_content()
    assert "25" in shown
    assert "30" in shown


def test_a_section_is_taken_over_as_a_whole_and_the_rest_waits(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    write(ReportDesk(report.pk, authority), gate="no")
    href = bring(client, report, filled(workbook(client, report), count=30, remarks="Later"))["Location"]
    take(client, href, "section:1")
    assert answers(report, authority) == {"gate": "no", "count": 30}
    assert SubmissionUpload.objects.get().sections == [1]
    take(client, href, "drop")
    assert not SubmissionUpload.objects.exists()


def test_an_arabic_workbook_runs_from_right_to_left_and_remembers_what_it_held(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    from openpyxl import load_workbook

    write(ReportDesk(report.pk, authority), gate="no", count=12)
    content = workbook(signed_in(authority), report, "ar")
    book = load_workbook(io.BytesIO(content))
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets if sheet.title != "concord-codes")
    assert SubmissionCopy.objects.get().answers == {"gate": "no", "count": 12}


def test_a_wrong_value_is_named_with_sheet_row_and_column_and_nothing_waits(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    answer = bring(client, report, filled(workbook(client, report), count="many"))
    assert answer.status_code == 422
    assert not SubmissionUpload.objects.exists()
    assert "many" in answer.content.decode()


def test_another_countrys_workbook_is_refused(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    from concord.instrument import workbook as books

    content = books.write(SMALL, "en", answers={"gate": "no"}, area="UGA", area_name="Uganda")
    answer = bring(signed_in(authority), report, content)
    assert answer.status_code == 422
    assert "Uganda" in answer.content.decode()


def test_a_form_goes_out_and_its_submission_comes_back(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    assert b"<h:html" in client.get(at(report, "form.xml")).content
    sent = xform.submission(SMALL, {"gate": "no", "count": 7, "people": [{"person": "Ada", "age": 40}]}, today=TODAY)
    take(client, bring(client, report, sent.encode() if isinstance(sent, str) else sent, "one.xml")["Location"])
    assert answers(report, authority) == {"gate": "no", "count": 7, "people": [{"person": "Ada", "age": 40}]}
    assert set(Change.objects.values_list("way", flat=True)) == {"xform"}


# ---- generated reports -----------------------------------------------------------------------------------------------
@pytest.fixture
def generated(report: Submission, authority: Any) -> Submission:
    """A report whose answers are made up."""
    write(ReportDesk(report.pk, authority), gate="yes", why='Because, of\n"quotes"', count=7)
    Submission.objects.update(is_example=True)
    report.refresh_from_db()
    return report


def test_every_file_of_a_generated_report_says_so_inside(
    generated: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    files = {form: client.get(at(generated, f"export.{form}")).content for form in ("csv", "xml", "json", "pdf")}
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert [(next(iter(each)), each["generated"]) for each in rows] == [("generated", "yes")] * 3
    assert {each["question"]: each["value"] for each in rows}["why"] == 'Because, of\n"quotes"'
    assert etree.fromstring(files["xml"]).get("generated") == "yes"
    assert json.loads(files["json"])["is_example"] is True
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages]
    assert len(pages) > 1
    assert all("Generated, not real" in page for page in pages)


def test_a_real_report_says_nothing_of_the_kind(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    write(ReportDesk(report.pk, authority), gate="no", count=7)
    for form in ("csv", "xml", "json"):
        assert b"generated" not in signed_in(authority).get(at(report, f"export.{form}")).content


def test_a_generated_submission_comes_back_all_the_same(
    generated: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    sent = client.get(at(generated, "export.xml")).content.replace(b">7<", b">9<")
    take(client, bring(client, generated, sent, "one.xml")["Location"])
    assert answers(generated, authority)["count"] == 9
