"""Where the answer to one question goes on paper: boxes, lines, letters; and the answer itself where it is given."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from concord.documents.forms import Area, Comb, Lines, Slot, Tick, Ticks
from concord.documents.model import Phrase, Run
from concord.documents.sentences import Count, Plain
from concord.instrument.model import FILES, NUMBERS, STATUSES, ChoiceList, Question
from concord.reporting.instrument_print.voice import Voice
from concord.vocabulary import formats
from concord.vocabulary.languages import direction

#: Lists up to this length are printed whole; longer ones (countries, occupations) are named, and the entry is written.
PRINTED_AT_MOST = 40
#: Stands in place of an answer that a country keeps confidential; no status that anybody can choose.
WITHHELD = "withheld"
#: Classes of letters that have a direction of their own.
STRONG = frozenset({"L", "R", "AL"})
#: Lists longer than this stand in two columns where their labels are short.
ONE_COLUMN_AT_MOST = 7


def areas(question: Question, voice: Voice) -> tuple[Area, ...]:
    """The places for the answer on an empty form; the last for saying that there is none, where that is offered."""
    return (*_own(question, voice, None), *_statuses(question, voice, None))


def answered(question: Question, voice: Voice, given: Any) -> tuple[Area, ...]:
    """The answer in its place; where it is a non-answer, that alone."""
    if isinstance(given, Mapping) and given.get("status") == WITHHELD:
        return (Lines(text=voice.say("status-withheld")),)
    if isinstance(given, Mapping) and "status" in given:
        return _statuses(question, voice, str(given["status"])) or (Lines(text=_status(str(given["status"]), voice)),)
    return _own(question, voice, given)


def _status(status: str, voice: Voice) -> Phrase:
    return voice.say(f"status-{status}") if status in STATUSES else plain(status, voice)


def notes(question: Question, voice: Voice) -> tuple[Phrase, ...]:
    """What helps to answer: hint, longer help, how to write the answer, and what is allowed."""
    kept = (voice.text(question.hint), voice.text(question.help), _how(question, voice))
    return tuple(each for each in (*kept, voice.text(question.constraint_message)) if each)


def _statuses(question: Question, voice: Voice, status: str | None) -> tuple[Area, ...]:
    if not question.about.statuses:
        return ()
    items = tuple(Tick(voice.say(f"status-{each}"), each == status) for each in question.about.statuses)
    return (Ticks(items, only_one=True, columns=len(items), aside=True),)


def _own(question: Question, voice: Voice, value: Any) -> tuple[Area, ...]:
    if question.choices:
        return _choosing(question, voice, value)
    if question.kind == "acknowledge":
        return (Ticks((Tick(voice.say("confirm"), bool(value)),), only_one=False),)
    if question.kind in ("date", "month", "datetime", "year", "time"):
        return (_moment(question, voice, value),)
    return (_line(question, voice, value),)


def _choosing(question: Question, voice: Voice, value: Any) -> tuple[Area, ...]:
    listed = voice.instrument.lists.get(question.choices)
    if listed is None or not listed.choices:
        return (Lines(text=plain(" · ".join(_chosen(value)), voice)),)
    chosen = _chosen(value)
    if len(listed.choices) > PRINTED_AT_MOST:
        return _from_list(question, listed, voice, chosen)
    if question.kind == "rank":
        return _ranked(listed, voice, chosen)
    items = tuple(Tick(voice.text(each.label), each.name in chosen) for each in listed.choices)
    return (Ticks(items, only_one=question.kind == "one", columns=_columns(items)),)


def _chosen(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return tuple(str(value).split()) if isinstance(value, str) else tuple(str(each) for each in value)


def _columns(items: tuple[Tick, ...]) -> int:
    longest = max((len(str(each.label)) for each in items), default=0)
    if len(items) > ONE_COLUMN_AT_MOST and longest <= 34:
        return 2
    return len(items) if 1 < len(items) <= 3 and longest <= 14 else 1


def _from_list(question: Question, listed: ChoiceList, voice: Voice, chosen: tuple[str, ...]) -> tuple[Area, ...]:
    names = [voice.text(found.label) for name in chosen if (found := listed.choice(name)) is not None]
    if names:
        runs = [run for place, name in enumerate(names) for run in ((Run("; "), *name.runs) if place else name.runs)]
        return (Lines(text=Phrase(tuple(runs), voice.language)),)
    return (Lines(3 if question.kind != "one" else 1, 0.7 if question.kind == "one" else 1.0),)


def _ranked(listed: ChoiceList, voice: Voice, chosen: tuple[str, ...]) -> tuple[Area, ...]:
    places = {name: str(place) for place, name in enumerate(chosen, start=1)}
    digits = len(str(len(listed.choices)))
    slots = (Slot(voice.text(each.label), digits, places.get(each.name, "")) for each in listed.choices)
    return (Comb(tuple(slots), beside=True),)


def _line(question: Question, voice: Voice, value: Any) -> Lines:
    text, unit = plain(value, voice), voice.unit(question.about)
    if question.kind in NUMBERS:
        return Lines(1, 0.4, after=unit, text=text)
    if question.kind in ("long-text", "line", "shape"):
        return Lines(5 if question.kind == "long-text" else 3, text=text)
    return Lines(1, 0.6 if question.kind in ("point", "barcode") else 1.0, after=unit, text=text)


def plain(value: Any, voice: Voice) -> Phrase:
    """An answer as people write it; empty where there is none."""
    if value is None or value == "":
        return Phrase()
    if isinstance(value, bool | int | float):
        decimals = None if isinstance(value, int) else _decimals(value)
        return Phrase((Run(formats.number(value, voice.language, decimals=decimals)),), voice.language)
    if isinstance(value, Mapping):
        return Phrase((Run(str(value.get("name") or value.get("file") or "")),), voice.language)
    return typed(str(value), voice)


def typed(text: str, voice: Voice) -> Phrase:
    """What somebody typed, in whatever language: set in the direction of its own letters."""
    first = next((unicodedata.bidirectional(each) for each in text if unicodedata.bidirectional(each) in STRONG), "L")
    other = {"rtl": "ar", "ltr": "en"}["ltr" if first == "L" else "rtl"]
    same = direction(voice.language) == direction(other)
    return Phrase((Run(text, language=None if same else other),), voice.language)


def _decimals(value: float) -> int:
    return len(f"{value:.10f}".rstrip("0").partition(".")[2])


_SLOTS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "date": (("day", 2), ("month", 2), ("year", 4)),
    "month": (("month", 2), ("year", 4)),
    "year": (("year", 4),),
    "time": (("hour", 2), ("minute", 2)),
    "datetime": (("day", 2), ("month", 2), ("year", 4), ("hour", 2), ("minute", 2)),
}


def _moment(question: Question, voice: Voice, value: Any) -> Comb:
    """Letters of a date or time; ``2024-05-31T14:30`` falls into its parts."""
    day, _, clock = str(value or "").partition("T")
    if question.kind == "time":
        day, clock = "", str(value or "")
    parts = dict(zip(("year", "month", "day"), day.split("-"), strict=False))
    parts |= dict(zip(("hour", "minute"), clock[:5].split(":"), strict=False))
    slots = (Slot(voice.say(f"slot-{name}"), size, parts.get(name, "")) for name, size in _SLOTS[question.kind])
    return Comb(tuple(slots))


# --- How to write it --------------------------------------------------------------------------------------------------
def _how(question: Question, voice: Voice) -> Phrase:
    if question.kind in ("one", "many", "rank"):
        return _how_to_choose(question, voice)
    if question.kind == "range":
        return _how_in_range(question, voice)
    if question.kind in FILES:
        return voice.say("file-how")
    return voice.say(f"{_HOW[question.kind]}-how") if question.kind in _HOW else Phrase()


_HOW: Mapping[str, str] = {"year": "year", "link": "link", "point": "point", "line": "shape", "shape": "shape"}


def _how_to_choose(question: Question, voice: Voice) -> Phrase:
    listed = voice.instrument.lists.get(question.choices)
    if listed is not None and len(listed.choices) > PRINTED_AT_MOST:
        return voice.say("from-list-short", count=Count(len(listed.choices)))
    return voice.say("rank-how") if question.kind == "rank" else Phrase()


def _how_in_range(question: Question, voice: Voice) -> Phrase:
    places = {key: Plain(question.parameters[key]) for key in ("start", "end", "step") if key in question.parameters}
    if not {"start", "end"} <= places.keys():
        return Phrase()
    key = "range-step" if "step" in places and places["step"].text != "1" else "range-how"
    return voice.say(key, **places)
