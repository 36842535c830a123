"""A list of designations is seen before anything is written, and written whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord_site.registers import actions
from concord_site.registers.actions import listing as bringing
from concord_site.registers.models import Designation
from concord_site.registers.queries import listing

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HEAD = "area,since,office_en,office_fr,act,act_kind,runs_until\n"
GOOD = (
    HEAD + "KEN,2024-05,Directorate,Direction,Note 1,note-verbale,\nNorway,2020,Helsedirektoratet,,Letter 7,letter,\n"
)


@pytest.fixture
def desk(person: Callable[..., Any]) -> Any:
    return person("secretariat-desk")


@pytest.fixture
def other(person: Callable[..., Any]) -> Any:
    return person("secretariat-administrator")


def _staged(text: str, by: Any) -> tuple[str, listing.Read]:
    row = bringing.stage(text.encode(), name="list.csv", by=by)
    return row.pk, listing.opened(row.pk, by, today=TODAY)[1]


def _codes(read: listing.Read) -> list[str]:
    return [each.code for each in read.plan.findings if each.level == "hard"]


def test_a_list_becomes_proposals_that_another_person_verifies(desk: Any, other: Any) -> None:
    pk, read = _staged(GOOD, desk)
    assert [each.key for each in read.plan.new] == [("KEN", "2024-05"), ("NOR", "2020")]
    assert not Designation.objects.exists(), "nothing is written before it was seen"
    done = bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    assert (done.added, done.changed) == (2, 0)
    made = Designation.objects.get(area="KEN")
    assert (made.state, made.origin, made.office) == ("proposed", "import", {"en": "Directorate", "fr": "Direction"})
    with pytest.raises(NotAllowed):
        actions.confirm(designation_id=made.pk, by=desk)
    actions.confirm(designation_id=made.pk, by=other)


def test_a_list_that_comes_again_corrects_what_waits_and_leaves_alone_what_stands(desk: Any, other: Any) -> None:
    pk, read = _staged(GOOD, desk)
    bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    actions.confirm(designation_id=Designation.objects.get(area="KEN").pk, by=other)
    again = GOOD.replace("Letter 7", "Letter 8")
    pk, read = _staged(again, desk)
    assert [each.key for each in read.plan.changed] == [("NOR", "2020")]
    assert read.plan.changed[0].fields == {"act": ("Letter 7", "Letter 8")}
    assert not read.plan.new
    bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    assert Designation.objects.get(area="NOR").act == "Letter 8"


def test_what_is_published_is_not_edited_by_a_list(desk: Any, other: Any) -> None:
    pk, read = _staged(GOOD, desk)
    bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    actions.confirm(designation_id=Designation.objects.get(area="KEN").pk, by=other)
    pk, read = _staged(GOOD.replace("Note 1", "Note 2"), desk)
    assert _codes(read) == ["registers.listing.published"]
    with pytest.raises(Invalid):
        bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    assert Designation.objects.get(area="KEN").act == "Note 1"


@pytest.mark.parametrize(("text", "codes"), [
    ("area,since,office\nKEN,2024,Office\n", ["registers.listing.no-column"]),
    (HEAD + "Congo,2024,Office,,Note,,\n", ["registers.listing.no-area"]),
    (HEAD + "TWN,2024,Office,,Note,,\n", ["registers.listing.no-area"]),
    (HEAD + "KEN,5/2024,Office,,Note,,\n", ["registers.listing.date"]),
    (HEAD + "KEN,2030,Office,,Note,,\n", ["registers.listing.future"]),
    (HEAD + "KEN,2024,Office,,Note,,2020\n", ["registers.listing.dates-crossed"]),
    (HEAD + "KEN,2024,Office,,Note,rumour,\n", ["registers.listing.act-kind"]),
    (HEAD + "KEN,2024,,,Note,,\n", ["registers.listing.empty"]),
    (HEAD + f"KEN,2024,{'x' * 201},,Note,,\n", ["registers.listing.too-long"]),
    (HEAD + "KEN,2024,Office,,Note,,\nKEN,2024,Other,,Note,,\n", ["intake.bulk.duplicate-key"]),
])  # fmt: skip
def test_what_is_wrong_in_a_list_is_told_and_nothing_is_written(desk: Any, text: str, codes: list[str]) -> None:
    pk, read = _staged(text, desk)
    assert sorted(set(_codes(read))) == codes
    with pytest.raises(Invalid):
        bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    assert not Designation.objects.exists()


def test_a_plan_that_is_no_longer_true_is_not_written(desk: Any, other: Any) -> None:
    pk, read = _staged(GOOD, desk)
    seen = listing.digest(read.plan)
    actions.propose(area="KEN", since="2024-05", office={"en": "Directorate"}, act="Note 1", by=other, today=TODAY)
    with pytest.raises(Conflict) as refusal:
        bringing.apply(pk, seen=seen, by=desk, now=NOW)
    assert refusal.value.code == "intake.bulk.moved-on"
    assert Designation.objects.count() == 1


def test_a_staged_list_is_its_senders_alone(desk: Any, other: Any, person: Any, organisation: Any) -> None:
    pk, read = _staged(GOOD, desk)
    with pytest.raises(NotFound):
        bringing.apply(pk, seen=listing.digest(read.plan), by=other, now=NOW)
    with pytest.raises(NotAllowed):
        bringing.stage(GOOD.encode(), name="a.csv", by=person("national-authority", organisation("authority", "KEN")))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_list_that_went_out_comes_back_unchanged(desk: Any, other: Any, signed_in: Any, format: str) -> None:
    pk, read = _staged(GOOD, desk)
    bringing.apply(pk, seen=listing.digest(read.plan), by=desk, now=NOW)
    client = signed_in(desk)
    content = client.get(f"/en/registers/designations.{format}").content
    sent = SimpleUploadedFile(f"list.{format}", io.BytesIO(content).getvalue())
    answer = client.post("/en/registers/designations/list/", {"file": sent})
    assert answer.status_code == 302
    html = client.get(answer["Location"]).content.decode()
    assert "New: 0. Corrected: 0. The same as now: 2." in html
    assert client.get(f"/en/registers/designations.{format}?empty=1").status_code == 200
    assert signed_in(other).get(answer["Location"]).status_code == 404


def test_the_whole_way_of_a_list_through_pages(desk: Any, signed_in: Any) -> None:
    client = signed_in(desk)
    assert client.post("/en/registers/designations/list/", {}).status_code == 422
    sent = SimpleUploadedFile("list.csv", GOOD.encode())
    page = client.post("/en/registers/designations/list/", {"file": sent})["Location"]
    html = client.get(page).content.decode()
    assert "Norway" in html
    seen = html.partition('name="seen" value="')[2].partition('"')[0]
    assert client.post(page, {"seen": "something else"}).status_code == 409
    assert client.post(page, {"seen": seen}).status_code == 302
    assert Designation.objects.count() == 2
