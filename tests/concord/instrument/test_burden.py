"""The burden meter: counts that can be checked by hand, ranges that hold, assumptions that are shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from concord.declarations import packs
from concord.declarations.check import check_file
from concord.instrument import burden, xlsform
from concord.instrument.burden import Already, Range
from concord.instrument.burden.assumptions import declared
from concord.instrument.model import SILENT, Instrument, Kind
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

TODAY = date(2027, 3, 1)


def instrument(*rows: str, languages: bool = False) -> Instrument:
    """Rows as ``type name label relevant x_known x_minutes x_rows x_columns label::zh``, parted by bars."""
    columns = ("type", "name", "label", "relevant", "x_known", "x_minutes", "x_rows", "x_columns", "label::zh")
    cells = [dict(zip(columns, (cell.strip() for cell in row.split("|")), strict=False)) for row in rows]
    kept = tuple(Row(place, {k: v for k, v in each.items() if v}) for place, each in enumerate(cells, start=2))
    listed = [("yn", "yes", "Yes"), ("yn", "no", "No"), ("jobs", "221", "Doctors"), ("jobs", "222", "Nurses")]
    listed += [("years", "2023", "2023"), ("years", "2024", "2024")]
    choices = [Row(p, {"list_name": a, "name": b, "label": c}) for p, (a, b, c) in enumerate(listed, start=2)]
    named = {"form_id": "f", "form_title": "F", "version": "1"}
    sheets = Sheets(
        "f.xlsx",
        Sheet(SURVEY, columns if languages else columns[:-1], kept),
        Sheet(CHOICES, ("list_name", "name", "label"), tuple(choices)),
        Sheet(SETTINGS, tuple(named), (Row(2, named),)),
    )
    read = xlsform.read_sheets(sheets)
    assert read.draft is not None
    return read.draft


FORM = instrument(
    "begin_group | authority | Authority",
    "select_one yn | named | Is one named? | | authority-named",
    "text | office | Which office? | ${named} = 'yes'",
    "note | thanks | Thank you for this.",
    "end_group",
    "begin_repeat | agreements | Agreements",
    "text | partner | With whom?",
    "end_repeat",
)


def test_before_any_answer_the_asked_share_is_a_range_of_the_conditions() -> None:
    measured = burden.meter(FORM, today=TODAY)
    whole = measured.whole
    assert (whole.questions, whole.always) == (3, 1)
    assert (whole.asked.low, whole.asked.high) == (1, 8)  # named; office; six agreements at most
    assert whole.share == Range(1 / 3, pytest.approx(2.5 / 3), 1)  # type: ignore[arg-type]
    assert whole.minutes.low <= whole.minutes.typical <= whole.minutes.high
    assert {each.id for each in measured.assumptions} >= {"conditional", "instances", "reading", "choose-one"}
    assert not measured.given


def test_with_answers_what_is_asked_is_counted() -> None:
    answers = {"named": "no", "agreements": [{"partner": "A"}, {"partner": "B"}]}
    measured = burden.meter(FORM, answers, today=TODAY)
    assert measured.whole.asked == Range(3, 3, 3)
    assert measured.whole.share.typical == pytest.approx(2 / 3)
    assert measured.whole.always == 1
    assert {each.id for each in measured.assumptions}.isdisjoint({"conditional", "instances"})
    assert measured.given


def test_what_concord_knows_is_counted_with_its_source_and_only_confirmed() -> None:
    known = {"authority-named": Already("yes", "register of authorities"), "nothing": None}
    with_it = burden.meter(FORM, {"named": "no"}, known, today=TODAY)
    without = burden.meter(FORM, {"named": "no"}, {"authority-named": None}, today=TODAY)
    assert (with_it.whole.knowable, with_it.whole.known, without.whole.known) == (1, 1, 0)
    assert with_it.whole.ready_share == pytest.approx(1 / 3)
    assert with_it.known["authority-named"].source == "register of authorities"
    assert with_it.whole.minutes.typical < without.whole.minutes.typical
    assert with_it.whole.minutes_alone == without.whole.minutes_alone


def test_what_was_carried_is_counted_once_for_each_question() -> None:
    answers = {"agreements": [{"partner": "A"}, {"partner": "B"}]}
    carried = ["agreements[1]/partner", "agreements[2]/partner"]
    measured = burden.meter(FORM, answers, today=TODAY, carried=carried)
    assert (measured.whole.carried, measured.whole.ready) == (1, 1)


def test_sections_add_up_to_the_whole() -> None:
    measured = burden.meter(FORM, today=TODAY)
    assert [each.section for each in measured.sections] == ["authority", "agreements"]
    for name in ("questions", "always", "words", "knowable", "known", "carried", "ready"):
        assert sum(getattr(each, name) for each in measured.sections) == getattr(measured.whole, name)
    assert sum((each.minutes for each in measured.sections), Range()).high == pytest.approx(measured.whole.minutes.high)


def test_each_cell_of_a_grid_is_a_question_and_costs_less_than_a_number_alone() -> None:
    grid = instrument("begin_group | table | Personnel | | | | jobs | years", "integer | stock | Persons", "end_group")
    alone = instrument("integer | stock | Persons")
    assert burden.meter(grid, today=TODAY).whole.questions == 4
    one = burden.meter(grid, today=TODAY).whole.minutes.typical / 4
    assert one < burden.meter(alone, today=TODAY).whole.minutes.typical


def test_a_questions_own_minutes_outrank_the_assumption_and_move_its_range() -> None:
    usual = burden.meter(instrument("text | a | A"), today=TODAY).whole.minutes
    own = burden.meter(instrument("text | a | A | | | 15"), today=TODAY).whole.minutes
    assert own.typical - usual.typical == pytest.approx(15 - 1.5)
    assert own.high > usual.high * 5


def test_words_are_counted_in_the_language_that_is_read() -> None:
    form = instrument("text | a | Which office is it? | | | | | | 是哪个办公室", languages=True)
    assert burden.meter(form, today=TODAY).whole.words == 4
    assert burden.meter(form, today=TODAY, language="zh").whole.words == 3


def test_every_kind_that_is_asked_has_an_assumption_with_a_reason() -> None:
    kinds = set(Kind.__args__) - SILENT  # type: ignore[attr-defined]
    answering = declared().answering
    assert kinds | {"cell"} == set(answering)
    for each in answering.values():
        assert each.reason
        assert each.figures.low <= each.figures.typical <= each.figures.high


def test_the_declared_assumptions_follow_their_schema() -> None:
    root = packs.BUILT_IN
    assert not check_file(root / "methods" / "burden.yaml", root=root)


def test_a_pack_may_declare_its_own_assumptions(tmp_path: Path) -> None:
    text = (packs.BUILT_IN / "methods" / "burden.yaml").read_text("utf-8").replace("typical: 1.5", "typical: 3.5")
    (tmp_path / "methods").mkdir()
    (tmp_path / "methods" / "burden.yaml").write_text(text, "utf-8")
    form = instrument("text | a | A")
    before = burden.meter(form, today=TODAY).whole.minutes.typical
    with packs.using(tmp_path):
        assert burden.meter(form, today=TODAY).whole.minutes.typical - before == pytest.approx(2)


def test_an_empty_instrument_weighs_nothing() -> None:
    measured = burden.meter(instrument("note | a | A"), today=TODAY)
    assert measured.whole.questions == 0
    assert measured.whole.minutes == Range()
    assert measured.whole.ready_share == 0
