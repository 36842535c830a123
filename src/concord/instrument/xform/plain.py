"""An instrument as plain XLSForm: grids written out, lists inlined, non-answers as questions of their own.

Nothing in it is Concord's own, so that ODK, KoBo and everything that reads XLSForm can take it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.instrument.model import Choice, ChoiceList, Group, Instrument, Kind, Node, Question
from concord.instrument.xform.companions import companion, labels_of_companion, list_of, unless_said
from concord.instrument.xform.identity import IDENTITY, identity
from concord.vocabulary.languages import NATIVE_NAMES
from concord.vocabulary.text import Text

Cells = dict[str, str]
_TYPES: Mapping[Kind, str] = {
    "text": "text", "long-text": "text", "link": "text", "integer": "integer", "decimal": "decimal", "range": "range",
    "date": "date", "year": "date", "month": "date", "time": "time", "datetime": "dateTime", "barcode": "barcode",
    "acknowledge": "acknowledge", "note": "note", "calculate": "calculate", "hidden": "hidden", "file": "file",
    "image": "image", "audio": "audio", "video": "video", "point": "geopoint", "line": "geotrace", "shape": "geoshape",
}  # fmt: skip
_SELECTS: Mapping[Kind, str] = {"one": "select_one", "many": "select_multiple", "rank": "rank"}
_RULES = {
    "relevant": "relevant", "required": "required", "constraint": "constraint", "calculation": "calculation",
    "readonly": "readonly", "choice_filter": "choice_filter", "default": "default", "count": "repeat_count",
    "trigger": "trigger",
}  # fmt: skip
#: Columns handed on as they stand, beside those of the model.
_HANDED_ON = ("bind::", "body::", "instance::", "save_to", "intent")
_NOT_SETTINGS = frozenset({"form_title", "default_language", "form_id", "version", "title"})
_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(slots=True)
class Plain:
    """Rows of the three sheets of a plain XLSForm, by column as pyxform reads them."""

    survey: list[Cells] = field(default_factory=list)
    choices: list[Cells] = field(default_factory=list)
    settings: Cells = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The form as pyxform takes it."""
        sheets = {"survey": self.survey, "choices": self.choices, "settings": [self.settings]}
        heads = {f"{name}_header": [dict.fromkeys(_columns(rows))] for name, rows in sheets.items()}
        return {**sheets, **heads, "sheet_names": list(sheets)}


def _columns(rows: Iterable[Cells]) -> Iterator[str]:
    return (column for row in rows for column in row)


def plain(instrument: Instrument, *, languages: Sequence[str] | None = None) -> Plain:
    """The instrument's plain XLSForm.

    Args:
        instrument: What is asked.
        languages: Languages of the form, the first is its default; the instrument's own where left out. A wording that
            is missing in one of them stands there in the nearest language, since ODK would show "-".
    """
    return _Writer(instrument, tuple(languages or instrument.languages)).written()


def language_name(language: str) -> str:
    """How XLSForm names a language: ``Français (fr)``."""
    return f"{NATIVE_NAMES.get(language, language)} ({language})"


class _Writer:
    def __init__(self, instrument: Instrument, languages: tuple[str, ...]) -> None:
        self.instrument = instrument
        self.languages = languages
        self.form = Plain()
        self.lists: dict[str, str] = {}
        self.rows = {row.number: row for row in instrument.sheets.survey}

    def written(self) -> Plain:
        self.form.settings = self._settings()
        self.form.survey.append({"type": "hidden", "name": IDENTITY, "default": identity(self.instrument)})
        self._nodes(self.instrument.children)
        names = [(row["list_name"], row["name"]) for row in self.form.choices]
        if len(set(names)) < len(names):
            self.form.settings["allow_choice_duplicates"] = "yes"
        return self.form

    def _settings(self) -> Cells:
        kept = {
            column: cell
            for column, cell in self.instrument.settings.items()
            if not column.startswith("x_") and "::" not in column and column not in _NOT_SETTINGS
        }
        return {
            "form_title": self.instrument.title.best(self.languages[0]).text or self.instrument.id,
            "form_id": self.instrument.id,
            "version": self.instrument.version,
            "default_language": language_name(self.languages[0]),
            **kept,
        }

    def _said(self, column: str, text: Text) -> Cells:
        if not text:
            return {}
        return {f"{column}::{language_name(code)}": text.best(code).text for code in self.languages}

    def _nodes(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, Question):
                self._question(node)
            else:
                self._group(node)

    def _companion(self, question: Question) -> None:
        """The question for why there is no answer, and its list where that is not there yet."""
        listed = list_of(question.about.statuses)
        if listed.name not in self.lists:
            self.lists[listed.name] = listed.name
            self._write_list(listed.name, listed)
        label, message = labels_of_companion(self.languages)
        said = self._said("label", label) | self._said("constraint_message", message)
        self.form.survey.append({**companion(question), **said})

    def _group(self, group: Group) -> None:
        word = "repeat" if group.repeats else "group"
        cells = {"type": f"begin_{word}", "name": group.name, **self._said("label", group.label)}
        cells |= {**self._said("hint", group.hint), **self._rules(group), **self._look(group), **self._more(group)}
        self.form.survey.append(cells)
        self._nodes(group.children)
        self.form.survey.append({"type": f"end_{word}", "name": group.name})

    def _question(self, question: Question) -> None:
        cells = {"type": self._type(question), "name": question.name, **self._said("label", question.label)}
        cells |= self._said("hint", question.hint) | self._said("guidance_hint", question.help)
        cells |= self._said("constraint_message", question.constraint_message)
        cells |= self._said("required_message", question.required_message)
        for kind, text in question.media.items():
            cells |= self._said(f"media::{kind}", text)
        cells |= {**self._rules(question), **self._look(question), **self._more(question)}
        if question.parameters:
            cells["parameters"] = " ".join(f"{name}={value}" for name, value in question.parameters.items())
        if question.accept and question.kind == "file":
            cells["body::accept"] = question.accept
        if not question.is_asked and question.kind not in ("note",) and not question.label:
            cells.pop("hint", None)
        if (question.is_asked or question.kind == "note") and not (question.label or question.hint):
            cells |= self._said("label", Text({self.languages[0]: question.name}))
        self.form.survey.append(cells)
        if question.about.statuses and question.is_asked:
            self._companion(question)

    def _type(self, question: Question) -> str:
        if question.kind == "meta":
            return question.meta
        if question.kind in _SELECTS:
            return f"{_SELECTS[question.kind]} {self._list(question)}"
        return _TYPES[question.kind]

    def _list(self, question: Question) -> str:
        """The name of the question's list on the choices sheet; a list of answers keeps its ``${name}``."""
        listed = self.instrument.lists[question.choices]
        if listed.name.startswith("${"):
            return listed.name
        if listed.name not in self.lists:
            self.lists[listed.name] = self._free(_NAME.sub("_", listed.name.removesuffix(".csv")).strip("_") or "list")
            self._write_list(self.lists[listed.name], listed)
        return self.lists[listed.name]

    def _free(self, wanted: str) -> str:
        taken = set(self.lists.values())
        return next(name for name in _numbered(wanted) if name not in taken)

    def _write_list(self, name: str, listed: ChoiceList) -> None:
        for choice in listed.choices:
            self.form.choices.append(self._choice(name, choice))

    def _choice(self, name: str, choice: Choice) -> Cells:
        filters = {column: cell for column, cell in choice.filters.items() if "::" not in column}
        label = choice.label or Text({self.languages[0]: choice.name})
        said = self._said("label", label) | self._said("media::image", choice.image)
        return {"list_name": name, "name": choice.name, **said, **filters}

    def _rules(self, node: Node) -> Cells:
        found = {column: getattr(node.rules, name) for name, column in _RULES.items()}
        rules = {column: cell for column, cell in found.items() if cell}
        if isinstance(node, Question) and node.about.statuses and rules.get("required"):
            rules["required"] = unless_said(rules["required"], node.name)
        return rules

    def _look(self, node: Node) -> Cells:
        shown = [word for word in node.appearance if word != "table-list" or not _has_statuses(node)]
        return {"appearance": " ".join(shown)} if shown else {}

    def _more(self, node: Node) -> Cells:
        row = self.rows.get(node.row)
        if row is None:
            return {}
        return {column: cell for column, cell in row.cells.items() if column.startswith(_HANDED_ON)}


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    number = 2
    while True:
        yield f"{wanted}_{number}"
        number += 1


def _has_statuses(node: Node) -> bool:
    return isinstance(node, Group) and any(isinstance(each, Question) and each.about.statuses for each in node.children)
