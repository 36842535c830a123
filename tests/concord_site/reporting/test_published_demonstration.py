"""The generated round: plausible, whole, the same for the same seed, marked everywhere, and never taken for real."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from concord.errors import Conflict
from concord.instrument import answers as told
from concord.instrument import checks, library
from concord.reporting import dg_report
from concord.reporting.facts import Facts
from concord.reporting.rounds import rounds
from concord_site.evidence import answers as evidence
from concord_site.reporting import demonstration
from concord_site.reporting.demonstration_answers import Country, generated
from concord_site.reporting.models import Filing, Participation, Publication, Round, Submission, SubmissionAnswer

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize("id", ["nri-2027", "nri-2024"])
def test_generated_answers_break_no_rule_and_follow_from_the_seed(id: str) -> None:
    instrument = library.load(id)
    for area in ("KEN", "CHN", "XMA"):
        made = [generated(instrument, Country.made(area, "en", "seed"), today=TODAY) for _ in range(2)]
        assert told.digest(made[0]) == told.digest(made[1])
        assert not checks.check(instrument, made[0], today=TODAY, complete=True).hard
        other = generated(instrument, Country.made(area, "en", "another"), today=TODAY)
        assert told.digest(other) != told.digest(made[0])


def test_every_text_says_that_it_was_generated() -> None:
    instrument = library.load("nri-2027")
    for language in ("en", "fr", "es", "ar", "ru", "zh"):
        made = generated(instrument, Country.made("KEN", language, "seed"), today=TODAY)
        signs = {"en": "enerated", "fr": "énér", "es": "enera", "ar": "مولَّد", "ru": "енерирован", "zh": "生成"}
        texts = [v for _, q, v in told.addresses(instrument, made) if q.kind == "long-text" and isinstance(v, str)]
        assert texts
        assert all(signs[language] in each for each in texts)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A demonstration of few countries, so that tests are quick."""
    kinds = ("published", "corrected", "withdrawn", "accepted", "under-review", "submitted", "returned", "draft")
    monkeypatch.setattr(demonstration, "STATES", tuple((each, 1) for each in kinds))


@pytest.mark.usefixtures("few")
def test_the_round_is_filled_once_and_everything_is_marked() -> None:
    said = demonstration.fill(today=TODAY, seed="test")
    assert "generated reports" in said
    assert not Round.objects.filter(is_example=False).exists()
    assert not Submission.objects.filter(is_example=False).exists()
    assert not Publication.objects.filter(is_example=False).exists()
    assert Participation.objects.filter(round__year="2027").count() == 195
    states = set(Submission.objects.filter(round__year="2027").values_list("state", flat=True))
    assert states == {
        "published",
        "corrected",
        "withdrawn",
        "accepted",
        "under-review",
        "submitted",
        "returned",
        "draft",
    }
    assert Submission.objects.get(round__year="2027", area="XMA").state == "draft"
    assert Submission.objects.get(round__year="2027", area="XMA").last
    before = SubmissionAnswer.objects.count()
    assert "already" in demonstration.fill(today=TODAY, seed="test")
    assert SubmissionAnswer.objects.count() == before


@pytest.mark.usefixtures("few")
def test_what_was_sent_has_no_hard_finding_and_is_what_is_kept() -> None:
    demonstration.fill(today=TODAY, seed="test")
    for each in Filing.objects.select_related("submission"):
        instrument = library.load(each.submission.instrument)
        given = told.parse(each.answers)
        assert told.digest(given) == each.digest
        found = checks.check(instrument, given, today=each.at.date(), complete=True)
        assert not found.hard, (each, found.hard)


@pytest.mark.django_db
def test_a_real_round_is_never_filled() -> None:
    Round.objects.create(year="2027", opens_on=TODAY, due_on=TODAY)
    with pytest.raises(Conflict) as refused:
        demonstration.fill(today=TODAY, seed="test")
    assert refused.value.code == "reporting.demonstration.real-round"
    assert not Submission.objects.exists()


@pytest.mark.usefixtures("few")
def test_generated_answers_never_stand_in_a_report_that_is_not_marked() -> None:
    demonstration.fill(today=TODAY, seed="test")
    held = evidence.with_answers(Facts("2024", TODAY, rounds()))
    assert held.answers is None
    assert held.reported == {}
    to_come = evidence.with_answers(Facts("2027", TODAY, rounds()))
    assert to_come.is_generated
    assert to_come.reported.keys() == {"2027"}
    for area, said in to_come.reported["2027"].items():
        found = Publication.objects.get(round__year="2027", area=area, state="published")
        assert said.reference == found.reference
        assert said.link.endswith(f"/{{language}}/reporting/published/reports/{found.reference}/")
    for language in ("en", "ar"):
        document = dg_report.compose(to_come, language)
        marked = [str(each) for each in (document.running_head, document.running_foot)]
        assert all("Generated" in each or "مولَّد" in each for each in marked)
        assert document.demonstration


@pytest.mark.usefixtures("few")
def test_real_answers_are_never_mixed_with_generated_ones() -> None:
    demonstration.fill(today=TODAY, seed="test")
    chosen = Publication.objects.filter(round__year="2027", state="published").first()
    assert chosen is not None
    Publication.objects.filter(pk=chosen.pk).update(is_example=False)
    found: Any = evidence.with_answers(Facts("2027", TODAY, rounds()))
    assert not found.is_generated
    assert list(found.answers.references) == [chosen.area]
    assert list(found.reported["2027"]) == [chosen.area]
