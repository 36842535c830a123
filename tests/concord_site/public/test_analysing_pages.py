"""Pages of labour market analyses: the countries, one country, its files, what a reader chose."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh")


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_can_be_chosen_and_leads_to_its_analysis(client: Any, language: str) -> None:
    text = page(client, f"/{language}/analysis/labour-market/")
    assert text.count("<option value=") >= 190
    answer = client.get(f"/{language}/analysis/labour-market/?area=ken")
    assert answer.headers["Location"] == f"/{language}/analysis/labour-market/KEN/"


def test_the_analysis_says_the_answer_first_and_what_is_missing_last(client: Any) -> None:
    text = page(client, "/en/analysis/labour-market/KEN/")
    assert text.index("By the threshold of 44.5 it lacks") < text.index("What is missing, and how to get it")
    assert "It is an estimate, not a plan" in text
    assert "An exercise, no forecast." in text


def test_a_threshold_of_ones_own_and_a_scenario_go_into_page_and_files(client: Any) -> None:
    text = page(client, "/en/analysis/labour-market/KEN/?threshold=sdg-2016&own=30&scenario=training")
    assert "y the threshold of 30" in text
    assert "With the scenarios “training" in text
    assert "format=pdf" in text
    assert "own=30" in text
    assert 'value="30"' in text


def test_a_declared_threshold_is_not_called_the_countrys_own(client: Any) -> None:
    text = page(client, "/en/analysis/labour-market/KEN/?threshold=whr-2006&own=&scenario=")
    assert "the threshold of 22.8" in text
    assert "own)" not in text
    assert '<option value="whr-2006" selected>' in text


@pytest.mark.parametrize(("format", "starts"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_analysis_comes_as_a_file(client: Any, format: str, starts: bytes) -> None:
    answer = client.get(f"/en/analysis/labour-market/DEU/?format={format}")
    assert answer.status_code == 200
    assert answer.content.startswith(starts)
    assert f'filename="labour-market-deu-en.{format}"' in answer.headers["Content-Disposition"]


def test_a_small_code_leads_to_the_large_one_and_an_unknown_one_to_nothing(client: Any) -> None:
    answer = client.get("/en/analysis/labour-market/ken/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/en/analysis/labour-market/KEN/")
    page(client, "/en/analysis/labour-market/XXX/", 404)


@pytest.mark.parametrize("query", ["own=none", "own=0", "own=nan", "threshold=who-knows", "scenario=peace"])
def test_what_cannot_be_chosen_is_said_to_be_so(client: Any, query: str) -> None:
    text = page(client, f"/en/analysis/labour-market/KEN/?{query}", 404 if "own" not in query else 422)
    assert "Traceback" not in text
