"""The lists of an instrument as expressions look things up in them: choices with their filters, and attached tables."""

from __future__ import annotations

import csv
import io

from concord.instrument.expressions.shape import Frame, Level
from concord.instrument.expressions.standing import frames_of_rows
from concord.instrument.model import Choice, ChoiceList, Instrument

#: Rows of an attached table that are looked through.
MOST_ROWS = 100_000


class InstrumentLists:
    """Choice lists by name, and CSV files that came with the instrument by their name without ``.csv``."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self._made: dict[str, tuple[Level, tuple[Frame, ...]] | None] = {}
        self._labels: dict[tuple[str, str], dict[str, str]] = {}

    def choices(self, name: str) -> ChoiceList | None:
        """The list of this name."""
        lists = self.instrument.lists
        return lists.get(name) or lists.get(f"{name}.csv") or lists.get(name.removesuffix(".csv"))

    def items(self, name: str) -> tuple[Level, tuple[Frame, ...]] | None:
        """Items of a list or rows of a table as frames, in order."""
        if name not in self._made:
            self._made[name] = self._items(name)
        return self._made[name]

    def _items(self, name: str) -> tuple[Level, tuple[Frame, ...]] | None:
        found = self.choices(name)
        if found is not None:
            return frames_of_rows([self._row(choice) for choice in found.choices] or [{"name": "", "label": ""}][:0])
        for file, data in self.instrument.sheets.files.items():
            if file.removesuffix(".csv") == name:
                return frames_of_rows(_rows(data))
        return None

    def _row(self, choice: Choice) -> dict[str, str]:
        return {**choice.filters, "name": choice.name, "label": choice.label.best(self.instrument.language).text}

    def label(self, name: str, choice: str, language: str) -> str | None:
        """The label of a choice in a language, or None where there is none; answers of a block are their own labels."""
        if name.startswith("${"):
            return choice
        key = (name, language)
        if key not in self._labels:
            found = self.choices(name)
            chosen = found.choices if found is not None else ()
            self._labels[key] = {each.name: best(each, language, self.instrument) for each in chosen}
        return self._labels[key].get(choice)

    def wording(self, id: str, language: str) -> str:
        """A wording by pyxform's id, ``/data/section/q:label`` or ``list-3``; the id itself where there is none."""
        path, _, column = id.rpartition(":")
        node = self.instrument.by_path.get(tuple(path.split("/")[2:])) if path else None
        text = None if node is None else {"label": node.label, "hint": node.hint}.get(column)
        if text:
            return text.best(language).text
        name, _, place = id.rpartition("-")
        found = self.choices(name) if place.isdigit() else None
        if found is not None and int(place) < len(found.choices):
            return best(found.choices[int(place)], language, self.instrument)
        return id


def best(choice: Choice, language: str, instrument: Instrument) -> str:
    """A choice's label in a language, else in the instrument's own, else its name."""
    said = choice.label.get(language) or choice.label.get(instrument.language)
    return said or choice.label.best(language).text or choice.name


def _rows(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig", "replace")
    found: list[dict[str, str]] = []
    for row in csv.DictReader(io.StringIO(text)):
        if len(found) >= MOST_ROWS:
            break
        found.append({key.strip(): value or "" for key, value in row.items() if isinstance(key, str) and key})
    return found
