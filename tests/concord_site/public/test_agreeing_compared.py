"""Agreements beside each other on a page and in a file: chosen in the address, without a score."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

import pytest

from .test_agreeing_published import bodies, publish

pytestmark = pytest.mark.django_db
PAGE = "/en/agreements/compare/"
TWO = f"{PAGE}?one=marania-and-velmark&other=agr-002"


def said(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


def test_two_agreements_stand_side_by_side_by_group_article_and_element(client: Any) -> None:
    publish()
    page = said(client, TWO)
    for words in ("By group", "By article of the Code", "Element by element", "named by a source", "not known here",
                  "not marked yet", "Invented example", "appraised from published facts", "no score"):  # fmt: skip
        assert words in page, words
    assert said(client, TWO.replace("/en/", "/ar/"))


def test_only_what_is_known_of_each_can_be_asked_for(client: Any) -> None:
    publish()
    shown = client.get(f"{TWO}&only=known").context["elements"]
    assert [line["name"] for _group, lines in shown for line in lines] != []
    assert all(not cell["is_unknown"] for _group, lines in shown for line in lines for cell in line["cells"])
    publish(slug="unread", parts={"profile": {"elements": []}})
    assert "No element is known in each of them" in said(client, f"{PAGE}?one=agr-002&other=unread&only=known")


@pytest.mark.parametrize("query", ["", "?one=agr-002", "?one=agr-002&other=agr-002", "?one=nothing&other=agr-002"])
def test_without_two_agreements_the_page_offers_the_choice(client: Any, query: str) -> None:
    assert "Choose two or three agreements" in said(client, PAGE + query)


def test_a_profile_that_is_withheld_is_not_offered(client: Any) -> None:
    publish(parts={id: body for id, body in bodies().items() if id != "profile"})
    assert "marania-and-velmark" not in said(client, PAGE)


def test_the_file_tells_marks_from_facts_row_by_row_and_says_what_is_invented(client: Any) -> None:
    publish()
    text = client.get(f"{TWO}&third=agr-020&format=csv").content.decode("utf-8-sig")
    above = [line for line in text.splitlines() if line.startswith("#")]
    assert any("Invented example" in line and "Agreement on nurses" in line for line in above)
    found = list(csv.DictReader(io.StringIO("\n".join(text.splitlines()[len(above) :]))))
    states = {(each["agreement"], each["state"]) for each in found}
    assert ("marania-and-velmark", "absent") in states
    assert ("agr-002", "not-known") in states
    assert ("agr-002", "absent") not in states


def test_the_database_is_asked_no_more_for_three_than_for_two(client: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        publish(slug=f"number-{number}")
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(f"{PAGE}?one=number-0&other=number-1&third=number-2")


def test_pages_of_agreements_lead_here(client: Any) -> None:
    publish()
    assert f'href="{PAGE}?one=agr-002"' in said(client, "/en/agreements/agr-002/")
    assert f'href="{PAGE}?one=marania-and-velmark"' in said(client, "/en/agreements/marania-and-velmark/")
