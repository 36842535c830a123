"""From one cell of an export to a value, by a rule; what cannot be understood is a finding, never a guess."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from concord.instrument.limesurvey.mapping import Mapped, Rule
from concord.instrument.model import CHOOSING, Instrument, Question
from concord.instrument.versions.wordings import folded
from concord.intake.dates import parse_date
from concord.intake.numbers import parse_number
from concord.vocabulary.areas import resolve

_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br\s*/?|/p|/div|/li)\s*>", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2})?)?\Z")


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that could not be understood: the last words of the finding's code."""

    reason: str


def is_empty(text: str, mapped: Mapped) -> bool:
    """Whether nothing was answered: the cell is empty, or the question was not displayed."""
    return not text.strip() or text.strip() in mapped.not_displayed


def value(text: str, rule: Rule, question: Question, instrument: Instrument, mapped: Mapped) -> Any | Unread:
    """The value of a cell that is not empty: text, number, code, list of codes, or a non-answer."""
    said = text.strip()
    if status := _found(rule.statuses, said):
        return {"status": status}
    changed: Any = said
    for change in rule.changes:
        changed = _CHANGES[change](changed, mapped)
        if isinstance(changed, Unread):
            return changed
    if question.kind in CHOOSING:
        return _choices(changed, rule, question, instrument)
    return changed


def choice(text: str, rule: Rule, question: Question, instrument: Instrument) -> str | Unread:
    """The name of a choice by its code, its declared wording, or the label of the instrument in some language."""
    said = text.strip()
    if said in rule.choices:
        return rule.choices[said]
    if found := _found(rule.texts, said):
        return found
    listed = instrument.lists.get(question.choices)
    if listed is None:
        return Unread("unknown-code")
    if not rule.choices and listed.choice(said) is not None:
        return said
    alike = {each.name for each in listed.choices if folded(said) in {folded(label) for label in each.label.values()}}
    return alike.pop() if len(alike) == 1 else Unread("unknown-code")


def _choices(said: Any, rule: Rule, question: Question, instrument: Instrument) -> Any | Unread:
    """One name for a question with one choice, else a list; nothing where any of them is not known."""
    names = [choice(str(each), rule, question, instrument) for each in (said if isinstance(said, list) else [said])]
    unread = [each for each in names if isinstance(each, Unread)]
    if unread:
        return unread[0]
    return names[0] if question.kind == "one" and len(names) == 1 else names


def _found(words: Mapping[str, str], said: str) -> str | None:
    """What is declared for a wording, whatever its case and spacing."""
    if said in words:
        return words[said]
    return next((each for wording, each in words.items() if folded(wording) == folded(said)), None)


def _number(said: Any, mapped: Mapped) -> Any:
    parsed = parse_number(str(said), mapped.decimal or ".")
    if parsed.value is None or parsed.problem or parsed.flag or parsed.mark:
        return Unread("not-a-number")
    whole = parsed.value == parsed.value.to_integral_value()
    return int(parsed.value) if whole else float(parsed.value)


def _day(said: Any, longest: int) -> str | Unread:
    """The date, month or year in ISO form, cut to what is asked for; an hour that LimeSurvey adds is left out."""
    found = _ISO.match(str(said))
    text = "-".join(found.groups()) if found else parse_date(str(said)).text
    return text[:longest] if text and len(text) >= longest else Unread("not-a-date")


def _date(said: Any, mapped: Mapped) -> Any:
    return _day(said, 10)


def _month(said: Any, mapped: Mapped) -> Any:
    return _day(said, 7)


def _year(said: Any, mapped: Mapped) -> Any:
    whole = re.fullmatch(r"(\d{4})(?:\.0+)?", str(said))
    return whole[1] if whole else _day(said, 4)


def _yes_no(said: Any, mapped: Mapped) -> Any:
    text = folded(str(said))
    if text in {folded(each) for each in mapped.yes}:
        return "yes"
    return "no" if text in {folded(each) for each in mapped.no} else Unread("unknown-code")


def _area(said: Any, mapped: Mapped) -> Any:
    found = resolve(str(said))
    return found.area if found.status == "exact" else Unread("unknown-area")


def _without_html(said: Any, mapped: Mapped) -> Any:
    lines = html.unescape(_TAG.sub("", _BREAK.sub("\n", str(said)))).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _split(by: str) -> Callable[[Any, Mapped], Any]:
    return lambda said, mapped: [part.strip() for part in re.split(by, str(said)) if part.strip()]


_CHANGES: Mapping[str, Callable[[Any, Mapped], Any]] = {
    "number": _number,
    "date": _date,
    "year": _year,
    "month": _month,
    "yes-no": _yes_no,
    "area": _area,
    "lower": lambda said, mapped: str(said).lower(),
    "upper": lambda said, mapped: str(said).upper(),
    "without-html": _without_html,
    "split-lines": _split(r"\r?\n"),
    "split-commas": _split(r"[,;，；،]"),
}
