"""Letters: made as drafts, sent by an office, acknowledged; the record of what each Member State was told."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from concord.errors import Conflict, Invalid, NotAllowed

from . import rounds_made as made

pytestmark = pytest.mark.django_db
ROUND = f"/en/reporting/rounds/{made.YEAR}/"


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    """Somebody of the secretariat's desk."""
    return person("secretariat-desk")


@pytest.fixture
def kenya(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """The authority of Kenya."""
    return person("national-authority", organisation("authority", area="KEN"))


def _sender() -> Any:
    from concord_site.reporting.actions.letters import Sender

    return Sender("Secretariat", ("Geneva",), ("Director",))


def _letter(desk: Any, row: Any, area: str = "KEN", what: str = "invitation-report") -> Any:
    from concord_site.reporting.actions import letters

    return letters.make(area=area, what=what, sender=_sender(), by=desk, on=made.today(), round=row)


def _sent(desk: Any, letter: Any, days: int = -1) -> Any:
    from concord_site.reporting.actions import letters

    sending = letters.Sending(made.today() + dt.timedelta(days), "Secretariat", "mission", "Permanent Mission")
    return letters.mark_sent(letter_ids=[letter.pk], sending=sending, by=desk, today=made.today())[0]


def test_a_letter_is_a_draft_that_its_country_does_not_see_until_it_is_sent(
    desk: Any, kenya: Any, signed_in: Any
) -> None:
    letter = _letter(desk, made.opened(desk))
    page = f"/en/reporting/letters/{letter.pk}/"
    for address in (page, f"{page}letter.pdf", f"{page}letter.docx"):
        assert signed_in(kenya).get(address).status_code == 404
    assert signed_in(kenya).get(f"/en/files/{letter.pdf_id}/").status_code == 404
    assert signed_in(desk).get(f"{page}letter.pdf").status_code == 200
    _sent(desk, letter)
    assert b"".join(signed_in(kenya).get(f"{page}letter.pdf").streaming_content).startswith(b"%PDF")
    assert signed_in(kenya).get(page).status_code == 200


def test_a_letter_says_what_is_known_on_its_day_and_keeps_it(desk: Any) -> None:
    from concord.reporting.letters import facts_of
    from concord_site.reporting.actions import rounds_countries

    row = made.opened(desk, is_example=True)
    until = row.due_on + dt.timedelta(9)
    rounds_countries.extend(round_id=row.pk, areas=["KEN"], until=until, reason="asked", by=desk)
    letter = _letter(desk, row)
    facts = facts_of(letter.params)
    assert (facts.due_on, facts.is_extended, facts.is_example) == (until, True, True)
    assert facts.link == f"http://concord.test/en/reporting/rounds/{made.YEAR}/KEN/"
    assert (letter.reference, letter.state, letter.is_example) == (f"CODE/{made.YEAR}/KEN/1", "drafted", True)


def test_marking_an_invitation_as_sent_invites_and_tells_the_country(desk: Any, kenya: Any) -> None:
    from concord_site.accounts.models import Notice
    from concord_site.reporting.models.rounds import Step

    row = made.opened(desk)
    _sent(desk, _letter(desk, row), days=-3)
    step = Step.objects.get(participation__area="KEN")
    assert (step.what, step.at.date()) == ("invited", made.today() - dt.timedelta(3))
    assert list(Notice.objects.values_list("person", "what")) == [(kenya.pk, "letter-received")]
    _sent(desk, _letter(desk, row, what="reminder"))
    assert Step.objects.count() == 1


def test_a_letter_is_sent_once_and_not_tomorrow(desk: Any) -> None:
    letter = _letter(desk, made.opened(desk))
    with pytest.raises(Invalid) as refused:
        _sent(desk, letter, days=1)
    assert refused.value.code == "reporting.letter.future"
    _sent(desk, letter)
    with pytest.raises(Conflict):
        _sent(desk, letter)


def test_a_letter_without_its_fact_is_not_made(desk: Any) -> None:
    row = made.opened(desk)
    for what in ("thanks", "designation-confirmed"):
        with pytest.raises(Conflict) as refused:
            _letter(desk, row, what=what)
        assert refused.value.code == "reporting.letter.needs"


def test_a_country_acknowledges_its_own_letter_and_no_other(
    desk: Any, kenya: Any, person: Any, organisation: Any, signed_in: Any
) -> None:
    letter = _sent(desk, _letter(desk, made.opened(desk)))
    page = f"/en/reporting/letters/{letter.pk}/acknowledged/"
    given = {"on": made.today().isoformat(), "office": "Ministry of Health"}
    norway = person("national-authority", organisation("authority", area="NOR"))
    assert signed_in(norway).post(page, given).status_code == 404
    early = (made.today() - dt.timedelta(9)).isoformat()
    assert signed_in(kenya).post(page, {**given, "on": early}).status_code == 422
    assert signed_in(kenya).post(page, given).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.acknowledged_by) == ("acknowledged", "Ministry of Health")


def test_what_was_told_elsewhere_is_entered_and_counts_as_informed_and_not_as_designated(
    desk: Any, kenya: Any, signed_in: Any, client: Any
) -> None:
    from concord_site.reporting.queries import rounds, rounds_letters
    from concord_site.shell import suppliers

    row = made.opened(desk)
    given = {
        "what": "other", "subject": "Briefing in Geneva", "language": "en", "on": made.today().isoformat(),
        "way": "meeting", "office": "Secretariat", "to": "Permanent Mission",
    }  # fmt: skip
    assert signed_in(kenya).post(f"{ROUND}KEN/letters/enter/", given).status_code == 403
    assert signed_in(desk).post(f"{ROUND}KEN/letters/enter/", given).status_code == 302
    informed = suppliers.named("informed.of")["reporting"]
    assert informed is rounds_letters.informed
    assert informed(desk)["KEN"].count == 1
    assert informed(None) == {}
    assert set(informed(kenya)) == {"KEN"}
    assert rounds.standings(row, made.today())["KEN"].state == "none"
    table = signed_in(desk).get(f"{ROUND}informed.csv").content.decode()
    assert "Briefing in Geneva" in table
    assert table.count("nothing is known here") == 193
    shown = signed_in(desk).get(ROUND).content.decode()
    assert "Indicator 1 counts designations only" in shown
    assert client.get(f"{ROUND}informed.csv").status_code == 302


def test_a_regional_office_writes_to_its_region_alone(desk: Any, person: Any, organisation: Any) -> None:
    africa = person("regional-office", organisation("regional-office", region="AFR"))
    row = made.opened(desk)
    assert _letter(africa, row, what="reminder").area == "KEN"
    with pytest.raises(NotAllowed):
        _letter(africa, row, area="NOR", what="reminder")


def test_many_letters_are_made_in_the_background_each_in_its_language_and_given_as_one_file(
    desk: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concord.reporting import letters_files
    from concord_site.reporting.models.rounds import Letter
    from concord_site.shell import jobs
    from concord_site.shell.models import Job

    monkeypatch.setattr(letters_files, "made", lambda *_given: {"docx": b"PK word", "pdf": b"%PDF-1.7"})
    made.opened(desk)
    browser = signed_in(desk)
    given = {
        "act": "letters", "area": ["KEN", "NOR", "SEN"], "sure": "1", "what": "reminder", "office": "Secretariat",
        "on": made.today().isoformat(),
    }  # fmt: skip
    answer = browser.post(f"{ROUND}do/", given)
    assert answer.status_code == 302
    assert browser.get(answer["Location"]).status_code == 200
    jobs.run_job.func(Job.objects.get().pk)
    page = browser.get(answer["Location"]).content.decode()
    assert Letter.objects.count() == 3
    assert "Kenya" in page
    content = browser.get(answer["Location"].rstrip("/") + ".zip").content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len(names) == 6
    assert any(name.startswith("pdf/reminder-2027-KEN-") for name in names)
    ids = [str(each.pk) for each in Letter.objects.all()]
    sent = {"letter": ids[:2], "on": made.today().isoformat(), "way": "post", "office": "Secretariat"}
    assert browser.post(f"{ROUND}letters/sent/", sent).status_code == 302
    assert Letter.objects.filter(state="sent").count() == 2


def test_a_batch_that_is_stopped_keeps_what_was_made(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from concord.reporting import letters_files
    from concord_site.reporting.actions import letters
    from concord_site.reporting.models.rounds import Letter
    from concord_site.shell import jobs

    monkeypatch.setattr(letters_files, "made", lambda *_given: {"docx": b"PK word", "pdf": b"%PDF-1.7"})
    row = made.opened(desk)

    def progress(done: int, _total: int, _note: str) -> None:
        if done == 2:
            raise jobs.Stopped

    with pytest.raises(jobs.Stopped):
        letters.make_many(
            round_id=row.pk, areas=["KEN", "NOR", "SEN"], what="reminder", sender=_sender(), on=made.today(), by=desk,
            progress=progress,
        )  # fmt: skip
    assert Letter.objects.count() == 2


def test_a_country_whose_fact_is_missing_is_left_out_and_named(desk: Any) -> None:
    from concord_site.reporting.actions import letters

    row = made.opened(desk)
    batch = letters.make_many(
        round_id=row.pk, areas=["KEN"], what="thanks", sender=_sender(), on=made.today(), by=desk,
        progress=lambda *_given: None,
    )  # fmt: skip
    assert batch.left_out == [("KEN", "reporting.letter.needs")]


def test_a_draft_is_put_away_and_taken_up_again(desk: Any, signed_in: Any) -> None:
    letter = _letter(desk, made.opened(desk))
    page = f"/en/reporting/letters/{letter.pk}/put-away/"
    for data, state in (({}, "cancelled"), ({"restore": "1"}, "drafted")):
        signed_in(desk).post(page, data)
        letter.refresh_from_db()
        assert letter.state == state
