"""What is published of a report never tells what the country keeps confidential, in any form that goes out."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concord.documents.model import phrases
from concord.documents.render import docx, html
from concord.errors import Invalid
from concord.instrument import answers as told
from concord.instrument import library, routing
from concord.instrument.model import CHOOSING, NUMBERS, Instrument
from concord.reporting import answers_table, national_report, publication
from concord.reporting.publication import Published
from concord.reporting.publication_hiding import along

CASES = Path(__file__).parents[2] / "cases" / "reporting"
DAY = dt.date(2026, 11, 22)
EDITION = national_report.Edition("published", DAY, DAY, "0" * 64)


@lru_cache(maxsize=1)
def instrument() -> Instrument:
    return library.load("nri-2027")


@lru_cache(maxsize=1)
def sent() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((CASES / "generated-report-2027.json").read_text(encoding="utf-8"))
    return read


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    answered = (question for _, question, _ in told.addresses(instrument(), told.parse(sent())))
    return tuple(dict.fromkeys(each.key for each in answered if each.key != "country"))


def cut(answers: dict[str, Any] | None = None, *withheld: str, **more: Any) -> Published:
    about = {"area": "KEN", "round": "2027", "reference": "NR-2027-KEN-1", "language": "en", **more}
    return publication.publish(instrument(), answers or sent(), today=DAY, withheld=withheld, **about)


def with_canaries(withheld: frozenset[str]) -> tuple[dict[str, Any], list[str]]:
    """The answers with a text or number that stands nowhere else in each hidden answer."""
    given, secrets = told.parse(sent()), []
    hidden = publication.hidden(instrument(), tuple(sorted(withheld)))
    for place, (at, question, _) in enumerate(told.addresses(instrument(), told.parse(sent()))):
        if not hidden.hides(question) or question.kind in CHOOSING:
            continue
        if question.kind in ("text", "long-text"):
            secrets.append(f"Canary{place:04}")
            given = told.put(given, at, secrets[-1])
        elif question.kind in NUMBERS and question.path in hidden.chosen and not question.cell:
            secrets.append(str(7_310_000 + place))
            given = told.put(given, at, 7_310_000 + place)
    return told.as_json(given), secrets


def everything(published: Published) -> str:
    """All that goes out of one report, as text."""
    document = national_report.compose(published, EDITION, "en")
    rows = list(answers_table.rows([answers_table.Reported(published)], language="en", as_of=DAY))
    out = [json.dumps([dict(published.answers), dict(published.reasons), dict(published.calculated)])]
    for format in ("csv", "json"):
        out.append(answers_table.written(rows, format, round="2027", language="en", as_of=DAY).decode("utf-8-sig"))
    out += [html.page(document), *(str(each) for each in phrases(document))]
    return "\n".join(out).replace(",", "")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(withheld=st.frozensets(st.sampled_from(names()), min_size=1, max_size=5))
def test_no_hidden_answer_stands_in_anything_that_goes_out(withheld: frozenset[str]) -> None:
    answers, secrets = with_canaries(withheld)
    reasons = {at: f"{secrets[0]} because" for at, q, _ in told.addresses(instrument(), told.parse(answers))
               if secrets and q.key in withheld}  # fmt: skip
    published = cut(answers, *withheld, reasons=reasons)
    out = everything(published)
    assert not [each for each in secrets if each in out]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(withheld=st.frozensets(st.sampled_from(names()), min_size=1, max_size=5))
def test_rules_read_the_published_answers_as_they_read_all_of_them(withheld: frozenset[str]) -> None:
    published = cut(None, *withheld)
    state = routing.evaluate(instrument(), published.answers, today=DAY)
    hidden = published.hidden
    assert {each for each in state.asked if not hidden.hides_address(each)} == published.asked
    for at, value in published.calculated.items():
        assert state.calculated[at] == value


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(withheld=st.frozensets(st.sampled_from(names()), min_size=1, max_size=5))
def test_a_hidden_question_says_so_and_is_never_empty(withheld: frozenset[str]) -> None:
    published = cut(None, *withheld)
    hidden = {each.id: each for each in publication.items(published) if published.hidden.hides(each.question)}
    assert set(published.withheld) <= set(hidden)
    assert all(each.status == "withheld" and each.value is None for each in hidden.values())


def test_what_would_give_a_hidden_answer_away_is_hidden_with_it() -> None:
    assert [each.key for each in along(instrument(), ["code_change"])] == ["code_change_text"]
    names = {each.key for each in along(instrument(), ["difficulties"])}
    assert {"difficulties_order", "solution_1", "difficulties_text"} <= names
    assert {"agreement_title", "agreements_lessons"} <= {each.key for each in along(instrument(), ["agreements_any"])}


def test_a_total_that_holds_a_hidden_number_is_not_published() -> None:
    whole, less = cut(), cut(None, "inflow_doctors_2024_temporary")
    gone = set(whole.calculated) - set(less.calculated)
    assert {"inflow_doctors_2024_total", "inflow_all_2024", "inflow_change"} <= gone
    assert "inflow_all_2025" in less.calculated


def test_one_hidden_entry_hides_the_question_in_all_entries() -> None:
    published = cut(None, "agreements[2]/agreement_title")
    assert all("agreement_title" not in each for each in published.answers["agreements"])
    assert any("agreement_type" in each for each in published.answers["agreements"])


def test_a_question_everybody_can_see_was_not_asked_has_nothing_to_keep() -> None:
    answers = {**sent(), "code_change": "no"}
    published = cut(answers, "code_change_text")
    statuses = {each.id: each.status for each in publication.items(published)}
    assert published.withheld == ()
    assert statuses["code_change_text"] == "not-asked"
    assert cut(answers, "code_change", "code_change_text").withheld == ("code_change", "code_change_text")


def test_nothing_is_published_where_what_should_be_hidden_is_not_known() -> None:
    with pytest.raises(Invalid) as refused:
        cut(None, "no_such_question")
    assert refused.value.code == "reporting.publication.unknown-question"


def test_answers_that_were_not_asked_are_not_published() -> None:
    published = cut({**sent(), "laws_any": "no", "unknown_key": "x", "laws_application": "left over"})
    assert "laws_application" not in published.answers
    assert "unknown_key" not in published.answers


def test_a_text_that_repeats_a_hidden_answer_is_pointed_out() -> None:
    answers = {**sent(), "contact_name": "Amina Njeri", "comments": "Ask Amina Njeri for more."}
    published = cut(answers, "contact_name")
    assert publication.echoes(published, answers) == ("comments",)


def test_the_digest_changes_with_anything_published_and_with_nothing_else() -> None:
    one, other = cut(None, "contact_name"), cut({**sent(), "contact_name": "Somebody else"}, "contact_name")
    assert publication.digest(one) == publication.digest(other)
    assert publication.digest(one) != publication.digest(cut(None, "contact_email"))
    assert publication.digest(one) != publication.digest(one, replies=[{"answered": "x"}])


def test_references_name_round_country_and_edition() -> None:
    assert publication.reference("2027", "KEN", 2) == "NR-2027-KEN-2"
    assert publication.reference("2027", "", 1, use="stakeholder", number=7) == "SR-2027-7-1"


def test_the_document_marks_generated_withheld_and_the_language_of_texts() -> None:
    published = cut({**sent(), "comments": "نص قصير"}, "contact_name", language="ar")
    edition = national_report.Edition("withdrawn", DAY, DAY, "ab" * 32, reason="Sent twice.", is_example=True)
    document = national_report.compose(published, edition, "en")
    page = html.page(document)
    assert "Generated, not real" in str(document.running_head)
    assert "Generated, not real" in str(document.running_foot)
    assert "Kept confidential by the country" in page
    assert "Sent twice." in page
    assert 'lang="ar"' in page
    assert "نص قصير" in page
    with zipfile.ZipFile(io.BytesIO(docx.render(document))) as word:
        assert "Kept confidential by the country" in word.read("word/document.xml").decode()
