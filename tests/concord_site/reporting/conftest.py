"""Ground of the tests of instruments: people, and a draft that was uploaded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from . import workbooks


@pytest.fixture
def author(person: Callable[..., Any]) -> Any:
    """Somebody who is signed in and holds no role."""
    return person()


@pytest.fixture
def administrator(person: Callable[..., Any]) -> Any:
    """An administrator of the secretariat."""
    return person("secretariat-administrator")


@pytest.fixture
def translator(person: Callable[..., Any]) -> Any:
    """A translator."""
    return person("translator")


@pytest.fixture
def sent() -> Callable[..., SimpleUploadedFile]:
    """A file as a browser sends it."""

    def make(content: bytes | None = None, name: str = "small.xlsx") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, workbooks.workbook() if content is None else content)

    return make


@pytest.fixture
def draft(author: Any) -> Any:
    """A draft of the small questionnaire."""
    from concord.instrument import xlsform
    from concord_site.reporting.actions import instruments

    read = xlsform.read(workbooks.workbook(), "small.xlsx")
    assert read.sheets is not None
    return instruments.begin(sheets=read.sheets, by=author)
