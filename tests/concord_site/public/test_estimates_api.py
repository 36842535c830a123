"""Estimates for programs: the same figures as the pages, each with method, version, digests, seed, status and range."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from concord.flows.people import people
from concord.flows.side_by_side import side_by_side
from concord.labour_market.quantities import declared
from concord.labour_market.result import MEASURES
from concord_site.public.estimating import routes
from concord_site.public.projecting import choosing, held

pytestmark = pytest.mark.django_db
BASE = "/api/v1/estimates"


def get(client: Client, address: str, **headers: str) -> Any:
    answer = client.get(f"{BASE}/{address}", headers=headers)
    assert answer.status_code == 200, answer.content[:400]
    return json.loads(answer.content)


def refused(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(f"{BASE}/{address}")
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["title"] != problem["code"], "a refusal has a wording"
    return answer.status_code, problem["code"]


def says_what_it_is(said: dict[str, Any]) -> None:
    """What every estimate must carry."""
    assert said["method"]
    assert said["version"]
    assert said["status"] == "estimated"
    assert all(len(each["digest"]) == 64 for each in said["inputs"])
    assert said["inputs"]
    assert said["range"]["low"] < said["range"]["high"]
    assert said["sources"]
    assert said["licence"]
    assert said["citation"].startswith(said["citation"].split(".")[0])
    assert "Nobody has counted these" in said["note"]
    assert "seed" in said


# ---- flows -----------------------------------------------------------------------------------------------------------
def test_periods_are_listed_with_their_methods_and_digests(client: Client) -> None:
    found = get(client, "flows")["items"]
    assert [each["id"] for each in found] == ["2005-2010", "2000-2005", "1995-2000", "1990-1995"]
    assert found[0]["inputs"] == people("2005-2010").account.digest
    assert found[0]["places"] == 226
    assert len(found[0]["methods"]) == 7
    assert all(each["formula"] and each["limits"] and each["source"] for each in found[0]["methods"])


def test_a_corridor_is_given_by_every_method_with_the_range_between_them(client: Client) -> None:
    said = get(client, "flows/2005-2010?origin=PHL&destination=usa")
    says_what_it_is(said)
    assert (said["count"], said["seed"]) == (1, None)
    beside = side_by_side(people("2005-2010").account)
    expected = beside.between("PHL", "USA")
    found = {each["method"]: each for each in said["items"][0]["by_method"]}
    assert list(found) == list(expected)
    for id, (low, flow, high) in expected.items():
        assert (found[id]["low"], found[id]["flow"], found[id]["high"]) == (
            round(low, 1), round(flow, 1), round(high, 1),
        )  # fmt: skip
    assert said["items"][0]["low"] == round(min(low for low, _, _ in expected.values()), 1)
    assert said["items"][0]["high"] == round(max(high for _, _, high in expected.values()), 1)
    totals = {each["method"]: each["total"] for each in said["totals"]}
    assert totals == {id: pytest.approx(total, abs=0.06) for id, total in beside.totals.items()}


def test_flows_come_in_pages_of_which_none_is_said_twice(client: Client) -> None:
    first = get(client, "flows/2005-2010?origin=KEN&limit=100")
    rest = get(client, "flows/2005-2010?origin=KEN&limit=1000&offset=100")
    pairs = [(each["origin"], each["destination"]) for each in first["items"] + rest["items"]]
    assert first["count"] == len(pairs) == len(set(pairs)) == 225
    assert get(client, "flows/2005-2010?limit=1")["count"] == 226 * 225


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("flows/1850-1855", (404, "flows.people.period")),
        ("flows/2005-2010?origin=ZZZ", (404, "areas.area.unknown")),
        ("flows/2005-2010?form=KEN", (422, "mds.asking.parameter")),
        ("flows?period=2005-2010", (422, "mds.asking.parameter")),
    ],
)
def test_a_question_about_flows_that_has_no_answer_is_refused(
    client: Client, address: str, code: tuple[int, str]
) -> None:
    assert refused(client, address) == code


# ---- projections -----------------------------------------------------------------------------------------------------
def test_a_projection_is_that_of_the_page_with_every_assumption(client: Client) -> None:
    said = get(client, "projection?area=DEU&to=2026&s=training:60")
    says_what_it_is(said)
    assert (said["first"], said["to"], said["occupation"], said["scenario"]) == (2021, 2026, "221", "training:60")
    asked = choosing.chosen(_query("area=DEU&occupation=221&to=2026&s=training:60")).asked
    assert asked is not None
    curve = held.ran(asked).curve("DEU", "221")
    rows = [each for each in said["rows"] if each["measure"] == "persons"]
    assert [each["year"] for each in rows] == list(range(2021, 2027))
    assert rows[-1]["p50"] == curve.median[-1]
    assert (said["range"]["low"], said["range"]["high"]) == curve.range(80)[-1]
    assert {each["measure"] for each in said["rows"]} == set(MEASURES)
    used = {each["quantity"] for each in said["assumptions"]}
    assert {"stock", "retirement-age", "exit-rate"} <= used <= {*declared(), "stock"}
    assert client.get(said["address"]).status_code == 200


def _query(text: str) -> Any:
    from django.http import QueryDict

    return QueryDict(text)


def test_a_corridor_and_assumptions_of_ones_own_can_be_asked_for(client: Client) -> None:
    said = get(client, "projection?area=KEN,GBR&to=2024&a=exit-rate:1.5&measure=persons,emigrated")
    assert said["areas"] == ["KEN", "GBR"]
    assert {each["measure"] for each in said["rows"]} == {"persons", "emigrated"}
    own = [each for each in said["assumptions"] if (each["area"], each["quantity"]) == ("KEN", "exit-rate")]
    assert [(each["low"], each["central"], each["high"]) for each in own] == [(1.5, 1.5, 1.5)]


def test_what_can_be_projected_and_tried_is_listed(client: Client) -> None:
    found = {each["area"]: each["occupations"] for each in get(client, "projections?limit=200")["items"]}
    assert found["DEU"] == ["221", "2221_3221"]
    scenarios = {each["id"]: each for each in get(client, "scenarios?language=fr")["items"]}
    assert {"training", "ceiling", "care-workers"} <= set(scenarios)
    assert scenarios["care-workers"]["title"] == "Les aides-soignants pris en compte"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("projection?area=ZZZ", (404, "areas.area.unknown")),
        ("projection?area=", (422, "labour-market.project.nothing")),
        ("projection?area=DEU&s=nothing", (404, "labour-market.scenario.unknown")),
        ("projection?area=DEU&a=exit-rate:x", (422, "labour-market.quantity.text")),
        ("projection?area=DEU&occupation=9999", (422, "labour-market.projection.no-curve")),
        ("projection?area=DEU&measure=profit", (422, "labour-market.projection.no-curve")),
        ("projection?area=DEU&scenario=training", (422, "mds.asking.parameter")),
        ("projection", (422, "site.api.request-invalid")),
    ],
)
def test_a_projection_that_cannot_be_meant_is_refused(client: Client, address: str, code: tuple[int, str]) -> None:
    assert refused(client, address) == code


# ---- labour market analyses ------------------------------------------------------------------------------------------
def test_an_analysis_is_given_whole_with_what_is_missing(client: Client) -> None:
    said = get(client, "labour-markets/ken?threshold=whr-2006")
    says_what_it_is(said)
    assert (said["area"], said["threshold"], said["method"]) == ("KEN", "whr-2006", "labour-market-analysis")
    figures = {one["id"]: one for step in said["steps"] for one in step["figures"]}
    assert figures["density-doctors"]["value"] == 2.26
    assert "graduates" in said["missing"]
    unmet = next(each for each in said["gaps"] if (each["kind"], each["year"]) == ("unmet", said["base"]))
    assert (unmet["threshold"], unmet["low"]) == ("whr-2006", said["range"]["low"])
    assert {each["kind"] for each in said["curves"]} == {"need", "demand", "supply"}
    assert client.get(said["address"]).status_code == 200


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("labour-markets/ZZZ", (404, "areas.area.unknown")),
        ("labour-markets/KEN?threshold=x", (404, "labour-market.threshold.unknown")),
        ("labour-markets/KEN?own=lots", (422, "labour-market.threshold.not-above-zero")),
        ("labour-markets/KEN?scenario=x", (404, "labour-market.scenario.unknown")),
    ],
)
def test_an_analysis_that_cannot_be_meant_is_refused(client: Client, address: str, code: tuple[int, str]) -> None:
    assert refused(client, address) == code


# ---- all of them -----------------------------------------------------------------------------------------------------
ASKED = {
    "flows": "/api/v1/estimates/flows",
    "flows/2005-2010?origin=KEN&limit=2": "/api/v1/estimates/flows/{period}",
    "projection?area=DEU&to=2024&measure=persons": "/api/v1/estimates/projection",
    "projections?limit=2": "/api/v1/estimates/projections",
    "scenarios": "/api/v1/estimates/scenarios",
    "labour-markets/KEN": "/api/v1/estimates/labour-markets/{area}",
}


@pytest.mark.parametrize("address", ASKED)
def test_what_is_given_fits_what_is_described(client: Client, address: str) -> None:
    described = client.get("/api/v1/openapi.json").json()
    schema = described["paths"][ASKED[address]]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    inner = json.loads(json.dumps(described["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/"))
    whole = {**json.loads(json.dumps(schema).replace("#/components/schemas/", "#/$defs/")), "$defs": inner}
    assert [each.message for each in Draft202012Validator(whole).iter_errors(get(client, address))] == []


def test_an_estimate_is_worked_out_once_and_known_again_by_its_mark(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{BASE}/projection?area=DEU&to=2025&measure=fte"
    first = client.get(address)
    monkeypatch.setattr(routes.answers, "projection", lambda *_: pytest.fail("worked out again"))
    again = client.get(address)
    assert again.content == first.content
    held_already = client.get(address, headers={"If-None-Match": again["ETag"]})
    assert held_already.status_code == 304


def test_who_asks_for_too_many_is_told_to_wait_and_may_have_what_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = f"{BASE}/projection?area=DEU&to=2023&measure=fte"
    assert client.get(kept).status_code == 200
    monkeypatch.setattr(routes.MAKING, "anonymous", 0)
    answer = client.get(f"{BASE}/projection?area=DEU&to=2023&measure=persons")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (429, "site.api.too-many")
    assert int(answer["Retry-After"]) <= 60
    assert client.get(kept).status_code == 200


def test_nothing_can_be_written(client: Client) -> None:
    assert client.post(f"{BASE}/projection?area=DEU").status_code == 405
