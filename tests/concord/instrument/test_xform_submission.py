"""Submissions of ODK and Kobo: the same answers, the same rules, and nothing unsafe."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.findings import filled
from concord.instrument import library
from concord.instrument.answers import Attached, as_json, normal, parse
from concord.instrument.model import FILES, Instrument, Question
from concord.instrument.workbook import Filled
from concord.instrument.xform import read_submission, read_submissions, submission
from concord.instrument.xform.elements import parse as elements

sys.path.insert(0, str(Path(__file__).parent))
from examples import (  # the tests are no package
    EXAMPLES,
    TODAY,
    instrument_of,
    sample_answers,
)
from instrument_by_hand import ANSWERS, built


def came_back(data: bytes, instrument: Instrument | None = None, **more: Any) -> Filled:
    return read_submission(data, instrument or built(), today=TODAY, complete=False, **more)


def codes(found: Filled) -> list[str]:
    return [finding.code for finding in found.findings.hard]


def without_files(instrument: Instrument, answers: dict[str, Any], repeat: tuple[str, ...] = ()) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in answers.items():
        node = instrument.by_key.get((repeat, key))
        if isinstance(node, Question):
            kept |= {key: value} if node.kind not in FILES or "status" in value else {}
        else:
            entries = [without_files(instrument, each, (*repeat, key)) for each in value]
            kept |= {key: [each for each in entries if each]} if any(entries) else {}
    return kept


def known(instrument: Instrument) -> dict[str, Any]:
    answers = as_json(parse(sample_answers(instrument, today=TODAY)))
    return as_json(normal(instrument, without_files(instrument, answers))[0])


def test_answers_sent_are_read_again() -> None:
    found = came_back(submission(built(), ANSWERS))
    assert codes(found) == []
    assert as_json(found.answers) == ANSWERS
    assert found.id.startswith("uuid:")


@pytest.mark.parametrize("id", library.ids())
def test_a_shipped_instrument_comes_back(id: str) -> None:
    instrument = library.load(id)
    answers = known(instrument)
    found = came_back(submission(instrument, answers, today=TODAY), instrument)
    assert (codes(found), as_json(found.answers)) == ([], answers)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_form_comes_back(name: str) -> None:
    instrument = instrument_of(name)
    answers = known(instrument)
    assert as_json(came_back(submission(instrument, answers), instrument).answers) == answers


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1).filter(
        lambda t: t.strip()
    ),
    st.integers(0, 10**14),
    st.floats(-1e9, 1e9, allow_nan=False),
)
def test_whatever_is_sent_comes_back(name: str, n: int, share: float) -> None:
    number = int(share) if share == int(share) else share
    answers = as_json(parse({"gate": "yes", "name": name, "n": n, "share": number}))
    assert as_json(came_back(submission(built(), answers)).answers) == answers


def test_the_same_answers_give_the_same_bytes_and_an_id_may_be_given() -> None:
    assert submission(built(), ANSWERS) == submission(built(), ANSWERS)
    assert came_back(submission(built(), ANSWERS, instance_id="uuid:1")).id == "uuid:1"


def test_calculated_values_are_written_where_a_day_is_given() -> None:
    root = elements(submission(built(), {"n": 4}, today=TODAY))
    assert root.find("total").text == "5"  # type: ignore[union-attr]
    assert elements(submission(built(), {"n": 4})).find("total").text == ""  # type: ignore[union-attr]


# ---- refused, with the place


def body(inside: str, *, id: str = "by-hand", version: str = "1", more: str = "") -> bytes:
    return f'<data id="{id}" version="{version}"{more}>\n{inside}\n</data>'.encode()


@pytest.mark.parametrize(
    ("inside", "code", "item"),
    [
        ("<n>-3</n>", "constraint", "n"),
        ("<n>many</n>", "not-a-number", "n"),
        ("<n>2.5</n>", "not-an-integer", "n"),
        ("<gate>perhaps</gate>", "not-a-choice", "gate"),
        ("<day>2026-02-30</day>", "not-a-date", "day"),
        ("<deals><partner>A</partner></deals><deals><persons>x</persons></deals>", "not-a-number", "deals[2]/persons"),
    ],
)
def test_a_value_that_breaks_a_rule_is_refused_with_line_and_address(inside: str, code: str, item: str) -> None:
    found = came_back(body(inside))
    (wrong,) = found.findings.hard
    assert (wrong.code, wrong.where.item, wrong.where.row) == (f"instrument.answer.{code}", item, 2)
    assert as_json(found.answers) == {}


def test_a_required_answer_that_is_missing_is_refused_where_the_form_should_be_complete() -> None:
    instrument = built([{"q": "name", "required": "yes"}])
    found = read_submission(submission(instrument, {}), instrument, today=TODAY)
    assert codes(found) == ["instrument.answer.required"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (body("<n>3</n>", id="other"), "other-form"),
        (body("<n>3</n>", version="0"), "other-version"),
        (body("<concord_instrument>other:1:0</concord_instrument>"), "other-form"),
        (body("<concord_instrument>by-hand:0:9</concord_instrument>"), "other-version"),
        (body("", more=' encrypted="yes"'), "encrypted"),
        (b"<nothing/>", "not-a-submission"),
        (b"<data id='by-hand'><n>3</data>", "broken"),
        (b'<!DOCTYPE data [<!ENTITY a "b">]><data id="by-hand"><n>&a;</n></data>', "unsafe"),
        (b"", "broken"),
    ],
)
def test_a_submission_of_another_form_or_unsafe_is_refused_by_name(data: bytes, code: str) -> None:
    found = came_back(data)
    assert codes(found) == [f"instrument.xform.{code}"]
    assert filled(found.findings[0]).hint
    assert as_json(found.answers) == {}


def test_another_version_is_known_by_its_digest() -> None:
    sent = submission(built(), {"n": 3})
    assert codes(came_back(sent, replace(built(), digest="f" * 64))) == ["instrument.xform.other-version"]


def test_a_form_that_has_another_id_on_a_server_is_known_all_the_same() -> None:
    sent = submission(built(), {"n": 3}).replace(b'id="by-hand" version="1"', b'id="aXyZ" version="vQ"')
    assert as_json(came_back(sent).answers) == {"n": 3}
    assert as_json(came_back(body("<n>3</n>", id="aXyZ", version="vQ"), known_as=["aXyZ"]).answers) == {"n": 3}


def test_what_the_instrument_does_not_ask_is_told_and_not_taken() -> None:
    found = came_back(
        body("<n>3</n><strange>words</strange><meta><instanceID>uuid:9</instanceID></meta><_uuid>x</_uuid>")
    )
    assert [(unknown.text, unknown.where.row) for unknown in found.unknown] == [("words", 2)]
    assert [finding.code for finding in found.findings.soft] == ["instrument.xform.unknown-field"]
    assert (as_json(found.answers), found.id) == ({"n": 3}, "uuid:9")


def test_an_entry_in_which_nothing_was_answered_is_no_entry() -> None:
    inside = "<deals><partner/></deals><deals><partner>B</partner></deals>"
    assert as_json(came_back(body(inside)).answers) == {"deals": [{"partner": "B"}]}


def test_times_and_moments_come_as_devices_write_them() -> None:
    inside = "<hour>14:30:00.000+02:00</hour><month>2025-06-01</month><year>2024-01-01</year>"
    assert as_json(came_back(body(inside)).answers) == {"hour": "14:30", "month": "2025-06", "year": "2024"}


# ---- several, and with files


def zipped(entries: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_of_several_is_read_one_by_one() -> None:
    data = zipped({f"instances/{n}/submission.xml": submission(built(), {"n": n}) for n in (1, 2, 3)})
    found = read_submissions(data, built(), today=TODAY, name="central.zip", complete=False)
    assert [as_json(each.answers) for each in found] == [{"n": 1}, {"n": 2}, {"n": 3}]
    assert codes(came_back(data)) == ["instrument.xform.several"]


def test_a_broken_one_among_several_does_not_hide_the_others() -> None:
    data = zipped({"a.xml": submission(built(), {"n": 1}), "b.xml": b"<data"})
    found = read_submissions(data, built(), today=TODAY, complete=False)
    assert [codes(each) for each in found] == [[], ["instrument.xform.broken"]]


def test_a_list_in_one_file_is_read_one_by_one() -> None:
    listed = b"".join(submission(built(), {"n": n}).partition(b"?>\n")[2] for n in (1, 2))
    data = b"<root><count>2</count><results>" + listed + b"</results></root>"
    found = read_submissions(data, built(), today=TODAY, complete=False)
    assert [as_json(each.answers) for each in found] == [{"n": 1}, {"n": 2}]


def test_a_file_that_came_along_is_an_answer_and_one_that_did_not_is_told() -> None:
    inside = body("<paper>law.pdf</paper>")
    found = came_back(zipped({"1/submission.xml": inside, "1/law.pdf": b"%PDF-1.7"}))
    paper = found.answers["paper"]
    assert isinstance(paper, Attached)
    assert (paper.file, paper.name, paper.size) == ("attachment:law.pdf", "law.pdf", 8)
    assert found.files == {"law.pdf": b"%PDF-1.7"}
    alone = came_back(inside)
    assert [finding.code for finding in alone.findings] == ["instrument.xform.file-absent"]
    assert as_json(alone.answers) == {}


@pytest.mark.parametrize(
    "entries", [{"../up.xml": b"<a/>"}, {"in.zip": zipped({"a.xml": b"<a/>"})}, {"bomb.xml": b"0" * 30_000_000}]
)
def test_an_archive_that_means_harm_is_refused(entries: dict[str, bytes]) -> None:
    found = read_submissions(zipped(entries), built(), today=TODAY)
    assert len(found) == 1
    assert found[0].findings.hard
    assert as_json(found[0].answers) == {}
