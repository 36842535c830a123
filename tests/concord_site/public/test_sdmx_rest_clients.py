"""Stock SDMX clients read structures, data and availability from the running site and get the rows of the store."""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest

from concord.mds.store import Store
from concord.mds.writers.sdmx.shape import NOTHING, rows, shape

from .released_tables import two_releases

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
FLOW, STRUCTURE = "MDS_STOCK_BY_TRAINING", "mds-stock-by-training"


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of a running site with two releases."""
    settings.ALLOWED_HOSTS = ["*"]
    two_releases(settings.CONCORD.folder)
    return str(live_server.url)


@pytest.fixture
def held(settings: Any) -> list[dict[str, str]]:
    """The rows of the newest release as the store gives them."""
    return said(rows(Store(settings.CONCORD.folder).query(STRUCTURE)))


def said(found: Any) -> list[dict[str, str]]:
    """Rows of a reader, what is empty left out, in an order of their own."""
    kept = [
        {key: str(value).removesuffix(".0") for key, value in row.items() if value not in (None, "") and value == value}
        for row in found
    ]
    return sorted(kept, key=lambda row: json.dumps(row, sort_keys=True))


# ---- pysdmx (SDMX 3.0) -----------------------------------------------------------------------------------------------
@pytest.fixture
def service(site: str) -> Iterator[Any]:
    """Makes clients of pysdmx for the newer interface."""
    api = pytest.importorskip("pysdmx.api.qb")

    def make(**formats: Any) -> Any:
        return api.RestService(f"{site}/sdmx/v2", api.ApiVersion.V2_1_0, timeout=30.0, **formats)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield make


@pytest.mark.parametrize(
    "format", ["SDMX_CSV_2_0_0", "SDMX_CSV_1_0_0", "SDMX_ML_3_0", "SDMX_ML_2_1_STR", "SDMX_ML_2_1_GEN"]
)
def test_pysdmx_reads_the_rows_of_the_store(service: Any, held: Any, format: str, tmp_path: Any) -> None:
    from pysdmx.api.qb import DataContext, DataFormat, DataQuery
    from pysdmx.io import read_sdmx

    query = DataQuery(DataContext.DATAFLOW, "CONCORD", FLOW, "1.0.0", obs_dimension="AllDimensions")
    content = service(data_format=DataFormat[format]).data(query)
    (data,) = read_sdmx(content.decode(), validate=False).get_datasets()
    assert said(data.data.to_dict("records")) == held


def test_pysdmx_asks_with_keys_and_conditions_of_its_own_making(service: Any) -> None:
    from pysdmx.api.dc.query import MultiFilter, NumberFilter, Operator, TextFilter
    from pysdmx.api.qb import DataContext, DataFormat, DataQuery
    from pysdmx.io import read_sdmx

    wanted = MultiFilter([
        TextFilter("ORIGIN", Operator.IN, ["IND", "PHL"]), NumberFilter("OBS_VALUE", Operator.GREATER_THAN, 50),
    ])  # fmt: skip
    client = service(data_format=DataFormat.SDMX_CSV_2_0_0)
    for key, values in (("*", {715, 700, 720, 90}), (("A.AUS.221", "A.NZL.221"), {700, 715, 720})):
        query = DataQuery(DataContext.DATAFLOW, "CONCORD", FLOW, "1.0.0", key, components=wanted)
        (data,) = read_sdmx(client.data(query).decode(), validate=False).get_datasets()
        assert {int(float(each)) for each in data.data["OBS_VALUE"]} == values


@pytest.mark.parametrize("format", ["SDMX_JSON_2_0_0", "SDMX_ML_3_0", "SDMX_ML_2_1"])
def test_pysdmx_reads_every_artefact_of_a_flow(service: Any, format: str) -> None:
    from pysdmx.api.qb import StructureFormat, StructureQuery, StructureReference, StructureType
    from pysdmx.io import read_sdmx

    query = StructureQuery(StructureType.DATAFLOW, "CONCORD", FLOW, "+", references=StructureReference.DESCENDANTS)
    content = service(structure_format=StructureFormat[format]).structure(query).decode()
    found = read_sdmx(content, validate=format != "SDMX_JSON_2_0_0")
    (declared,) = found.get_data_structure_definitions()
    assert {each.id for each in declared.components} == {each.id for each in shape(STRUCTURE).components}
    assert {each.id for each in found.get_dataflows()} == {FLOW}
    assert {each.id for each in found.get_codelists()} == {
        each.codes for each in shape(STRUCTURE).components if each.codes
    }


def test_the_discovery_client_of_pysdmx_finds_describes_and_fetches(site: str, held: Any) -> None:
    rest = pytest.importorskip("pysdmx.api.dc.rest")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = rest.SdmxConnector(f"{site}/sdmx/v2", timeout=30.0)
        flows = client.dataflows()
        assert {each.id for each in flows} == {FLOW, "MDS_TOTALS", "DENSITY"}
        flow = next(each for each in flows if each.id == FLOW)
        described = client.dataflow(flow)
        assert (described.obs_count, described.series_count) == (8, 6)
        listed = {each.id for each in described.structure.components["ORIGIN"].enumeration}
        assert listed == {"AUS", "NZL", "IND", "KEN", "COD", "PHL", NOTHING}
        own = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
        fetched = [{key: value for key, value in row.items() if key not in own} for row in client.data(flow)]
        assert said(fetched) == held
        some = list(client.data(flow, "REF_AREA = 'NZL' AND TIME_PERIOD >= 2018"))
        assert {row["OBS_VALUE"] for row in some} == {"40", "90"}


# ---- sdmx1 (SDMX 2.1) ------------------------------------------------------------------------------------------------
@pytest.fixture
def older(site: str) -> Iterator[Any]:
    """A client of sdmx1 for the older interface."""
    sdmx = pytest.importorskip("sdmx")
    sdmx.add_source(
        {"id": "CONCORD", "url": f"{site}/sdmx/v1", "name": "Concord", "supports": {"availableconstraint": True}},
        override=True,
    )
    client = sdmx.Client("CONCORD")
    yield client
    client.session.close()


def observations(message: Any) -> list[dict[str, str]]:
    return said(
        {**{key: value.value for of in (each.series_key, each.dimension) if of for key, value in of.values.items()},
         **{key: value.value for key, value in each.attrib.items()}, "OBS_VALUE": each.value}
        for each in message.data[0].obs
    )  # fmt: skip


def test_sdmx1_reads_the_rows_of_the_store(older: Any, held: Any) -> None:
    assert observations(older.data(FLOW)) == held
    declared = older.dataflow(FLOW).structure[FLOW]
    assert {each.id for each in declared.dimensions} == {each.id for each in shape(STRUCTURE).dimensions}
    assert observations(older.data(FLOW, dsd=declared)) == held


def test_sdmx1_reads_csv(older: Any, site: str) -> None:
    import sdmx

    declared = older.dataflow(FLOW).structure[FLOW]
    asked = Request(
        f"{site}/sdmx/v1/data/{FLOW}/A.AUS+NZL....origin?startPeriod=2019",
        headers={"Accept": "application/vnd.sdmx.data+csv;version=2.0.0"},
    )
    with urlopen(asked, timeout=30) as answer:
        message = sdmx.read_sdmx(io.BytesIO(answer.read()), format="csv", structure=declared)
    assert {row["OBS_VALUE"] for row in observations(message)} == {"715", "720"}


def test_sdmx1_makes_keys_from_the_structure_and_asks_for_periods(older: Any) -> None:
    asked = {"ORIGIN": ["IND", "PHL"], "REF_AREA": "NZL+AUS"}
    found = observations(older.data(FLOW, key=asked, params={"startPeriod": "2018", "endPeriod": "2018"}))
    assert {row["OBS_VALUE"] for row in found} == {"700", "40", "90"}


def test_sdmx1_lists_flows_and_code_lists_in_the_wanted_language(older: Any) -> None:
    flows = older.dataflow().dataflow
    assert set(flows) == {FLOW, "MDS_TOTALS", "DENSITY"}
    names = older.codelist("CL_SEX").codelist["CL_SEX"]["F"].name
    assert names.localizations["fr"] == "Femmes"


def test_sdmx1_previews_the_series_and_what_there_is(older: Any) -> None:
    assert len(older.preview_data(FLOW)) == 6
    found = older.get("availableconstraint", FLOW, params={"references": "all"}, force=True)
    assert found.response.status_code == 200


def test_sdmx1_is_told_what_is_wrong(older: Any) -> None:
    import requests

    with pytest.raises(requests.HTTPError) as refused:
        older.data(FLOW, key="A.ATA")
    assert refused.value.response.status_code == 404
