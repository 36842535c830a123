"""Conditions that both languages can say: ``relevant`` as ``enableWhen``, ``constraint`` as bounds.

A condition is simple where it is one comparison of a question with a value, or several joined by "and" alone or by
"or" alone. Whatever is more than that is not bent into one.
"""

from __future__ import annotations

import re

from concord.instrument.expressions import Unreadable, compile
from concord.instrument.expressions.tree import Binary, Call, Literally, Negated, Path, Tree
from concord.instrument.fhir.terms import MAX_VALUE, MIN_VALUE, Json
from concord.instrument.model import NUMBERS, Instrument, Node, Question

#: Operators that both have, and each seen from the other side.
FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
MOST_CHARACTERS = "string-length"


def enable_when(source: str, instrument: Instrument, node: Node) -> tuple[list[Json], str] | None:
    """A condition as ``enableWhen`` and ``enableBehavior``; None where it is not simple."""
    tree = _tree(source)
    if tree is None:
        return None
    for joint, behaviour in (("and", "all"), ("or", "any")):
        parts = _chain(tree, joint)
        made = [_one(part, instrument, node) for part in parts]
        whole = [each for each in made if each is not None]
        if len(whole) == len(parts):
            return whole, behaviour if len(parts) > 1 else ""
    return None


def bounds(source: str, question: Question) -> tuple[list[Json], int | None] | None:
    """A constraint as extensions for the least and the most, and the greatest length; None where it says more."""
    tree = _tree(source)
    if tree is None:
        return None
    made: list[Json] = []
    longest = None
    for part in _chain(tree, "and"):
        bound = _bound(part, question)
        if bound is not None:
            made.append(bound)
            continue
        length = _length(part)
        if length is None or longest is not None:
            return None
        longest = length
    urls = [each["url"] for each in made]
    return (made, longest) if len(urls) == len(set(urls)) else None


def _tree(source: str) -> Tree | None:
    try:
        return compile(source).tree
    except Unreadable:
        return None


def _chain(tree: Tree, joint: str) -> list[Tree]:
    if isinstance(tree, Binary) and tree.operator == joint:
        return [*_chain(tree.left, joint), *_chain(tree.right, joint)]
    return [tree]


def _one(tree: Tree, instrument: Instrument, node: Node) -> Json | None:
    if isinstance(tree, Call) and tree.name == "not" and len(tree.args) == 1:
        inner = tree.args[0]
        return _selected(inner, instrument, node, "!=") if isinstance(inner, Call) else None
    if isinstance(tree, Call):
        return _selected(tree, instrument, node, "=")
    if not isinstance(tree, Binary) or tree.operator not in FLIPPED:
        return None
    left, right, operator = tree.left, tree.right, tree.operator
    if isinstance(right, Path):
        left, right, operator = right, left, FLIPPED[operator]
    question = _named(left, instrument, node)
    value = _literal(right)
    return None if question is None or value is None else _compared(question, operator, value, instrument)


def _selected(call: Call, instrument: Instrument, node: Node, operator: str) -> Json | None:
    if call.name != "selected" or len(call.args) != 2:
        return None
    question, value = _named(call.args[0], instrument, node), _literal(call.args[1])
    if question is None or question.kind not in {"one", "many"} or not isinstance(value, str) or not value:
        return None
    return _coded(question, operator, value, instrument)


def _named(tree: Tree, instrument: Instrument, node: Node) -> Question | None:
    """The one question of a name, asked in the same repeating blocks or around them."""
    if not isinstance(tree, Path) or tree.start != "name" or tree.steps or tree.predicates:
        return None
    found = instrument.named(tree.name)
    if len(found) != 1 or not isinstance(found[0], Question) or not found[0].is_asked:
        return None
    return found[0] if node.repeat[: len(found[0].repeat)] == found[0].repeat else None


def _literal(tree: Tree) -> str | float | None:
    if isinstance(tree, Literally):
        return tree.value
    if isinstance(tree, Negated) and isinstance(tree.of, Literally) and isinstance(tree.of.value, float):
        return -tree.of.value
    return None


def _compared(question: Question, operator: str, value: str | float, instrument: Instrument) -> Json | None:
    link = "/".join(question.path)
    if value == "" and operator in {"=", "!="}:
        return {"question": link, "operator": "exists", "answerBoolean": operator == "!="}
    if question.kind == "one":
        return _coded(question, operator, plain_number(value), instrument)
    if question.kind == "acknowledge":
        simple = value == "OK" and operator == "="
        return {"question": link, "operator": "=", "answerBoolean": True} if simple else None
    if question.kind in NUMBERS:
        return _numeric(question, operator, value)
    if question.kind in {"text", "long-text", "barcode"} and operator in {"=", "!="} and isinstance(value, str):
        return {"question": link, "operator": operator, "answerString": value}
    return None


def _numeric(question: Question, operator: str, value: str | float) -> Json | None:
    if not isinstance(value, float):
        return None
    if question.kind == "integer" and not value.is_integer():
        return None
    name = "answerInteger" if question.kind == "integer" else "answerDecimal"
    number = int(value) if value.is_integer() else value
    return {"question": "/".join(question.path), "operator": operator, name: number}


def _coded(question: Question, operator: str, value: str, instrument: Instrument) -> Json | None:
    listed = instrument.lists.get(question.choices)
    if operator not in {"=", "!="} or listed is None or listed.choice(value) is None:
        return None
    coding = {"system": system(instrument, question.choices), "code": value}
    return {"question": "/".join(question.path), "operator": operator, "answerCoding": coding}


def system(instrument: Instrument, name: str) -> str:
    """The system that a list's codes belong to: the code list's own, or the instrument's."""
    listed = instrument.lists.get(name)
    if listed is not None and listed.source.startswith("codelist:"):
        return f"urn:concord:{listed.source}"
    return f"urn:concord:instrument:{instrument.id}:{name}"


def plain_number(value: str | float) -> str:
    """A literal as an expression or a code has it: 5, not 5.0."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)


def _bound(tree: Tree, question: Question) -> Json | None:
    """``. >= 0`` and ``. <= 100`` of a number; also of a date, where the bound is a day."""
    if not isinstance(tree, Binary) or tree.operator not in {"<=", ">="}:
        return None
    left, right, operator = tree.left, tree.right, tree.operator
    if not _is_here(left):
        left, right, operator = right, left, FLIPPED[operator]
    value = _literal(right)
    if not _is_here(left) or value is None:
        return None
    url = MIN_VALUE if operator == ">=" else MAX_VALUE
    if question.kind in NUMBERS and isinstance(value, float):
        if question.kind == "integer":
            return {"url": url, "valueInteger": int(value)} if value.is_integer() else None
        return {"url": url, "valueDecimal": int(value) if value.is_integer() else value}
    if question.kind == "date" and isinstance(value, str) and DATE.match(value):
        return {"url": url, "valueDate": value}
    return None


def _length(tree: Tree) -> int | None:
    """``string-length(.) <= 500`` → 500."""
    if not isinstance(tree, Binary) or tree.operator != "<=" or not isinstance(tree.left, Call):
        return None
    value = _literal(tree.right)
    whole = tree.left.name == MOST_CHARACTERS and len(tree.left.args) == 1 and _is_here(tree.left.args[0])
    return int(value) if whole and isinstance(value, float) and value.is_integer() and value > 0 else None


def _is_here(tree: Tree) -> bool:
    return (
        isinstance(tree, Path)
        and tree.start == "here"
        and not tree.predicates
        and all(step.axis == "self" and not step.predicates for step in tree.steps)
    )
