"""A Questionnaire as a draft: sheets for the editor, and findings for what an instrument cannot carry.

Questionnaires come from strangers: nothing is fetched, nothing is executed, depth and size are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from concord.findings import Finding, Findings, Level, Place
from concord.instrument.fhir.expressions_in import constraint, relevant
from concord.instrument.fhir.json_in import DEEPEST, finding, read_json
from concord.instrument.fhir.options_in import Options, plain_name, unique, value_text, wording
from concord.instrument.fhir.terms import (
    EMPTY_GROUP,
    HIDDEN,
    MAX_OCCURS,
    MIN_OCCURS,
    UNIT,
    WITHOUT_LABEL,
    columns_of,
    control_of,
    extensions,
    first,
)
from concord.instrument.model import Kind
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets

MOST_ITEMS = 20_000
Item = Mapping[str, Any]

#: The cell ``type`` and the appearance of a kind that does not choose.
_CELLS: Mapping[Kind, tuple[str, str]] = {
    "text": ("text", ""), "long-text": ("text", "multiline"), "integer": ("integer", ""), "decimal": ("decimal", ""),
    "range": ("range", ""), "date": ("date", ""), "time": ("time", ""), "datetime": ("dateTime", ""),
    "year": ("date", "year"), "month": ("date", "month-year"), "link": ("text", "url"), "file": ("file", ""),
    "image": ("image", ""), "audio": ("audio", ""), "video": ("video", ""), "point": ("geopoint", ""),
    "line": ("geotrace", ""), "shape": ("geoshape", ""), "barcode": ("barcode", ""),
    "acknowledge": ("acknowledge", ""), "note": ("note", ""), "calculate": ("calculate", ""), "hidden": ("hidden", ""),
}  # fmt: skip
_KINDS: Mapping[str, Kind] = {
    "string": "text", "text": "long-text", "integer": "integer", "decimal": "decimal", "quantity": "decimal",
    "date": "date", "dateTime": "datetime", "time": "time", "url": "link", "attachment": "file", "display": "note",
    "reference": "text", "choice": "one", "open-choice": "one", "coding": "one", "boolean": "one", "question": "text",
}  # fmt: skip
_SELECTS: Mapping[str, str] = {"one": "select_one", "many": "select_multiple", "rank": "rank"}
_YES_NO = "fhir_yes_no"
#: Elements that have no place in the sheets; each is said once.
_NOT_CARRIED = ("definition", "code", "derivedFrom", "subjectType", "copyright", "useContext", "jurisdiction")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was made of a Questionnaire: sheets, or none where it could not be read at all."""

    sheets: Sheets | None
    findings: Findings


def draft(content: bytes | str | Mapping[str, Any], *, name: str = "questionnaire.json") -> Draft:
    """The sheets of a Questionnaire (R4), for the editor; the draft is then checked as any other sheets are.

    Args:
        content: The resource, as bytes, text or an object.
        name: Its file name, for findings.
    """
    found: tuple[Finding, ...] = ()
    if not isinstance(content, Mapping):
        content, found = read_json(content, name)
    if found:
        return Draft(None, Findings(found))
    if not isinstance(content, Mapping) or content.get("resourceType") != "Questionnaire":
        return Draft(None, Findings([finding("not-a-questionnaire", Place(name))]))
    return _Drafting(content, name).run()


@dataclass(slots=True)
class _Drafting:
    resource: Mapping[str, Any]
    file: str
    found: list[Finding] = field(default_factory=list)
    survey: list[dict[str, str]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)  # link id → name
    several: set[str] = field(default_factory=set)
    language: str = "en"

    def run(self) -> Draft:
        said = columns_of(self.resource)
        self.language = str(self.resource.get("language") or "en").partition("-")[0]
        items = _items(self.resource)
        if sum(1 for _ in _walk(items, 0)) > MOST_ITEMS:
            return Draft(None, Findings([finding("too-many-items", Place(self.file), params={"limit": MOST_ITEMS})]))
        self._name(items, set())
        self._not_carried(self.resource, "")
        for item in items:
            self._item(item, 0)
        settings = self._settings(said)
        sheets = Sheets(
            self.file,
            _sheet(SURVEY, ("type", "name", "label"), self.survey),
            _sheet(CHOICES, ("list_name", "name", "label"), self.choices),
            _sheet(SETTINGS, ("form_title", "form_id", "version", "default_language"), [settings]),
        )
        return Draft(sheets, Findings(self.found))

    def _settings(self, said: Mapping[str, str]) -> dict[str, str]:
        cells = {name.removeprefix("settings:"): text for name, text in said.items() if name.startswith("settings:")}
        cells.pop("languages", None)
        id = cells.get("form_id") or plain_name(str(self.resource.get("id") or self.resource.get("name") or "draft"))
        cells |= {"form_id": id, "default_language": self.language}
        cells |= wording("form_title", self.resource, "title", self.language) or {"form_title": id}
        cells |= wording("x_statement", self.resource, "description", self.language)
        version = str(self.resource.get("version") or "")
        return cells | ({"version": version} if version else {})

    def _name(self, items: Iterable[Item], taken: set[str]) -> None:
        """Names for all items: the last part of our own link ids, else made from the link id and unique."""
        for item, _ in _walk(items, 0):
            link = str(item.get("linkId", ""))
            own = "kind" in columns_of(item) or item.get("type") == "group"
            name = link.rpartition("/")[2] if own and _NAME.fullmatch(link.rpartition("/")[2]) else ""
            if not name:
                name = unique(plain_name(link), taken)
            taken.add(name)
            self.names[link] = name
            if item.get("repeats") is True and item.get("type") != "group":
                self.several.add(link)

    def _item(self, item: Item, depth: int) -> None:
        if depth > DEEPEST:
            self._say("too-deep", item, params={"limit": DEEPEST})
            return
        own = columns_of(item)
        if item.get("type") == "group" or own.get("kind") == EMPTY_GROUP:
            self._group(item, own, depth)
        elif control_of(item) not in {"flyover", "help"} or item.get("type") != "display":
            self._question(item, own, depth)

    def _group(self, item: Item, own: Mapping[str, str], depth: int) -> None:
        word = "repeat" if item.get("repeats") is True else "group"
        cells = {"type": f"begin_{word}", **self._common(item, own)}
        least, most = (first(item, url, "valueInteger") for url in (MIN_OCCURS, MAX_OCCURS))
        if word == "repeat" and least is not None and least == most:
            cells["repeat_count"] = str(least)
        self.survey.append(cells)
        for child in _items(item):
            self._item(child, depth + 1)
        self.survey.append({"type": f"end_{word}", "name": cells["name"]})

    def _question(self, item: Item, own: Mapping[str, str], depth: int) -> None:
        kind = self._kind(item, own)
        cells = {"type": "", **self._common(item, own)}
        if kind in _SELECTS:
            cells["type"] = f"{_SELECTS[kind]} {self._list(item, own, kind)}"
            if str(cells["type"]).endswith(".csv"):
                cells["type"] = cells["type"].replace(" ", "_from_file ", 1)
        elif kind == "meta":
            cells["type"] = own.get("meta", "start")
        else:
            cells["type"], look = _CELLS[kind]
            if look and look not in cells.get("appearance", "").split():
                cells["appearance"] = " ".join(filter(None, (cells.get("appearance", ""), look)))
        cells |= self._rules(item, own, kind)
        if item.get("type") == "open-choice":
            cells["type"] += " or_other"
        self.survey.append(cells)
        nested = [child for child in _items(item) if control_of(child) not in {"flyover", "help"}]
        if nested:
            self._say("nested-questions", item, level="note")
        for child in nested:
            self._item(child, depth + 1)

    def _kind(self, item: Item, own: Mapping[str, str]) -> Kind:
        kind, type = own.get("kind", ""), str(item.get("type", ""))
        if kind in _CELLS or kind in _SELECTS or kind == "meta":
            return kind  # type: ignore[return-value]
        if type not in _KINDS:
            self._say("unknown-type", item, params={"type": type})
        if type in {"reference", "quantity"}:
            self._say("type-weakened", item, level="soft", params={"type": type})
        if type in {"choice", "open-choice", "coding"} and not _has_options(item):
            self._say("no-options", item, level="soft")
            return "text"
        if first(item, HIDDEN, "valueBoolean") is True and type == "string":
            return "hidden"
        found = _KINDS.get(type, "text")
        return "many" if found == "one" and type != "boolean" and item.get("repeats") is True else found

    def _common(self, item: Item, own: Mapping[str, str]) -> dict[str, str]:
        """Name, wordings, condition, and the cells that travelled as extensions of ours."""
        cells = {"name": self.names[str(item.get("linkId", ""))]}
        if WITHOUT_LABEL not in own:
            cells |= wording("label", item, "text", self.language)
            prefix = item.get("prefix")
            if prefix:
                shown = {k: f"{prefix} {v}" for k, v in cells.items() if k.partition("::")[0] == "label"}
                cells |= shown
        for child in _items(item):
            column = {"flyover": "hint", "help": "guidance_hint"}.get(control_of(child))
            if column and child.get("type") == "display":
                cells |= wording(column, child, "text", self.language)
        said = relevant(item, self.names.get, lambda link: link in self.several)
        if said is None:
            self._say("condition-lost", item)
        elif said:
            cells["relevant"] = said
        kept = {name: text for name, text in own.items() if name not in _INTERNAL}
        self._not_carried(item, str(item.get("linkId", "")))
        return cells | kept

    def _rules(self, item: Item, own: Mapping[str, str], kind: Kind) -> dict[str, str]:
        cells: dict[str, str] = {}
        if item.get("required") is True:
            cells["required"] = "yes"
        if item.get("readOnly") is True and kind not in {"hidden", "meta", "calculate"}:
            cells["readonly"] = "yes"
        rule = constraint(list(extensions(item)), item.get("maxLength")) if kind != "range" else ""
        if rule and "constraint" not in own:
            cells["constraint"] = rule
        unit = first(item, UNIT, "valueCoding")
        if isinstance(unit, Mapping) and "x_unit" not in own:
            cells["x_unit"] = str(unit.get("code") or unit.get("display") or "")
        default = self._default(item, kind)
        return cells | ({"default": default} if default else {})

    def _default(self, item: Item, kind: Kind) -> str:
        initial = item.get("initial")
        values = [each for each in initial if isinstance(each, Mapping)] if isinstance(initial, list) else []
        if not values:
            options = item.get("answerOption")
            listed = options if isinstance(options, list) else []
            values = [each for each in listed if isinstance(each, Mapping) and each.get("initialSelected") is True]
        said = [text for each in values if (text := value_text(each)) is not None]
        return " ".join(said) if kind == "many" else said[0] if said else ""

    def _list(self, item: Item, own: Mapping[str, str], kind: Kind) -> str:
        """The name of the item's list, whose rows are added once."""
        if item.get("type") == "boolean":
            self._add_list(_YES_NO, [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}])
            return _YES_NO
        name = own.get("list_name") or f"list_{self.names[str(item.get('linkId', ''))]}"
        if name.endswith(".csv") or name.startswith("${"):
            return name
        if name not in self.lists:
            self._add_list(name, list(Options(self.resource, self.language).of(item, "list_name" in own)))
        return name

    def _add_list(self, name: str, rows: list[dict[str, str]]) -> None:
        if name not in self.lists:
            self.lists.add(name)
            self.choices += [{"list_name": name, **row} for row in rows]

    def _not_carried(self, holder: Item, link: str) -> None:
        for name in _NOT_CARRIED:
            if holder.get(name):
                params = {"element": name}
                self.found.append(
                    finding("not-carried", Place(self.file, item=link or None), level="note", params=params)
                )

    def _say(
        self, reason: str, item: Item, *, level: Level = "hard", params: Mapping[str, object] | None = None
    ) -> None:
        link = str(item.get("linkId", ""))
        self.found.append(finding(reason, Place(self.file, item=link), level=level, params=params))


_NAME = re.compile(r"[A-Za-z_][\w.-]*")
#: Never taken from an extension: what a row is called and what it is.
_INTERNAL = frozenset({"type", "name", "kind", "meta", "list_name", WITHOUT_LABEL})


def _items(holder: Item) -> list[Item]:
    listed = holder.get("item")
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def _walk(items: Iterable[Item], depth: int) -> Iterator[tuple[Item, int]]:
    for item in items:
        yield item, depth
        if depth <= DEEPEST:
            yield from _walk(_items(item), depth + 1)


def _has_options(item: Item) -> bool:
    return bool(item.get("answerOption")) or str(item.get("answerValueSet") or "").startswith("#")


def _sheet(name: str, columns: tuple[str, ...], rows: list[dict[str, str]]) -> Sheet:
    made = [Row(place, {key: text for key, text in row.items() if text}) for place, row in enumerate(rows, start=2)]
    used = dict.fromkeys((*columns, *(key for row in made for key in row.cells)))
    return Sheet(name, tuple(used), tuple(made))
