"""The editor: every act is one step, checked at once and undoable; nothing that anybody wrote is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from concord.errors import Conflict, NotAllowed, NotFound
from concord.vocabulary.languages import LANGUAGES
from concord_site.audit.models import Entry
from concord_site.reporting.actions import drafts as actions
from concord_site.reporting.actions import instruments as wholes
from concord_site.reporting.editing import book as books
from concord_site.reporting.editing.book import Book, Line
from concord_site.reporting.models import InstrumentVersion

from . import workbooks

pytestmark = pytest.mark.django_db


def book(draft: Any) -> Book:
    return books.of_json(InstrumentVersion.objects.get(pk=draft.pk).sheets)


def line(draft: Any, name: str) -> Line:
    return next(each for page in book(draft).pages for each in page.lines if each.name == name)


def names(draft: Any) -> list[str]:
    return [each.name for each in book(draft).survey.lines if each.name]


@pytest.fixture
def at(draft: Any) -> str:
    return f"/en/reporting/instruments/drafts/{draft.pk}/"


@pytest.fixture
def client(author: Any, signed_in: Callable[..., Client]) -> Client:
    return signed_in(author)


def step(draft: Any) -> int:
    found = InstrumentVersion.objects.get(pk=draft.pk).step
    assert found is not None
    return int(found.number)


def row_form(draft: Any, name: str, /, **changes: str) -> dict[str, str]:
    """What a browser sends for a row that nobody has touched, and some changes."""
    found = line(draft, name)
    kind = {"select_one": "one", "integer": "integer", "begin_group": "group", "text": "text"}[found.kind]
    given = {
        "name": found.name, "kind": kind, "listed": "yes_no" if kind == "one" else "", "label": found["label"],
        "label::fr": found["label::fr"], "asked": "expression" if found["relevant"] else "always",
        "relevant": found["relevant"], "constraint": found["constraint"], "step": str(step(draft)), "joined": "and",
    }  # fmt: skip
    if found["constraint"] == ". >= 0 and . <= 100":
        given |= {"least": "0", "most": "100", "constraint": ""}
    return {**given, **changes}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_editor_is_there_in_every_language(language: str, draft: Any, client: Client) -> None:
    room = f"/{language}/reporting/instruments/drafts/{draft.pk}/"
    group, row = line(draft, "laws").id, line(draft, "laws_count").id
    pages = [
        "", f"?in={group}", f"rows/{row}/", f"rows/{group}/", "lists/", "lists/yes_no/", "lists/yes_no/?with=ru",
        "settings/", "history/", "findings/", "preview/", "preview/?in=zh", "map/", "replace/",
    ]  # fmt: skip
    for page in pages:
        answer = client.get(room + page)
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000, page


def test_a_big_draft_stays_within_the_size_of_a_page(author: Any, client: Client) -> None:
    from concord_site.reporting.queries import instruments as queries

    first = queries.version("nri-2027", None)
    made = wholes.copy(id="nri-2027", number=first.number, new_number="2027.9", by=author)
    room = f"/en/reporting/instruments/drafts/{made.pk}/"
    groups = [each.id for each in book(made).survey.lines if each.kind == "begin_group"][:12]
    rows = [each.id for each in book(made).survey.lines if each.kind == "select_one"][:3]
    for page in ("", *(f"?in={each}" for each in groups), *(f"rows/{each}/" for each in rows), "map/", "preview/"):
        answer = client.get(room + page)
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000, f"{page}: {len(answer.content)}"


# ---- rows -----------------------------------------------------------------------------------------------------------
def test_a_row_saved_untouched_changes_nothing(draft: Any, at: str, client: Client) -> None:
    before = book(draft)
    for name in ("laws", "laws_any", "laws_count"):
        answer = client.post(f"{at}rows/{line(draft, name).id}/", row_form(draft, name))
        assert answer.status_code == 302
    assert book(draft).survey.lines == before.survey.lines
    assert step(draft) == 1


def test_a_wording_is_saved_in_its_language_and_can_be_undone_and_redone(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_any").id
    client.post(f"{at}rows/{row}/", row_form(draft, "laws_any", **{"label::ar": "هل لديكم قوانين؟"}))
    assert line(draft, "laws_any")["label::ar"] == "هل لديكم قوانين؟"
    assert "ar" in InstrumentVersion.objects.get(pk=draft.pk).languages
    client.post(f"{at}do/", {"do": "undo"})
    assert line(draft, "laws_any")["label::ar"] == ""
    client.post(f"{at}do/", {"do": "redo"})
    assert line(draft, "laws_any")["label::ar"] == "هل لديكم قوانين؟"
    assert Entry.objects.filter(action="reporting.draft.undone").count() == 1


def test_the_builder_writes_the_expression_and_the_page_says_it_in_words(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_count").id
    sent = row_form(draft, "laws_count", asked="rows", q0="laws_any", o0="is-not", v0="No", q1="", o1="is", v1="")
    assert client.post(f"{at}rows/{row}/", sent).status_code == 302
    assert line(draft, "laws_count")["relevant"] == "${laws_any} != 'no'"
    page = client.get(f"{at}?in={line(draft, 'laws').id}").content.decode()
    assert "asked if “Does your country have such laws?” is not “No”" in page


def test_a_value_that_is_no_choice_is_refused_at_its_box_with_the_choices(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_count").id
    sent = row_form(draft, "laws_count", asked="rows", q0="laws_any", o0="is", v0="Perhaps")
    answer = client.post(f"{at}rows/{row}/", sent)
    assert answer.status_code == 422
    assert "Write one of: Yes, No." in answer.content.decode()
    assert "Perhaps" in answer.content.decode(), "what was typed is kept"
    assert step(draft) == 1


def test_a_choice_may_be_written_in_any_language(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_count").id
    client.post(f"{at}rows/{row}/", row_form(draft, "laws_count", asked="rows", q0="laws_any", o0="is-not", v0="oui"))
    assert line(draft, "laws_count")["relevant"] == "${laws_any} != 'yes'"


def test_limits_become_a_rule_and_an_expression_outranks_them(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_count").id
    client.post(f"{at}rows/{row}/", row_form(draft, "laws_count", least="1", most=""))
    assert line(draft, "laws_count")["constraint"] == ". >= 1"
    client.post(f"{at}rows/{row}/", row_form(draft, "laws_count", least="", most="", constraint=". != 13"))
    assert line(draft, "laws_count")["constraint"] == ". != 13"
    assert client.post(f"{at}rows/{row}/", row_form(draft, "laws_count", least="many")).status_code == 422


def test_an_expression_that_cannot_be_read_is_kept_and_found_at_once(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_count").id
    client.post(f"{at}rows/{row}/", row_form(draft, "laws_count", asked="expression", relevant="${laws_any} = 'yes"))
    assert InstrumentVersion.objects.get(pk=draft.pk).hard > 0
    page = client.get(f"{at}?in={line(draft, 'laws').id}").content.decode()
    assert 'class="error"' in page
    findings = client.get(f"{at}findings/").content.decode()
    assert f"{at}rows/{row}/" in findings
    assert "ring-hard" in findings


def test_kind_statuses_unit_and_the_rest_become_cells(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_count").id
    sent: dict[str, Any] = row_form(
        draft, "laws_count", kind="decimal", needed="yes", x_unit="persons", x_part="results", provenance="unverified",
        provenance_note="by recollection", x_confidential="on", mode="reworded", same_as="nri-2024/count",
        x_source="art:7.2",
    )  # fmt: skip
    sent["statuses"] = ["not-applicable", "not-known"]
    assert client.post(f"{at}rows/{row}/", sent).status_code == 302
    found = line(draft, "laws_count")
    expected = {
        "type": "decimal", "required": "yes", "x_unit": "persons", "x_part": "results", "x_confidential": "yes",
        "x_provenance": "unverified: by recollection", "x_same_as": "reworded nri-2024/count", "x_source": "art:7.2",
        "x_status": "not-known not-applicable",
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected


def test_a_new_name_changes_the_conditions_that_use_it(draft: Any, at: str, client: Client) -> None:
    row = line(draft, "laws_any").id
    client.post(f"{at}rows/{row}/", row_form(draft, "laws_any", name="has_laws"))
    assert line(draft, "laws_count")["relevant"] == "${has_laws} = 'yes'"
    assert client.post(f"{at}rows/{row}/", row_form(draft, "has_laws", name="has laws")).status_code == 422


def test_rows_are_added_moved_duplicated_and_removed(draft: Any, at: str, client: Client) -> None:
    group = line(draft, "laws").id
    answer = client.post(f"{at}rows/add/", {"label": "What is planned?", "kind": "long-text", "where": str(group)})
    made = line(draft, "what_is_planned")
    assert answer["Location"] == f"{at}rows/{made.id}/"
    assert (made["type"], made["appearance"]) == ("text", "multiline")
    client.post(f"{at}do/", {"do": f"up:{made.id}"})
    assert names(draft) == ["laws", "laws_any", "what_is_planned", "laws_count"]
    client.post(f"{at}do/", {"do": f"copy:{made.id}"})
    assert "what_is_planned_2" in names(draft)
    client.post(f"{at}rows/add/", {"label": "More", "kind": "group", "where": ""})
    more = line(draft, "more").id
    client.post(f"{at}do/", {"do": f"into:{made.id}", "group": str(more)})
    assert names(draft)[-2:] == ["more", "what_is_planned"]
    client.post(f"{at}do/", {"do": f"remove:{more}", "step": str(step(draft))})
    assert names(draft) == ["laws", "laws_any", "what_is_planned_2", "laws_count"]
    client.post(f"{at}do/", {"do": "undo"})
    assert names(draft)[-2:] == ["more", "what_is_planned"]


def test_a_question_in_another_script_gets_a_name_too(draft: Any, at: str, client: Client) -> None:
    client.post(f"{at}rows/add/", {"label": "كم عددها؟", "kind": "integer", "where": ""})
    assert names(draft)[-1] == "question"
    assert InstrumentVersion.objects.get(pk=draft.pk).hard == 0


# ---- two at once ----------------------------------------------------------------------------------------------------
def test_two_people_who_change_other_cells_are_both_kept(draft: Any, author: Any, translator: Any) -> None:
    row, since = line(draft, "laws_any").id, step(draft)
    actions.save_row(version_id=draft.pk, row_id=row, mine={"label::fr": "Autre"}, by=translator, since=since)
    stale = {"label": "Other words?", "label::fr": "Votre pays a-t-il de telles lois ?"}
    actions.save_row(version_id=draft.pk, row_id=row, mine=stale, by=author, since=since)
    assert (line(draft, "laws_any")["label"], line(draft, "laws_any")["label::fr"]) == ("Other words?", "Autre")


def test_what_i_left_alone_is_not_mine_even_where_the_page_writes_it_otherwise(
    draft: Any, at: str, client: Client, translator: Any
) -> None:
    row = line(draft, "laws_count").id
    actions.save_row(version_id=draft.pk, row_id=row, mine={"relevant": "${laws_any}='yes'"}, by=translator)
    sent = row_form(draft, "laws_count", asked="rows", q0="laws_any", o0="is", v0="Yes", label="How many are there?")
    actions.save_row(version_id=draft.pk, row_id=row, mine={"relevant": "${laws_any} != 'no'"}, by=translator)
    assert client.post(f"{at}rows/{row}/", sent).status_code == 302
    found = line(draft, "laws_count")
    assert (found["relevant"], found["label"]) == ("${laws_any} != 'no'", "How many are there?")


def test_nobody_undoes_what_somebody_else_has_just_saved(draft: Any, author: Any, translator: Any) -> None:
    since = step(draft)
    actions.save_row(version_id=draft.pk, row_id=2, mine={"label": "Newer"}, by=translator)
    for act in (actions.undo, actions.redo):
        with pytest.raises(Conflict) as refused:
            act(version_id=draft.pk, by=author, since=since)
        assert refused.value.code == "reporting.draft.moved-on"


def test_two_people_who_change_the_same_words_see_both_texts(
    draft: Any, at: str, client: Client, translator: Any
) -> None:
    row = line(draft, "laws_any").id
    sent = row_form(draft, "laws_any", label="Mine, with more", **{"label::es": "¿Tiene leyes?"})
    actions.save_row(version_id=draft.pk, row_id=row, mine={"label": "Theirs, with less"}, by=translator)
    answer = client.post(f"{at}rows/{row}/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine, with" in page
    assert "Theirs, with" in page
    assert "<mark>" in page
    assert line(draft, "laws_any")["label"] == "Theirs, with less", "nothing was overwritten"
    settled = {
        "do": f"settle:{row}", "cell:label::es": "¿Tiene leyes?", "choose:label": "third", "third:label": "A third",
        "mine:label": "Mine, with more", "theirs:label": "Theirs, with less",
    }  # fmt: skip
    client.post(f"{at}do/", settled)
    found = line(draft, "laws_any")
    assert (found["label"], found["label::es"]) == ("A third", "¿Tiene leyes?")


def test_what_was_changed_meanwhile_is_not_removed(draft: Any, author: Any, translator: Any) -> None:
    row, since = line(draft, "laws_any").id, step(draft)
    actions.save_row(version_id=draft.pk, row_id=row, mine={"label": "Newer"}, by=translator, since=since)
    with pytest.raises(Conflict) as refused:
        actions.remove_row(version_id=draft.pk, row_id=row, by=author, since=since)
    assert refused.value.code == "reporting.draft.changed-meanwhile"


def test_a_row_that_somebody_removed_is_named_and_its_text_stays_in_the_browser(
    draft: Any, at: str, client: Client, author: Any
) -> None:
    row = line(draft, "laws_any").id
    actions.remove_row(version_id=draft.pk, row_id=row, by=author)
    with pytest.raises(NotFound):
        actions.save_row(version_id=draft.pk, row_id=row, mine={"label": "x"}, by=author)
    assert client.get(f"{at}rows/{row}/").status_code == 404


# ---- choices, settings, history -------------------------------------------------------------------------------------
def test_choices_are_worded_added_moved_and_removed(draft: Any, at: str, client: Client) -> None:
    yes, no = line(draft, "yes"), line(draft, "no")
    sent = {
        f"own-{yes.id}": "Yes indeed", f"other-{yes.id}": "Да", f"name-{yes.id}": "yes", f"own-{no.id}": "No",
        f"other-{no.id}": "", f"name-{no.id}": "no", "own-new-0": "Being prepared", "name-new-0": "",
        "step": str(step(draft)), "list-name": "yes_no",
    }  # fmt: skip
    assert client.post(f"{at}lists/yes_no/?with=ru", sent).status_code == 302
    assert (line(draft, "yes")["label"], line(draft, "yes")["label::ru"]) == ("Yes indeed", "Да")
    prepared = line(draft, "being_prepared")
    client.post(f"{at}do/", {"do": f"choice-up:{prepared.id}"})
    assert [each.name for each in book(draft).choices.lines] == ["yes", "being_prepared", "no"]
    client.post(f"{at}do/", {"do": f"choice-remove:{prepared.id}"})
    assert [each.name for each in book(draft).choices.lines] == ["yes", "no"]


def test_a_list_is_renamed_with_its_questions_and_a_taken_name_is_refused(draft: Any, author: Any) -> None:
    actions.rename_list(version_id=draft.pk, old="yes_no", new="answer", by=author)
    assert line(draft, "laws_any")["type"] == "select_one answer"
    actions.save_choices(version_id=draft.pk, list_name="b", mine={}, more=[{"name": "x", "label": "X"}], by=author)
    with pytest.raises(Conflict):
        actions.rename_list(version_id=draft.pk, old="b", new="answer", by=author)


def test_a_list_is_begun_and_a_name_with_spaces_is_refused(draft: Any, at: str, client: Client) -> None:
    assert client.post(f"{at}lists/", {"name": "two words"}).status_code == 422
    assert client.post(f"{at}lists/", {"name": "plans"})["Location"] == f"{at}lists/plans/"


def test_two_people_who_change_the_same_choice_see_both(draft: Any, at: str, client: Client, translator: Any) -> None:
    yes, no, since = line(draft, "yes"), line(draft, "no"), step(draft)
    given: dict[int, dict[str, str]] = {yes.id: {"label": "Certainly"}}
    actions.save_choices(version_id=draft.pk, list_name="yes_no", mine=given, more=(), by=translator)
    sent = {f"own-{yes.id}": "Of course", f"name-{yes.id}": "yes", f"own-{no.id}": "No", f"name-{no.id}": "no",
            "step": str(since), "list-name": "yes_no", f"other-{yes.id}": "Oui", f"other-{no.id}": "Non"}  # fmt: skip
    answer = client.post(f"{at}lists/yes_no/?with=fr", sent)
    assert answer.status_code == 409
    key = f"{yes.id}:label"
    assert f"choose:{key}" in answer.content.decode()
    client.post(
        f"{at}do/", {"do": "settle-list", "list": "yes_no", f"choose:{key}": "mine", f"mine:{key}": "Of course"}
    )
    assert line(draft, "yes")["label"] == "Of course"


def test_settings_are_saved_and_describe_the_draft(draft: Any, at: str, client: Client) -> None:
    sent = {"form_id": "small-2027", "version": "2", "default_language": "en", "x_round": "2027", "x_use": "national",
            "x_previous": "nri-2024", "form_title": "Renamed", "form_title::fr": "Renommé",
            "step": str(step(draft))}  # fmt: skip
    assert client.post(f"{at}settings/", sent).status_code == 302
    found = InstrumentVersion.objects.get(pk=draft.pk)
    assert (found.number, found.round, found.previous) == ("2", "2027", "nri-2024")
    assert found.title == {"en": "Renamed", "fr": "Renommé"}
    assert client.post(f"{at}settings/", {**sent, "form_id": "with spaces"}).status_code == 422


def test_suggestions_stand_beside_a_question_and_are_not_taken(
    draft: Any, at: str, client: Client, author: Any
) -> None:
    from concord.instrument import library

    actions.save_settings(version_id=draft.pk, mine={"x_previous": "nri-2024"}, by=author)
    asked = next(each for each in library.load("nri-2024").questions if each.is_asked and not each.cell)
    row = line(draft, "laws_any").id
    actions.save_row(version_id=draft.pk, row_id=row, mine={"label": asked.label.best("en").text}, by=author)
    page = client.get(f"{at}rows/{row}/").content.decode()
    assert f"nri-2024/{'/'.join(asked.path)}" in page
    assert "nobody has checked them" in page
    assert line(draft, "laws_any")["x_same_as"] == ""
    assert "Worded alike:" in client.get(f"{at}map/").content.decode()


def test_every_step_stays_and_can_be_gone_to(draft: Any, at: str, client: Client, author: Any) -> None:
    row = line(draft, "laws_any").id
    for wording in ("First", "Second"):
        actions.save_row(version_id=draft.pk, row_id=row, mine={"label": wording}, by=author)
    client.post(f"{at}do/", {"do": "undo"})
    actions.save_row(version_id=draft.pk, row_id=row, mine={"label": "Another way"}, by=author)
    client.post(f"{at}do/", {"do": "go:3"})
    assert line(draft, "laws_any")["label"] == "Second"
    page = client.get(f"{at}history/").content.decode()
    assert page.count("Changed") >= 3
    assert "The draft stands here" in page


def test_undoing_beyond_the_beginning_explains_itself(draft: Any, at: str, client: Client) -> None:
    for what in ("undo", "redo"):
        page = client.post(f"{at}do/", {"do": what}, follow=True).content.decode()
        assert "There is nothing to go to in this direction." in page


def test_the_workbook_of_a_draft_is_read_back_to_the_same_draft(
    draft: Any, at: str, client: Client, sent: Any, author: Any
) -> None:
    from concord.instrument import xlsform
    from concord_site.reporting.queries import instruments as queries

    actions.save_row(
        version_id=draft.pk, row_id=line(draft, "laws_any").id, mine={"label::zh": "是否有法律？"}, by=author
    )
    content = client.get(f"{at}workbook.xlsx").content
    again = xlsform.read(io.BytesIO(content).getvalue(), "again.xlsx")
    first = queries.checked(book(draft)).instrument
    assert first is not None
    assert again.instrument is not None
    assert again.instrument.digest == first.digest
    answer = client.post(f"{at}replace/", {"file": sent(workbooks.workbook(), "again.xlsx")})
    page = answer["Location"]
    assert "Put in place of the draft" in client.get(page).content.decode()
    client.post(page, {"do": "save", "draft": str(draft.pk)})
    assert line(draft, "laws_any")["label::zh"] == ""
    client.post(f"{at}do/", {"do": "undo"})
    assert line(draft, "laws_any")["label::zh"] == "是否有法律？"


# ---- who ------------------------------------------------------------------------------------------------------------
ACTS: dict[str, Callable[[Any, Any], Any]] = {
    "save a row": lambda d, by: actions.save_row(version_id=d.pk, row_id=2, mine={"label": "x"}, by=by),
    "add a row": lambda d, by: actions.add_row(version_id=d.pk, row={"type": "text"}, by=by),
    "move a row": lambda d, by: actions.move_row(version_id=d.pk, row_id=2, places=1, by=by),
    "move a row into": lambda d, by: actions.move_row_into(version_id=d.pk, row_id=2, group=None, by=by),
    "duplicate a row": lambda d, by: actions.duplicate_row(version_id=d.pk, row_id=2, by=by),
    "remove a row": lambda d, by: actions.remove_row(version_id=d.pk, row_id=2, by=by),
    "save choices": lambda d, by: actions.save_choices(
        version_id=d.pk, list_name="l", mine={}, more=[{"name": "x"}], by=by
    ),
    "move a choice": lambda d, by: actions.move_choice(version_id=d.pk, choice_id=5, places=1, by=by),
    "remove a choice": lambda d, by: actions.remove_choice(version_id=d.pk, choice_id=5, by=by),
    "rename a list": lambda d, by: actions.rename_list(version_id=d.pk, old="yes_no", new="b", by=by),
    "save settings": lambda d, by: actions.save_settings(version_id=d.pk, mine={"x_round": "2027"}, by=by),
    "go": lambda d, by: actions.go_to(version_id=d.pk, step=1, by=by),
    "put away": lambda d, by: wholes.put_away(version_id=d.pk, by=by),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_the_authors_and_of_those_who_prepare_instruments(
    act: str, draft: Any, author: Any, administrator: Any, person: Callable[..., Any]
) -> None:
    do = ACTS[act]
    with pytest.raises(NotFound):
        do(draft, person())
    with pytest.raises(NotFound):
        do(draft, None)
    with pytest.raises(NotAllowed):
        do(draft, person("reviewer"))
    do(draft, author)


def test_a_translator_edits_and_does_not_publish(draft: Any, translator: Any) -> None:
    actions.save_row(version_id=draft.pk, row_id=2, mine={"label::es": "¿Leyes?"}, by=translator)
    with pytest.raises(NotAllowed):
        wholes.publish(version_id=draft.pk, by=translator)


def test_every_act_is_in_the_log(draft: Any, author: Any) -> None:
    actions.save_row(version_id=draft.pk, row_id=2, mine={"label": "Changed"}, by=author)
    kept = Entry.objects.filter(action="reporting.draft.changed")
    assert kept.count() == 1
    assert Entry.objects.filter(action="reporting.instrument.begun").count() == 1


def test_whoever_may_only_read_sees_no_button(draft: Any, at: str, person: Any, signed_in: Any) -> None:
    page = signed_in(person("reviewer")).get(at).content.decode()
    assert "Remove" not in page
    assert 'name="label"' not in page
