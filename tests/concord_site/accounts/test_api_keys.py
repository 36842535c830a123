"""Keys for programs: shown once, kept as a digest, ended by their person alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.accounts.api_keys import actions, queries
from concord_site.accounts.api_keys.models import ApiKey
from concord_site.audit.models import Entry
from concord_site.shell import access

pytestmark = pytest.mark.django_db
PAGE = "/en/accounts/keys/"


def test_a_key_is_shown_once_and_only_its_digest_is_kept(person: Any, signed_in: Any) -> None:
    who = person()
    browser = signed_in(who)
    page = browser.post(PAGE, {"name": "Statistics office", "days": "90"})
    secret = re.search(rb"concord_[\w-]{43}", page.content)
    assert page.status_code == 200
    assert secret is not None
    assert page["Cache-Control"] == "no-store, private"
    again = browser.get(PAGE)
    assert secret[0] not in again.content
    assert b"Statistics office" in again.content
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_apikey")
        assert secret[0].decode() not in str(cursor.fetchall())
    entry = Entry.objects.filter(action="accounts.api-key.made").get()
    assert secret[0].decode() not in str(entry.__dict__)


def test_two_keys_are_never_alike() -> None:
    made = {actions.fresh() for _ in range(50)}
    assert len(made) == 50
    assert min(map(len, made)) >= 50


def test_a_person_ends_their_own_key_on_the_page(person: Any, signed_in: Any, now: Any) -> None:
    who = person()
    made, secret = actions.make(name="x", days=30, by=who, now=now)
    assert queries.program(secret, now=now) is not None
    answer = signed_in(who).post(f"{PAGE}{made.pk}/end/")
    assert answer.status_code == 302
    assert queries.program(secret, now=now) is None
    assert b">x<" not in signed_in(who).get(PAGE).content
    assert Entry.objects.filter(action="accounts.api-key.ended").exists()


def test_nobody_ends_or_sees_somebody_else_s_key(person: Any, now: Any) -> None:
    made, secret = actions.make(name="x", days=30, by=person(), now=now)
    with pytest.raises(NotFound):
        actions.end(made.pk, by=person(), now=now)
    administrator = person("secretariat-administrator")
    with pytest.raises(NotAllowed):
        actions.end(made.pk, by=administrator, now=now)
    assert queries.listed(administrator, now=now) == []
    assert queries.program(secret, now=now) is not None


def test_a_key_has_an_end_and_a_person_a_number_of_keys(person: Any, now: Any) -> None:
    who = person()
    with pytest.raises(Invalid) as refused:
        actions.make(name="x", days=10_000, by=who, now=now)
    assert refused.value.code == "site.api-key.days"
    for _ in range(actions.KEYS_AT_MOST):
        actions.make(name="x", days=30, by=who, now=now)
    with pytest.raises(Conflict) as refused_too:
        actions.make(name="x", days=30, by=who, now=now)
    assert refused_too.value.code == "site.api-key.many"
    later = now + timedelta(days=31)
    actions.make(name="x", days=30, by=who, now=later)


def test_an_expired_key_opens_nothing_and_says_so_on_the_page(person: Any, signed_in: Any, now: Any) -> None:
    who = person()
    _made, secret = actions.make(name="x", days=30, by=who, now=now - timedelta(days=31))
    assert queries.program(secret, now=now) is None
    assert b"expired" in signed_in(who).get(PAGE).content


def test_a_key_holds_the_role_of_a_program_and_nothing_of_its_person(person: Any, now: Any) -> None:
    administrator = person("secretariat-administrator")
    _made, secret = actions.make(name="x", days=30, by=administrator, now=now)
    program = queries.program(secret, now=now)
    assert {seat.role for seat in access.seats_of(program)} == {"anonymous", "api-key"}
    assert program is not None
    assert program.pk is None
    assert not access.visible(ApiKey, program).exists()
    assert not access.visible(type(administrator), program).exists()


def test_the_day_of_use_is_noted_and_no_finer(person: Any, now: Any) -> None:
    made, secret = actions.make(name="x", days=30, by=person(), now=now)
    queries.program(secret, now=now)
    made.refresh_from_db()
    assert made.used_on == now.date()


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client: Any) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.post(f"{PAGE}1/end/").status_code == 302


@pytest.mark.parametrize(
    "data", [{"name": "", "days": "90"}, {"name": "x", "days": "7"}, {"name": "x" * 81, "days": "30"}]
)
def test_a_form_that_is_not_as_it_must_be_makes_no_key(person: Any, signed_in: Any, data: dict[str, str]) -> None:
    answer = signed_in(person()).post(PAGE, data)
    assert answer.status_code == 422
    assert not ApiKey.objects.exists()


def test_a_name_is_text_on_the_page(person: Any, signed_in: Any) -> None:
    who = person()
    actions.make(name="<script>alert(1)</script>", days=30, by=who, now=timezone.now())
    assert b"<script>alert" not in signed_in(who).get(PAGE).content


# ---- keys for a country's reports -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "scope", "is_made"),
    [
        ("national-authority", "reports:submit", True),
        ("country-officer", "reports:write", True),
        ("country-officer", "reports:submit", False),
        ("country-reader", "reports:write", False),
        ("secretariat-administrator", "reports:read", False),
    ],
)
def test_a_key_for_reports_is_made_by_whoever_may_do_it_themselves(
    person: Any, now: Any, role: str, scope: str, is_made: bool
) -> None:
    who = person(role, area="KEN")
    if not is_made:
        with pytest.raises(NotAllowed):
            actions.make(name="x", days=30, by=who, now=now, scope=scope, area="KEN")
        return
    _made, secret = actions.make(name="x", days=30, by=who, now=now, scope=scope, area="KEN")
    assert queries.acting(queries.program(secret, now=now), scope) == (who, "KEN")


def test_a_key_for_reports_reaches_no_other_country_and_no_wider_scope(person: Any, now: Any) -> None:
    who = person("national-authority", area="KEN")
    with pytest.raises(NotAllowed):
        actions.make(name="x", days=30, by=who, now=now, scope="reports:read", area="GHA")
    _made, secret = actions.make(name="x", days=30, by=who, now=now, scope="reports:read", area="KEN")
    program = queries.program(secret, now=now)
    assert queries.acting(program, "reports:read")[1] == "KEN"
    with pytest.raises(NotAllowed):
        queries.acting(program, "reports:write")


def test_a_key_for_reports_ends_with_its_persons_role(person: Any, now: Any) -> None:
    who = person("national-authority", area="KEN")
    _made, secret = actions.make(name="x", days=30, by=who, now=now, scope="reports:submit", area="KEN")
    who.memberships.update(ends_at=now - timedelta(days=1))
    with pytest.raises(NotAllowed):
        queries.acting(queries.program(secret, now=now), "reports:read")
    ordinary = actions.make(name="y", days=30, by=who, now=now)[1]
    with pytest.raises(NotAllowed):
        queries.acting(queries.program(ordinary, now=now), "reports:read")


def test_the_page_offers_a_country_to_those_who_act_for_it(person: Any, signed_in: Any) -> None:
    browser = signed_in(person("national-authority", area="KEN"))
    assert b"read, change and submit its reports" in browser.get(PAGE).content
    assert (
        b"read, change and submit"
        in browser.post(PAGE, {"name": "R", "days": "90", "reach": "reports:submit KEN"}).content
    )
    assert b"its reports" not in signed_in(person()).get(PAGE).content
