"""``read_definition``: an XForm, as pyxform, KoBo and ODK Build write it, back into sheets."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as File
from types import MappingProxyType
from typing import IO

from concord.findings import Finding, Findings, Level, Place
from concord.instrument.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from concord.instrument.xform.companions import folded
from concord.instrument.xform.elements import MOST_BYTES, Element, Unsafe, parse
from concord.instrument.xform.form_lists import FormLists
from concord.instrument.xform.form_paths import Path, Paths
from concord.instrument.xform.form_rows import Form, rows
from concord.instrument.xform.form_text import wordings

_CONTROLS = frozenset({"input", "select1", "select", "upload", "trigger", "range", "rank"})
_SUBMISSION = {
    "base64RsaPublicKey": "public_key",
    "action": "submission_url",
    "auto-send": "auto_send",
    "auto-delete": "auto_delete",
}
#: Elements and attributes of a model that sheets of an instrument do not carry, and how people call them.
_REFUSED = {"recordaudio": "background-audio", "setgeopoint": "start-geopoint"}


@dataclass(frozen=True, slots=True)
class FormRead:
    """Sheets, or None where the form cannot be carried; and what was found."""

    sheets: Sheets | None
    findings: Findings


def read_definition(file: str | os.PathLike[str] | bytes | IO[bytes], name: str | None = None) -> FormRead:
    """The sheets of an XForm; wordings in every language it has, paths as ``${q}``.

    What sheets cannot carry is a hard finding with its name and path, and there are no sheets then.

    Args:
        file: Path, bytes or stream.
        name: The name it was sent under.
    """
    data, shown = _data(file, name)
    try:
        html = parse(data)
    except Unsafe as error:
        params = {"file": shown, **error.params}
        place = Place(shown, row=error.line)
        return FormRead(None, Findings([Finding(f"instrument.xform.{error.code}", "hard", place, params)]))
    model, body = html.find("head", "model"), html.find("body")
    instance = model.find("instance") if model is not None else None
    root = instance.children[0] if instance is not None and instance.children else None
    if model is None or body is None or root is None:
        return FormRead(None, Findings([Finding("instrument.xform.not-a-form", "hard", Place(shown))]))
    return _Reader(shown, html, model, body, root).read()


def _data(file: str | os.PathLike[str] | bytes | IO[bytes], name: str | None) -> tuple[bytes, str]:
    if isinstance(file, bytes):
        return file, name or "form.xml"
    if isinstance(file, (str, os.PathLike)):
        with File(file).open("rb") as stream:
            return stream.read(MOST_BYTES + 1), name or File(file).name
    return file.read(MOST_BYTES + 1), name or "form.xml"


class _Reader:
    def __init__(self, name: str, html: Element, model: Element, body: Element, root: Element) -> None:
        self.name = name
        self.html = html
        self.model = model
        self.body = body
        self.root = root
        self.findings: list[Finding] = []
        expressions = (text for bind in model.all("bind") for text in bind.attributes.values())
        self.paths = Paths.of(root.name, _paths(root, ()), expressions)

    def read(self) -> FormRead:
        self._refuse()
        said = wordings(self.model, self.paths.named)
        lists = FormLists(said, self.paths.named)
        lists.take(self.model)
        form = Form(
            root=self.root,
            binds={self.paths.path(bind.attributes.get("nodeset", "")): bind for bind in self.model.all("bind")},
            controls=self._by_path(_CONTROLS, "ref"),
            groups=self._by_path({"group"}, "ref"),
            repeats=self._by_path({"repeat"}, "nodeset"),
            first_loads=self._first_loads(),
            changes=self._changes(),
            paths=self.paths,
            wordings=said,
            lists=lists,
            tell=self._tell,
            helpers=self._helpers(),
        )
        made = rows(form)
        for path, where in dict.fromkeys(self.paths.unknown):
            self._found("feature", "hard", self.model, feature=path[:80], path=where)
        if Findings(self.findings).hard:
            return FormRead(None, Findings(self.findings))
        survey = folded([row for row, _ in made])
        used = " ".join(row["type"] for row in survey).split()
        choices = [row for row in lists.rows if not row["list_name"].startswith("concord_") or row["list_name"] in used]
        sheets = Sheets(
            self.name, _sheet(SURVEY, survey), _sheet(CHOICES, choices), _sheet(SETTINGS, [self._settings(form)])
        )
        return FormRead(sheets, Findings(self.findings))

    def _by_path(self, names: set[str] | frozenset[str], attribute: str) -> Mapping[Path, Element]:
        found = {}
        for element in self.body.walk():
            if element.name in names and attribute in element.attributes:
                found[self.paths.path(element.attributes[attribute])] = element
            elif element.name in names and "bind" in element.attributes:
                found[self._bound(element.attributes["bind"])] = element
        return found

    def _bound(self, id: str) -> Path:
        """The path of a bind that a control names by its id, as ODK Build writes it."""
        bind = next((each for each in self.model.all("bind") if each.attributes.get("id") == id), None)
        return self.paths.path(bind.attributes.get("nodeset", "")) if bind is not None else ()

    def _first_loads(self) -> Mapping[Path, str]:
        return {
            self.paths.path(element.attributes.get("ref", "")): _value(element)
            for element in self.html.walk()
            if (element.name == "setvalue" and "first-load" in element.attributes.get("event", ""))
            or (element.name == "setvalue" and "new-repeat" in element.attributes.get("event", ""))
        }

    def _changes(self) -> Mapping[Path, tuple[str, str]]:
        found = {}
        for control in self.body.walk():
            for element in control.all("setvalue"):
                if "value-changed" in element.attributes.get("event", ""):
                    trigger = self.paths.references(control.attributes.get("ref", ""), ())
                    found[self.paths.path(element.attributes.get("ref", ""))] = (trigger, _value(element))
        return found

    def _helpers(self) -> frozenset[Path]:
        """Calculations that the converter made to count entries: ``agreements_count`` beside ``agreements``."""
        counts = {
            self.paths.path(each.attributes.get("count", "")): self.paths.path(each.attributes.get("nodeset", ""))
            for each in self.body.walk()
            if each.name == "repeat"
        }
        calculated = {
            self.paths.path(bind.attributes.get("nodeset", ""))
            for bind in self.model.all("bind")
            if bind.attributes.get("calculate") and bind.attributes.get("readonly") == "true()"
        }
        return frozenset(at for at, of in counts.items() if at and of and at[-1] == f"{of[-1]}_count") & calculated

    def _settings(self, form: Form) -> dict[str, str]:
        title = self.html.find("head", "title")
        found = {
            "form_title": title.text.strip() if title is not None else "",
            "form_id": self.root.attributes.get("id", self.root.name),
            "version": self.root.attributes.get("version", ""),
            "default_language": form.wordings.default,
            "style": self.body.attributes.get("class", ""),
        }
        names = Counter((row["list_name"], row["name"]) for row in form.lists.rows)
        if any(count > 1 for count in names.values()):
            found["allow_choice_duplicates"] = "yes"
        submission = self.model.find("submission")
        if submission is not None:
            found |= {column: submission.attributes.get(name, "") for name, column in _SUBMISSION.items()}
        name = form.binds.get(("meta", "instanceName"))
        if name is not None:
            found["instance_name"] = self.paths.references(name.attributes.get("calculate", ""), ())
        return {column: cell for column, cell in found.items() if cell}

    def _refuse(self) -> None:
        for element in self.html.walk():
            if element.name in _REFUSED:
                self._found(
                    "left-out", "soft", element, feature=_REFUSED[element.name], path=element.attributes.get("ref", "")
                )
        if "entities-version" in self.model.attributes:
            self._found("left-out", "soft", self.model, feature="entities", path="model")

    def _tell(self, feature: str, path: str, element: Element) -> None:
        self._found("feature", "hard", element, feature=feature, path=path)

    def _found(self, code: str, level: Level, element: Element, **params: object) -> None:
        place = Place(self.name, row=element.line, item=str(params.get("path") or "") or None)
        self.findings.append(Finding(f"instrument.xform.{code}", level, place, params))


def _value(element: Element) -> str:
    """What a ``setvalue`` sets: an expression, or a text as a literal."""
    if "value" in element.attributes:
        return element.attributes["value"]
    text = element.text.strip()
    return f"'{text}'" if text else ""


def _paths(element: Element, path: Path) -> Iterator[Path]:
    for child in element.children:
        if path or child.name != "meta":
            yield (*path, child.name)
            yield from _paths(child, (*path, child.name))


def _sheet(name: str, cells: list[dict[str, str]]) -> Sheet:
    return Sheet(name).with_rows(Row(0, MappingProxyType(row)) for row in cells)
