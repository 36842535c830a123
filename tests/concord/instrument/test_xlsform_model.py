from __future__ import annotations

import sys
from pathlib import Path

import pytest

from concord.instrument.model import Group, Question

sys.path.insert(0, str(Path(__file__).parent))
from drawn import FORM, drawn, instrument_of

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src/concord/data"


def test_names_are_told_apart_within_their_repeat() -> None:
    instrument = instrument_of(FORM)
    keys = {(node.repeat, node.key): node.path for node in instrument.questions}
    assert keys[((), "office")] == ("about", "office")
    assert keys[(("deals",), "office")] == ("deals", "office")


def test_a_name_that_stands_twice_in_a_scope_is_kept_by_its_path() -> None:
    instrument = instrument_of("""
| survey |
|  | type        | name    | label |
|  | begin_group | a       | A     |
|  | text        | remarks | More? |
|  | end_group   |         |       |
|  | begin_group | b       | B     |
|  | text        | remarks | More? |
|  | end_group   |         |       |
""")
    assert [question.key for question in instrument.questions] == ["a/remarks", "b/remarks"]


def test_a_grid_is_one_question_for_each_cell() -> None:
    instrument = instrument_of(FORM)
    group = instrument.by_path[("grid",)]
    assert isinstance(group, Group)
    assert group.grid is not None
    assert (group.grid.template, group.grid.rows, group.grid.columns) == ("n", "occ", ("years",))
    assert group.grid.cells == {
        ("doc", "2025"): "n_doc_2025", ("doc", "2026"): "n_doc_2026",
        ("nur", "2025"): "n_nur_2025", ("nur", "2026"): "n_nur_2026",
    }  # fmt: skip
    cell = instrument.by_path[("grid", "n_doc_2025")]
    assert isinstance(cell, Question)
    assert cell.label == {"en": "Persons · Doctor · 2025", "fr": "Personnes · Médecin · 2025"}
    assert cell.about.same_as is not None
    assert cell.about.same_as.ids == ("old-1/n_doctors_2025",)


def test_or_other_adds_the_choice_and_its_question_in_every_language() -> None:
    instrument = instrument_of("""
| survey |
|  | type                   | name | label | label::fr |
|  | select_one kind or_other | k  | Kind? | Sorte ?   |
| choices |
|  | list_name | name | label | label::fr |
|  | kind      | a    | A     | A         |
""")
    assert [choice.name for choice in instrument.lists["kind"].choices] == ["a", "other"]
    assert instrument.lists["kind"].choices[1].label == {"en": "Other", "fr": "Autre"}
    other = instrument.by_path[("k_other",)]
    assert other.rules.relevant == "selected(${k}, 'other')"
    assert set(other.label) == {"en", "fr"}


def test_a_loop_is_written_out_with_its_names_and_labels() -> None:
    instrument = instrument_of("""
| survey |
|  | type                 | name    | label               |
|  | begin loop over town | at      | Towns               |
|  | integer              | workers | Workers in %(label)s |
|  | end loop             |         |                     |
| choices |
|  | list_name | name | label |
|  | town      | bern | Bern  |
|  | town      | rome | Rome  |
""")
    assert [(q.path, q.label["en"]) for q in instrument.questions] == [
        (("at", "bern", "workers"), "Workers in Bern"),
        (("at", "rome", "workers"), "Workers in Rome"),
    ]


def test_kobos_rating_ranking_and_matrix_are_written_out() -> None:
    instrument = instrument_of("""
| survey |
|  | type | name | label | kobo--score-choices | kobo--rank-items | kobo--matrix_list | kobo--rank-constraint-message |
|  | begin_score      | s    | Rate     | scale               |                  |                   |        |
|  | score__row       | food | Food     |                     |                  |                   |        |
|  | end_score        |      |          |                     |                  |                   |        |
|  | begin_rank       | r    | Rank     |                     | towns            |                   | Twice  |
|  | rank__level      | r1   | First    |                     |                  |                   |        |
|  | rank__level      | r2   | Second   |                     |                  |                   |        |
|  | end_rank         |      |          |                     |                  |                   |        |
|  | begin_kobomatrix | m    | Matrix   |                     |                  | towns             |        |
|  | integer          | n    | How many |                     |                  |                   |        |
|  | end_kobomatrix   |      |          |                     |                  |                   |        |
| choices |
|  | list_name | name | label |
|  | scale     | 1    | Bad   |
|  | towns     | bern | Bern  |
""")
    kinds = {question.name: (question.kind, question.choices) for question in instrument.questions}
    assert kinds["food"] == ("one", "scale")
    assert kinds["r2"] == ("one", "towns")
    assert kinds["m_bern_n"] == ("integer", "")
    second = instrument.by_path[("r", "r2")]
    assert second.rules.constraint == ". != ${r1}"


def test_the_houses_code_lists_are_files_that_need_not_be_sent() -> None:
    instrument = instrument_of("""
| survey |
|  | type                                   | name | label       |
|  | select_one_from_file areas.csv         | a    | Country?    |
|  | select_one_from_file member-states.csv | m    | State?      |
|  | select_multiple_from_file occupations.csv | o | Occupation? |
""")
    assert instrument.lists["areas.csv"].source == "codelist:areas"
    kenya = instrument.lists["areas.csv"].choice("KEN")
    assert kenya is not None
    assert set(kenya.label) == {"ar", "zh", "en", "fr", "ru", "es"}
    assert len(instrument.lists["member-states.csv"].choices) == 194
    assert instrument.lists["occupations.csv"].choice("2221") is not None


def test_a_file_of_choices_that_came_along_outranks_the_houses() -> None:
    files = {"areas.csv": b"name,label,label::fr,zone\nn,North,Nord,1\n"}
    instrument = instrument_of(
        """
| survey |
|  | type                           | name | label |
|  | select_one_from_file areas.csv | a    | Area? |
""",
        files=files,
    )
    only = instrument.lists["areas.csv"].choices[0]
    assert (only.name, only.label, dict(only.filters)) == ("n", {"en": "North", "fr": "Nord"}, {"zone": "1"})


@pytest.mark.parametrize(("name", "content"), [
    ("places.geojson", b'{"features": [{"id": "p1", "properties": {"title": "Bern", "zone": "a"}}]}'),
    ("places.xml", b"<root><item><name>p1</name><label>Bern</label><zone>a</zone></item></root>"),
    ("places.csv", b"name,label,zone\np1,Bern,a\n"),
])  # fmt: skip
def test_choices_come_from_geojson_xml_and_csv(name: str, content: bytes) -> None:
    instrument = instrument_of(
        f"""
| survey |
|  | type                        | name | label |
|  | select_one_from_file {name} | a    | Where? |
""",
        files={name: content},
    )
    only = instrument.lists[name].choices[0]
    assert (only.name, only.label["en"], only.filters["zone"]) == ("p1", "Bern", "a")


def test_a_file_that_names_an_entity_of_markup_is_no_list() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "aaaa">]><root><item><name>&a;</name></item></root>'
    found = drawn(
        """
| survey |
|  | type                          | name | label |
|  | select_one_from_file bomb.xml | a    | A     |
""",
        files={"bomb.xml": bomb},
    )
    assert [each.code for each in found.findings.hard] == ["instrument.file.unreadable"]


def test_languages_beyond_the_six_keep_their_words() -> None:
    instrument = instrument_of("""
| survey |
|  | type | name | label::English (en) | label::Kiswahili (sw) |
|  | text | a    | Name?               | Jina?                 |
""")
    assert instrument.languages == ("en", "sw")
    assert instrument.questions[0].label["sw"] == "Jina?"


def test_the_default_language_needs_no_code() -> None:
    instrument = instrument_of("""
| survey |
|  | type | name | label::Français (fr) | label::English (en) |
|  | text | a    | Nom ?               | Name?               |
| settings |
|  | form_title | form_id | version | default_language |
|  | Form       | form    | 1       | Français (fr)    |
""")
    assert instrument.languages == ("fr", "en")
    assert instrument.sheets.survey.rows[0]["label"] == "Nom ?"
    assert instrument.sheets.survey.rows[0]["label::en"] == "Name?"
    assert instrument.sheets.survey.headers["label"] == "label::Français (fr)"


def test_smart_quotes_and_words_for_yes_are_plain_in_rules() -> None:
    instrument = instrument_of("""
| survey |
|  | type | name | label | relevant      | required | readonly |
|  | text | a    | A     |               | TRUE     | no       |
|  | text | b    | B     | ${a} = ‘nurse’ | yes     |          |
""")
    assert instrument.questions[0].rules.required == "true()"
    assert instrument.questions[0].rules.readonly == ""
    assert instrument.questions[1].rules.relevant == "${a} = 'nurse'"


def test_a_file_says_which_kinds_it_takes() -> None:
    instrument = instrument_of("""
| survey |
|  | type  | name | label | body::accept |
|  | file  | a    | A     | .pdf,.docx   |
|  | image | b    | B     |              |
""")
    assert [question.accept for question in instrument.questions] == [".pdf,.docx", "image/*"]
