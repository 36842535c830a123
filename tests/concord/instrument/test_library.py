from __future__ import annotations

from pathlib import Path

import pytest

from concord.declarations import packs
from concord.errors import Invalid, NotFound
from concord.instrument import library
from concord.instrument.xlsform import read_folder

SURVEY = """type,name,label,x_source
begin_group,authority,The authority,art:7.3
select_one yes_no,has,Has it been designated?,art:7.3
end_group,authority,,
"""
CHOICES = "list_name,name,label\nyes_no,yes,Yes\nyes_no,no,No\n"
SETTINGS = "form_title,form_id,version,default_language,x_use,x_round\nA small one,small-2027,1,en,national,2027\n"
CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "survey/authority/label"
msgid "The authority"
msgstr "L'autorité"

msgctxt "survey/authority/has/label"
msgid "Has it been named?"
msgstr "A-t-elle été nommée ?"

msgctxt "choices/yes_no/yes/label"
msgid "Yes"
msgstr "Oui"

msgctxt "settings/form_title"
msgid "A small one"
msgstr "Un petit"
"""


def pack(folder: Path, survey: str = SURVEY) -> Path:
    home = folder / "instruments/small-2027"
    home.mkdir(parents=True)
    (home / "survey.csv").write_text(survey, encoding="utf-8")
    (home / "choices.csv").write_text(CHOICES, encoding="utf-8")
    (home / "settings.csv").write_text(SETTINGS, encoding="utf-8")
    catalogue = folder / "locale/fr/instruments/small-2027.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    return folder


def test_an_instrument_of_a_pack_is_found_by_its_id(tmp_path: Path) -> None:
    with packs.using(pack(tmp_path)):
        found = library.load("small-2027")
        assert "small-2027" in library.ids()
        assert library.frozen("small-2027") == found.digest
        assert (found.id, found.use, found.round, found.version) == ("small-2027", "national", "2027", "1")
        assert any(each.id == "small-2027" and each.questions == 1 for each in library.listed())


def test_translations_are_taken_from_the_catalogue_and_a_changed_sentence_has_none(tmp_path: Path) -> None:
    with packs.using(pack(tmp_path)):
        found = library.load("small-2027")
    assert found.languages == ("en", "fr")
    assert found.title == {"en": "A small one", "fr": "Un petit"}
    assert found.by_path[("authority",)].label["fr"] == "L'autorité"
    # The catalogue translates an older sentence.
    assert "fr" not in found.by_path[("authority", "has")].label
    assert found.lists["yes_no"].choices[0].label["fr"] == "Oui"


def test_a_translation_changes_the_digest(tmp_path: Path) -> None:
    with packs.using(pack(tmp_path / "a")):
        before = library.frozen("small-2027")
    other = pack(tmp_path / "b")
    path = other / "locale/fr/instruments/small-2027.po"
    path.write_text(CATALOGUE.replace("Oui", "Si"), encoding="utf-8")
    with packs.using(other):
        assert library.frozen("small-2027") != before


def test_an_unknown_id_names_those_that_there_are() -> None:
    with pytest.raises(NotFound) as refused:
        library.load("nri-1999")
    assert refused.value.code == "instrument.unknown"


def test_a_broken_instrument_is_not_loaded_and_not_listed(tmp_path: Path) -> None:
    with packs.using(pack(tmp_path, SURVEY.replace("select_one yes_no", "select_one yes"))):
        assert library.findings("small-2027").hard
        assert all(each.id != "small-2027" for each in library.listed())
        with pytest.raises(Invalid) as refused:
            library.load("small-2027")
    assert refused.value.code == "instrument.declared.broken"


MAPPED = """type,name,label,x_same_as
text,a,A,small-2027/{old}
"""
MAPPED_SETTINGS = "form_title,form_id,version,x_previous\nNext,next-2030,1,{previous}\n"


def mapped(folder: Path, old: str, previous: str) -> Path:
    home = folder / "next-2030"
    home.mkdir()
    (home / "survey.csv").write_text(MAPPED.format(old=old), encoding="utf-8")
    (home / "settings.csv").write_text(MAPPED_SETTINGS.format(previous=previous), encoding="utf-8")
    return home


def test_a_question_map_that_leads_nowhere_is_found_where_the_earlier_instrument_is_declared(tmp_path: Path) -> None:
    with packs.using(pack(tmp_path / "pack")):
        read = library.with_map(read_folder(mapped(tmp_path, "hat", "small-2027")))
    assert [(each.code, each.where.row) for each in read.findings.hard] == [("instrument.map.unknown-id", 2)]
    assert read.instrument is None


def test_an_earlier_instrument_that_is_not_declared_is_told(tmp_path: Path) -> None:
    with packs.using(pack(tmp_path / "pack")):
        read = library.with_map(read_folder(mapped(tmp_path, "has", "small-1999")))
    assert "instrument.settings.previous-unknown" in [each.code for each in read.findings.soft]
    assert read.instrument is not None


@pytest.mark.parametrize("id", library.ids())
def test_a_declared_instrument_has_no_mistake(id: str) -> None:
    read = library.check(id)
    assert list(read.findings.hard) == []
    assert read.instrument is not None
    assert read.instrument.id == id


@pytest.mark.parametrize("id", library.ids())
def test_a_declared_instrument_can_be_answered_from_start_to_end(id: str) -> None:
    import sys

    sys.path.insert(0, str(Path(__file__).parent))
    from examples import TODAY, sample_answers

    from concord.instrument.checks import check

    instrument = library.load(id)
    answers = sample_answers(instrument)
    assert [(each.code, each.where.item) for each in check(instrument, answers, today=TODAY).hard] == []
    assert len(answers) > 5
