"""The rows of a survey sheet from an XForm: order and nesting from its instance, the rest from binds and controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from concord.instrument.xform.elements import Element
from concord.instrument.xform.form_lists import FormLists
from concord.instrument.xform.form_paths import Path, Paths
from concord.instrument.xform.form_text import MISSING, By, Wordings, cells

_INPUTS = {
    "string": "text", "int": "integer", "integer": "integer", "decimal": "decimal", "date": "date", "time": "time",
    "dateTime": "dateTime", "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape",
    "barcode": "barcode", "boolean": "text", "select1": "text",
}  # fmt: skip
_UPLOADS = {"image/*": "image", "audio/*": "audio", "video/*": "video"}
_PRELOADS = {
    ("timestamp", "start"): "start", ("timestamp", "end"): "end", ("date", "today"): "today",
    ("property", "deviceid"): "deviceid", ("property", "phonenumber"): "phonenumber",
    ("property", "username"): "username", ("property", "email"): "email", ("property", "simserial"): "simserial",
    ("property", "subscriberid"): "subscriberid",
}  # fmt: skip
_RULES = {
    "relevant": "relevant", "required": "required", "constraint": "constraint", "calculate": "calculation",
    "readonly": "readonly",
}  # fmt: skip
_CONTROLS = ("input", "select1", "select", "upload", "trigger", "range", "rank")
#: Rows that the converter adds to a group with the appearance table-list.
_GENERATED = ("generated_table_list_label_", "reserved_name_for_field_list_labels_")
_YES = {"true()": "yes", "false()": "no"}
Cells = dict[str, str]
Tell = Callable[[str, str, Element], None]


@dataclass(slots=True)
class Form:
    """The parts of an XForm that rows are made of."""

    root: Element
    binds: Mapping[Path, Element]
    controls: Mapping[Path, Element]
    groups: Mapping[Path, Element]
    repeats: Mapping[Path, Element]
    first_loads: Mapping[Path, str]
    changes: Mapping[Path, tuple[str, str]]
    paths: Paths
    wordings: Wordings
    lists: FormLists
    tell: Tell
    helpers: frozenset[Path] = frozenset()


def rows(form: Form) -> list[tuple[Cells, Element]]:
    """The rows in order, each with the element it was made from."""
    return list(_inside(form, form.root, ()))


def _inside(form: Form, element: Element, path: Path) -> Iterator[tuple[Cells, Element]]:
    seen: set[str] = set()
    for child in element.children:
        here = (*path, child.name)
        if child.name in seen or (not path and child.name == "meta") or here in form.helpers:
            continue
        seen.add(child.name)
        if child.children or here in form.repeats or here in form.groups:
            yield from _group(form, child, here)
        else:
            yield _leaf(form, child, here), form.controls.get(here, child)


def _group(form: Form, element: Element, path: Path) -> Iterator[tuple[Cells, Element]]:
    repeat = form.repeats.get(path)
    group = form.groups.get(path)
    word = "group" if repeat is None else "repeat"
    row: Cells = {"type": f"begin_{word}", "name": path[-1]}
    shown = group if group is not None else repeat
    if shown is not None:
        row |= _labels(form, shown)
        appearance = shown.attributes.get("appearance") or (repeat.attributes.get("appearance") if repeat else "")
        row |= {"appearance": appearance} if appearance else {}
    row |= _rules(form, path)
    if repeat is not None and repeat.attributes.get("count"):
        row["repeat_count"] = _count(form, repeat.attributes["count"], path)
    inside = list(_inside(form, element, path))
    row |= _as_table_list(inside)
    yield row, shown or element
    yield from ((cells_, source) for cells_, source in inside if not cells_["name"].startswith(_GENERATED))
    yield {"type": f"end_{word}", "name": path[-1]}, element


def _as_table_list(inside: list[tuple[Cells, Element]]) -> Cells:
    """A group that the converter made a table of choices is one again: its label, and its appearance."""
    header = next((row for row, _ in inside if row["name"].startswith(_GENERATED[0])), None)
    if not any(row["name"].startswith(_GENERATED[1]) for row, _ in inside):
        return {}
    for row, _ in inside:
        if row.get("appearance") == "list-nolabel":
            row.pop("appearance")
    said = {column: cell for column, cell in (header or {}).items() if column.partition("::")[0] in ("label", "hint")}
    return {**said, "appearance": "table-list"}


def _count(form: Form, nodeset: str, path: Path) -> str:
    """How many entries; a helper that the converter made for it is taken in again."""
    at = form.paths.path(nodeset)
    if at in form.helpers:
        return form.paths.references(form.binds[at].attributes["calculate"], at)
    return form.paths.references(nodeset, path)


def _leaf(form: Form, element: Element, path: Path) -> Cells:
    control = form.controls.get(path)
    bind = form.binds.get(path)
    row: Cells = {"type": _type(form, path, control, bind, element), "name": path[-1]}
    if control is not None:
        row |= _labels(form, control)
        appearance = control.attributes.get("appearance", "")
        row |= {"appearance": appearance} if appearance else {}
        row |= _choosing(form, control, path, row)
    row |= _rules(form, path)
    if row["type"] == "note":
        row.pop("readonly", None)
    row |= _defaults(form, element, path)
    return row


def _defaults(form: Form, element: Element, path: Path) -> Cells:
    found: Cells = {}
    if element.text.strip():
        found["default"] = element.text.strip()
    if path in form.first_loads:
        found["default"] = form.paths.references(form.first_loads[path], path)
    if path in form.changes:
        trigger, value = form.changes[path]
        found |= {"trigger": trigger, "calculation": form.paths.references(value, path)}
    return found


def _type(form: Form, path: Path, control: Element | None, bind: Element | None, element: Element) -> str:
    attributes = bind.attributes if bind is not None else {}
    if control is None:
        params = attributes.get("preloadParams", "")
        preload = params if params.startswith("uri:") else _PRELOADS.get((attributes.get("preload", ""), params))
        if preload:
            return preload
        return "calculate" if attributes.get("calculate") or path in form.changes else "hidden"
    return _of_control(form, control, attributes, path)


def _of_control(form: Form, control: Element, attributes: Mapping[str, str], path: Path) -> str:
    match control.name:
        case "select1" | "select" | "rank":
            return {"select1": "select_one", "select": "select_multiple", "rank": "rank"}[control.name]
        case "trigger":
            return "acknowledge"
        case "range":
            return "range"
        case "upload":
            return _UPLOADS.get(control.attributes.get("mediatype", ""), "file")
    if "query" in control.attributes:
        form.tell("select_one_external", "/".join(path), control)
    kind = attributes.get("type", "string").rpartition(":")[2]
    if kind not in _INPUTS:
        form.tell(f"type {kind}", "/".join(path), control)
    is_fixed = attributes.get("readonly", "").strip() == "true()" and "calculate" not in attributes
    return "note" if kind == "string" and is_fixed else _INPUTS.get(kind, "text")


def _choosing(form: Form, control: Element, path: Path, row: Cells) -> Cells:
    attributes = control.attributes
    if control.name == "range":
        said = (f"{name}={attributes[name]}" for name in ("start", "end", "step") if name in attributes)
        return {"parameters": " ".join(said)}
    if control.name == "upload" and row["type"] == "file":
        accept = attributes.get("accept") or attributes.get("mediatype", "")
        return {} if accept in ("", "application/*") else {"body::accept": accept}
    if control.name not in ("select1", "select", "rank"):
        return {}
    offered = form.lists.of(control, path[-1])
    if offered.feature:
        form.tell(offered.feature, "/".join(path), control)
    command = f"{row['type']}_from_file" if offered.file else row["type"]
    found = {"type": f"{command} {offered.name}".strip()}
    if offered.filter:
        found["choice_filter"] = form.paths.references(offered.filter, path)
    if offered.parameters:
        found["parameters"] = form.paths.references(offered.parameters, path)
    return found


def _labels(form: Form, element: Element) -> Cells:
    label = form.wordings.of(element.find("label"), form.paths.named)
    hint = form.wordings.of(element.find("hint"), form.paths.named)
    default = form.wordings.default
    found = cells("label", label.get("", {}), default) | cells("hint", hint.get("", {}), default)
    found |= cells("guidance_hint", hint.get("guidance", {}), default)
    for form_name in ("image", "big-image", "audio", "video"):
        found |= cells(form_name, label.get(form_name, {}), default)
    return {column: text for column, text in found.items() if text != MISSING}


def _rules(form: Form, path: Path) -> Cells:
    bind = form.binds.get(path)
    if bind is None:
        return {}
    found = {
        column: form.paths.references(bind.attributes[name], path)
        for name, column in _RULES.items()
        if bind.attributes.get(name)
    }
    found = {column: _YES.get(text, text) for column, text in found.items()}
    for name, column in (("constraintMsg", "constraint_message"), ("requiredMsg", "required_message")):
        said: By = form.wordings.of_attribute(bind.attributes.get(name, ""))
        found |= cells(column, said.get("", {}), form.wordings.default)
    return found
