"""The labour market analysis as a document: the answer first, every range, what is missing, in six languages."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import concord.reporting
from concord.client import analyse_command as command
from concord.declarations.messages import known_codes
from concord.documents.model import Bullets, Document, Heading, Picture, Table, phrases, walk
from concord.documents.render import docx, html, pdf
from concord.documents.sentences import wordings
from concord.errors import Invalid, NotFound
from concord.labour_market import analysis_model
from concord.labour_market.analysis_model import Analysis, Given
from concord.labour_market.curves import Range
from concord.reporting import labour_market_report as report
from concord.reporting.labour_market_report_sources import analysed, read_given, tables
from concord.reporting.labour_market_report_words import DOMAIN, Amount, rounded

TODAY = dt.date(2026, 11, 22)
LANGUAGES = ("en", "ar", "fr", "es", "ru", "zh")
OWN = Given(
    graduates={2025: 900.0}, entrants={2024: 800.0, 2025: 900.0}, openings={2024: 500.0, 2025: 500.0},
    posts={2023: 1000.0, 2024: 1000.0}, filled={2023: 950.0, 2024: 940.0}, unemployed={2023: 30.0, 2024: 40.0},
    pay_bill={2025: 1e6}, cost_per_post={2025: 1e3}, threshold=30,
)  # fmt: skip


@lru_cache(maxsize=8)
def found(area: str, given: bool = False, scenario: str = "") -> Analysis:
    return analysed(area, tables(), as_of=TODAY, draws=50, given=OWN if given else None, scenario=scenario)


@lru_cache(maxsize=32)
def composed(area: str, language: str = "en", given: bool = False) -> Document:
    return report.compose(found(area, given), language, is_given=given)


def said(document: Document) -> str:
    cells = [c.text for b in walk(document.blocks) if isinstance(b, Table) for row in b.rows for c in row]
    return " ".join([*(str(each) for each in phrases(document)), *cells])


# --- What it says ----------------------------------------------------------------------------------------------------
def test_the_answer_comes_first_with_its_range() -> None:
    lead = str(composed("KEN").blocks[0].phrase)  # type: ignore[union-attr]
    assert lead.startswith(
        "Kenya has between 5.5 and 31.3 doctors, nurses and midwives for every 10,000 people in 2023"
    )
    assert "By the threshold of 44.5 it lacks 146,000 (73,000 to 216,000)." in lead
    assert "Countries of the same income employ 100,000 (54,000 to 171,000)." in lead


def test_a_country_that_may_lack_or_have_too_many_is_told_so() -> None:
    lead = str(composed("PHL").blocks[0].phrase)  # type: ignore[union-attr]
    assert "cannot be told" in lead
    assert "408,000 too few and 253,000 too many" in lead


def test_a_country_with_more_than_a_threshold_asks_is_not_said_to_lack_any() -> None:
    text = said(composed("DEU"))
    assert "it has 1,010,000 (880,000 to 1,260,000) more than that asks" in text
    assert "lacks" not in text


def test_the_nine_steps_stand_in_order_with_what_is_missing_after_them() -> None:
    ids = [block.id for block in composed("KEN").blocks if isinstance(block, Heading)]
    steps = [f"step-{id}" for id in analysis_model.declared().steps]
    assert ids == ["part-priorities", *steps, "part-missing", "part-assumed", "part-method", "part-sources"]


def test_every_question_without_an_answer_is_listed_with_how_to_get_it() -> None:
    document = composed("KEN")
    missing = next(b for b in walk(document.blocks) if isinstance(b, Table) and b.id == "table-missing")
    assert len(missing.rows) == len(found("KEN").missing)
    assert all(cell.text for row in missing.rows for cell in row)
    assert f"{len(missing.rows)} of 25 questions are not answered here." in said(document)


def test_every_figure_draws_its_range_and_every_estimate_is_marked() -> None:
    pictures = {b.id: b for b in walk(composed("KEN").blocks) if isinstance(b, Picture)}
    assert set(pictures) == {"figure-now", "figure-ahead", "figure-density"}
    assert pictures["figure-ahead"].svg.count('fill-opacity="0.16"') >= 3 * 10
    assert pictures["figure-now"].svg.count('stroke-opacity="0.28"') >= 5
    assert "estimated" in pictures["figure-now"].statuses
    stock = next(b for b in walk(composed("KEN").blocks) if isinstance(b, Table) and b.id == "table-stock")
    by_name = {row[0].text: row[1].status for row in stock.rows}
    assert by_name["Doctors, persons"] == "estimated"
    assert by_name["Doctors for every 10,000 people, as published"] == "normal"


def test_every_assumption_of_the_projection_stands_with_its_bounds() -> None:
    used = [each for each in found("KEN").projection.used if each.kind == "assumption"]  # type: ignore[union-attr]
    table = next(b for b in walk(composed("KEN").blocks) if isinstance(b, Table) and b.id == "table-assumed")
    assert len(table.rows) == len(used) + 2
    assert "An exercise, no forecast." in said(composed("KEN"))


def test_without_a_projection_the_section_says_that_it_is_missing() -> None:
    from concord.labour_market.analysis import analyse

    document = report.compose(analyse("KEN", tables(), as_of=TODAY), "en")
    assert "No projection of supply was run" in said(document)
    assert "Supply is left out: no projection was run." in said(document)


def test_a_scenario_is_named_where_there_is_one() -> None:
    text = said(report.compose(found("KEN", scenario="training"), "en"))
    assert "With the scenarios “training" in text


def test_the_countrys_own_figures_are_told_and_the_cover_says_that_they_went_in() -> None:
    document = composed("KEN", given=True)
    text = said(document)
    assert "In 2024 40 looked for a post while 60 posts were vacant: both at once. 40 of them could meet." in text
    assert "y the threshold of 30" in text
    assert "30 (the country's own)" in text
    assert "figures that the country gave" in str(document.cover.notice)  # type: ignore[union-attr]
    hired = next(b for b in walk(document.blocks) if isinstance(b, Table) and b.id == "table-hiring")
    assert [cell.text for cell in hired.rows[0]] == ["2024", "800", "500", "550", "280", "0"]
    todo = next(b for b in walk(document.blocks) if isinstance(b, Bullets))
    assert any("400 new people had no new post" in str(each) for each in todo.items)


def test_every_number_read_names_its_rows() -> None:
    document = composed("DEU")
    for block in walk(document.blocks):
        if isinstance(block, Table) and block.id in ("table-stock", "table-movement", "table-origins"):
            assert block.sources
            assert all(each.mark.startswith("S") and each.rows for each in block.sources)
    assert {"un-wpp-2024", "world-bank-gdp", "oecd-wfmi-foreign-trained"} <= set(document.sources)
    assert all(len(each.digest) == 64 for each in document.provenance.inputs)


@pytest.mark.parametrize(
    ("range", "text"),
    [(Range(146_204, 73_175, 215_719), "146,000 (73,000 to 216,000)"), (Range.exact(76), "76"),
     (Range(-478, -118_620, 97_534), "0 (−119,000 to 98,000)"), (Range(2.26, 2.1, 3.1), "2 (2 to 3)")],
)  # fmt: skip
def test_an_estimate_is_said_with_the_digits_it_can_bear(range: Range, text: str) -> None:
    assert "".join(run.text for run in Amount(range).runs("en")) == text
    assert rounded(0) == 0


# --- Languages and forms ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("area", "given"), [("KEN", True), ("PHL", False), ("DEU", False), ("TUV", False)])
def test_every_language_has_every_sentence_whole(area: str, given: bool, language: str) -> None:
    document = composed(area, language, given)
    assert not [str(each) for each in phrases(document) if "{" in str(each)]


def test_every_declared_wording_is_used() -> None:
    code = "".join(
        path.read_text() for path in Path(concord.reporting.__file__).parent.glob("labour_market_report*.py")
    )
    prefixes = (
        "head-", "row-", "missing-", "how-", "step-", "priority-", "threshold-", "lead-", "movement-", "demand-",
        "governance-", "labour-market-", "assumed-", "method-", "occupation-", "table-", "projection-", "figure-",
        "unit-",
    )  # fmt: skip
    assert [key for key in wordings(DOMAIN) if f'"{key}"' not in code and not key.startswith(prefixes)] == []


def test_every_step_question_priority_and_threshold_has_its_words() -> None:
    declared, words = analysis_model.declared(), wordings(DOMAIN)
    needed = {f"step-{id}" for id in declared.steps} | {f"priority-{each.id}" for each in declared.rules}
    needed |= {
        f"{kind}-{q.id}" for questions in declared.steps.values() for q in questions for kind in ("missing", "how")
    }
    needed |= {f"threshold-{id}" for id in ("whr-2006", "sdg-2016", "list-median", "own")}
    assert needed <= set(words)
    assert {key for key in words if key.startswith("priority-")} <= needed
    told = {key for key in words if key.startswith(("missing-", "how-"))} - {"missing-said", "missing-none"}
    assert told <= needed


def test_equal_values_give_equal_files_in_every_form() -> None:
    again = report.compose(found("KEN"), "en")
    assert again == composed("KEN")
    assert pdf.render(again) == pdf.render(composed("KEN"))
    text = zipfile.ZipFile(BytesIO(docx.render(again))).read("word/document.xml").decode()
    assert "What is missing, and how to get it" in text
    assert "What is missing, and how to get it" in html.page(again)


# --- The command -----------------------------------------------------------------------------------------------------
def run(*given: str) -> tuple[int, dict[str, object]]:
    app = typer.Typer()
    command.register(app)
    done = CliRunner().invoke(
        app, ["analyse", "labour-market", *given, "--json", "--as-of", "2026-11-22", "--draws", "50"]
    )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "empty")


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_the_command_writes_one_file_and_says_what_is_missing(form: str, tmp_path: Path, folder: str) -> None:
    code, told = run("--area", "ken", "--format", form, "--out", str(tmp_path), "--folder", folder)
    (file,) = told["files"]  # type: ignore[misc]
    assert code == 0
    assert Path(file["path"]) == tmp_path / f"labour-market-ken-en.{form}"
    assert Path(file["path"]).stat().st_size > 10_000
    assert len(file["sha256"]) == 64
    assert [each["id"] for each in told["missing"]] == list(found("KEN").missing)  # type: ignore[union-attr]
    whole: dict[str, object] = told["analysis"]  # type: ignore[assignment]
    assert (whole["missing"], whole["threshold"]) == (list(found("KEN").missing), "sdg-2016")
    assert whole["gaps"]
    assert not list(tmp_path.glob("*.part"))


def test_the_command_takes_the_countrys_own_figures(tmp_path: Path, folder: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("graduates: {2025: 900}\nthreshold: 30\ngrowth: {value: 0.03, low: 0.01, high: 0.05}\n")
    code, told = run(
        "--area", "KEN", "--format", "html", "--given", str(own), "--out", str(tmp_path), "--folder", folder
    )
    assert code == 0
    assert "graduates" not in [each["id"] for each in told["missing"]]  # type: ignore[union-attr]
    assert read_given(own).growth == Range(0.03, 0.01, 0.05)


@pytest.mark.parametrize("text", ["salaries: {2025: 1}", "graduates: 5", "posts: {now: 3}", "threshold: many", "- 1"])
def test_a_file_of_own_figures_that_cannot_be_used_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text)
    with pytest.raises(Invalid) as refused:
        read_given(path)
    assert refused.value.code == "labour-market.analysis.given"
    assert refused.value.code in known_codes()


def test_an_unknown_country_form_or_language_is_refused(tmp_path: Path, folder: str) -> None:
    for given, code, kind in (
        (("--area", "XXX"), "areas.area.unknown", NotFound),
        (("--area", "KEN", "--format", "odt"), "client.format.unknown", Invalid),
        (("--area", "KEN", "--language", "de"), "client.language.unknown", Invalid),
    ):
        with pytest.raises(kind) as refused:
            run(*given, "--out", str(tmp_path), "--folder", folder)
        assert refused.value.code == code
        assert code in known_codes()
    assert not list(tmp_path.glob("*"))
