"""The what-if page of the safeguards criteria, headline figures beside ours, the indicators of a country."""

from __future__ import annotations

import csv
import html
import re
from typing import Any

import pytest

from concord import safeguards
from concord.mds.facts import bundled

pytestmark = pytest.mark.django_db


def page(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def words(text: str) -> str:
    shown = re.sub(r"<svg.*?</svg>", " ", text, flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown)))


def moved(text: str, caption: str) -> set[str]:
    """Countries of the table with a caption."""
    table = re.search(rf"<caption[^>]*>{caption}</caption>.*?</table>", text, re.S)
    return set(re.findall(r"/en/countries/([A-Z]{3})/", table.group())) if table else set()


# --- What if ---------------------------------------------------------------------------------------------------------
def test_who_enters_with_another_threshold_stands_there_with_the_data(client: Any) -> None:
    shown = page(client, "/en/safeguards/2023/what-if/?uhc-index=60&until=2021")
    found = safeguards.what_if(
        safeguards.edition("2023"), bundled("density"), bundled("uhc-index"), until=2021, thresholds={"uhc-index": 60.0}
    )
    assert moved(shown, "Would enter") == {each.area for each in found.entering}
    assert moved(shown, "Would leave") == set()
    assert "66 countries would meet the criteria instead of 53 : 13 would enter and 0 would leave" in words(
        shown
    ).replace("53:", "53 :")
    assert "/en/data/tables/uhc-index/?area=BWA&amp;year=2021" in shown
    assert "The published list stays the authority" in shown


def test_lower_thresholds_let_countries_out(client: Any) -> None:
    shown = page(client, "/en/safeguards/2023/what-if/?uhc-index=40&until=2021")
    found = safeguards.what_if(
        safeguards.edition("2023"), bundled("density"), bundled("uhc-index"), until=2021, thresholds={"uhc-index": 40.0}
    )
    assert found.leaving
    assert moved(shown, "Would leave") == {each.area for each in found.leaving}


def test_the_page_without_a_choice_changes_nothing_and_says_so(client: Any) -> None:
    shown = page(client, "/en/safeguards/2023/what-if/")
    assert "Nothing is changed yet" in shown
    assert "Would enter" not in words(shown)
    assert "/en/safeguards/2023/what-if/" in page(client, "/en/safeguards/2023/")


@pytest.mark.parametrize("edition", ["2006", "2020", "2023"])
def test_the_form_asks_for_the_criteria_of_its_edition(client: Any, edition: str) -> None:
    shown = page(client, f"/en/safeguards/{edition}/what-if/")
    named = {each.measure for each in safeguards.edition(edition).criteria}
    assert {name for name in ("density", "uhc-index") if f'name="{name}"' in shown} == named


@pytest.mark.parametrize(
    "query", ["uhc-index=abc", "uhc-index=-1", "uhc-index=101", "uhc-index=nan", "uhc-index=inf", "density=1e9"]
)
def test_what_is_no_threshold_is_told_at_its_field_and_the_published_one_used(client: Any, query: str) -> None:
    shown = page(client, f"/en/safeguards/2023/what-if/?{query}&until=2021")
    assert 'aria-invalid="true"' in shown
    assert "is not a threshold; the published one is used" in words(shown)
    assert "Nothing is changed yet" in shown


@pytest.mark.parametrize("query", ["until=1800", "until=abcd", "to=1900", "to=9999", "until=2021&to=2021"])
def test_a_year_that_cannot_be_falls_back(client: Any, query: str) -> None:
    shown = page(client, f"/en/safeguards/2023/what-if/?{query}")
    assert "Who would be near the line" not in shown


def test_a_threshold_may_be_typed_with_a_comma(client: Any) -> None:
    comma = page(client, "/en/safeguards/2023/what-if/?density=44,5&until=2021")
    assert moved(comma, "Would leave") == moved(
        page(client, "/en/safeguards/2023/what-if/?density=44.5&until=2021"), "Would leave"
    )
    assert 'value="44.5"' in comma


def test_the_exercise_is_marked_and_every_figure_ahead_has_its_range(client: Any) -> None:
    shown = page(client, "/en/safeguards/2023/what-if/?until=2021&to=2030")
    ahead = shown.split('id="ahead"')[1]
    assert "An exercise, not a forecast" in ahead
    assert "Who would be near the line in 2030" in words(ahead)
    found = safeguards.project(
        safeguards.edition("2023"), bundled("density"), bundled("uhc-index"), until=2021, to=2030
    )
    assert moved(shown, "Near the line") == {each.area for each in found.near}
    (kenya,) = (each for each in found.near if each.area == "KEN")
    line = re.search(r"/en/countries/KEN/.*?</tr>", ahead, re.S)
    assert line is not None
    for held in kenya.criteria:
        assert f"{held.low:.1f} to {held.high:.1f}" in words(line.group())


def test_every_choice_is_in_the_address_and_the_command(client: Any) -> None:
    shown = page(client, "/en/safeguards/2023/what-if/?uhc-index=60&until=2021&to=2030")
    assert "/en/safeguards/2023/what-if/?density=49&amp;uhc-index=60&amp;until=2021&amp;to=2030" in shown
    assert "concord safeguards --edition 2023 --recompute --on 2021 --index 60 --project-to 2030" in words(shown)


def test_an_unknown_edition_has_no_page(client: Any) -> None:
    assert client.get("/en/safeguards/1999/what-if/").status_code == 404


# --- Headlines -------------------------------------------------------------------------------------------------------
def test_published_figures_stand_beside_ours_with_reasons(client: Any) -> None:
    shown = page(client, "/en/data/headlines/")
    assert "Of 111 published figures, 28 can be computed here" in words(shown)
    israel = words(shown.split('id="foreign-trained-doctors-israel-2019"')[1].split('class="explorer')[0])
    assert "60" in israel
    assert "56.1" in israel
    assert "the published figure is of 2019, ours of 2018" in israel
    size = words(shown.split('id="safeguards-list-size-2023"')[1].split('class="explorer')[0])
    assert "equal" in size
    assert "/en/data/headlines/" in page(client, "/en/data/")


def test_a_figure_we_cannot_compute_has_no_figure_of_ours(client: Any) -> None:
    shown = page(client, "/en/data/headlines/")
    beside, none = shown.split('id="none"')
    assert "projected world stock" not in beside
    assert "projected world stock" in none
    assert "A projection of the whole world; none is computed here: 8" in words(none).replace(" :", ":")


# --- Country, explorer, one figure -----------------------------------------------------------------------------------
def test_a_country_shows_the_indicators_of_the_code_and_what_would_be_needed(client: Any) -> None:
    shown = page(client, "/en/countries/NZL/").split('id="indicators"')[1].split("</section>")[0]
    told = words(shown)
    assert "Reliance on foreign training" in told
    assert "42.4" in told
    assert "at least 11.7" in told  # the rate by density, whose bound lies below its value
    assert "Self-sufficiency" in told
    assert "Yearly graduates and how many of them enter practice" in told
    assert "/en/data/figures/reliance/NZL/2018/221/" in shown


def test_a_country_of_which_nothing_is_known_says_what_is_needed_and_no_figure(client: Any) -> None:
    shown = page(client, "/en/countries/COK/").split('id="indicators"')[1].split("</section>")[0]
    assert "what would be needed" in shown
    assert not re.findall(r'class="figure"[^>]*>0', shown)


def test_the_explorer_shows_ranges_and_its_files_carry_them(client: Any) -> None:
    shown = page(client, "/en/data/?indicator=emigration-rate-by-density&year=2018")
    assert '<th scope="col" class="n">Range</th>' in shown
    line = words(re.findall(r'<tr[^>]*><th scope="row"><a href="/en/countries/NZL/">.*?</tr>', shown, re.S)[-1])
    assert "at least 11.7" in line
    text = client.get("/en/data/?indicator=emigration-rate-by-density&year=2018&format=csv").content.decode("utf-8-sig")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    found = {row["area"]: row for row in rows}["NZL"]
    assert float(found["low"]) < float(found["value"])
    assert found["high"] == ""


def test_an_indicator_without_any_value_says_what_would_be_needed(client: Any) -> None:
    shown = words(page(client, "/en/data/?indicator=self-sufficiency"))
    assert "Nothing is known for this choice" in shown
    assert "What would be needed:" in shown
    assert "Yearly graduates" in shown


def test_one_figure_tells_its_range(client: Any) -> None:
    shown = words(page(client, "/en/data/figures/emigration-rate-by-density/NZL/2018/221/"))
    assert "Not below 11.7; nothing bounds it from above." in shown


def test_methods_tell_the_formula_of_every_indicator(client: Any) -> None:
    from concord.indicators.model import indicators

    shown = html.unescape(page(client, "/en/methods/"))
    assert all(each.formula in shown for each in indicators().values())


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_every_page_is_there_in_every_language(client: Any, language: str) -> None:
    for address in ("safeguards/2023/what-if/?uhc-index=60&until=2021&to=2030", "data/headlines/", "countries/NZL/",
                    "data/?indicator=personnel-change&year=2021", "methods/"):  # fmt: skip
        page(client, f"/{language}/{address}")
