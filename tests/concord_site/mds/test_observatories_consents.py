"""An observatory does for a country what its authority agrees to, of what it brought itself, and not a click longer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.api_keys import actions as keys
from concord_site.accounts.api_keys.queries import acting, program
from concord_site.accounts.models import Notice
from concord_site.audit.models import Entry
from concord_site.mds import tables
from concord_site.mds.actions import cells, confirming, delivering, observatories, reading_files
from concord_site.mds.models import CellQuestion, Consent, Delivery, Reading
from concord_site.mds.queries import deliveries
from concord_site.mds.queries import observatories as queries
from concord_site.shell import access

from . import small_files, watch_ground

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "Canary-4711"


@pytest.fixture
def body(organisation: Any) -> Any:
    return organisation("observatory", region="AFR", name="Observatory of the region")


@pytest.fixture
def watcher(person: Any, body: Any) -> Any:
    """Somebody of a regional observatory."""
    return person("observatory", body)


def today() -> dt.date:
    return timezone.now().date()


def agreed(by: Any, body: Any, *may: str, **more: Any) -> Consent:
    given = {"area": "KEN", "begins_on": today(), **more}
    return observatories.give(organisation_id=body.pk, may=may or ("upload",), by=by, **given)


def brought(by: Any, content: bytes = small_files.GOOD, **more: Any) -> Delivery:
    row = delivering.begin(area="KEN", by=by, **more)
    delivering.add(delivery_id=row.pk, chunks=[content], name="stock.csv", by=by)
    reading_files.run(delivery_id=row.pk, by=by)
    row.refresh_from_db()
    return row


def test_without_a_consent_an_observatory_has_no_country(watcher: Any) -> None:
    assert deliveries.areas(watcher) == []
    with pytest.raises(NotAllowed):
        delivering.begin(area="KEN", by=watcher)


def test_a_national_observatory_has_its_own_country_no_more_than_any_other(person: Any, organisation: Any) -> None:
    national = person("observatory", organisation("observatory", area="KEN"), area="KEN")
    assert deliveries.areas(national) == []
    with pytest.raises(NotAllowed):
        delivering.begin(area="KEN", by=national)


def test_what_an_observatory_brings_the_country_confirms_and_it_is_named_as_source(
    authority: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    agreed(authority, body)
    row = brought(watcher)
    assert row.state == Delivery.State.CHECKED
    with pytest.raises(NotAllowed):
        confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=watcher)
    confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=authority)
    row.refresh_from_db()
    assert queries.source(row) == "Observatory of the region"
    assert "Observatory of the region" in (tables.folder("KEN", row.pk) / tables.DECLARATION).read_text("utf-8")
    page = signed_in(authority).get(reverse("mds:delivery", kwargs={"pk": row.pk})).content.decode()
    assert "brought by Observatory of the region" in page


def test_it_sees_what_it_brought_itself_and_nothing_the_country_brings(
    authority: Any, officer: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    own = delivering.begin(area="KEN", by=officer, subject=CANARY)
    delivering.add(delivery_id=own.pk, chunks=[small_files.UNKNOWN], name=f"{CANARY}.csv", by=officer)
    reading_files.run(delivery_id=own.pk, by=officer)
    agreed(authority, body)
    row = brought(watcher)
    assert list(access.visible(Delivery, watcher)) == [row]
    assert list(access.visible(Reading, watcher)) == list(row.readings.all())
    client = signed_in(watcher)
    for name in ("delivery", "profile", "findings", "before-after", "history", "confirm"):
        assert client.get(reverse(f"mds:{name}", kwargs={"pk": own.pk})).status_code == 404
        assert client.get(reverse(f"mds:{name}", kwargs={"pk": row.pk})).status_code == 200
    for name in ("home", "observatories"):
        assert CANARY not in client.get(reverse(f"mds:{name}")).content.decode()


def test_a_consent_of_one_country_opens_no_other(authority: Any, body: Any, watcher: Any, stranger: Any) -> None:
    agreed(authority, body)
    with pytest.raises(NotAllowed):
        delivering.begin(area="PER", by=watcher)
    theirs = delivering.begin(area="PER", by=stranger)
    Delivery.objects.filter(pk=theirs.pk).update(organisation=body)  # even what is its own there
    assert not access.visible(Delivery, watcher).filter(area="PER").exists()


def test_another_observatory_does_not_see_it(authority: Any, body: Any, watcher: Any, person: Any,
                                             organisation: Any) -> None:  # fmt: skip
    other = organisation("observatory", region="AFR", name="Another")
    second = person("observatory", other)
    agreed(authority, body)
    agreed(authority, other)
    row = brought(watcher)
    with pytest.raises(NotFound):
        deliveries.delivery(row.pk, second)


@pytest.mark.parametrize("way", ["ended", "run out", "to come"])
def test_nothing_is_left_of_a_consent_from_the_next_request_on(
    way: str, authority: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    consent = agreed(authority, body)
    row = brought(watcher)
    client = signed_in(watcher)
    address = reverse("mds:findings", kwargs={"pk": row.pk})
    assert client.get(address).status_code == 200
    day = dt.timedelta(days=1)
    if way == "ended":
        observatories.end(consent_id=consent.pk, by=authority, reason="Enough.")
    elif way == "run out":
        Consent.objects.filter(pk=consent.pk).update(begins_on=today() - 3 * day, until=today() - day)
    else:
        Consent.objects.filter(pk=consent.pk).update(begins_on=today() + day)
    assert client.get(address).status_code == 404
    with pytest.raises(NotFound):
        reading_files.run(delivery_id=row.pk, by=watcher)
    assert deliveries.delivery(row.pk, authority).state == Delivery.State.CHECKED  # the country goes on with it


def test_a_job_that_was_started_under_a_consent_does_nothing_after_its_end(
    authority: Any, body: Any, watcher: Any
) -> None:
    from concord_site.shell import jobs
    from concord_site.shell.models import Job

    consent = agreed(authority, body)
    row = delivering.begin(area="KEN", by=watcher)
    delivering.add(delivery_id=row.pk, chunks=[small_files.GOOD], name="a.csv", by=watcher)
    job = reading_files.start(delivery_id=row.pk, by=watcher)
    observatories.end(consent_id=consent.pk, by=authority)
    jobs.run_waiting()
    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED
    assert not row.readings.exists()


def test_a_key_of_an_observatory_ends_with_the_consent(authority: Any, body: Any, watcher: Any) -> None:
    consent = agreed(authority, body)
    _key, secret = keys.make(name="p", days=30, by=watcher, now=timezone.now(), scope="data:write", area="KEN")
    made = program(secret, now=timezone.now())
    assert acting(made, "data:write") == (watcher, "KEN")
    observatories.end(consent_id=consent.pk, by=authority)
    with pytest.raises(NotAllowed):
        acting(made, "data:write")


def test_whoever_checks_sees_findings_of_tables_and_never_of_persons(
    authority: Any, officer: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    agreed(authority, body, "check")
    row = brought(officer, small_files.UNKNOWN)
    register = brought(officer, small_files.UNKNOWN, what="register")
    client = signed_in(watcher)
    page = client.get(reverse("mds:observatory-check", kwargs={"pk": row.pk}))
    assert page.status_code == 200
    assert page.context["board"].counts["soft"]
    assert client.get(reverse("mds:observatory-check", kwargs={"pk": register.pk})).status_code == 404
    listed = client.get(reverse("mds:observatory-country", kwargs={"area": "KEN"})).content.decode()
    assert str(row.pk) in listed
    assert str(register.pk) not in listed
    for name in ("delivery", "findings", "profile"):
        assert client.get(reverse(f"mds:{name}", kwargs={"pk": row.pk})).status_code == 404
    assert not access.visible(Reading, watcher).exists()
    assert client.post(reverse("mds:findings", kwargs={"pk": row.pk}), {"key": "x", "text": "y"}).status_code == 404
    assert deliveries.areas(watcher) == []


def test_whoever_comments_takes_part_in_questions_and_answers_nothing_for_the_country(
    authority: Any, officer: Any, desk: Any, body: Any, watcher: Any
) -> None:
    standing = watch_ground.confirmed("KEN", officer)
    made = cells.ask(delivery_id=standing.pk, text="Why?", by=desk)
    with pytest.raises(NotFound):
        cells.write(question_id=made.pk, text="I know.", by=watcher)
    agreed(authority, body, "comment")
    cells.write(question_id=made.pk, text="The register was cleaned.", by=watcher)
    made.refresh_from_db()
    assert made.state == "open"
    assert made.messages.last().side == "observatory"
    assert made.messages.last().office == "Observatory of the region"
    with pytest.raises((Conflict, NotAllowed)):
        cells.settle(question_id=made.pk, by=watcher)


def test_only_the_authority_agrees_and_ends(officer: Any, desk: Any, stranger: Any, authority: Any, watcher: Any,
                                            body: Any) -> None:  # fmt: skip
    for who in (officer, desk, stranger, watcher):
        with pytest.raises(NotAllowed):
            agreed(who, body)
    consent = agreed(authority, body)
    for who in (officer, desk, watcher):
        with pytest.raises(NotAllowed):
            observatories.end(consent_id=consent.pk, by=who)
    with pytest.raises(NotFound):
        observatories.end(consent_id=consent.pk, by=stranger)
    done = Entry.objects.filter(action="mds.consent.given").values_list("area", flat=True)
    assert list(done) == ["KEN"]


def test_a_new_consent_takes_the_place_of_the_one_before(authority: Any, body: Any, watcher: Any) -> None:
    first = agreed(authority, body, "upload", "check")
    agreed(authority, body, "comment")
    first.refresh_from_db()
    assert first.state == Consent.State.ENDED
    assert {seat.role for seat in watcher.seats() if seat.area == "KEN"} == {"observatory-comment"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"may": []}, "site.consent.none"),
        ({"may": ["rule"]}, "site.consent.none"),
        ({"until": dt.date(2020, 1, 1)}, "site.consent.dates"),
        ({"organisation_id": 0}, "site.consent.organisation"),
    ],
)
def test_what_cannot_be_agreed_to_is_refused(change: Any, code: str, authority: Any, body: Any) -> None:
    given = {"area": "KEN", "organisation_id": body.pk, "may": ["upload"], "begins_on": today(), "by": authority}
    with pytest.raises(Invalid) as refusal:
        observatories.give(**{**given, **change})
    assert refusal.value.code == code
    assert not Consent.objects.exists()


def test_observatories_of_other_regions_and_other_bodies_cannot_be_agreed_with(authority: Any,
                                                                               organisation: Any) -> None:  # fmt: skip
    for each in (organisation("observatory", region="EUR"), organisation("observatory", area="PER"),
                 organisation("recruiter", area="KEN")):  # fmt: skip
        with pytest.raises(Invalid):
            agreed(authority, each)


def test_the_pages_of_a_consent_from_agreeing_to_its_end(
    authority: Any, body: Any, watcher: Any, stranger: Any, signed_in: Any
) -> None:
    client, other = signed_in(authority), signed_in(watcher)
    address = reverse("mds:consent-give", kwargs={"area": "KEN"})
    assert client.get(address).status_code == 200
    assert signed_in(stranger).get(address).status_code == 404
    assert client.post(address, {"organisation": body.pk, "begins_on": today()}).status_code == 422
    sent = {"organisation": body.pk, "may": ["upload", "check"], "begins_on": today().isoformat(), "until": ""}
    assert client.post(address, sent).status_code == 302
    assert Notice._default_manager.filter(what="consent-given", person=watcher).exists()
    page = other.get(reverse("mds:observatories")).content.decode()
    assert reverse("mds:begin", kwargs={"area": "KEN"}) in page
    end = reverse("mds:consent-end", kwargs={"pk": Consent.objects.get().pk})
    assert other.get(end).status_code == 404
    assert client.get(end).status_code == 200
    assert client.post(end, {"reason": "Enough."}).status_code == 302
    assert "Enough." in other.get(reverse("mds:observatories")).content.decode()
    assert not CellQuestion.objects.exists()
