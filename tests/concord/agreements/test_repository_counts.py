"""What reports say of agreements, and the two drawings of the register."""

from __future__ import annotations

from dataclasses import replace

from concord.agreements import repository, repository_corridors, repository_counts, repository_drawings
from concord.documents.figures import Style
from concord.vocabulary.areas import areas

HELD = repository.agreements()
NAMES = {each.code: each.name("en") for each in areas(former=True)}
REPORTS = {
    "KEN": {
        "agreements_any": "yes",
        "agreements": [
            {"agreement_title": "One", "agreement_partners": "GBR", "agreement_sharing": "public"},
            {"agreement_title": "Two", "agreement_partners": ["CUB", "DEU"], "agreement_from": "2017-01-01"},
        ],
    },
    "FJI": {"agreements_any": "no"},
    "AUT": {"agreements_any": None},
    "NZL": {},
}


def test_states_with_an_agreement_are_counted_and_silence_is_not_no() -> None:
    found = repository_counts.reporting(REPORTS, "2027")
    assert (found.reports, found.with_one, found.without, found.unknown) == (4, ("KEN",), ("FJI",), ("AUT", "NZL"))
    assert found.notified == 2


def test_a_notified_agreement_names_its_partners_and_its_place() -> None:
    one, two = repository_counts.notified("KEN", "2027", REPORTS["KEN"])
    assert (one.partners, one.shared, one.entry) == (("GBR",), "public", "agreements[1]")
    assert (two.partners, two.starts) == (("CUB", "DEU"), "2017-01-01")
    assert one.joins("GBR", "KEN")
    assert not one.joins("KEN", "KEN")
    assert not one.joins("KEN", "CUB")


def test_a_reason_why_there_is_no_answer_is_no_answer() -> None:
    answers = {
        "agreements_any": {"status": "not-known"},
        "agreements": [
            {"agreement_title": "One", "agreement_partners": {"status": "not-available"},
             "agreement_link": "javascript:x", "agreement_from": {"status": "not-known"}},
        ],
    }  # fmt: skip
    found = repository_counts.notified("KEN", "2027", answers)[0]
    assert (found.partners, found.starts, found.link) == ((), "", "")
    assert repository_counts.reporting({"KEN": answers}, "2027").unknown == ("KEN",)


def test_answers_of_another_shape_say_nothing() -> None:
    for answers in ({}, {"agreements": None}, {"agreements": "two"}, {"agreements": [None, 3]}):
        assert repository_counts.notified("KEN", "2027", answers) == ()


def test_entries_between_the_same_parties_are_near_and_no_more() -> None:
    one, two = repository_counts.notified("KEN", "2027", REPORTS["KEN"])
    assert [each.id for each in repository_counts.near(one, HELD.values())] == ["agr-002"]
    assert repository_counts.near(two, HELD.values()) == ()  # that one with Cuba exists, nobody has read


def test_the_map_draws_what_is_known_and_its_table_has_everything() -> None:
    found = repository_corridors.corridors(HELD.values())
    for width in (340, 820):
        figure = repository_drawings.corridor_map(
            found, names=NAMES, title="Corridors", style=Style.web("en", width=width), headings=("o", "d", "n")
        )
        assert len(figure.table.rows) == len(found)
        assert figure.svg.count("→") == sum(each.count > 0 for each in found)
        assert "Kenya → Namibia" not in figure.svg
        assert ("Philippines</text>" in figure.svg) == (width == 820)


def test_every_dated_agreement_is_one_mark_and_the_rest_are_in_the_table() -> None:
    undated = replace(HELD["agr-001"], id="agr-zzz", year=None)
    states = {"verified": "v", "partly": "p", "unverified": "u"}
    figure = repository_drawings.by_year(
        [*HELD.values(), undated], title="Years", style=Style.web("en"), headings=("a", "y", "v"), states=states
    )
    assert figure.svg.count("<circle") == len(HELD)
    assert len(figure.table.rows) == len(HELD) + 1
    assert figure.table.rows[-1] == (undated.title, "", "v")


def test_nothing_is_drawn_as_nothing() -> None:
    figure = repository_drawings.by_year(
        [], title="Years", style=Style.web("en"), headings=("a", "y", "v"), states={"verified": "v"}
    )
    assert "<circle" not in figure.svg
    assert figure.table.rows == ()
