"""Trials through the client: begun, answered without scripts, shared, finished, taken away, brought back, removed."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from lxml import html

from concord.errors import Refusal
from concord.instrument import library
from concord.instrument.model import Instrument
from concord_site.audit.models import Entry as LogEntry
from concord_site.reporting.actions import trials as actions
from concord_site.reporting.answering import invented, rules
from concord_site.reporting.models.trials import Trial, TrialAnswer
from concord_site.reporting.queries import trials as queries
from concord_site.shell import files
from concord_site.shell.models import PrivateFile

from .answering_by_form import Reader, sent_by
from .small_forms import EVERY_KIND, LISTS, form, question

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
GROUP, END, REPEAT, END_REPEAT = "begin_group", {"type": "end_group"}, "begin_repeat", {"type": "end_repeat"}

SMALL = form(
    question(GROUP, "first", appearance="field-list"),
    question("select_one yes_no", "gate", required="yes"),
    question("text", "why", relevant="${gate} = 'yes'", required="yes"),
    question("integer", "count", x_unit="persons", x_status="not-known", constraint=". <= 100",
             constraint_message="Write a number up to 100."),
    END,
    question(GROUP, "second"),
    question(REPEAT, "people"), question("text", "person"), question("integer", "age"), END_REPEAT,
    question("file", "proof"),
    END,
    question(GROUP, "third", relevant="${gate} = 'no'"), question("text", "reason"), END,
    lists=LISTS,
)  # fmt: skip


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Trial]:
    """Begin a trial of an instrument that nobody has declared."""
    from concord.instrument import library

    known: dict[str, Instrument] = {}
    real = library.load
    monkeypatch.setattr(library, "load", lambda id: known[id] if id in known else real(id))

    def make(instrument: Instrument = SMALL, *, by: Any = None, **more: Any) -> Trial:
        known[instrument.id] = instrument
        return actions.begin(instrument, by=by, today=TODAY, **more)

    return make


def at(trial: Trial, path: str = "", language: str = "en") -> str:
    return f"/{language}/reporting/trials/{trial.pk}/{path}"


def page_of(client: Client, address: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.fromstring(answer.content.decode())


def send(client: Client, address: str, **boxes: Any) -> Any:
    """Fill some boxes of a page and press a button; ``go="on"`` is Save and continue."""
    page = page_of(client, address)
    data = sent_by(page.xpath("//form[@data-answers]")[0])
    for name, value in boxes.items():
        key = name if name in {"go", "clear", "use", "settle", "do"} else name.replace("__", ":", 1)
        data[key] = value if isinstance(value, list) else [value]
    return client.post(address, data)


def answers(trial: Trial) -> dict[str, Any]:
    return queries.book_of(trial, queries.instrument_of(trial), today=TODAY).answers()


# ---- whole instruments, without scripts -----------------------------------------------------------------------------
@pytest.mark.in_turn(1)
@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("id", ["nri-2027", "nri-2024", "stakeholder-2027"])
def test_a_declared_instrument_is_answered_start_to_end(client: Client, id: str, language: str) -> None:
    trial = actions.begin(library.load(id), by=None, today=TODAY)
    reader = Reader(client, library.load(id), TODAY)
    reader.walk(at(trial, language=language))
    assert reader.stuck == []
    page = page_of(client, at(trial, "check/", language))
    assert not page.xpath("//div[contains(@class,'open-ones')]")
    done = client.post(at(trial, "finish/", language), follow=True)
    trial.refresh_from_db()
    assert trial.reference in done.content.decode()
    assert reader.largest < 100_000
    assert len(reader.pages) > 5


def test_every_kind_of_question_is_answered(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried(EVERY_KIND)
    reader = Reader(client, EVERY_KIND, TODAY)
    reader.walk(at(trial))
    assert reader.stuck == []
    assert set(answers(trial)) == {each.key for each in EVERY_KIND.questions if each.is_asked}


# ---- saving ---------------------------------------------------------------------------------------------------------
def test_save_and_continue_goes_on_and_back_keeps_answers(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    answer = send(client, at(trial, "1/1/"), a__gate="no", a__count="12", go="on")
    assert answer["Location"] == at(trial)
    assert answers(trial) == {"gate": "no", "count": 12}
    answer = send(client, at(trial, "1/1/"), a__count="13", go="back")
    assert answer.status_code == 302
    assert answers(trial)["count"] == 13


def test_a_question_that_follows_from_an_answer_is_shown_before_going_on(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried()
    answer = send(client, at(trial, "1/1/"), a__gate="yes", go="on")
    page = html.fromstring(answer.content.decode())
    assert page.xpath("//input[@name='a:why']")
    assert answer.status_code == 200  # it was not asked before
    left = send(client, at(trial, "1/1/"), go="later")
    assert left["Location"] == at(trial)


def test_a_refused_value_stands_in_its_box_with_the_sentence_and_the_accepted_one_is_kept(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried()
    send(client, at(trial, "1/1/"), a__gate="no", a__count="12", go="on")
    answer = send(client, at(trial, "1/1/"), a__count="120", go="on")
    assert answer.status_code == 422
    for page in (html.fromstring(answer.content.decode()), page_of(client, at(trial, "1/1/"))):
        assert page.xpath("//input[@name='a:count']/@value") == ["120"]
        assert "Write a number up to 100." in page.text_content()
    assert answers(trial)["count"] == 12
    page = page_of(client, at(trial))
    assert "Needs attention" in page.xpath("//li[@class='task']")[0].text_content()
    send(client, at(trial, "1/1/"), a__count="20", go="on")
    assert answers(trial)["count"] == 20
    assert TrialAnswer.objects.get(address="count").typed is None


def test_the_page_and_the_library_say_the_same_sentence(client: Client, tried: Callable[..., Trial]) -> None:
    from concord.instrument import checks

    trial = tried()
    answer = send(client, at(trial, "1/1/"), a__gate="no", a__count="120", go="on")
    found = checks.check(SMALL, {"gate": "no", "count": 120}, today=TODAY, language="en")
    assert rules.sentence(found[0], "en") in html.fromstring(answer.content.decode()).text_content()


def test_an_answer_is_cleared_by_its_button(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    send(client, at(trial, "1/1/"), a__gate="no", go="on")
    send(client, at(trial, "1/1/"), clear="gate")
    assert answers(trial) == {}


def test_what_is_not_asked_any_more_is_kept_and_comes_back(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    send(client, at(trial, "1/1/"), a__gate="yes")
    send(client, at(trial, "1/1/"), a__why="because", go="on")
    send(client, at(trial, "1/1/"), a__gate="no", go="on")
    assert not page_of(client, at(trial, "1/1/")).xpath("//input[@name='a:why']")
    given = json.loads(client.get(at(trial, "export.json")).content)["answers"]
    assert "why" not in given
    send(client, at(trial, "1/1/"), a__gate="yes", go="later")
    assert page_of(client, at(trial, "1/1/")).xpath("//input[@name='a:why']/@value") == ["because"]


# ---- one box, on change ---------------------------------------------------------------------------------------------
def change(client: Client, address: str, only: str, **boxes: Any) -> Any:
    data = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    for name, value in boxes.items():
        data[name.replace("__", ":", 1)] = [value]
    return client.post(address, {**data, "only": only}, headers={"HX-Request": "true"})


def test_a_box_is_saved_on_change_and_its_time_is_shown(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    answer = change(client, at(trial, "1/1/"), "count", a__count="12")
    page = html.fromstring(f"<div>{answer.content.decode()}</div>")
    assert answers(trial) == {"count": 12}
    assert page.xpath("//*[@id='q-count-after']//time")
    assert page.xpath("//*[@name='r:count']/@value")[0].startswith("1.")
    again = change(client, at(trial, "1/1/"), "count", a__count="12")
    assert again.status_code == 200
    assert TrialAnswer.objects.get().revision == 1


def test_a_question_appears_after_the_answer_it_hangs_on(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    answer = change(client, at(trial, "1/1/"), "gate", a__gate="yes")
    page = html.fromstring(f"<div>{answer.content.decode()}</div>")
    assert page.xpath("//*[@id='q-why-slot'][@hx-swap-oob]//input[@name='a:why']")
    answer = change(client, at(trial, "1/1/"), "gate", a__gate="no")
    page = html.fromstring(f"<div>{answer.content.decode()}</div>")
    assert page.xpath("//*[@id='q-why-slot'][@hidden]")


def test_a_refused_value_answers_422_with_its_sentence(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    answer = change(client, at(trial, "1/1/"), "count", a__count="120")
    assert answer.status_code == 422
    assert "Write a number up to 100." in answer.content.decode()
    assert answers(trial) == {}


# ---- two people at once ---------------------------------------------------------------------------------------------
def test_two_people_who_change_one_answer_see_both_and_lose_nothing(tried: Callable[..., Trial]) -> None:
    trial, one, other = tried(), Client(), Client()
    address = at(trial, "1/1/")
    mine = sent_by(page_of(one, address).xpath("//form[@data-answers]")[0])
    theirs = sent_by(page_of(other, address).xpath("//form[@data-answers]")[0])
    other.post(address, {**theirs, "a:gate": ["no"], "a:count": ["10"], "go": ["on"]})
    answer = one.post(address, {**mine, "a:count": ["20"], "go": ["on"]})
    assert answer.status_code == 422
    page = html.fromstring(answer.content.decode())
    shown = page.xpath("//fieldset[contains(@class,'conflict')]")[0].text_content()
    assert "10" in shown
    assert "20" in shown
    assert answers(trial) == {"gate": "no", "count": 10}
    send(one, address, c__count="rival", settle="count")
    assert answers(trial)["count"] == 20
    assert not page_of(other, address).xpath("//fieldset[contains(@class,'conflict')]")


def test_a_third_answer_settles_two(tried: Callable[..., Trial], client: Client) -> None:
    trial = tried()
    address = at(trial, "1/1/")
    old = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    send(client, address, a__gate="no", a__count="10", go="on")
    client.post(address, {**old, "a:count": ["20"], "go": ["on"]})
    assert TrialAnswer.objects.get(address="count").rival["value"] == 20
    send(client, address, a__count="15", go="on")
    row = TrialAnswer.objects.get(address="count")
    assert (row.value, row.rival) == (15, None)


def test_a_trial_with_two_answers_to_one_question_cannot_be_finished(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried()
    address = at(trial, "1/1/")
    old = sent_by(page_of(client, address).xpath("//form[@data-answers]")[0])
    send(client, address, a__gate="no", a__count="10", go="on")
    client.post(address, {**old, "a:count": ["20"], "go": ["on"]})
    with pytest.raises(Refusal) as refused:
        actions.finish(trial.pk, by=None, language="en", today=TODAY)
    assert refused.value.code == "reporting.trial.not-complete"


# ---- lists ----------------------------------------------------------------------------------------------------------
def _people(client: Client, trial: Trial, *names: str) -> list[str]:
    inner = []
    for name in names:
        inner.append(client.post(at(trial, "2/1/"), {"do": "add"})["Location"])
        page = page_of(client, inner[-1])
        data = sent_by(page.xpath("//form[@data-answers]")[0])
        key = next(each for each in data if each.endswith("/person") and each.startswith("a:"))
        client.post(inner[-1], {**data, key: [name], "go": ["on"]})
    return inner


def test_entries_are_added_edited_removed_and_brought_back(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    _people(client, trial, "Ada", "Ben", "Cleo")
    assert [each["person"] for each in answers(trial)["people"]] == ["Ada", "Ben", "Cleo"]
    page = page_of(client, at(trial, "2/1/"))
    remove = page.xpath("//button[starts-with(@value,'remove:')]/@value")[0]
    after = client.post(at(trial, "2/1/"), {"do": remove})["Location"]
    assert [each["person"] for each in answers(trial)["people"]] == ["Ben", "Cleo"]
    restore = page_of(client, after).xpath("//button[starts-with(@value,'restore:')]/@value")[0]
    client.post(at(trial, "2/1/"), {"do": restore})
    assert [each["person"] for each in answers(trial)["people"]] == ["Ada", "Ben", "Cleo"]


def test_an_answer_finds_its_entry_when_another_one_was_removed_meanwhile(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried()
    _first, second = _people(client, trial, "Ada", "Ben")
    data = sent_by(page_of(client, second).xpath("//form[@data-answers]")[0])
    remove = page_of(client, at(trial, "2/1/")).xpath("//button[starts-with(@value,'remove:')]/@value")[0]
    client.post(at(trial, "2/1/"), {"do": remove})
    key = next(each for each in data if each.endswith("/age") and each.startswith("a:"))
    client.post(second, {**data, key: ["44"], "go": ["on"]})
    assert answers(trial)["people"] == [{"person": "Ben", "age": 44}]


def test_a_list_whose_length_the_form_decides_has_that_many_entries(
    client: Client, tried: Callable[..., Trial]
) -> None:
    counted = form(
        question("integer", "number"), question(REPEAT, "each", repeat_count="${number}"), question("text", "what"),
        END_REPEAT, form_id="counted",
    )  # fmt: skip
    trial = tried(counted)
    send(client, at(trial, "1/1/"), a__number="3", go="on")
    page = page_of(client, at(trial, "2/1/"))
    assert len(page.xpath("//ol[@class='entries']/li")) == 3
    assert not page.xpath("//button[@value='add']")
    Reader(client, counted, TODAY).walk(at(trial))
    assert [each["what"] for each in answers(trial)["each"]] == ["Invented answer"] * 3


# ---- files ----------------------------------------------------------------------------------------------------------
def test_a_file_is_kept_given_back_and_taken_away(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    page = page_of(client, at(trial, "2/3/"))
    data = sent_by(page.xpath("//form[@data-answers]")[0])
    upload = SimpleUploadedFile("../proof.txt", b"so it is", "text/plain")
    client.post(at(trial, "2/3/"), {**data, "a:proof": upload, "go": "on"})
    kept = answers(trial)["proof"]
    assert (kept["name"], kept["size"]) == ("proof.txt", 8)
    href = page_of(client, at(trial, "2/3/")).xpath("//p[@class='kept-file']/a/@href")[0]
    answer = client.get(href)
    assert b"".join(answer.streaming_content) == b"so it is"
    assert "attachment" in answer["Content-Disposition"]
    other = tried()
    assert client.get(href.replace(str(trial.pk), str(other.pk))).status_code == 404
    send(client, at(trial, "2/3/"), x__proof="1", go="on")
    assert "proof" not in answers(trial)


# ---- who reaches what -----------------------------------------------------------------------------------------------
def test_a_trial_of_ones_own_is_nobody_elses(
    tried: Callable[..., Trial], person: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    owner, stranger = person(), person()
    trial = tried(by=owner)
    assert signed_in(owner).get(at(trial)).status_code == 200
    paths = ["", "1/", "1/1/", "check/", "why/", "export.json", "finish/", "remove/", "files/"]
    unknown = str(uuid.uuid4())
    for client in (Client(), signed_in(stranger), signed_in(person("secretariat-administrator"))):
        for path in paths:
            missing = client.get(at(trial, path).replace(str(trial.pk), unknown)).content
            missing = missing.replace(unknown.encode(), str(trial.pk).encode())
            answer = client.get(at(trial, path))
            assert (answer.status_code, answer.content) == (404, missing), path
            assert client.post(at(trial, path), {"go": "on"}).status_code in {404, 405}
        assert str(trial.pk) not in client.get("/en/reporting/trials/").content.decode()


def test_a_shared_trial_opens_by_its_address_and_is_listed_for_its_owner_alone(
    tried: Callable[..., Trial], person: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    owner = person()
    trial = tried(by=owner)
    signed_in(owner).post(at(trial, "share/"))
    assert Client().get(at(trial)).status_code == 200
    assert str(trial.pk) in signed_in(owner).get("/en/reporting/trials/").content.decode()
    assert str(trial.pk) not in signed_in(person()).get("/en/reporting/trials/").content.decode()


def test_a_page_of_a_trial_is_marked_and_kept_by_nobody(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    for path in ("", "1/1/", "2/1/", "check/", "why/", "remove/", "files/"):
        answer = client.get(at(trial, path))
        assert "Trial: nothing is sent to anybody" in answer.content.decode(), path
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("role", ["reviewer", "delegate"])
def test_a_role_that_is_played_holds(client: Client, tried: Callable[..., Trial], role: str) -> None:
    trial = tried()
    old = sent_by(page_of(client, at(trial, "1/1/")).xpath("//form[@data-answers]")[0])
    client.post(at(trial, "role/"), {"role": role, "section": "2"})
    client.post(at(trial, "1/1/"), {**old, "a:count": ["5"], "go": ["on"]})
    assert answers(trial) == {}
    page = page_of(client, at(trial))
    links = page.xpath("//li[@class='task']//a/@href")
    assert any("/1/" in each.partition(str(trial.pk))[2] for each in links) is (role == "reviewer")
    if role == "reviewer":
        assert not page_of(client, at(trial, "1/1/")).xpath("//form[@data-answers]")


def test_a_trial_of_a_draft_is_seen_as_far_as_the_draft_and_never_shared(
    person: Callable[..., Any], signed_in: Callable[..., Client]
) -> None:
    from concord_site.reporting.actions import instruments as drafting

    author = person()
    client = signed_in(author)
    draft = drafting.begin(sheets=SMALL.sheets, by=author)
    client.post(f"/en/reporting/drafts/{draft.pk}/try/", {
        "mode": "whole", "last": "none", "role": "officer", "language": "en",
    })  # fmt: skip
    trial = Trial.objects.get()
    assert client.get(at(trial)).status_code == 200
    client.post(at(trial, "share/"))
    trial.refresh_from_db()
    assert trial.state == "private"
    type(draft).objects.update(written_by=person())
    assert client.get(at(trial)).status_code == 404


def test_visitors_share_a_bounded_room_for_files(
    client: Client, tried: Callable[..., Trial], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "VISITORS_BYTES", 10)
    trial = tried()
    data = sent_by(page_of(client, at(trial, "2/3/")).xpath("//form[@data-answers]")[0])
    upload = SimpleUploadedFile("proof.txt", b"more than ten bytes", "text/plain")
    answer = client.post(at(trial, "2/3/"), {**data, "a:proof": upload, "go": "on"})
    assert answer.status_code == 503
    assert not PrivateFile.objects.exists()


def test_visitors_cannot_begin_without_end(monkeypatch: pytest.MonkeyPatch, tried: Callable[..., Trial]) -> None:
    monkeypatch.setattr(actions, "VISITORS_AN_HOUR", 2)
    tried(), tried()
    with pytest.raises(Refusal) as refused:
        tried()
    assert refused.value.code == "reporting.trial.too-many"


# ---- the end --------------------------------------------------------------------------------------------------------
def test_a_visitors_trial_goes_after_thirty_days_with_its_files_and_ones_own_stays(
    client: Client, tried: Callable[..., Trial], person: Callable[..., Any], django_capture_on_commit_callbacks: Any
) -> None:
    trial, own = tried(), tried(by=person())
    data = sent_by(page_of(client, at(trial, "2/3/")).xpath("//form[@data-answers]")[0])
    client.post(at(trial, "2/3/"), {**data, "a:proof": SimpleUploadedFile("a.txt", b"x"), "go": "on"})
    kept = PrivateFile.objects.get()
    later = timezone.now() + dt.timedelta(days=31)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep(now=later) == {"trials": 1}
    assert list(Trial.objects.all()) == [own]
    assert not TrialAnswer.objects.filter(trial=trial.pk).exists()
    assert not files.place(kept.pk).exists()
    assert LogEntry.objects.filter(action="reporting.trial.expired").count() == 1


def test_a_trial_is_removed_by_whoever_holds_it(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    assert client.post(at(trial, "remove/")).status_code == 302
    assert client.get(at(trial)).status_code == 404


def test_the_reference_follows_the_answers(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    send(client, at(trial, "1/1/"), a__gate="no", go="on")
    client.post(at(trial, "finish/"))
    trial.refresh_from_db()
    first = trial.reference
    send(client, at(trial, "1/1/"), a__count="5", go="on")
    assert "Answers have changed since" in client.get(at(trial, "finish/")).content.decode()
    client.post(at(trial, "finish/"))
    trial.refresh_from_db()
    assert trial.reference != first


# ---- out and in -----------------------------------------------------------------------------------------------------
def test_answers_come_back_from_every_file_a_trial_gives_out(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    send(client, at(trial, "1/1/"), a__gate="no", a__count="12", go="on")
    _people(client, trial, "Ada", "Ben")
    before = answers(trial)
    page = page_of(client, at(trial))
    for href in page.xpath("//ul[@class='inline-links']//a/@href"):
        given = client.get(href)
        assert given.status_code == 200
        if href.endswith((".csv", ".pdf")):
            continue
        other = tried()
        client.post(at(other, "1/1/"), {})
        upload = SimpleUploadedFile(given["Content-Disposition"].partition('filename="')[2].rstrip('"'), given.content)
        answer = client.post(at(other, "files/"), {"file": upload})
        assert answer.status_code == 302, html.fromstring(answer.content.decode()).text_content()
        assert answers(other) == {}  # nothing before the differences have been looked at
        shown = page_of(client, answer["Location"])
        client.post(answer["Location"], {"take": shown.xpath("//input[@name='take']/@value"), "do": "take"})
        assert answers(other) == before, href


def test_a_difference_that_breaks_a_rule_cannot_be_taken_over(client: Client, tried: Callable[..., Trial]) -> None:
    trial = tried()
    given = json.dumps({"gate": "no", "count": 500}).encode()
    answer = client.post(at(trial, "files/"), {"file": SimpleUploadedFile("a.json", given)})
    page = page_of(client, answer["Location"])
    assert page.xpath("//input[@name='take']/@value") == ["gate"]
    assert "Write a number up to 100." in page.text_content()
    client.post(answer["Location"], {"take": ["gate", "count"], "do": "take"})
    assert answers(trial) == {"gate": "no"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.json", b"not json"), ("a.json", b"[1]"), ("a.txt", b"x"), ("a.xlsx", b"not a workbook"), ("a.json", b""),
     ("a.json", b'{"a":' * 40 + b"1" + b"}" * 40), ("a.json", b'{"instrument": "other", "answers": {}}')],
)  # fmt: skip
def test_a_file_that_cannot_be_read_changes_nothing(
    client: Client, tried: Callable[..., Trial], name: str, content: bytes
) -> None:
    trial = tried()
    answer = client.post(at(trial, "files/"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert answers(trial) == {}


# ---- last time ------------------------------------------------------------------------------------------------------
def test_the_answer_of_last_time_stands_beside_the_box_and_is_taken_over_by_its_button(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried(last="uploaded", last_instrument="small", last_answers={"gate": "no", "count": 40})
    page = page_of(client, at(trial, "1/1/"))
    assert [each.text_content().count("40") for each in page.xpath("//aside[@class='last-answer']")] == [0, 1]
    send(client, at(trial, "1/1/"), use="count")
    assert answers(trial) == {"count": 40}


def test_a_number_that_moved_by_more_than_a_quarter_asks_for_a_reason(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried(last="uploaded", last_instrument="small", last_answers={"gate": "no", "count": 40})
    send(client, at(trial, "1/1/"), a__gate="no", a__count="60", go="on")
    page = page_of(client, at(trial, "1/1/"))
    assert "50 percent more than last time" in page.text_content()
    send(client, at(trial, "1/1/"), w__count="A new school opened.", go="on")
    given = json.loads(client.get(at(trial, "export.json")).content)
    assert given["reasons"] == {"count": "A new school opened."}
    send(client, at(trial, "1/1/"), a__count="45", go="on")
    assert "percent more" not in page_of(client, at(trial, "1/1/")).text_content()


def test_invented_answers_of_last_time_break_no_rule_and_are_said_to_be_invented(client: Client) -> None:
    new = library.load("nri-2027")
    trial = actions.begin(new, by=None, last="invented", today=TODAY)
    old = library.load(trial.last_instrument)
    from concord.instrument import checks

    assert not checks.check(old, trial.last, today=TODAY).hard
    page = page_of(client, at(trial, "1/1/"))
    asides = page.xpath("//aside[@class='last-answer']")
    assert asides
    assert all("Invented" in each.text_content() for each in asides)


def test_the_short_mode_confirms_what_has_not_changed_and_asks_the_rest(client: Client) -> None:
    new = library.load("nri-2027")
    trial = actions.begin(new, by=None, last="invented", mode="short", today=TODAY)
    assert answers(trial) == {}
    first = client.get(at(trial, "1/"))["Location"]
    assert first.endswith("/1/confirm/")
    page = page_of(client, first)
    assert "These answers are invented" in page.text_content()
    client.post(first, {"changed": "no"})
    taken = answers(trial)
    assert taken
    reader = Reader(client, new, TODAY)
    reader.section(at(trial, "1/"))
    assert all(answers(trial)[key] == value for key, value in taken.items())
    assert "Complete" in page_of(client, at(trial)).xpath("//li[@class='task']")[0].text_content()


# ---- what is asked and why ------------------------------------------------------------------------------------------
def test_the_overview_names_every_question_asked_or_not_with_its_reason(
    client: Client, tried: Callable[..., Trial]
) -> None:
    trial = tried()
    send(client, at(trial, "1/1/"), a__gate="no", go="on")
    text = " ".join(page_of(client, at(trial, "why/")).text_content().split())
    for each in SMALL.questions:
        assert each.label.best("en").text in text
    assert "Not asked. It is asked if" in text
    assert "Asked because" in text


def test_a_page_takes_the_same_number_of_queries_however_much_is_answered(
    client: Client, tried: Callable[..., Trial], django_assert_max_num_queries: Any
) -> None:
    new = library.load("nri-2027")
    trial = actions.begin(new, by=None, last="invented", today=TODAY)
    with transaction.atomic():
        actions.write(
            trial, invented.answers(new, seed="x", today=TODAY), book=queries.book_of(trial, new, today=TODAY), by=""
        )
    for path in ("", "1/1/", "5/2/", "7/3/", "check/", "why/"):
        with django_assert_max_num_queries(9):
            client.get(at(trial, path))
