"""Names that FHIR R4 gives to things, our own extensions, and wordings with their translations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from concord.instrument.model import Kind
from concord.vocabulary.languages import LANGUAGES
from concord.vocabulary.text import Text

Json = dict[str, Any]

_BASE = "http://hl7.org/fhir/StructureDefinition"
TRANSLATION: Final = f"{_BASE}/translation"
DESIGN_NOTE: Final = f"{_BASE}/designNote"
HIDDEN: Final = f"{_BASE}/questionnaire-hidden"
ITEM_CONTROL: Final = f"{_BASE}/questionnaire-itemControl"
ITEM_CONTROLS: Final = "http://hl7.org/fhir/questionnaire-item-control"
UNIT: Final = f"{_BASE}/questionnaire-unit"
MIN_VALUE: Final = f"{_BASE}/minValue"
MAX_VALUE: Final = f"{_BASE}/maxValue"
MIN_OCCURS: Final = f"{_BASE}/questionnaire-minOccurs"
MAX_OCCURS: Final = f"{_BASE}/questionnaire-maxOccurs"
ABSENT: Final = f"{_BASE}/data-absent-reason"
#: One column of the sheets that FHIR has no word for; its name follows.
COLUMN: Final = "urn:concord:xlsform:"
WITHOUT_LABEL: Final = "without-label"
EMPTY_GROUP: Final = "group"
SHA256: Final = "urn:concord:sha256"
NO_ZONE: Final = "urn:concord:time-without-zone"

#: The type of item that each kind of question is.
TYPES: Final[Mapping[Kind, str]] = {
    "text": "string", "long-text": "text", "integer": "integer", "decimal": "decimal", "range": "decimal",
    "one": "choice", "many": "choice", "rank": "choice", "date": "date", "time": "time", "datetime": "dateTime",
    "year": "date", "month": "date", "link": "url", "file": "attachment", "image": "attachment",
    "audio": "attachment", "video": "attachment", "point": "string", "line": "string", "shape": "string",
    "barcode": "string", "acknowledge": "boolean", "note": "display", "calculate": "string", "hidden": "string",
    "meta": "string",
}  # fmt: skip
#: How an answer's value is called, by type of item.
VALUES: Final[Mapping[str, str]] = {
    "string": "valueString", "text": "valueString", "integer": "valueInteger", "decimal": "valueDecimal",
    "choice": "valueCoding", "date": "valueDate", "time": "valueTime", "dateTime": "valueDateTime",
    "url": "valueUri", "attachment": "valueAttachment", "boolean": "valueBoolean",
}  # fmt: skip
#: Non-answers as FHIR's reasons why data is absent, one for one.
REASONS: Final[Mapping[str, str]] = {
    "not-known": "asked-unknown",
    "not-available": "unknown",
    "not-applicable": "not-applicable",
}


def worded(name: str, text: Text, language: str, *, bare: str = "") -> Json:
    """A wording in the default language under ``name``, its translations under ``_name``; nothing where it is empty."""
    best = text.best(language)
    said = best.text or bare
    if not said:
        return {}
    others = [(code, wording) for code, wording in text.items() if code != best.language]
    made: Json = {name: said}
    if others:
        made[f"_{name}"] = {"extension": [_translation(code, wording) for code, wording in others]}
    return made


def _translation(language: str, wording: str) -> Json:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": wording}]
    return {"url": TRANSLATION, "extension": parts}


def text_of(holder: Mapping[str, Any], name: str, language: str) -> dict[str, str]:
    """A wording and its translations, by language; languages that Concord does not speak are left out."""
    said = {language: str(holder[name])} if holder.get(name) else {}
    for each in extensions(holder.get(f"_{name}"), TRANSLATION):
        code = str(first(each, "lang", "valueCode") or "").partition("-")[0]
        content = first(each, "content", "valueString") or first(each, "content", "valueMarkdown")
        if code in LANGUAGES and content:
            said.setdefault(code, str(content))
    return said


def extensions(holder: object, url: str = "") -> Iterator[Mapping[str, Any]]:
    """The extensions of a thing, all of them or those of one address."""
    listed = holder.get("extension") if isinstance(holder, Mapping) else None
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, Mapping) and (not url or each.get("url") == url):
            yield each


def first(holder: object, url: str, name: str) -> Any:
    """The value of the first extension of one address; None where there is none."""
    return next((each[name] for each in extensions(holder, url) if name in each), None)


def column(name: str, value: str) -> Json:
    """A cell of the sheets as an extension of our own."""
    return {"url": f"{COLUMN}{name}", "valueString": value}


def columns_of(holder: object) -> dict[str, str]:
    """The cells of the sheets that a thing carries, by column; wordings with their languages."""
    found: dict[str, str] = {}
    for each in extensions(holder):
        url = str(each.get("url", ""))
        if url.startswith(COLUMN) and isinstance(each.get("valueString"), str):
            found[url.removeprefix(COLUMN)] = each["valueString"]
    return found


def control(code: str) -> Json:
    """How an item is shown."""
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": ITEM_CONTROLS, "code": code}]}}


def control_of(holder: object) -> str:
    """How an item asks to be shown; empty where it does not."""
    concept = first(holder, ITEM_CONTROL, "valueCodeableConcept")
    codings = concept.get("coding") if isinstance(concept, Mapping) else None
    found = codings[0] if isinstance(codings, list) and codings and isinstance(codings[0], Mapping) else {}
    return str(found.get("code", ""))


def plain_id(text: str) -> str:
    """The text as an id of FHIR's: letters, digits, hyphen and point, at most 64."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip("-")[:64] or "x"
