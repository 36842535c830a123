"""Every example form of pyxform that can be read is drawn, answered and brought out again, page by page."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from concord.instrument import library
from concord_site.reporting.actions import trials as actions
from concord_site.reporting.queries import trials as queries

from .answering_by_form import Reader

pytestmark = pytest.mark.django_db
EXAMPLES_MODULE = Path(__file__).parents[2] / "concord" / "instrument" / "examples.py"


def _examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("instrument_examples", EXAMPLES_MODULE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


examples = _examples()


@pytest.mark.parametrize("name", examples.EXAMPLES)
def test_an_example_form_is_drawn_and_answered(client: Client, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    instrument = examples.instrument_of(name)
    real: Any = library.load
    monkeypatch.setattr(library, "load", lambda id: instrument if id == instrument.id else real(id))
    trial = actions.begin(instrument, by=None, today=examples.TODAY)
    base = f"/en/reporting/trials/{trial.pk}/"
    reader = Reader(client, instrument, examples.TODAY)
    reader.walk(base)
    for path in ("", "check/", "why/", "export.json", "export.csv"):
        assert client.get(base + path).status_code == 200, path
    book = queries.book_of(trial, instrument, today=examples.TODAY)
    asked = queries.opened(trial.pk, None, today=examples.TODAY, language="en").state.asked
    assert set(reader.stuck) <= {book.lasting(each) for each in asked}
    given = sum(kept.value is not None for kept in book.kept.values())
    assert given or not asked
