"""Marks, profile, gaps, comparison and the document of an appraisal."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.agreements.appraisal import Appraisal, appraise
from concord.agreements.appraisal_document import compose, compose_facts
from concord.agreements.appraisal_facts import from_facts
from concord.agreements.appraisal_files import content_of
from concord.agreements.appraisal_marks import Marking, checked
from concord.agreements.comparison import compare
from concord.agreements.elements import LEVELS, MARKS, catalogue
from concord.agreements.suggesting.suggest import suggest
from concord.declarations.read import read_yaml
from concord.documents.figures.words import Words
from concord.documents.model import Bullets, Picture, Table, walk
from concord.errors import Invalid, NotFound
from concord.texts.clauses import Clause, cut

CASES = Path(__file__).parents[2] / "cases" / "agreements"
DAY = dt.date(2026, 11, 22)
TEXT = (
    "Article 1\nQuota\nNo more than 30 nurses shall be recruited each year.\n\n"
    "Article 2\nCommittee\nA joint committee should meet.\n"
)
IDS = [each.id for each in catalogue().elements]


def cases(name: str) -> list[Any]:
    return [pytest.param(each, id=each["name"]) for each in read_yaml(CASES / f"{name}.yaml")]


def appraised(*markings: Marking, text: str = TEXT) -> Appraisal:
    clauses = cut(text, language="en")
    return appraise(clauses, markings, language="en", title={"en": "Draft"}, invented=True)


@pytest.mark.parametrize("case", cases("appraisal-marks"))
def test_marks_are_held_against_their_text(case: dict[str, Any]) -> None:
    found = checked(Marking.from_json(case["given"]), ["art-1", "art-2"])
    assert [each.code for each in found] == case["expect"]


@given(
    element=st.sampled_from(IDS), mark=st.sampled_from(MARKS), level=st.sampled_from(LEVELS),
    clauses=st.lists(st.text(min_size=1), unique=True),
    note=st.text(min_size=1).filter(lambda said: said.strip() == said),
)  # fmt: skip
def test_a_marking_is_read_back_as_it_was_written(
    element: str, mark: Any, level: Any, clauses: list[str], note: str
) -> None:
    made = Marking.from_json(
        {"element": element, "mark": mark, "level": level, "clauses": clauses, "note": {"fr": note}}
    )
    assert Marking.from_json(made.to_json()) == made


@pytest.mark.parametrize("field", ["element", "mark", "level", "clauses", "note"])
def test_a_marking_of_another_shape_is_refused_with_its_field(field: str) -> None:
    body: dict[str, Any] = {"element": "CL08", "mark": "met", "level": "detailed", "clauses": ["art-1"], "note": {}}
    with pytest.raises((Invalid, NotFound)):
        Marking.from_json({**body, field: 7})


def test_every_element_stands_in_the_profile_once_by_group_and_unmarked_is_not_absent() -> None:
    of = appraised(Marking("CL08", "met", "detailed", ("art-1",)), Marking("CL10", "absent"))
    parts = of.by_group()
    assert sum(len(part.rows) for part in parts) == len(IDS)
    assert (of.count.met, of.count.absent, of.count.open) == (1, 1, len(IDS) - 2)
    assert [row.element.id for row in of.gaps()] == ["CL10"]
    assert len(of.open()) == len(IDS) - 2


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(MARKS)), max_size=60))
def test_counts_of_groups_add_up_to_the_whole(marked: list[tuple[str, Any]]) -> None:
    of = appraised(*(Marking(id, mark) for id, mark in marked))
    for name in ("met", "partly", "absent", "not_applicable", "open"):
        assert sum(getattr(part.count, name) for part in of.by_group()) == getattr(of.count, name)
    assert of.count.marked + of.count.open == len(IDS)


def test_an_element_of_several_paragraphs_stands_under_each() -> None:
    of = appraised(Marking("CL26", "met", "detailed", ("art-1",)))
    under = [part.id for part in of.by_article() if any(row.element.id == "CL26" for row in part.rows)]
    assert under == ["5.1", "5.2", "2026-3"]


def test_strength_words_are_kept_as_the_clause_has_them() -> None:
    of = appraised(Marking("CL39", "partly", "mentioned", ("art-2",)), Marking("CL08", "met", "detailed", ("art-1",)))
    assert [(each.words, each.level) for each in of.row("CL39").strengths] == [("should", "recommends")]
    assert [(each.words, each.level) for each in of.row("CL08").strengths] == [("shall", "binds")]


def test_clauses_that_no_element_cites_are_found() -> None:
    of = appraised(Marking("CL08", "met", "detailed", ("art-1",)))
    assert [clause.id for clause in of.uncited()] == ["art-2"]
    assert [row.element.id for row in of.of_clause("art-1")] == ["CL08"]


def test_the_last_mark_of_an_element_holds() -> None:
    of = appraised(Marking("CL08", "absent"), Marking("CL08", "met", "detailed", ("art-1",)))
    assert of.row("CL08").mark == "met"


@pytest.mark.parametrize("case", cases("appraisal-changes"))
def test_changes_between_drafts(case: dict[str, Any]) -> None:
    drafts = []
    for mark, level, words in (case["given"]["first"], case["given"]["last"]):
        clauses = (Clause("art-1", "1", "", words, 1),) if words else ()
        markings = [Marking("CL27", mark, level, ("art-1",) if words else ())] if mark else []
        drafts.append(appraise(clauses, markings, language="en"))
    found = next(each for each in compare(drafts).elements if each.element.id == "CL27")
    assert found.change == case["expect"]


def test_one_appraisal_is_compared_with_nothing() -> None:
    with pytest.raises(Invalid) as refusal:
        compare([appraised()])
    assert refusal.value.code == "agreements.comparison.too-few"


def marked() -> Appraisal:
    clauses = cut(TEXT, language="en")
    marks = [
        Marking("CL08", "met", "detailed", ("art-1",)), Marking("CL39", "partly", "mentioned", ("art-2",)),
        Marking("CL13", "absent"), Marking("CL28", "not-applicable"),
    ]  # fmt: skip
    found = suggest(clauses, language="en")
    return appraise(clauses, marks, language="en", title={"en": "Draft"}, suggestions=found, invented=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_document_has_profile_gaps_clauses_and_no_score(language: str) -> None:
    document = compose(marked(), language, as_of=DAY)
    tables = {each.id: each for each in walk(document.blocks) if isinstance(each, Table)}
    pictures = [each for each in walk(document.blocks) if isinstance(each, Picture)]
    assert {"marks-by-group", "marks-by-article", "gaps", "elements-safeguard", "suggested"} <= tables.keys()
    assert len(tables["gaps"].rows) == 2
    assert len(tables["suggested"].rows) == len(IDS) - 4
    drawn = [row[3] for row in pictures[0].table.rows]  # type: ignore[union-attr]
    assert (len(drawn), len(set(drawn)), drawn.count(Words.of(language).unmarked)) == (len(IDS), 5, len(IDS) - 4)
    assert document.demonstration
    assert all("%" not in cell.text for id in ("marks-by-group", "gaps") for row in tables[id].rows for cell in row)


def test_the_document_quotes_strength_words_and_names_the_clause() -> None:
    table = next(each for each in walk(compose(marked(), "en", as_of=DAY).blocks)
                 if isinstance(each, Table) and each.id == "elements-governance")  # fmt: skip
    said = [cell.text for cell in table.rows[0]]
    assert said[3] == "Article 2 Committee"
    assert said[4] == "“should” (recommends)"


def test_the_same_appraisal_gives_the_same_document() -> None:
    assert compose(marked(), "fr", as_of=DAY) == compose(marked(), "fr", as_of=DAY)


@pytest.mark.parametrize(("format", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!")])
def test_page_word_and_pdf_are_written(format: str, begins: bytes) -> None:
    content = content_of(compose(marked(), "en", as_of=DAY), format)
    assert content.startswith(begins)
    if format == "docx":
        assert b"No more than [number]" not in content
        words = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
        assert "No worker pays for recruitment." in words


def test_another_format_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        content_of(compose(marked(), "en", as_of=DAY), "odt")
    assert refusal.value.code == "agreements.appraisal.format"


def test_what_facts_do_not_show_is_asked_and_not_called_absent() -> None:
    of = from_facts()[0]
    document = compose_facts(of, "en", as_of=DAY)
    listed = next(each for each in walk(document.blocks) if isinstance(each, Bullets))
    assert len(listed.items) == len(IDS) - len(of.facts)
    table = next(each for each in walk(document.blocks) if isinstance(each, Table))
    assert all(row[3].link for row in table.rows)
    assert not document.demonstration
