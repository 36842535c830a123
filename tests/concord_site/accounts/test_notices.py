"""Notices: told once, worded when read, gone with the permission, mailed as each person chose, never twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from concord.declarations.messages import catalogue
from concord.declarations.read import read_po
from concord.errors import Invalid, NotFound
from concord.vocabulary.languages import LANGUAGES
from concord_site.accounts import notices
from concord_site.accounts.models import Membership, Notice
from concord_site.accounts.notices import kinds, showing
from concord_site.accounts.notices.actions import choosing, mailing
from concord_site.accounts.queries import people_of, people_with
from concord_site.registers.models import Designation
from concord_site.shell import outbox
from concord_site.shell.models import OutboxMessage

from ..at_once import together

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2027, 3, 1, 7, tzinfo=dt.UTC)
HREF = "/en/registers/authorities/KEN/"


class Post:
    """Keeps what it is handed."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def send(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def words(self) -> str:
        return "\n".join(str(each.get_content()) for each in self.sent)


@pytest.fixture
def proposal(db: None) -> Designation:
    return Designation.objects.create(area="KEN", office={"en": "Office of secrets"}, act="Note 1", since="2024")


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


def _tell(
    people: list[Any], about: Any = None, *, key: str = "1", kind: str = "designation-proposed", **more: Any
) -> int:
    more = {"area": "KEN", "at": MONDAY, **more}
    return notices.tell(kind, people, key=key, href=HREF, about=about, **more)


def _send(at: dt.datetime = MONDAY + dt.timedelta(days=30)) -> Post:
    post = Post()
    outbox.send_due(now=at, transport=post)
    return post


@pytest.mark.parametrize("id", sorted(kinds.declared().kinds))
def test_every_kind_has_its_wording_in_six_languages(id: str) -> None:
    found = kinds.kind(id)
    params = {name: "KEN" if name == "area" else "2027" for name in found.params}
    for language in LANGUAGES:
        assert not kinds.title(id, params, language).is_fallback, (id, language)
        for part, english in (("label", found.label), ("mail", found.mail)):
            path = catalogue(language, "notices")
            known = {(each.msgctxt, each.msgid) for each in read_po(path)} if path else set()
            assert language == "en" or (f"{id}.{part}", english) in known


def test_an_occasion_is_told_once_and_newcomers_are_added(desk: Any, person: Any) -> None:
    other = person("secretariat-desk")
    assert _tell([desk]) == 1
    assert _tell([desk]) == 0
    assert _tell([desk, other]) == 1
    assert Notice.objects.count() == 2


def test_nobody_is_told_of_their_own_act_and_closed_accounts_are_left_out(desk: Any, person: Any) -> None:
    closed = person("secretariat-desk", is_active=False, state="closed")
    assert _tell([desk, closed], by=desk) == 0


def test_a_title_needs_its_params_and_a_link_is_a_path_of_this_site(desk: Any) -> None:
    with pytest.raises(ValueError, match="area"):
        notices.tell("designation-proposed", [desk], key="1", href=HREF)
    with pytest.raises(ValueError, match="path"):
        notices.tell("designation-proposed", [desk], key="1", href="//elsewhere.test/", area="KEN")
    with pytest.raises(NotFound):
        notices.tell("gossip", [desk], key="1", href=HREF)


def test_what_is_undone_was_never_told(desk: Any) -> None:
    with transaction.atomic():
        _tell([desk], kind="designation-refused")
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_notice_is_worded_in_the_language_of_whoever_reads(desk: Any, signed_in: Any) -> None:
    _tell([desk])
    client = signed_in(desk)
    assert "Kenya" in client.get("/en/accounts/notices/").content.decode()
    page = client.get("/ar/accounts/notices/").content.decode()
    assert "كينيا" in page
    assert (
        client.get(f"/ar/accounts/notices/{Notice.objects.get().pk}/")["Location"] == "/ar/registers/authorities/KEN/"
    )


def test_a_notice_vanishes_from_list_count_and_mail_with_the_permission(
    desk: Any, proposal: Designation, signed_in: Any
) -> None:
    _tell([desk], proposal, kind="designation-refused")
    client = signed_in(desk)
    assert showing.unread(desk) == 1
    assert "Notices (1)" in client.get("/en/accounts/notices/").content.decode()
    Membership.objects.filter(person=desk).update(ends_at=MONDAY - dt.timedelta(days=900))
    assert showing.unread(desk) == 0
    assert showing.listed(desk) == ([], False)
    with pytest.raises(NotFound):
        choosing.read(desk, Notice.objects.get().pk, now=MONDAY)
    assert not _send().sent
    assert OutboxMessage.objects.get().state == "refused"


def test_a_notice_whose_thing_is_gone_is_gone(desk: Any, proposal: Designation) -> None:
    _tell([desk], proposal)
    proposal.delete()
    assert showing.unread(desk) == 0


def test_somebody_elses_notice_does_not_exist(desk: Any, person: Any, signed_in: Any) -> None:
    _tell([desk])
    pk = Notice.objects.get().pk
    client = signed_in(person("secretariat-desk"))
    assert client.get(f"/en/accounts/notices/{pk}/").status_code == 404
    assert client.post(f"/en/accounts/notices/{pk}/mark/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_a_mail_at_once_names_the_kind_and_gives_a_link_and_no_data(desk: Any, proposal: Designation) -> None:
    _tell([desk], proposal, kind="designation-refused")
    post = _send()
    assert len(post.sent) == 1
    assert "http://concord.test/en/registers/authorities/KEN/" in post.words
    assert "Kenya" not in post.words
    assert "secrets" not in post.words
    assert not _send().sent


def test_gathered_notices_leave_in_one_mail_in_the_persons_language(desk: Any, person: Any) -> None:
    reader = person("secretariat-desk", language="ar")
    for key in "123":
        _tell([desk, reader], key=key)
    assert mailing.gather(now=MONDAY) == 0
    tomorrow = MONDAY + dt.timedelta(days=1)
    assert mailing.gather(now=tomorrow) == 2
    assert mailing.gather(now=tomorrow) == 0
    post = _send()
    assert len(post.sent) == 2
    assert post.words.count("http://concord.test/ar/registers") == 3
    assert Notice.objects.filter(mail="").count() == 0


def test_a_notice_that_comes_while_a_mail_leaves_is_in_the_next_one(desk: Any) -> None:
    _tell([desk], key="1")
    tomorrow = MONDAY + dt.timedelta(days=1)
    mailing.gather(now=tomorrow)
    _tell([desk], key="2")  # begun before, committed after
    assert mailing.gather(now=tomorrow) == 1
    assert len(_send().sent) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("file_database")
def test_two_clocks_at_once_write_each_gathered_mail_once(desk: Any, person: Any) -> None:
    people = [desk, *(person("secretariat-desk") for _ in range(4))]
    for key in "123":
        _tell(people, key=key)
    gather = partial(mailing.gather, now=MONDAY + dt.timedelta(days=1))
    assert together(gather, gather) == [None, None]
    assert OutboxMessage.objects.count() == 5
    assert Notice.objects.exclude(mail="").count() == 15
    post = _send()
    assert len(post.sent) == 5
    assert post.words.count("/registers/authorities/KEN/") == 15


def test_what_was_read_on_the_page_is_not_mailed_again(desk: Any) -> None:
    _tell([desk])
    mailing.gather(now=MONDAY + dt.timedelta(days=1))
    choosing.read_all(desk, now=MONDAY)
    assert not _send().sent


@pytest.mark.parametrize(("how", "hours", "mails"), [
    ("at-once", 0, 1), ("daily", 22, 0), ("daily", 23, 1), ("weekly", 24 * 6 + 22, 0), ("weekly", 24 * 7, 1),
    ("never", 24 * 40, 0),
])  # fmt: skip
def test_a_mail_follows_as_soon_as_was_chosen(desk: Any, how: str, hours: int, mails: int) -> None:
    choosing.choose(desk, {"designation-proposed": how}, now=MONDAY)
    _tell([desk])
    at = MONDAY + dt.timedelta(hours=hours)
    mailing.gather(now=at)
    assert len(_send().sent) == mails


def test_a_changed_choice_moves_what_waits(desk: Any) -> None:
    _tell([desk])
    choosing.choose(desk, {"designation-proposed": "never"}, now=MONDAY)
    assert mailing.gather(now=MONDAY + dt.timedelta(days=30)) == 0
    choosing.choose(desk, {"designation-proposed": "daily"}, now=MONDAY)
    _tell([desk], key="2")
    choosing.choose(desk, {"designation-proposed": "at-once"}, now=MONDAY)
    assert mailing.gather(now=MONDAY) == 1
    with pytest.raises(Invalid):
        choosing.choose(desk, {"designation-proposed": "hourly"}, now=MONDAY)


def test_marking_all_leaves_alone_what_cannot_be_seen(desk: Any, proposal: Designation) -> None:
    hidden = Designation.objects.create(area="KEN", office={"en": "x"}, act="x", since="2020")
    _tell([desk], proposal, key="1")
    _tell([desk], hidden, key="2")
    hidden.delete()
    assert choosing.read_all(desk, now=MONDAY) == 1


def test_choices_are_made_on_the_page(desk: Any, signed_in: Any) -> None:
    client = signed_in(desk)
    page = client.get("/en/accounts/notices/choices/")
    assert page.status_code == 200
    form = {**choosing.choices(desk), "remark": "never"}
    assert client.post("/en/accounts/notices/choices/", form).status_code == 302
    assert choosing.choices(desk)["remark"] == "never"
    assert client.post("/en/accounts/notices/choices/", {**form, "remark": "often"}).status_code == 422


def test_people_are_found_by_role_and_country(person: Any, organisation: Any) -> None:
    kenya, world = organisation("authority", "KEN"), organisation("secretariat")
    one = person("national-authority", kenya)
    two = person("country-officer", organisation("ministry", "KEN"))
    person("national-authority", organisation("authority", "NZL"))
    person("national-authority", kenya, is_active=False, state="invited")
    elsewhere = person("country-officer", world, area="KEN")
    region = person("regional-office", organisation("regional-office", region="AFR"))
    assert people_of("KEN", ["national-authority", "country-officer"]) == [one, two, elsewhere]
    assert people_with("regional-office", region="AFR") == [region]
    assert people_with("regional-office", region="EUR") == []


def test_pages_are_for_those_who_are_signed_in() -> None:
    for page in ("home/", "notices/", "notices/choices/"):
        assert Client().get(f"/en/accounts/{page}").status_code == 302


@pytest.mark.parametrize("at", ["2027-02-28T23:59", "2027-03-01T05:59", "2027-03-01T06:00", "2027-03-01T06:01"])
def test_a_gathered_mail_is_due_after_its_notice_and_within_its_time(at: str) -> None:
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    for how, days in (("daily", 1), ("weekly", 7)):
        due = kinds.due(how, moment)
        assert due is not None
        assert dt.timedelta() < due - moment <= dt.timedelta(days=days)
    assert kinds.due("at-once", moment) is None


def test_a_page_stands_when_the_count_cannot_be_asked(desk: Any, signed_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(showing, "unread", lambda _person: 1 / 0)
    with translation.override("en"):
        assert signed_in(desk).get("/en/accounts/").status_code == 200


def test_a_mail_without_its_person_says_nothing() -> None:
    assert mailing.body(SimpleNamespace(person=None, key="notices:1:1", language="en")) is None  # type: ignore[arg-type]
