"""The data quality report of a delivery: the country's own, as PDF and Word, with what was found and explained."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.urls import reverse

from . import small_files
from .release_ground import brought

pytestmark = pytest.mark.django_db(transaction=True)


def address(row: Any, format: str) -> str:
    return reverse("mds:quality", kwargs={"pk": row.pk, "format": format})


def test_the_country_has_the_report_and_nobody_else(
    officer: Any, stranger: Any, desk: Any, read: Any, signed_in: Any
) -> None:
    row = brought(small_files.UNKNOWN, officer, read)
    mine = signed_in(officer)
    answer = mine.get(address(row, "pdf"))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert address(row, "pdf") in mine.get(reverse("mds:delivery", kwargs={"pk": row.pk})).content.decode()
    for by in (stranger, desk):
        assert signed_in(by).get(address(row, "pdf")).status_code == 404
    assert mine.get(address(row, "exe")).status_code == 404


def test_it_says_what_was_found_and_how_it_was_explained(officer: Any, read: Any, signed_in: Any) -> None:
    row = brought(small_files.UNKNOWN, officer, read)
    content = signed_in(officer).get(address(row, "docx")).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "As counted." in text


def test_there_is_none_before_there_are_tables(delivery: Any, officer: Any, signed_in: Any) -> None:
    assert signed_in(officer).get(address(delivery, "pdf")).status_code == 404
