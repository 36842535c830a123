"""Expressions that can be read and yet hardly mean what they say: choices that there are not, many compared as one."""

from __future__ import annotations

from collections.abc import Iterator

from concord.instrument.expressions import Expression
from concord.instrument.expressions.tree import Binary, Call, Literally, Path, Tree, parts
from concord.instrument.model import Instrument, Node, Question
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.remarks import Remarks

#: Functions that take the answers of all instances of a repeat.
GATHERING = frozenset({
    "sum", "count", "min", "max", "join", "concat", "indexed-repeat", "count-non-empty", "area", "distance", "once",
    "position", "randomize", "checklist", "weighted-checklist", "instance", "jr:choice-name", "boolean", "not",
})  # fmt: skip
_EQUALS = frozenset({"=", "!="})


def check(expression: Expression, node: Node, column: str, instrument: Instrument, remarks: Remarks) -> None:
    """Look at one expression that was read."""
    survey = instrument.sheets.survey
    for code, params in _found(expression.tree, node, instrument, gathered=False):
        remarks.add(
            f"sense.{code}", "soft", sheet=survey, row=node.row, column=column, value=expression.source, **params
        )


def _found(tree: Tree, node: Node, instrument: Instrument, *, gathered: bool) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(tree, Binary) and tree.operator in _EQUALS:
        yield from _compared(tree, node, instrument)
    if isinstance(tree, Call) and tree.name == "selected" and len(tree.args) == 2:
        yield from _chosen(tree.args[0], tree.args[1], node, instrument)
    if isinstance(tree, Path) and tree.start == "name" and not gathered and not tree.predicates and not tree.steps:
        yield from _from_outside(tree, node, instrument)
    inside = gathered or (isinstance(tree, Call) and tree.name in GATHERING)
    for part in parts(tree):
        yield from _found(part, node, instrument, gathered=inside)


def _compared(tree: Binary, node: Node, instrument: Instrument) -> Iterator[tuple[str, dict[str, str]]]:
    for asked, said in ((tree.left, tree.right), (tree.right, tree.left)):
        question = _question(asked, node, instrument)
        if question is None or not isinstance(said, Literally) or said.value in ("", 0.0):
            continue
        if question.kind in ("many", "rank"):
            yield "several-equals", {"name": question.name, "choice": str(said.value)}
        yield from _chosen(asked, said, node, instrument)


def _chosen(asked: Tree, said: Tree, node: Node, instrument: Instrument) -> Iterator[tuple[str, dict[str, str]]]:
    question = _question(asked, node, instrument)
    listed = instrument.lists.get(question.choices) if question is not None else None
    if question is None or listed is None or not listed.choices or not isinstance(said, Literally):
        return
    name = _plain(said.value)
    names = [choice.name for choice in listed.choices]
    if name and name not in names:
        yield "no-such-choice", {"name": question.name, "choice": name, "list": listed.name,
                                 "nearest": nearest(name, names)}  # fmt: skip


def _plain(value: float | str) -> str:
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else str(value)
    return value


def _question(tree: Tree, node: Node, instrument: Instrument) -> Question | None:
    """The question a plain ``${name}`` or ``.`` stands for."""
    if not isinstance(tree, Path) or tree.steps or tree.predicates:
        return None
    if tree.start == "here":
        return node if isinstance(node, Question) else None
    found = instrument.named(tree.name) if tree.start == "name" else ()
    return found[0] if len(found) == 1 and isinstance(found[0], Question) else None


def _from_outside(path: Path, node: Node, instrument: Instrument) -> Iterator[tuple[str, dict[str, str]]]:
    question = _question(path, node, instrument)
    if question is not None and question.repeat != node.repeat[: len(question.repeat)]:
        # A repeat's own count and condition stand outside it.
        yield "into-repeat", {"name": question.name, "repeat": "/".join(question.repeat)}
