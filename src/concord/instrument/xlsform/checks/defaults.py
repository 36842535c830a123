"""Defaults that are no answer to their question."""

from __future__ import annotations

import datetime as dt
import re

from concord.instrument.model import Instrument, Question
from concord.instrument.routing.rules import is_dynamic
from concord.instrument.xlsform.remarks import Remarks

_INTEGER = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[-+]\d{2}:\d{2})?")


def check(instrument: Instrument, remarks: Remarks) -> None:
    """Look at every default that is a plain value."""
    told = set[int]()
    for question in instrument.questions:
        default = question.rules.default
        if default and not is_dynamic(default, question) and question.row not in told:
            wrong = _wrong(question, default, instrument)
            if wrong:
                told.add(question.row)
                remarks.add(
                    f"default.{wrong}", sheet=instrument.sheets.survey, row=question.row, column="default",
                    value=default, name=question.name, list=question.choices,
                )  # fmt: skip


def _wrong(question: Question, default: str, instrument: Instrument) -> str:
    match question.kind:
        case "one" | "many" | "rank":
            listed = instrument.lists.get(question.choices)
            if listed is None or not listed.choices:
                return ""
            names = {choice.name for choice in listed.choices}
            given = [default] if question.kind == "one" else default.split()
            return "" if set(given) <= names else "not-a-choice"
        case "integer":
            return "" if _INTEGER.fullmatch(default) else "not-a-number"
        case "decimal" | "range":
            return "" if _NUMBER.fullmatch(default) else "not-a-number"
        case "date" | "year" | "month" | "datetime":
            return "" if _is_date(default, question.kind) else "not-a-date"
        case "time":
            return "" if _TIME.fullmatch(default) else "not-a-date"
        case _:
            return ""


def _is_date(text: str, kind: str) -> bool:
    if kind in ("year", "month") and re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", text):
        return True
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
