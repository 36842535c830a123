"""The catalogue for programs: DCAT as Turtle and JSON-LD say the same, and schema.org cannot end its element."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from concord.mds.catalogue import dcat, jsonld, schema_org, turtle
from concord.mds.catalogue.entry import Entry, Licence, newest_first
from concord.mds.catalogue.graph import Iri, Literal, Node
from concord.vocabulary.text import Text

from .catalogue_ground import AWKWARD, DIGEST, SHA256, TITLES, corrected, national, plain, rows

PLACE = dcat.Place("https://concord.test/catalogue", "https://concord.test/en/data/catalogue/", "Concord")
AT = PLACE.address


def catalogue(*entries: Entry) -> dict[str, dict[str, Any]]:
    """The nodes of the JSON-LD by name."""
    found = json.loads(jsonld.write(dcat.catalogue(entries, PLACE)))
    return {each["@id"]: each for each in found["@graph"]}


def english(said: list[dict[str, str]]) -> str:
    return next(each["@value"] for each in said if each.get("@language") == "en")


def ids(node: dict[str, Any], predicate: str) -> list[str]:
    return [each["@id"] for each in node.get(predicate, [])]


def test_a_release_is_a_data_set_with_version_day_title_in_its_languages_and_digest() -> None:
    found = catalogue(plain())
    node = found[f"{AT}#release-2026.1"]
    assert node["@type"] == "dcat:Dataset"
    assert node["dcat:version"] == [{"@value": "2026.1"}]
    assert node["dct:issued"] == [{"@value": "2026-11-03", "@type": "xsd:date"}]
    assert {each["@language"]: each["@value"] for each in node["dct:title"]} == dict(TITLES)
    assert node["adms:identifier"][0]["skos:notation"] == [{"@value": f"sha256:{DIGEST}"}]
    assert ids(node, "dcat:landingPage") == ["https://concord.test/en/data/catalogue/2026.1/"]
    assert ids(node, "adms:status") == ["http://purl.org/adms/status/Completed"]
    assert ids(node, "dct:license") == ["https://creativecommons.org/licenses/by/4.0/"]
    span = node["dct:temporal"][0]
    assert [span[name][0]["@value"] for name in ("dcat:startDate", "dcat:endDate")] == ["2010", "2018"]
    assert [each.rpartition("/")[2] for each in ids(node, "dct:spatial")] == ["KEN", "NZL"]
    assert english(node["dct:provenance"][0]["rdfs:label"]).endswith("As they came.")
    assert f"{AT}#release-2026.1" in ids(found[AT], "dcat:dataset")


def test_a_kept_file_has_size_and_checksum_and_one_made_on_demand_has_none() -> None:
    found = catalogue(plain())
    kept, made = (found[name] for name in ids(found[f"{AT}#release-2026.1"], "dcat:distribution"))
    assert kept["spdx:checksum"][0]["spdx:checksumValue"] == [{"@value": SHA256, "@type": "xsd:hexBinary"}]
    assert kept["dcat:byteSize"] == [{"@value": "4711", "@type": "xsd:nonNegativeInteger"}]
    assert ids(kept, "dcat:downloadURL") == ["https://concord.test/catalogue/2026.1/mds-totals.parquet"]
    assert "spdx:checksum" not in made
    assert ids(made, "dcat:mediaType") == ["https://www.iana.org/assignments/media-types/text/csv"]


def test_versions_of_one_thing_know_each_other_and_their_series() -> None:
    old, new = corrected()
    found = catalogue(new, old, plain())
    first, second = found[f"{AT}#release-{old.id}"], found[f"{AT}#release-{new.id}"]
    series = found[f"{AT}#series-KEN-2026.1"]
    assert ids(second, "dcat:previousVersion") == [first["@id"]]
    assert ids(first, "dct:isReplacedBy") == [second["@id"]]
    assert ids(first, "dcat:isVersionOf") == ids(second, "dcat:isVersionOf") == [series["@id"]]
    assert ids(series, "dcat:hasVersion") == [first["@id"], second["@id"]]
    assert ids(series, "dcat:hasCurrentVersion") == [second["@id"]]
    assert series["@type"] == "dcat:DatasetSeries"
    assert ids(first, "adms:status") == ["http://purl.org/adms/status/Deprecated"]
    assert first["dct:modified"] == [{"@value": "2026-12-01T09:30:00+00:00", "@type": "xsd:dateTime"}]


def test_a_withdrawn_release_says_so_and_its_series_has_no_current_version() -> None:
    found = catalogue(national(status="withdrawn"))
    node = found[f"{AT}#release-KEN-2026.1-v1"]
    assert ids(node, "adms:status") == ["http://purl.org/adms/status/Withdrawn"]
    assert "no longer stand" in english(node["adms:versionNotes"])
    assert "dcat:hasCurrentVersion" not in found[f"{AT}#series-KEN-2026.1"]


def test_generated_data_are_called_so_in_the_catalogue() -> None:
    node = catalogue(national())[f"{AT}#release-KEN-2026.1-v1"]
    assert {"@value": "generated data"} in node["dcat:keyword"]
    assert "not real" in english(node["adms:versionNotes"])
    assert "adms:versionNotes" not in catalogue(plain())[f"{AT}#release-2026.1"]


def test_a_place_outside_iso_has_its_code_and_names_and_no_foreign_name() -> None:
    (place,) = catalogue(plain(areas=("XKX",)))[f"{AT}#release-2026.1"]["dct:spatial"]
    assert place["dct:identifier"] == [{"@value": "XKX"}]
    assert len(place["skos:prefLabel"]) > 1


def test_the_catalogue_does_not_depend_on_the_order_of_its_entries() -> None:
    some = [plain("2026.1"), plain("2026.2"), *corrected()]
    assert turtle.write(dcat.catalogue(some, PLACE)) == turtle.write(dcat.catalogue(some[::-1], PLACE))
    days = [each.id for each in newest_first([plain("2026.9"), plain("2026.10")])]
    assert days == ["2026.10", "2026.9"]


def test_turtle_writes_every_sign_of_a_text_and_of_an_address() -> None:
    node = Node("https://a.test/x y<z>", "dcat:Dataset").of("dct:title", Literal('a "b" \\ \n\t\x07', "en"))
    text = turtle.write([node.of("dct:source", Iri("https://a.test/{1}|2"))])
    assert "<https://a.test/x%20y%3Cz%3E>" in text
    assert r'"a \"b\" \\ \n\t\u0007"@en' in text
    assert "<https://a.test/%7B1%7D%7C2>" in text


def awkward() -> list[Entry]:
    old, new = corrected()
    odd = plain(
        "2026.2", title=Text({"en": AWKWARD, "ar": AWKWARD}), areas=("KEN", "XKX"),
        licences=(Licence("words alone"), Licence("CC0-1.0", "https://a.test/ b")),
    )  # fmt: skip
    return [plain(), odd, old, new, national(3, status="withdrawn", series="KEN-2025.1")]


def test_turtle_and_json_ld_say_the_same_to_another_library() -> None:
    rdflib = pytest.importorskip("rdflib")
    from rdflib.compare import isomorphic

    nodes = dcat.catalogue(awkward(), PLACE)
    one = rdflib.Graph().parse(data=turtle.write(nodes), format="turtle")
    other = rdflib.Graph().parse(data=jsonld.write(nodes), format="json-ld")
    assert len(one) == len(other) > 100
    assert isomorphic(one, other)
    titles = {str(each) for each in one.objects(None, rdflib.URIRef("http://purl.org/dc/terms/title"))}
    assert AWKWARD in titles


def test_schema_org_names_version_licence_years_places_variables_and_files() -> None:
    said = schema_org.dataset(plain(), catalogue=AT)
    assert (said["@type"], said["version"], said["datePublished"]) == ("Dataset", "2026.1", "2026-11-03")
    assert said["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert said["temporalCoverage"] == "2010/2018"
    assert [each["identifier"] for each in said["spatialCoverage"]] == ["KEN", "NZL"]
    assert said["variableMeasured"] == [{"@type": "PropertyValue", "name": "headcount", "unitText": "Persons"}]
    assert said["distribution"][0]["sha256"] == SHA256
    assert said["includedInDataCatalog"]["url"] == AT


def test_schema_org_names_the_country_of_a_demonstration_by_its_code() -> None:
    said = schema_org.dataset(plain(area="XMA"))
    assert said["spatialCoverage"] == [{"@type": "Place", "name": "XMA", "identifier": "XMA"}]


def test_schema_org_of_rows_names_the_rows_their_digest_and_their_release() -> None:
    said = schema_org.dataset(plain(), rows())
    assert said["url"].endswith("?area=KEN&year=2018")
    assert "area=KEN; year=2018" in said["description"]
    assert said["identifier"][1]["value"] == DIGEST[::-1]
    assert said["isPartOf"] == plain().address


def test_schema_org_of_generated_rows_says_so_first() -> None:
    said = schema_org.dataset(plain(), rows(is_generated=True))
    assert said["description"].startswith("Contains generated demonstration data")
    assert "generated data" in said["keywords"]
    assert "generated data" not in schema_org.dataset(national(), rows())["keywords"]


def test_nothing_in_a_block_of_data_can_end_its_element() -> None:
    text = schema_org.as_block(schema_org.dataset(replace(plain(), title=Text({"en": AWKWARD + "<!-- ]]> \u2028"}))))
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text)["name"].endswith("<!-- ]]> \u2028")
