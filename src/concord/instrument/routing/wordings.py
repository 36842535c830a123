"""Wordings that name answers: ``You reported ${count} nurses``."""

from __future__ import annotations

import re
from collections.abc import Callable

from concord.instrument.model import Node, Question
from concord.vocabulary.text import Text, Wording

NAME = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


def texts_of(node: Node) -> tuple[Text, ...]:
    """All wordings of a question or group that may name answers."""
    if isinstance(node, Question):
        return (node.label, node.hint, node.help, node.constraint_message, node.required_message)
    return (node.label, node.hint)


def names_in(node: Node) -> tuple[str, ...]:
    """Names in a node's wordings, in any language, each once."""
    found = (name for text in texts_of(node) for said in text.values() if "${" in said for name in NAME.findall(said))
    return tuple(dict.fromkeys(found))


def best(text: Text, language: str, own: str) -> Wording:
    """A wording in a language, else in the instrument's own, marked as a fallback."""
    if language not in text and own in text:
        return Wording(text[own], own, True)
    return text.best(language)


def filled(wording: Wording, say: Callable[[str], str]) -> Wording:
    """A wording with what each ``${name}`` stands for."""
    if "${" not in wording.text:
        return wording
    text = NAME.sub(lambda match: say(match[1]), wording.text)
    return Wording(text, wording.language, wording.is_fallback)
