"""The map of the site: every public page in each language, with its six languages, and nothing that is not public."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from concord.agreements import repository
from concord.vocabulary.languages import LANGUAGES
from concord_site.public import sitemap
from concord_site.public.agreeing import held

from .test_agreeing_published import publish

pytestmark = pytest.mark.django_db
SPACES = {"s": sitemap.SPACE, "x": "http://www.w3.org/1999/xhtml"}


def read(client: Any, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, sitemap.MEDIA_TYPE)
    return ElementTree.fromstring(answer.content)


def test_the_index_leads_to_a_file_for_each_language(client: Any) -> None:
    named = [each.text or "" for each in read(client, "/sitemap.xml").findall(".//s:loc", SPACES)]
    assert named == [f"http://concord.test/sitemap-{code}.xml" for code in LANGUAGES]
    assert client.get("/sitemap-de.xml").status_code == 404


def test_a_search_engine_is_told_where_it_is(client: Any) -> None:
    assert b"Sitemap: http://concord.test/sitemap.xml\n" in client.get("/robots.txt").content


def test_every_page_names_itself_in_six_languages(client: Any) -> None:
    publish()
    listed = read(client, "/sitemap-ar.xml").findall("s:url", SPACES)
    addresses = [each.findtext("s:loc", "", SPACES) for each in listed]
    assert len(addresses) == len(set(addresses))
    assert {"http://concord.test/ar/agreements/marania-and-velmark/", "http://concord.test/ar/countries/KEN/"} <= set(
        addresses
    )
    assert {f"http://concord.test/ar/agreements/{id}/" for id in repository.agreements()} <= set(addresses)
    for each in listed:
        others = {one.get("hreflang"): one.get("href") for one in each.findall("x:link", SPACES)}
        assert set(others) == {*LANGUAGES, "x-default"}
        assert others["ar"] == each.findtext("s:loc", "", SPACES)


def test_pages_of_the_map_are_there_for_anybody(client: Any) -> None:
    publish()
    found = [each.path for each in sitemap.pages() if "/countries/" not in each.path and "/corridors/" not in each.path]
    some = [path for path in found if "/agreements/agr-" not in path and "/sources/" not in path]
    answers = {path: client.get(path).status_code for path in some}
    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_nothing_of_somebodys_desk_is_named(client: Any) -> None:
    paths = [each.path for each in sitemap.pages()]
    desks = ("/agreements/register/", "/account", "/audit/", "/agreements/dossiers")
    assert [path for path in paths if any(desk in path for desk in desks)] == []
    assert all(path.startswith("/en/") for path in paths)


def test_the_database_is_asked_as_often_for_many_as_for_one(client: Any, django_assert_max_num_queries: Any) -> None:
    held.today()
    publish()
    with django_assert_max_num_queries(40) as few:
        first = len(sitemap.pages())
    for number in range(3):
        publish(slug=f"number-{number}")
    with django_assert_max_num_queries(len(few)):
        assert len(sitemap.pages()) == first + 3
