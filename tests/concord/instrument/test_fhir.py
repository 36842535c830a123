"""FHIR R4: out and back the same questions; what FHIR cannot say is said, never bent; strangers do no harm."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.declarations.messages import known_codes
from concord.instrument import fhir, library, routing, xlsform
from concord.instrument.answers import Attached, NonAnswer, as_json, parse
from concord.instrument.fhir import terms
from concord.instrument.model import Group, Instrument
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

sys.path.insert(0, str(Path(__file__).parent))
from examples import read_example  # the tests are no package

TODAY = date(2027, 3, 1)
EXAMPLES = Path(__file__).parents[2] / "specimens" / "xlsform-examples"
Json = dict[str, Any]


def sheet(name: str, rows: list[dict[str, str]]) -> Sheet:
    columns = tuple(dict.fromkeys(key for row in rows for key in row))
    return Sheet(name, columns, tuple(Row(place, row) for place, row in enumerate(rows, start=2)))


def instrument(rows: list[dict[str, str]], choices: list[dict[str, str]] | None = None) -> Instrument:
    named = sheet(SETTINGS, [{"form_id": "f", "form_title": "A form", "version": "3", "x_round": "2027"}])
    lists = choices or [
        {"list_name": "yn", "name": n, "label": n.title(), "label::fr": f"{n} (fr)"} for n in ("yes", "no")
    ]
    read = xlsform.read_sheets(Sheets("f.xlsx", sheet(SURVEY, rows), sheet(CHOICES, lists), named))
    assert read.draft is not None, list(read.findings)
    return read.draft


def back(made: Instrument) -> Instrument:
    """The instrument after it went out as a Questionnaire, through JSON, and came back as a draft."""
    found = fhir.draft(json.dumps(fhir.questionnaire(made).resource, ensure_ascii=False))
    assert found.sheets is not None
    assert not found.findings.hard
    read = xlsform.read_sheets(found.sheets)
    assert read.draft is not None
    return read.draft


def shape(made: Instrument) -> list[tuple[Any, ...]]:
    """What must be the same on both sides of a journey."""
    said: list[tuple[Any, ...]] = []
    for node in made.nodes():
        common = (node.path, dict(node.label), dict(node.hint), node.repeat)
        if isinstance(node, Group):
            said.append((*common, "repeat" if node.repeats else "group"))
        else:
            listed = made.lists.get(node.choices)
            choices = tuple((c.name, tuple(c.label.items())) for c in listed.choices) if listed else ()
            said.append((*common, node.kind, choices, node.rules.required, node.about, dict(node.help)))
    return said


def items(holder: Json) -> Iterator[Json]:
    for item in holder.get("item", ()):
        yield item
        yield from items(item)


def assert_sound(resource: Json) -> None:
    """The invariants of R4 that a server would check, as far as they concern what we write."""
    links = [item["linkId"] for item in items(resource)]
    assert len(links) == len(set(links))
    contained = {each["id"] for each in resource.get("contained", ())}
    assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", resource["id"])
    assert all(re.fullmatch(r"[A-Za-z0-9.-]{1,64}", id) for id in contained)
    for item in items(resource):
        assert item["type"] in set(terms.VALUES) | {"group", "display"}
        assert (item["type"] == "group") <= bool(item.get("item"))  # que-1
        assert not (item["type"] == "display" and {"item", "required", "repeats", "readOnly", "initial"} & set(item))
        assert not {"answerOption", "answerValueSet"} <= set(item)  # que-4
        assert item["type"] == "choice" or not {"answerOption", "answerValueSet"} & set(item)  # que-5
        if "answerValueSet" in item:
            assert item["answerValueSet"].removeprefix("#") in contained
        when = item.get("enableWhen", [])
        assert len(when) < 2 or item["enableBehavior"] in {"all", "any"}  # que-12
        for each in when:
            assert each["question"] in links
            assert sum(name.startswith("answer") for name in each) == 1
            assert each["operator"] != "exists" or isinstance(each["answerBoolean"], bool)  # que-7
    assert_filled(resource)


def assert_filled(value: Any) -> None:
    """Nothing in FHIR is empty: no text, list or object; and no null."""
    assert value not in ("", [], {}, None)
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        assert_filled(each)


@pytest.mark.parametrize("id", library.ids())
def test_every_shipped_instrument_is_a_sound_questionnaire_and_comes_back(id: str) -> None:
    made = library.load(id)
    resource = fhir.questionnaire(made, on=TODAY).resource
    assert_sound(resource)
    assert resource["date"] == "2027-03-01"
    returned = back(made)
    assert shape(returned) == shape(made)
    assert [n.rules.relevant for n in returned.nodes()] == [n.rules.relevant for n in made.nodes()]
    assert [n.rules.constraint for n in returned.questions] == [n.rules.constraint for n in made.questions]
    assert (returned.id, returned.version, returned.round, returned.previous) == (
        made.id,
        made.version,
        made.round,
        made.previous,
    )


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.xls*")), ids=lambda path: path.name)
def test_example_forms_come_back_with_the_same_questions(path: Path) -> None:
    made = read_example(path.name).instrument
    if made is None:
        return  # refused with a finding: there is nothing to bring over
    assert_sound(fhir.questionnaire(made).resource)
    returned = back(made)
    assert [(n.path, dict(n.label)) for n in returned.nodes()] == [(n.path, dict(n.label)) for n in made.nodes()]
    assert [q.kind for q in returned.questions] == [q.kind for q in made.questions]


ROWS: list[dict[str, str]] = [
    {"type": "select_one yn", "name": "named", "label": "Named?", "label::fr": "Nommé ?", "required": "yes"},
    {"type": "select_multiple yn", "name": "many", "label": "Many"},
    {"type": "integer", "name": "n", "label": "N", "constraint": ". >= 0 and . <= 10", "x_unit": "persons"},
    {"type": "text", "name": "t", "label": "T", "constraint": "string-length(.) <= 40", "hint": "A hint"},
]
SIMPLE = [
    "${named} = 'yes'",
    "${named} != 'yes'",
    "'yes' = ${named}",
    "selected(${named}, 'yes')",
    "selected(${many}, 'no')",
    "not(selected(${many}, 'no'))",
    "${n} > 3",
    "${n} <= 3",
    "3 < ${n}",
    "${n} = 0",
    "${n} != 0",
    "${n} > -1 and ${named} = 'yes'",
    "${n} = 1 or ${t} = 'x' or ${named} = 'no'",
    "${t} != ''",
    "${many} = ''",
    '${t} = "it\'s"',
]
NOT_SIMPLE = [
    "${n} + 1 > 3",
    "${named} = 'yes' and (${n} = 1 or ${n} = 2)",
    "count-selected(${many}) > 1",
    "${many} = 'yes'",
    "${named} = ${t}",
    "${n} = '3'",
    "${named} = 'no-such-choice'",
    "today() > '2024-01-01'",
    "not(${n} = 1)",
]


@pytest.mark.parametrize("source", SIMPLE)
def test_a_simple_condition_is_said_in_fhir_and_asks_the_same(source: str) -> None:
    made = instrument([*ROWS, {"type": "text", "name": "q", "label": "Q", "relevant": source}])
    written = fhir.questionnaire(made)
    assert_sound(written.resource)
    assert "enableWhen" in next(item for item in items(written.resource) if item["linkId"] == "q")
    assert not written.findings
    returned = back(made)
    for answers in ANSWERS:
        before = routing.evaluate(made, answers, today=TODAY).is_asked("q")
        assert routing.evaluate(returned, answers, today=TODAY).is_asked("q") == before, answers
        assert enabled(next(i for i in items(written.resource) if i["linkId"] == "q"), made, answers) == before


ANSWERS: list[dict[str, Any]] = [
    {},
    {"named": "yes", "n": 0, "t": "x"},
    {"named": "no", "n": 4, "many": ["no"]},
    {"many": ["yes", "no"], "t": "it's", "n": 3},
    {"many": ["yes"], "n": 1, "named": "yes"},
]


def enabled(item: Json, made: Instrument, answers: Json) -> bool:
    """What a program that knows only FHIR would decide, by the definition of ``enableWhen`` in R4."""
    compare = {"=": float.__eq__, "!=": float.__ne__, "<": float.__lt__, "<=": float.__le__, ">": float.__gt__}
    compare[">="] = float.__ge__

    def one(when: Json) -> bool:
        value = answers.get(when["question"])
        given = value if isinstance(value, list) else [] if value in (None, "") else [value]
        operator = when["operator"]
        if operator == "exists":
            return bool(given) == when["answerBoolean"]
        wanted = next(v for k, v in when.items() if k.startswith("answer"))
        wanted = wanted["code"] if isinstance(wanted, dict) else wanted
        if operator == "!=":
            return wanted not in given
        if operator == "=":
            return wanted in given
        return any(compare[operator](float(each), float(wanted)) for each in given)

    said = [one(when) for when in item["enableWhen"]]
    return any(said) if item.get("enableBehavior") == "any" else all(said)


@pytest.mark.parametrize("source", NOT_SIMPLE)
def test_a_condition_that_is_not_simple_is_noted_and_travels_whole(source: str) -> None:
    made = instrument([*ROWS, {"type": "text", "name": "q", "label": "Q", "relevant": source}])
    written = fhir.questionnaire(made)
    item = next(item for item in items(written.resource) if item["linkId"] == "q")
    assert "enableWhen" not in item
    assert any(each["url"] == terms.DESIGN_NOTE and source in each["valueMarkdown"] for each in item["extension"])
    (finding,) = written.findings
    assert (finding.code, finding.level, finding.where.item) == ("instrument.fhir.not-simple", "note", "q")
    assert back(made).questions[-1].rules.relevant == made.questions[-1].rules.relevant


def test_bounds_lengths_units_and_translations_are_said_in_fhirs_own_words() -> None:
    resource = fhir.questionnaire(instrument(ROWS)).resource
    by_link = {item["linkId"]: item for item in items(resource)}
    extra = {each["url"]: each for each in by_link["n"]["extension"]}
    assert (extra[terms.MIN_VALUE]["valueInteger"], extra[terms.MAX_VALUE]["valueInteger"]) == (0, 10)
    assert extra[terms.UNIT]["valueCoding"]["code"] == "persons"
    assert by_link["t"]["maxLength"] == 40
    assert by_link["named"]["required"] is True
    assert terms.text_of(by_link["named"], "text", "en") == {"en": "Named?", "fr": "Nommé ?"}
    assert by_link["named"]["answerOption"][0]["valueCoding"]["_display"]["extension"][0]["url"] == terms.TRANSLATION
    assert by_link["t#hint"] == {
        "linkId": "t#hint",
        "text": "A hint",
        "type": "display",
        "extension": [terms.control("flyover")],
    }


KINDS = [
    "text",
    "integer",
    "decimal",
    "date",
    "time",
    "dateTime",
    "select_one s",
    "select_multiple s",
    "rank s",
    "note",
]
KINDS += ["file", "image", "geopoint", "barcode", "acknowledge", "select_one_from_file areas.csv", "range", "calculate"]
WORDS = st.sampled_from(["Which office?", "Quel bureau ?", "أي مكتب؟", "办公室", "a < b & c", 'He said "no"'])


@st.composite
def forms(draw: st.DrawFn) -> Instrument:
    """Forms with groups and blocks in one another, all kinds, wordings in three languages, and conditions."""
    rows: list[dict[str, str]] = []
    opened: list[str] = []
    names: list[tuple[str, tuple[str, ...]]] = []
    for place in range(draw(st.integers(1, 12))):
        action = draw(st.sampled_from(["ask", "ask", "ask", "open", "close"]))
        if action == "open" and len(opened) < 3:
            word = draw(st.sampled_from(["group", "repeat"]))
            opened.append(word)
            rows.append({"type": f"begin_{word}", "name": f"g{place}", "label": draw(WORDS)})
        elif action == "close" and opened and not rows[-1]["type"].startswith("begin"):
            rows.append({"type": f"end_{opened.pop()}"})
        rows.append(asked(draw, place, names, tuple(opened)))
    rows += [{"type": f"end_{word}"} for word in reversed(opened)]
    codes = draw(st.lists(st.sampled_from(["a", "b", "1", "x_y"]), min_size=1, unique=True))
    return instrument(rows, [{"list_name": "s", "name": code, "label": draw(WORDS)} for code in codes])


def asked(draw: Any, place: int, names: list[tuple[str, tuple[str, ...]]], opened: tuple[str, ...]) -> dict[str, str]:
    kind = draw(st.sampled_from(KINDS))
    row = {"type": kind, "name": f"q{place}", "label": draw(WORDS), "label::fr": draw(WORDS), "label::ar": draw(WORDS)}
    if kind == "calculate":
        return {"type": kind, "name": f"q{place}", "calculation": "1 + 1"}
    if draw(st.booleans()):
        row["hint"] = draw(WORDS)
    if kind not in {"note"} and draw(st.booleans()):
        row["required"] = "yes"
    if kind == "text" and draw(st.booleans()):
        row["appearance"] = draw(st.sampled_from(["multiline", "url"]))
    if kind == "date" and draw(st.booleans()):
        row["appearance"] = draw(st.sampled_from(["year", "month-year"]))
    if kind == "range":
        row["parameters"] = "start=0 end=10 step=1"
    reachable = [name for name, around in names if around == opened[: len(around)] and "repeat" not in around]
    if reachable and draw(st.booleans()):
        row["relevant"] = draw(st.sampled_from(["${%s} != ''", "${%s} = ''"])) % draw(st.sampled_from(reachable))
    if kind in {"text", "integer", "date"}:
        names.append((f"q{place}", opened))
    return row


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(forms())
def test_out_and_back_gives_the_same_questions_choices_order_required_and_conditions(made: Instrument) -> None:
    assert_sound(fhir.questionnaire(made).resource)
    returned = back(made)
    assert shape(returned) == shape(made)
    assert [n.rules.relevant for n in returned.nodes()] == [n.rules.relevant for n in made.nodes()]


EVERYTHING = instrument(
    [
        {"type": "begin_group", "name": "one", "label": "One"},
        {"type": "select_one yn", "name": "named", "label": "Named?"},
        {"type": "text", "name": "office", "label": "Office", "relevant": "${named} = 'yes'"},
        {"type": "integer", "name": "n", "label": "N", "x_status": "not-known not-available not-applicable"},
        {"type": "end_group"},
        {"type": "decimal", "name": "d", "label": "D"},
        {"type": "select_multiple yn", "name": "many", "label": "Many", "x_status": "not-known"},
        {"type": "rank yn", "name": "order", "label": "Order"},
        {"type": "date", "name": "day", "label": "Day"},
        {"type": "date", "name": "year", "label": "Year", "appearance": "year"},
        {"type": "time", "name": "hour", "label": "Hour"},
        {"type": "dateTime", "name": "moment", "label": "Moment"},
        {"type": "text", "name": "link", "label": "Link", "appearance": "url"},
        {"type": "file", "name": "law", "label": "Law"},
        {"type": "acknowledge", "name": "agreed", "label": "Agreed"},
        {"type": "begin_repeat", "name": "agreements", "label": "Agreements"},
        {"type": "text", "name": "partner", "label": "With whom?"},
        {"type": "begin_repeat", "name": "parts", "label": "Parts"},
        {"type": "integer", "name": "size", "label": "Size"},
        {"type": "end_repeat"},
        {"type": "end_repeat"},
    ]
)
FILLED: dict[str, Any] = {
    "named": "yes",
    "office": "Ministère & co",
    "n": {"status": "not-available"},
    "d": 2.5,
    "many": ["no", "yes"],
    "order": ["yes", "no"],
    "day": "2024-05-01",
    "year": "2024",
    "hour": "14:30",
    "moment": "2024-05-01T10:00:00Z",
    "link": "https://example.org",
    "law": {"file": "7f", "name": "law.pdf", "size": 12, "digest": "ab"},
    "agreed": "OK",
    "agreements": [{"partner": "A", "parts": [{"size": 1}, {"size": 2}]}, {}, {"partner": "C"}],
}


def test_answers_go_out_and_come_back() -> None:
    resource = fhir.response(EVERYTHING, FILLED, today=TODAY, authored="2027-03-01T09:00:00Z")
    assert_filled(resource)
    taken = fhir.take(json.dumps(resource), EVERYTHING, today=TODAY)
    assert not taken.findings.hard, list(taken.findings)
    assert as_json(taken.answers) == FILLED


@pytest.mark.parametrize("status", ["not-known", "not-available", "not-applicable"])
def test_a_non_answer_is_a_reason_why_data_is_absent(status: str) -> None:
    resource = fhir.response(EVERYTHING, {"n": {"status": status}}, today=TODAY)
    answer = resource["item"][0]["item"][0]["answer"][0]
    assert answer["_valueInteger"]["extension"][0]["url"] == terms.ABSENT
    assert fhir.take(resource, EVERYTHING, today=TODAY).answers == parse({"n": {"status": status}})
    assert isinstance(fhir.take(resource, EVERYTHING, today=TODAY).answers["n"], NonAnswer)


def test_only_what_was_asked_goes_out() -> None:
    resource = fhir.response(EVERYTHING, {"named": "no", "office": "left over"}, today=TODAY)
    assert {item["linkId"] for item in items(resource)} == {"one", "one/named"}


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "d": st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
            "many": st.lists(st.sampled_from(["yes", "no"]), min_size=1, unique=True),
            "hour": st.times().map(lambda t: t.strftime("%H:%M")),
            "link": st.just("https://example.org/ü"),
            "agreements": st.lists(
                st.fixed_dictionaries({}, optional={"partner": st.text(min_size=1, max_size=5).map(lambda t: f"x{t}")}),
                min_size=1,
                max_size=3,
            ),
        },
    )
)
def test_any_answers_come_back_as_they_went(answers: dict[str, Any]) -> None:
    resource = json.loads(json.dumps(fhir.response(EVERYTHING, answers, today=TODAY)))
    taken = fhir.take(resource, EVERYTHING, today=TODAY)
    if not taken.findings.hard:
        assert taken.answers == parse(answers)


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([{"linkId": "nothing"}], "instrument.fhir.unknown-item"),
        ([{"linkId": "d", "answer": [{"valueString": "2.5"}]}], "instrument.fhir.answer-not-read"),
        ([{"linkId": "d", "answer": [{"valueDecimal": 1}, {"valueDecimal": 2}]}], "instrument.fhir.too-many-answers"),
        ([{"linkId": "many", "answer": [{"valueCoding": {"code": "perhaps"}}]}], "instrument.answer.not-a-choice"),
        ([{"linkId": "day", "answer": [{"valueDate": "yesterday"}]}], "instrument.answer.not-a-date"),
    ],
)
def test_an_answer_that_cannot_be_taken_leaves_nothing_half_taken(items: list[Json], code: str) -> None:
    good = {"linkId": "one", "item": [{"linkId": "one/named", "answer": [{"valueCoding": {"code": "yes"}}]}]}
    taken = fhir.take({"resourceType": "QuestionnaireResponse", "item": [good, *items]}, EVERYTHING, today=TODAY)
    assert code in {each.code for each in taken.findings.hard}
    assert not taken.ok
    assert not taken.answers


STRANGER: Json = {
    "resourceType": "Questionnaire",
    "id": "workforce.survey",
    "language": "en-GB",
    "title": "Workforce survey",
    "_title": {"extension": [{"url": terms.TRANSLATION, "extension": [
        {"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": "Enquête"}]}]},
    "status": "active",
    "subjectType": ["Organization"],
    "item": [
        {"linkId": "1", "prefix": "1.", "text": "About you", "type": "group", "item": [
            {"linkId": "1.1", "text": "Do you register nurses?", "type": "boolean", "required": True},
            {"linkId": "1.2", "text": "How many?", "type": "integer", "maxLength": 6,
             "extension": [{"url": terms.MIN_VALUE, "valueInteger": 0}],
             "enableWhen": [{"question": "1.1", "operator": "=", "answerBoolean": True}]},
            {"linkId": "1.3", "text": "Which schools?", "type": "open-choice", "repeats": True,
             "answerOption": [
                 {"valueString": "Public school"}, {"valueCoding": {"code": "private", "display": "Private"}}],
             "item": [{"linkId": "1.3.1", "text": "Remarks", "type": "text"}]},
        ]},
        {"linkId": "2", "text": "Weight of the register", "type": "quantity"},
        {"linkId": "3", "text": "Country", "type": "choice", "answerValueSet": "http://example.org/vs"},
        {"linkId": "4", "text": "Colour", "type": "choice", "answerValueSet": "#vs"},
        {"linkId": "5", "text": "Thank you", "type": "display"},
        {"linkId": "6", "text": "If", "type": "string",
         "enableWhen": [{"question": "nowhere", "operator": "exists", "answerBoolean": True}]},
    ],
    "contained": [{"resourceType": "ValueSet", "id": "vs", "compose": {"include": [{"concept": [
        {"code": "g", "display": "Green", "designation": [{"language": "fr", "value": "Vert"}]}]}]}}],
}  # fmt: skip


def test_a_strangers_questionnaire_becomes_a_draft_with_findings() -> None:
    found = fhir.draft(json.dumps(STRANGER))
    assert found.sheets is not None
    read = xlsform.read_sheets(found.sheets)
    made = read.draft
    assert made is not None
    assert (made.id, dict(made.title)) == ("workforce_survey", {"en": "Workforce survey", "fr": "Enquête"})
    said = {q.label.best("en").text: q for q in made.questions}
    assert (said["Do you register nurses?"].kind, said["Do you register nurses?"].rules.required) == ("one", "true()")
    many = said["How many?"]
    assert (many.rules.relevant, many.rules.constraint) == ("${q_1_1} = 'yes'", ". >= 0 and string-length(.) <= 6")
    schools = said["Which schools?"]
    assert schools.kind == "many"
    assert [c.name for c in made.lists[schools.choices].choices] == ["public_school", "private", "other"]
    assert dict(made.lists[said["Colour"].choices].choices[0].label) == {"en": "Green", "fr": "Vert"}
    assert [(f.code.rpartition(".")[2], f.where.item) for f in found.findings] == [
        ("condition-lost", "6"),
        ("type-weakened", "2"),
        ("no-options", "3"),
        ("not-carried", None),
        ("nested-questions", "1.3"),
    ]
    assert isinstance(made.children[0], Group)
    assert made.children[0].label["en"] == "1. About you"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<Questionnaire/>", "instrument.fhir.not-json"),
        (b"\xff\xfe", "instrument.fhir.not-json"),
        (b"[]", "instrument.fhir.not-a-questionnaire"),
        (b'{"resourceType": "Patient"}', "instrument.fhir.not-a-questionnaire"),
        (b"[" * 5_000 + b"]" * 5_000, "instrument.fhir.not-json"),
        (b"[" * 400 + b"]" * 400, "instrument.fhir.too-deep"),
        (b" " * (20 * 1024 * 1024 + 1), "instrument.fhir.too-large"),
    ],
)
def test_what_is_no_questionnaire_is_refused(content: bytes, code: str) -> None:
    found = fhir.draft(content)
    assert found.sheets is None
    assert [each.code for each in found.findings] in ([code], ["instrument.fhir.too-deep"])


ELEMENTS = [
    "item",
    "linkId",
    "type",
    "text",
    "extension",
    "url",
    "valueString",
    "answerOption",
    "valueCoding",
    "code",
    "display",
    "enableWhen",
    "question",
    "operator",
    "answerBoolean",
    "initial",
    "repeats",
    "contained",
    "compose",
    "include",
    "concept",
    "answerValueSet",
    "id",
    "designation",
    "_text",
]
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(ELEMENTS), inside, max_size=5),
    max_leaves=25,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["item", "title", "language", "contained", "extension", "_title"]), JSONS))
def test_no_questionnaire_of_a_stranger_raises(parts: Json) -> None:
    found = fhir.draft({"resourceType": "Questionnaire", **parts})
    if found.sheets is not None:
        xlsform.read_sheets(found.sheets)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"linkId": st.sampled_from(["one", "d", "many", "law", "agreements"])}, optional={
    "answer": JSONS, "item": JSONS})))  # fmt: skip
def test_no_response_of_a_stranger_raises(items: list[Json]) -> None:
    fhir.take({"resourceType": "QuestionnaireResponse", "item": items}, EVERYTHING, today=TODAY)


def test_every_finding_has_a_wording() -> None:
    folder = Path(fhir.__path__[0])
    out = re.findall(r'_note\(\s*"([a-z-]+)"', (folder / "questionnaire.py").read_text("utf-8"))
    back = "".join((folder / name).read_text("utf-8") for name in ("drafting.py", "answers_in.py", "json_in.py"))
    reasons = {*out, *re.findall(r'(?:_say|finding)\(\s*"([a-z-]+)"', back), "not-simple"}
    assert len(reasons) > 15
    assert {f"instrument.fhir.{reason}" for reason in reasons} <= known_codes()


def test_a_file_comes_back_with_its_digest() -> None:
    resource = fhir.response(EVERYTHING, {"law": FILLED["law"]}, today=TODAY)
    assert fhir.take(resource, EVERYTHING, today=TODAY).answers["law"] == Attached("7f", "law.pdf", 12, "ab")
