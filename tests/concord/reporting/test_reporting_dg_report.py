"""The Director-General's report: its figures are those of the facts, and what is not known is said in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from concord.declarations import packs, schema
from concord.declarations.read import read_po, read_yaml
from concord.documents import sentences
from concord.documents.model import (
    Document,
    Empty,
    Heading,
    KeyFigures,
    Picture,
    Prose,
    Table,
    phrases,
    walk,
)
from concord.documents.numbering import numbered
from concord.documents.sentences import places
from concord.errors import Invalid
from concord.reporting import dg_report
from concord.reporting import outline as outlines
from concord.reporting.chapters import material
from concord.reporting.chapters.series import change
from concord.reporting.facts import Facts, Reported
from concord.reporting.numbers import Point, Ref
from concord.reporting.rounds import rounds
from concord.reporting.told import Answers
from concord.reporting.voice import Voice, members
from concord.vocabulary.languages import LANGUAGES

OWN_SOURCES = {"table-sources", "table-files", "table-indicators", "table-marks", "table-targets", "table-budget"}


def text_of(document: Document) -> str:
    return "\n".join(str(each) for each in phrases(document.blocks))


def main_text(document: Document) -> str:
    chapters = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.id == "part-members":
            break
        chapters.append(block)
    return "\n".join(str(each) for each in phrases(tuple(chapters)))


def tables(document: Document) -> dict[str, Table]:
    return {each.id: each for each in walk(document.blocks) if isinstance(each, Table)}


# --- Figures ---------------------------------------------------------------------------------------------------------
def test_known_figures_stand_in_the_report(report) -> None:
    said = main_text(report("en"))
    assert "6 of 14 destinations depend on other countries for more than a fifth of their doctors" in said
    assert "165,951 doctors had trained abroad in 2018" in said
    assert "At least 7,616 doctors trained in listed countries work in 8 reporting destinations" in said
    assert "Of 14 targets, 1 met, 2 missed, 11 not known" in said
    assert "108 of 194 Member States had named an authority by September 2018" in said
    assert "US$\u00a024,270,813" in said


def test_the_table_of_reliance_is_that_of_the_publisher(report) -> None:
    rows = tables(report("en"))["table-reliance"].rows
    assert [cell.text for cell in rows[0]] == ["Israel", "16,615", "29,592", "56.1", "17", "0.1"]
    assert len(rows) == 15
    greece = rows[-1]
    assert greece[0].text == "Greece"
    assert [cell.status for cell in greece[1:]] == ["missing", "normal", "missing", "missing", "missing"]


def test_groups_add_up_to_the_whole(report) -> None:
    for name in ("table-regions", "table-incomes"):
        *groups, whole = tables(report("en"))[name].rows
        for column in (1, 2, 3):
            assert sum(row[column].number or 0 for row in groups) == whole[column].number
    assert tables(report("en"))["table-regions"].rows[-1][1].number == 194
    assert tables(report("en"))["table-regions"].rows[-1][2].number == 55


def test_the_budget_adds_up_to_the_dollar(report) -> None:
    *lines, whole = tables(report("en"))["table-budget"].rows
    for column in range(1, len(whole) - 1):
        assert sum(row[column].number for row in lines) == whole[column].number
    assert whole[-2].number == 24_270_813


def test_every_target_has_its_result_in_words(report) -> None:
    rows = tables(report("en"))["table-targets"].rows
    found = {row[0].text: row[-1].text for row in rows}
    assert len(found) == 14
    assert (found["4.3"], found["1.2"], found["4.4"], found["2.1"]) == ("met", "missed", "missed", "not known")


def test_every_member_state_has_its_section_once(report) -> None:
    found = [
        block.id for block in walk(report("en").blocks) if isinstance(block, Heading) and block.id.startswith("area-")
    ]
    assert len(found) == len(set(found)) == 194
    assert len(tables(report("en"))["table-members"].rows) == 194


def test_growth_is_not_computed_across_a_break() -> None:
    at = Ref("s", "f", 1)
    whole = (Point(2010, 10.0, "normal", at), Point(2015, 12.0, "normal", at))
    broken = (Point(2010, 10.0, "normal", at), Point(2015, 12.0, "break", at))
    assert change(whole).percent == pytest.approx(20)
    assert change(broken).percent is None
    assert change(broken).is_broken
    assert change(()).first is None


# --- What is not known -----------------------------------------------------------------------------------------------
def test_an_unknown_count_is_said_in_words_and_no_empty_chart_stands_there(report) -> None:
    document = report("en")
    assert "How many Member States reported in 2024 is not known here" in text_of(document)
    assert any(isinstance(each, Empty) for each in walk(document.blocks))
    assert "table-reporters" not in tables(document)
    key = next(each for each in walk(document.blocks) if isinstance(each, KeyFigures))
    reports = next(each for each in key.items if "national reports" in str(each.label))
    assert (reports.value.status, str(reports.note)) == ("missing", "not known here")


def test_counts_that_could_not_be_checked_are_not_printed(report) -> None:
    rows = {row[0].text: row for row in tables(report("en"))["table-rounds"].rows}
    assert rows["2018"][5].number == 40
    assert rows["2018"][5].status == "provisional"
    assert rows["2015"][3].status == "missing"
    assert "117" not in "".join(cell.text for row in rows.values() for cell in row)


def test_with_no_facts_at_all_the_report_still_says_what_it_does_not_know() -> None:
    bare = Facts("2024", dt.date(2026, 11, 21), rounds())
    document = numbered(dg_report.compose(bare, "en"))
    said = text_of(document)
    assert "No figures by country of training are at hand." in said
    assert not [each for each in walk(document.blocks) if isinstance(each, Picture) and "map" in each.id]
    assert "part-plan" not in {each.id for each in walk(document.blocks) if isinstance(each, Heading)}


def test_who_reported_is_told_where_it_is_known(facts: Facts) -> None:
    told = {"2024": {"KEN": Reported(sent=True, sent_on=dt.date(2024, 8, 30)), "FRA": Reported(sent=False)}}
    document = numbered(dg_report.compose(replace(facts, reported=told, basis="database"), "en"))
    assert "One of 194 Member States reported in the round of 2024" in text_of(document)
    assert [cell.text for cell in tables(document)["table-reporters"].rows[0]] == [
        "Kenya",
        "African Region",
        "30 August 2024",
        "–",
    ]
    kenya = [cell.text or cell.status for cell in tables(document)["table-reports-ken"].rows[-1]]
    assert kenya == ["2024", "yes", "–", "missing"]
    assert not document.cover.notice


def test_that_answers_are_generated_stands_once_under_the_heading_of_each_part(facts: Facts) -> None:
    answers = Answers(facts.round, {"KEN": "NR-1"}, {}, True, "d")
    document = dg_report.compose(replace(facts, answers=answers), "en")
    parts, said = list[str](), dict[str, int]()
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            parts.append(block.id)
        elif parts and any(str(each).startswith("Generated, not real") for each in phrases((block,))):
            said[parts[-1]] = said.get(parts[-1], 0) + 1
    assert said == dict.fromkeys(parts, 1)
    assert "part-answers" in parts


# --- Traceable, numbered, complete -----------------------------------------------------------------------------------
def test_every_table_and_figure_is_numbered_and_names_its_source(report) -> None:
    for block in walk(report("en").blocks):
        if isinstance(block, Table | Picture):
            assert block.number, block.id
            assert block.sources or "Source" in str(block.note) or block.id in OWN_SOURCES, block.id


def test_numbers_of_tables_and_figures_do_not_repeat(report) -> None:
    blocks = list(walk(report("en").blocks))
    for kind in (Table, Picture):
        numbers = [each.number for each in blocks if isinstance(each, kind)]
        assert len(numbers) == len(set(numbers))
    assert {"KEN 1", "KEN 2"} <= {each.number for each in blocks if isinstance(each, Table)}


def test_every_source_under_a_table_of_the_annex_stands_in_the_table_of_sources(report) -> None:
    document = report("en")
    named = {row[0].text for row in tables(document)["table-sources"].rows}
    used = {s.mark for b in walk(document.blocks) if isinstance(b, Table | Picture) and b.series for s in b.sources}
    assert used
    assert used <= named


def test_every_row_used_is_a_row_of_a_file(report) -> None:
    for block in walk(report("en").blocks):
        if isinstance(block, Table | Picture):
            assert all(row > 1 for used in block.sources for row in used.rows), block.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_of_a_sentence_is_left_unfilled(report, language: str) -> None:
    document = report(language)
    whole = [
        document.title,
        document.subtitle,
        document.running_head,
        *phrases(document.blocks),
        *phrases(document.cover),
    ]
    assert not [str(each) for each in whole if "{" in str(each) or "}" in str(each)]


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_headings_and_labels_are_in_the_language_asked_for(report, language: str) -> None:
    document = report(language)
    frame = [document.title, document.subtitle, document.cover.kicker, document.cover.promise, document.running_foot]
    for block in walk(document.blocks):
        if isinstance(block, Heading | Table | Picture):
            frame.append(block.title)
        if isinstance(block, Table):
            frame += [column.head for column in block.columns]
    assert not [str(each) for each in frame if each.is_fallback]


def test_a_paragraph_that_is_not_translated_falls_back_visibly(facts: Facts, monkeypatch) -> None:
    translated = sentences._translated
    monkeypatch.setattr(
        sentences, "_translated", lambda language, domain, key, *more: None if key == "round-what" else translated(
            language, domain, key, *more
        )
    )  # fmt: skip
    composed = dg_report.compose(facts, "ar")
    shown = [p for b in walk(composed.blocks) if isinstance(b, Prose) for p in b.paragraphs if p.phrase.is_fallback]
    assert len(shown) == 1
    assert {p.phrase.language for p in shown} == {"en"}
    assert {p.phrase.direction for p in shown} == {"ltr"}


def test_the_same_figures_stand_in_every_language(report) -> None:
    numbers = {
        language: [[cell.number for cell in row] for row in tables(report(language))["table-reliance"].rows]
        for language in LANGUAGES
    }
    assert all(found == numbers["en"] for found in numbers.values())


# --- The outline -----------------------------------------------------------------------------------------------------
def test_the_outline_follows_its_schema() -> None:
    for path in packs.each("documents"):
        assert schema.problems(read_yaml(path), path.parent / "schema.json", file=path.name) == ()


def test_an_outline_that_asks_for_what_no_chapter_provides_is_refused(facts: Facts) -> None:
    voice = Voice("documents/dg-report", "en", facts.as_of)
    given = outlines.Outline(
        "dg-report", {}, ({"id": "data", "heading": "part-data", "blocks": [{"table": "nothing"}]},), ""
    )
    with pytest.raises(Invalid) as refused:
        outlines.blocks(given, voice, material(facts, voice))
    assert refused.value.code == "reporting.outline.not-provided"


@pytest.mark.parametrize("name", ["dg-report", "country-profile", "frame"])
def test_every_declared_wording_is_used(name: str) -> None:
    declared = read_yaml(packs.find(f"documents/{name}.yaml"))
    library = packs.BUILT_IN.parent
    source = "".join(
        p.read_text(encoding="utf-8") for room in ("reporting", "documents") for p in (library / room).rglob("*.py")
    )
    asked = str({key: value for key, value in declared.items() if key != "wordings"}) + source.replace('"', "'")
    made = ("result-", "target-", "mark-", "head-", "table-", "figure-")
    unused = [key for key in declared["wordings"] if f"'{key}'" not in asked and not key.startswith(made)]
    assert unused == []


def test_members_are_those_of_the_day() -> None:
    assert len(members(dt.date(2011, 1, 1))) == 193
    assert len(members(dt.date(2026, 11, 21))) == 194


#: Numbers that a wording for one leaves out in English ("one day"), and that other languages name in the same form.
NUMBERS = frozenset({"count", "none", "destinations", "given", "days", "hidden", "open", "known"})


def test_places_of_translations_are_those_of_the_english() -> None:
    for language in LANGUAGES:
        for path in packs.each(f"locale/{language}/documents", "*.po"):
            for entry in read_po(path):
                assert places(entry.msgstr) <= places(entry.msgid) | NUMBERS, (
                    path.name,
                    entry.msgctxt,
                )
