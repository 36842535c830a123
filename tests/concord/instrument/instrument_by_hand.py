"""One small instrument with a bit of everything, for rules in words, workbooks and XForms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from concord.instrument.model import Instrument

YES_NO = [
    {"name": "yes", "label": {"en": "Yes", "fr": "Oui", "es": "Sí", "ar": "نعم", "ru": "Да", "zh": "是"}},
    {"name": "no", "label": {"en": "No", "fr": "Non", "es": "No", "ar": "لا", "ru": "Нет", "zh": "否"}},
    {"name": "preparing", "label": {"en": "Being prepared", "fr": "En préparation", "ar": "قيد الإعداد"}},
]
LISTS: Mapping[str, Any] = {
    "gates": YES_NO,
    "topics": [
        {"name": "data", "label": "Data"},
        {"name": "law", "label": "Law"},
        {"name": "none", "label": "None of these"},
    ],
    "many": [{"name": f"c{number}", "label": f"Country {number}"} for number in range(60)],
}
KNOWN = ("not-known", "not-available", "not-applicable")
SMALL: Sequence[Mapping[str, Any]] = [
    {
        "q": "gate",
        "kind": "one",
        "choices": "gates",
        "label": {"en": "Is there an authority?", "fr": "Y a-t-il une autorité ?", "ar": "هل توجد سلطة؟"},
    },
    {"q": "topics", "kind": "many", "choices": "topics", "label": "Which topics?", "statuses": KNOWN},
    {"q": "n", "kind": "integer", "label": "How many?", "constraint": ". >= 0", "constraint_message": "Not below 0."},
    {"q": "share", "kind": "decimal", "label": "Which share?", "statuses": KNOWN},
    {"q": "day", "kind": "date", "label": "From which day?"},
    {"q": "year", "kind": "year", "label": "Which year?"},
    {"q": "name", "label": "Which name?", "relevant": "${gate} = 'yes'"},
    {"q": "agree", "kind": "acknowledge", "label": "Is it so?"},
    {"q": "total", "kind": "calculate", "calculation": "${n} + 1", "label": ""},
    {
        "repeat": "deals",
        "label": "Agreements",
        "children": [
            {"q": "partner", "label": "With whom?"},
            {"q": "persons", "kind": "integer", "label": "Persons", "statuses": ("not-known",)},
            {"q": "ended", "kind": "date", "label": "Ended", "relevant": "${persons} > 0"},
            {"q": "fields", "kind": "many", "choices": "topics", "label": "Fields", "statuses": ("not-known",)},
        ],
    },
    {"q": "order", "kind": "rank", "choices": "topics", "label": "In which order?"},
    {"q": "countries", "kind": "many", "choices": "many", "label": "Which countries?"},
    {"q": "month", "kind": "month", "label": "Which month?"},
    {"q": "hour", "kind": "time", "label": "At what time?"},
    {"q": "paper", "kind": "file", "label": "Which paper?", "statuses": ("not-available",)},
]
ANSWERS: Mapping[str, Any] = {
    "gate": "yes",
    "topics": ["data", "law"],
    "n": 1200,
    "share": {"status": "not-known"},
    "day": "2026-05-17",
    "year": "2024",
    "name": "=HYPERLINK(1)",
    "agree": "OK",
    "deals": [
        {"partner": "A", "persons": 5, "ended": "2027-01-31", "fields": ["law"]},
        {"partner": "- B", "persons": {"status": "not-known"}, "fields": {"status": "not-known"}},
    ],
    "order": ["law", "none", "data"],
    "countries": ["c7", "c3"],
    "month": "2025-06",
    "hour": "14:30",
    "paper": {"status": "not-available"},
}


def built(rows: Sequence[Mapping[str, Any]] = SMALL) -> Instrument:
    """The instrument of rows, with the lists above."""
    spec = spec_from_file_location("instrument_conftest", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    builder = module_from_spec(spec)
    spec.loader.exec_module(builder)
    made: Instrument = builder.build(rows, lists=LISTS)
    return made
