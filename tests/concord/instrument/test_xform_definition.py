"""An instrument as an XForm: valid for ODK, complete in one file, and readable back into the same instrument."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

from concord.declarations.messages import known_codes
from concord.instrument import library
from concord.instrument.model import Instrument, Question
from concord.instrument.routing import evaluate
from concord.instrument.xform import definition, plain, read_definition
from concord.instrument.xform.elements import Element, parse
from concord.instrument.xlsform import read_sheets
from concord.vocabulary.languages import LANGUAGES, NATIVE_NAMES

sys.path.insert(0, str(Path(__file__).parent))
from examples import (  # the tests are no package
    EXAMPLES,
    FOLDER,
    TODAY,
    instrument_of,
    sample_answers,
)
from instrument_by_hand import built


@lru_cache(maxsize=8)
def form(id: str) -> bytes:
    return definition(library.load(id))


def again(data: bytes) -> Instrument:
    found = read_definition(data, "form.xml")
    assert found.sheets is not None, list(found.findings)
    read = read_sheets(found.sheets)
    assert read.instrument is not None, list(read.findings.hard)
    return read.instrument


def odk_validate() -> Path | None:
    import pyxform

    jar = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    return jar if jar.is_file() and shutil.which("java") else None


@pytest.mark.slow
@pytest.mark.skipif(odk_validate() is None, reason="needs java and the ODK Validate that comes with pyxform")
@pytest.mark.parametrize("id", library.ids())
def test_odk_finds_a_shipped_instrument_valid(id: str, tmp_path: Path) -> None:
    path = tmp_path / f"{id}.xml"
    path.write_bytes(form(id))
    said = subprocess.run(["java", "-jar", str(odk_validate()), str(path)], capture_output=True, text=True, timeout=300)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "Xform is valid" in said.stdout + said.stderr


@pytest.mark.parametrize("id", library.ids())
def test_a_shipped_form_stands_alone_and_speaks_its_languages(id: str) -> None:
    instrument = library.load(id)
    model = parse(form(id)).find("head", "model")
    assert model is not None
    assert not [instance for instance in model.all("instance") if "src" in instance.attributes]
    itext = model.find("itext")
    assert itext is not None
    assert [each.attributes["lang"] for each in itext.all("translation")] == [
        f"{NATIVE_NAMES[code]} ({code})" for code in instrument.languages
    ]
    assert not [value for value in itext.walk() if value.name == "value" and value.text.strip() == "-"]


def rules(question: Question) -> tuple[str, ...]:
    its = question.rules
    return tuple(" ".join(rule.split()) for rule in (its.relevant, its.required, its.constraint, its.calculation))


@pytest.mark.parametrize("id", library.ids())
def test_a_shipped_instrument_is_the_same_after_a_journey_as_an_xform(id: str) -> None:
    before, after = library.load(id), again(form(id))
    mine = {question.path: question for question in before.questions}
    theirs = {question.path: question for question in after.questions}
    assert list(mine) == list(theirs)
    for path, question in mine.items():
        other = theirs[path]
        assert (other.kind, other.key, other.repeat) == (question.kind, question.key, question.repeat)
        assert rules(other) == rules(question)
        assert other.about.statuses == question.about.statuses
        if question.is_asked:
            assert other.label.best("en").text == question.label.best("en").text
    answers = sample_answers(before, today=TODAY)
    assert evaluate(after, answers, today=TODAY).asked == evaluate(before, answers, today=TODAY).asked


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_form_is_converted(name: str) -> None:
    instrument = instrument_of(name)
    model = parse(definition(instrument)).find("head", "model")
    assert model is not None
    names = {element.name for element in model.walk()}
    assert {question.name for question in instrument.questions if question.is_asked} <= names


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_the_reference_converter_makes_of_an_example_is_read_or_refused_by_name(name: str) -> None:
    from pyxform.xls2xform import convert

    made = convert(str(FOLDER / name), validate=False).xform.encode()
    found = read_definition(made, name)
    if found.sheets is None:
        assert {finding.code for finding in found.findings.hard} == {"instrument.xform.feature"}
        assert all(finding.params["feature"] for finding in found.findings.hard)
        return
    asked = {question.name for question in instrument_of(name).questions if question.is_asked}
    read = {row["name"] for row in found.sheets.survey}
    assert len(asked - read) <= 0.1 * len(asked), asked - read


def test_a_non_answer_is_a_question_of_its_own_that_frees_from_answering() -> None:
    made = plain(built(), languages=["en", "ar"])
    rows = {row.get("name", ""): row for row in made.survey}
    assert rows["share_status"]["type"] == "select_one concord_not_known_not_available_not_applicable"
    assert rows["share_status"]["constraint"] == ". = '' or ${share} = ''"
    assert rows["share_status"]["label::العربية (ar)"] == "عند عدم وجود إجابة، ما السبب؟"
    names = [
        row["name"] for row in made.choices if row["list_name"] == "concord_not_known_not_available_not_applicable"
    ]
    assert names == ["not-known", "not-available", "not-applicable"]


def test_nothing_of_our_own_columns_is_left_in_the_plain_form() -> None:
    made = plain(library.load("nri-2027"), languages=LANGUAGES)
    columns = {column for row in (*made.survey, *made.choices, made.settings) for column in row}
    assert not [column for column in columns if column.startswith("x_")]


# ---- forms of strangers


FORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
        xmlns:jr="http://openrosa.org/javarosa" xmlns:ev="http://www.w3.org/2001/xml-events">
  <h:head><h:title>A form</h:title>
    <model>
      <instance><data id="build_form" version="3"><gate/><count/><deals jr:template=""><partner/></deals>
        <when/><made/><meta><instanceID/></meta></data></instance>
      <itext><translation lang="English" default="true()">
        <text id="gate"><value>Is it so?</value></text>
        <text id="partner"><value>With whom of <output value="/data/count"/>?</value></text></translation>
        <translation lang="Français"><text id="gate"><value>Est-ce ainsi ?</value></text></translation></itext>
      <bind id="gate" nodeset="/data/gate" type="select1" required="true()"/>
      <bind id="count" nodeset="/data/count" type="int" constraint=". &gt; 0" jr:constraintMsg="More than 0."/>
      <bind nodeset="/data/deals" relevant="/data/gate = 'y' and /data/count &gt; 1"/>
      <bind nodeset="/data/deals/partner" type="string" relevant="../../gate = 'y'"/>
      <bind nodeset="/data/when" type="date" relevant="/data/count = 2"/>
      <bind nodeset="/data/made" calculate="concat('/data/count', /data/count)"/>
    </model></h:head>
  <h:body>
    <select1 bind="gate"><label ref="jr:itext('gate')"/>
      <item><label>Yes</label><value>y</value></item><item><label>No</label><value>n</value></item></select1>
    <input ref="/data/count"><label>How many?</label><hint>Count them.</hint></input>
    <group ref="/data/deals"><label>Deals</label><repeat nodeset="/data/deals" jr:count="/data/count">
      <input ref="/data/deals/partner"><label ref="jr:itext('partner')"/></input></repeat></group>
    <input ref="/data/when" appearance="year"><label>When?</label></input>
  </h:body>
</h:html>"""


def test_a_form_made_by_hand_is_read_with_its_paths_as_names() -> None:
    found = read_definition(FORM.encode(), "build.xml")
    assert found.sheets is not None
    rows = {row["name"]: row for row in found.sheets.survey if not row["type"].startswith("end_")}
    assert rows["gate"]["type"] == "select_one gate"
    assert rows["gate"]["required"] == "yes"
    assert (rows["gate"]["label"], rows["gate"]["label::fr"]) == ("Is it so?", "Est-ce ainsi ?")
    assert rows["count"]["constraint_message"] == "More than 0."
    assert rows["deals"]["relevant"] == "${gate} = 'y' and ${count} > 1"
    assert rows["deals"]["repeat_count"] == "${count}"
    assert rows["partner"]["relevant"] == "${gate} = 'y'"
    assert rows["partner"]["label"] == "With whom of ${count}?"
    assert (rows["when"]["type"], rows["when"]["appearance"]) == ("date", "year")
    assert rows["made"]["type"] == "calculate"
    assert [(row["list_name"], row["name"], row["label"]) for row in found.sheets.choices] == [
        ("gate", "y", "Yes"),
        ("gate", "n", "No"),
    ]
    assert (found.sheets.setting("form_id"), found.sheets.setting("version")) == ("build_form", "3")


@pytest.mark.parametrize(
    ("change", "feature"),
    [
        (("/data/count = 2", "/data/nowhere = 2"), "/data/nowhere"),
        (('type="int"', 'type="binary-thing"'), "type binary-thing"),
        (('<input ref="/data/count">', '<input ref="/data/count" query="x">'), "select_one_external"),
    ],
)  # fmt: skip
def test_what_sheets_cannot_carry_is_refused_by_name(change: tuple[str, str], feature: str) -> None:
    found = read_definition(FORM.replace(*change).encode(), "build.xml")
    assert found.sheets is None
    assert [finding.params["feature"] for finding in found.findings.hard] == [feature]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "broken"),
        (b"<a><b></a>", "broken"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "unsafe"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a SYSTEM "x"><a/>'.encode("utf-16"), "unsafe"),
        (b"<a>" * 200 + b"</a>" * 200, "too-large"),
        (b"<html/>", "not-a-form"),
        (b"PK\x03\x04", "broken"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_form_or_not_safe_is_refused(data: bytes, code: str) -> None:
    found = read_definition(data, "form.xml")
    assert found.sheets is None
    assert [finding.code for finding in found.findings] == [f"instrument.xform.{code}"]


def test_every_finding_on_forms_has_its_words() -> None:
    codes = {
        "broken", "unsafe", "too-large", "not-a-submission", "several", "other-form", "other-version", "unknown-field",
        "file-absent", "encrypted", "not-a-form", "feature", "left-out", "not-converted",
    }  # fmt: skip
    assert {f"instrument.xform.{code}" for code in codes} <= known_codes()


def test_text_and_elements_keep_their_order_and_lines() -> None:
    root = parse(b"<a>\n one <b c='1'/> two</a>")
    assert (root.text, [each.line for each in root.walk()]) == ("\n one  two", [1, 2])
    assert isinstance(root.find("b"), Element)
