"""Figures on pages equal those that a plain CSV reader finds in the bundled files; unknown is never zero."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import polars as pl
import pyarrow.parquet as parquet
import pytest
from django.test import Client

from concord import safeguards

from .bundled_rows import abroad, rows

pytestmark = pytest.mark.django_db


def words(response: object) -> str:
    """The words of a page, without its drawings."""
    page = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_key_figures_of_new_zealand_are_those_of_the_file(client: Client) -> None:
    trained = sum(int(row["headcount"]) for row in abroad() if row["area"] == "NZL")
    total = next(
        int(row["headcount"]) for row in rows("oecd-doctors-nurses-2010-2021.csv")
        if (row["area"], row["year"], row["occupation"], row["row_kind"]) == ("NZL", "2018", "221", "total")
    )  # fmt: skip
    leaving = {row["area"]: int(row["headcount"]) for row in abroad() if row["origin"] == "NZL"}
    gone, most = sum(leaving.values()), max(leaving.values())
    assert (trained, total, gone) == (7_211, 17_025, 2_273)
    shown = words(client.get("/en/countries/NZL/"))
    assert f"{100 * trained / total:.0f} of every 100 doctors in New Zealand" in shown
    assert f"{trained:,} of {total:,}" in shown
    assert f"at least {gone:,} in all" in shown
    assert f"{100 * most / gone:.0f} of every 100 of them in Australia" in shown


def test_the_first_page_adds_up_the_file(client: Client) -> None:
    total = sum(int(row["headcount"]) for row in abroad())
    origins = {row["origin"] for row in abroad() if int(row["headcount"])}
    assert total == 165_951
    shown = words(client.get("/en/"))
    assert f"{total:,}" in shown
    assert f"Doctors trained in {len(origins)} countries and areas" in shown
    assert f"{len(safeguards.edition('2023').members)}" in shown


def test_what_is_not_known_is_marked_and_never_zero(client: Client) -> None:
    explorer = client.get("/en/data/").content.decode()
    greece = re.search(r'<tr><th scope="row"><a href="/en/countries/GRC/">.*?</tr>', explorer, re.S)
    line = re.findall(r'<tr[^>]*><th scope="row"><a href="/en/countries/GRC/">.*?</tr>', explorer, re.S)[-1]
    assert greece is not None
    assert "··" in line
    assert not re.search(r">0(\.0)?<", line)
    cook = client.get("/en/countries/COK/").content.decode()
    assert "not known here" in cook
    zeros = re.findall(r'class="(?:figure|number)"[^>]*>0(?:\.0)?<', cook)
    published = [row for row in abroad() if row["origin"] == "COK" and row["headcount"] == "0"]
    assert len(zeros) == len(published)


def test_a_rate_over_an_estimated_population_keeps_the_status_of_what_was_counted(client: Client) -> None:
    page = client.get("/en/data/?indicator=emigration-per-100000").content.decode()
    assert "The population is an estimate of the United Nations." in page
    assert 'class="raised"' not in page


def test_every_figure_of_a_country_leads_to_rows_with_file_row_and_licence(client: Client) -> None:
    page = client.get("/en/countries/NZL/").content.decode()
    traces = set(re.findall(r'class="figure" href="([^"]+)"', page))
    assert len(traces) > 10
    for trace in traces:
        shown = client.get(trace.replace("&amp;", "&")).content.decode()
        assert re.search(r"\.csv</bdi>, row \d+", shown), trace
        assert "CC" in shown, trace
        assert "/en/sources/" in shown, trace


@pytest.mark.parametrize("edition", ["2006", "2020", "2023"])
def test_the_page_of_a_list_names_its_countries_and_its_authority(client: Client, edition: str) -> None:
    declared = safeguards.edition(edition)
    page = client.get(f"/en/safeguards/{edition}/").content.decode()
    listed = page.split('id="countries"')[1].split("</table>")[0]
    assert {*re.findall(r"/en/countries/([A-Z]{3})/", listed)} == set(declared.areas)
    assert "The published list is the authority" in page
    assert f"/en/sources/{declared.source}/" in page
    for first_page in ("/en/", "/en/countries/NZL/", f"/en/countries/?list={edition}"):
        assert "/en/safeguards/" in client.get(first_page).content.decode()


def test_files_hold_the_figures_of_the_page_with_licence_and_citation(client: Client) -> None:
    address = "/en/data/?indicator=foreign-trained-share&year=2018"
    shown = words(client.get(address))
    text = client.get(address + "&format=csv").content.decode("utf-8-sig")
    assert re.search(r"^# licence: .*CC", text, re.M)
    assert re.search(r"^# citation: .*OECD", text, re.M)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found = {row["area"]: row for row in csv.DictReader(lines)}
    assert float(found["NZL"]["value"]) == pytest.approx(100 * 7_211 / 17_025)
    assert (found["GRC"]["value"], found["GRC"]["status"]) == ("", "missing")
    assert f"{float(found['NZL']['value']):.1f}" in shown
    stored = parquet.read_table(io.BytesIO(client.get(address + "&format=parquet").content))
    frame = pl.from_arrow(stored)
    assert isinstance(frame, pl.DataFrame)
    assert dict(zip(frame["area"], frame["value"], strict=True))["NZL"] == pytest.approx(100 * 7_211 / 17_025)
    assert frame.filter(pl.col("area") == "GRC")["value"].to_list() == [None]
    said = {key.decode(): value.decode() for key, value in stored.schema.metadata.items()}
    assert "CC" in said["concord.licence"]
    assert "OECD" in said["concord.citation"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(address + "&format=xlsx").content))
    cells = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]
    assert "NZL" in cells
    assert any("CC" in cell for cell in cells)
    assert any(cell.startswith("42.35") for cell in cells)


def test_the_picture_of_a_view_is_a_drawing_with_fixed_colours(client: Client) -> None:
    for view in ("bars", "map", "time"):
        response = client.get(f"/en/data/?indicator=density&view={view}&format=svg")
        assert response["Content-Type"] == "image/svg+xml", view
        assert response.content.startswith(b"<svg"), view
        assert b"var(--" not in response.content, view


def test_the_title_of_a_view_is_a_sentence_computed_from_its_figures(client: Client) -> None:
    assert "In 6 of 14 destinations, more than a fifth of doctors trained abroad" in words(client.get("/en/data/"))
