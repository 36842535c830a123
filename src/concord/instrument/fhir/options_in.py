"""Options of an item as rows of the choices sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concord.instrument.fhir.terms import WITHOUT_LABEL, columns_of, text_of

Item = Mapping[str, Any]
_INTERNAL = frozenset({"list_name", "name", WITHOUT_LABEL})


@dataclass(frozen=True, slots=True)
class Options:
    """Where options are found: in the item, or in a value set that the questionnaire contains."""

    resource: Mapping[str, Any]
    language: str

    def of(self, item: Item, ours: bool) -> Iterator[dict[str, str]]:
        """Rows of the choices sheet; names of our own lists stay as they are, twice or not."""
        taken: set[str] = set()
        for holder, concept in self._concepts(item):
            own = columns_of(holder)
            code = str(concept.get("code") or concept.get("display") or "")
            name = code if ours or not re.search(r"\s", code) else plain_name(code)
            name = name if ours else unique(name, taken)
            taken.add(name)
            words = (
                {} if WITHOUT_LABEL in own else wording("label", concept, "display", self.language) or {"label": code}
            )
            for each in concept.get("designation") or ():
                if isinstance(each, Mapping) and each.get("language") and each.get("value"):
                    column = f"label::{str(each['language']).partition('-')[0]}"
                    words.setdefault(column, str(each["value"]))
            yield {"name": name, **words, **{k: v for k, v in own.items() if k not in _INTERNAL}}

    def _concepts(self, item: Item) -> Iterator[tuple[Item, Item]]:
        """Options of an item as holder (of extensions) and concept (of code and display)."""
        for option in item.get("answerOption") or ():
            if isinstance(option, Mapping):
                coding = option.get("valueCoding")
                text = value_text(option)
                if isinstance(coding, Mapping):
                    yield option, coding
                elif text is not None:
                    yield option, {"code": text, "display": text}
        wanted = str(item.get("answerValueSet") or "")
        for concept in self._contained(wanted.removeprefix("#")) if wanted.startswith("#") else ():
            yield concept, concept

    def _contained(self, id: str) -> Iterator[Item]:
        for resource in self.resource.get("contained") or ():
            if isinstance(resource, Mapping) and resource.get("id") == id:
                compose = resource.get("compose")
                for include in (compose.get("include") or ()) if isinstance(compose, Mapping) else ():
                    for concept in (include.get("concept") or ()) if isinstance(include, Mapping) else ():
                        if isinstance(concept, Mapping):
                            yield concept


def wording(column: str, holder: Item, name: str, language: str) -> dict[str, str]:
    """A wording of an element as cells, with its translations."""
    said = text_of(holder, name, language)
    return {column if code == language else f"{column}::{code}": text for code, text in said.items()}


def value_text(holder: Item) -> str | None:
    """The value of an option or an initial as text."""
    coding = holder.get("valueCoding")
    if isinstance(coding, Mapping):
        return str(coding.get("code") or coding.get("display") or "")
    for name, value in holder.items():
        if name.startswith("value") and isinstance(value, bool):
            return "yes" if value else "no"
        if name.startswith("value") and isinstance(value, str | int | float):
            return str(value)
    return None


def plain_name(text: str) -> str:
    """The text as a name that XLSForm takes."""
    name = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_").lower() or "item"
    return name if name[0].isalpha() or name[0] == "_" else f"q_{name}"


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number where it is taken."""
    count, made = 1, name
    while made in taken:
        count += 1
        made = f"{name}_{count}"
    return made
