"""The cells of one answer put together: its parts, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from concord.findings import Finding, Place
from concord.instrument.model import FILES, Question
from concord.instrument.workbook.layout import Slot
from concord.instrument.workbook.values import Reader, Typed
from concord.instrument.workbook.wordings import fold, word, yes_or_no
from concord.intake.flags import western


@dataclass(slots=True, eq=False)
class Entry:
    """An entry of a block, or the whole: answers and places by key, and the entries inside it."""

    number: str = ""
    row: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    inside: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered in it."""
        return not self.answers and all(each.is_empty for entries in self.inside.values() for each in entries)


@dataclass(slots=True)
class Collected:
    """Answers as typed, where each stands, what was found wrong on the way, and remarks by address."""

    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)


class Answer:
    """The cells of one answer."""

    def __init__(self, reader: Reader, found: Collected, question: Question) -> None:
        self.reader = reader
        self.found = found
        self.question = question

    def take(
        self, entry: Entry, cells: Mapping[Slot, Typed], *, status: Typed | None = None, where: Place | None = None
    ) -> None:
        """Put the answer into its entry."""
        place = where or next(iter(cells.values())).where
        filled = {slot: typed for slot, typed in cells.items() if typed}
        place = next((typed.where for typed in filled.values()), place)
        entry.places[self.question.key] = place
        said = self._own_status(status) or self._status_among(filled)
        value = None if said and not status else self._value(filled)
        if said and value not in (None, []):
            params = {"number": self.question.label.best(self.reader.language).text[:60], "status": said}
            self.found.findings.append(Finding("instrument.workbook.both", "hard", place, params))
        elif said:
            entry.answers[self.question.key] = {"status": said}
        elif value not in (None, [], ""):
            entry.answers[self.question.key] = value

    def _own_status(self, status: Typed | None) -> str:
        if not status:
            return ""
        said = self.reader.status(status, self.question, own_cell=True)
        if not said:
            listed = ", ".join(word(f"status-{each}", self.reader.language) for each in self.question.about.statuses)
            self._wrong("status-unknown", status, statuses=listed or "–")
        return said

    def _status_among(self, filled: Mapping[Slot, Typed]) -> str:
        """A non-answer typed where the answer would be."""
        said = {self.reader.status(typed, self.question) for typed in filled.values()}
        return said.pop() if len(said) == 1 else ""

    def _value(self, filled: Mapping[Slot, Typed]) -> Any:
        if not filled or self.question.kind in FILES:
            return None
        part = next(iter(filled)).part
        match part:
            case "pick":
                return self._picked(filled)
            case "place":
                return self._ranked(filled)
            case "nth":
                ordered = sorted(filled.items(), key=lambda item: item[0].nth)
                names = (name for _, typed in ordered for name in self.reader.several(typed, self.question))
                return list(dict.fromkeys(names))
            case "together":
                return self.reader.several(next(iter(filled.values())), self.question)
            case _:
                return self.reader.value(next(iter(filled.values())), self.question)

    def _picked(self, filled: Mapping[Slot, Typed]) -> list[str]:
        chosen = []
        for slot, typed in filled.items():
            said = yes_or_no().get(fold(typed.text))
            if said is None and fold(typed.text) != fold(slot.choice):
                self._wrong("yes-or-no", typed)
            elif said is not False:
                chosen.append(slot.choice)
        order = [choice.name for choice in self.reader.instrument.lists[self.question.choices].choices]
        return sorted(chosen, key=order.index)

    def _ranked(self, filled: Mapping[Slot, Typed]) -> list[str]:
        places: dict[int, str] = {}
        for slot, typed in filled.items():
            text = western(typed.text).strip()
            if not text.isdecimal() or int(text) < 1 or int(text) in places:
                self._wrong("rank", typed)
            else:
                places[int(text)] = slot.choice
        return [places[place] for place in sorted(places)]

    def _wrong(self, code: str, typed: Typed, **params: object) -> None:
        shown = typed.text.strip()[:60]
        said = {"value": shown, **params}
        self.found.findings.append(Finding(f"instrument.workbook.{code}", "hard", typed.where, said, shown))
