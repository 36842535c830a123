"""Lists of choices in an XForm: secondary instances, and items written inside a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from concord.instrument.xform.elements import Element
from concord.instrument.xform.form_text import By, Named, Wordings, cells

_ITEMSET = re.compile(
    r"\s*(?P<random>randomize\()?\s*instance\(\s*['\"](?P<list>[^'\"]+)['\"]\s*\)/root/item"
    r"(?:\[(?P<filter>.*)\])?\s*(?:,(?P<seed>[^)]*))?\)?\s*",
    re.DOTALL,
)
_OWN = frozenset({"itextId", "name", "label"})
Cells = dict[str, str]


@dataclass(slots=True)
class Offered:
    """What a question chooses from: the list's name, its filter, and parameters; ``feature`` is what cannot be had."""

    name: str = ""
    filter: str = ""
    parameters: str = ""
    file: str = ""
    feature: str = ""


@dataclass(slots=True)
class FormLists:
    """The lists of a form as rows of a choices sheet."""

    wordings: Wordings
    named: Named
    rows: list[Cells] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def take(self, model: Element) -> None:
        """Take the secondary instances."""
        for instance in model.all("instance")[1:]:
            id = instance.attributes.get("id", "")
            source = instance.attributes.get("src", "")
            if source:
                self.files[id] = source.rpartition("/")[2]
                continue
            root = instance.find("root")
            for item in root.all("item") if root is not None else ():
                self._item(id, item)

    def _item(self, list_name: str, item: Element) -> None:
        value, text, label = item.find("name"), item.find("itextId"), item.find("label")
        said: By = {}
        if text is not None:
            said = self.wordings.texts.get(text.text.strip(), {})
        elif label is not None:
            said = self.wordings.of(label, self.named)
        others = {child.name: child.text.strip() for child in item.children if child.name not in _OWN}
        self._add(list_name, value.text.strip() if value is not None else "", said, others)

    def _add(self, list_name: str, name: str, said: By, others: Cells) -> None:
        self._known.add(list_name)
        row = {"list_name": list_name, "name": name, **cells("label", said.get("", {}), self.wordings.default)}
        for form in ("image", "audio", "video"):
            row |= cells(form, said.get(form, {}), self.wordings.default)
        self.rows.append({**row, **{column: text for column, text in others.items() if text}})

    def of(self, control: Element, name: str) -> Offered:
        """What a control offers."""
        if "query" in control.attributes:
            return Offered(feature="select_one_external")
        itemset = control.find("itemset")
        if itemset is None:
            return self._inline(control, name)
        found = _ITEMSET.fullmatch(itemset.attributes.get("nodeset", ""))
        if not found:
            return Offered(feature=f"itemset {itemset.attributes.get('nodeset', '')[:60]}")
        parameters = "randomize=true" if found["random"] else ""
        if parameters and found["seed"] and found["seed"].strip():
            parameters += f" seed={found['seed'].strip()}"
        file = self.files.get(found["list"], "")
        return Offered(file or found["list"], (found["filter"] or "").strip(), parameters, file)

    def _inline(self, control: Element, name: str) -> Offered:
        """A list of its own for a question whose choices stand inside it."""
        listed = f"{name}_choices" if name in self._known else name
        for item in control.all("item"):
            value = item.find("value")
            said = self.wordings.of(item.find("label"), self.named)
            self._add(listed, value.text.strip() if value is not None else "", said, {})
        return Offered(listed)
