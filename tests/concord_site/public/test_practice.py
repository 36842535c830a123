"""The library of practice: lessons found by phase, element, party, year and words; real and invented never together."""

from __future__ import annotations

import csv
import datetime as dt
import json
from html import unescape
from typing import Any

import pytest

from concord.agreements.evaluation import Lesson
from concord.vocabulary.text import Text
from concord_site.agreements.models import Publication
from concord_site.public import sitemap

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
PAGE = "/en/agreements/practice/"
API = "/api/v1/agreements/practice"
TEACHERS = Lesson(
    "l1", Text(en="Teachers before places", fr="Des enseignants avant les places"), Text(en="Places stayed empty."),
    Text(en="Agree on teachers first."), "implementation", "CL27", "origin", dt.date(2025, 5, 21), True,
)  # fmt: skip
RECOGNITION = Lesson(
    "l2", Text(en="Start early"), Text(en="Papers took a year."), Text(en="Begin with <b>recognition</b>."),
    "negotiation", "CL23", "both", dt.date(2024, 2, 1), True,
)  # fmt: skip


def publish(slug: str, *lessons: Lesson, invented: bool, origin: str = "", names: tuple[str, str] = ("A", "B"),
            **more: Any) -> None:  # fmt: skip
    content = {
        "title": {"en": f"Agreement {slug}"}, "invented": invented, "withheld": [],
        "status": [{"status": "signed", "on": "2023-05-12"}],
        "parties": [
            {"area": origin, "name": {"en": names[0]}, "level": "state", "side": "origin"},
            {"area": "", "name": {"en": names[1]}, "level": "state", "side": "destination"},
        ],
        "parts": {"lessons": {"lessons": [each.to_json() for each in lessons]}} if lessons else {}, **more,
    }  # fmt: skip
    Publication.objects.create(slug=slug, version=1, content=content, digest="d" * 64, published_at=NOW)


def both_kinds() -> None:
    publish("real-one", TEACHERS, invented=False, origin="KEN", names=("Kenya", "An invented province"))
    publish("real-two", RECOGNITION, invented=False, origin="PHL", names=("Philippines", "A hospital"))
    publish("made-up", TEACHERS, RECOGNITION, invented=True, names=("Marania", "Velmark"))


def said(client: Any, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(" ".join(answer.content.decode().split()))


def titles(client: Any, query: str) -> list[str]:
    return [each["title"]["en"] for each in json.loads(client.get(f"{PAGE}{query}").content)["lessons"]]


def test_an_empty_library_says_what_will_stand_there(client: Any) -> None:
    page = said(client)
    assert "No lesson of a real agreement is public yet" in page
    assert "Here will stand what the parties of agreements have learnt" in page
    assert "invented examples" not in page.casefold()


def test_only_invented_lessons_leave_the_library_of_real_ones_empty_and_lead_to_them(client: Any) -> None:
    publish("made-up", TEACHERS, invented=True)
    page = said(client)
    assert "No lesson of a real agreement is public yet" in page
    assert f'href="{PAGE}?examples=yes"' in page
    assert "Teachers before places" not in page


def test_real_and_invented_are_never_counted_or_shown_together(client: Any) -> None:
    both_kinds()
    page, examples = said(client), said(client, f"{PAGE}?examples=yes")
    assert "2 of 2 lessons of real agreements" in page
    assert "made-up" not in page
    assert "2 of 2 lessons of invented agreements" in examples
    assert "real-one" not in examples
    assert examples.count("Invented example") > page.count("Invented example")
    assert "Agreements and parties" not in page
    assert client.get(API).json()["count"] == client.get(f"{API}?invented=true").json()["count"] == 2
    assert {each["invented"] for each in client.get(API).json()["items"]} == {False}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Teachers before places", "Start early"]),
        ("phase=implementation", ["Teachers before places"]),
        ("element=CL23", ["Start early"]),
        ("party=KEN", ["Teachers before places"]),
        ("party=A hospital", ["Start early"]),
        ("year=2024", ["Start early"]),
        ("q=enseignants", ["Teachers before places"]),
        ("q=papers year", ["Start early"]),
        ("q=kenya&year=2024", []),
        ("phase=nothing&element=CL99&party=XXX&year=1900", ["Teachers before places", "Start early"]),
    ],
)
def test_lessons_are_found_by_phase_element_party_year_and_words(client: Any, query: str, found: list[str]) -> None:
    both_kinds()
    assert titles(client, f"?{query}&format=json") == found


def test_a_lesson_leads_to_its_agreement_and_can_be_cited(client: Any) -> None:
    both_kinds()
    page = said(client)
    assert 'href="/en/agreements/real-one/#lessons"' in page
    assert "“Teachers before places”. Lesson from: Agreement real-one. As published by its parties, version 1" in page
    assert "/agreements/real-one/#lessons" in page
    assert "Invented example: agreement and parties do not exist." in said(client, f"{PAGE}?examples=yes")
    assert 'href="/en/agreements/practice/"' in said(client, "/en/agreements/real-one/")
    assert 'href="/en/agreements/practice/?examples=yes"' in said(client, "/en/agreements/made-up/")
    assert 'href="/en/agreements/practice/"' in said(client, "/en/agreements/")


def test_what_parties_wrote_is_never_markup(client: Any) -> None:
    both_kinds()
    assert "<b>recognition</b>" not in client.get(PAGE).content.decode()


def test_files_carry_the_citation_and_say_of_each_row_whether_it_is_invented(client: Any) -> None:
    both_kinds()
    text = client.get(f"{PAGE}?examples=yes&format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("# ")))
    assert [(row["invented"], row["agreement"], row["element"]) for row in rows] == [
        ("yes", "made-up", "CL27"), ("yes", "made-up", "CL23"),
    ]  # fmt: skip
    assert all("version 1" in row["citation"] for row in rows)
    whole = json.loads(client.get(f"{PAGE}?format=json").content)
    assert (whole["count"], whole["invented"]) == (2, False)
    assert client.get(f"{PAGE}?format=xlsx").content[:2] == b"PK"


def test_programs_ask_the_same_and_a_misspelt_filter_is_refused(client: Any) -> None:
    both_kinds()
    found = client.get(f"{API}?element=cl27&language=fr").json()["items"]
    assert [each["id"] for each in found] == ["real-one/l1"]
    assert found[0]["phase_name"] == "Mise en œuvre"
    assert client.get(f"{API}?phases=x").status_code == 422


def test_a_lesson_of_another_shape_breaks_nothing(client: Any) -> None:
    publish("odd", invented=False, parts={"lessons": {"lessons": [{}, None, TEACHERS.to_json()]}})
    assert titles(client, "?format=json") == ["Teachers before places"]


def test_more_lessons_cost_no_further_query(client: Any, django_assert_max_num_queries: Any) -> None:
    both_kinds()
    client.get(PAGE)
    for number in range(8):
        publish(f"more-{number}", TEACHERS, RECOGNITION, invented=False)
    with django_assert_max_num_queries(6):
        said(client)


def test_the_library_stands_in_the_sitemap_and_in_every_language(client: Any) -> None:
    both_kinds()
    assert PAGE in {each.path for each in sitemap.pages()}
    for language in ("ar", "es", "fr", "ru", "zh"):
        assert client.get(f"/{language}/agreements/practice/").status_code == 200


def test_the_search_finds_lessons(client: Any) -> None:
    both_kinds()
    assert "/en/agreements/real-one/#lessons" in said(client, "/en/search/?q=teachers before")
