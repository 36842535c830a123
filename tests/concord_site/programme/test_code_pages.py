"""The Code, the strategy, its budget and the rounds: every page in six languages, every link leads somewhere."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client

from concord import articles
from concord.vocabulary.languages import LANGUAGES

pytestmark = pytest.mark.django_db

PAGES = (
    "code/", "code/2010/", "code/2026/", "code/7/", "code/7.3/", "code/7.2/", "code/7.2c/", "code/1(1)/",
    "code/compare/", "code/where/", "code/reviews/", "resolutions/", "resolutions/WHA63.16/", "resolutions/WHA68(11)/",
    "resolutions/amendment-2026/", "strategy/", "strategy/plan/", "budget/", "rounds/",
)  # fmt: skip
LIMIT = 100_000
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@pytest.fixture
def client() -> Client:
    return Client()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language_and_small(client: Client, language: str) -> None:
    for page in PAGES:
        html = text(client, f"/{language}/programme/{page}")
        assert f'<html lang="{language}"' in html
        assert len(SVG.sub("", html).encode()) < LIMIT, page
        assert html.count("<h1") == 1, page


def test_every_obligation_has_its_page_with_its_words(client: Client) -> None:
    for each in articles.load().obligations:
        html = text(client, f"/en/programme/code/{each.id}/")
        assert each.strength.word in html or each.strength.said("en").text in html


def test_local_links_of_the_pages_lead_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for page in PAGES:
        html = text(client, f"/en/programme/{page}")
        ids = set(re.findall(r'\bid="([^"]+)"', html))
        main = html[html.index("<main") : html.index("</main>")]
        for href in re.findall(r'href="([^"]+)"', main):
            if href.startswith("#"):
                assert href[1:] in ids, (page, href)
            elif href.startswith("/en/programme/") or href.startswith("/en/registers/"):
                seen.add(href.partition("#")[0])
    for href in sorted(seen):
        assert client.get(href).status_code == 200, href


@pytest.mark.parametrize(
    "address", ["code/99.9/", "code/1999/", "code/nonsense/", "resolutions/WHA1.1/", "code/" + "7" * 60 + "/"]
)
def test_what_is_not_known_is_not_there(client: Client, address: str) -> None:
    assert client.get(f"/en/programme/{address}").status_code == 404


def test_other_ways_to_write_a_paragraph_lead_to_its_page(client: Client) -> None:
    answer = client.get("/en/programme/code/1.1/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/programme/code/1(1)/")


def test_a_paragraph_nobody_could_check_carries_its_mark(client: Client) -> None:
    marked = next(each for each in articles.load().obligations if not each.is_verified)
    checked = next(each for each in articles.load().obligations if each.is_verified)
    assert "Not verified" in text(client, f"/en/programme/code/{marked.id}/").partition("<footer")[0]
    assert 'class="tag ">' not in text(client, f"/en/programme/code/{checked.id}/").partition('id="here"')[0]


def test_a_paragraph_without_its_own_wording_of_2026_says_so(client: Client) -> None:
    html = text(client, "/en/programme/code/7.3/")
    assert "These are the words of 2010" in html
    assert "Care workers" in html


def test_the_strategy_tells_what_is_met_missed_and_not_known(client: Client) -> None:
    html = text(client, "/en/programme/strategy/")
    one = {id: html.partition(f'id="target-{id}"')[2].partition("</li>")[0] for id in ("4.3", "1.2", "4.4", "2.1")}
    assert "Met" in one["4.3"]
    assert ">56<" in one["4.3"]
    assert "39" in one["4.3"]
    assert "Missed" in one["1.2"]
    assert ">85<" in one["1.2"]
    assert "Missed" in one["4.4"]
    assert "78" in one["4.4"]
    assert "Not known here" in one["2.1"]
    assert "Target 4.2 asks for the guidelines to be circulated" in html


def test_every_amount_of_the_budget_is_shown_and_adds_up(client: Client) -> None:
    html = text(client, "/en/programme/budget/")
    for amount in ("24,270,813", "10,825,000", "7,631,813", "3,137,000", "2,677,000", "6,152,250", "559,563"):
        assert amount in html


def test_the_budget_downloads_as_csv_and_workbook(client: Client) -> None:
    answer = client.get("/en/programme/budget/budget.csv")
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode("utf-8").splitlines()
    assert lines[-1].startswith("total,Total,,2353563,6152250,4702750,4095750,3419750,3546750,24270813,100")
    workbook = client.get("/ar/programme/budget/budget.xlsx")
    assert workbook["Content-Type"].endswith("spreadsheetml.sheet")
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.content)).worksheets[0]
    assert any(24270813 in [cell.value for cell in row] for row in sheet.iter_rows())


def test_a_round_without_counts_says_that_they_are_not_known(client: Client) -> None:
    html = text(client, "/en/programme/rounds/")
    of_2024 = html.partition('id="round-2024"')[2].partition("</section>")[0]
    assert "Looked for and not known here:" in of_2024
    assert "National reports" in of_2024
    of_2018 = html.partition('id="round-2018"')[2].partition("</section>")[0]
    recalled = of_2018.partition("80 ")[2][:200]
    assert "Not verified" in recalled


def test_the_search_finds_paragraphs_by_number_and_by_words() -> None:
    from concord_site.programme.search import entries

    assert entries("7.3")[0]["href"] == "/en/programme/code/7.3/"
    assert any(each["href"].endswith("/resolutions/WHA63.16/") for each in entries("WHA63.16"))
    assert entries("") == []
    assert entries("zzzzz") == []
