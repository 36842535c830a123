"""The typed interface over released tables: what there is, rows, sums, pages, files, older releases."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest
from django.test import Client

from concord.mds.store import Store
from concord_site.public import api
from concord_site.public.interface import files

from .released_tables import stock, two_releases

pytestmark = pytest.mark.django_db
TABLES = "/api/v1/tables"
STOCK = f"{TABLES}/mds-stock-by-training"


@pytest.fixture
def released(settings: Any) -> Any:
    return two_releases(settings.CONCORD.folder)


def get(client: Client, address: str, **headers: str) -> Any:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content[:400]
    return json.loads(answer.content)


def refused(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["title"] != problem["code"], "a refusal has a wording"
    return answer.status_code, problem["code"]


# ---- what there is ---------------------------------------------------------------------------------------------------
def test_releases_are_listed_the_newest_first(client: Client, released: Any) -> None:
    found = get(client, "/api/v1/releases")["items"]
    assert [(each["id"], each["is_newest"]) for each in found] == [("2026.2", True), ("2026.1", False)]
    assert [each["digest"] for each in found] == [each.digest for each in reversed(released)]


def test_tables_say_what_they_are_and_which_release_they_are_of(client: Client, released: Any) -> None:
    found = {each["id"]: each for each in get(client, TABLES)["items"]}
    assert set(found) == {"mds-stock-by-training", "mds-totals", "density"}
    stock = found["mds-stock-by-training"]
    assert (stock["rows"], stock["first_year"], stock["last_year"]) == (8, 2018, 2020)
    assert (stock["base"], stock["measure_of"], stock["flow"]) == ("training", "stock", "MDS_STOCK_BY_TRAINING")
    assert stock["digest"] == released[1].table("mds-stock-by-training").digest
    assert get(client, stock["address"])["id"] == "mds-stock-by-training"


def test_a_table_gives_its_codes_with_their_names(client: Client, released: Any) -> None:
    found = get(client, f"{STOCK}?language=fr")
    columns = {each["name"]: each for each in found["columns"]}
    assert {"code": "NZL", "name": "Nouvelle-Zélande"} in columns["area"]["codes"]
    assert [each["code"] for each in columns["status"]["codes"]] == [
        "break",
        "estimated",
        "missing",
        "normal",
        "suppressed",
    ]
    assert (columns["area"]["is_added"], columns["year"]["is_added"], columns["activity"]["is_added"]) == (
        True,
        False,
        False,
    )
    assert {"area_region", "origin_income"} <= set(found["group_by"])
    assert "area_group" not in found["group_by"]
    assert found["always_kept"] == ["year", "activity"]
    assert get(client, f"{TABLES}/density")["group_by"] == []


# ---- rows ------------------------------------------------------------------------------------------------------------
def test_rows_are_those_of_the_store(client: Client, released: Any, settings: Any) -> None:
    found = get(client, f"{STOCK}/rows?limit=1000")
    held = Store(settings.CONCORD.folder).query("mds-stock-by-training").frame
    assert sorted(map(str, found["items"])) == sorted(map(str, held.to_dicts()))
    assert (found["count"], found["next"], found["release"]) == (8, None, "2026.2")
    assert found["columns"] == held.columns
    assert "2026.2" in found["citation"]
    assert found["digest"][:12] in found["citation"]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("area=AUS&origin=IND", [700, 715, 720]), ("area=AUS&origin=IND&year_from=2019", [715, 720]),
        ("year=2018&year_to=2018&origin=IND", [700, 40]), ("activity=none&row_kind=total", [900]),
        ("origin=none", [900]), ("status=suppressed", [None]),
        ("area_region=WPR&origin_region=SEAR", [700, 715, 720, 40]),
        ("occupation_group=222_322", [90]), ("origin=IND&sort=-headcount", [720, 715, 700, 40]),
    ],
)  # fmt: skip
def test_rows_are_filtered_by_codes_years_and_groups(
    client: Client, released: Any, asked: str, values: list[int | None]
) -> None:
    found = [each["headcount"] for each in get(client, f"{STOCK}/rows?{asked}")["items"]]
    assert found == values


def test_pages_go_on_in_the_release_in_which_they_began(client: Client, released: Any, settings: Any) -> None:
    whole = get(client, f"{STOCK}/rows?release=2026.1&limit=1000")["items"]
    seen, onward = [], f"{STOCK}/rows?release=2026.1&limit=3"
    while True:
        page = get(client, onward)
        seen += page["items"]
        if page["next"] is None:
            break
        onward = f"{STOCK}/rows?limit=3&cursor={page['next']}"
        assert page["release"] == "2026.1"
    assert seen == whole
    assert len(seen) == 8


def test_an_older_release_gives_its_own_figures(client: Client, released: Any) -> None:
    asked = f"{STOCK}/rows?area=AUS&year=2019"
    assert [each["headcount"] for each in get(client, asked)["items"]] == [715]
    assert [each["headcount"] for each in get(client, f"{asked}&release=2026.1")["items"]] == [710]


# ---- sums ------------------------------------------------------------------------------------------------------------
def test_sums_say_what_was_added_and_what_is_hidden(client: Client, released: Any) -> None:
    found = get(client, f"{STOCK}/sums?group_by=area_region&year=2018")
    assert found["keep"] == ["area_region", "year", "activity"]
    assert (found["always_kept"], found["row_kinds"]) == (["year", "activity"], ["origin"])
    assert found["items"] == [
        {"area_region": "WPR", "year": 2018, "activity": None, "headcount": 700, "at_least": True, "status": "normal",
         "rows": 3, "hidden": 1, "missing": 1},
        {"area_region": "WPR", "year": 2018, "activity": "licensed", "headcount": 130, "at_least": False,
         "status": "normal", "rows": 2, "hidden": 0, "missing": 0},
    ]  # fmt: skip


def test_a_sum_over_everything_that_is_hidden_has_no_value(client: Client, released: Any) -> None:
    (found,) = get(client, f"{STOCK}/sums?group_by=area&origin=KEN")["items"]
    assert (found["headcount"], found["status"], found["at_least"]) == (None, "suppressed", True)


# ---- refusals --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (f"{TABLES}/mds-outflow", 404, "mds.query.nothing"), (f"{TABLES}/nothing/rows", 404, "mds.query.nothing"),
        (f"{STOCK}/rows?release=1999.1", 404, "mds.asking.release-unknown"),
        (f"{STOCK}/rows?colour=red", 422, "mds.asking.parameter"),
        (f"{STOCK}/rows?group_by=area", 422, "mds.asking.parameter"),
        (f"{STOCK}/rows?sex=F", 422, "mds.asking.column"), (f"{STOCK}/rows?sort=colour", 422, "mds.asking.sort"),
        (f"{STOCK}/rows?area_region=ATLANTIS", 422, "mds.asking.code"),
        (f"{TABLES}/density/rows?origin_region=AFR", 422, "mds.asking.group"),
        (f"{STOCK}/rows?year_from=2019&year_to=2018", 422, "mds.asking.years"),
        (f"{STOCK}/rows?cursor=abc", 422, "mds.asking.cursor"),
        (f"{STOCK}/sums?group_by=area_group", 422, "mds.asking.keep"),
        (f"{STOCK}/sums?row_kind=origin,total", 422, "mds.asking.kinds"),
        (f"{TABLES}/density/sums?group_by=year", 422, "mds.asking.not-added"),
        (f"{STOCK}/rows?limit=100000", 422, "site.api.request-invalid"),
        (f"{STOCK}/rows?format=xlsx", 422, "site.api.request-invalid"),
        (f"{STOCK}/rows?area={','.join(['AUS'] * 1 + [f'A{n}' for n in range(399)])}", 422, "site.api.request-invalid"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_by_name(
    client: Client, released: Any, address: str, status: int, code: str
) -> None:
    assert refused(client, address) == (status, code)


def test_a_cursor_of_another_question_or_release_is_refused(client: Client, released: Any) -> None:
    mark = get(client, f"{STOCK}/rows?area=AUS&limit=1")["next"]
    for asked in (
        f"rows?area=NZL&cursor={mark}",
        f"sums?area=AUS&cursor={mark}",
        f"rows?area=AUS&release=2026.1&cursor={mark}",
    ):
        assert refused(client, f"{STOCK}/{asked}") == (422, "mds.asking.cursor")


def test_too_many_questions_are_put_off_and_kept_answers_are_not_counted(
    client: Client, released: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(api.MAKING, "anonymous", 1)
    assert [client.get(f"{STOCK}/rows").status_code for _time in range(4)] == [200] * 4
    assert refused(client, f"{STOCK}/rows?area=AUS") == (429, "site.api.too-many")
    assert 0 < int(client.get(f"{STOCK}/rows?area=AUS")["Retry-After"]) <= 60


# ---- files and headers -----------------------------------------------------------------------------------------------
def test_a_file_holds_the_whole_answer_and_says_what_it_is(client: Client, released: Any) -> None:
    answer = client.get(f"{STOCK}/rows?format=csv&limit=1")
    text = answer.content.decode("utf-8-sig")
    lines = [line for line in text.splitlines() if line.startswith("# ")]
    rows = list(
        csv.DictReader(
            io.StringIO(
                "".join(line for line in io.StringIO(text, newline="") if not line.startswith("# ")), newline=""
            )
        )
    )
    assert len(rows) == 8
    assert any("2026.2" in line for line in lines)
    assert answer["Content-Disposition"] == 'attachment; filename="concord-mds-stock-by-training-rows.csv"'
    assert {row["headcount"] for row in rows if row["status"] == "suppressed"} == {""}


def test_a_parquet_file_is_read_back_equal_with_its_citation(client: Client, released: Any) -> None:
    import pyarrow.parquet as parquet

    answer = client.get(f"{STOCK}/sums?format=parquet&group_by=area")
    items = get(client, f"{STOCK}/sums?group_by=area&limit=1000")["items"]
    assert pl.read_parquet(io.BytesIO(answer.content)).to_dicts() == items
    told = parquet.read_metadata(io.BytesIO(answer.content)).metadata
    assert told[b"concord.release"] == b"2026.2"
    assert json.loads(told[b"concord.about"])["keep"] == ["area", "year", "activity"]


def test_a_file_that_is_too_long_is_refused(client: Client, released: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 7)
    assert refused(client, f"{STOCK}/rows?format=csv") == (422, "mds.asking.too-many")
    assert client.get(f"{STOCK}/rows").status_code == 200


def test_an_answer_is_open_marked_and_not_given_twice(client: Client, released: Any) -> None:
    first = client.get(f"{STOCK}/rows")
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"{STOCK}/rows", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{STOCK}/rows", headers={"if-none-match": first["ETag"], "accept-language": "fr"})
    assert other.status_code == 200
    packed = client.get(f"{STOCK}/rows", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"


def test_nothing_is_asked_of_the_database(client: Client, released: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        for asked in (TABLES, STOCK, f"{STOCK}/rows", f"{STOCK}/sums?group_by=area", "/api/v1/releases"):
            get(client, asked)


def test_what_a_country_has_not_published_is_nowhere(client: Client, released: Any, settings: Any) -> None:
    """A release that awaits its approval or its day lies beside the others and is asked for in vain."""
    folder = settings.CONCORD.folder / "national"
    Store(folder).add([stock(("FJI", 2018, "221", None, "KEN", "origin", 4321, "normal", None))], as_of="2026-07-01")
    (folder / "releases" / "2026.1").rename(folder / "releases" / "FJI-2026.1-v1")
    whole = "".join(
        client.get(address).content.decode()
        for address in (f"{STOCK}/rows", f"{STOCK}/sums?group_by=area", STOCK, "/api/v1/releases",
                        "/sdmx/v2/data/dataflow/CONCORD/MDS_STOCK_BY_TRAINING",
                        "/sdmx/v2/availability/dataflow/CONCORD/MDS_STOCK_BY_TRAINING")
    )  # fmt: skip
    assert "AUS" in whole
    assert "FJI" not in whole.replace("CL_AREA", "")
    assert "4321" not in whole
    for id in ("FJI-2026.1-v1", "../national/releases/FJI-2026.1-v1"):
        assert refused(client, f"{STOCK}/rows?release={id}") == (404, "mds.asking.release-unknown")
        assert client.get(f"/sdmx/v2/structure/dataflow?release={id}").status_code == 404


def test_before_there_is_a_release_the_bundled_facts_are_given(client: Client) -> None:
    assert get(client, "/api/v1/releases")["count"] == 0
    found = get(client, f"{TABLES}/mds-totals/sums?group_by=area_region&year=2018&occupation=221")
    assert found["release"] == ""
    assert {each["area_region"] for each in found["items"]} >= {"EUR", "WPR"}
