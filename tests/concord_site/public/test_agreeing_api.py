"""Agreements for programs: the same facts and doubts as on the pages."""

from __future__ import annotations

from typing import Any

import pytest

from concord.agreements import repository, repository_labour
from concord.agreements.repository_words import coded_clauses

pytestmark = pytest.mark.django_db
API = "/api/v1/agreements"


def asked(client: Any, query: str = "", status: int = 200) -> Any:
    answer = client.get(API + query)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_register_is_paged_and_filtered(client: Any) -> None:
    assert asked(client)["count"] == len(repository.agreements())
    found = asked(client, "?party=ken&verification=known")
    assert [each["id"] for each in found["items"]] == ["agr-002"]
    assert found["items"][0]["address"] == "http://concord.test/en/agreements/agr-002/"
    assert asked(client, "?clause=CL26")["items"][0]["id"] == "agr-031"
    assert asked(client, "?first_year=2024&last_year=2024&origin=PHL")["count"] == 1


def test_what_could_not_be_checked_says_so(client: Any) -> None:
    told = asked(client, "/agr-047")
    assert (told["verification"], told["not_verified"], told["sources"]) == ("unverified", ["existence"], [])


def test_words_are_in_the_language_asked_for(client: Any) -> None:
    assert asked(client, "/agr-001?language=fr")["type_name"] == "Mémorandum d'accord"


def test_a_misspelt_filter_is_refused_and_what_is_not_there_is_not_found(client: Any) -> None:
    asked(client, "?partie=KEN", status=422)
    assert asked(client, "/agr-999", status=404)["code"] == "agreements.register.unknown"
    asked(client, "/published/nothing", status=404)


def test_corridors_and_base_rates(client: Any) -> None:
    first = asked(client, "/corridors")["items"][0]
    assert (first["origin"], first["destination"], first["agreements"]) == ("PHL", "CAN", 5)
    pairs = asked(client, "/corridors?limit=200")
    assert pairs["count"] == client.get("/en/agreements/map/").context["pairs"]
    assert all(each["agreements"] for each in pairs["items"])
    shares = asked(client, "/clauses?limit=200")
    assert shares["count"] == len(coded_clauses()) * len(repository_labour.periods())
    assert {each["sector"] for each in shares["items"]} == {"all"}
    assert all(each["low"] <= each["share"] <= each["high"] for each in shares["items"])


def test_labour_agreements_tell_what_was_not_coded_from_none_found(client: Any) -> None:
    found = {each["id"]: each for each in asked(client, "/labour?party=NOR&limit=200")["items"]}
    assert found["671"]["clauses"] == sorted(repository_labour.labour_agreement("671").clauses or ())
    assert found["672"]["clauses"] is None


def test_an_answer_that_is_held_is_not_sent_again(client: Any) -> None:
    answer = client.get(API)
    assert client.get(API, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert answer["Access-Control-Allow-Origin"] == "*"
