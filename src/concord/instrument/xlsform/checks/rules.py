"""Expressions: readable, about questions that exist, true of something; references in wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from concord.instrument.expressions import Expression, Unreadable, compile, evaluate
from concord.instrument.model import Group, Instrument, Node, Question
from concord.instrument.routing.rules import is_dynamic
from concord.instrument.xlsform.checks import sense
from concord.instrument.xlsform.checks.columns import absent, tell
from concord.instrument.xlsform.checks.nearest import nearest
from concord.instrument.xlsform.columns import SENTENCES, base
from concord.instrument.xlsform.features import features
from concord.instrument.xlsform.remarks import Remarks
from concord.instrument.xlsform.tree import is_comment, is_disabled

REFERENCE = re.compile(r"\$\{\s*(?P<saved>last-saved#)?(?P<name>[^}]*?)\s*\}")
#: Rule → column, in the order in which people read them.
RULES = {
    "relevant": "relevant", "required": "required", "constraint": "constraint", "calculation": "calculation",
    "readonly": "readonly", "choice_filter": "choice_filter", "count": "repeat_count", "default": "default",
}  # fmt: skip
#: Names that every form has without a row of its own.
GIVEN = frozenset({"instanceID", "instanceName"})
_READS_A_WORDING = re.compile(r"\b(?:label|hint|media|image|audio|video)::")
_CHANGING = frozenset({"today", "now", "random", "uuid", "once", "position", "current", "instance", "pulldata"})


def check(instrument: Instrument, remarks: Remarks) -> None:
    """Look at every expression and every wording of the survey sheet, each row once."""
    told = set[tuple[int, str]]()
    for node in instrument.nodes():
        for column, source in rules_of(node):
            if (node.row, column) not in told or not node_is_made(node):
                told.add((node.row, column))
                _rule(node, column, source, instrument, remarks)
    _wordings(instrument, remarks)


def rules_of(node: Node) -> Iterator[tuple[str, str]]:
    """The columns of a node's rules, with their expressions."""
    for rule, column in RULES.items():
        source = getattr(node.rules, rule)
        if source and (rule != "default" or is_dynamic(source, node)):
            yield column, source
    for each in node.rules.trigger.split(","):
        if each.strip():
            yield "trigger", each.strip()


def node_is_made(node: Node) -> bool:
    """Whether a node is one of several made of one row."""
    return isinstance(node, Question) and bool(node.cell)


def _rule(node: Node, column: str, source: str, instrument: Instrument, remarks: Remarks) -> None:
    survey = instrument.sheets.survey
    try:
        expression = compile(source)
    except Unreadable as problem:
        _unreadable(problem, node, column, source, instrument, remarks)
        return
    for name, position in zip(expression.references, expression.positions, strict=True):
        reference(name, node, column, instrument, remarks, position=position + 1)
    for file in expression.instances:
        _instance(file, node, column, instrument, remarks)
    if column == "trigger":
        _trigger(expression, node, source, instrument, remarks)
    else:
        sense.check(expression, node, column, instrument, remarks)
    if column == "relevant" and _is_constant(expression) and not _holds(source):
        remarks.add("relevant.never", "soft", sheet=survey, row=node.row, column=column, value=source, name=node.name)
    if column == "constraint" and _is_constant(expression) and not _holds(source):
        remarks.add("constraint.never", "soft", sheet=survey, row=node.row, column=column, value=source, name=node.name)


def _trigger(expression: Expression, node: Node, source: str, instrument: Instrument, remarks: Remarks) -> None:
    """A trigger is the name of one question that somebody answers."""
    place: dict[str, Any] = {"sheet": instrument.sheets.survey, "row": node.row, "column": "trigger", "value": source}
    if not re.fullmatch(REFERENCE, source):
        remarks.add("trigger.no-name", **place, name=node.name)
        return
    for name in expression.references:
        found = instrument.named(name)
        if found and not any(isinstance(each, Question) and each.is_asked for each in found):
            remarks.add("trigger.not-asked", **place, name=node.name, of=name)


def _instance(name: str, node: Node, column: str, instrument: Instrument, remarks: Remarks) -> None:
    """A list or file that is looked into: it is one of the form's, or came with it."""
    stem = name.removesuffix(".csv")
    files = instrument.sheets.files
    if not any(each in instrument.lists for each in (stem, f"{stem}.csv")) and f"{stem}.csv" not in files:
        absent(name, remarks, sheet=instrument.sheets.survey, row=node.row, column=column)


def _unreadable(
    problem: Unreadable, node: Node, column: str, source: str, instrument: Instrument, remarks: Remarks
) -> None:
    survey = instrument.sheets.survey
    if problem.code == "instrument.expression.last-saved":
        tell(features()["last-saved"], remarks, sheet=survey, row=node.row, column=column)
        return
    if column == "choice_filter" and _READS_A_WORDING.search(source):
        tell(features()["wording-in-filter"], remarks, sheet=survey, row=node.row, column=column)
        return
    remarks.problem(problem.code, problem.params, sheet=survey, row=node.row, column=column, value=source)


def reference(
    name: str, node: Node | None, column: str, instrument: Instrument, remarks: Remarks, *, position: int, row: int = 0
) -> None:
    """Say what is wrong with a name in ``${…}``: nobody has it, or several have and none is nearest."""
    survey = instrument.sheets.survey
    place: dict[str, Any] = {
        "sheet": survey,
        "row": node.row if node else row,
        "column": column,
        "value": f"${{{name}}}",
    }
    found = instrument.named(name)
    if not found and not is_given(name, instrument):
        names = [each.name for each in instrument.nodes()]
        said: dict[str, Any] = {"name": name, "nearest": nearest(name, names), "position": position}
        remarks.add("reference.unknown", **place, **said)
    elif len(found) > 1 and node is not None and not _is_nearest(found, node):
        rows = ", ".join(dict.fromkeys(str(each.row) for each in found))
        said = {"name": name, "rows": rows, "position": position}
        remarks.add("reference.ambiguous", **place, **said)


def is_given(name: str, instrument: Instrument) -> bool:
    """Whether a name stands for something without a row: a form's own, or the companion of a non-answer."""
    of = name.removesuffix("_status")
    companion = of != name and any(isinstance(node, Question) and node.about.statuses for node in instrument.named(of))
    return name in GIVEN or companion


def _is_nearest(found: tuple[Node, ...], node: Node) -> bool:
    """Whether one of several nodes of a name stands closest to a node: in its own group, or in one around it."""
    around = [node.path[:length] for length in range(len(node.path), -1, -1)]
    for group in around:
        inside = [each for each in found if each.path[:-1] == group]
        if inside:
            return len(inside) == 1
    return False


def _is_constant(expression: Expression) -> bool:
    from concord.instrument.expressions.tree import Path, walk

    reads = any(isinstance(each, Path) for each in walk(expression.tree))
    return not reads and not expression.has_dot and not _CHANGING & set(expression.functions)


def _holds(source: str) -> bool:
    try:
        value = evaluate(f"boolean({source})")
    except Unreadable:
        return True
    return value is not False


def _wordings(instrument: Instrument, remarks: Remarks) -> None:
    """References in labels, hints and messages: of names that exist."""
    survey = instrument.sheets.survey
    nodes = {node.row: node for node in instrument.nodes()}
    for row in survey.rows:
        if is_disabled(row) or is_comment(row):
            continue
        for column, cell in row.cells.items():
            if base(column) in SENTENCES and "${" in cell:
                _wording(cell, column, row.number, nodes.get(row.number), instrument, remarks)


def _wording(cell: str, column: str, row: int, node: Node | None, instrument: Instrument, remarks: Remarks) -> None:
    survey = instrument.sheets.survey
    for found in REFERENCE.finditer(cell):
        if found["saved"]:
            tell(features()["last-saved"], remarks, sheet=survey, row=row, column=column)
        else:
            reference(found["name"], node, column, instrument, remarks, position=found.start() + 1, row=row)
    if "${" in REFERENCE.sub("", cell):
        remarks.add("reference.unclosed", sheet=survey, row=row, column=column, value=cell)


def groups_around(node: Node, instrument: Instrument) -> Iterator[Group]:
    """The groups a node stands in, innermost first."""
    for length in range(len(node.path) - 1, 0, -1):
        group = instrument.by_path.get(node.path[:length])
        if isinstance(group, Group):
            yield group
