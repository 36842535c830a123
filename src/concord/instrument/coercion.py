"""Answers as people type them, made into what a question's kind holds; what cannot be read is kept as typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from concord.findings import Finding, Findings, Place
from concord.instrument.answer_values import Answers, NonAnswer, Value, parse
from concord.instrument.model import CHOOSING, NUMBERS, STATUSES, ChoiceList, Group, Instrument, Question

_YES = frozenset({"ok", "true", "yes", "1", "on"})
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
#: Languages that write a decimal comma; the others of the six write a point and group by a comma.
_COMMA = frozenset({"fr", "ru", "es"})


@dataclass(frozen=True, slots=True)
class Coerced:
    """A value of the question's kind, or the value as typed with what is wrong with it."""

    value: Value
    code: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def finding(self, address: str) -> Finding | None:
        """What is wrong, at an address."""
        if not self.code:
            return None
        return Finding(f"instrument.answer.{self.code}", "hard", Place(item=address), self.params, shown(self.value))


def shown(value: object) -> str | None:
    """What may be shown of a value, cut short; None of a file or a block."""
    if isinstance(value, str | int | float):
        said = str(value)
        return said if len(said) <= 60 else f"{said[:59]}…"
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return shown(" ".join(str(each) for each in value))
    return None


def normal(instrument: Instrument, raw: Mapping[str, Any], language: str = "") -> tuple[Answers, Findings]:
    """Answers as the instrument's kinds have them, from a page, a workbook, a CSV file or JSON.

    Numbers are read as people type them (other digits, thousands set apart, the decimal sign of ``language``); choices
    by name or label; several choices from a list or a text. What cannot be read stays as it was typed and has the
    finding that :func:`~concord.instrument.checks.check` gives for it.
    """
    found: list[Finding] = []
    made = _normal(instrument, parse(raw), language.partition("-")[0], (), "", found)
    return made, Findings(found)


def _normal(
    instrument: Instrument,
    raw: Mapping[str, Value],
    language: str,
    repeat: tuple[str, ...],
    prefix: str,
    found: list[Finding],
) -> Answers:
    made: dict[str, Value] = {}
    for key, value in raw.items():
        node = instrument.by_key.get((repeat, key))
        if isinstance(node, Question):
            coerced = coerce(instrument, node, value, language)
            finding = coerced.finding(f"{prefix}{key}")
            if finding is not None:
                found.append(finding)
            if coerced.value not in ("", ()):
                made[key] = coerced.value
        elif isinstance(node, Group) and isinstance(value, tuple):
            made[key] = tuple(
                _normal(instrument, each, language, (*repeat, key), f"{prefix}{key}[{place}]/", found)
                for place, each in enumerate(value, start=1)
                if isinstance(each, Mapping)
            )
        elif not _is_companion(instrument, repeat, key, value, raw, made):
            made[key] = value
    return Answers(made)


def _is_companion(
    instrument: Instrument,
    repeat: tuple[str, ...],
    key: str,
    value: Value,
    raw: Mapping[str, Value],
    made: dict[str, Value],
) -> bool:
    """Whether ``q_status`` says that ``q`` is not answered, as XForms and plain XLSForm have it."""
    base = key.removesuffix("_status")
    node = instrument.by_key.get((repeat, base)) if base != key else None
    if not isinstance(node, Question) or not node.is_asked:
        return False
    if value in STATUSES and base not in raw:
        made[base] = NonAnswer(value)
        return True
    return value in STATUSES


def coerce(instrument: Instrument, question: Question, value: Value, language: str = "") -> Coerced:
    """One answer as its question's kind has it."""
    if isinstance(value, NonAnswer):
        return Coerced(value)
    if question.kind in NUMBERS:
        return _number(question, value, language)
    if question.kind in CHOOSING:
        return _chosen(question, value, instrument.lists.get(question.choices))
    if isinstance(value, int | float) and question.kind in {"text", "long-text", "barcode", "year", "hidden"}:
        return _said(question, str(value), language)
    if isinstance(value, str):
        return _said(question, value, language)
    return Coerced(value)


def _said(question: Question, value: str, language: str) -> Coerced:
    match question.kind:
        case "date" | "year" | "month":
            return _dated(question, value)
        case "time":
            return _timed(value)
        case "datetime":
            return _at(value)
        case "acknowledge":
            return Coerced("OK") if value.strip().casefold() in _YES else Coerced(value, "not-acknowledged")
        case "text" | "long-text":
            return Coerced(value if value.strip() else "")
        case "link" | "barcode" | "point" | "line" | "shape":
            return Coerced(value.strip())
        case _:
            return Coerced(value)


def _number(question: Question, value: Value, language: str) -> Coerced:
    if isinstance(value, int | float):
        return _whole(question, value, value)
    if not isinstance(value, str):
        return Coerced(value, "not-a-number")
    from concord.intake.numbers import parse_number

    read = parse_number(value)
    if read.problem == "intake.number.ambiguous" and _settles(value, question, language):
        read = parse_number(value, "," if language in _COMMA else ".")
    if read.flag == "empty":
        return Coerced("")
    if read.problem == "intake.number.ambiguous":
        return Coerced(value, "ambiguous-number", {"value": value.strip()[:20]})
    if read.value is None or read.problem or read.mark not in {"", "percent"}:
        return Coerced(value, "not-a-number")
    exact = read.value
    if exact == exact.to_integral_value() and abs(exact) < 10**15:
        return Coerced(int(exact))
    return _whole(question, float(exact), value)


def _settles(value: str, question: Question, language: str) -> bool:
    """Whether the language and the kind leave one reading of ``1.234`` or ``1,234``."""
    if not language:
        return False
    decimal = "," if language in _COMMA else "."
    if decimal in value:
        return question.kind != "integer"
    return decimal == "." and "," in value


def _whole(question: Question, value: int | float, typed: Value) -> Coerced:
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, float) and question.kind == "integer":
        return Coerced(typed, "not-an-integer")
    return Coerced(value)


def _chosen(question: Question, value: Value, choices: ChoiceList | None) -> Coerced:
    several = question.kind != "one"
    if isinstance(value, str | int | float):
        value = _names(str(value).strip(), choices, several)
    if not isinstance(value, tuple) or not all(isinstance(each, str) for each in value):
        return Coerced(value, "not-a-choice", {"choice": shown(value) or ""})
    names = tuple(str(each).strip() for each in value)
    found = tuple(_name(each, choices) or each for each in names if each)
    if several:
        return Coerced(found)
    return Coerced(found[0]) if len(found) == 1 else Coerced(" ".join(found), "one-choice") if found else Coerced("")


def _names(said: str, choices: ChoiceList | None, several: bool) -> tuple[str, ...]:
    """The choices in a text: by spaces as XForms has them, or by semicolons or commas as people write labels."""
    if not several or _name(said, choices) is not None:
        return (said,) if said else ()
    words = tuple(said.split())
    if all(_name(word, choices) is not None for word in words):
        return words
    for sign in (";", "،", "、", ","):
        parts = tuple(part.strip() for part in said.split(sign) if part.strip())
        if len(parts) > 1 and all(_name(part, choices) is not None for part in parts):
            return parts
    return words


def _name(said: str, choices: ChoiceList | None) -> str | None:
    """The name of the choice that a name or a label, in any language, means without doubt."""
    if choices is None:
        return None
    exact = choices.choice(said)
    if exact is not None:
        return exact.name
    wanted = said.casefold()
    found = {
        each.name
        for each in choices.choices
        if each.name.casefold() == wanted or any(label.strip().casefold() == wanted for label in each.label.values())
    }
    return found.pop() if len(found) == 1 else None


def _dated(question: Question, value: str) -> Coerced:
    from concord.intake.dates import parse_date

    said = value.strip()
    try:
        if question.kind == "date" and len(said) == 10:
            return Coerced(date.fromisoformat(said).isoformat())
    except ValueError:
        return Coerced(value, "not-a-date")
    read = parse_date(said)
    length = {"year": 4, "month": 7, "date": 10}[question.kind]
    if read.flag == "empty":
        return Coerced("")
    if read.problem or len(read.text) < length:
        code = {"year": "not-a-year", "month": "not-a-month", "date": "not-a-date"}[question.kind]
        return Coerced(value, code)
    return Coerced(read.text[:length])


def _timed(value: str) -> Coerced:
    match = _TIME.fullmatch(value.strip())
    if match is None:
        return Coerced(value, "not-a-time")
    seconds = f":{match[3]}" if match[3] and match[3] != "00" else ""
    return Coerced(f"{int(match[1]):02d}:{match[2]}{seconds}")


def _at(value: str) -> Coerced:
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        return Coerced(value, "not-a-date-time")
    return Coerced(at.isoformat(timespec="minutes" if not at.second and not at.microsecond else "auto"))
