"""Agreements side by side: what a person marked, what a source names, and what is not known, each by its name."""

from __future__ import annotations

from typing import Any

import pytest

from concord.agreements import elements, repository
from concord.agreements.published_comparison import UNKNOWN, of_entry, of_published, rows, side_by_side

BODY: dict[str, Any] = {
    "elements": [
        {"id": "CL01", "mark": "met", "level": "detailed", "clauses": ["art-1"]},
        {"id": "CL02", "mark": "absent", "level": "absent", "clauses": []},
        {"id": "CL03", "mark": None, "level": None, "clauses": []},
        {"id": "CL04", "mark": "excellent", "level": "golden", "clauses": []},
    ]
}


def marked() -> Any:
    found = of_published(BODY, id="x", title={"en": "An agreement"}, is_invented=True)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("element", "state"),
    [("CL01", "met"), ("CL02", "absent"), ("CL03", "not-marked"), ("CL04", "not-marked"), ("CL05", "not-marked")],
)
def test_a_mark_is_a_persons_and_nothing_else_is(element: str, state: str) -> None:
    assert marked().cell(element).state == state


def test_what_no_source_names_is_not_known_and_never_absent() -> None:
    found = of_entry(repository.agreement("agr-002"))
    assert found is not None
    states = {found.cell(each.id).state for each in elements.catalogue().elements}
    assert states == {"named", "not-known"}
    assert found.cell("CL01").level == "specified"
    assert found.cell("CL01").source.startswith("https://")


def test_an_entry_of_which_nothing_is_named_cannot_be_compared() -> None:
    assert [id for id, each in repository.agreements().items() if not each.clauses and of_entry(each)] == []


def test_a_profile_of_another_shape_is_none() -> None:
    assert of_published({"x": []}, id="x", title={}, is_invented=False) is None
    assert of_published({"elements": [1]}, id="x", title={}, is_invented=False) is None


def test_every_element_stands_in_one_group_and_counts_add_up_to_it() -> None:
    entry = of_entry(repository.agreement("agr-002"))
    assert entry is not None
    of = side_by_side([marked(), entry])
    assert sum(len(part.lines) for part in of.by_group()) == len(elements.catalogue().elements)
    for part in (*of.by_group(), *of.by_article()):
        for place in range(2):
            assert sum(count for _state, count in part.counts(place)) == len(part.lines)


def test_known_of_each_means_marked_or_named_in_every_one() -> None:
    entry = of_entry(repository.agreement("agr-002"))
    assert entry is not None
    of = side_by_side([marked(), entry])
    known = [line.element.id for line in of.lines if line.is_known]
    assert known == ["CL01"]
    assert all(cell.state in UNKNOWN for line in of.lines for cell in line.cells if line.element.id == "CL05")


def test_rows_hold_every_element_of_every_agreement_with_words_and_source() -> None:
    entry = of_entry(repository.agreement("agr-002"))
    assert entry is not None
    made = list(rows(side_by_side([marked(), entry]), "fr"))
    assert len(made) == 2 * len(elements.catalogue().elements)
    assert (made[0]["state"], made[0]["invented"], made[0]["clauses"]) == ("met", "yes", "art-1")
    assert (made[1]["state"], made[1]["known_from"]) == ("named", "facts")
    assert str(made[1]["words"]).startswith("Recrutement")
