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
from concord_site.mds import tables, wiring
from concord_site.mds.actions import cells, confirming, delivering, observatories, reading_files
from concord_site.mds.models import CellQuestion, Consent, Delivery, Reading
from concord_site.mds.queries import cells as cells_of
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
    assert Entry.objects.filter(action="mds.delivery.checked", area="KEN").count() == 1
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


def test_whoever_checks_and_comments_tells_the_country_before_it_confirms_and_nobody_else(
    authority: Any, officer: Any, desk: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    agreed(authority, body, "check", "comment")
    row = brought(officer, small_files.UNKNOWN)
    client, structure = signed_in(watcher), "mds-stock-by-training"
    page = client.get(reverse("mds:figures", kwargs={"pk": row.pk, "structure": structure}))
    assert page.status_code == 200
    assert client.get(
        reverse("mds:table", kwargs={"pk": row.pk, "structure": structure, "format": "csv"})
    ).status_code == 404  # fmt: skip
    address = f"{reverse('mds:ask', kwargs={'pk': row.pk})}?{page.context['rows'][0].ask}"
    assert client.post(address, {"text": CANARY}).status_code == 302
    asked = CellQuestion.objects.get()
    assert (asked.asked_by_side, asked.area) == ("observatory", "KEN")
    assert Notice._default_manager.filter(what="figure-asked", person=officer).exists()
    assert [each.pk for each in cells_of.waiting(officer)] == [asked.pk]
    assert not cells_of.seen_by(desk).exists()
    assert signed_in(desk).get(reverse("mds:question", kwargs={"pk": asked.pk})).status_code == 404
    observatories.end(consent_id=Consent.objects.get().pk, by=authority)
    assert not cells_of.seen_by(watcher).exists()


def test_an_observatory_learns_of_no_figure_that_a_country_asks_about_itself(
    authority: Any, officer: Any, body: Any, watcher: Any
) -> None:
    agreed(authority, body, "comment")
    row = brought(officer)
    own = cells.ask(delivery_id=row.pk, text=CANARY, by=officer)
    assert not cells_of.seen_by(watcher).exists()
    with pytest.raises(NotFound):
        cells.write(question_id=own.pk, text="I know.", by=watcher)
    confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=authority)
    assert [each.pk for each in cells_of.seen_by(watcher)] == [own.pk]


def test_of_deliveries_that_it_did_not_bring_it_reads_no_file_no_name_and_no_profile(
    authority: Any, officer: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    """It brings figures and checks them: what the country brought itself is the country's even so."""
    agreed(authority, body, "upload", "check", "comment")
    row = delivering.begin(area="KEN", by=officer, subject="Register of nurses")
    delivering.add(delivery_id=row.pk, chunks=[small_files.GOOD], name=f"{CANARY}.csv", by=officer)
    reading_files.run(delivery_id=row.pk, by=officer)
    row.refresh_from_db()
    confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=authority)
    client = signed_in(watcher)
    for name in ("delivery", "history", "before-after", "findings"):
        page = client.get(reverse(f"mds:{name}", kwargs={"pk": row.pk}))
        assert page.status_code == 200
        assert CANARY not in page.content.decode()
        assert officer.name not in page.content.decode()
    assert client.get(reverse("mds:profile", kwargs={"pk": row.pk})).status_code == 404
    table = {"pk": row.pk, "structure": "mds-stock-by-training", "format": "csv"}
    assert CANARY not in client.get(reverse("mds:table", kwargs=table)).content.decode()
    assert CANARY in signed_in(officer).get(reverse("mds:table", kwargs=table)).content.decode()
    own = delivering.begin(area="KEN", by=watcher, subject="Register of nurses")
    assert own.profile_from is None


def test_what_the_country_confirmed_before_is_not_compared_with_before_an_observatory(
    authority: Any, officer: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    watch_ground.confirmed("KEN", officer, small_files.GOOD.replace(b"5000", b"4711").replace(b"5150", b"4861"))
    agreed(authority, body)
    row = brought(watcher, small_files.LATER)
    for name in ("before-after", "confirm", "findings"):
        page = signed_in(watcher).get(reverse(f"mds:{name}", kwargs={"pk": row.pk})).content.decode()
        assert "4,711" not in page
        assert "4,861" not in page
    assert "4,861" in signed_in(authority).get(
        reverse("mds:before-after", kwargs={"pk": row.pk})
    ).content.decode()  # fmt: skip


def test_the_country_confirms_what_an_observatory_brought_and_it_is_told(
    authority: Any, body: Any, watcher: Any, signed_in: Any
) -> None:
    agreed(authority, body)
    row = brought(watcher)
    page = signed_in(watcher).get(reverse("mds:confirm", kwargs={"pk": row.pk}))
    assert page.context["form"] is None
    assert [each.kind for each in wiring.waiting(watcher)] == []
    assert [each.kind for each in wiring.waiting(authority)] == ["figures-open"]
    confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=authority)
    assert Notice._default_manager.filter(what="figures-confirmed", person=watcher).count() == 1


def test_every_file_names_the_observatory_as_source(authority: Any, body: Any, watcher: Any, desk: Any,
                                                    signed_in: Any) -> None:  # fmt: skip
    agreed(authority, body)
    row = brought(watcher)
    confirming.confirm(delivery_id=row.pk, version=row.version, name="A", office="B", by=authority)
    client, structure = signed_in(desk), "mds-stock-by-training"
    csv = client.get(reverse("mds:table", kwargs={"pk": row.pk, "structure": structure, "format": "csv"}))
    said = csv.content.decode("utf-8-sig").splitlines()
    assert all("Observatory of the region" in each for each in said if each.startswith("KEN,"))
    assert any("Source" in each and "Observatory of the region" in each for each in said)
    assert not any("submitted" in each or "stock.csv" in each for each in said)
    for page in (reverse("mds:figures", kwargs={"pk": row.pk, "structure": structure}),
                 reverse("mds:watch-country", kwargs={"area": "KEN"}), reverse("mds:watch"),
                 reverse("mds:watch-file", kwargs={"format": "csv"}),
                 reverse("mds:delivery", kwargs={"pk": row.pk})):  # fmt: skip
        assert "Observatory of the region" in client.get(page).content.decode("utf-8-sig"), page


def test_a_consent_that_runs_out_is_ended_told_and_logged_by_the_clock(authority: Any, body: Any,
                                                                       watcher: Any) -> None:  # fmt: skip
    consent = agreed(authority, body)
    Consent.objects.filter(pk=consent.pk).update(
        begins_on=today() - dt.timedelta(days=9), until=today() - dt.timedelta(days=1)
    )
    assert observatories.tick(now=timezone.now()) == {"consents": 1}
    assert observatories.tick(now=timezone.now()) == {"consents": 0}
    consent.refresh_from_db()
    assert (consent.state, consent.ended_by) == (Consent.State.ENDED, None)
    assert Entry.objects.filter(action="mds.consent.ran-out", area="KEN").count() == 1
    assert Notice._default_manager.filter(what="consent-ended", person=watcher).count() == 1


def test_an_observatory_that_was_closed_has_no_country(authority: Any, body: Any, watcher: Any) -> None:
    agreed(authority, body)
    assert deliveries.areas(watcher) == ["KEN"]
    body.state = "closed"
    body.save()
    assert deliveries.areas(watcher) == []


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
        ({"begins_on": dt.date(2020, 1, 1), "until": dt.date(2020, 2, 1)}, "site.consent.past"),
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
