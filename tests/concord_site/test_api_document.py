"""The description of the interface for programs says all there is to say, and the documentation names every address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from concord_site.shell.api import SHARED
from concord_site.shell.interface import reference

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def described() -> Any:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.json()


def operations(described: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def resolved(described: Any, schema: Any) -> Any:
    while "$ref" in schema:
        found = described
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def with_definitions(described: Any, schema: Any) -> Any:
    """A schema that stands alone: its references lead into a copy of the components."""
    text = json.dumps(schema).replace("#/components/schemas/", "#/$defs/")
    inner = json.loads(json.dumps(described["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/"))
    return {**json.loads(text), "$defs": inner}


def test_it_is_openapi_3_1_with_a_title_a_version_and_a_licence(described: Any) -> None:
    assert described["openapi"].startswith("3.1")
    assert {"title", "version", "description", "license"} <= described["info"].keys()


def test_every_reference_leads_somewhere(described: Any) -> None:
    for address in re.findall(r'"\$ref": "([^"]+)"', json.dumps(described)):
        assert resolved(described, {"$ref": address})


def test_every_operation_says_what_it_does_gives_and_refuses(described: Any) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(ids) == len(set(ids)) >= 8
    for path, method, operation in operations(described):
        where = f"{method} {path}"
        assert operation["summary"], where
        assert operation["description"].endswith("."), where
        assert operation["tags"], where
        assert {str(status) for status in SHARED} <= set(operation["responses"]), where
        content = operation["responses"]["200"]["content"]
        assert all(each["schema"] for each in content.values()), where
        assert operation["security"] == [{}, {"key": []}], where


def test_every_parameter_is_described_and_every_place_of_an_address_declared(described: Any) -> None:
    for path, method, operation in operations(described):
        declared = {each["name"]: each for each in operation["parameters"]}
        assert set(re.findall(r"{(\w+)}", path)) == {n for n, each in declared.items() if each["in"] == "path"}
        for name, each in declared.items():
            assert each.get("description"), f"{method} {path}: {name}"
        assert "language" in declared, f"{method} {path}"


def examples(described: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every example with the schema it must fit."""
    for name, schema in described["components"]["schemas"].items():
        if "example" in schema:
            yield name, schema, schema["example"]


def test_what_is_given_and_what_is_taken_has_an_example(described: Any) -> None:
    for path, method, operation in operations(described):
        for media, each in operation["responses"]["200"]["content"].items():
            if media == "application/json":
                schema = resolved(described, each["schema"])
                inner = schema["properties"].get("items", {}).get("items", schema)
                assert "example" in resolved(described, inner), f"{method} {path}"
        for each in operation.get("requestBody", {}).get("content", {}).values():
            assert "example" in resolved(described, each["schema"]), f"{method} {path}"


def test_every_example_fits_its_schema(described: Any) -> None:
    known = list(examples(described))
    assert len(known) >= 6
    for name, schema, example in known:
        found = [
            error.message for error in Draft202012Validator(with_definitions(described, schema)).iter_errors(example)
        ]
        assert not found, f"{name}: {found}"


def test_every_field_that_is_given_or_taken_is_described(described: Any) -> None:
    bare = {
        f"{name}.{field}"
        for name, schema in described["components"]["schemas"].items()
        for field, each in schema.get("properties", {}).items()
        if not (each.get("description") or "$ref" in each)
    }
    assert bare == set()


def test_problems_are_described_once(described: Any) -> None:
    for status in SHARED:
        shared = described["components"]["responses"][f"Problem{status}"]
        assert list(shared["content"]) == ["application/problem+json"]
        assert shared["description"]


@pytest.mark.parametrize("page", ["docs/reference/api.md", "docs/how-to/use-the-api.md"])
def test_the_pages_of_the_documentation_are_there(page: str) -> None:
    assert (ROOT / page).is_file()


def test_the_reference_is_written_from_the_description(described: Any) -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert text == reference.page(described), "python -m concord_site print_api > docs/reference/api.md"
    for path, method, operation in operations(described):
        assert f"{method.upper()} {path}" in text
        assert all(f"`{each['name']}`" in text for each in operation["parameters"])


def test_the_how_to_shows_only_addresses_there_are(described: Any) -> None:
    page = (ROOT / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
    known = [
        re.compile(re.sub(r"{\w+}", "[^/]+", path) + "$") for path in (*described["paths"], "/api/v1/openapi.json")
    ]
    shown = set(re.findall(r"/api/v1/[\w./-]*\w", page))
    assert len(shown) >= 3
    for address in shown:
        assert any(each.match(address) for each in known), address


def test_the_answers_shown_are_to_questions_there_are(described: Any) -> None:
    from concord.instrument import library

    keys = {key for (_repeats, key) in library.load("nri-2027").by_key}
    page = (ROOT / "docs" / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
    shown = re.search(r"answers = ({.*})", page)
    assert shown is not None
    example = described["components"]["schemas"]["AnswersIn"]["example"]["answers"]
    assert {*example, *json.loads(shown[1])} <= keys
    assert {key for row in example["agreements"] for key in row} <= keys
