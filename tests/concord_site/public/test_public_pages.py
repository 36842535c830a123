"""Every public address answers in six languages, calmly, and leads nowhere that is not there."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import translation

from concord.vocabulary.languages import LANGUAGES

pytestmark = pytest.mark.django_db

PATHS = (
    "", "?view=table", "countries/", "countries/?q=ghana", "countries/?list=2023", "countries/?region=AFR&income=LIC",
    "countries/NZL/", "countries/KEN/", "countries/COK/", "countries/USA/", "countries/GRC/", "countries/PRI/",
    "countries/SCG/", "data/", "data/?view=map", "data/?view=time&indicator=density", "data/?mark=NZL",
    "data/?indicator=emigration-per-100000&region=AFR", "data/tables/mds-stock-by-training/",
    "data/tables/density/?area=KEN", "data/figures/foreign-trained-share/NZL/2018/221/", "safeguards/2006/",
    "safeguards/2020/", "safeguards/2023/", "sources/", "data/catalogue/", "data/releases/",
    "sources/oecd-wfmi-foreign-trained/", "methods/", "search/",
    "search/?q=nigeria",
)  # fmt: skip


class Links(HTMLParser):
    """Addresses of links, and the text of a page without drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ``href``."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links(page: str) -> list[str]:
    parser = Links()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_address_answers_in_every_language(client: Client, language: str) -> None:
    for path in PATHS:
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 200, path
        assert f'lang="{language}"' in response.content.decode(), path


def test_pages_weigh_less_than_a_hundred_kilobytes_without_their_drawings(client: Client) -> None:
    for language in ("en", "ar", "ru"):
        for path in PATHS:
            page = re.sub(r"<svg.*?</svg>", "", client.get(f"/{language}/{path}").content.decode(), flags=re.S)
            assert len(page.encode()) < 100_000, (language, path, len(page.encode()))


@pytest.mark.slow
@pytest.mark.in_turn(1)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_link_of_a_public_page_leads_to_nothing(client: Client, language: str) -> None:
    """From the first page to depth two; of one kind of page (a country, a figure …) at most two dozen."""
    home, seen, kinds = f"/{language}/", set(), Counter[str]()
    ring = [home]
    for depth in range(3):
        following = []
        for address in ring:
            path = urldefrag(address)[0]
            if path in seen:
                continue
            seen.add(path)
            with translation.override(language):
                kind = resolve(path.partition("?")[0]).view_name
            kinds[kind] += 1
            if kinds[kind] > 24:
                continue
            response = client.get(path)
            assert response.status_code in (200, 301, 302), path
            if depth < 2 and kind.startswith("public:") and response["Content-Type"].startswith("text/html"):
                following += [urljoin(path, each) for each in links(response.content.decode())]
        ring = [each for each in dict.fromkeys(following) if each.startswith(home)]
    assert len(seen) > 200


@pytest.mark.parametrize(
    "path",
    [
        "search/?q=%3Cscript%3Ealert(1)%3C/script%3E", "countries/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "countries/?region=XX&income=%00&list=1999",
        "data/?year=abc&indicator=nothing&occupation=..&region=XX&mark=%27",
        "data/?view=exe&format=exe", "data/?year=99999999999999999999", "data/tables/density/?piece=-1&year=abc",
        "data/tables/density/?piece=99999999&area=%3Cb%3E", "data/tables/density/?year=%C2%B2",
        "data/?year=%C2%B2", "data/tables/density/?piece=%C2%B2", "data/tables/density/?format=exe",
    ],
)  # fmt: skip
def test_a_hostile_query_gives_a_calm_page(client: Client, path: str) -> None:
    response = client.get(f"/en/{path}")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_unknown_table_edition_figure_or_source_is_not_found(client: Client) -> None:
    for path in ("data/tables/nothing/", "safeguards/1999/", "sources/nothing/",
                 "data/figures/density/NZL/1850/221/", "data/figures/nothing/NZL/2018/221/"):  # fmt: skip
        assert client.get(f"/en/{path}").status_code == 404, path


def test_a_code_that_is_none_is_answered_with_what_may_be_meant(client: Client) -> None:
    unknown = client.get("/en/countries/QQQ/")
    assert unknown.status_code == 404
    assert "QQQ" in unknown.content.decode()
    assert client.get("/en/countries/KE/")["Location"] == "/en/countries/KEN/"
    assert client.get("/en/countries/nzl/")["Location"] == "/en/countries/NZL/"
    assert client.get("/en/countries/?go=1&q=kenya")["Location"] == "/en/countries/KEN/"


def test_a_former_country_names_its_successors(client: Client) -> None:
    page = client.get("/en/countries/SCG/").content.decode()
    assert "/en/countries/SRB/" in page
    assert "/en/countries/MNE/" in page


def test_an_area_that_is_no_member_state_is_not_judged_by_the_list(client: Client) -> None:
    page = client.get("/en/countries/PRI/").content.decode()
    assert "Associate Member" in page
    assert 'class="measure"' not in page


def test_contested_membership_is_said_with_its_source(client: Client) -> None:
    for code in ("USA", "ARG"):
        page = client.get(f"/en/countries/{code}/").content.decode()
        assert "Membership contested" in page
        assert "withdrawal" in page.lower()


def test_bars_carry_the_name_in_use_and_the_heading_the_official_one(client: Client) -> None:
    page = client.get("/en/countries/NZL/").content.decode()
    assert ">United Kingdom</a>" in page
    assert "<h1" in client.get("/en/countries/GBR/").content.decode()
    assert "United Kingdom of Great Britain and Northern Ireland" in client.get("/en/countries/GBR/").content.decode()


def test_a_country_page_asks_the_database_little(client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        client.get("/en/countries/NZL/")
