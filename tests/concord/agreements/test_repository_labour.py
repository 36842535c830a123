"""Labour agreements of all sectors: read as published, base rates with the interval that few texts leave."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from concord.agreements import repository_labour as labour
from concord.agreements.repository_words import coded_clauses
from concord.errors import NotFound
from concord.vocabulary.areas import areas

EVERY = labour.labour_agreements()
PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "agreements" / "bla_coding.csv"


def test_all_rows_are_there_with_areas_that_exist() -> None:
    known = {each.code for each in areas(former=True)}
    assert len(EVERY) == 827
    assert sum(each.clauses is not None for each in EVERY.values()) == 388
    for each in EVERY.values():
        assert set(each.areas) <= known, each.id
        assert each.year is None or 1945 <= each.year <= 2020, each.id


def test_a_year_that_the_publisher_did_not_know_is_not_a_year() -> None:
    assert EVERY["1079"].year is None


def test_former_countries_stay_former_and_a_name_of_two_countries_follows_its_code() -> None:
    assert {each for row in EVERY.values() for each in row.areas} >= {"DDR", "YUG", "CSK"}
    assert set(EVERY["383"].areas) == {"FRA", "COG"}


def test_a_text_that_was_not_coded_has_no_clauses_which_is_not_none_found() -> None:
    assert EVERY["1079"].clauses is None
    assert EVERY["1"].clauses == frozenset()


@pytest.mark.shared
@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the publisher's file is not beside the repository")
def test_shares_are_those_of_the_published_file() -> None:
    with PUBLISHED.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    for clause in coded_clauses():
        for share in labour.shares(clause):
            of = [row for row in rows if share.first <= int(row["year"]) <= share.last and row[clause] != ""]
            assert (share.texts, share.found) == (len(of), sum(float(row[clause]) == 1 for row in of)), (clause, share)


def test_every_coded_text_is_in_one_period() -> None:
    for clause in coded_clauses():
        left_open = sum(clause in each.not_coded for each in EVERY.values())
        assert sum(each.texts for each in labour.shares(clause)) == 388 - left_open


def test_every_clause_that_occurs_is_declared() -> None:
    found = {clause for each in EVERY.values() for clause in (each.clauses or frozenset()) | each.not_coded}
    assert found <= set(coded_clauses())


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(NotFound):
        labour.shares("wishes")
    with pytest.raises(NotFound):
        labour.labour_agreement("0")


def test_those_of_two_countries_are_the_same_from_both_ends() -> None:
    found = labour.between("PHL", "GBR")
    assert [each.id for each in found] == ["177", "176", "175"]
    assert found == labour.between("GBR", "PHL")
