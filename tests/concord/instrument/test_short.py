"""The short mode: what has not changed is confirmed section by section, the rest is asked anew."""

from __future__ import annotations

from datetime import date

from concord.instrument import short, xlsform
from concord.instrument.answers import as_json
from concord.instrument.model import Instrument
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

TODAY = date(2027, 3, 1)


def instrument(id: str, *rows: str) -> Instrument:
    """Rows as ``type name label x_same_as relevant x_short``, parted by bars."""
    columns = ("type", "name", "label", "x_same_as", "relevant", "x_short")
    cells = [dict(zip(columns, (cell.strip() for cell in row.split("|")), strict=False)) for row in rows]
    survey = Sheet(
        SURVEY,
        columns,
        tuple(Row(place, {k: v for k, v in each.items() if v}) for place, each in enumerate(cells, start=2)),
    )
    listed = Sheet(
        CHOICES,
        ("list_name", "name", "label"),
        tuple(Row(p, {"list_name": "yn", "name": n, "label": n}) for p, n in enumerate(("yes", "no"), start=2)),
    )
    named = {"form_id": id, "form_title": id, "version": "1"}
    read = xlsform.read_sheets(Sheets(f"{id}.xlsx", survey, listed, Sheet(SETTINGS, tuple(named), (Row(2, named),))))
    assert read.draft is not None
    return read.draft


OLD = instrument(
    "old",
    "begin_group | authority | Authority",
    "select_one yn | named | Is there an authority?",
    "text | office | Which office?",
    "text | deputy | Which deputy?",
    "end_group",
    "begin_group | treaties | Treaties",
    "begin_repeat | agreements | Agreements",
    "text | partner | With whom?",
    "end_repeat",
    "end_group",
)
NEW = instrument(
    "new",
    "text | remark | Remark",
    "begin_group | authority | Authority",
    "select_one yn | named | Is there an authority? | old/named",
    "text | office | Which office is it? | reworded old/office | ${named} = 'yes'",
    "text | deputy | Which deputy? | old/deputy | ${named} = 'yes'",
    "text | person | Who answers? | | | yes",
    "end_group",
    "begin_group | treaties | Treaties",
    "begin_repeat | agreements | Agreements | old/agreements",
    "text | partner | With whom? | old/partner",
    "text | field | On what?",
    "end_repeat",
    "end_group",
)
ANSWERS = {
    "named": "yes",
    "office": "Ministry",
    "deputy": "N. N.",
    "agreements": [{"partner": "A"}, {"partner": "B"}],
}


def test_a_section_confirms_what_is_the_same_and_asks_the_rest_anew() -> None:
    plan = short.plan(NEW, OLD, ANSWERS, today=TODAY)
    assert [section.name for section in plan.sections] == ["", "authority", "treaties"]
    authority = plan.section("authority")
    assert authority is not None
    assert authority.confirm == ("named", "deputy")
    assert [(each.address, each.why) for each in authority.anew] == [("office", "reworded"), ("person", "marked")]
    treaties = plan.section("treaties")
    assert treaties is not None
    assert treaties.confirm == ("agreements[1]/partner", "agreements[2]/partner")
    assert [(each.address, each.why) for each in treaties.anew] == [
        ("agreements[1]/field", "new"),
        ("agreements[2]/field", "new"),
    ]


def test_what_is_not_asked_is_neither_confirmed_nor_asked_anew() -> None:
    plan = short.plan(NEW, OLD, {**ANSWERS, "named": "no"}, today=TODAY)
    authority = plan.section("authority")
    assert authority is not None
    assert (authority.confirm, [each.address for each in authority.anew]) == (("named",), ["person"])


def test_what_was_not_known_last_time_is_asked_anew() -> None:
    plan = short.plan(NEW, OLD, {"named": {"status": "not-known"}}, today=TODAY)
    authority = plan.section("authority")
    assert authority is not None
    assert next((each.address, each.why) for each in authority.anew) == ("named", "no-answer")


def test_only_confirmed_sections_give_answers_with_their_origin() -> None:
    plan = short.plan(NEW, OLD, ANSWERS, today=TODAY)
    made = short.answers(plan, ["authority"], {"office": "Ministry of Health", "agreements[2]/field": "Nurses"})
    assert as_json(made.answers) == {
        "named": "yes",
        "deputy": "N. N.",
        "office": "Ministry of Health",
        "agreements": [{}, {"field": "Nurses"}],
    }
    assert made.marks == {
        "named": "confirmed",
        "deputy": "confirmed",
        "office": "asked-anew",
        "agreements[2]/field": "asked-anew",
    }
    assert made.origins["deputy"].old_id == "old/deputy"


def test_an_answer_that_is_not_asked_anew_is_not_taken() -> None:
    plan = short.plan(NEW, OLD, ANSWERS, today=TODAY)
    made = short.answers(plan, [], {"named": "no", "nothing": "x", "person": ""})
    assert as_json(made.answers) == {}
    assert made.marks == {}


def test_confirming_everything_gives_the_carried_answers() -> None:
    same = instrument("new", *(f"{row} | old/{row.split('|')[1].strip()}" for row in ("text | a | A", "text | b | B")))
    old = instrument("old", "text | a | A", "text | b | B")
    plan = short.plan(same, old, {"a": "1", "b": "2"}, today=TODAY)
    assert plan.sections[0].anew == ()
    assert as_json(short.answers(plan, [""]).answers) == {"a": "1", "b": "2"}
