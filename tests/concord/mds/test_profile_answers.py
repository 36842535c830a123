"""Questions and answers: whatever cannot be settled is asked, and what is answered is not asked again."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.errors import Invalid
from concord.mds.profile import Profile
from concord.mds.proposing import ids
from concord.mds.proposing.answering import answer
from concord.mds.proposing.applied import applied
from concord.mds.proposing.door import as_said
from concord.mds.proposing.grid import NUMBER
from concord.mds.proposing.model import Proposal, Question
from concord.mds.proposing.propose import proposal_of
from concord.mds.proposing.written import as_yaml

from .profile_books import FREE, answered, book, opened

COUNTRIES = ("India", "Kenya", "Côte d'Ivoire", "Nowhereland", "Nepal", "Burma", "NA", "Unknown")
TITLES = ("", "Stock of doctors, as at 31 December 2018", "Table 3 (in thousands)", "Ministry of health | | annex")
HEADS = ("Country of training|2017|2018", "Country|Women|Men", "Origine|Médecins|Cat. B", "|Stock|Inflow", "Land|1|2")
ENDS = ("", "Total|99|101", "Source: the register", "Sub-total Africa|5|6", "All the same|{sum}|{sum}")


def sheet(seed: int) -> dict[str, Any]:
    """A drawn sheet with some of the usual mess, from a seed."""
    dice = random.Random(seed)
    width = 3
    lines = [dice.choice(TITLES)]
    lines += [""] * dice.randrange(2)
    for _ in range(dice.choice((1, 1, 2))):
        lines.append(dice.choice(HEADS))
        if dice.random() < 0.3:
            lines.append(dice.choice(("Doctors||", "Group X||", "Afrique||")))
        count = dice.randrange(2, 6)
        for _ in range(count):
            cells = [dice.choice(("12", "1.5", "..", "1.234", "", "<5", "2 345")) for _ in range(width - 1)]
            lines.append("|".join([dice.choice((*COUNTRIES, "")), *cells]))
        lines.append(dice.choice(ENDS).replace("{sum}", "60"))
        lines += [""] * dice.randrange(2)
    return {"name": f"S{seed % 7}", "rows": "\n".join(lines), "hidden": dice.choice(("visible",) * 4 + ("hidden",))}


def pick_any(dice: random.Random) -> Any:
    """Any choice that is offered, or what may be typed."""

    def pick(question: Question) -> str:
        return dice.choice(question.choices).value if question.choices else FREE[question.free]

    return pick


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_whatever_is_answered_no_question_is_left(seed: int) -> None:
    dice = random.Random(seed)
    file = opened(book([sheet(seed), {**sheet(seed + 1), "name": "other"}]), "book.xlsx")
    proposal = answered(file, Profile(), pick_any(dice), rounds=15)
    assert [each.id for each in proposal.questions] == []
    again = proposal_of(file, proposal.profile)
    assert again.questions == ()
    assert as_yaml(again.profile) == as_yaml(proposal_of(file, again.profile).profile)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_no_number_of_a_table_disappears(seed: int) -> None:
    """Every number inside a found table is in a row of data or in a row that is shown as set aside."""
    proposal = proposal_of(opened(book([sheet(seed)]), "book.xlsx"))
    for table in proposal.tables:
        shown = {each.row for each in table.aside} | set(table.data_rows) | set(table.header_rows)
        for line in table.region.body:
            if any(spot.look == NUMBER for spot in line.spots[table.region.span.left : table.region.span.right + 1]):
                assert line.row in shown
        assert not {each.row for each in table.aside} & set(table.data_rows)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_what_is_applied_keeps_every_cell_in_its_place(seed: int) -> None:
    file = opened(book([sheet(seed)]), "book.xlsx")
    proposal = answered(file, Profile(), rounds=15)
    for table in proposal.to_read:
        made = applied(table, proposal.profile)
        raw = table.region.grid.sheet
        positions = {row: at for at, row in enumerate(raw.rows)}
        for column, found in zip(made.columns, table.columns, strict=False):
            if found.added or found.role != "value":
                continue
            assert column.letter == found.letter
            for at, row in enumerate(made.rows):
                assert column.text(at) == raw.columns[found.at].text(positions[row])


def test_a_file_with_open_questions_is_not_read() -> None:
    file = opened(book([{"rows": "Country of training|Stock\nIndia|10\nNepal|4"}]), "book.xlsx")
    said = as_said(proposal_of(file))
    assert said.parts == ()
    assert {finding.code for finding in said.findings.hard} == {"mds.question.open"}
    assert len(as_said(answered(file, Profile())).parts) == 1


def test_the_same_cells_and_profile_give_the_same_proposal() -> None:
    file = opened(book([sheet(5)]), "book.xlsx")
    first, second = proposal_of(file), proposal_of(file)
    assert [each.id for each in first.questions] == [each.id for each in second.questions]
    assert first.profile == second.profile


def test_what_may_stay_open_can_be_answered_with_not_known() -> None:
    file = opened(book([{"rows": "Country of training|Stock\nIndia|10\nNepal|4"}]), "book.xlsx")
    may = [each for each in proposal_of(file).questions if not each.must]
    assert {each.kind for each in may} == {"activity", "counts", "reference-day"}
    profile = Profile()
    for question in may:
        profile = answer(profile, question.id, "not-said")
    assert not [each for each in proposal_of(file, profile).questions if not each.must]


@pytest.mark.parametrize(
    ("id", "choice", "code"),
    [
        ("weather", "fine", "mds.answer.question"),
        ("decimal/too/many", ",", "mds.answer.question"),
        ("decimal", ";", "mds.answer.choice"),
        ("base", "taste", "mds.answer.choice"),
        ("area", "Atlantis", "mds.answer.choice"),
        ("year", "18", "mds.answer.choice"),
        ("occupation", "9999", "mds.answer.choice"),
        ("role//X", "hair", "mds.answer.choice"),
        ("code/sex/H", "Z", "mds.answer.choice"),
        ("code/origin/Burma", "Birmingham", "mds.answer.choice"),
        ("code/occupation/MO", "doctor", "mds.answer.choice"),
        ("means/EU", "banana", "mds.answer.choice"),
        ("means/EU", "occupation:banana", "mds.answer.choice"),
        ("date-order//X", "whenever", "mds.answer.choice"),
        ("reference-day", "tomorrow", "mds.answer.choice"),
        ("which/!A1/year/B,C", "D", "mds.answer.choice"),
        ("total/Ensemble", "perhaps", "mds.answer.choice"),
    ],
)
def test_an_answer_that_is_none_is_refused(id: str, choice: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        answer(Profile(), id, choice)
    assert refused.value.code == code


def test_answers_are_said_where_they_belong() -> None:
    profile = Profile()
    for id, choice in (
        ("area", "New Zealand"), ("decimal", ","), ("code/sex/H", "M"), ("code/occupation/Inf. DE", "2221"),
        ("code/training/Burma", "Myanmar"), ("code/occupation/Chauffeur", "leave-out"), ("role//Pays", "origin"),
        ("role/Data!B4/C", "year"), ("year/Data!B4", "2018"), ("which/Data!B4/year/D,E", "E"),
        ("read/Old!A1", "leave-out"), ("means/EU", "leave-out"), ("date-order//Né le", "DD/MM/YYYY"),
        ("section/Data!B4", "occupation"), ("hidden/Old", "read"), ("total/Ensemble", "leave-out"),
    ):  # fmt: skip
        profile = answer(profile, id, choice)
    assert (profile.area, profile.decimal) == ("NZL", ",")
    assert profile.codes["sex"] == {"H": "M"}
    assert profile.codes["occupation"] == {"Chauffeur": "leave-out"}
    assert profile.occupations == {"Inf. DE": "2221"}
    assert profile.areas == {"Burma": "MMR"}
    assert profile.columns == {"Pays": "origin"}
    data, old = profile.tables
    assert (data.sheet, data.range, data.year, data.section) == ("Data", "B4", 2018, "occupation")
    assert data.columns == {"C": "year", "D": "nothing", "E": "year"}
    assert (old.sheet, old.read) == ("Old", False)
    assert profile.codes["columns"] == {"EU": "leave-out"}
    assert profile.dates == {"Né le": "DD/MM/YYYY"}
    assert set(profile.answered) == {"hidden/Old", "total/Ensemble"}


@given(st.text(min_size=1), st.text())
def test_ids_carry_any_text(kind: str, part: str) -> None:
    assert ids.parted(ids.made("code", kind, part)) == ["code", kind, part]


def test_a_question_says_where_and_what_and_offers_reasons() -> None:
    from concord.mds.proposing import wording

    file = opened("Pays de formation;Médecins\nAlgérie;1.234\nMarocc;3.400\n".encode(), "t.csv")
    proposal: Proposal = proposal_of(file)
    for question in proposal.questions:
        message, _ = wording.question(question)
        assert message
        assert "{" not in message
        for choice in question.choices:
            assert "{" not in wording.choice(choice, question)
            assert "mds." not in wording.reason(choice.reason)
    (decimal,) = [each for each in proposal.questions if each.kind == "decimal"]
    assert [(each.value, each.reason.code if each.reason else "") for each in decimal.choices] == [
        (",", "mds.reason.thousands"),
        (".", "mds.reason.decimals"),
    ]
    assert (decimal.about.row, decimal.about.letter) == (2, "B")
    (marok,) = [each for each in proposal.questions if each.kind == "code"]
    assert "MAR" in [each.value for each in marok.choices]


def test_the_country_that_reports_among_the_origins_is_asked_about_and_its_answer_heard() -> None:
    file = opened("Pays de formation;Profession;2022\nFrance;Médecins;900\nAlgérie;Médecins;52\n".encode(), "t.csv")
    proposal: Proposal = proposal_of(file, Profile(area="FRA", measure="stock"))
    (own,) = [each for each in proposal.questions if each.kind == "code"]
    assert (own.id, own.must) == ("code/origin/France", False)
    assert [each.value for each in own.choices] == ["domestic", "unknown", "leave-out"]
    assert answer(proposal.profile, own.id, "domestic").codes["origin"] == {"France": "domestic"}


def test_letters_of_the_sexes_in_heads_are_read_by_those_beside_them() -> None:
    drawing = "País de formación;Ocupación;2021 / H;2021 / M\nCuba;Médicos;12;15\n"
    proposal: Proposal = proposal_of(opened(drawing.encode(), "t.csv"), Profile(area="ESP", measure="stock"))
    (table,) = proposal.tables
    assert [column.says.get("sex") for column in table.of("value")] == ["M", "F"]
    assert not [each for each in proposal.questions if each.kind == "column-means"]


def test_what_heads_say_of_columns_the_name_of_a_sheet_does_not_say_of_all() -> None:
    drawing = "Country of training|Doctors|Nurses\nIndia|10|12\nGhana|4|5\n"
    file = opened(book([{"name": "Nurses", "rows": drawing}]), "t.xlsx")
    proposal: Proposal = proposal_of(file, Profile(area="NZL", measure="stock", year=2020))
    assert not proposal.profile.occupation
