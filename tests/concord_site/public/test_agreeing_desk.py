"""Entries of the register brought in by the secretariat: seen first, written whole, and never lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.agreements import repository, repository_read
from concord.agreements.repository_read import COLUMNS
from concord.intake.out import write_csv
from concord_site.audit.models import Entry
from concord_site.public.agreeing import bringing, held

pytestmark = pytest.mark.django_db
PAGE = "/en/agreements/register/"
ROW = {**repository_read.row_of(repository.agreement("agr-002")), "id": "own-1", "title": "An entry of our own"}


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


def sent(*rows: dict[str, str]) -> SimpleUploadedFile:
    stream = io.BytesIO()
    write_csv(stream, COLUMNS, rows)
    return SimpleUploadedFile("agreements.csv", stream.getvalue())


def test_a_list_is_seen_before_it_is_written_and_every_state_can_come_back(desk: Any, signed_in: Any) -> None:
    client = signed_in(desk)
    assert client.post(PAGE, {}).status_code == 422
    for title in ("An entry of our own", "A better title"):
        look = client.post(PAGE, {"file": sent({**ROW, "title": title})})["Location"]
        html = client.get(look).content.decode()
        assert "own-1" in html
        before = dict(held.register())
        assert client.post(look, {"seen": "something else"}).status_code == 409
        assert dict(held.register()) == before
        seen = html.partition('name="seen" value="')[2].partition('"')[0]
        assert client.post(look, {"seen": seen})["Location"] == "/en/agreements/"
    assert held.register()["own-1"].title == "A better title"
    assert Entry.objects.filter(action="public.agreement-register.imported").count() == 2
    assert "Bring state 1 back" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}states/1/")
    assert held.register()["own-1"].title == "An entry of our own"
    assert client.post(f"{PAGE}states/9/").status_code == 404


def test_a_list_with_a_wrong_row_says_where_and_writes_nothing(desk: Any, signed_in: Any) -> None:
    client = signed_in(desk)
    look = client.post(PAGE, {"file": sent(ROW, {**ROW, "id": "own-2", "status": "valid"})})["Location"]
    html = client.get(look).content.decode()
    assert "“valid” is not known in status" in html
    assert "row 3" in html
    assert 'name="seen"' not in html
    client.post(look, {"seen": bringing.digest(bringing.planned(b"", "a.csv", today=held.today()))})
    assert "own-1" not in held.register()


def test_what_is_no_table_is_told(desk: Any, signed_in: Any) -> None:
    client = signed_in(desk)
    look = client.post(PAGE, {"file": SimpleUploadedFile("a.csv", b"\x00\x01\x02")})["Location"]
    assert 'name="seen"' not in client.get(look).content.decode()


@pytest.mark.parametrize("role", ["secretariat-administrator", "statistician", "regional-office", "national-authority"])
def test_for_everybody_but_the_desk_the_register_has_no_desk(
    role: str, signed_in: Any, person: Any, organisation: Any, client: Any
) -> None:
    at = {"national-authority": ("authority", "KEN"), "regional-office": ("regional-office", "")}.get(role)
    other = person(role, organisation(*at)) if at else person(role)
    session = signed_in(other)
    for address in (PAGE, f"{PAGE}anything/"):
        assert session.get(address).status_code == 404
        assert client.get(address).status_code == 302
    assert session.post(PAGE, {"file": sent(ROW)}).status_code == 404
    assert session.post(f"{PAGE}states/1/").status_code == 404
    assert bringing.entries(other) == []
    assert "own-1" not in held.register()


def test_a_staged_list_is_its_senders_alone(desk: Any, signed_in: Any, person: Any) -> None:
    look = signed_in(desk).post(PAGE, {"file": sent(ROW)})["Location"]
    assert signed_in(person("secretariat-administrator")).get(look).status_code == 404


def test_the_register_stands_on_the_home_of_who_keeps_it(desk: Any) -> None:
    assert [each.href for each in bringing.entries(desk)] == [PAGE]
