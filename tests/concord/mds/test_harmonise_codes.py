"""Titles and codes of occupations: the table of cases, the index without contradictions, and how quickly it is read."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.declarations import packs
from concord.declarations.check import check_folder
from concord.declarations.read import read_csv, read_yaml
from concord.mds.harmonise.concordance import groups, new_codes, old_codes, pairs, readings, related, traps
from concord.mds.harmonise.deciders import Decision, about_occupations, decide_occupation, decide_occupations
from concord.mds.harmonise.folding import normalisers, words_of
from concord.mds.harmonise.titles import entries, find, index, settled
from concord.vocabulary.areas import areas
from concord.vocabulary.codelists import codelist

CASES = read_yaml(Path(__file__).parents[2] / "cases" / "mds" / "harmonise_codes.yaml")
TOPICS = ("text", "title", "scheme", "area")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_text_is_read_as_the_case_says(case: dict[str, Any]) -> None:
    found = decide_occupation(**{key: case[key] for key in TOPICS if key in case})
    assert found.values["occupation"] == case.get("occupation"), found
    assert found.values["outside"] == case.get("outside"), found
    assert [problem.code for problem in found.problems] == ([case["problem"]] if "problem" in case else [])
    assert [each.code for each in found.values["suggestions"]] == case.get("suggests", [])
    for key, value in case.get("says", {}).items():
        assert found.problems[0].params[key] == value


def test_the_declared_files_are_valid() -> None:
    problems, files = check_folder(packs.BUILT_IN / "concordances")
    assert problems == []
    assert {"normalisation.yaml", "thresholds.yaml", "titles/en.csv"} <= set(files)


def test_every_entry_names_a_known_code_an_area_and_its_review() -> None:
    known = set(codelist("occupation").codes) | set(groups("isco-08"))
    codes = {area.code for area in areas()}
    for entry in entries():
        assert entry.code in known, entry
        assert set(entry.areas) <= codes, entry
        assert entry.scheme == "isco-08"
        assert entry.confidence in ("certain", "likely", "possible")
        assert entry.reviewed == "unreviewed" or re.fullmatch(r".+, \d{4}-\d{2}-\d{2}", entry.reviewed)


def test_no_title_is_certain_of_two_things() -> None:
    for language, table in index().by_key.items():
        for key, found in table.items():
            certain = {entry.code for entry in found if entry.confidence == "certain" and not entry.areas}
            assert len(certain) <= 1, (language, key, [entry.title for entry in found])
            if certain:
                others = {entry.code for entry in found if not entry.areas} - certain
                assert not others, (language, key, [entry.title for entry in found])


def test_every_certain_title_is_found_in_its_own_language() -> None:
    for entry in entries():
        if entry.confidence == "certain" and not entry.areas:
            one = settled(find(entry.title, language=entry.language))
            assert one is not None, entry
            assert one.code == entry.code, entry


def test_there_are_titles_in_the_six_languages_for_the_core_of_the_minimum_data_set() -> None:
    core = {code for code, each in codelist("occupation").codes.items() if each.extra.get("minimum")}
    for language in ("en", "fr", "es", "ru", "ar", "zh"):
        held = {entry.code for entry in entries() if entry.language == language}
        assert core - held == set(), language
        assert {"2211", "2212", "5321", "5322"} <= held, language


def test_the_examples_of_the_classification_are_read_as_it_says() -> None:
    for entry in entries():
        if entry.source == "isco-08":
            one = decide_occupation(entry.title, language="en", suggesting=False)
            assert (one.values["occupation"] or one.values["outside"]) == entry.code, entry


@pytest.mark.parametrize("code", ["2221", "2222", "2230", "3221", "3222", "222", "223", "322", "323"])
def test_every_code_that_means_two_things_is_a_trap(code: str) -> None:
    assert code in traps()
    both = readings(code)
    assert both.as_08 != both.as_88
    assert decide_occupation(code).values["occupation"] is None


def test_the_concordance_flags_every_pair_that_divides() -> None:
    rows = read_csv(packs.find("codelists/isco-88-to-08.csv")).rows
    assert len(pairs()) == len(rows)
    for pair in pairs():
        assert pair.to_many is (len(new_codes(pair.old)) > 1)
        assert pair.from_many is (len(old_codes(pair.new)) > 1)
        assert pair.relation == "part" or not (pair.to_many or pair.from_many)
    assert {pair.old for pair in pairs() if pair.same_code_elsewhere} >= {"2221", "2222", "2230", "3221", "3222"}


@given(st.sampled_from([entry for entry in entries() if entry.confidence == "certain" and not entry.areas]), st.data())
def test_case_spaces_and_hyphens_do_not_change_what_a_title_is(entry: Any, data: st.DataObject) -> None:
    spaced = re.sub(r"[ -]", lambda _: data.draw(st.sampled_from([" ", "-", "  ", " - "])), entry.title)
    cased = data.draw(st.sampled_from([str.upper, str.lower, str.title]))(spaced)
    if words_of(cased) != words_of(entry.title):
        return  # a letter without a small form of its own, or a mark of gender made by the change
    one = settled(find(cased, language=entry.language))
    assert one is not None
    assert one.code == entry.code


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([None, "isco-08", "isco-88", "national"]))
def test_any_text_is_settled_or_asked_and_nothing_breaks(text: str, title: str, scheme: Any) -> None:
    found = decide_occupation(text, title, scheme=scheme)
    code = found.values["occupation"]
    assert code is None or code in codelist("occupation")
    assert code is not None or found.values["outside"] is not None or found.problems


@given(st.sampled_from([*codelist("occupation").codes]), st.sampled_from([*codelist("occupation").codes]))
def test_being_related_works_both_ways(first: str, second: str) -> None:
    assert related(first, first)
    assert related(first, second) == related(second, first)


def test_a_hundred_thousand_titles_are_read_while_one_waits() -> None:
    titles = [entry.title for entry in entries()]
    texts = [(f"{titles[at % len(titles)]} {'' if at % 2 else at}".strip(), "") for at in range(100_000)]
    decide_occupation("nurse")
    before = time.process_time()
    found = decide_occupations(texts)
    spent = time.process_time() - before
    assert len(found) == len(texts)
    assert spent < 10, f"{spent:.1f} s of processor time"


def test_only_the_first_unknown_titles_are_looked_up_by_likeness() -> None:
    found: list[Decision] = decide_occupations([(f"Regstered nurse {at}x", "") for at in range(400)])
    suggested = sum(bool(each.values["suggestions"]) for each in found)
    assert 0 < suggested <= 300


def test_normalisers_leave_the_letters_by_which_titles_are_found() -> None:
    for rules in normalisers().values():
        assert rules.stem == 3


def test_what_nobody_has_reviewed_and_who_is_set_aside_is_said_once_for_a_column() -> None:
    texts = ["Clinical officer", "Nurse", "Guard", "Xyzzy", "2261"]
    said = about_occupations((text, decide_occupation(text)) for text in texts)
    assert [(each.code, each.level, each.params["count"]) for each in said] == [
        ("mds.occupation.unreviewed", "note", 2),
        ("mds.occupation.outside", "note", 1),
    ]
