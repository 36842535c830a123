"""Pages of comparisons, over generated releases and over the bundled facts alone."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest

from . import comparing_ground as ground

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh")


@pytest.fixture
def released(settings: Any) -> None:
    """A data folder with two generated releases."""
    ground.release(settings.CONCORD.folder)


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def file(client: Any, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode("utf-8-sig").splitlines() if not line.startswith("# ")]
    return list(csv.DictReader(lines))


# --- Mirror ----------------------------------------------------------------------------------------------------------
def test_the_corridor_of_which_both_sides_speak_is_shown_first(client: Any, released: None) -> None:
    shown = client.get("/en/data/mirror/").context
    assert (shown["choice"].origin, shown["choice"].destination) == ("KEN", "GBR")
    assert shown["mirror"].is_two_sided
    assert shown["release"] == "2026.2"


def test_both_figures_and_their_difference_stand_in_the_table_with_the_way_to_each_row(
    client: Any, released: None
) -> None:
    said = page(client, "/en/data/mirror/?origin=KEN&destination=GBR&occupation=221")
    for number in ("402", "310", "92"):
        assert number in said
    assert "/en/data/tables/mds-inflow-by-training/?area=GBR&amp;origin=KEN&amp;year=2022&amp;occupation=221" in said
    assert "destination=GBR" in said


def test_where_one_side_is_hidden_no_difference_and_no_number_is_told(client: Any, released: None) -> None:
    address = "/en/data/mirror/?origin=KEN&destination=GBR&occupation=221"
    rows = file(client, address + "&format=csv")
    hidden = [row for row in rows if row["year"] == "2024" and row["side"] != "destination"]
    assert [(row["side"], row["persons"], row["percent"], row["status"]) for row in hidden] == [
        ("origin", "", "", "suppressed"), ("difference", "", "", "suppressed"),
    ]  # fmt: skip
    said = page(client, address)
    assert "hidden to protect persons" in said
    assert "/en/methods/#protection" in said


def test_the_sum_over_years_leaves_the_hidden_year_out(client: Any, released: None) -> None:
    shown = client.get("/en/data/mirror/?origin=KEN&destination=GBR&occupation=221").context
    ((_one, _other, total),) = shown["sums"]
    assert (total.years, total.destination, total.origin) == ((2022, 2023), 833, 660)


def test_a_corridor_of_which_nobody_speaks_says_what_is_missing(client: Any, released: None) -> None:
    said = page(client, "/en/data/mirror/?origin=NZL&destination=FJI&occupation=221")
    assert "Nobody says anything about this corridor" in said
    assert "It is not zero" in said


def test_a_corridor_with_one_side_names_what_the_other_does_not_say(client: Any, released: None) -> None:
    said = page(client, "/en/data/mirror/?origin=IND&destination=GBR&occupation=221")
    assert "Only one country says something" in said
    assert "What India does not say of this corridor" in said


def test_the_bundled_facts_alone_make_a_mirror_with_one_side(client: Any) -> None:
    shown = client.get("/en/data/mirror/").context
    assert shown["mirror"].of("destination")
    assert not shown["mirror"].of("origin")
    assert shown["release"] == ""


def test_countries_may_be_named_in_words_and_nonsense_is_left_out(client: Any, released: None) -> None:
    shown = client.get("/en/data/mirror/?origin=Kenya&destination=%3Cscript%3E&occupation=zz").context
    assert (shown["choice"].origin, shown["choice"].destination) == ("KEN", "GBR")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_there_in_every_language(client: Any, released: None, language: str) -> None:
    for address in ("mirror/", "vintages/", "coverage/", "quality/KEN/", "quality/AND/",
                    "vintages/?table=mds-totals&area=KEN&occupation=221&row_kind=total",
                    "vintages/?before=2026.1&after=2026.2"):  # fmt: skip
        said = page(client, f"/{language}/data/{address}")
        assert f'lang="{language}"' in said
        assert "mds.mirror.reason" not in said


# --- Vintages --------------------------------------------------------------------------------------------------------
SERIES = "/en/data/vintages/?table=mds-totals&area=KEN&occupation=221&row_kind=total"


def test_a_revision_is_told_with_its_difference_and_both_releases(client: Any, released: None) -> None:
    said = page(client, SERIES)
    assert "This figure was revised" in said
    assert "revised by +250" in said
    assert "2026.1" in said
    assert "8,400" in said
    assert "8,650" in said


def test_a_figure_that_is_hidden_since_is_not_said_again(client: Any, released: None) -> None:
    answer = client.get("/en/data/vintages/?table=mds-outflow&area=KEN&occupation=221&destination=CAN&row_kind=origin")
    said = answer.content.decode()
    assert "hidden since" in said
    cells = [each.figure for year in answer.context["history"].years for each in year.said]
    assert [each.value for each in cells if each is not None] == [None]
    assert ">41<" not in said


def test_what_changed_between_releases_is_listed_and_a_hidden_number_is_not_named(client: Any, released: None) -> None:
    rows = file(client, "/en/data/vintages/?before=2026.1&after=2026.2&format=csv")
    told = {(row["table"], row["area"], row["year"], row["what"], row["before"], row["after"]) for row in rows}
    assert told == {
        ("mds-outflow", "KEN", "2023", "hidden", "", ""),
        ("mds-outflow", "KEN", "2024", "added", "", ""),
        ("mds-totals", "KEN", "2023", "changed", "8400", "8650"),
    }
    said = page(client, "/en/data/vintages/?before=2026.1&after=2026.2")
    assert "1 figure hidden since" in said
    assert "+250" in said or "250" in said


def test_every_release_is_listed_with_what_changed(client: Any, released: None) -> None:
    said = page(client, "/en/data/vintages/")
    assert "the first one" in said
    assert "1 other number" in said
    assert "/en/data/vintages/?before=2026.1&amp;after=2026.2" in said


def test_without_a_release_the_page_says_so(client: Any) -> None:
    assert "No release has been made here yet" in page(client, "/en/data/vintages/")
    assert "bundled facts" in page(client, SERIES.replace("KEN", "NZL"))


def test_a_series_that_no_release_holds_says_so(client: Any, released: None) -> None:
    assert "No release holds this figure" in page(client, SERIES.replace("KEN", "FJI"))


# --- Coverage --------------------------------------------------------------------------------------------------------
def test_a_country_without_anything_has_nothing_yet(client: Any, released: None) -> None:
    shown = client.get("/en/data/coverage/").context
    line = next(each for each in shown["lines"] if each.coverage.area == "AND")
    assert line.complete == "Nothing yet"
    assert shown["with_any"] == 2
    assert "Nothing yet is not zero" in page(client, "/en/data/coverage/")


def test_countries_are_filtered_and_sorted(client: Any, released: None) -> None:
    lines = client.get("/en/data/coverage/?given=some&sort=newest").context["lines"]
    assert [each.coverage.area for each in lines] == ["KEN", "GBR"]
    african = client.get("/en/data/coverage/?region=AFR").context["lines"]
    assert "KEN" in {each.coverage.area for each in african}
    assert "GBR" not in {each.coverage.area for each in african}


def test_coverage_is_taken_away_as_a_file(client: Any, released: None) -> None:
    rows = file(client, "/en/data/coverage/?given=some&format=csv")
    kenya = {row["table"]: row for row in rows if row["area"] == "KEN"}
    assert (kenya["mds-outflow"]["rows"], kenya["mds-outflow"]["rows_hidden"]) == ("4", "2")
    assert kenya["mds-stock-by-birth"]["last_year"] == ""
    answer = client.get("/en/data/coverage/?given=some&format=xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


# --- Quality ---------------------------------------------------------------------------------------------------------
def test_the_published_report_is_marked_as_generated_and_names_what_is_hidden(client: Any, released: None) -> None:
    said = page(client, "/en/data/quality/KEN/")
    assert "Generated, not real" in said
    assert "2 of 6 rows are hidden to protect persons" in said or "2 of 6" in said
    assert "What to do next" not in said


@pytest.mark.parametrize(("format", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_report_is_taken_away(client: Any, released: None, format: str, begins: bytes) -> None:
    answer = client.get(f"/en/data/quality/KEN/?format={format}")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f'data-quality-ken-published-en.{format}"' in answer["Content-Disposition"]


def test_a_country_that_has_given_nothing_has_a_report_that_says_so(client: Any, released: None) -> None:
    assert "That is not zero" in page(client, "/en/data/quality/AND/")


def test_a_code_in_small_letters_leads_to_the_report_and_an_unknown_one_to_nothing(client: Any) -> None:
    assert client.get("/en/data/quality/ken/").status_code == 301
    page(client, "/en/data/quality/QQQ/", 404)


# --- Ways that lead here ---------------------------------------------------------------------------------------------
def test_a_country_leads_to_its_corridors_and_to_the_quality_of_its_figures(client: Any) -> None:
    said = page(client, "/en/countries/NZL/")
    assert "/en/data/mirror/?destination=NZL" in said
    assert "/en/data/mirror/?origin=NZL" in said
    assert "/en/data/quality/NZL/" in said


def test_the_explorer_says_its_vintage_and_leads_to_the_comparisons(client: Any, released: None) -> None:
    said = " ".join(page(client, "/en/data/").split())
    assert "release 2026.2, 1 June 2026" in said
    for address in ("/en/data/mirror/", "/en/data/vintages/", "/en/data/coverage/"):
        assert f'href="{address}"' in said
    hidden = {id: count for id, _name, _rows, count in client.get("/en/data/?mark=NZL").context["tables"]}
    assert hidden["mds-outflow"] == 2
    assert hidden["mds-totals"] == 0


def test_without_a_release_the_explorer_says_that_these_are_the_bundled_facts(client: Any) -> None:
    said = page(client, "/en/data/")
    assert "bundled facts" in said
    assert "Rows hidden" not in said


def test_the_methods_say_how_persons_are_protected(client: Any) -> None:
    said = page(client, "/en/methods/")
    assert 'id="protection"' in said
    assert "Which figures are hidden for themselves and which to protect others is not told" in said


def test_a_withdrawn_release_of_a_country_says_nothing_in_the_vintages(
    client: Any, released: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concord_site.public.comparing import held

    monkeypatch.setattr(held, "withdrawn", lambda: frozenset({"GEN-2026.1-v1"}))
    said = page(client, SERIES)
    assert "8,400" not in said
    assert "8,650" not in said
    assert "What a withdrawn release said is not said again." in said


def test_the_states_of_countries_releases_decide_what_is_withdrawn(db: None) -> None:
    from concord_site.mds.models import NationalRelease
    from concord_site.public.comparing import held

    rules = {"area": "KEN", "number": 1, "title": "Generated", "rules": "suppress-5", "is_example": False}
    NationalRelease.objects.create(series="KEN-2026.1", state="withdrawn", **rules)
    NationalRelease.objects.create(series="KEN-2026.2", state="published", **rules)
    assert held.withdrawn() == {"KEN-2026.1-v1"}
