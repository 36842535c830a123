"""A stranger types one command and stands before the record: 194 states, the Code, the figures, the report."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from concord.mds.facts import bundled
from concord.vocabulary.languages import LANGUAGES


def hrefs(page: str) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(r'href="(/[^"#]*)', page)]


def test_the_command_says_what_it_did_and_who_may_sign_in(filled: Any) -> None:
    _folder, said, _env = filled
    names = [step["name"] for step in said["steps"]]
    assert {
        "Database",
        "Public facts",
        "Accounts (invented)",
        "National reports (generated)",
        "Agreements (invented)",
        "Director-General's report",
    } <= set(names)
    assert all(step["seconds"] >= 0 for step in said["steps"])
    assert len(said["accounts"]) == 6
    assert all(
        each["email"].endswith("@demo.example") and each["password"] and each["code"] for each in said["accounts"]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_answers_in_every_language(demonstration: Any, language: str) -> None:
    page = demonstration.page(f"/{language}/")
    assert f'<html lang="{language}"' in page
    assert ('dir="rtl"' in page[:300]) == (language == "ar")
    assert "165" in page


def test_all_member_states_are_listed_and_each_has_a_page(demonstration: Any) -> None:
    codes = set(re.findall(r'href="/en/countries/([A-Z]{3})/"', demonstration.page("/en/countries/")))
    assert len(codes) == 194
    for code in ("KEN", "NRU", "COK", "USA"):
        assert demonstration.get(f"/en/countries/{code}/")[0] == 200


def test_a_figure_is_two_clicks_from_its_source_row_and_licence(demonstration: Any) -> None:
    country = demonstration.page("/en/countries/NZL/")
    figure = next(href for href in hrefs(country) if "/data/figures/foreign-trained-share/NZL/2018/" in href)
    page = demonstration.page(figure)
    assert "ftds_2018_15_destinations.csv" in page
    assert re.search(r"row [\d,]+", page)
    assert "CC" in page
    source = next(href for href in hrefs(page) if href.startswith("/en/sources/oecd"))
    assert "licence" in demonstration.page(source).lower()


def test_a_downloaded_table_holds_the_released_figures_with_licence_and_citation(demonstration: Any) -> None:
    status, kind, body = demonstration.get("/en/data/tables/mds-stock-by-training/?area=NZL&format=csv")
    assert (status, kind.partition(";")[0]) == (200, "text/csv")
    text = body.decode("utf-8-sig")
    notes = [line for line in text.splitlines() if line.startswith("#")]
    assert any("licence" in note for note in notes)
    assert any("release 2026" in note.lower() or "release" in note.lower() for note in notes)
    rows = list(csv.DictReader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#")))))
    frame = bundled("mds-stock-by-training").frame
    wanted = {row["origin"]: row["headcount"] for row in frame.iter_rows(named=True) if row["area"] == "NZL"}
    assert {row["origin"]: int(row["headcount"]) for row in rows} == wanted


def test_the_report_was_compiled_and_can_be_taken_as_page_pdf_and_word(demonstration: Any) -> None:
    listed = demonstration.page("/en/publishing/")
    edition = next(href for href in hrefs(listed) if re.match(r"/en/publishing/.+", href))
    page = demonstration.page(edition)
    found = {kind: href for href in hrefs(page) for kind in ("pdf", "docx") if href.endswith(f"/files/en.{kind}")}
    assert set(found) == {"pdf", "docx"}
    _status, kind, pdf = demonstration.get(found["pdf"])
    assert kind.startswith("application/pdf")
    assert pdf.startswith(b"%PDF-")
    _status, _kind, word = demonstration.get(found["docx"])
    assert word.startswith(b"PK")
    assert hashlib.sha256(pdf).hexdigest() in page
    assert hashlib.sha256(word).hexdigest() in page
    assert "not a document of the World" in " ".join(page.split())
    assert demonstration.get(f"{edition}read/")[0] == 200


def test_the_code_and_the_strategy_are_there(demonstration: Any) -> None:
    assert "7.3" in demonstration.page("/en/programme/code/")
    strategy = demonstration.page("/en/programme/strategy/")
    assert "56" in strategy
    assert "24,270,813" in demonstration.page("/en/programme/budget/")


def test_the_register_of_authorities_is_honestly_empty(demonstration: Any) -> None:
    assert "not known" in demonstration.page("/en/registers/authorities/").lower()


def test_health_says_what_the_installation_stands_on(demonstration: Any) -> None:
    said = demonstration.get("/health")[2].decode()
    assert "sqlite" in said.lower()


def test_the_same_folder_is_served_again_without_being_filled_again(filled: Any, demonstration: Any) -> None:
    folder, _said, _env = filled
    marker = json.loads((folder / "demonstration.json").read_text(encoding="utf-8"))
    assert marker["version"]
    assert len(list((folder / "releases").glob("*/release.yaml"))) == 1


def test_a_folder_of_a_real_installation_is_refused(filled: Any, tmp_path: Path) -> None:
    _folder, _said, env = filled
    (tmp_path / "site.sqlite3").write_bytes(b"")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("concord")), "demo", "--no-serve", "--json", "--folder", str(tmp_path)],
        capture_output=True, text=True, env=env, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"]["code"] == "site.demo.real-folder"
    assert [path.name for path in tmp_path.iterdir()] == ["site.sqlite3"]
