"""The page of projections: an answer with its range, scenarios in the address, no script needed."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest
from django.http import QueryDict

from concord_site.public.projecting import choosing, held, limiting

pytestmark = pytest.mark.django_db
PAGE = "/en/data/projection/"


def said(client: Any, query: str, **headers: str) -> str:
    answer = client.get(PAGE + query, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_without_a_country_it_asks_for_one(client: Any) -> None:
    page = said(client, "")
    assert "Choose a country" in page
    assert 'name="area"' in page
    assert 'name="occupation"' not in page


def test_the_answer_is_a_range_and_called_an_estimate(client: Any) -> None:
    page = said(client, "?area=DEU&to=2030")
    assert "estimate, exercise" in page
    found = re.search(r"Germany, Medical doctors: ([\d,]+) to ([\d,]+) at work in 2030", page)
    assert found is not None
    low, high = (int(each.replace(",", "")) for each in found.groups())
    assert low < 378_629 * 1.25 < high * 1.2
    assert low < high
    assert "With the scenario" not in page
    assert 'fill-opacity="0.16"' in page


def test_a_scenario_stands_in_the_address_and_beside_the_continuation(client: Any) -> None:
    page = said(client, "?area=DEU&to=2030&s=training:60")
    assert "With the scenario:" in page
    assert 'name="p.training.more" min="0" max="100" step="5" value="60"' in page
    assert re.search(r'value="training" checked', page)
    assert "s=training:60" in page


def test_the_form_leads_to_the_canonical_address_without_a_script(client: Any) -> None:
    form = "?sent=1&area=ken&partner=GBR&occupation=221&to=2035&on=training&on=ceiling"
    form += "&p.training.more=30&p.ceiling.most=50&q.exit-rate=1,5"
    answer = client.get(PAGE + form)
    assert answer.status_code == 302
    expected = "area=KEN,GBR&occupation=221&from=2021&to=2035&s=ceiling:50;training:30&a=exit-rate:1.5"
    assert answer.headers["Location"] == f"{PAGE}?{expected}"
    again = said(client, f"?{expected}")
    assert "lost here and gained there" in again
    assert "yours" in again


def test_with_a_script_the_answer_alone_comes_with_its_address(client: Any) -> None:
    answer = client.get(PAGE + "?sent=1&area=DEU&to=2030&on=wage&p.wage.rise=20", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == f"{PAGE}?area=DEU&occupation=221&from=2021&to=2030&s=wage:20"
    assert "HX-Request" in answer.headers["Vary"]
    page = answer.content.decode()
    assert page.lstrip().startswith('<div class="results" id="projection">')
    assert "<form" not in page


def test_every_assumption_is_named_with_its_range_and_kind(client: Any) -> None:
    page = said(client, "?area=DEU&to=2030")
    assert "Every assumption with its range: Germany" in page
    row = re.search(r"Leave the job for other reasons, a year<br>.*?</tr>", page)
    assert row is not None
    assert "assumed" in row[0]
    assert "0.20" in row[0]
    assert "2.20" in row[0]
    stock = re.search(r"Persons at work at the start<br>.*?</tr>", page)
    assert stock is not None
    assert "data" in stock[0]
    assert "378,629" in stock[0]
    assert "somewhat too narrow" in page


def test_what_cannot_be_read_is_said_and_the_rest_answered(client: Any) -> None:
    page = said(client, "?area=DEU&to=2030&s=luck:4")
    assert "There is no scenario luck." in page
    assert "Germany, Medical doctors" in page
    assert "There is no quantity luck" in said(client, "?area=DEU&to=2030&a=luck:4")


def test_the_download_holds_every_measure_with_its_status(client: Any) -> None:
    answer = client.get(PAGE + "?area=DEU&to=2030&s=training&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    above = [each for each in answer.content.decode("utf-8-sig").splitlines() if each.startswith("#")]
    for said in ("seed: 1", "scenario: training", "method: supply", "inputs: "):
        assert any(said in each for each in above), said
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()[len(above) :]))
    assert {each["status"] for each in rows} == {"estimated"}
    assert {each["measure"] for each in rows} >= {"persons", "fte", "emigrated"}


@pytest.mark.parametrize(
    ("query", "areas", "to"),
    [
        ("area=DEU&to=9999", ("DEU",), 2051), ("area=DEU&to=1", ("DEU",), 2022), ("area=DEU&to=x", ("DEU",), 2035),
        ("area=DEU,FRA,ITA", ("DEU", "FRA"), 2035), ("area=XXX", (), None), ("area=DEU&partner=DEU", ("DEU",), 2035),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_kept_within_bounds(query: str, areas: tuple[str, ...], to: int | None) -> None:
    asked = choosing.chosen(QueryDict(query)).asked
    assert (asked.areas if asked else ()) == areas
    assert (asked.to if asked else None) == to


def test_two_countries_are_asked_of_an_occupation_that_both_have() -> None:
    asked = choosing.chosen(QueryDict("area=DEU,KEN&occupation=2221_3221")).asked
    assert asked is not None
    assert (asked.areas, asked.occupation) == (("DEU", "KEN"), "221")


def test_countries_without_a_stock_are_not_offered() -> None:
    assert "DEU" in held.offered()
    assert all(each for each in held.offered().values())
    assert "ATA" not in held.offered()


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_the_page_stands_in_other_languages(client: Any, language: str) -> None:
    assert client.get(f"/{language}/data/projection/?area=DEU&to=2026&s=training").status_code == 200


# --- Care workers beside nurses --------------------------------------------------------------------------------------
def test_care_workers_are_offered_with_nurses_and_not_with_doctors(client: Any) -> None:
    assert 'value="care-workers"' in said(client, "?area=DEU&occupation=2221_3221&to=2026")
    assert 'value="care-workers"' not in said(client, "?area=DEU&occupation=221&to=2026")


def test_care_workers_stand_beside_nurses_as_an_assumption_with_its_range(client: Any) -> None:
    page = said(client, "?area=DEU&occupation=2221_3221&to=2026&s=care-workers")
    found = re.search(r"Germany, Personal care workers[^:]*: ([\d,]+) to ([\d,]+) at work in 2026", page)
    assert found is not None
    low, high = (int(each.replace(",", "")) for each in found.groups())
    assert 0 < low < high
    assert "Nobody publishes their number" in page
    assert "care workers are not counted anywhere" in page
    assert page.count("Every assumption with its range:") == 2
    assert page.count("Who comes and who goes in 2026") == 2
    assert "<p></p>" not in page
    assert "With the scenario" not in page
    assert '<p class="note"></p>' not in page
    rows = list(csv.DictReader(_lines(client, "?area=DEU&occupation=2221_3221&to=2026&s=care-workers&format=csv")))
    assert {row["occupation"] for row in rows} == {"2221_3221", "532"}


def _lines(client: Any, query: str) -> list[str]:
    lines = client.get(PAGE + query).content.decode("utf-8-sig").splitlines()
    return [each for each in lines if not each.startswith(("#", '"#'))]


# --- Too often -------------------------------------------------------------------------------------------------------
def test_who_asks_too_often_is_told_to_wait_and_sees_what_was_worked_out(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = "?area=DEU&to=2027"
    assert client.get(PAGE + kept).status_code == 200
    monkeypatch.setattr(limiting.MAKING, "anonymous", 0)
    assert client.get(PAGE + kept).status_code == 200
    answer = client.get(PAGE + "?area=DEU&to=2027&s=training:35")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer["Cache-Control"] == "no-store"
    page = " ".join(answer.content.decode().split())
    assert "Too many projections were asked for" in page
    assert 'name="p.training.more" min="0" max="100" step="5" value="35"' in page
    assert "Choose a country</h" not in page
    assert client.get(PAGE + "?area=DEU&to=2027&s=training:35&format=csv").status_code == 429
    part = client.get(PAGE + "?area=DEU&to=2027&s=training:40", headers={"hx-request": "true"})
    assert (part.status_code, part["Cache-Control"]) == (200, "no-store")
    assert "Too many projections were asked for" in part.content.decode()


def test_a_question_that_was_answered_is_not_worked_out_again(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = choosing.chosen(QueryDict("area=DEU&to=2024")).asked
    assert asked is not None
    first = held.ran(asked)
    assert held.is_kept(asked)
    assert held.ran(asked) is first
