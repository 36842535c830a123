"""The register of agreements: facts with sources, doubts kept, nothing unknown told as absent or as fact."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.agreements import repository, repository_corridors, repository_filters, repository_read, repository_words
from concord.agreements.repository_citation import bibtex, cited
from concord.agreements.repository_labour import labour_agreements
from concord.agreements.repository_model import Agreement, Clause, Event, Party
from concord.agreements.repository_out import as_json
from concord.declarations.messages import known_codes
from concord.declarations.read import read_yaml
from concord.errors import Invalid, NotFound
from concord.vocabulary.areas import areas
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.periods import PartialDate

ON = dt.date(2026, 11, 22)
WANTED: list[dict[str, Any]] = read_yaml(Path(__file__).parents[2] / "cases/agreements/register-wanted.yaml")
HELD = repository.agreements()


def ids(**asked: Any) -> set[str]:
    return {each.id for each in repository_filters.wanted(HELD.values(), repository_filters.Wanted(**asked), on=ON)}


# --- What stands in it ------------------------------------------------------------------------------------------------
def test_every_entry_can_be_checked_or_says_that_it_cannot() -> None:
    assert len(HELD) == 65
    for each in HELD.values():
        assert bool(each.sources or each.labour) == each.is_known, each.id
        assert each.verification == ("unverified" if not each.is_known else "partly" if each.doubts else "verified")


def test_every_code_is_declared_and_every_area_exists() -> None:
    known = {each.code for each in areas(former=True)}
    for each in HELD.values():
        assert each.type in repository_words.codes("types"), each.id
        assert each.status in repository_words.codes("statuses"), each.id
        assert each.level in repository_words.codes("levels"), each.id
        assert each.year_basis in repository_words.codes("bases"), each.id
        assert set(each.occupations) <= set(repository_words.codes("occupations")), each.id
        assert set(each.doubts) <= set(repository_words.codes("doubts")), each.id
        assert {event.code for event in each.history} <= set(repository_words.codes("events")), each.id
        assert set(each.areas) <= known, each.id
        assert len(each.areas) > 1, each.id
        assert each.occupations, each.id


def test_two_sides_or_members_never_both() -> None:
    for each in HELD.values():
        sides = {party.side for party in each.parties}
        assert sides in ({"origin", "destination"}, {"member"}), each.id


def test_rows_of_the_data_set_are_of_the_same_countries_and_dates() -> None:
    every = labour_agreements()
    linked = [(each, every[row]) for each in HELD.values() for row in each.labour]
    assert {each.id for each, _row in linked} >= {"agr-009", "agr-016", "agr-020", "agr-048", "agr-064", "agr-065"}
    for each, row in linked:
        assert set(row.areas) == set(each.areas), each.id
        if each.year_basis == "signed":
            assert row.year == each.year, each.id
            assert str(each.history[0].when) == row.signed, each.id


def test_years_agree_with_the_dated_history() -> None:
    for each in HELD.values():
        of_basis = [event for event in each.history if event.code == each.year_basis]
        if of_basis:
            assert each.year in {event.when.year for event in of_basis}, each.id
        for event in each.history:
            if not event.is_verified:
                assert set(each.doubts) & {"year", "status"}, each.id


def test_words_are_in_six_languages() -> None:
    for kind in repository_words.KINDS:
        for code in repository_words.codes(kind):
            said = {language: repository_words.name(kind, code, language) for language in LANGUAGES}
            assert all(said[language].language == language for language in LANGUAGES), (kind, code)
    for each in repository_words.coded_clauses().values():
        assert set(each.name) == set(LANGUAGES)


def test_what_is_not_there_is_refused_with_its_code() -> None:
    for code, ask in (
        ("agreements.register.unknown", lambda: repository.agreement("agr-999")),
        ("agreements.register.code", lambda: repository_words.name("types", "pact", "en")),
    ):
        with pytest.raises(NotFound) as caught:
            ask()
        assert caught.value.code == code
        assert code in known_codes()


# --- Asked of it ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", WANTED, ids=[each["name"] for each in WANTED])
def test_what_is_asked_is_found(case: dict[str, Any]) -> None:
    found = ids(**case["given"])
    assert set(case.get("has", ())) <= found
    assert not set(case.get("lacks", ())) & found


def test_newest_stands_first_and_no_year_last() -> None:
    unknown = replace(HELD["agr-001"], id="agr-zzz", year=None)
    asked = repository_filters.Wanted()
    found = repository_filters.wanted([unknown, *HELD.values()], asked, on=ON)
    years = [each.year for each in found]
    assert found[-1] is unknown
    assert years[:-1] == sorted((year for year in years if year), reverse=True)
    assert unknown not in repository_filters.wanted([unknown], replace(asked, first=1900), on=ON)


def test_corridors_count_what_is_known_and_keep_what_is_not() -> None:
    found = {(each.origin, each.destination): each for each in repository_corridors.corridors(HELD.values())}
    assert found["PHL", "CAN"].count == 5
    assert (found["KEN", "NAM"].count, len(found["KEN", "NAM"].agreements)) == (0, 1)
    assert ("AUS", "NZL") not in found
    assert sum(len(each.agreements) for each in found.values()) == sum(not each.is_mutual for each in HELD.values())


def test_both_ways_of_a_corridor_are_one_question() -> None:
    for one, other, has in (("PHL", "GBR", {"agr-001", "agr-016", "agr-064"}), ("NZL", "AUS", {"agr-052"})):
        there = repository_corridors.between(HELD.values(), one, other)
        assert there == repository_corridors.between(HELD.values(), other, one)
        assert {each.id for each in there} == has
    assert not HELD["agr-001"].joins("PHL", "PHL")


def test_two_provinces_of_one_side_are_not_joined() -> None:
    given = replace(
        HELD["agr-010"], parties=(Party("PHL", "origin"), Party("IDN", "origin"), Party("CAN", "destination"))
    )
    assert given.joins("PHL", "CAN")
    assert not given.joins("PHL", "IDN")


def test_counts_by_party_leave_out_what_nobody_read() -> None:
    counted = repository_corridors.parties(HELD.values())
    assert "NAM" not in counted
    assert counted["PHL"] == sum(each.is_known and "PHL" in each.areas for each in HELD.values())


# --- Rows and back ----------------------------------------------------------------------------------------------------
def test_every_row_reads_as_it_is_written() -> None:
    for each in HELD.values():
        row = repository_read.row_of(each)
        assert repository_read.entry(row, line=each.row) == each


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters=";"), min_size=1).map(str.strip)
CLAUSES = st.lists(st.builds(Clause, st.sampled_from(["CL01", "CL39"]), WORDS.filter(bool)), max_size=4).map(tuple)
EVENTS = st.lists(
    st.builds(
        Event, st.dates(dt.date(1950, 1, 1), ON).map(lambda day: PartialDate.parse(day.isoformat())),
        st.sampled_from(repository_words.codes("events")), st.booleans(),
    ),
    max_size=4,
).map(lambda found: tuple(sorted(found, key=lambda each: each.when.last)))  # fmt: skip


@settings(deadline=None)
@given(clauses=CLAUSES, history=EVENTS, note=st.text(), title=st.text(min_size=1))
def test_what_was_written_is_read_again(
    clauses: tuple[Clause, ...], history: tuple[Event, ...], note: str, title: str
) -> None:
    made = replace(HELD["agr-001"], clauses=clauses, history=history, note=note, title=title)
    assert repository_read.entry(repository_read.row_of(made), line=made.row) == made


@pytest.mark.parametrize(
    ("column", "text"),
    [("year", "soon"), ("clauses", "joint committee"), ("history", "signed"), ("status_on", "2021-13")],
)
def test_a_row_that_cannot_be_read_names_its_place(column: str, text: str) -> None:
    row = {**repository_read.row_of(HELD["agr-001"]), column: text}
    with pytest.raises(Invalid) as caught:
        repository_read.entry(row, line=7)
    assert (caught.value.code, caught.value.params["row"]) == ("agreements.register.row", 7)


# --- For programs -----------------------------------------------------------------------------------------------------
def test_json_says_what_was_not_verified_and_names_no_clause_that_no_source_names() -> None:
    said = as_json(HELD["agr-010"], "fr")
    assert (said["verification"], said["not_verified"]) == ("partly", ["year"])
    assert [each["element"] for each in said["clauses"]] == ["CL27", "CL33", "CL34"]
    assert said["parties"][1] == {"area": "CAN", "name": "Canada", "side": "destination", "part": "CA-SK"}
    assert said["type_name"] == "Mémorandum d'accord"


def test_a_citation_names_title_year_register_address_and_day() -> None:
    said = cited(HELD["agr-002"], "https://example.org/en/agreements/agr-002/", "22 November 2026")
    for part in (HELD["agr-002"].title, "(2021)", "agr-002", "https://example.org", "22 November 2026"):
        assert part in said
    assert bibtex(HELD["agr-002"], "https://example.org").startswith("@misc{concord-agr-002,")


def test_an_agreement_is_a_value() -> None:
    assert isinstance(hash(HELD["agr-001"]), int)
    assert isinstance(HELD["agr-001"], Agreement)
