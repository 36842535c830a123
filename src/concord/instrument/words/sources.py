"""Trees back to expressions, for showing what cannot be said."""

from __future__ import annotations

from concord.instrument.expressions.tree import (
    Binary,
    Call,
    Chosen,
    Filtered,
    Literally,
    Negated,
    Path,
    Step,
    Tree,
)

_BINDS = {"or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5}
_SIGNS = {"parent": "..", "self": "."}


def source_of(tree: Tree) -> str:
    """An expression that reads as the tree; brackets only where they are needed."""
    match tree:
        case Literally(value):
            return _literal(value)
        case Path():
            return _path(tree)
        case Call(name, args):
            return f"{name}({', '.join(map(source_of, args))})"
        case Filtered(of, predicates):
            return f"({source_of(of)}){_predicates(predicates)}"
        case Negated(of):
            return f"-{_inside(of, 7)}"
        case Chosen():
            return _chain(tree)
        case Binary(operator, left, right):
            binds = _BINDS.get(operator, 6)
            return f"{_inside(left, binds)} {operator} {_inside(right, binds + 1)}"


def _chain(tree: Chosen) -> str:
    said = source_of(tree.otherwise)
    for condition, value in reversed(tree.cases):
        said = f"if({source_of(condition)}, {source_of(value)}, {said})"
    return said


def _inside(tree: Tree, binds: int) -> str:
    said = source_of(tree)
    return f"({said})" if isinstance(tree, Binary) and _BINDS.get(tree.operator, 6) < binds else said


def _literal(value: float | str) -> str:
    if isinstance(value, str):
        return f'"{value}"' if "'" in value else f"'{value}'"
    return str(int(value)) if value == int(value) else repr(value)


def _predicates(found: tuple[Tree, ...]) -> str:
    return "".join(f"[{source_of(each)}]" for each in found)


def _step(step: Step) -> str:
    name = step.name if step.axis == "child" else _SIGNS[step.axis]
    if step.axis != "child" and step.name != "*":
        name = f"{step.axis}::{step.name}"
    return name + _predicates(step.predicates)


def _path(path: Path) -> str:
    steps = "/".join(map(_step, path.steps))
    match path.start:
        case "root":
            return f"/{steps}"
        case "here":
            return steps
        case "name":
            start = f"${{{path.name}}}"
        case "current":
            start = "current()"
        case _:
            start = f"instance('{path.name}')"
    return start + _predicates(path.predicates) + (f"/{steps}" if steps else "")
