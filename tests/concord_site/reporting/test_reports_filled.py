"""National reports while they are filled: begun once, answered together, every text kept, their country's alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from concord.errors import Refusal
from concord.instrument import library
from concord_site.audit.models import Entry as LogEntry
from concord_site.reporting.actions import filling
from concord_site.reporting.actions import reports as actions
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Participation, Round, Step
from concord_site.reporting.models.submissions import Change, Delegation, Presence, Submission
from concord_site.reporting.queries.reports import DelegateDesk, ReportDesk

from .answering_by_form import sent_by
from .reports import SMALL, TODAY, answers, at, begun, opened_round, page_of, send, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small")]


# ---- beginning -------------------------------------------------------------------------------------------------------
def test_a_report_is_begun_once_and_found_again(authority: Any, officer: Any) -> None:
    round = opened_round()
    first = begun(authority, round)
    assert begun(officer, round).pk == first.pk
    assert Participation.objects.get().area == "KEN"
    assert Step.objects.get().what == "started"
    assert LogEntry.objects.filter(action="reporting.submission.begun").count() == 1


@pytest.mark.parametrize("state", [Round.State.PREPARING, Round.State.CLOSED])
def test_a_report_is_begun_in_an_open_round_alone(authority: Any, state: str) -> None:
    round = opened_round(state=state)
    with pytest.raises(Refusal) as refused:
        begun(authority, round)
    assert refused.value.code == "reporting.report.round-not-open"


def test_nobody_begins_another_countrys_report(authority: Any, signed_in: Callable[..., Client]) -> None:
    round = opened_round()
    with pytest.raises(Refusal) as refused:
        begun(authority, round, "UGA")
    assert refused.value.code == "site.access.forbidden"
    assert signed_in(authority).get("/en/reporting/reports/begin/2027/UGA/").status_code == 404


def test_the_list_says_what_is_due_and_leads_to_beginning(authority: Any, signed_in: Callable[..., Client]) -> None:
    opened_round()
    client = signed_in(authority)
    page = page_of(client, "/en/reporting/reports/")
    href = page.xpath("//table//a[contains(@href,'begin')]/@href")[0]
    answer = client.post(href, {"language": "fr", "mode": "whole"})
    made = Submission.objects.get()
    assert answer["Location"] == at(made)
    assert made.language == "fr"
    assert at(made) in client.get("/en/reporting/reports/").content.decode()


def test_a_list_without_a_round_says_so(authority: Any, signed_in: Callable[..., Client]) -> None:
    assert "No report is due from you" in signed_in(authority).get("/en/reporting/reports/").content.decode()


# ---- who reaches what ------------------------------------------------------------------------------------------------
PATHS = (
    "", "1/", "1/1/", "check/", "why/", "history/?at=count", "files/", "export.json", "form.xml", "workbook-en.xlsx",
)  # fmt: skip


@pytest.mark.parametrize(
    "role",
    ["secretariat-administrator", "secretariat-desk", "statistician", "regional-office", "", "national-authority"],
)
def test_the_working_answers_are_the_countrys_alone(
    report: Submission, authority: Any, person: Callable[..., Any], organisation: Callable[..., Any],
    signed_in: Callable[..., Client], role: str,
) -> None:  # fmt: skip
    write(ReportDesk(report.pk, authority), gate="no", count=12)
    Submission.objects.update(state="submitted")
    place = organisation("authority", area="UGA") if role == "national-authority" else organisation("secretariat")
    stranger = signed_in(person(role, place, area="UGA" if role == "national-authority" else ""))
    unknown = str(uuid.uuid4())
    for path in PATHS:
        missing = stranger.get(at(report, path).replace(str(report.pk), unknown))
        answer = stranger.get(at(report, path))
        said = missing.content.replace(unknown.encode(), str(report.pk).encode())
        assert (answer.status_code, answer.content) == (404, said), path
        assert stranger.post(at(report, path), {"go": "on"}).status_code in {404, 405}


def test_a_visitor_is_asked_to_sign_in(report: Submission, client: Client) -> None:
    for path in PATHS:
        assert client.get(at(report, path)).status_code == 302


def test_a_reader_of_the_country_reads_and_changes_nothing(
    report: Submission, person: Callable[..., Any], organisation: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    reader = person("country-reader", organisation("ministry", area="KEN"), area="KEN")
    client = signed_in(reader)
    page = page_of(client, at(report, "1/1/"))
    assert not page.xpath("//form[@data-answers]")
    client.post(at(report, "1/1/"), {"a:count": "5", "r:count": "0.", "go": "on"})
    assert answers(report, reader) == {}


def test_a_page_of_a_report_is_kept_by_nobody(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    for path in ("", "1/1/", "2/1/", "check/", "why/", "files/"):
        answer = signed_in(authority).get(at(report, path))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]


# ---- answering -------------------------------------------------------------------------------------------------------
def test_every_writing_is_remembered_with_its_way_and_its_person(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(authority)
    send(client, at(report, "1/1/"), a__gate="no", a__count="12", go="on")
    send(client, at(report, "1/1/"), a__count="15", go="on")
    send(client, at(report, "1/1/"), a__count="400", go="on")  # refused
    rows = [(each.address, each.what, each.way, each.by, each.by_name) for each in Change.objects.order_by("pk")]
    assert ("count", "value", "page", authority, "Tala Maro") in rows
    assert rows[-1][:2] == ("count", "refused")
    assert [each.value for each in Change.objects.filter(address="count", what="value")] == [12, 15]
    assert not LogEntry.objects.filter(action__contains="saved").exists()


def test_an_earlier_text_is_written_again(report: Submission, authority: Any, signed_in: Callable[..., Client]) -> None:
    client = signed_in(authority)
    send(client, at(report, "1/1/"), a__gate="no", a__count="12", go="on")
    send(client, at(report, "1/1/"), a__count="15", go="on")
    href = page_of(client, at(report, "1/1/")).xpath("//a[contains(@href,'history')]/@href")[0]
    page = page_of(client, href)
    assert "Tala Maro" in page.text_content()
    change = page.xpath("//button[@name='change']/@value")
    client.post(href, {"change": change[-1]})
    assert answers(report, authority)["count"] == 12
    assert Change.objects.filter(address="count").count() == 3


def test_two_officers_who_change_one_answer_see_both_texts(
    report: Submission, authority: Any, officer: Any, signed_in: Callable[..., Client]
) -> None:
    one, other, address = signed_in(authority), signed_in(officer), at(report, "1/1/")
    mine = sent_by(page_of(one, address).xpath("//form[@data-answers]")[0])
    theirs = sent_by(page_of(other, address).xpath("//form[@data-answers]")[0])
    other.post(address, {**theirs, "a:gate": ["no"], "a:count": ["10"], "go": ["on"]})
    answer = one.post(address, {**mine, "a:count": ["20"], "go": ["on"]})
    shown = html.fromstring(answer.content.decode()).xpath("//fieldset[contains(@class,'conflict')]")[0].text_content()
    assert "10" in shown
    assert "20" in shown
    assert "Rami Adan" in shown
    assert "Two people changed one answer" in page_of(one, at(report)).text_content()
    send(one, address, c__count="rival", settle="count")
    last = Change.objects.order_by("pk").last()
    assert (last.what, last.value, last.by) == ("settled", 20, authority)


def test_who_is_where_is_shown_on_the_list_and_on_the_page(
    report: Submission, authority: Any, officer: Any, signed_in: Callable[..., Client]
) -> None:
    signed_in(officer).get(at(report, "1/1/"))
    signed_in(officer).get(at(report, "1/1/"))
    assert Presence.objects.get().page == "1.1"
    page = page_of(signed_in(authority), at(report))
    assert "Rami Adan" in page.xpath("//ul[@class='people']")[0].text_content()
    assert "Rami Adan has this page open too" in page_of(signed_in(authority), at(report, "1/1/")).text_content()
    Presence.objects.update(seen_at=timezone.now() - timezone.timedelta(minutes=9))
    assert "Rami Adan" not in page_of(signed_in(authority), at(report)).text_content()


def test_the_answers_of_the_round_before_stand_beside_the_boxes(
    authority: Any, signed_in: Callable[..., Client]
) -> None:
    old = opened_round(year="2024", state=Round.State.CLOSED)
    Publication.objects.create(
        reference="NR-2024-KEN-1", round=old, area="KEN", instrument=SMALL.id, instrument_digest=SMALL.digest,
        language="en", answers={"gate": "no", "count": 40}, digest="0" * 64, submitted_on=TODAY,
    )  # fmt: skip
    report = begun(authority, opened_round())
    client = signed_in(authority)
    page = page_of(client, at(report, "1/1/"))
    assert "40" in page.xpath("//aside[contains(@class,'last-answer')]")[1].text_content()
    send(client, at(report, "1/1/"), use="count")
    assert answers(report, authority) == {"count": 40}
    assert Change.objects.get().way == "last"
    send(client, at(report, "1/1/"), a__gate="no", a__count="60", go="on")
    assert "50 percent more than last time" in page_of(client, at(report, "1/1/")).text_content()
    assert "50 percent more than last time" in page_of(client, at(report, "check/")).text_content()
    send(client, at(report, "1/1/"), w__count="A new school opened.", go="on")
    assert "50 percent more" not in page_of(client, at(report, "check/")).text_content()


def test_what_the_data_know_is_shown_with_its_source(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    from concord_site.shell import suppliers

    suppliers.register(
        "instrument.known", "test", lambda _area: {"mds-totals": ("1,234 persons in 2023", "A register")}
    )
    try:
        page = page_of(signed_in(authority), at(report, "1/1/"))
    finally:
        suppliers.withdraw("instrument.known", "test")
    said = page.xpath("//aside[contains(@class,'known-answer')]")[0].text_content()
    assert "1,234 persons in 2023" in said
    assert "A register" in said


def test_a_question_that_has_just_appeared_is_asked_and_not_shown_as_an_error(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client, address = signed_in(authority), at(report, "1/1/")
    answer = send(client, address, a__gate="yes", a__count="5", go="on")
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 200
    assert page.xpath("//*[@id='q-why-slot']//*[@name='a:why']")
    assert not page.xpath("//*[@id='errors'] | //*[contains(@class,'wrong')] | //*[@aria-invalid]")
    assert "One more question follows" in page.text_content()
    again = client.post(address, {**sent_by(page.xpath("//form[@data-answers]")[0]), "go": ["on"]})
    assert again.status_code == 422
    assert html.fromstring(again.content.decode()).xpath("//*[@id='q-why-slot']//*[contains(@class,'error')]")


def test_what_was_left_out_is_an_error_beside_what_has_just_appeared(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    answer = send(signed_in(authority), at(report, "1/1/"), a__gate="yes", a__count="500", go="on")
    page = html.fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert len(page.xpath("//*[@id='errors']//li")) == 1
    assert "One more question follows" in page.text_content()


@pytest.fixture
def figures() -> Iterator[None]:
    """The data set has numbers of Kenya: of two occupations in two years."""
    from concord_site.shell import suppliers

    rows = [("mds-totals", 40, 2022, "221", "A register"), ("mds-totals", 30, 2023, "221", "A register"),
            ("mds-totals", 15, 2023, "2221_3221", "A register")]  # fmt: skip
    suppliers.register("instrument.known-figures", "test", lambda area: rows if area == "KEN" else [])
    yield
    suppliers.withdraw("instrument.known-figures", "test")


def test_a_number_the_data_know_is_taken_over_by_a_button_and_the_history_says_so(
    figures: None, report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client, address = signed_in(authority), at(report, "1/1/")
    aside = page_of(client, address).xpath("//aside[contains(@class,'known-answer')]")[0]
    assert "45 persons in 2023" in aside.text_content()
    assert aside.xpath(".//button[@name='known']/@value") == ["count"]
    answer = send(client, address, a__gate="no", known="count")
    assert answer.headers["Location"].endswith("#q-count-slot")
    assert answers(report, authority) == {"gate": "no", "count": 45}
    assert {each.address: each.way for each in Change.objects.all()} == {"gate": "page", "count": "known"}
    page = page_of(client, address)
    assert page.xpath("//aside[contains(@class,'known-answer')]")
    assert not page.xpath("//button[@name='known']")
    assert "taken over from the data" in page_of(client, at(report, "history/?at=count")).text_content()


def test_with_scripts_the_taken_number_comes_back_in_its_box_alone(
    figures: None, report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client, address = signed_in(authority), at(report, "1/1/")
    data = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    sent = {**data, "a:gate": ["no"], "only": "count", "known": "count"}
    answer = client.post(address, sent, headers={"HX-Request": "true"})
    page = html.fromstring(f"<div>{answer.content.decode()}</div>")
    assert page.xpath("//*[@id='q-count-slot'][@hx-swap-oob]//input[@name='a:count']/@value") == ["45"]
    assert answers(report, authority) == {"count": 45}
    assert Change.objects.get().way == "known"


def test_a_taken_number_that_moved_by_more_than_a_quarter_is_asked_why(
    figures: None, authority: Any, small: Any, signed_in: Callable[..., Client]
) -> None:
    old = opened_round(year="2024", state=Round.State.CLOSED)
    Publication.objects.create(
        reference="NR-2024-KEN-1", round=old, area="KEN", instrument=SMALL.id, instrument_digest=SMALL.digest,
        language="en", answers={"gate": "no", "count": 30}, digest="0" * 64, submitted_on=TODAY,
    )  # fmt: skip
    report = begun(authority, opened_round())
    client = signed_in(authority)
    send(client, at(report, "1/1/"), known="count")
    assert "50 percent more than last time" in page_of(client, at(report, "1/1/")).text_content()


def test_who_may_not_answer_is_offered_nothing(
    figures: None, report: Submission, person: Callable[..., Any], organisation: Callable[..., Any],
    signed_in: Callable[..., Client],
) -> None:  # fmt: skip
    reader = person("country-reader", organisation("ministry", area="KEN"), area="KEN")
    page = page_of(signed_in(reader), at(report, "1/1/"))
    assert page.xpath("//aside[contains(@class,'known-answer')]")
    assert not page.xpath("//button[@name='known']")


# ---- a colleague with some sections ----------------------------------------------------------------------------------
def test_a_delegate_reaches_the_sections_asked_of_them_and_nothing_else(
    report: Submission, authority: Any, person: Callable[..., Any]
) -> None:
    colleague = person()
    row = Delegation.objects.create(
        submission=report, sections=[2], email="c@concord.test", person=colleague, state="open"
    )
    desk = DelegateDesk(row.pk, colleague)
    write(desk, remarks="From the statistics office")
    assert answers(report, authority) == {"remarks": "From the statistics office"}
    from concord_site.reporting.queries import filling as queries

    found = queries.opened(desk, today=TODAY, language="en")
    assert [each.number for each in found.sections] == [2]
    with pytest.raises(Refusal) as refused:
        found.section(1)
    assert refused.value.code == "site.access.unknown"
    node = found.book.node("count")
    from concord_site.reporting.answering import typed

    filling.save(desk, {"count": (node, typed.of_value(node, 9, revision=0))}, language="en", today=TODAY)
    assert "count" not in answers(report, authority)
    Delegation.objects.update(state="ended")
    with pytest.raises(Refusal):
        DelegateDesk(row.pk, colleague).fetch()


# ---- slow lines ------------------------------------------------------------------------------------------------------
def _queries(what: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as held:
        what()
    return len(held)


def test_a_page_takes_the_same_few_queries_however_much_is_answered(
    authority: Any, signed_in: Callable[..., Client]
) -> None:
    from concord_site.reporting.actions.filling_rows import Hand, put_into
    from concord_site.reporting.answering import invented
    from concord_site.reporting.queries import filling as queries

    new = library.load("nri-2027")
    report = begun(authority, opened_round(new))
    client = signed_in(authority)
    paths = ("", "1/1/", "5/2/", "check/")
    for path in paths:
        client.get(at(report, path))
    empty = {path: _queries(lambda path=path: client.get(at(report, path))) for path in paths}  # type: ignore[misc]
    book = queries.book_of(report, new, today=TODAY)
    put_into(report, invented.answers(new, seed="x", today=TODAY), book=book, by=Hand(""))
    full = {path: _queries(lambda path=path: client.get(at(report, path))) for path in paths}  # type: ignore[misc]
    assert full == empty
    assert max(full.values()) <= 26
    for path in (*paths, "why/"):
        assert len(client.get(at(report, path)).content) < 100_000, path


def test_saving_one_box_takes_few_queries_and_one_evaluation(
    report: Submission, authority: Any, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from concord.instrument import routing

    client, address = signed_in(authority), at(report, "1/1/")
    data = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    times: list[int] = []
    real = routing.evaluate
    monkeypatch.setattr(routing, "evaluate", lambda *a, **k: times.append(1) or real(*a, **k))  # type: ignore[func-returns-value]
    sent = {**data, "a:count": ["12"], "only": "count"}
    count = _queries(lambda: client.post(address, sent, headers={"HX-Request": "true"}))
    assert answers(report, authority) == {"count": 12}
    assert len(times) == 1
    assert count <= 16


def test_what_hangs_on_an_answer_comes_with_it(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client, address = signed_in(authority), at(report, "1/1/")
    data = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    answer = client.post(address, {**data, "a:gate": ["yes"], "only": "gate"}, headers={"HX-Request": "true"})
    page = html.fromstring(f"<div>{answer.content.decode()}</div>")
    assert page.xpath("//*[@id='q-why-slot'][@hx-swap-oob]//textarea|//*[@id='q-why-slot']//input[@name='a:why']")


def test_a_save_after_the_report_was_sent_is_refused_and_says_so(
    report: Submission, authority: Any, signed_in: Callable[..., Client]
) -> None:
    client, address = signed_in(authority), at(report, "1/1/")
    data = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    Submission.objects.update(state="submitted")
    answer = client.post(address, {**data, "a:count": ["12"], "only": "count"}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answers(report, authority) == {}
    assert actions.begin(report.round, "KEN", by=authority, today=TODAY).pk == report.pk
