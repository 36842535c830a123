"""The coding desk: two coders blind to each other, a book that freezes, counts of published answers alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from concord.errors import Conflict, Invalid, NotAllowed, NotFound
from concord.instrument import library
from concord.reporting.coding import book as books
from concord_site.reporting.actions import coding
from concord_site.reporting.models.coding import CodeBookVersion, CodingText
from concord_site.reporting.models.publications import Publication
from concord_site.reporting.models.rounds import Round
from concord_site.reporting.models.submissions import Filing, Submission
from concord_site.reporting.queries import coding as queries

pytestmark = pytest.mark.django_db
ANSWERS = {"difficulties_text": "The budget was cut.", "lessons": "Train the focal point.", "contact_name": "A. Secret"}


@pytest.fixture
def round() -> Round:
    day = dt.date(2027, 1, 1)
    return Round.objects.create(year="2027", state="open", opens_on=day, due_on=day, is_example=True)


def filed(round: Round, area: str, answers: dict[str, Any] | None = None, state: str = "submitted") -> Submission:
    asked = library.load("nri-2027")
    row = Submission.objects.create(
        round=round, area=area, state=state, instrument=asked.id, digest=asked.digest, is_example=True
    )
    Filing.objects.create(
        submission=row, number=1, answers=answers or ANSWERS, language="en", digest="d", reference=f"R-{area}"
    )
    return row


def published(round: Round, area: str, answers: dict[str, Any] | None = None, **fields: Any) -> Publication:
    asked = library.load("nri-2027")
    return Publication.objects.create(
        reference=f"NR-2027-{area}-1", round=round, area=area, instrument=asked.id, instrument_digest=asked.digest,
        language="en", answers=answers or ANSWERS, digest="d", submitted_on=dt.date(2027, 1, 1), is_example=True,
        published_at=timezone.now() - dt.timedelta(days=1), **fields,
    )  # fmt: skip


@pytest.fixture
def coders(person: Callable[..., Any]) -> tuple[Any, Any, Any]:
    return person("secretariat-desk"), person("statistician"), person("secretariat-desk")


def difficulty(area: str = "KEN") -> CodingText:
    return CodingText.objects.get(owner=area, question="difficulties_text", is_current=True)


def test_texts_come_from_what_was_sent_and_never_from_drafts_or_confidential_answers(round: Any, coders: Any) -> None:
    filed(round, "KEN")
    filed(round, "UGA", state="draft")
    assert coding.collect("2027", by=coders[0]) == 2
    assert coding.collect("2027", by=coders[0]) == 0
    assert {each.owner for each in CodingText.objects.all()} == {"KEN"}
    assert not CodingText.objects.filter(text__contains="Secret").exists()


def test_what_a_report_says_no_longer_is_coded_no_longer(round: Any, coders: Any) -> None:
    row = filed(round, "KEN")
    coding.collect("2027", by=coders[0])
    Filing.objects.create(
        submission=row, number=2, answers={**ANSWERS, "difficulties_text": "All is well."}, language="en", digest="e",
        reference="R-2",
    )  # fmt: skip
    assert coding.collect("2027", by=coders[0]) == 1
    assert difficulty().text == "All is well."
    Submission.objects.update(state="withdrawn")
    coding.collect("2027", by=coders[0])
    assert not queries.texts(coders[0]).exists()


def test_the_second_coder_does_not_see_what_the_first_gave_until_both_are_done(
    round: Any, coders: Any, signed_in: Any
) -> None:
    filed(round, "KEN")
    first, second, _third = coders
    coding.collect("2027", by=first)
    found = difficulty()
    coding.code(found.pk, ["money"], note="a telling note", by=first)
    assert queries.seen_codings(found, second) == []
    page = f"/en/reporting/coding/texts/{found.pk}/"
    before = signed_in(second).get(page).content.decode()
    assert "a telling note" not in before
    assert "checked" not in before.partition('id="coding-form"')[2]
    exported = signed_in(second).get("/en/reporting/coding/codings.csv?year=2027").content.decode()
    assert "money" not in exported
    coding.code(found.pk, ["money", "data"], by=second)
    assert "a telling note" in signed_in(second).get(page).content.decode()


def test_nobody_is_both_coders_and_who_comes_third_is_told(round: Any, coders: Any) -> None:
    filed(round, "KEN")
    first, second, third = coders
    coding.collect("2027", by=first)
    found = difficulty()
    coding.code(found.pk, ["money"], by=first, place="first")
    coding.code(found.pk, ["data"], by=first)  # one's own can be changed while nobody else is done
    assert found.codings.get().codes == ["data"]
    with pytest.raises(Conflict) as refusal:
        coding.code(found.pk, ["money"], by=second, place="first")
    assert refusal.value.code == "reporting.coding.not-yours"
    coding.code(found.pk, ["money"], by=second, place="second")
    for who, code in ((first, "reporting.coding.same-coder"), (third, "reporting.coding.not-yours")):
        with pytest.raises(Conflict) as refusal:
            coding.code(found.pk, ["money"], by=who)
        assert refusal.value.code == code


def test_a_difference_is_settled_by_a_third_or_by_agreement(round: Any, coders: Any) -> None:
    filed(round, "KEN")
    first, second, third = coders
    coding.collect("2027", by=first)
    found = difficulty()
    coding.code(found.pk, ["money"], by=first)
    coding.code(found.pk, ["data"], by=second)
    [difference] = queries.differences(third)
    assert (difference.first_alone, difference.second_alone) == (("money",), ("data",))
    with pytest.raises(Conflict):
        coding.settle(found.pk, ["money"], by=first)
    with pytest.raises(Conflict):
        coding.settle(found.pk, ["money"], by=third, is_agreed=True)
    coding.settle(found.pk, ["money"], by=third)
    assert queries.differences(third) == []
    counted = queries.own_counts(third, "2027", resamples=0)
    assert (counted.of("money").texts, counted.of("data").texts, counted.settled) == (1, 0, 1)


def test_codes_are_those_of_the_book_or_none_said_to_be_none(round: Any, coders: Any) -> None:
    filed(round, "KEN")
    coding.collect("2027", by=coders[0])
    found = difficulty()
    for codes, is_none in (([], False), (["money"], True), (["no-such"], False), (["change-code"], False)):
        with pytest.raises(Invalid):
            coding.code(found.pk, codes, is_none=is_none, by=coders[0])
    coding.code(found.pk, [], is_none=True, by=coders[0])
    assert found.codings.get().codes == []


def test_a_version_that_was_used_is_frozen_and_the_next_one_reads_its_codings(round: Any, coders: Any) -> None:
    filed(round, "KEN")
    first, second, third = coders
    coding.collect("2027", by=first)
    coding.code(difficulty().pk, ["money"], by=first)
    coding.code(difficulty().pk, ["money"], by=second)
    row = CodeBookVersion.objects.get()
    assert (row.number, row.state) == (1, "frozen")
    with pytest.raises(Conflict) as refusal:
        coding.write_code(1, books.declared(queries.BOOK).codes[0], by=first)
    assert refusal.value.code == "reporting.coding.frozen"
    coding.next_version(by=first)
    money = books.declared(queries.BOOK).by_id["money"]
    from dataclasses import replace

    coding.change_book(2, lambda book: books.rename(book, "money", replace(money, id="funds"), why="Clearer."),
                       by=first, what="code-renamed")  # fmt: skip
    coding.freeze(2, by=first)
    assert queries.own_counts(first, "2027", resamples=0).of("funds").texts == 1
    coding.next_version(by=first)
    parts = [replace(money, id="aid"), replace(money, id="budget")]
    coding.change_book(
        3, lambda book: books.split(book, "funds", parts, why="Two things."), by=first, what="code-split"
    )
    coding.freeze(3, by=first)
    counted = queries.own_counts(first, "2027", resamples=0)
    assert (counted.again, counted.coded) == (1, 0)
    coding.code_again(difficulty().pk, by=third)
    coding.code(difficulty().pk, ["aid"], by=first)
    assert queries.own_counts(first, "2027", resamples=0).of("aid").texts == 1


def test_public_counts_are_of_published_answers_alone(round: Any, coders: Any) -> None:
    today = timezone.now().date()
    filed(round, "KEN")
    filed(round, "UGA")
    coding.collect("2027", by=coders[0])
    for area in ("KEN", "UGA"):
        coding.code(difficulty(area).pk, ["money"], by=coders[0])
        coding.code(difficulty(area).pk, ["money"], by=coders[1])
    assert queries.counts("2027", today) is None
    page = Client().get("/en/reporting/coding/counts/").content.decode()
    assert "No published answer has been coded yet" in page
    row = published(round, "KEN")
    counted = queries.counts("2027", today, resamples=10)
    assert counted is not None
    assert (counted.of("money").reports, counted.texts, counted.coders) == (1, 2, 2)
    assert queries.counts("2027", today - dt.timedelta(days=2)) is None
    row.state, row.ended_at = "withdrawn", timezone.now()
    row.save()
    assert queries.counts("2027", today) is None


def test_a_published_report_that_withholds_an_answer_takes_it_out_of_the_public_counts(round: Any, coders: Any) -> None:
    filed(round, "KEN")
    coding.collect("2027", by=coders[0])
    coding.code(difficulty().pk, ["money"], by=coders[0])
    published(round, "KEN", {"lessons": ANSWERS["lessons"]})
    assert queries.counts("2027", timezone.now().date()) is None


def test_strangers_find_no_desk_and_a_translator_reads_and_does_not_code(
    round: Any, coders: Any, person: Any, organisation: Any, signed_in: Any
) -> None:
    filed(round, "KEN")
    coding.collect("2027", by=coders[0])
    found = difficulty()
    pages = ["", "texts/", f"texts/{found.pk}/", "differences/", "agreement/", "codings.csv", "books/"]
    authority = person("national-authority", organisation("authority", "KEN"))
    region = person("regional-office", organisation("regional-office", region="AFR"))
    for page in pages:
        href = f"/en/reporting/coding/{page}"
        assert Client().get(href).status_code in (302, 404)
        for stranger in (authority, region):
            assert signed_in(stranger).get(href).status_code in (403, 404), page
    translator = person("translator")
    assert signed_in(translator).get(f"/en/reporting/coding/texts/{found.pk}/").status_code == 200
    with pytest.raises((NotAllowed, NotFound)):
        coding.code(found.pk, ["money"], by=translator)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_the_desk_work_without_scripts(round: Any, coders: Any, signed_in: Any, language: str) -> None:
    for area in ("KEN", "UGA"):
        filed(round, area)
    first, second, third = (signed_in(each) for each in coders)
    at = f"/{language}/reporting/coding/"
    assert first.post(at + "collect/", {"year": "2027"}).status_code == 302
    assert first.post(at + "books/").status_code == 302
    for page in ("", "books/", "books/1/", "books/1/codes/money/", "books/1/codes/new/", "books/1/move/", "texts/"):
        answer = first.get(at + page)
        assert answer.status_code == 200, page
        assert len(answer.content) < 100_000
    assert first.post(at + "books/1/freeze/").status_code == 302
    found = difficulty()
    page = first.get(f"{at}texts/{found.pk}/").content.decode()
    assert "<mark" in page
    assert 'data-key="1"' in page
    assert first.post(f"{at}texts/{found.pk}/", {"place": "first"}).status_code == 422
    assert first.post(f"{at}texts/{found.pk}/", {"place": "first", "codes": ["money"]}).status_code == 302
    assert second.post(f"{at}texts/{found.pk}/", {"place": "second", "is_none": "on"}).status_code == 302
    assert second.get(at + "differences/").status_code == 200
    assert third.get(f"{at}differences/{found.pk}/").status_code == 200
    assert third.post(f"{at}differences/{found.pk}/", {"codes": ["money"]}).status_code == 302
    assert third.get(at + "agreement/").status_code == 200
    assert third.get(at + "counts/?all=1").status_code == 200
    assert third.get(at + "counts.json?all=1").json()["book"]["version"] == 1
    assert "money" in third.get(at + "counts.csv?all=1").content.decode()
    assert Client().get(at + "counts.json?all=1").status_code == 404
