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


# ---- national reports ------------------------------------------------------------------------------------------------
@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The small questionnaire of national reports is a declared one."""
    from concord.instrument import library

    from .reports import SMALL

    real = library.load
    monkeypatch.setattr(library, "load", lambda id: SMALL if id == SMALL.id else real(id))
    return SMALL


@pytest.fixture
def authority(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """Somebody who speaks for Kenya."""
    return person("national-authority", organisation("authority", area="KEN"), area="KEN", name="Tala Maro")


@pytest.fixture
def officer(person: Callable[..., Any], organisation: Callable[..., Any]) -> Any:
    """An officer of Kenya's ministry."""
    return person("country-officer", organisation("ministry", area="KEN"), area="KEN", name="Rami Adan")


@pytest.fixture
def report(small: Any, authority: Any) -> Any:
    """A national report that was begun."""
    from .reports import begun, opened_round

    return begun(authority, opened_round())
