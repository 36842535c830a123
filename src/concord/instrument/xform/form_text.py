"""Wordings of an XForm: plain ones, and those in ``itext`` by language, with ``<output>`` written as ``${q}`` again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from concord.instrument.xform.elements import Element
from concord.vocabulary.languages import NATIVE_NAMES

_ITEXT = re.compile(r"\s*jr:itext\(\s*(['\"])(.*?)\1\s*\)\s*", re.DOTALL)
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_ENGLISH = {"arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "russian": "ru", "spanish": "es"}
_MEDIA = ("image", "big-image", "audio", "video")
#: What the converter writes where a translation is missing.
MISSING = "-"
Named = Callable[[str], str]
By = dict[str, dict[str, str]]


@dataclass(slots=True)
class Wordings:
    """All wordings of a form.

    Args:
        languages: Code by the name the form gives a language, its default first.
        texts: Wording's id → form (``""``, ``guidance``, ``image`` …) → language code → wording.
    """

    languages: dict[str, str] = field(default_factory=dict)
    texts: dict[str, By] = field(default_factory=dict)

    @property
    def default(self) -> str:
        """The default language's code, empty where the form has plain wordings only."""
        return next(iter(self.languages.values()), "")

    def of(self, element: Element | None, named: Named) -> By:
        """What a label or hint says: form → language → wording; plain wordings have the language ``""``."""
        if element is None:
            return {}
        found = _ITEXT.fullmatch(element.attributes.get("ref", ""))
        if found:
            return self.texts.get(found[2], {})
        said = said_in(element, named)
        return {"": {"": said}} if said else {}

    def of_attribute(self, value: str) -> By:
        """What a message in an attribute says."""
        found = _ITEXT.fullmatch(value)
        if found:
            return self.texts.get(found[2], {})
        return {"": {"": value}} if value else {}


def wordings(model: Element, named: Named) -> Wordings:
    """The form's itext; ``named`` turns the path in an ``<output>`` into a reference."""
    found = Wordings()
    itext = model.find("itext")
    translations = itext.all("translation") if itext is not None else []
    translations.sort(key=lambda each: not each.attributes.get("default", "").startswith("true"))
    for translation in translations:
        name = translation.attributes.get("lang", "default")
        code = language_code(name)
        found.languages[name] = code
        for text in translation.all("text"):
            by_form = found.texts.setdefault(text.attributes.get("id", ""), {})
            for value in text.all("value"):
                _add(by_form, value, code, named)
    return found


def _add(by_form: By, value: Element, code: str, named: Named) -> None:
    form = {"long": "", "short": ""}.get(value.attributes.get("form", ""), value.attributes.get("form", ""))
    said = said_in(value, named)
    if form in _MEDIA:
        said = said.rpartition("/")[2]
    if said and said != MISSING:
        by_form.setdefault(form, {}).setdefault(code, said)


def language_code(name: str) -> str:
    """The code of a language named as XLSForm does (``Français (fr)``), or its name; ``""`` for ``default``."""
    found = _CODE.search(name)
    if found:
        return found[1]
    bare = name.strip()
    if bare.casefold() in ("default", ""):
        return ""
    native = {text.casefold(): code for code, text in NATIVE_NAMES.items()}
    return native.get(bare.casefold()) or _ENGLISH.get(bare.casefold()) or bare


def said_in(element: Element, named: Named) -> str:
    """The text of an element, with the values it shows as references."""
    parts = [
        each
        if isinstance(each, str)
        else named(each.attributes.get("value", ""))
        if each.name == "output"
        else each.text
        for each in element.content
    ]
    return "".join(parts).strip()


def cells(column: str, by_language: Mapping[str, str], default: str) -> dict[str, str]:
    """Cells of a row: the default language's without a language, the others' with one."""
    return {
        column if code in ("", default) else f"{column}::{code}": text for code, text in by_language.items() if text
    }
