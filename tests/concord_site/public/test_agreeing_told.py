"""What a position is offered of its state's reports: nothing withheld, withdrawn, unpublished or another's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import html

from concord.agreements.coherence_offered import Offered
from concord_site.audit.models import Entry
from concord_site.public.agreeing.told import told
from concord_site.reporting.actions import publishing

from ..reporting.filed_reports import OLD, answers, filed, opened

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
CANARY = "Kanarienvogel"


@pytest.fixture
def published(person: Any) -> Any:
    """Kenya told of two rounds, with answers that it keeps to itself; Brazil's is withdrawn, Norway's not out."""
    by = person("secretariat-administrator")
    secret = answers(active_measures=CANARY, retention="yes", retention_text="Housing in districts")
    withheld = ["active_measures"]
    kenya = publishing.publish(
        filed("KEN", state="accepted", answers=secret, withheld=withheld), by=by, today=TODAY
    )  # fmt: skip
    publishing.publish(
        filed("KEN", state="accepted", instrument=OLD, round=opened("2024", state="closed")), by=by, today=TODAY
    )
    gone = publishing.publish(filed("BRA", state="accepted"), by=by, today=TODAY)
    publishing.withdraw(gone.pk, reason="By mistake.", by=by)
    filed("NOR", state="accepted")
    return kenya


def offers(area: str, *, is_example: bool = True, language: str = "en") -> list[Offered]:
    return [Offered.from_json(each) for each in told(area, is_example=is_example, language=language)]


def test_published_answers_on_articles_three_to_five_and_on_laws_are_offered(published: Any) -> None:
    found = offers("KEN")
    by_key = {each.key: each for each in found}
    one = by_key["2027:retention_text"]
    assert (one.answered, one.kind, one.edition, one.articles) == (
        "Housing in districts", "report", published.reference, ("5.7",),
    )  # fmt: skip
    assert by_key["2027:laws_any"].kind == "law"
    assert {each.round for each in found} == {"", "2027", "2024"}
    assert all(each.answered for each in found)
    assert all(each.is_example for each in found if each.round)


def test_the_place_on_the_list_is_offered_with_its_public_page(published: Any, client: Client) -> None:
    place = offers("NGA")[0]
    assert (place.kind, place.answered) == ("safeguards", "It is on the list.")
    assert client.get(place.link).status_code == 200


def test_every_link_leads_to_the_answer_as_the_public_page_shows_it(published: Any, client: Client) -> None:
    found = next(each for each in offers("KEN") if each.key == "2027:retention_text")
    address, _, anchor = found.link.partition("#")
    page = html.fromstring(client.get(address).content.decode())
    assert "Housing in districts" in page.get_element_by_id(anchor).text_content()


def test_nothing_withheld_withdrawn_unpublished_or_real_beside_invented_is_offered(published: Any) -> None:
    assert CANARY not in repr(offers("KEN"))
    for area, is_example in (("BRA", True), ("NOR", True), ("KEN", False)):
        assert not [each for each in offers(area, is_example=is_example) if each.round], area
    assert offers("ZZZ") == []


def test_asking_leaves_no_trace_and_asks_the_database_once(published: Any, django_assert_num_queries: Any) -> None:
    before, kept = Entry.objects.count(), set(getattr(cache, "_cache", {}))
    with django_assert_num_queries(1):
        assert offers("KEN")
    assert Entry.objects.count() == before
    assert set(getattr(cache, "_cache", {})) == kept


def test_questions_are_offered_in_the_readers_language(published: Any) -> None:
    english, arabic = ({each.key: each for each in offers("KEN", language=code)} for code in ("en", "ar"))
    assert arabic["2027:retention"].asked != english["2027:retention"].asked
    assert arabic["2027:retention"].asked_in == "ar"
