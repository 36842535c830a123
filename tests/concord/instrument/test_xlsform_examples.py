from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pytest

from concord.instrument.checks import check
from concord.instrument.routing import evaluate
from concord.instrument.xlsform import read, write_workbook

sys.path.insert(0, str(Path(__file__).parent))
from examples import (  # the tests are no package
    CONVERTED,
    DECLARED,
    EXAMPLES,
    FOLDER,
    TODAY,
    instrument_of,
    read_example,
    sample_answers,
)


@pytest.mark.parametrize("name", DECLARED)
def test_pyxform_does_with_its_own_form_what_is_declared(name: str) -> None:
    from pyxform.xls2xform import convert

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            convert(FOLDER / name, validate=False)
        except Exception:  # pyxform raises many kinds
            converted = False
        else:
            converted = True
    assert converted == DECLARED[name]["converts"]


@pytest.mark.parametrize("name", CONVERTED)
def test_a_form_that_pyxform_converts_is_read_or_refused_by_the_features_name(name: str) -> None:
    codes = sorted({each.code for each in read_example(name).findings.hard})
    assert codes == DECLARED[name].get("refused", [])
    assert (read_example(name).instrument is not None) == (not codes)


def test_what_is_refused_is_minimal() -> None:
    refused = {name: DECLARED[name]["refused"] for name in CONVERTED if DECLARED[name].get("refused")}
    unsupported = {name for name, codes in refused.items() if all(".unsupported." in code for code in codes)}
    assert len(CONVERTED) == 54
    assert len(EXAMPLES) == 52
    assert unsupported == {"xl_date_ambiguous.xlsx"}
    # Broken on purpose: its calculation is a sentence. ODK's validator refuses it too.
    assert set(refused) - unsupported == {"bad_calc.xlsx"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_answered_and_no_answer_breaks_a_rule(name: str) -> None:
    instrument = instrument_of(name)
    answers = sample_answers(instrument)
    state = evaluate(instrument, answers, today=TODAY)
    hard = [(each.code, each.where.item) for each in check(instrument, answers, today=TODAY).hard]
    assert hard == []
    assert state.asked or not any(question.is_asked for question in instrument.questions)


def test_sample_answers_are_the_same_at_every_call() -> None:
    instrument = instrument_of("xlsform_spec_test.xlsx")
    assert sample_answers(instrument) == sample_answers(instrument)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_written_and_read_again_is_the_same_instrument(name: str) -> None:
    instrument = instrument_of(name)
    again = read(write_workbook(instrument), "again.xlsx", files=dict(instrument.sheets.files))
    assert again.instrument is not None, list(again.findings.hard)
    assert again.instrument.digest == instrument.digest
    assert again.instrument.languages == instrument.languages
    assert [(n.path, n.label, n.rules) for n in again.instrument.nodes()] == [
        (n.path, n.label, n.rules) for n in instrument.nodes()
    ]


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name.endswith((".xls", ".xlsx"))])
def test_pyxform_converts_what_we_write(name: str) -> None:
    from pyxform.xls2xform import convert

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert convert(write_workbook(instrument_of(name)), validate=False, file_type=".xlsx").xform
