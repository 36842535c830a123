"""Pages of published instruments: honest marks, words in their own language, rules in words, map, difference, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from concord.instrument import library
from concord.vocabulary.languages import LANGUAGES
from concord_site.reporting import search
from concord_site.reporting.actions import instruments as actions
from concord_site.reporting.queries import instruments as queries

pytestmark = pytest.mark.django_db
ROOM = "/en/reporting/instruments/"


def html(path: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    assert len(answer.content) < 100_000, f"{path}: {len(answer.content)} bytes"
    return answer.content.decode()


@pytest.fixture(scope="module")
def national() -> Any:
    return library.load("nri-2027")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_there_in_every_language(language: str, national: Any) -> None:
    at = f"/{language}/reporting/instruments/"
    one = f"{at}{national.id}/{national.version}/"
    first = next(each for each in national.questions if each.is_asked)
    for page in (at, f"{at}{national.id}/", one, f"{one}map/", f"{one}map/?section=-dropped", f"{one}difference/",
                 f"{one}questions/{first.path[0]}/", f"{one}questions/{'/'.join(first.path)}/"):  # fmt: skip
        html(page)


def test_every_declared_instrument_is_listed_with_its_mark() -> None:
    page = html(ROOM)
    for id in library.ids():
        assert f"{ROOM}{id}/" in page
    assert "Proposal, not adopted" in page
    assert "Reconstruction, not the original" in page


def test_rounds_of_which_only_topics_are_known_are_a_list_and_no_instrument() -> None:
    from concord_site.reporting.queries import topics

    page = html(ROOM)
    for each in topics.by_round():
        assert f"Round of {each.round}: {len(each.topics)} verified topic" in page
        assert all(escape(topic.text["fr"]) in html("/fr/reporting/instruments/") for topic in each.topics[:1])
    assert Client().get(f"{ROOM}nri-2012/").status_code == 404


def test_every_question_and_section_has_a_page_that_names_its_provenance(national: Any) -> None:
    from concord_site.reporting.queries import contents

    every = list(contents.every(national))
    for item in every[:: max(1, len(every) // 40)]:
        page = html(f"{ROOM}nri-2027/{national.version}/questions/{item.path}/")
        assert item.is_group or "Provenance" in page


@pytest.mark.parametrize(("language", "said"), [("en", "[a calculated value]"), ("fr", "[une valeur calculée]")])
def test_an_answer_inside_a_wording_is_named_where_there_are_no_answers(
    national: Any, language: str, said: str
) -> None:
    note = next(each for each in national.questions if each.name == "agreements_counted")
    before = note.label[language].partition("${")[0]
    room = f"/{language}/reporting/instruments/nri-2027/{national.version}/questions/"
    for path in (f"{room}{note.path[0]}/", f"{room}{'/'.join(note.path)}/"):
        page = html(path)
        assert f"{before}{said}" in page, path
        assert f"{before}${{" not in page, path


def test_a_question_shows_its_rule_in_words_and_as_it_is_written(national: Any) -> None:
    asked = next(each for each in national.questions if "= 'yes'" in each.rules.relevant and each.is_asked)
    page = html(f"{ROOM}nri-2027/{national.version}/questions/{'/'.join(asked.path)}/")
    assert "Asked if " in page
    assert "is “Yes”" in page
    assert "&#x27;yes&#x27;" in page


def test_a_question_leads_to_the_code_and_to_the_round_before(national: Any) -> None:
    asked = next(
        each for each in national.questions if each.is_asked and each.about.same_as and each.about.source == "art:7.3"
    )
    page = html(f"{ROOM}nri-2027/{national.version}/questions/{'/'.join(asked.path)}/")
    assert "/en/programme/code/7.3/" in page
    assert "/en/reporting/instruments/nri-2024/" in page


def test_a_grid_is_one_question_with_its_rows_and_columns_and_the_rule_of_its_cells(national: Any) -> None:
    from concord.instrument.model import Group

    grid = next(
        each for each in national.nodes() if isinstance(each, Group) and each.grid is not None and each.grid.cells
    )
    page = html(f"{ROOM}nri-2027/{national.version}/questions/{'/'.join(grid.path)}/")
    assert "Rows of the grid" in page
    assert "Columns of the grid" in page
    assert page.count("Whole number") >= 1


def test_what_is_not_there_is_answered_like_what_may_not_be_seen(national: Any) -> None:
    for path in ("nowhere/", "nri-2027/0.0/", f"nri-2027/{national.version}/questions/nothing/",
                 f"nri-2027/{national.version}/files/recipe/", "drafts/999/", "uploads/none/"):  # fmt: skip
        answer = Client().get(ROOM + path)
        assert answer.status_code == 404 or "/account/login/" in answer["Location"], path


def test_the_map_draws_a_line_for_every_question_that_comes_from_another_and_tells_the_same_as_a_table(
    national: Any,
) -> None:
    from concord_site.reporting.queries import maps

    old = library.load(national.previous)
    for section in (*(each.name for each in national.sections), maps.DROPPED):
        drawn = maps.drawn(national, old, section)
        assert drawn.section == section
        assert len(drawn.lines) == sum(len(row.old) for row in drawn.rows if row.new)
        assert {card.path for row in drawn.rows for card in row.old} == {card.path for card in drawn.old}
    assert sum(drawn.counts.values()) == sum(
        len(maps.drawn(national, old, each).rows) for each in (*(s.name for s in national.sections), maps.DROPPED)
    )


def test_dropped_questions_stand_in_the_map(national: Any) -> None:
    from concord_site.reporting.queries import maps

    page = html(f"{ROOM}nri-2027/{national.version}/map/?section={maps.DROPPED}")
    assert "nothing is asked any more" in page


def test_an_instrument_without_a_round_before_says_so() -> None:
    version = library.load("nri-2024").version
    assert "There is no map for this questionnaire" in html(f"{ROOM}nri-2024/{version}/map/")
    assert "There is no version to compare with" in html(f"{ROOM}nri-2024/{version}/difference/")


def test_the_difference_of_two_versions_names_what_changed(author: Any, administrator: Any) -> None:
    from concord_site.reporting.actions import drafts
    from concord_site.reporting.editing import book as books

    first = queries.version("nri-2024", None)
    draft = actions.copy(id="nri-2024", number=first.number, new_number="2024.9", by=author)
    line = next(each for each in books.of_json(draft.sheets).survey.lines if each.kind == "select_one")
    drafts.save_row(version_id=draft.pk, row_id=line.id, mine={"label": "Worded quite otherwise?"}, by=author)
    actions.publish(version_id=draft.pk, by=administrator)
    page = html(f"{ROOM}nri-2024/2024.9/difference/")
    assert "Worded quite otherwise?" in page
    assert "One thing has changed." in page
    assert "2024.9" in html(f"{ROOM}nri-2024/")


def test_the_burden_of_a_country_says_what_is_known_of_it(national: Any) -> None:
    from concord_site.registers.models import Designation

    none = html(f"{ROOM}nri-2027/?country=KEN")
    assert "Nothing that would spare Kenya an answer is known here yet." in none
    Designation.objects.create(
        area="KEN", office={"en": "Workforce directorate"}, act="Letter", since="2024", state="current"
    )
    known = html(f"{ROOM}nri-2027/?country=KEN")
    assert "Workforce directorate" in known
    assert html(f"{ROOM}nri-2027/?country=XYZ")


@pytest.mark.parametrize("kind", ["workbook", "xform", "fhir", "excel", "word", "pdf"])
def test_a_file_can_be_downloaded_and_is_never_shown_in_place(kind: str) -> None:
    from concord_site.reporting.queries import downloads

    if not downloads.is_offered(kind):
        pytest.skip(f"the library does not write {kind} yet")
    version = library.load("stakeholder-2027").version
    answer = Client().get(f"{ROOM}stakeholder-2027/{version}/files/{kind}/ar/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert len(answer.content) > 500


@pytest.mark.parametrize("kind", ["pdf", "xform"])
def test_a_heavy_file_is_made_once_in_the_background_and_kept(kind: str, national: Any) -> None:
    from concord_site.reporting.models import InstrumentFile
    from concord_site.shell import jobs

    at = f"{ROOM}nri-2027/{national.version}/files/{kind}/fr/"
    for _again in range(2):
        answer = Client().get(at)
        assert answer.status_code == 202
        assert "Look again" in answer.content.decode()
    assert InstrumentFile.objects.count() == 1
    jobs.run_waiting()
    made = b"".join(Client().get(at).streaming_content)  # type: ignore[attr-defined]
    assert made.startswith((b"%PDF", b"<?xml", b"<h:html"))


def test_the_search_finds_instruments_by_title() -> None:
    assert [each["number"] for each in search.entries("2027 national")] == ["nri-2027"]
    assert search.entries("") == []


def test_nobody_is_offered_what_only_some_may_do(author: Any, signed_in: Callable[..., Client]) -> None:
    assert "Upload a workbook" not in html(ROOM)
    assert "Upload a workbook" in html(ROOM, signed_in(author))
    assert "Withdraw" not in html(f"{ROOM}nri-2027/", signed_in(author))
