"""This year's file with last year's profile: what still holds is kept, what is otherwise is told."""

from __future__ import annotations

from typing import Any

from concord.mds.profile import Profile, SaidTable
from concord.mds.proposing import wording
from concord.mds.proposing.merging import Merged, merge
from concord.mds.proposing.model import Question
from concord.mds.proposing.opened import Opened
from concord.mds.proposing.propose import compared, proposal_of

from .profile_books import answered, book, first_choice, opened

LAST = """Médecins selon le pays de formation, au 31 décembre 2018||
||
Pays de formation|Femmes|Hommes
Algérie|10|12
Maroc|4|5
Birmanie du Nord|1|1
"""
REGISTER = """N° d'ordre;Sexe;Né(e) le;Qualité;Pays du diplôme
A-1;H;21/02/1980;Inf. DE;France
A-2;F;03/04/1977;SF;Mali
"""


def file(drawing: str, name: str = "Effectifs 2019") -> Opened:
    return opened(book([{"name": name, "rows": drawing}]), "book.xlsx")


def last_year() -> Profile:
    said = Profile(area="FRA", areas={"Birmanie du Nord": "MMR"})
    return answered(file(LAST, "Effectifs 2018"), said).profile


def this_year(drawing: str, saved: Profile | None = None) -> Merged:
    return compared(file(drawing), Profile(), saved or last_year())


def kinds(merged: Merged) -> list[str]:
    return [each.kind for each in merged.differences]


def test_the_same_file_a_year_later_asks_nothing_again_but_reads_its_own_year() -> None:
    drawing = LAST.replace("2018", "2019")
    merged = this_year(drawing)
    assert kinds(merged) == []
    proposal = proposal_of(file(drawing), merged.profile)
    assert proposal.questions == ()
    assert proposal.profile.year == 2019
    assert last_year().year == 2018


def test_a_year_that_was_said_by_a_person_is_asked_anew() -> None:
    drawing = LAST.replace(", au 31 décembre 2018", "")
    saved = answered(file(drawing, "Effectifs"), Profile(area="FRA", areas={"Birmanie du Nord": "MMR"})).profile
    merged = compared(file(drawing, "Effectifs"), Profile(), saved)
    assert [each.id for each in proposal_of(file(drawing, "Effectifs"), merged.profile).open] == ["year"]


def test_a_new_value_is_told_and_asked() -> None:
    drawing = LAST.replace("2018", "2019").replace("Maroc", "Haute-Volta du Sud")
    merged = this_year(drawing)
    assert kinds(merged) == ["code-new"]
    (told,) = merged.differences
    assert "Haute-Volta du Sud" in wording.difference(told)
    asked = proposal_of(file(drawing), merged.profile).questions
    assert [each.id for each in asked] == ["code/origin/Haute-Volta du Sud"]


def test_a_column_that_is_gone_and_one_that_is_new_are_told() -> None:
    drawing = LAST.replace("2018", "2019").replace("Pays de formation|", "Pays de naissance|")
    assert set(kinds(this_year(drawing))) == {"column-gone", "column-new"}


def test_a_table_that_moved_down_and_grew_is_found_again() -> None:
    drawing = "Direction des statistiques||\n" + LAST.replace("2018", "2019") + "Mali|3|4\n"
    merged = this_year(drawing)
    assert kinds(merged) == []
    assert merged.profile.tables[0].range == "A4:C8"


def test_a_title_that_says_otherwise_outranks_last_year_and_is_told() -> None:
    drawing = LAST.replace("Médecins selon le pays de formation", "Médecins selon le pays de formation (en milliers)")
    saved = Profile(**{**vars_of(last_year()), "unit": "persons"})
    merged = this_year(drawing.replace("2018", "2019"), saved)
    assert ("fact", "thousands") in [(each.kind, each.params.get("now")) for each in merged.differences]
    assert merged.profile.unit == "thousands"


def vars_of(profile: Profile) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in Profile.__dataclass_fields__}


def test_a_table_that_is_gone_and_one_that_is_new_are_told() -> None:
    saved = Profile(**{**vars_of(last_year()), "tables": (SaidTable("Autre feuille", "A1:C9"),)})
    found = set(kinds(this_year(LAST, saved)))
    assert {"table-gone", "table-new"} <= found


def test_last_years_codes_and_dates_are_used_for_a_register() -> None:
    first = opened(REGISTER.encode(), "r.csv")
    saved = answered(first, Profile(area="FRA"), pick)
    again = opened(REGISTER.replace("03/04/1977", "01/04/1977").encode(), "r.csv")
    merged = merge(saved.profile, proposal_of(again))
    asked = [each.id for each in proposal_of(again, merged.profile).open]
    assert asked == ["year"]


def pick(question: Question) -> str:
    return "2221" if question.id.startswith("code/occupation/") else first_choice(question)


def test_dates_that_are_written_otherwise_now_are_told() -> None:
    saved = answered(opened(REGISTER.encode(), "r.csv"), Profile(area="FRA")).profile
    turned = opened(REGISTER.replace("21/02/1980", "02/21/1980").encode(), "r.csv")
    merged = merge(saved, proposal_of(turned))
    assert "dates" in kinds(merged)
    assert merged.profile.dates["Né(e) le"] == "MM/DD/YYYY"


def test_every_difference_has_a_sentence() -> None:
    other = {"columns": {"X": "sex"}, "tables": (SaidTable("Y", "A1"),), "unit": "fte"}
    drawing = LAST.replace("pays de formation,", "pays de formation (en milliers),").replace("Maroc", "Marok")
    merged = this_year(drawing, Profile(**{**vars_of(last_year()), **other}))
    assert merged.differences
    for told in merged.differences:
        assert "{" not in wording.difference(told)
        assert "mds." not in wording.difference(told)
