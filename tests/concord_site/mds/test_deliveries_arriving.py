"""Files in pieces: each piece has its place and digest; what stopped goes on; what is refused leaves nothing."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from concord_site.mds.models import DeliveryFile, Upload
from concord_site.mds.queries import arriving

from . import small_files

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = small_files.GOOD * 40


def _begin(client: Any, row: Any, name: str = "long.csv", size: int = len(CONTENT)) -> Any:
    address = reverse("mds:upload-begin", kwargs={"pk": row.pk})
    return client.post(address, {"name": name, "size": size}, headers={"Accept": "application/json"})


def _piece(client: Any, href: str, at: int, content: bytes, digest: str = "") -> Any:
    said = {"Upload-Offset": str(at), "Upload-Digest": digest or hashlib.sha256(content).hexdigest()}
    headers = {**said, "Accept": "application/json"}
    return client.post(href, content, content_type="application/octet-stream", headers=headers)


def test_a_file_arrives_in_pieces(delivery: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    told = _begin(client, delivery).json()
    assert told["offset"] == 0
    for at in range(0, len(CONTENT), 1000):
        answer = _piece(client, told["href"], at, CONTENT[at : at + 1000])
        assert answer.status_code == 200, answer.content
    assert answer.json()["is_done"]
    kept = delivery.files.get(name="long.csv")
    assert kept.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert not Upload.objects.exists()
    assert not list(arriving.place("").glob("*"))


def test_what_stopped_goes_on_where_it_stopped(delivery: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    told = _begin(client, delivery).json()
    _piece(client, told["href"], 0, CONTENT[:1500])
    again = _begin(signed_in(officer), delivery).json()
    assert (again["id"], again["offset"]) == (told["id"], 1500)
    assert again["digest"] == hashlib.sha256(CONTENT[:1500]).hexdigest()
    assert _piece(client, again["href"], 1500, CONTENT[1500:]).json()["is_done"]


def test_a_piece_that_does_not_follow_is_refused_and_one_from_the_start_begins_anew(
    delivery: Any, officer: Any, signed_in: Any
) -> None:
    client = signed_in(officer)
    href = _begin(client, delivery).json()["href"]
    _piece(client, href, 0, CONTENT[:1500])
    assert _piece(client, href, 900, CONTENT[900:1800]).status_code == 409
    assert client.get(href).json()["offset"] == 1500
    assert _piece(client, href, 0, CONTENT[:700]).json()["offset"] == 700
    assert _piece(client, href, 700, CONTENT[700:]).json()["is_done"]
    assert delivery.files.get(name="long.csv").size == len(CONTENT)


def test_a_damaged_piece_is_not_kept(delivery: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    href = _begin(client, delivery).json()["href"]
    answer = _piece(client, href, 0, CONTENT[:1500], hashlib.sha256(b"other").hexdigest())
    assert answer.status_code == 422
    assert answer.json()["code"] == "site.upload.digest"
    assert client.get(href).json()["offset"] == 0


def test_more_than_was_announced_or_is_allowed_is_refused(
    delivery: Any, officer: Any, signed_in: Any, settings: Any
) -> None:
    client = signed_in(officer)
    href = _begin(client, delivery, size=100).json()["href"]
    assert _piece(client, href, 0, CONTENT[:101]).json()["code"] == "site.upload.beyond"
    too_much = settings.CONCORD.upload_megabytes * 1_000_000 + 1
    assert _begin(client, delivery, size=too_much).json()["code"] == "site.upload.size"
    assert _begin(client, delivery, size=0).status_code == 422
    assert DeliveryFile.objects.filter(delivery=delivery).count() == 1


def test_another_officer_neither_sees_nor_feeds_an_upload(
    delivery: Any, officer: Any, authority: Any, stranger: Any, signed_in: Any
) -> None:
    href = _begin(signed_in(officer), delivery).json()["href"]
    for who in (authority, stranger):
        client = signed_in(who)
        assert client.get(href).status_code == 404
        assert _piece(client, href, 0, CONTENT[:10]).status_code == 404


def test_an_upload_can_be_forgotten(delivery: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(officer)
    told = _begin(client, delivery).json()
    _piece(client, told["href"], 0, CONTENT[:1500])
    assert client.post(told["cancel"]).status_code == 302
    assert not Upload.objects.exists()
    assert not list(arriving.place("").glob("*"))


def test_the_plain_form_brings_several_files(delivery: Any, officer: Any, signed_in: Any) -> None:
    sent = [SimpleUploadedFile("a.csv", small_files.GOOD), SimpleUploadedFile("stock.csv", small_files.LATER)]
    answer = signed_in(officer).post(reverse("mds:delivery", kwargs={"pk": delivery.pk}), {"chosen": sent})
    assert answer.status_code == 302
    used = {each.name: each.is_used for each in delivery.files.order_by("pk")}
    assert used == {"stock.csv": True, "a.csv": True}
    assert delivery.files.filter(name="stock.csv").count() == 2
    assert delivery.files.filter(is_used=False).count() == 1


def test_an_empty_file_is_refused_by_the_form_and_the_others_stay(delivery: Any, officer: Any, signed_in: Any) -> None:
    sent = [SimpleUploadedFile("empty.csv", b"")]
    answer = signed_in(officer).post(reverse("mds:delivery", kwargs={"pk": delivery.pk}), {"chosen": sent})
    assert answer.status_code == 422
    assert delivery.files.count() == 1
