"""Bundles of FHIR: persons in the standard columns, and nothing guessed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from concord.findings import Finding
from concord.intake.reading import Reading
from concord.mds.harmonise import Asked
from concord.mds.profile import Profile
from concord.mds.readers import registry
from concord.mds.tabulate import tabulate

SPECIMEN = Path(__file__).parents[2] / "specimens" / "mds" / "fhir" / "bundle.json"
DEMO = Path(__file__).parents[4] / "shared" / "data" / "registries"
shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not DEMO.is_dir(), reason="the publishers' files are not beside the repository"),
]
NATIONALITY = "http://ihris.org/fhir/StructureDefinition/ihris-practitioner-nationality"


@pytest.fixture(scope="module")
def bundle() -> Reading:
    return registry.read(SPECIMEN)


def people(reading: Reading) -> dict[str, dict[str, str]]:
    (sheet,) = reading.sheets
    return {row["person"]: row for row in sheet.records()}


def said(reading: Reading, code: str) -> Finding:
    return next(finding for finding in reading.findings if finding.code == code)


def test_a_person_is_a_row_of_the_standard_columns(bundle: Reading) -> None:
    assert people(bundle)["w1"] == {
        "person": "w1",
        "occupation": "Nurse",
        "sex": "F",
        "birth_date": "1984-05-02",
        "birth_year": "",
        "training": "KEN",
        "nationality": "NAM",
        "facility": "Northern Hospital",
    }
    (sheet,) = bundle.sheets
    assert list(sheet.rows) == [1, 2, 3, 4], "entries of the bundle"


def test_names_and_addresses_of_persons_are_not_taken_over(bundle: Reading) -> None:
    opened = registry.opened(SPECIMEN)
    for sheet in (*bundle.sheets, *opened.sheets):
        assert "Invented" not in " ".join(cell.text for cell in sheet.cells())


def test_a_year_of_birth_is_no_date_of_birth(bundle: Reading) -> None:
    person = people(bundle)["w2"]
    assert (person["birth_date"], person["birth_year"]) == ("", "1979")


def test_an_invented_country_is_no_nationality(bundle: Reading) -> None:
    person = people(bundle)["w2"]
    assert person["nationality"] == ""
    told = said(bundle, "mds.fhir.nationality-uninhabited")
    assert (told.level, told.value) == ("soft", "TF")
    assert said(bundle, "mds.fhir.nationality").value == "ZZ"


def test_three_letters_in_a_field_of_two_are_read_and_told(bundle: Reading) -> None:
    assert people(bundle)["w3"]["nationality"] == "SDN"
    assert said(bundle, "mds.fhir.code-of-three").params["rows"] == "3"


def test_of_several_present_jobs_and_several_countries_none_is_chosen(bundle: Reading) -> None:
    person = people(bundle)["w3"]
    assert (person["occupation"], person["training"]) == ("", "")
    assert said(bundle, "mds.fhir.several-jobs").params["count"] == 1
    assert said(bundle, "mds.fhir.several-trainings").value == "CU; KE"


def test_missing_sex_and_birth_date_stay_missing(bundle: Reading) -> None:
    person = people(bundle)["w3"]
    assert (person["sex"], person["birth_date"], person["birth_year"]) == ("", "", "")
    for code in ("mds.fhir.no-sex", "mds.fhir.no-birth-date"):
        assert (said(bundle, code).level, said(bundle, code).params["count"]) == ("note", 1)


def test_who_left_a_job_or_is_not_active_is_asked_about(bundle: Reading) -> None:
    assert said(bundle, "mds.fhir.job-ended").where.row == 2
    assert said(bundle, "mds.fhir.not-active").where.row == 4
    assert said(bundle, "mds.fhir.role-without-person").params["persons"] == "w9"


def test_support_staff_are_named_and_the_trap_of_2221_is_not_walked_into(bundle: Reading) -> None:
    assert said(bundle, "mds.fhir.support-staff").params["titles"] == "Driver (1)"
    assert people(bundle)["w2"]["occupation"] == "Medical Doctor", "the title, not 2221 of another edition"


def made(entries: list[dict[str, Any]], type: str = "transaction") -> Reading:
    document = {"resourceType": "Bundle", "type": type, "entry": [{"resource": each} for each in entries]}
    return registry.read(json.dumps(document).encode(), "made.json")


def test_one_person_twice_is_refused() -> None:
    person = {"resourceType": "Practitioner", "id": "a", "gender": "female"}
    reading = made([person, {**person, "gender": "male"}])
    assert [finding.code for finding in reading.findings.hard] == ["mds.fhir.person-twice"]


@pytest.mark.parametrize("type", ["transaction", "collection", "searchset", "batch"])
def test_every_type_of_bundle_is_read(type: str) -> None:
    assert people(made([{"resourceType": "Practitioner", "id": "a", "gender": "unknown"}], type))["a"]["sex"] == "U"


def test_an_extension_that_is_not_declared_says_nothing() -> None:
    other = {"url": "http://example.org/country-of-training", "valueCode": "KE"}
    person = people(made([{"resourceType": "Practitioner", "id": "a", "extension": [other]}]))["a"]
    assert (person["training"], person["nationality"]) == ("", "")


def test_what_an_unverified_declaration_says_is_not_used() -> None:
    core = {
        "url": "http://hl7.org/fhir/StructureDefinition/patient-nationality",
        "extension": [{"url": "code", "valueCodeableConcept": {"coding": [{"code": "KE"}]}}],
    }
    assert people(made([{"resourceType": "Practitioner", "id": "a", "extension": [core]}]))["a"]["nationality"] == ""


def test_an_ended_job_yields_to_a_present_one() -> None:
    def role(id: str, title: str, **period: str) -> dict[str, Any]:
        subject = {"reference": "Practitioner/a/_history/2"}
        code = [{"text": title}]
        return {"resourceType": "PractitionerRole", "id": id, "practitioner": subject, "code": code, "period": period}

    reading = made(
        [
            {"resourceType": "Practitioner", "id": "a", "gender": "male", "birthDate": "1980-01-01"},
            role("1", "Nurse", start="2001-01-01", end="2010-01-01"),
            role("2", "Midwife", start="2010-01-02"),
        ]
    )
    assert people(reading)["a"]["occupation"] == "Midwife"
    assert not {finding.code for finding in reading.findings}.intersection(
        {"mds.fhir.job-ended", "mds.fhir.several-jobs"}
    )


def nurse(id: str, school: str, nationality: str, title: str) -> list[dict[str, Any]]:
    extension = [{"url": NATIONALITY, "valueCoding": {"code": nationality}}]
    qualification = [{"code": {"text": "Diploma"}, "issuer": {"reference": f"Organization/{school}"}}]
    person = {"resourceType": "Practitioner", "id": id, "gender": "female", "birthDate": "1980-01-01"}
    subject = {"reference": f"Practitioner/{id}"}
    return [
        {**person, "qualification": qualification, "extension": extension},
        {"resourceType": "PractitionerRole", "id": f"r-{id}", "practitioner": subject, "code": [{"text": title}]},
    ]


def test_a_bundle_is_counted_like_any_register(tmp_path: Path) -> None:
    schools = [{"resourceType": "Organization", "id": id, "address": [{"country": id}]} for id in ("KE", "CU")]
    people = [*nurse("1", "KE", "NA", "Nurse"), *nurse("2", "KE", "KE", "Nurse"), *nurse("3", "CU", "CU", "Doctor")]
    entries = [{"resource": each} for each in (*schools, *people)]
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}), encoding="utf-8")
    profile = Profile(activity="licensed", occupations={"Doctor": "221"})
    made = tabulate([path], Asked(area="NAM", year=2025, profile=profile), as_of=2026)
    assert not made.findings.hard, list(made.findings)
    stocks = {table.structure: counted(table.frame) for table in made.tables if "origin" in table.frame.columns}
    assert stocks["mds-stock-by-training"] == {("221", "CUB"): 1, ("2221_3221", "KEN"): 2}
    assert stocks["mds-stock-by-nationality"] == {("221", "CUB"): 1, ("2221_3221", "KEN"): 1}


def counted(frame: pl.DataFrame) -> dict[tuple[str, str], int]:
    rows = frame.filter(pl.col("row_kind") == "origin").select("occupation", "origin", "headcount").rows()
    return {(occupation, origin): count for occupation, origin, count in rows}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@shared[0]
@shared[1]
def test_the_demonstration_of_ihris_is_one_register_with_its_traps(order: tuple[int, int]) -> None:
    names = ["ihris_demo_bundle_Practitioner.json", "ihris_demo_bundle_PractitionerRole.json"]
    files = [(DEMO / names[at], names[at]) for at in order]
    first, second = registry.read_all(files)
    rows = people(first)
    assert (len(rows), second.sheets) == (250, ())
    assert Counter(row["sex"] for row in rows.values()) == {"": 177, "F": 42, "M": 31}
    assert sum(not row["birth_date"] for row in rows.values()) == 178
    assert Counter(row["nationality"] for row in rows.values()) == {
        "": 242,
        "BDI": 2,
        "RWA": 2,
        "COG": 1,
        "BEL": 1,
        "SDN": 1,
        "USA": 1,
    }
    assert not any(row["training"] for row in rows.values()), "a degree is not a country"
    assert sum(row["occupation"] == "Medical Doctor" for row in rows.values()) == 9
    said_of = {finding.code: finding.params["count"] for finding in first.findings}
    assert said_of == {
        "mds.fhir.nationality-uninhabited": 242,
        "mds.fhir.code-of-three": 1,
        "mds.fhir.no-sex": 177,
        "mds.fhir.no-birth-date": 178,
        "mds.fhir.job-ended": 5,
        "mds.fhir.support-staff": 67,
    }
