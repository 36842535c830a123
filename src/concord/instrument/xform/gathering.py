"""From the elements of an instance to answers as typed, with the line of each; what is not asked is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from concord.findings import Finding, Place
from concord.instrument.answers import Attached
from concord.instrument.model import FILES, NUMBERS, Group, Node, Question
from concord.instrument.routing.triggers import has_trigger
from concord.instrument.workbook.filled import Unknown
from concord.instrument.xform.companions import COMPANION
from concord.instrument.xform.elements import Element
from concord.instrument.xform.identity import IDENTITY
from concord.instrument.xform.packed import Instance

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
#: What servers and devices add of their own.
_THEIRS = frozenset({"meta", "formhub", "start", "end", "today", "deviceid", "username", "phonenumber", "subscriberid"})


class Gathered:
    """What is gathered from one instance.

    Args:
        instance: The instance.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.findings: list[Finding] = []
        self.unknown: list[Unknown] = []
        self.places: dict[str, Place] = {}

    def entry(self, nodes: Iterable[Node], element: Element, prefix: str, *, is_root: bool = False) -> dict[str, Any]:
        """What is answered in an element: the whole, or one entry of a block; groups are opened."""
        found: dict[str, Any] = {}
        known: set[str] = set()
        for node in nodes:
            known.add(node.name)
            elements = element.all(node.name)
            if isinstance(node, Question):
                known.add(f"{node.name}{COMPANION}")
                self._question(node, element, elements, prefix, found)
            elif node.repeats:
                entries = self._entries(node, elements, prefix)
                if entries:
                    found[node.key] = entries
            elif elements:
                found |= self.entry(node.children, elements[0], prefix)
        self._strange(element, known, is_root=is_root)
        return found

    def _entries(self, group: Group, elements: Iterable[Element], prefix: str) -> list[dict[str, Any]]:
        """The entries of a block, those in which nothing was answered left out and not counted."""
        kept: list[dict[str, Any]] = []
        for element in elements:
            inside = f"{prefix}{group.key}[{len(kept) + 1}]"
            entry = self.entry(group.children, element, f"{inside}/")
            if entry:
                self.places[inside] = replace(self.instance.place, row=element.line)
                kept.append(entry)
        return kept

    def _question(
        self, question: Question, around: Element, elements: list[Element], prefix: str, found: dict[str, Any]
    ) -> None:
        if not (question.is_asked or has_trigger(question)):
            return
        element = elements[0] if elements else None
        where = replace(self.instance.place, row=(element or around).line)
        self.places[f"{prefix}{question.key}"] = where
        companion = around.find(f"{question.name}{COMPANION}") if question.about.statuses else None
        if companion is not None and companion.text.strip():
            found[f"{question.key}{COMPANION}"] = companion.text.strip()
        if element is not None and element.text.strip():
            value = self._value(question, element.text, where)
            if value is not None:
                found[question.key] = value

    def _value(self, question: Question, text: str, where: Place) -> Any:
        """The answer in an element's text, as typed where it is not understood."""
        bare = text.strip()
        if question.kind in FILES:
            return self._file(bare, where)
        if question.kind in NUMBERS:
            return _number(bare)
        match question.kind:
            case "many" | "rank":
                return bare.split()
            case "year":
                return bare[:4] if re.fullmatch(r"\d{4}-\d\d-\d\d", bare) else bare
            case "month":
                return bare[:7] if re.fullmatch(r"\d{4}-\d\d-\d\d", bare) else bare
            case "text" | "long-text":
                return text
            case _:
                return bare

    def _file(self, name: str, where: Place) -> Attached | None:
        content = self.instance.files.get(name)
        if content is None:
            absent = Finding("instrument.xform.file-absent", "soft", where, {"name": name[:120]})
            self.findings.append(absent)
            return None
        return Attached(f"attachment:{name}", name, len(content), hashlib.sha256(content).hexdigest())

    def _strange(self, element: Element, known: set[str], *, is_root: bool) -> None:
        """What the instrument does not ask: told, never stored. What servers add of their own is passed over."""
        for child in element.children:
            theirs = is_root and (child.name in _THEIRS or child.name.startswith("_") or child.name == IDENTITY)
            if child.name in known or theirs or child.name in _THEIRS:
                continue
            where = replace(self.instance.place, row=child.line)
            said = " ".join(each.text.strip() for each in child.walk() if each.text.strip())
            if said:
                self.unknown.append(Unknown(where, said[:200]))
                self.findings.append(
                    Finding("instrument.xform.unknown-field", "soft", where, {"path": child.name[:80]})
                )


def _number(text: str) -> int | float | str:
    """A number as XForms writes it, always with a point; what is none stays as it is."""
    if not _NUMBER.fullmatch(text):
        return text
    if text.lstrip("+-").isdigit():
        return int(text)
    value = float(text)
    return value if value not in (float("inf"), float("-inf")) else text
