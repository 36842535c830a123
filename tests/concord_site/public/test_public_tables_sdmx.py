"""Rows of a table as messages of SDMX, from the page on which they are read."""

from __future__ import annotations

import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.django_db
TABLE = "/en/data/tables/mds-totals/?area=NZL"


@pytest.mark.parametrize(("format", "media"), [("sdmx-csv", "csv"), ("sdmx-json", "json"), ("sdmx-ml", "xml")])
def test_rows_are_taken_away_as_sdmx(client: Any, format: str, media: str) -> None:
    page = client.get(TABLE)
    assert f"format={format}" in page.content.decode()
    answer = client.get(f"{TABLE}&format={format}")
    assert answer.status_code == 200
    assert media in answer["Content-Type"]
    assert answer["Content-Disposition"].startswith('attachment; filename="concord-mds-totals.sdmx')
    plain = client.get(f"{TABLE}&format=csv").content.decode("utf-8-sig").splitlines()
    rows = sum(line.startswith("NZL") for line in plain)
    assert rows
    assert count(format, answer.content) == rows


def count(format: str, content: bytes) -> int:
    if format == "sdmx-csv":
        return len(content.decode().splitlines()) - 1
    if format == "sdmx-json":
        series = json.loads(content)["data"]["dataSets"][0]["series"].values()
        return sum(len(each["observations"]) for each in series)
    return sum(each.tag == "Obs" for each in ElementTree.parse(io.BytesIO(content)).iter())
